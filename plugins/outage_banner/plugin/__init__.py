"""Pelican's signals -> the banner on every page it writes; the only stage that knows Pelican.

initialized               every plugin registered: the gate put behind what they do at the end
get_generators            once a run, before anything is deleted: settings and status file read
all_generators_finalized  every post known: stories told, the fragment rendered
content_written           a page on disk: its slot filled
finalized                 static pages filled, the section written; and, last of all, the gate
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from .. import gate
from .run import Run, begun
from .stories import tell_stories
from .theme import theme_shell

_run: Run | None = None


def register() -> None:
    signals.initialized.connect(_put_the_gate_last)
    signals.get_generators.connect(_begin)
    signals.all_generators_finalized.connect(_render)
    signals.content_written.connect(_fill)
    signals.finalized.connect(_complete)


def _put_the_gate_last(pelican: Pelican) -> None:
    signals.finalized.disconnect(_gate)
    signals.finalized.connect(_gate)


def _begin(pelican: Pelican) -> None:
    global _run
    output = Path(pelican.output_path).absolute()
    _run = begun(pelican.settings, output, datetime.now(UTC))


def _render(generators: Sequence[Any]) -> None:
    run = _started()
    run.generators = generators
    run.told = tell_stories(run, generators)


def _fill(path: str, context: Mapping[str, Any] | None = None) -> None:
    if gate.is_html(path):
        _started().fill(Path(path), _language(context or {}))


def _language(context: Mapping[str, Any]) -> str:
    """The language of the post or page that was written; any other page has the site's."""
    written = context.get("article") or context.get("page")
    return str(getattr(written, "lang", "")) or _started().settings.language


def _complete(pelican: Pelican) -> None:
    run = _started()
    copies = run.generators[0].context["static_content"].values()
    run.fill_copies(run.output / static.save_as for static in copies)
    run.write_section(theme_shell(run))


def _gate(pelican: Pelican) -> None:
    _started().pass_the_gate()


def _started() -> Run:
    if _run is None:
        raise RuntimeError("outage_banner was registered after Pelican had begun to run")
    return _run

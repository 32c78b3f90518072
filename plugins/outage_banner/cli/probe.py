"""`outage probe`: how each component answers, and the edits that this suggests."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .completion import component_ids
from .edits import next_step
from .site import Site, fail, say, settings_option, site

if TYPE_CHECKING:
    from ..probe import Outcome, Proposal, Result
    from ..status import Component

SHAPES = {"up": "✓", "slow": "▲", "down": "■", "unknown": "?", "skipped": "·"}


@click.command("probe")
@click.argument("words", nargs=-1, metavar="[COMPONENT]...", shell_complete=component_ids)
@click.option("--apply", "is_applied", is_flag=True, help="Make the edits: open and update.")
@click.option("--resolve", "may_resolve", is_flag=True, help="With --apply: resolve, too.")
@click.option(
    "--tries",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help="It takes so many answers in a row to doubt what the file says.",
)
@click.option(
    "--pause",
    metavar="SECONDS",
    type=click.FloatRange(0, 300),
    default=5,
    show_default=True,
    help="Between two tries.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 300),
    default=10,
    show_default=True,
    help="For one answer.",
)
@click.option(
    "--allow-private", is_flag=True, help="Follow redirects from the internet into a local network."
)
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    words: tuple[str, ...],
    is_applied: bool,
    may_resolve: bool,
    tries: int,
    pause: float,
    timeout: float,
    allow_private: bool,
    settings: Path | None,
    as_json: bool,
) -> None:
    """Ask every component, or each COMPONENT, whether it answers, and suggest the edits.

    It is asked at its "url". Its "probe" may name another "url", the "status" and the text to
    "expect", and "slow_after_seconds".

    --apply edits only what probe opened. Once a person has updated that as well, it is theirs: its
    edits are only suggested, as are those of what a person opened.

    Exit code: 0 all is up, 1 something is not or cannot be told. With --apply: 0 the file tells
    what was found, 1 something cannot be told, or a person's incident says otherwise.

    \b
    Examples:
      outage probe
      outage probe community-color --tries 1 --timeout 3
      outage probe --apply --resolve
      outage probe --json
    """
    import asyncio

    from ..fetch import Limits, Unanswered
    from ..probe import Patience, probed, untold
    from . import arguments

    if may_resolve and not is_applied:
        raise click.UsageError("--resolve edits nothing by itself: write --apply --resolve.")
    here = site(settings)
    status = here.read(may_be_new=True)
    named = arguments.components(status, words, "COMPONENT") if words else tuple(status.by_id)
    components = [status.component(one) for one in named]
    patience = Patience(tries, pause, Limits(seconds=timeout, allow_private=allow_private))
    try:
        results = asyncio.run(probed(status, components, patience))
    except Unanswered as error:
        fail(f"Nothing was asked: {error}.")
    skipped = [(one, reason) for one in components if (reason := untold(one))]
    if not as_json:
        click.echo(_table(results, skipped))
    outcomes, failures = _outcomes(here, results, is_applied, may_resolve)
    edits = [_edit(one, settings) for one in outcomes]
    click.echo(_as_json(here, results, skipped, edits) if as_json else _told(edits), nl=as_json)
    if any(one.is_made for one in edits):
        say(f"\nNext: {next_step(here)}")
    if failures:
        fail("\n".join(failures))
    verdicts = {one.verdict for one in results}
    # An end that is only suggested leaves no untruth: the file says that it is being watched.
    is_left = any(one.did == "update" and not one.is_made for one in edits)
    is_told = not is_left and "unknown" not in verdicts
    raise SystemExit(0 if (is_told if is_applied else verdicts <= {"up"}) else 1)


@dataclass(frozen=True)
class _Edit:
    """What was, or could be, done to the file, and the command that does it."""

    did: str
    event_id: str | None
    command: str
    is_made: bool


def _outcomes(
    here: Site, results: Sequence[Result], is_applied: bool, may_resolve: bool
) -> tuple[list[Outcome], list[str]]:
    """What became of the proposals, and why of those that could not be made.

    They are made of the file as it is under its lock: somebody may have edited it meanwhile.
    """
    from ..edit import EMPTY, edited
    from ..probe import Outcome, made, proposals
    from ..store import Unsaved, rewrite

    edit = partial(edited, file=str(here.file), zone=here.settings.zone, now=here.now)
    failures: list[str] = []
    outcomes: list[Outcome] = []

    def proposed() -> list[Proposal]:
        status = here.read(may_be_new=True)
        return proposals(status, results, here.words(status), here.now, may_resolve=may_resolve)

    def change(source: bytes | None) -> bytes:
        new, outcomes[:] = made(EMPTY if source is None else source, proposed(), edit)
        return new

    if is_applied and results:
        try:
            rewrite(here.file, change)
            return outcomes, [f"Not made: {one.refusal}." for one in outcomes if one.refusal]
        except Unsaved as error:
            failures.append(f"Nothing was changed: {error}.")
    return [Outcome(one, one.event_id) for one in proposed()], failures


def _edit(outcome: Outcome, settings: Path | None) -> _Edit:
    words = outcome.proposal.words() + (["-s", str(settings)] if settings else [])
    return _Edit(words[1], outcome.event_id, shlex.join(words), outcome.is_made)


def _table(results: Sequence[Result], skipped: Sequence[tuple[Component, str]]) -> str:
    """A line for each component."""
    rows: list[tuple[str, str, str]] = [
        (one.verdict, one.component.id, one.reason or f"answers in {one.seconds:.1f} seconds")
        for one in results
    ]
    rows += [("skipped", one.id, reason) for one, reason in skipped]
    width = max((len(row[1]) for row in rows), default=0)
    lines = [f"{SHAPES[how]} {how:<7}  {name:<{width}}  {told}" for how, name, told in rows]
    if not results:
        lines.append("Nothing was asked: no component has a url.")
    return "\n".join(lines)


def _told(edits: Sequence[_Edit]) -> str:
    """What was done, and what is left to a person."""
    past = {"open": "Opened", "update": "Updated", "resolve": "Resolved"}
    lines: list[str] = []
    if done := [one for one in edits if one.is_made]:
        lines += ["", *(f"{past[one.did]} {one.event_id}." for one in done)]
    if left := [one.command for one in edits if not one.is_made]:
        lines += ["", "Suggested:", *(f"  {one}" for one in left)]
    return "".join(f"{line}\n" for line in lines)


def _as_json(
    here: Site,
    results: Sequence[Result],
    skipped: Sequence[tuple[Component, str]],
    edits: Sequence[_Edit],
) -> str:
    asked = [
        {
            "id": one.component.id,
            "name": one.component.name,
            "verdict": one.verdict,
            "reason": one.reason or None,
            "seconds": round(one.seconds, 3),
            "tries": one.tries,
        }
        for one in results
    ]
    document = {
        "file": str(here.file),
        "now": here.now.isoformat(),
        "components": asked,
        "skipped": [{"id": one.id, "name": one.name, "reason": reason} for one, reason in skipped],
        "edits": [
            {"did": one.did, "id": one.event_id, "made": one.is_made, "command": one.command}
            for one in edits
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)

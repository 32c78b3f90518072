"""What is sent, or was -> words and JSON for whoever sends it, and a bar meanwhile."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..publish import Done, Look, Progress, Publishing


@contextmanager
def bar(publishing: Publishing) -> Iterator[Progress]:
    """What is told of each file that is done: a bar, where somebody can see it."""
    plan = publishing.plan
    total = publishing.bytes + len(plan.puts) + len(plan.deletions)
    if not sys.stderr.isatty() or not total:
        yield lambda path, size: None
        return
    with click.progressbar(
        length=total, label="Sending", file=sys.stderr, item_show_func=lambda path: path
    ) as shown:
        # A file takes its time, however small it is.
        yield lambda path, size: shown.update(size + 1, path)


def listed(publishing: Publishing, *, is_json: bool) -> str:
    plan = publishing.plan
    if is_json:
        document = {"send": plan.puts, "delete": plan.deletions, "bytes": publishing.bytes}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    lines = [f"send {path}" for path in plan.puts]
    lines += [f"delete {path}" for path in plan.deletions]
    lines.append(f"To {publishing.host.name}: nothing is sent yet." if lines else "Nothing to do.")
    return "".join(f"{line}\n" for line in lines)


def as_text(publishing: Publishing, done: Done, looks: Sequence[Look]) -> str:
    files = "1 file" if done.files == 1 else f"{done.files:,} files"
    deleted = f", {done.deleted:,} deleted" if done.deleted else ""
    sent = f"{files} sent ({_size(done.bytes)}){deleted}"
    told = sent if done.files or done.deleted else "nothing had changed"
    lines = [f"{publishing.host.name}: {told}.", *(f"{one.url}: {one.told}" for one in looks)]
    return "\n".join(lines)


def as_json(publishing: Publishing, done: Done, looks: Sequence[Look]) -> str:
    document = {
        "target": publishing.host.name,
        "sent": done.files,
        "bytes": done.bytes,
        "deleted": done.deleted,
        "looks": [
            {"url": one.url, "verdict": one.verdict, "wait_seconds": one.wait_seconds}
            for one in looks
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _size(size: int) -> str:
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "KB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size} bytes"

"""The fields of a form, as JSON -> the words of the command that they ask for; pure.

OPTIONS     what an action's fields are to the command of the same name
OF_WORK     the same of an update of planned work
NEEDED      what an action cannot do without, and what to write there
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

EXAMPLE = '{"action": "open", "text": "The shop is offline", "until": "3am"}'
FIELDS = ("action", "text", "until", "which", "from", "next", "instead", "works", "impact")
DRY_RUN = "dry_run"
USUAL = "usual"

_OF_A_NEW_ONE = {"which": "--component", "instead": "--instead", "works": "--works"}
_NEWS = {"until": "--eta", "next": "--next", "works": "--works", "impact": "--impact"}
OPTIONS: Mapping[str, Mapping[str, str]] = {
    "open": {"from": "--started", **_NEWS, **_OF_A_NEW_ONE},
    "update": _NEWS,
    "watch": _NEWS,
    "resolve": {"until": "--at"},
    "schedule": {"from": "--from", "until": "--until", **_OF_A_NEW_ONE},
}
OF_WORK = {"from": "--from", "until": "--until"}
NEEDED = {
    "open": {"text": "what is down, in one short sentence"},
    "schedule": {
        "text": "what is planned, in one short sentence",
        "from": "when it begins, as in Saturday 2am",
        "until": "when it should be done, as in 4am or 2 hours",
    },
}


class Refused(Exception):
    """What keeps a form from being an edit, and what to write into which field instead."""


@dataclass(frozen=True)
class Form:
    """The fields that are filled in, `action` among them."""

    fields: Mapping[str, str]
    is_dry_run: bool = False

    @property
    def action(self) -> str:
        return self.fields["action"]


def form(text: str) -> Form:
    """The fields, from JSON. Raises Refused."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise Refused(f"There is no form here; it is JSON like {EXAMPLE}.")
    if unknown := document.keys() - {*FIELDS, DRY_RUN}:
        raise Refused(f"{', '.join(sorted(unknown))}: no such field; there is {', '.join(FIELDS)}.")
    dry_run = str(document.pop(DRY_RUN, None) or False).strip().lower()
    if dry_run not in ("true", "false"):
        raise Refused(f"{DRY_RUN}: write true or false.")
    if wrong := [name for name, value in document.items() if not isinstance(value, str | None)]:
        raise Refused(f"{wrong[0]}: write text in quotes.")
    if broken := [name for name, value in document.items() if value and not _is_whole(value)]:
        raise Refused(f"{broken[0]}: holds half of a character; write it anew.")
    fields = {name: value.strip() for name, value in document.items() if value and value.strip()}
    if fields.get("impact") == USUAL:
        del fields["impact"]
    if fields.get("action") not in OPTIONS:
        raise Refused(f"action: choose one of {', '.join(OPTIONS)}.")
    return Form(fields, dry_run == "true")


def words(asked: Form, options: Mapping[str, str], event_id: str | None) -> Iterator[str]:
    """The words of a command line, none of which can be taken for another."""
    yield "update" if asked.action == "watch" else asked.action
    for name, option in options.items():
        if value := asked.fields.get(name):
            each = value.split(",") if option == "--component" else [value]
            named = [one.strip() for one in each if one.strip()] or [value]
            yield from (f"{option}={one}" for one in named)
    if asked.action == "watch":
        yield "--status=monitoring"
    if asked.is_dry_run:
        yield "--dry-run"
    yield "--"
    if event_id:
        yield event_id
    if "text" in asked.fields:
        yield asked.fields["text"]


def _is_whole(text: str) -> bool:
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False

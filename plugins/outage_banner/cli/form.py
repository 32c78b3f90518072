"""`outage form`: what a form asks for -> the edit, told in the words of its fields."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .edits import tell
from .fields import NEEDED, OF_WORK, OPTIONS, Form, Refused, form, words
from .site import fail, say, settings_option, site

if TYPE_CHECKING:
    from .events import Event

VARIABLE = "OUTAGE_FORM"


@click.command("form")
@settings_option
def command(settings: Path | None) -> None:
    """Make the edit that a form asks for, as one of a phone or of a workflow does.

    The variable OUTAGE_FORM holds its fields as JSON. "action" is open, update, watch (it works
    again), resolve or schedule; all others may be left out: "text", the times "until", "from" and
    "next", "which" site or incident, "instead", "works", "impact", "dry_run".

    \b
    Examples:
      OUTAGE_FORM='{"action": "open", "text": "The shop is offline", "until": "3am"}' outage form
      OUTAGE_FORM='{"action": "resolve", "text": "A disk was replaced."}' outage form
    """
    try:
        told, talk = _made(form(os.environ.get(VARIABLE, "")), settings)
    except Refused as refused:
        fail(str(refused).strip())
    if talk:
        say(talk)
    tell(told.rstrip("\n"), told.partition(" Readers ")[0])


def _made(asked: Form, settings: Path | None) -> tuple[str, str]:
    """What the command printed, and its talk. Raises Refused with what it said instead."""
    for name, what in NEEDED.get(asked.action, {}).items():
        if name not in asked.fields:
            raise Refused(f"{name}: write {what}.")
    options, event_id = dict(OPTIONS[asked.action]), None
    taken = {"action", "text"}
    if "which" not in options:
        event, is_work = _event(asked, settings)
        event_id = event.id
        taken |= {"which"}
        if is_work and asked.action == "watch":
            raise Refused(f"action: {event_id} is planned work; choose update or resolve.")
        if is_work and asked.action == "update":
            options = dict(OF_WORK)
    if left := [name for name in asked.fields if name not in {*options, *taken}]:
        raise Refused(f"{left[0]}: nothing that this {asked.action} takes; leave it empty.")
    if asked.action == "update" and asked.fields.keys() <= {"action", "which"}:
        raise Refused("text: write what is new.")
    line = list(words(asked, options, event_id))
    if settings:
        line.insert(1, f"--settings={settings}")
    return _run(line, {option: name for name, option in options.items()})


def _event(asked: Form, settings: Path | None) -> tuple[Event, bool]:
    """The event that is meant, and whether it is planned work."""
    from ..status import Maintenance
    from . import events

    told = StringIO()
    try:
        with redirect_stderr(told):
            here = site(settings)
            status = here.read(may_be_new=True)
        opened, planned = events.opened(status), events.planned(here, status)
        work = events.running(here, status) if asked.action == "resolve" else planned
        among = work if "from" in asked.fields else opened or work
        which = asked.fields.get("which")
        found = events.event(here, status, which, among) if which else None
    except SystemExit:
        raise Refused(told.getvalue()) from None
    except click.UsageError as error:
        raise Refused(f"which: {error.message}") from None
    if not found and not which and len(among) == 1:
        found = among[0]
    if not found:
        ids = " or ".join(one.id for one in among or (*opened, *planned))
        if not ids:
            raise Refused("action: nothing is open or planned; open is for what is down.")
        wrong = f"{which!r} is no incident; " if which else ""
        raise Refused(f"which: {wrong}write {ids}, or enough of it.")
    return found, isinstance(found, Maintenance)


def _run(line: Sequence[str], fields: Mapping[str, str]) -> tuple[str, str]:
    """What a command printed, and its talk. `fields` are named by their options."""
    from .group import outage

    told, talk = StringIO(), StringIO()
    try:
        with redirect_stdout(told), redirect_stderr(talk):
            outage.main(list(line), "outage", standalone_mode=False)
    except click.ClickException as error:
        message = error.format_message().removeprefix("Invalid value for ")
        raise Refused(_in_fields(message, fields)) from None
    except SystemExit:
        raise Refused(_in_fields(talk.getvalue(), fields)) from None
    heard = [one for one in talk.getvalue().splitlines() if not one.startswith("Next: ")]
    return told.getvalue(), _in_fields("\n".join(heard).strip(), fields)


def _in_fields(text: str, fields: Mapping[str, str]) -> str:
    """What a command says of its options, said of the fields. What is quoted is left."""
    for option, name in fields.items():
        text = re.sub(rf"^('?){option}\b\1", name, text, flags=re.MULTILINE)
        text = re.sub(rf" {option}\b", f' "{name}"', text)
    return text

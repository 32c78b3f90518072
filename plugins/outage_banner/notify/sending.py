"""An address of Apprise -> a target: its room, its name without secrets, and letters to it."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote

import apprise

from .letters import Letter, Room

_LEAST_SECRET = 4
"""Shorter parts of an address are words like "to" and tell nobody anything."""


@dataclass(frozen=True)
class Target:
    """Where letters go. `name` and `key` tell it from others and hold nothing of its address."""

    name: str
    key: str
    room: Room
    address: str

    def __repr__(self) -> str:
        return f"Target({self.name})"

    def send(self, letter: Letter) -> str | None:
        """Sends as much of a letter as there is room for; why it could not be sent, or None."""
        title, body = letter.fitted(self.room)
        with _warnings() as heard:
            service = _service(self.address)
            is_sent = service and service.notify(
                title=title, body=body, body_format=apprise.NotifyFormat.TEXT
            )
        if is_sent:
            return None
        return _without_secrets(" ".join(heard), self.address) or "it did not take it."


def target(address: str, number: int) -> Target | None:
    """The target of an address; `number` tells it from others of its kind. None: it is none."""
    with _warnings():
        service = _service(address)
    if service is None:
        return None
    return Target(
        name=f"{service.service_name} (target {number})",
        key=hashlib.sha256(address.encode()).hexdigest()[:20],
        room=Room(service.body_maxlen, service.title_maxlen, service.body_max_line_count),
        address=address,
    )


def _service(address: str) -> apprise.NotifyBase | None:
    found = apprise.Apprise.instantiate(address, suppress_exceptions=True)
    return found if isinstance(found, apprise.NotifyBase) else None


def _without_secrets(text: str, address: str) -> str:
    """A text of Apprise without any part of the address."""
    for form in (address, unquote(address)):
        for part in sorted(re.split(r"[^\w-]+", form.partition("://")[2]), key=len, reverse=True):
            if len(part) >= _LEAST_SECRET:
                text = text.replace(part, "…")
    return text


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What Apprise warns of meanwhile, which then nobody else hears: it may hold secrets."""
    heard: list[str] = []
    logger = logging.getLogger("apprise")
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.propagate = before

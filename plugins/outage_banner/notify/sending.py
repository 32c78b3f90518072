"""An address of Apprise -> a target: its room, its name without secrets, and letters to it."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from urllib.parse import unquote

import apprise

from .letters import Letter, Room
from .memory import Outcome

_LEAST_SECRET = 4
"""Shorter parts of an address are words like "to" and tell nobody anything."""
_BROKEN = re.compile(r"[\w. -]{1,20} Exception\b")
_NOT_SENT = re.compile(
    r"Max retries exceeded|refused|resol|getaddrinfo|not known|unreachable|No route|not supported"
    r"|\[SSL|\(\d{3}, ",
    re.IGNORECASE,
)
"""A connection that never came to be, or a reply of a mail server. Of any other that broke, like
one that took too long, what it carried may have arrived."""
_HOST = re.compile(r"host='[^']*'")
"""Its name may be made of such words."""
_NO_MAIL = "Connection error while submitting email"
"""What comes before the reason why a mail server was not connected to, or let nobody in."""
_PASSED_ON = re.compile(r"\berror=5(?:0[24]|2[04])\b")
"""What a gateway answers when it heard nothing good of the server that it passed a letter on to."""


@dataclass(frozen=True)
class Target:
    """Where letters go. `name` and `key` tell it from others and hold nothing of its address."""

    name: str
    key: str
    room: Room
    address: str

    def __repr__(self) -> str:
        return f"Target({self.name})"

    def send(self, letter: Letter) -> Outcome:
        """Sends as much of a letter as there is room for."""
        title, body = letter.fitted(self.room)
        with _heard() as heard:
            service = _service(self.address)
            if service:
                # What its first attempt delivered, an attempt more would deliver once more.
                service.retry = 0
            is_sent = service and service.notify(
                title=title, body=body, body_format=apprise.NotifyFormat.TEXT
            )
        if is_sent:
            return Outcome("told")
        warnings = (text for level, text in heard if level >= logging.WARNING)
        fault = _without_secrets(" ".join(warnings), self.address) or "it did not take it."
        return Outcome(_kind(heard), fault)


def target(address: str, number: int) -> Target | None:
    """The target of an address; `number` tells it from others of its kind. None: it is none."""
    with _heard():
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


def _kind(heard: list[tuple[int, str]]) -> Literal["refused", "in_part", "perhaps"]:
    """What a failure was. Apprise tells only in its log whether anything was sent before it."""
    if any(level == logging.INFO and "sent " in text.lower() for level, text in heard):
        return "in_part"
    broken = [
        _HOST.sub("", text)
        for (_, before), (_, text) in pairwise([(0, ""), *heard])
        if _BROKEN.match(text) and not before.startswith(_NO_MAIL)
    ]
    is_passed_on = any(
        level >= logging.WARNING and _PASSED_ON.search(text) for level, text in heard
    )
    return "refused" if all(map(_NOT_SENT.search, broken)) and not is_passed_on else "perhaps"


@contextmanager
def _heard() -> Iterator[list[tuple[int, str]]]:
    """What Apprise logs meanwhile, which then nobody else hears: it may hold secrets."""
    heard: list[tuple[int, str]] = []
    logger = logging.getLogger("apprise")
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(  # type: ignore[method-assign]
        (record.levelno, record.getMessage())
    )
    before = logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.propagate = before[0]
        logger.setLevel(before[1])

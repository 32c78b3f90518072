"""One value of the file -> a checked word of the model: a link, a host, an id, a time, a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from . import moments
from .problems import did_you_mean, shown
from .slugs import slug

SCHEMES = ("http", "https", "mailto", "tel")
ID_CHARACTERS = 200

# Controls but tab and line ends, surrogates, and the two that no XML (a feed) may hold.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NO_LINK = re.compile('[\\s"<>\\\\`\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_STORY = re.compile(r"[\w-][\w.-]*")
_LABEL = re.compile(r"[^\W](?:[\w-]*[^\W])?")


def check_text(text: str) -> str:
    """Refuses what neither a page nor a feed can hold; markup, emoji and any script are text."""
    if found := _NO_TEXT.search(text):
        sort = (
            "half of a character" if "\ud800" <= found[0] <= "\udfff" else "the control character"
        )
        raise ValueError(
            f"{shown(text)} holds {sort} U+{ord(found[0]):04X} "
            f"at position {found.start() + 1}; leave it out"
        )
    return text


def check_plain_text(text: str) -> str:
    """A text that says something."""
    if not text.strip():
        raise ValueError(f"{shown(text)} says nothing; write what readers should see")
    return check_text(text)


def check_id(text: str) -> str:
    """An id becomes part of an address and the name of a directory."""
    if not _ID.fullmatch(text):
        raise ValueError(
            f"{shown(text)} cannot be an id, which becomes part of an address; write letters, "
            f'digits, ".", "_" and "-", with no "." first: {shown(slug(text, "first"))}'
        )
    if len(text) > ID_CHARACTERS:
        raise ValueError(
            f"{shown(text)} is too long for an id, which becomes part of an address; "
            f"write at most {ID_CHARACTERS} characters: {shown(slug(text, 'first'))}"
        )
    return text


def check_host(text: str) -> str:
    """A host name in lower case, in the script it was written in, without a final dot."""
    name = text.lower().removesuffix(".")
    if not _is_host(name):
        raise ValueError(f"{shown(text)} is not a host name; write {_host_in(text)}")
    return name


def check_link(text: str) -> str:
    """A whole address that is safe in `href`, and whose host is safe in a CSS selector."""
    if found := _NO_LINK.search(text):
        raise ValueError(
            f"{shown(text)} holds {shown(found[0])} at position {found.start() + 1}, "
            "which no link may; leave it out or percent-encode it"
        )
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(f"{shown(text)} is not a link; write {_link_for('')}") from None
    if parts.scheme == "mailto" and "@" in parts.path.strip("@"):
        return text
    if parts.scheme == "tel" and any(letter.isdigit() for letter in parts.path):
        return text
    if parts.scheme in ("http", "https") and (_is_host(host.removesuffix(".")) or ":" in host):
        return text
    raise ValueError(f"{shown(text)} is not a link that may stand here; write {_link_for(text)}")


def check_web_address(text: str) -> str:
    """A link that can be asked for an answer."""
    if urlsplit_scheme(text) not in ("http", "https"):
        raise ValueError(f'{shown(text)} cannot be asked; write one that begins with "https://"')
    return check_link(text)


def check_answer_status(number: int) -> int:
    """A status of HTTP that ends a request."""
    if not 200 <= number <= 599:
        raise ValueError(f"{number} is no status of an answer; write one from 200 to 599")
    return number


def check_seconds(number: int) -> int:
    """A time to wait."""
    if not 1 <= number <= 300:
        raise ValueError(f"{number} is no time to wait; write seconds from 1 to 300")
    return number


def check_story(text: str) -> str:
    """A post's slug, or the address of a page elsewhere."""
    if _STORY.fullmatch(text):
        return text
    if urlsplit_scheme(text) in ("http", "https"):
        return check_link(text)
    raise ValueError(
        f"{shown(text)} is neither a post's slug nor a link; write {shown(slug(text, 'a-post'))} "
        'or a link that begins with "https://"'
    )


def check_zone(text: str) -> str:
    """The name of a time zone that this machine knows."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = did_you_mean(text, available_timezones()) or '; write one like "America/Denver"'
        raise ValueError(f"{shown(text)} is not a time zone{hint}") from None
    return text


def read_time(value: Any, info: ValidationInfo) -> datetime:
    """A time with an offset; the zone of the validation context words the correction."""
    zone = (info.context or {}).get("zone", UTC)
    if isinstance(value, str):
        return moments.moment(value, zone)
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError(
                f"{value.isoformat()} has no UTC offset; {moments.in_zone(value, zone)}"
            )
        return value
    raise PydanticCustomError("time_type", "not a time")


def urlsplit_scheme(text: str) -> str:
    """The scheme in lower case, or the empty text."""
    scheme, colon, _ = text[:40].partition(":")
    return scheme.lower() if colon else ""


def _is_host(name: str) -> bool:
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    try:
        name.encode("idna")
    except UnicodeError:
        return False
    return True


def _host_in(text: str) -> str:
    """The host that a link or a host with a port holds, else an example."""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        host = ""
    return f"{shown(host)} alone" if _is_host(host) else 'one like "www.example.org"'


def _link_for(text: str) -> str:
    if "@" in text and _is_host(text.rpartition("@")[2]) and ":" not in text:
        return shown(f"mailto:{text}")
    if "." in text.partition("/")[0] and _is_host(text.partition("/")[0].lower()):
        return shown(f"https://{text}")
    return 'one that begins with "https://", "http://", "mailto:" or "tel:"'


def _checked(check: Callable[[str], str]) -> AfterValidator:
    return AfterValidator(check)


Text = Annotated[str, _checked(check_text)]
PlainText = Annotated[str, _checked(check_plain_text), Field(json_schema_extra={"minLength": 1})]
Identifier = Annotated[str, _checked(check_id), Field(json_schema_extra={"minLength": 1})]
Host = Annotated[str, _checked(check_host), Field(json_schema_extra={"minLength": 1})]
Link = Annotated[str, _checked(check_link), Field(json_schema_extra={"minLength": 1})]
StoryReference = Annotated[str, _checked(check_story), Field(json_schema_extra={"minLength": 1})]
TimeZone = Annotated[str, _checked(check_zone), Field(json_schema_extra={"minLength": 1})]
WebAddress = Annotated[
    str,
    _checked(check_web_address),
    Field(json_schema_extra={"pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}),
]
AnswerStatus = Annotated[
    int,
    AfterValidator(check_answer_status),
    Field(json_schema_extra={"minimum": 200, "maximum": 599}),
]
Seconds = Annotated[
    int, AfterValidator(check_seconds), Field(json_schema_extra={"minimum": 1, "maximum": 300})
]
Time = Annotated[datetime, BeforeValidator(read_time)]

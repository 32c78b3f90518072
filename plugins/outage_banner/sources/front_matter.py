"""cState's file of an issue, Markdown below a head of YAML -> the object its JSON would hold.

Of YAML, what people write there: a value, a list, true and false, quotes and comments.
"""

from __future__ import annotations

import re
from typing import Any

_HEAD = re.compile(
    r"\s*---[ \t]*\r?\n(?P<head>.*?)^---[ \t]*$(?P<body>.*)", re.DOTALL | re.MULTILINE
)
_PAIR = re.compile(r"(?P<key>[A-Za-z]\w*):(?:[ \t]+(?P<value>.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
_COMMENT = re.compile(r"(?:^|\s+)#.*$")


def is_issue(source: bytes) -> bool:
    """Whether it looks like one, and like no JSON."""
    return source.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"---")


def issue(text: str) -> dict[str, Any] | None:
    """The issue; None where there is no head."""
    found = _HEAD.match(text)
    if not found:
        return None
    value: dict[str, Any] = {"is": "issue", "body": found["body"].strip()}
    key = ""
    for line in found["head"].splitlines():
        if item := _ITEM.fullmatch(line):
            value[key] = [*(value[key] if isinstance(value.get(key), list) else []), _value(item)]
        elif pair := _PAIR.fullmatch(line.rstrip()):
            key = pair["key"]
            value[key] = _value(pair)
    value["filename"] = f"{value.get('date')} {value.get('title')}"
    return value


def _value(found: re.Match[str]) -> Any:
    text = (found["value"] or "").strip()
    if text[:1] in ("'", '"') and (end := text.find(text[0], 1)) > 0:
        return text[1:end]
    text = _COMMENT.sub("", text).strip()
    if text.startswith("[") and text.endswith("]"):
        return [part.strip(" \t'\"") for part in text[1:-1].split(",") if part.strip()]
    return {"true": True, "false": False, "": None}.get(text.lower(), text)

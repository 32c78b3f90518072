"""A name -> an id that can stand in an address."""

from __future__ import annotations

import re

from unidecode import unidecode

SLUG_CHARACTERS = 60
_READ_CHARACTERS = 400
_UNUSABLE = re.compile(r"[^a-z0-9]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


def slug(name: str, fallback: str) -> str:
    """The name in lower case letters, digits and hyphens, at most 60, cut between words.

    Other scripts are transliterated; where nothing can be (an emoji), the fallback is the slug.
    """
    latin = unidecode(_SURROGATES.sub("", name[:_READ_CHARACTERS])).replace("'", "").lower()
    words = _UNUSABLE.sub("-", latin).strip("-")
    if len(words) > SLUG_CHARACTERS:
        whole, _, _ = words[: SLUG_CHARACTERS + 1].rpartition("-")
        words = whole or words[:SLUG_CHARACTERS]
    return words or fallback

"""A language tag -> its locale and its catalog of messages, or English for both.

Nothing is told half in one language and half in another: where there is no catalog, dates are
English too. A message that a catalog lacks is told in English.
"""

from __future__ import annotations

import re
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError

ENGLISH = "en"

_LOCALE = Path(__file__).parents[1] / "locale"
_FILE = "LC_MESSAGES/outage_banner.po"


@cache
def nearest(tag: str) -> tuple[Locale, NullTranslations]:
    """The locale of `de-AT` or `PT_BR`, and the nearest catalog: `de`; `pt` without a `pt_BR`."""
    locale = _locale(tag)
    name = next((one for one in _shorter(str(locale)) if one in _catalogs()), ENGLISH)
    if name == ENGLISH and locale.language != ENGLISH:
        locale = Locale(ENGLISH)
    return locale, _catalog(name)


def _locale(tag: str) -> Locale:
    """The locale of as much of the tag as is known."""
    for name in _shorter(re.sub("[-_]+", "_", tag.strip())):
        try:
            return Locale.parse(name)
        except (ValueError, UnknownLocaleError):
            continue
    return Locale(ENGLISH)


def _shorter(name: str) -> list[str]:
    """`pt_BR`, `pt`."""
    parts = name.split("_")
    return ["_".join(parts[:length]) for length in range(len(parts), 0, -1)]


@cache
def _catalogs() -> frozenset[str]:
    return frozenset(path.parts[-3] for path in _LOCALE.glob(f"*/{_FILE}"))


@cache
def _catalog(name: str) -> NullTranslations:
    if name == ENGLISH:
        return NullTranslations()
    # Only who reads another language than English waits for these.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (_LOCALE / name / _FILE).open("rb") as file:
        catalog = read_po(file, locale=name)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)

"""A message -> the same in one language, filled in, as HTML or as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from gettext import NullTranslations
from typing import Literal
from unicodedata import bidirectional

from babel import Locale
from babel.lists import format_list
from markupsafe import Markup, escape

from .messages import Message


@dataclass(frozen=True)
class Language:
    """A locale for dates and lists, and the catalog of its messages."""

    locale: Locale
    catalog: NullTranslations

    @cached_property
    def language(self) -> str:
        """As HTML and feeds name it: `pt-BR`."""
        return str(self.locale).replace("_", "-")

    @cached_property
    def direction(self) -> Literal["ltr", "rtl"]:
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def say(self, message: Message, /, **values: str | int) -> Markup:
        """The message as HTML; a value is escaped unless it is markup."""
        told = self._translated(message, values)
        return Markup(told.format_map({name: escape(one) for name, one in values.items()}))

    def plain(self, message: Message, /, **values: str | int) -> str:
        """The message as text."""
        told = self._translated(message, values)
        if self.direction == "rtl":
            return told.format_map({name: _isolated(str(one)) for name, one in values.items()})
        return told.format_map(values)

    def listed(self, items: Sequence[str], style: Literal["standard", "unit"] = "standard") -> str:
        """`A, B, and C`; as a unit, `13 hours, 10 minutes` where the language has that for two."""
        # Babel knows the units of some locales only in part.
        if "2" not in self.locale.list_patterns.get("unit", ()) or len(items) > 2:
            style = "standard"
        return format_list(list(items), style=style, locale=self.locale)

    def _translated(self, message: Message, values: dict[str, str | int]) -> str:
        if isinstance(message, str):
            return self.catalog.gettext(message)
        return self.catalog.ngettext(message.one, message.several, int(values["count"]))


def _isolated(text: str) -> str:
    """Words from left to right do not turn those around them, which run from right to left."""
    is_other = any(bidirectional(letter) == "L" for letter in text)
    return f"\u2068{text}\u2069" if is_other else text

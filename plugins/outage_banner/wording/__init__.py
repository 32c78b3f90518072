"""Sentence -> words: every text that a banner shows, its times and durations told for one place.

messages   what can be said, in English
catalogs   a language tag -> its locale and the translations of the messages
language   a message -> the same in one language, filled in
times      times, spans and durations -> words
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from ..board import Notice, Sentence
from ..status import Source
from .catalogs import ENGLISH, nearest
from .messages import (
    AS_TOLD_BY,
    ASK,
    DETAILS,
    INSTEAD,
    IS_BACK,
    KINDS,
    MORE,
    N_,
    SCRIPT_WORDS,
    SENTENCES,
    STILL_WORKS,
    WHAT_HAPPENED,
    WITH_END,
    WITH_TIME,
    Message,
    Plural,
)
from .times import Times, zone_name

__all__ = [
    "ASK",
    "AS_TOLD_BY",
    "DETAILS",
    "INSTEAD",
    "KINDS",
    "N_",
    "SCRIPT_WORDS",
    "SENTENCES",
    "STILL_WORKS",
    "WHAT_HAPPENED",
    "Message",
    "Plural",
    "Wording",
    "words_for",
    "zone_name",
]

NAMES_SHOWN = 4


class Wording(Times):
    """The words for readers in one zone and language."""

    def heading(self, notice: Notice) -> Markup:
        """What it is about: the event's name, what is back, or what was reported."""
        if notice.kind == "back" and notice.subjects:
            return self._said(IS_BACK, notice, notice.facts[0])
        return _isolated(notice.name) if notice.name else self.names(notice)

    def sentence(self, notice: Notice, sentence: Sentence) -> Markup:
        """The sentence with each of its times as a `<time>`."""
        message = SENTENCES[sentence.says]
        if sentence.at:
            message = WITH_TIME.get(sentence.says, message)
        if sentence.until:
            message = WITH_END.get(sentence.says, message)
        return self._said(message, notice, sentence)

    def names(self, notice: Notice) -> Markup:
        """The subjects of a notice, at most `NAMES_SHOWN` of them."""
        names = [component.name for component in notice.subjects] or [notice.name]
        shown = [_isolated(name) for name in names]
        if len(names) > NAMES_SHOWN:
            more = len(names) - NAMES_SHOWN + 1
            shown = [*shown[: NAMES_SHOWN - 1], self.say(MORE, count=more)]
        return Markup(self.listed(shown))

    def works(self, notice: Notice) -> Markup:
        return self.say(STILL_WORKS, works=_isolated(notice.works or ""))

    def instead(self, notice: Notice) -> Markup:
        """The links to where a reader can go instead."""
        link = Markup('<a href="{}"><bdi>{}</bdi></a>')
        links = [link.format(one.url, one.name) for one in notice.alternatives]
        return self.say(INSTEAD, links=Markup(self.listed(links)))

    def told_by(self, source: Source) -> Markup:
        """Whose word it is, with a link to their status page where there is one."""
        name = _isolated(source.name)
        link = Markup('<a href="{}">{}</a>')
        return self.say(AS_TOLD_BY, source=link.format(source.url, name) if source.url else name)

    def script_words(self) -> dict[str, str]:
        """What the banner's script says, as text in which `{at}` is still to be filled in."""
        return {name: self.catalog.gettext(message) for name, message in SCRIPT_WORDS.items()}

    def _said(self, message: Message, notice: Notice, sentence: Sentence) -> Markup:
        values: dict[str, str] = {}
        at, until = sentence.at, sentence.until
        if at:
            values["at"] = self.time(at)
            values["span"] = self.span(at, until)
        if until:
            values["until"] = self.time(until)
        if at and until:
            values["duration"] = self.duration(until - at)
        count = max(1, len(notice.subjects))
        return self.say(message, name=self.names(notice), count=count, **values)


def words_for(zone: ZoneInfo, now: datetime, language: str = ENGLISH) -> Wording:
    """The words at `now` in `language`, such as `de-AT`: dates of another year name it."""
    return Wording(*nearest(language), zone, now.astimezone(zone).year)


def _isolated(name: str) -> Markup:
    """A name of unknown direction does not turn the text around it."""
    return Markup("<bdi>{}</bdi>").format(name)

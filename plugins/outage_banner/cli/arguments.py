"""Words of the command line -> times, components and links; or what to write instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import click

from .site import Site, is_terminal, say

if TYPE_CHECKING:
    from ..edit import Estimate
    from ..status import Alternative, Component, Status

NONE = "none"


def if_given(
    site: Site,
    status: Status,
    text: str | None,
    option: str,
    side: Literal["after", "before", "any"],
) -> datetime | None:
    """The moment that an option tells, which may be left out but is not empty."""
    return None if text is None else time(site, status, text, option, side)


def time(
    site: Site,
    status: Status,
    text: str,
    option: str,
    side: Literal["after", "before", "any"],
    since: datetime | None = None,
) -> datetime:
    """The moment that is meant, told again in full; wrong ones end the command.

    It is seen from now, unless it is one `since` another moment.
    """
    from ..human_times import Unclear, moment

    zone, words = site.zone(status), site.words(status)
    try:
        at = moment(text, now=since or site.now, zone=zone, side=side)
    except Unclear as unclear:
        seen = ""
        if since and since != site.now:
            seen = f"seen from the start, {since.astimezone(zone).isoformat()}: "
        raise click.BadParameter(f"{seen}{unclear}", param_hint=option) from None
    length = words.duration(abs(at - site.now))
    when = "now" if at == site.now else f"in {length}" if at > site.now else f"{length} ago"
    say(f"{option} {text}: {words.moment(at)} ({at.isoformat()}), {when}.")
    return at


def end(site: Site, status: Status, text: str, start: datetime, since: datetime) -> datetime:
    """`--until`: a planned end, which lies after the start.

    A length, or a time of day alone, is one `since` a moment; what names a day is seen from now.
    """
    from ..human_times import is_length

    if is_length(text) or _is_time_of_day(site, status, text):
        at = time(site, status, text, "--until", "after", since)
    else:
        at = time(site, status, text, "--until", "any")
    if at.astimezone(UTC) <= start:
        raise _beside_start("--until", at, "not after", start)
    return at


def announcement(site: Site, status: Status, text: str, start: datetime) -> datetime:
    """`--announce`: a length is one before the start, unless it says "in" or "ago"."""
    from ..human_times.lengths import length

    bare = re.sub(r"\s+before(?: the start| it)?\s*$", "", text)
    said = length(bare)
    if said and not said.way:
        return time(site, status, bare, "--announce", "before", start)
    at = time(site, status, text, "--announce", "any")
    if at.astimezone(UTC) > start:
        raise _beside_start("--announce", at, "after", start)
    return at


def over(site: Site, status: Status, text: str, start: datetime) -> datetime:
    """`--at`: when an incident was over, which is not before it began."""
    at = time(site, status, text, "--at", "before")
    if at.astimezone(UTC) < start:
        raise _beside_start("--at", at, "before", start)
    return at


def estimate(site: Site, status: Status, text: str) -> Estimate:
    """`--eta`: when it should be back, or "none"."""
    from ..edit import Estimate

    if text.strip().lower() == NONE:
        return Estimate(None)
    try:
        return Estimate(time(site, status, text, "--eta", "after"))
    except click.BadParameter as unclear:
        if any(map(str.isdigit, text)):
            raise
        told = f'{unclear.message}; "{NONE}" takes the estimate away'
        raise click.BadParameter(told, param_hint="--eta") from None


def components(status: Status, named: Sequence[str], hint: str = "--component") -> tuple[str, ...]:
    """The ids of components that were named by id, by name, or by enough of either."""
    return tuple(dict.fromkeys(_component(status, text, hint).id for text in named))


def guessed_components(status: Status, name: str) -> tuple[str, ...]:
    """The ids of the components that a name is about; asks only where somebody is there."""
    from .names import components_in

    known = [one for one in status.components if not one.group]
    found = components_in(name, known)
    if found:
        say(f"Taken to be about {_listed(found)}; --component says otherwise.")
    elif known and is_terminal():
        answer = click.prompt(
            f"Which component is it about: {_listed(known)}? Enter for none",
            default="",
            show_default=False,
            value_proc=lambda text: text and _component(status, text).id,
            err=True,
        )
        return (answer,) if answer else ()
    elif known:
        say(f"About no component in particular; --component names one of {_listed(known)}.")
    return tuple(one.id for one in found)


def links(texts: Sequence[str]) -> tuple[Alternative, ...]:
    """`name=https://…`, or an address alone, whose host is then its name."""
    from urllib.parse import urlsplit

    from ..status import Alternative
    from ..status.words import check_link

    found = []
    for text in texts:
        name, equals, url = text.partition("=")
        if not equals or "://" in name:
            name, url = "", text
        try:
            check_link(url.strip())
        except ValueError as error:
            raise click.BadParameter(
                f'{error}, as in "Our other shop=https://example.com/"', param_hint="--instead"
            ) from None
        title = name.strip() or urlsplit(url).hostname or url
        found.append(Alternative(name=title, url=url.strip()))
    return tuple(found)


def _is_time_of_day(site: Site, status: Status, text: str) -> bool:
    """Whether it names no day."""
    from ..human_times.spoken import spoken
    from ..human_times.zones import without_zone

    try:
        said = spoken(without_zone(text.strip(), site.now, site.zone(status)).words)
    except ValueError:
        return False
    return said is not None and said.is_any_day


def _beside_start(option: str, at: datetime, lies: str, start: datetime) -> click.BadParameter:
    begins = start.astimezone(at.tzinfo).isoformat()
    wanted = "a time before it" if lies == "after" else "one after it"
    return click.BadParameter(
        f"{at.isoformat()} is {lies} the start, {begins}; write {wanted}", param_hint=option
    )


def _component(status: Status, text: str, hint: str = "--component") -> Component:
    from ..status.problems import nearest
    from ..status.slugs import slug
    from .names import components_in, matching

    found = matching(text, status.by_id)
    if len(found) != 1:
        found = [one.id for one in components_in(text, status.components)]
    if len(found) == 1:
        return status.component(found[0])
    told = f"{text!r} is {'several components' if found else 'no component'} of the status file"
    if not status.components:
        new = f'{{"id": "{slug(text, "shop")}", "name": "…"}}'
        raise click.BadParameter(f"{told}; add {new} to its components.", param_hint=hint)
    names = {name: one.id for one in status.components for name in (one.id, one.name)}
    near = None if found else nearest(text, names)
    meant = f"did you mean {names[near]}?" if near else f"there is {_listed(status.components)}."
    raise click.BadParameter(f"{told}; {meant}", param_hint=hint)


def _listed(known: Sequence[Component]) -> str:
    return ", ".join(component.id for component in known)

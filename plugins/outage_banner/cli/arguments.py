"""Words of the command line -> times, components and links; or what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import click

from .site import Site, is_terminal, say

if TYPE_CHECKING:
    from ..edit import Estimate
    from ..status import Alternative, Component, Status

NONE = "none"

_MOMENT = timedelta(minutes=1)


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
    start: datetime | None = None,
) -> datetime:
    """The moment that is meant, told again in full; wrong ones end the command.

    It is seen from now, unless a `start` is given.
    """
    from ..human_times import Unclear, moment

    zone, words = site.zone(status), site.words(status)
    try:
        at = moment(text, now=start or site.now, zone=zone, side=side)
    except Unclear as unclear:
        seen = f"seen from the start, {start.astimezone(zone).isoformat()}: " if start else ""
        raise click.BadParameter(f"{seen}{unclear}", param_hint=option) from None
    length = words.duration(abs(at - site.now))
    when = "now" if at == site.now else f"in {length}" if at > site.now else f"{length} ago"
    say(f"{option} {text}: {words.moment(at)} ({at.isoformat()}), {when}.")
    return at


def end(site: Site, status: Status, text: str, option: str, start: datetime) -> datetime:
    """A planned end: a length from the start; a clock time after it, as seen from now if it can be.

    So `4am` can do, whenever the start is.
    """
    from ..human_times import Unclear, moment

    zone = site.zone(status)
    # In UTC, as Python compares times of one zone by what its clocks show, even where they go back.
    start = start.astimezone(UTC)

    def seen_from(now: datetime) -> datetime | None:
        try:
            return moment(text, now=now, zone=zone, side="after").astimezone(UTC)
        except Unclear:
            return None

    first, later, today = (seen_from(one) for one in (start, start + _MOMENT, site.now))
    is_length = first and later and later - first == _MOMENT
    return time(
        site,
        status,
        text,
        option,
        "after",
        None if today and today > start and not is_length else start,
    )


def estimate(site: Site, status: Status, text: str) -> Estimate:
    """`--eta`: when it should be back, or "none"."""
    from ..edit import Estimate

    if text.strip().lower() == NONE:
        return Estimate(None)
    return Estimate(time(site, status, text, "--eta", "after"))


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

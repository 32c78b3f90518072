"""What can be said, in English: the messages that catalogs translate.

A message is written where it is used; here stand those that the board's sentences, the banner and
its script are made of. `N_` and `Plural` mark a message for `make catalogs` where it is not said
on the spot. What stands in braces is filled in, in the order that each language wants.
"""

from __future__ import annotations

from typing import NamedTuple

from ..board import Kind, Says


def N_(message: str) -> str:
    """The message itself, marked for translation."""
    return message


class Plural(NamedTuple):
    """A message whose form follows `count`; a language may have other forms than two."""

    one: str
    several: str


Message = str | Plural

KINDS: dict[Kind, tuple[str, str]] = {
    "down": ("■", N_("Down")),
    "degraded": ("▲", N_("Degraded")),
    "planned": ("◆", N_("Planned")),
    "back": ("✓", N_("Back")),
}
"""A shape and a word for each kind, so that no colour has to tell them apart."""

SENTENCES: dict[Says, Message] = {
    "not_reachable": N_("Not reachable since {at}."),
    "disrupted": N_("Disrupted since {at}."),
    "reported_down": N_("Reported as not reachable."),
    "reported_degraded": N_("Reported as disrupted."),
    "reported_maintenance": N_("Under maintenance."),
    "expected": N_("Expected back by {at}."),
    "no_estimate": N_("No estimate yet."),
    "estimate_passed": N_(
        "Was expected back by {at}. That time has passed; there is no new estimate yet."
    ),
    "monitoring": N_("Works again; still being watched."),
    "monitoring_since": N_("Works again since {at}; still being watched."),
    "updated": N_("Updated {at}."),
    "next_update": N_("Next update by {at}."),
    "update_overdue": N_("An update was promised by {at} and has not come yet."),
    "stale": N_("Last confirmed {at}. This notice may be out of date."),
    "will_be_unavailable": Plural(
        "{name} will be unavailable {span}.", "{name} will be unavailable {span}."
    ),
    "planned": N_("Planned: {span}."),
    "in_progress": N_("In progress since {at}."),
    "was_planned": N_("Was planned until {until}."),
    "back_after": Plural(
        "It was unavailable for {duration}.", "They were unavailable for {duration}."
    ),
    "disrupted_for": Plural(
        "It was disrupted for {duration}.", "They were disrupted for {duration}."
    ),
    "over": N_("Over since {until}; it lasted {duration}."),
}
"""A plural counts the components that the sentence is about."""

WITH_TIME: dict[Says, Message] = {
    "reported_down": N_("Reported as not reachable on {at}."),
    "reported_degraded": N_("Reported as disrupted on {at}."),
    "reported_maintenance": N_("Under maintenance, as of {at}."),
}
WITH_END: dict[Says, Message] = {"in_progress": N_("In progress since {at}, until {until}.")}
IS_BACK = Plural("{name} is back since {until}.", "{name} are back since {until}.")
MORE = Plural("{count} more", "{count} more")

STILL_WORKS = N_("What still works: {works}")
INSTEAD = N_("Instead: {links}.")
AS_TOLD_BY = N_("As told by {source}.")
ASK = N_("Contact")
DETAILS = N_("Details")
WHAT_HAPPENED = N_("What happened")

SCRIPT_WORDS = {
    "full": N_("Full notice"),
    "dismiss": N_("Dismiss"),
    "failed": N_("Shown as of {at}; could not check for news."),
    "local": N_("{at} your time"),
    "changed": N_("The notice at the top has changed."),
    "show": N_("Show"),
}
"""What the banner's script says, which itself fills in `{at}`."""

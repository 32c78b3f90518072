"""An incident -> the line at the head of the post that tells its story.

It stands in pages nobody rebuilds and in feeds, so it speaks in absolute times and says as of
when.
"""

from __future__ import annotations

from markupsafe import Markup

from ..board import Rules, confirmed_at, ended_at, open_incidents
from ..status import Incident, Status
from ..wording import KINDS, Wording
from .history import Span

OVER = "{shape} This outage ended {end} after {duration}."
SAID_TO_BE_OVER = "{shape} This outage is over."
OPEN = "{shape} {since} Last confirmed {confirmed}."
HAPPENED = "What happened"
STANDS = "How it stands"


def record(status: Status, incident: Incident, words: Wording, rules: Rules, address: str) -> str:
    """The line as HTML; `address` is the incident's page."""
    ended = ended_at(incident)
    notice = {one.id: shown for one, shown in open_incidents(status, rules)}.get(incident.id)
    label = HAPPENED
    if notice:
        shape = KINDS[notice.kind][0]
        since = words.sentence(notice, notice.facts[0])
        said = Markup(OPEN).format(
            shape=_hidden(shape), since=since, confirmed=words.time(confirmed_at(incident))
        )
        label = STANDS
    elif ended:
        length = Span(incident.started_at, ended).length
        said = Markup(OVER).format(
            shape=_hidden(KINDS["back"][0]), end=words.time(ended), duration=words.duration(length)
        )
    else:
        said = Markup(SAID_TO_BE_OVER).format(shape=_hidden(KINDS["back"][0]))
    link = Markup('<a href="{}">{}</a>').format(address, label)
    line = Markup('<p class="outage-record"><strong>{}</strong> {}</p>\n').format(said, link)
    # Not Markup, which would escape the post that it is put before.
    return str(line)


def _hidden(shape: str) -> Markup:
    return Markup('<span aria-hidden="true">{}</span>').format(shape)

"""An address -> what answers there, within limits; or why nothing that is usable does.

addresses   a host -> where it is, and whether that is on the open internet
answer      what answered -> its text
reasons     what went wrong -> plain words
fetching    all of it, redirects included
"""

from .answer import Answer
from .fetching import USER_AGENT, Limits, fetch
from .reasons import Unanswered

__all__ = ["USER_AGENT", "Answer", "Limits", "Unanswered", "fetch"]

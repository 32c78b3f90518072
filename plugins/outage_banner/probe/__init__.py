"""The components of a status file -> how each answers, and the changes that this suggests.

verdicts    tries -> up, slow, down or unknown
trying      components -> tries, over the network
proposals   verdicts -> changes of the status file
making      proposals -> the file with those made that are its own to make
"""

from .making import Outcome, made
from .proposals import Proposal, proposals
from .trying import Patience, probed, untold
from .verdicts import Result, Verdict

__all__ = [
    "Outcome",
    "Patience",
    "Proposal",
    "Result",
    "Verdict",
    "made",
    "probed",
    "proposals",
    "untold",
]

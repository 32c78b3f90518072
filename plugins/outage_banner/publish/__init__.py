"""A built site -> the same on its host, so that whatever interrupts it leaves a working site.

ledger     what was sent, kept on the host
files      the site's files: what they hold, the headers they are sent with
needs      what pages need to be shown
plan       what is sent and deleted, in which order
sending    all of it done
comparing  a site and its host -> what is to be done
look       what readers get at the public address
"""

from .comparing import address_of, prepared
from .ledger import Unpublishable
from .look import Look, look
from .sending import Done, Progress, Publishing

__all__ = [
    "Done",
    "Look",
    "Progress",
    "Publishing",
    "Unpublishable",
    "address_of",
    "look",
    "prepared",
]

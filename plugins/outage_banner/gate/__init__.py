"""A built site -> what is wrong with it, so that nothing broken is published.

slots       pages without their slot
faults      what is wrong, told once for all the places where it is
addresses   a link -> the file that a server would answer it with
markup      a page, parsed once: its links and its anchors
links       those that lead nowhere
validity    what is invalid in a page
machines    feeds, sitemaps, JSON, calendars and robots.txt
weight      what a reader downloads for a page
inspection  all of it, for a whole site

The plugin and stamping need the first only, and with it nothing else is loaded.
"""

from ..inventory import is_html
from .slots import lacks_its_slot, pages

__all__ = ["is_html", "lacks_its_slot", "pages"]

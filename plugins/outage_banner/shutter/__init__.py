"""A component that is down -> one page to put where its address points, and how to serve it.

page     the page: all of it in one file, which asks nobody for anything
serving  with status 503, so that search engines come back: nginx, Apache, Netlify
"""

from .page import Shutter, shutter
from .serving import advice

__all__ = ["Shutter", "advice", "shutter"]

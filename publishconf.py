"""The site as published: pelicanconf.py made absolute, complete and strict.

The site's address is taken from the environment variable SITEURL; set it where the site is
built, or change the example address below. With RELATIVE_URLS=1 beside it, the site works below
any path and opened from a disk.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "plugins")]

# Pelican only logs a plugin that cannot be imported, and would publish a site without its notice.
# Importing it here as well turns that into a build that fails.
import outage_banner.plugin  # noqa: E402, F401

from pelicanconf import *  # noqa: E402
from pelicanconf import DIRECT_TEMPLATES, MENU, PAGINATION_PATTERNS, PLUGINS  # noqa: E402

SITEURL = os.environ.get("SITEURL", "https://blog.example").rstrip("/")

# Drafts have a guessable address, so they get none.
DRAFT_SAVE_AS = ""
DRAFT_LANG_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""
DRAFT_PAGE_LANG_SAVE_AS = ""

PLUGINS = [*PLUGINS, "smaller_css"]

DIRECT_TEMPLATES = [*DIRECT_TEMPLATES, "sitemap", "robots"]
SITEMAP_SAVE_AS = "sitemap.xml"
ROBOTS_SAVE_AS = "robots.txt"

FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = "feed.atom"
FEED_ALL_RSS = "feed.rss"
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False

DELETE_OUTPUT_DIRECTORY = True
OUTAGE_ON_ERROR = "fail"

RELATIVE_URLS = os.environ.get("RELATIVE_URLS") == "1"
if RELATIVE_URLS:
    # A disk answers with no `index.html` for a directory, so links name it.
    INDEX_URL = "index.html"
    globals().update(
        (f"{name.removesuffix('_SAVE_AS')}_URL", path)
        for name, path in list(globals().items())
        if name.endswith("_SAVE_AS") and path
    )
    PAGINATION_PATTERNS = [(first, path, path) for first, _, path in PAGINATION_PATTERNS]
    MENU = [(label, f"{path}index.html") for label, path in MENU]

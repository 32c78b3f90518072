"""The site while writing: Pelican's settings for `make serve`.

Links are relative to the server's root, drafts and posts of the future are shown under `drafts/`,
and a broken status file is a message, not the end. `publishconf.py` makes it the published site.
"""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

HERE = Path(__file__).parent

# Whose blog it is: change these first.
SITENAME = "Outside the Lines"
SITESUBTITLE = "Notes on keeping small sites small, useful, and up"
AUTHOR = SITENAME
REPLY_TO = "hello@blog.example"
MENU = [
    ("Archives", "archives/"),
    ("Tags", "tags/"),
    ("About", "about/"),
    ("Status", "status/"),
    ("Search", "search/"),
]

SITEURL = ""
TIMEZONE = "America/Denver"
DEFAULT_LANG = "en"
LOCALE = ["C.UTF-8", "en_US.UTF-8", "C"]
DEFAULT_DATE_FORMAT = "%B %-d, %Y"
DEFAULT_CATEGORY = "Notes"

PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
THEME = "theme"

# A page is a directory with an index in it, so that no address ends in a file's name.
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
ARTICLE_LANG_URL = "posts/{slug}/{lang}/"
ARTICLE_LANG_SAVE_AS = ARTICLE_LANG_URL + "index.html"
DRAFT_URL = "drafts/{slug}/"
DRAFT_SAVE_AS = DRAFT_URL + "index.html"
DRAFT_LANG_URL = "drafts/{slug}/{lang}/"
DRAFT_LANG_SAVE_AS = DRAFT_LANG_URL + "index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = PAGE_URL + "index.html"
PAGE_LANG_URL = "{slug}/{lang}/"
PAGE_LANG_SAVE_AS = PAGE_LANG_URL + "index.html"
DRAFT_PAGE_URL = "drafts/pages/{slug}/"
DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_URL + "index.html"
DRAFT_PAGE_LANG_URL = "drafts/pages/{slug}/{lang}/"
DRAFT_PAGE_LANG_SAVE_AS = DRAFT_PAGE_LANG_URL + "index.html"
CATEGORY_URL = "categories/{slug}/"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
YEAR_ARCHIVE_URL = "archives/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = YEAR_ARCHIVE_URL + "index.html"
AUTHOR_SAVE_AS = ""

INDEX_URL = ""
ARCHIVES_URL = "archives/"
ARCHIVES_SAVE_AS = ARCHIVES_URL + "index.html"
TAGS_URL = "tags/"
TAGS_SAVE_AS = TAGS_URL + "index.html"
CATEGORIES_URL = "categories/"
CATEGORIES_SAVE_AS = CATEGORIES_URL + "index.html"
SEARCH_URL = "search/"
SEARCH_SAVE_AS = SEARCH_URL + "index.html"
DIRECT_TEMPLATES = ["index", "archives", "tags", "categories", "search"]
TEMPLATE_EXTENSIONS = [".html", ".xml", ".txt"]

DEFAULT_PAGINATION = 6
DEFAULT_ORPHANS = 1
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

# Feeds need an absolute address, so only publishconf.py writes them.
FEED_ALL_ATOM: str | None = None
FEED_ALL_RSS: str | None = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

WITH_FUTURE_DATES = False
TYPOGRIFY = True
TYPOGRIFY_DASHES = "oldschool"
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {"marker": ""},
    },
    "output_format": "html5",
}

PLUGIN_PATHS = ["plugins"]
PLUGINS = ["outage_banner", "neighbors", "search"]
OUTAGE_STATUS_FILE = str(HERE / "content" / "status.json")
OUTAGE_ON_ERROR = "warn"
OUTAGE_MAKE_ROOM = False  # The theme pins nothing to the window.

WORDS_A_MINUTE = 230


def plain(html: str) -> str:
    """The text of some HTML, as it belongs into a title, an attribute or a feed once escaped."""
    return Markup(html).striptags().replace("\N{NO-BREAK SPACE}", " ")


def reading_minutes(html: str) -> int:
    """The time to read some HTML, in whole minutes and at least one."""
    # What a stamp changes is no part of the post.
    own = re.sub(r'<p class="outage-record".*?</p>', " ", html)
    words = len(re.sub(r"<[^>]*>", " ", own).split())
    return max(1, round(words / WORDS_A_MINUTE))


@cache
def fingerprint(file: Path, modified: int) -> str:
    """A short hash of a file's content; `modified` is its time, to read an edited file again."""
    return sha256(file.read_bytes()).hexdigest()[:8]


def theme_asset(asset: str) -> str:
    """A file below `theme/static/` -> its address below SITEURL, new whenever the file is."""
    file = HERE / "theme" / "static" / asset
    return f"theme/{asset}?v={fingerprint(file, file.stat().st_mtime_ns)}"


JINJA_FILTERS = {"plain": plain, "reading_minutes": reading_minutes, "theme_asset": theme_asset}

"""Messages in the code and the templates -> the template of the catalogs, and each catalog.

`make catalogs` runs it; with `--check` it writes nothing and fails where a file is not current. A
catalog keeps its translations; one whose message has changed is left out, so that it shows up as
missing and is never told wrongly. The files hold no date and no name, so the same code makes them
the same everywhere. A new language is a new folder with an empty file in it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "plugins" / "outage_banner"
LOCALE = PACKAGE / "locale"
METHODS = [
    ("cli/**.py", "ignore"),  # The command talks to the author, in English.
    ("**.py", "python"),
    ("templates/**.html", "jinja2.ext:babel_extract"),
]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "silent": "false"}}
MARKS = {"say": None, "plain": None, "_": None, "N_": None, "Plural": (1, 2)}
"""What a message stands in: one, or the two forms of a plural."""

HEADERS = ("Language:", "MIME-Version:", "Content-Type:", "Content-Transfer-", "Plural-Forms:")


def main() -> None:
    is_check = sys.argv[1:] == ["--check"]
    stale = []
    for path, content in files():
        if not path.exists() or path.read_bytes() != content:
            stale.append(path.relative_to(PACKAGE))
            if not is_check:
                path.write_bytes(content)
    if stale and is_check:
        sys.exit(f"Not current: {', '.join(map(str, stale))}. Run `make catalogs`.")


def files() -> Iterator[tuple[Path, bytes]]:
    """Each file as it should be: the template, and the catalogs beside it."""
    template = Catalog(header_comment="", fuzzy=False)
    found = extract_from_dir(PACKAGE, METHODS, OPTIONS, MARKS)
    for name, _, message, _, _ in sorted(found, key=lambda one: one[0]):
        template.add(message, locations=[(name, 0)])
    yield LOCALE / "outage_banner.pot", _text(template)
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/outage_banner.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3])
        catalog.fuzzy, catalog.header_comment = False, ""
        catalog.update(template, no_fuzzy_matching=True)
        yield path, _text(catalog)


def _text(catalog: Catalog) -> bytes:
    """The file without what differs from one machine and one day to the next."""
    written = BytesIO()
    write_po(written, catalog, width=0, ignore_obsolete=True, include_lineno=False)
    lines = written.getvalue().decode().strip().splitlines()
    entries = (
        line
        for line in lines
        if not (line.startswith('"') and line.endswith('\\n"') and ": " in line)
        or line[1:].startswith(HEADERS)
    )
    return ("\n".join(entries) + "\n").encode()


if __name__ == "__main__":
    main()

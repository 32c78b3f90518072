"""Sources -> the site, as `pelican` builds it, with every fault told in a line of its own.

Pelican's own `--fatal` ends at the first fault, in a traceback; this goes on to the end, and then
fails: with 1 where something is missing from the site, with 2 where Pelican only warned of it.
"""

from __future__ import annotations

import argparse
import logging
import sys
import traceback
from pathlib import Path

from pelican import main as pelican

MISSING, WARNED = 1, 2
AUTHORS = ("theme", "pelicanconf.py", "publishconf.py")


class Faults(logging.StreamHandler):  # type: ignore[type-arg]
    """Tells each, with the reason that Pelican leaves out, and remembers the worst."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.worst = logging.NOTSET

    def emit(self, record: logging.LogRecord) -> None:
        self.worst = max(self.worst, record.levelno)
        super().emit(record)

    def format(self, record: logging.LogRecord) -> str:
        said, fault = record.getMessage(), sys.exception()
        if fault is None:
            return said
        if str(fault) not in said:
            return f"{said}: {fault}"
        return place(fault) + said if record.levelno >= logging.CRITICAL else said


def place(fault: BaseException) -> str:
    """The line of a template or of the settings in which it came up, where it does not say so."""
    if isinstance(fault, SyntaxError):
        return ""
    here = Path.cwd()
    for frame in reversed(traceback.extract_tb(fault.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(here) and path.relative_to(here).parts[0] in AUTHORS:
            return f"{path.relative_to(here)}:{frame.lineno}: "
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the site as `pelican` does.")
    parser.add_argument("--fatal", choices=("errors", "warnings"), default="errors")
    options, rest = parser.parse_known_args()
    faults = Faults()
    logging.getLogger().addHandler(faults)
    try:
        pelican(rest)
    except SystemExit as end:
        sys.exit(end.code and MISSING)
    if faults.worst >= logging.ERROR:
        sys.exit(MISSING)
    if faults.worst >= logging.WARNING and options.fatal == "warnings":
        sys.exit(WARNED)


if __name__ == "__main__":
    main()

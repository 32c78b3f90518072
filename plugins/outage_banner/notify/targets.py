"""The environment, or a private file -> the addresses of targets, which hold secrets.

A file with secrets that git keeps, or would keep with the next `git add`, is refused.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

_BETWEEN = re.compile(r"\s+|,(?=[a-z][\w+.-]*://)", re.IGNORECASE)


class Unsafe(Exception):
    """A file that must not hold secrets where it is, or cannot be read; the message says why."""


def listed_in(text: str) -> list[str]:
    """The addresses in a text, each once; a line after # has none.

    They are parted by white space, by commas before it, or by commas before the next address.
    """
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    words = (word.strip(",") for line in lines for word in _BETWEEN.split(line))
    return list(dict.fromkeys(filter(None, words)))


def private_text(path: Path) -> str:
    """What a file of addresses holds; raises Unsafe."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise Unsafe(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Unsafe(f"{path} is not UTF-8") from None
    # Of a link, what it points to may lie in a repository as well.
    for one in dict.fromkeys((path.absolute(), path.resolve())):
        if _git(one, "ls-files", "--error-unmatch", "--", one.name):
            raise Unsafe(
                f"{path} is kept by git, and with it the secrets of your targets. Take it out "
                f"(git rm --cached {path}), and renew the secrets if anybody may have got them"
            )
        if _git(one, "rev-parse", "--show-toplevel") and not _git(one, "check-ignore", one.name):
            raise Unsafe(
                f"{path} is in a git repository that does not ignore it, so its secrets would be "
                "published one day; keep it elsewhere, or name it in .gitignore"
            )
    return text


def _git(path: Path, *words: str) -> bool:
    """Whether git says yes, in the folder of a file; without git nothing keeps it."""
    try:
        run = subprocess.run(
            ["git", "-C", str(path.parent), *words], capture_output=True, check=False
        )
    except OSError:
        return False
    return run.returncode == 0

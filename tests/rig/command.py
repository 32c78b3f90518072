"""The `outage` command, run as a person or a script runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .pelican import PLUGINS

RUN = """
import sys
from outage_banner.cli import main
sys.argv[0] = "outage"
try:
    main()
finally:
    if loaded := {"pelican", "pydantic"} & set(sys.modules) & set(%r.split()):
        print("loaded", loaded)
"""


def outage(
    *arguments: str | Path, folder: Path, encoding: str = "utf-8", lazy: str = "pelican"
) -> subprocess.CompletedProcess[str]:
    """Runs it in a folder; it says so if a library was loaded that is to be `lazy`."""
    return subprocess.run(
        [sys.executable, "-c", RUN % lazy, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PLUGINS), "PYTHONIOENCODING": encoding},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding=encoding,
        check=False,
    )

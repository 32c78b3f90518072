"""Published stylesheets of the theme -> the same in fewer bytes, when a build ends."""

from pathlib import Path

import minify
from pelican import Pelican, signals


def shrink(pelican: Pelican) -> None:
    """Rewrite each stylesheet that Pelican has copied from the theme."""
    folder = Path(pelican.output_path, pelican.settings["THEME_STATIC_DIR"])
    for file in folder.rglob("*.css"):
        file.write_text(minify.string("text/css", file.read_text("utf-8")), "utf-8")


def register() -> None:
    """Connect to Pelican."""
    signals.finalized.connect(shrink)

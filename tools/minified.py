"""Scripts and stylesheets of the banner -> the same in fewer bytes, in `static/min/`.

`make minified` runs it; with `--check` it writes nothing and fails where a file is not current.
They are kept in git so that building a site needs no minifier.
"""

from __future__ import annotations

import sys
from pathlib import Path

import minify

STATIC = Path(__file__).parents[1] / "plugins" / "outage_banner" / "static"
TYPES = {".js": "application/javascript", ".css": "text/css"}


def smaller(source: Path) -> str:
    """A script is one function; here it is an argument, so that it is not taken for useless."""
    text = source.read_text("utf-8")
    if source.suffix == ".css":
        return str(minify.string(TYPES[".css"], text))
    call = minify.string(TYPES[".js"], f"f({text.strip().removesuffix(';')})")
    return str(call).removeprefix("f(").removesuffix(")")


def main(*, is_check: bool) -> int:
    stale = 0
    for source in sorted(STATIC.glob("outage-*")):
        path, text = STATIC / "min" / source.name, smaller(source) + "\n"
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale += 1
        if is_check:
            print(f"{path.relative_to(STATIC)} is not current: run make minified")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
    return int(is_check and stale > 0)


if __name__ == "__main__":
    sys.exit(main(is_check=sys.argv[1:] == ["--check"]))

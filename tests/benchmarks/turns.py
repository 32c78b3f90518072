"""A built blog that is told by turns that an outage ends at three and at four, by stamps."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rig.pelican import REPOSITORY

from .posts import STORY, build_blog, write_posts

OUTAGE = Path(sys.executable).with_name("outage")
ADDRESS = "https://blog.example"


@dataclass(frozen=True)
class Turns:
    """`directory` holds the settings, the status file and, in `site/`, what is stamped."""

    directory: Path

    @classmethod
    def built(cls, directory: Path, posts: int) -> Turns:
        """A blog of so many posts, as published."""
        write_posts(directory / "content" / "posts", posts)
        build_blog(directory / "content", directory / "site", address=ADDRESS)
        (directory / "conf.py").write_text(
            f'SITEURL = "{ADDRESS}"\nTIMEZONE = "America/Denver"\n'
            'OUTAGE_STATUS_FILE = "status.json"\nOUTAGE_NOW = "2011-11-24T21:00:00-07:00"\n',
            "utf-8",
        )
        return cls(directory)

    @property
    def site(self) -> Path:
        return self.directory / "site"

    @property
    def command(self) -> list[str | Path]:
        """What stamps the site with what was told last."""
        return [OUTAGE, "stamp", "site", "-s", "conf.py"]

    def tell(self, turn: int) -> None:
        """Write the status file of this turn; every second one is the same."""
        told = json.loads((REPOSITORY / "content" / "status.json").read_text("utf-8"))
        estimate = f"2011-11-25T0{3 + turn % 2}:00:00-07:00"
        told["incidents"][0].update(expected_at=estimate, story=STORY)
        (self.directory / "status.json").write_text(json.dumps(told), "utf-8")

    def stamp(self, turn: int) -> None:
        self.tell(turn)
        subprocess.run(self.command, cwd=self.directory, capture_output=True, check=True)

    def pages(self) -> dict[str, bytes]:
        """What every page holds now, and the banner's own file, by path."""
        found = sorted(self.site.rglob("*.html"))
        return {str(path.relative_to(self.site)): path.read_bytes() for path in found}

    @cached_property
    def told(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """What every page holds in each of the two turns; the second is in place afterwards."""
        both = []
        for turn in (0, 1):
            self.stamp(turn)
            both.append(self.pages())
        return both[0], both[1]

"""A site's folder -> nginx or Apache serving it as `outage hosting` tells them to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from outage_banner.hosting import configuration, hosted
from outage_banner.settings import from_pelican

from .apache import apache, public_folder
from .nginx import nginx
from .program import Answer, ask

SERVERS = ("nginx", "apache")
SITE_URL = "https://blog.example"


@dataclass(frozen=True)
class Host:
    """A running server; `address` is that of the site, `root` the folder that it serves."""

    kind: str
    address: str
    root: Path
    log: Path

    def ask(self, path: str = "", method: str = "GET", **headers: str) -> Answer:
        """What comes for a path below the site."""
        return ask(self.address, urlsplit(self.address).path + "/" + path, method, **headers)


@contextmanager
def hosting(
    kind: str,
    site: Path,
    *,
    site_url: str = SITE_URL,
    mode: str = "inline",
) -> Iterator[Host]:
    """Serve a copy of `site` that may be changed; `mode` is OUTAGE_MODE."""
    base = urlsplit(site_url).path
    with public_folder() as folder:
        root, home = folder / "site", folder / "home"
        shutil.copytree(site, root, symlinks=True)
        settings = from_pelican({"SITEURL": site_url, "OUTAGE_MODE": mode})
        here = hosted(settings, root=str(root), wasm=["search/"])
        text = configuration(kind, here)
        if kind == "nginx":
            server = nginx(text, home)
        else:
            (root / ".htaccess").write_text(text, "utf-8")
            server = apache(root, home, below=base or "/")
        with server as address:
            yield Host(kind, address + base, root, home / "log")

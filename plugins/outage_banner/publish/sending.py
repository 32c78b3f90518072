"""A plan -> done on the host, by several at a time, with the ledger true at every moment."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..gate import is_html
from ..remote import Host, RemoteError, Unreachable
from . import plan as planning
from .files import headers
from .ledger import CONTESTED, NAME, UNKNOWN, Ledger, Sent, Unpublishable, from_json, key
from .plan import Plan, Site

WORKERS = 8
SAVE_SECONDS = 15.0
"""So much at most is sent twice when a publish is killed."""

Progress = Callable[[str, int], None]
"""Told of each file that is done, and of its size."""


@dataclass
class Done:
    """What has been done so far."""

    files: int = 0
    bytes: int = 0
    deleted: int = 0


@dataclass
class Publishing:
    """A site about to be published. `ledger` is kept true of the host while that is done."""

    host: Host
    root: Path
    site: Site
    plan: Plan
    ledger: Ledger
    is_first: bool
    pages_before: int | None
    _files: dict[str, Sent] = field(default_factory=dict)
    _saved: float = 0.0

    @property
    def bytes(self) -> int:
        return sum(self.site.files[path].size for path in self.plan.puts)

    def looked_at(self, fragment: str, most: int) -> list[str]:
        """The fragment, and pages to look at: the home page first, then what was sent first."""
        files, section = self.site.files, f"{self.site.section}/"
        if not self.plan.is_whole:
            return [path for path in (fragment, f"{section}index.html") if path in files]
        posts = [path for path in self.site.newest if path in self.plan.puts]
        pages = [path for path in (*posts, *self.site.newest, *self.plan.puts) if is_html(path)]
        pages = [path for path in pages if path not in (fragment, planning.HOME)]
        found = (fragment, planning.HOME, *list(dict.fromkeys(pages))[:most])
        return [path for path in found if path in files]

    def send(self, progress: Progress, now: int) -> Done:
        """Does all of it; raises RemoteError and Unpublishable, with the ledger as true as can be.

        What is being sent when somebody interrupts it is finished.
        """
        done = Done()
        if not self.plan.puts and not self.plan.deletions and not self._newly_gone(now):
            return done
        self._begin(now)
        try:
            with ThreadPoolExecutor(WORKERS) as pool:
                for step in self.plan.steps:
                    for path in self._each(pool, self._put, step.paths):
                        size = self.site.files[path].size
                        done.files, done.bytes = done.files + 1, done.bytes + size
                        progress(path, size)
                for path in self._each(pool, self.host.delete, self.plan.deletions):
                    self._files.pop(key(path), None)
                    done.deleted += 1
                    progress(path, 0)
        except Unreachable:
            raise
        except BaseException:
            with suppress(RemoteError):
                self._save()
            raise
        self._save()
        self.host.sweep()
        return done

    def _begin(self, now: int) -> None:
        """Make unknown what is about to change, and the ledger this run's own."""
        kept = {key(path) for path in (*self.site.files, *self.plan.deletions, *self.plan.gone)}
        whole = self.plan.is_whole
        self._files = {
            name: sent for name, sent in self.ledger.files.items() if name in kept or not whole
        }
        for path in (*self.plan.puts, *self.plan.deletions):
            self._files[key(path)] = Sent(UNKNOWN)
        for path in self.plan.gone:
            sent = self._files[key(path)]
            self._files[key(path)] = sent._replace(gone_at=sent.gone_at or now)
        pages = sum(map(is_html, self.site.files)) if whole else self.ledger.pages
        self.ledger = replace(self.ledger, files=self._files, pages=pages, run=secrets.token_hex(8))
        self.host.sweep(everyones=True)
        self._write()

    def _newly_gone(self, now: int) -> bool:
        found = (self.ledger.sent(path) for path in self.plan.gone)
        return any(sent and not sent.gone_at for sent in found)

    def _put(self, path: str) -> None:
        self.host.put(self.root, path, headers(path, self.site.section))
        file = self.site.files[path]
        self._files[key(path)] = Sent(file.digest, file.size)

    def _each(
        self, pool: ThreadPoolExecutor, work: Callable[[str], None], paths: Sequence[str]
    ) -> Iterator[str]:
        """Work on each path by many; the first that fails ends it, once what is begun is done."""
        running: dict[Future[None], str] = {pool.submit(work, path): path for path in paths}
        try:
            for one in as_completed(running):
                one.result()
                yield running[one]
                if time.monotonic() > self._saved + SAVE_SECONDS:
                    self._save()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise

    def _save(self) -> None:
        """Write the ledger, unless another publish has made it its own since."""
        other = from_json(self.host.content(self._name) or b"")
        if other and other.run != self.ledger.run:
            own = {key(path) for path in self.plan.puts}
            files = {
                name: Sent(CONTESTED) if name in own else sent for name, sent in other.files.items()
            }
            self.host.put_bytes(self._name, replace(other, files=files).to_json(), _HEADERS)
            raise Unpublishable(
                f"Another publish to {self.host.name} has begun meanwhile, so this one stops. "
                "Publish once more when that has ended."
            )
        for name, sent in other.files.items() if other else ():
            if sent.digest == CONTESTED:
                self._files[name] = sent
        self._write()

    def _write(self) -> None:
        content = replace(self.ledger, files=dict(self._files)).to_json()
        self.host.put_bytes(self._name, content, _HEADERS)
        self._saved = time.monotonic()

    @property
    def _name(self) -> str:
        return f"{self.site.section}/{NAME}"


_HEADERS = {"Cache-Control": "no-cache", "Content-Type": "application/json"}

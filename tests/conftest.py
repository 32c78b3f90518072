"""What any test can ask for: a real Pelican, this blog as published, a server, a browser."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from rig.chromium import FLAGS, find_chromium, find_quickest
from rig.pelican import REPOSITORY, Build, run_pelican, write_site
from rig.server import serving

# A busy machine is slow now and then; a test never fails for its time.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

NOW = "2011-11-24T21:00:00-07:00"
"""Thanksgiving night: the outage of the sample status file is six hours old."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """With `-n auto`: three processes for two cores, as a browser waits for frames, too."""
    return -(-3 * (os.cpu_count() or 1) // 2)


@pytest.fixture
def pelican(tmp_path: Path) -> Callable[..., Build]:
    """`pelican(content, settings, **run)`: a small site, built by a Pelican of its own.

    See `rig.pelican.write_site` for the first two and `rig.pelican.run_pelican` for the others.
    Each call builds into a new directory.
    """
    numbers = count(1)

    def build(
        content: Mapping[str, str | bytes] | Path | None = None,
        settings: Mapping[str, Any] | None = None,
        **run: Any,
    ) -> Build:
        directory = tmp_path / f"site{next(numbers)}"
        conf = write_site(directory, content, settings)
        return run_pelican(conf, directory / "output", **run)

    return build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Path]:
    """`site(status, now, settings, **environment)`: this blog's directory, published once for all.

    `status` is a status file's text or document (the blog's own without one), `now` the time of
    the build. Without a SITEURL addresses begin at the root of the server that shows it.
    """
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent

    def build(
        status: str | Mapping[str, Any] | None = None,
        now: str = NOW,
        settings: Mapping[str, Any] | None = None,
        **environment: str,
    ) -> Path:
        text = status if isinstance(status, str | None) else json.dumps(status)
        overrides = {"OUTAGE_NOW": now, **(settings or {})}
        made_of = text, sorted(overrides.items()), sorted(environment.items())
        key = hashlib.sha256(repr(made_of).encode()).hexdigest()[:12]
        directory = shared / f"blog-{key}"
        directory.mkdir(exist_ok=True)
        if text is not None:
            overrides["OUTAGE_STATUS_FILE"] = str(directory / "status.json")
        with (directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = directory / "output"
            if not done.exists():
                if text is not None:
                    (directory / "status.json").write_text(text, "utf-8")
                built = run_pelican(
                    REPOSITORY / "publishconf.py",
                    directory / "building",
                    fatal="errors",
                    overrides=overrides,
                    environment={"SITEURL": "", **environment},
                )
                assert built.code == 0, built.log
                built.output.rename(done)
        return done

    return build


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """`serve(directory, headers, answers=…)`: its address while the test runs."""
    with ExitStack() as stack:
        yield lambda *args, **kwargs: stack.enter_context(serving(*args, **kwargs))


@pytest.fixture(scope="session")
def launched() -> Iterator[Callable[..., Browser]]:
    """`launched(find)`: the browser of that path; the test fails where there is none."""
    with sync_playwright() as playwright, ExitStack() as stack:

        def launch(find: Callable[[], str]) -> Browser:
            try:
                path = find()
            except LookupError as error:
                pytest.fail(str(error), pytrace=False)
            browser = playwright.chromium.launch(
                executable_path=path,
                args=list(FLAGS),
                # Readers go back and forth, and find pages as they left them.
                ignore_default_args=["--disable-back-forward-cache"],
            )
            stack.callback(browser.close)
            return browser

        yield launch


@pytest.fixture(scope="session")
def browser(launched: Callable[..., Browser]) -> Browser:
    """One Chromium for all tests of a process."""
    return launched(find_quickest)


@pytest.fixture(scope="session")
def browser_with_history(launched: Callable[..., Browser]) -> Browser:
    """One that keeps a page as it was for a reader who comes back to it."""
    return launched(find_chromium)


@pytest.fixture
def context(request: pytest.FixtureRequest) -> Iterator[Callable[..., BrowserContext]]:
    """`context(width, **options)`: a browser window with nothing in its memory.

    The options are Playwright's, such as `color_scheme="dark"` and `java_script_enabled=False`;
    the reader is where the blog's author is, unless `timezone_id` says otherwise.
    Its clock stands at `now` (not with None); `page.clock.set_fixed_time` moves it on.
    With `history` its pages are found again as they were left.
    """
    with ExitStack() as stack:

        def opened(
            width: int = 1280,
            height: int = 800,
            now: str | None = NOW,
            history: bool = False,
            **options: Any,
        ) -> BrowserContext:
            browser = request.getfixturevalue("browser_with_history" if history else "browser")
            options = {"timezone_id": "America/Denver", **options}
            made: BrowserContext = browser.new_context(
                viewport={"width": width, "height": height}, **options
            )
            stack.callback(made.close)
            if now is not None:
                made.clock.set_fixed_time(now)
            return made

        yield opened


@pytest.fixture
def visit(context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`visit(url, width, **options)`: a page, loaded, in a window of its own."""

    def go(url: str, **options: Any) -> Page:
        page = context(**options).new_page()
        page.goto(url)
        return page

    return go

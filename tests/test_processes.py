"""Work is done by several processes at once, whole, and what goes wrong in one is told."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outage_banner.processes import TICKETS, Shares, begin

in_processes = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="there all is done in one process"
)


@pytest.fixture
def shares() -> Iterator[Callable[[int, int], Shares]]:
    made: list[Shares] = []

    def make(length: int, at_least: int = 1) -> Shares:
        made.append(Shares(length, at_least))
        return made[-1]

    yield make
    for one in made:
        one.close()


def numbers(shares: Shares, length: int) -> list[int]:
    return [number for share in shares for number in range(length)[share]]


def test_a_result_is_what_the_work_returns() -> None:
    assert begin(lambda: {"pages": [1, 2, 3]})() == {"pages": [1, 2, 3]}


def test_what_the_work_could_not_do_is_told_as_where_it_was_done() -> None:
    def work() -> None:
        raise PermissionError(13, "Permission denied", "/srv/www/index.html")

    result = begin(work)
    with pytest.raises(PermissionError, match="Permission denied: '/srv"):
        result()


@in_processes
def test_a_process_killed_while_it_tells_its_result_is_told_of() -> None:
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = set(children.read_text("ascii").split())
    result = begin(lambda: "x" * 1_000_000)
    (process,) = set(children.read_text("ascii").split()) - before
    until = time.monotonic() + 10
    while Path(f"/proc/{process}/stat").read_text("ascii").split()[2] != "S":  # It waits.
        assert time.monotonic() < until
        time.sleep(0.01)
    os.kill(int(process), signal.SIGKILL)
    with pytest.raises(OSError, match="was killed"):
        result()


@in_processes
def test_what_else_goes_wrong_is_raised_where_the_result_is_asked_for(
    capfd: pytest.CaptureFixture[str],
) -> None:
    result = begin(lambda: {"a": 1}["b"])
    with pytest.raises(KeyError):
        result()
    assert capfd.readouterr().err == ""


@in_processes
def test_results_that_nobody_asks_for_leave_nothing_behind() -> None:
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir()))
    for _ in range(20):
        begin(lambda: "x" * 200_000)
    begin(lambda: None)()
    # Other tests' may be closed meanwhile.
    assert len(list(descriptors.iterdir())) < before + 10
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    until = time.monotonic() + 5
    while children.read_text("ascii").split() and time.monotonic() < until:
        begin(lambda: None)()
        time.sleep(0.05)
    assert children.read_text("ascii").split() == []


@in_processes
def test_work_goes_on_while_something_else_is_done() -> None:
    begun = time.monotonic()
    result = begin(lambda: time.sleep(0.5))
    assert time.monotonic() - begun < 0.4
    result()
    assert time.monotonic() - begun >= 0.5


@in_processes
def test_a_killed_process_is_told_of() -> None:
    result = begin(lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(OSError, match="was killed"):
        result()


@given(length=st.integers(0, 5000), at_least=st.integers(1, 60))
@settings(deadline=None)
def test_shares_are_every_number_once_and_in_order(length: int, at_least: int) -> None:
    shares = Shares(length, at_least)
    try:
        assert numbers(shares, length) == list(range(length))
        assert numbers(shares, length) == []
    finally:
        shares.close()


def test_shares_of_a_site_of_any_size_fit_into_a_pipe(
    shares: Callable[..., Shares],
) -> None:
    assert sum(1 for _ in shares(10_000_019, 1)) <= TICKETS


def test_processes_share_all_of_it_and_nothing_twice(shares: Callable[..., Shares]) -> None:
    shared = shares(3000, 7)
    others = [begin(lambda: numbers(shared, 3000)) for _ in range(3)]
    found = numbers(shared, 3000)
    for other in others:
        found += other()
    assert sorted(found) == list(range(3000))


@in_processes
def test_a_process_whose_parent_has_gone_takes_nothing_more() -> None:
    """Nobody would learn what it did, and the next command may be at the same pages."""
    told, tell = os.pipe()
    if not (parent := os.fork()):
        try:
            shares, owner = Shares(3000, 1), os.getpid()
            if not os.fork():
                while os.getppid() == owner:
                    time.sleep(0.01)
                os.write(tell, f"{len(numbers(shares, 3000))} taken".encode())
        finally:
            os._exit(0)
    os.waitpid(parent, 0)
    assert os.read(told, 100) == b"0 taken"
    os.close(told)
    os.close(tell)

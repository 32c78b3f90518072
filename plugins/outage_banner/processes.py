"""Work -> its result, from a process of its own where that is quick and safe to start."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Generic, NoReturn, TypeVar, cast

PIECE = 1 << 20
TICKET_BYTES = 4
TICKETS = 1000
"""Which fit into any pipe at once: into the 4,096 bytes of a small one."""

Result = TypeVar("Result")

_running = set[int]()


def begin(work: Callable[[], Result]) -> Callable[[], Result]:
    """Start `work`; what is returned waits for its end and gives its result.

    That raises what the work raised, or an OSError that says that its process was killed. Where
    processes start slowly or not safely, or none may be started, the work is done when its result
    is asked for.
    """
    for ended in list(_running):
        _let_go(ended, os.WNOHANG)
    if not sys.platform.startswith("linux"):
        return work
    ends = os.pipe()
    try:
        process = os.fork()
    except OSError:
        for end in ends:
            os.close(end)
        return work
    if not process:
        _do(work, *ends)
    os.close(ends[1])
    _running.add(process)
    return _Begun(process, ends[0])


class _Begun(Generic[Result]):
    """A process at work, and the pipe that it tells its result through."""

    def __init__(self, process: int, pipe: int) -> None:
        self._process, self._pipe = process, pipe

    def __call__(self) -> Result:
        told = b"".join(iter(partial(os.read, self._pipe, PIECE), b""))
        _let_go(self._process, 0)
        try:
            has_failed, answer = pickle.loads(told)
        except (EOFError, pickle.UnpicklingError):
            raise OSError("a process of this command was killed") from None
        if has_failed:
            raise answer
        return cast(Result, answer)

    def __del__(self) -> None:
        os.close(self._pipe)


def _do(work: Callable[[], object], reading: int, writing: int) -> NoReturn:
    """What the new process does, of which nothing is left when it ends."""
    try:
        # Ctrl-C is for the command, which then ends this.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # With the parent gone nobody reads the result, and nothing is to wait for that.
        os.close(reading)
        # A collection would copy all that is shared with the others.
        gc.disable()
        try:
            answer: tuple[bool, object] = False, work()
        except Exception as error:  # The parent raises it.
            answer = True, error
        with suppress(BrokenPipeError), open(writing, "wb") as pipe:
            pickle.dump(answer, pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _let_go(process: int, how: int) -> None:
    """Lets the system forget one that has ended, if it has not by itself."""
    if process in _running:
        with suppress(ChildProcessError):
            if not os.waitpid(process, how)[0]:
                return
        _running.discard(process)


class Shares:
    """The numbers below `length`, for processes begun after this was made.

    Each takes the next few as soon as it is free, so that all end together. What a process with
    nobody to tell its result would take is left.
    """

    def __init__(self, length: int, at_least: int) -> None:
        self._step = max(at_least, -(-length // TICKETS))
        self._owner = os.getpid()
        self._tickets, entrance = os.pipe()
        starts = range(0, length, self._step)
        os.write(entrance, b"".join(start.to_bytes(TICKET_BYTES, "big") for start in starts))
        os.close(entrance)

    def __iter__(self) -> Iterator[slice]:
        while self._is_wanted() and (ticket := os.read(self._tickets, TICKET_BYTES)):
            start = int.from_bytes(ticket, "big")
            yield slice(start, start + self._step)

    def _is_wanted(self) -> bool:
        return self._owner in (os.getpid(), os.getppid())

    def close(self) -> None:
        os.close(self._tickets)

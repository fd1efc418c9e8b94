"""Work done in a process of its own, which is stopped when it asks too much.

What never ends inside a pattern or a C function can't be stopped from within its process, and
holds every thread of it. So the process that talks to the database and answers signals reads and
parses nothing risky itself. A child is forked, since what it needs is large and loaded already; it
answers over a pipe, one thing after the other.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

LOOK = 0.25  # seconds between two looks at whether the work is to go on
# The limit is on time of the processor, which a busy machine does not use up. What waits for
# nothing, or a process that was forked at a bad moment, is given up by the clock.
STUCK = 2.0  # seconds without work, after which a child is given up
PATIENCE = 4  # times the limit
GOODBYE = 5.0  # seconds

Work = Callable[[Connection], None]


class Child:
    """A forked process that does `work` with its end of a pipe, `kept` (files) open beside it.

    It ends with its parent's end of the pipe; `memory` are the bytes that it may take beside what
    it inherited.
    """

    def __init__(self, work: Work, *, memory: int, kept: tuple[int, ...] = ()) -> None:
        forked = multiprocessing.get_context("fork")
        self.pipe, theirs = forked.Pipe()
        self.process = forked.Process(
            target=_in_child, args=(work, theirs, memory, kept), daemon=True
        )
        with warnings.catch_warnings():
            # Other threads may hold locks at this moment. The child asks for none that is not
            # its own, and one that is stuck all the same is given up and forked anew.
            warnings.simplefilter("ignore", DeprecationWarning)
            with _nothing_collected():
                self.process.start()
        theirs.close()

    def next(self, seconds: float, check: Callable[[], None]) -> Any:
        """What it sends next, `check` being called while it is waited for.

        `seconds` are its limit of the processor's time for it. Raises TimeoutError for a child
        that is stuck, EOFError where it has ended.
        """
        worked = time.monotonic()
        until, seen = worked + PATIENCE * seconds, -1
        while not self.pipe.poll(LOOK):
            check()
            now, spent = time.monotonic(), self._spent()
            if spent is None or spent != seen:
                worked, seen = now, spent
            if now > until or now - worked > STUCK:
                raise TimeoutError
        return self.pipe.recv()

    def _spent(self) -> int | None:
        """Ticks of the processor that a child has used which waits for something; None for one
        that works, and where that can't be told. All that it could wait for is a lock that some
        other thread held when it was forked."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        except OSError:  # not Linux, or it has ended
            return None
        state, *fields = stat.rpartition(")")[2].split()
        return int(fields[10]) + int(fields[11]) if state == "S" else None

    def used_up_its_time(self) -> bool:
        """Whether it ended by the limit on its time, which its work has set."""
        code, until = self.process.exitcode, time.monotonic() + LOOK
        while code is None and time.monotonic() < until:  # its pipe may close a moment earlier
            time.sleep(LOOK / 10)
            code = self.process.exitcode
        return code == -signal.SIGPROF

    def stop(self) -> None:
        """Whatever it does."""
        self.pipe.close()
        self.process.kill()
        self.process.join(GOODBYE)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """In a child: the processor's time for what is done within, after which it is ended."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """No garbage is collected, in a child that is forked meanwhile either."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _in_child(work: Work, pipe: Connection, memory: int, kept: tuple[int, ...]) -> NoReturn:
    """Work until it is done, its pipe closes, or a limit ends it.

    What was inherited is never collected: to finish a cursor of the database takes a lock of
    SQLite's, which another thread may have held at the fork.
    """
    gc.freeze()
    gc.enable()
    _let_go_of_everything_but(pipe.fileno(), *kept)
    _limit_memory(memory)
    with suppress(EOFError, ConnectionError):
        work(pipe)
    os._exit(0)


def _let_go_of_everything_but(*kept: int) -> None:
    """Locks on files would outlive the parent, and its signals are not for the child."""
    for number in (signal.SIGTERM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    first = 3
    for number in sorted(kept):
        os.closerange(first, number)
        first = number + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    os.close(nowhere)


def _limit_memory(memory: int) -> None:
    try:
        with open("/proc/self/statm", encoding="ascii") as counted:
            pages = int(counted.read().split()[0])
    except OSError:  # not Linux: the limit on time is left
        return
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))

"""Records parsed in a process of its own, which is stopped when one of them asks too much.

What never ends inside a pattern or a C function can't be stopped from within its process, and
holds every thread of it. So the process that talks to the database and answers signals parses
nothing itself. One child is forked for a whole run, since the names it looks for are large and
loaded already; it is given many records at once and answers them one by one, so that the first
without an answer is the one at which it ended.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings

from archive.annotation.names import Recogniser
from archive.ingest.parsed import ParsedRecord, parse_record
from archive.ingest.readers import Record
from archive.ingest.refusals import RecordError

LOOK = 0.25  # seconds between two looks at whether the run is to go on
# The limit is on time of the processor, which a busy machine does not use up. What waits for
# nothing, or a process that was forked at a bad moment, is given up by the clock.
STUCK = 2.0  # seconds without work, after which a child is given up
PATIENCE = 4  # times the limit
GOODBYE = 5.0  # seconds

Parsed = ParsedRecord | RecordError


class Parser:
    """Parses records for one run; `check` is called while they are waited for, and may raise."""

    def __init__(self, recogniser: Recogniser, check: Callable[[], None] = lambda: None) -> None:
        self._recogniser = recogniser
        self._check = check
        self._process: ForkProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Parser:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def parse(self, records: Sequence[Record]) -> list[Parsed]:
        """For each record what was made of it, or why it is refused.

        Raises, from this process, what else goes wrong with one: that is a mistake of ours.
        """
        parsed: list[Parsed] = []
        ended_at = -1
        while len(parsed) < len(records):
            try:
                self._collect(records[len(parsed) :], parsed)
            except BaseException:
                self.close()
                raise
            if len(parsed) == len(records):
                break
            # It ended at the next one. What is no fault of the record happens once, not twice.
            reason = self._why_it_ended()
            if reason is not None or ended_at == len(parsed):
                parsed.append(reason or _ended())
            else:
                ended_at = len(parsed)
        return parsed

    def close(self) -> None:
        """Stop the child, whatever it does."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join(GOODBYE)

    def _collect(self, records: Sequence[Record], parsed: list[Parsed]) -> None:
        """Add as many answers, in order, as the child could give."""
        try:
            pipe = self._started()
            pipe.send(records)
            for record in records:
                kind, answer = self._next(pipe)
                parsed.append(self._made_of(record, kind, answer))
        except (EOFError, ConnectionError, TimeoutError):
            return

    def _next(self, pipe: Connection) -> tuple[str, Any]:
        """Raises TimeoutError, or EOFError where the child has ended."""
        worked = time.monotonic()
        until, seen = worked + PATIENCE * settings.LIMITS.record_seconds, -1
        while not pipe.poll(LOOK):
            self._check()
            now, spent = time.monotonic(), self._spent()
            if spent is None or spent != seen:
                worked, seen = now, spent
            if now > until or now - worked > STUCK:
                raise TimeoutError
        return pipe.recv()

    def _spent(self) -> int | None:
        """Ticks of the processor that a child has used which waits for something; None for one
        that works, and where that can't be told. All that it could wait for is a lock that some
        other thread held when it was forked."""
        assert self._process is not None
        try:
            stat = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii")
        except OSError:  # not Linux, or it has ended
            return None
        state, *fields = stat.rpartition(")")[2].split()
        return int(fields[10]) + int(fields[11]) if state == "S" else None

    def _made_of(self, record: Record, kind: str, answer: Any) -> Parsed:
        if kind == "parsed":
            return answer
        if kind == "refused":
            return RecordError(*answer)
        # Here it is told as it happens, with what called it.
        return parse_record(record, self._recogniser)

    def _why_it_ended(self) -> RecordError | None:
        """What the record did for certain; None where it may have been something else."""
        code, until = self._exit_code(), time.monotonic() + LOOK
        while code is None and time.monotonic() < until:  # its pipe may close a moment earlier
            time.sleep(LOOK / 10)
            code = self._exit_code()
        self.close()
        return _too_long() if code == -signal.SIGPROF else None

    def _exit_code(self) -> int | None:
        return self._process.exitcode if self._process is not None else None

    def _started(self) -> Connection:
        if self._pipe is None:
            self._start()
        assert self._pipe is not None
        return self._pipe

    def _start(self) -> None:
        forked = multiprocessing.get_context("fork")
        ours, theirs = forked.Pipe()
        process = forked.Process(target=_work, args=(theirs, self._recogniser), daemon=True)
        with warnings.catch_warnings():
            # Other threads may hold locks at this moment. The child asks for none that is not
            # its own, and one that is stuck all the same is given up and forked anew.
            warnings.simplefilter("ignore", DeprecationWarning)
            with _nothing_collected():
                process.start()
        theirs.close()
        self._process, self._pipe = process, ours


def parse_apart(record: Record) -> ParsedRecord:
    """One record, under the same limits. Raises RecordError."""
    with Parser(Recogniser()) as parser:
        [parsed] = parser.parse([record])
    if isinstance(parsed, RecordError):
        raise parsed
    return parsed


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


def _work(pipe: Connection, recogniser: Recogniser) -> NoReturn:
    """What the child does: answer until its pipe closes, or a limit ends it.

    What it inherited is never collected: to finish a cursor of the database takes a lock of
    SQLite's, which another thread may have held at the fork.
    """
    gc.freeze()
    gc.enable()
    _let_go_of_everything_but(pipe.fileno())
    _limit_memory()
    try:
        while True:
            for record in pipe.recv():
                pipe.send(_answer(record, recogniser))
    except (EOFError, ConnectionError):
        os._exit(0)


def _let_go_of_everything_but(kept: int) -> None:
    """Locks on files would outlive the parent, and its signals are not for the child."""
    for number in (signal.SIGTERM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    os.close(nowhere)


def _limit_memory() -> None:
    try:
        with open("/proc/self/statm", encoding="ascii") as counted:
            pages = int(counted.read().split()[0])
    except OSError:  # not Linux: the limit on time is left
        return
    most = pages * resource.getpagesize() + settings.LIMITS.record_memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answer(record: Record, recogniser: Recogniser) -> tuple[str, Any]:
    signal.setitimer(signal.ITIMER_PROF, settings.LIMITS.record_seconds)
    try:
        return "parsed", parse_record(record, recogniser)
    except RecordError as error:
        return "refused", (error.arabic, error.english)
    except MemoryError:
        return "refused", _too_large()
    except RecursionError:
        return "refused", _too_deep()
    except Exception as error:
        return "failed", str(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long() -> RecordError:
    seconds = settings.LIMITS.record_seconds
    return RecordError(
        f"تعذّر تحليل هذا السجل في {seconds} ثانية. تحقق من نصه، وإن كان سليماً فقسّمه.",
        f"This record could not be parsed in {seconds} seconds. Look at its text, and split it "
        "if nothing is wrong with it.",
    )


def _too_large() -> tuple[str, str]:
    megabytes = settings.LIMITS.record_memory >> 20
    return (
        f"تعذّر تحليل هذا السجل في {megabytes} ميغابايت من الذاكرة. تحقق من نصه، وإن كان سليماً "
        "فقسّمه.",
        f"This record could not be parsed in {megabytes} MB of memory. Look at its text, and split "
        "it if nothing is wrong with it.",
    )


def _too_deep() -> tuple[str, str]:
    return (
        "في نص هذا السجل علامات متداخلة بعضها في بعض أكثر مما يُقرأ. احذفها وأعد المحاولة.",
        "The marks in this record's text are nested deeper than can be read. Take them out and "
        "try again.",
    )


def _ended() -> RecordError:
    return RecordError(
        "انقطع تحليل هذا السجل مرتين. تحقق من نصه، وأخبر القائمين على الأرشيف إن كان سليماً.",
        "Parsing this record broke off twice. Look at its text, and tell the archive's keepers if "
        "nothing is wrong with it.",
    )

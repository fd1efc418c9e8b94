"""Records parsed in a process of its own, which is stopped when one of them asks too much.

One child is forked for a whole run, since the names it looks for are large and loaded already; it
is given many records at once and answers them one by one, so that the first without an answer is
the one at which it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from django.conf import settings

from archive.annotation.names import Recogniser
from archive.ingest.child import Child, time_limit
from archive.ingest.parsed import ParsedRecord, parse_record
from archive.ingest.readers import Record
from archive.ingest.refusals import RecordError

Parsed = ParsedRecord | RecordError


class Parser:
    """Parses records for one run; `check` is called while they are waited for, and may raise."""

    def __init__(self, recogniser: Recogniser, check: Callable[[], None] = lambda: None) -> None:
        self._recogniser = recogniser
        self._check = check
        self._child: Child | None = None

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
        child, self._child = self._child, None
        if child is not None:
            child.stop()

    def _collect(self, records: Sequence[Record], parsed: list[Parsed]) -> None:
        """Add as many answers, in order, as the child could give."""
        try:
            child = self._started()
            child.pipe.send(records)
            for record in records:
                kind, answer = child.next(settings.LIMITS.record_seconds, self._check)
                parsed.append(self._made_of(record, kind, answer))
        except (EOFError, ConnectionError, TimeoutError):
            return

    def _made_of(self, record: Record, kind: str, answer: Any) -> Parsed:
        if kind == "parsed":
            return answer
        if kind == "refused":
            return RecordError(*answer)
        # Here it is told as it happens, with what called it.
        return parse_record(record, self._recogniser)

    def _why_it_ended(self) -> RecordError | None:
        """What the record did for certain; None where it may have been something else."""
        took_too_long = self._child is not None and self._child.used_up_its_time()
        self.close()
        return _too_long() if took_too_long else None

    def _started(self) -> Child:
        if self._child is None:
            self._child = Child(self._work, memory=settings.LIMITS.record_memory)
        return self._child

    def _work(self, pipe: Connection) -> None:
        """What the child does: answer until its pipe closes, or a limit ends it."""
        while True:
            for record in pipe.recv():
                pipe.send(_answer(record, self._recogniser))


def parse_apart(record: Record) -> ParsedRecord:
    """One record, under the same limits. Raises RecordError."""
    with Parser(Recogniser()) as parser:
        [parsed] = parser.parse([record])
    if isinstance(parsed, RecordError):
        raise parsed
    return parsed


def _answer(record: Record, recogniser: Recogniser) -> tuple[str, Any]:
    try:
        with time_limit(settings.LIMITS.record_seconds):
            return "parsed", parse_record(record, recogniser)
    except RecordError as error:
        return "refused", (error.arabic, error.english)
    except MemoryError:
        return "refused", _too_large()
    except RecursionError:
        return "refused", _too_deep()
    except Exception as error:
        return "failed", str(error)


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

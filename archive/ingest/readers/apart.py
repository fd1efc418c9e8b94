"""Readers that work in a process of their own: a library for a format that other programs write is
not to hang the worker, or take its memory."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from multiprocessing import current_process
from multiprocessing.connection import Connection
from typing import IO, Any

from django.conf import settings

from archive.ingest.child import Child, time_limit
from archive.ingest.readers.records import Read, Reader
from archive.ingest.refusals import RecordError, UnreadableFileError


def apart(module: str, reader: str) -> Reader:
    """The reader of this name in a module of this package, working in a child process.

    The module, and with it its library, is loaded when a first file asks for it. A file inside
    another that is being read apart is read in the same process, under the limits of that one.
    """

    def read(file: IO[bytes], name: str) -> Iterator[Read]:
        found = getattr(import_module(f"archive.ingest.readers.{module}"), reader)
        yield from found(file, name) if current_process().daemon else _read_apart(found, file, name)

    return read


def _read_apart(reader: Reader, file: IO[bytes], name: str) -> Iterator[Read]:
    """Raises RecordError where the file asks too much, besides what the reader raises."""
    seconds, number = settings.LIMITS.reading_seconds, _number(file)

    def work(pipe: Connection) -> None:
        own = file if number is None else io.BufferedReader(_Own(number))
        with time_limit(seconds):
            for kind, answer in _answers(reader, own, name):
                pipe.send((kind, answer))

    kept = () if number is None else (number,)
    child = Child(work, memory=settings.LIMITS.reading_memory, kept=kept)
    try:
        while True:
            kind, answer = child.next(seconds, lambda: None)
            if kind == "end":
                return
            if kind == "refused":
                raise UnreadableFileError(*answer)
            if kind == "failed":
                raise _damaged(answer)
            yield answer
    except (EOFError, ConnectionError, TimeoutError):
        raise (_too_long() if child.used_up_its_time() else _broke_off()) from None
    finally:
        child.stop()


def _answers(reader: Reader, file: IO[bytes], name: str) -> Iterator[tuple[str, Any]]:
    try:
        for read in reader(file, name):
            yield "read", read
        yield "end", None
    except RecordError as error:
        yield "refused", (error.arabic, error.english)
    except MemoryError:
        megabytes = settings.LIMITS.reading_memory >> 20
        yield "refused", _too_large(megabytes)
    except Exception as error:
        # Whatever a library makes of a broken file is one refusal.
        yield "failed", f"{type(error).__name__}: {error}"[:200]


def _number(file: IO[bytes]) -> int | None:
    """Its number among the open files of this process; None for one in memory."""
    with suppress(OSError, AttributeError):
        return file.fileno()
    return None


class _Own(io.RawIOBase):
    """An open file with a position of its own: a child shares that of its parent's."""

    def __init__(self, number: int) -> None:
        self._number, self._position = number, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = os.pread(self._number, len(buffer), self._position)
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position}.get(whence)
        if start is None:
            start = os.fstat(self._number).st_size
        self._position = max(0, start + offset)
        return self._position

    def tell(self) -> int:
        return self._position


def _too_long() -> UnreadableFileError:
    seconds = settings.LIMITS.reading_seconds
    return UnreadableFileError(
        f"تعذّرت قراءة الملف في {seconds} ثانية. قسّمه، أو احفظه نصاً ثم أعد المحاولة.",
        f"The file could not be read in {seconds} seconds. Split it, or save it as text, and try "
        "again.",
    )


def _too_large(megabytes: int) -> tuple[str, str]:
    return (
        f"تعذّرت قراءة الملف في {megabytes} ميغابايت من الذاكرة. قسّمه، أو احفظه نصاً ثم أعد "
        "المحاولة.",
        f"The file could not be read in {megabytes} MB of memory. Split it, or save it as text, "
        "and try again.",
    )


def _broke_off() -> UnreadableFileError:
    return UnreadableFileError(
        "انقطعت قراءة الملف. تحقق من سلامته، أو احفظه نصاً ثم أعد المحاولة.",
        "Reading the file broke off. Check that it is undamaged, or save it as text, and try "
        "again.",
    )


def _damaged(told: str) -> UnreadableFileError:
    return UnreadableFileError(
        "الملف تالف أو ليس كما يقول نوعه. احصل على نسخة سليمة منه، أو احفظه نصاً.",
        f"The file is damaged or not what its kind says ({told}). Get an undamaged copy, or save "
        "it as text.",
    )

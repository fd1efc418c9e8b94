"""Analysis on all cores.

Each analyst is a fresh interpreter that runs this module: it shares no database connection, lock
or thread with its parent, and ends by itself when the parent does, since its input closes.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from select import select
from typing import IO

from search.engines.base import POLITE
from search.engines.document import Document
from search.engines.whoosh.forward_index import (
    Batch,
    analyse,
    gather,
    in_order,
    join,
    printed,
)
from search.engines.whoosh.tokenizing import Printed, TokenColumns, tokenize_all

# An analyst is given about so many letters at a time.
LETTERS = 1 << 21
# Below so many articles, starting processes costs more than it brings.
WORTH_IT = 20_000
MOST_ANALYSTS = 8


def analyse_all(documents: Iterable[Document], count: int, cores: int | None = None) -> Batch:
    """Analyse articles; `count` says how many to expect. Raises ChildProcessError."""
    chunks = _chunks(documents)
    cores = cores or _cores()
    if count < WORTH_IT or cores < 2:
        return join(map(analyse, chunks))
    with Analysts(min(cores, MOST_ANALYSTS)) as analysts:
        return join(analysts.analyse(chunks))


def _cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    letters = 0
    for document in documents:
        chunk.append(document)
        letters += len(document.text)
        if letters >= LETTERS:
            yield chunk
            chunk, letters = [], 0
    yield chunk


class Analysts:
    """Some processes that turn lists of articles into batches."""

    def __init__(self, count: int) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._processes = [
            subprocess.Popen(  # noqa: S603
                [sys.executable, "-W", "ignore", "-m", __name__],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for _ in range(count)
        ]

    def __enter__(self) -> Analysts:
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self._processes:
            if exception[0] is not None:
                process.kill()
            for pipe in (process.stdin, process.stdout):
                try:
                    _open(pipe).close()
                except BrokenPipeError:  # it has gone, with something still to be read
                    continue
            process.wait()

    def analyse(self, chunks: Iterator[list[Document]]) -> Iterator[Batch]:
        """Batches in the order in which they are done. Raises ChildProcessError."""
        idle = list(self._processes)
        busy: dict[IO[bytes], tuple[subprocess.Popen[bytes], list[Document]]] = {}
        while True:
            while idle and (chunk := next(chunks, None)) is not None:
                process = idle.pop()
                rows = in_order(chunk)
                _give(process, printed(rows))
                busy[_open(process.stdout)] = process, rows
            if not busy:
                return
            for output in select(list(busy), [], [])[0]:
                process, rows = busy.pop(output)
                yield gather(rows, _take(output))
                idle.append(process)


def _give(process: subprocess.Popen[bytes], articles: list[Printed]) -> None:
    try:
        _send(_open(process.stdin), articles)
    except OSError as error:
        raise ChildProcessError("a process that analyses articles has ended") from error


def _take(output: IO[bytes]) -> TokenColumns:
    try:
        return pickle.load(output)  # noqa: S301  (our own process)
    except (EOFError, pickle.UnpicklingError) as error:
        raise ChildProcessError("a process that analyses articles has ended") from error


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # every analyst is started with both
    return pipe


def _send(pipe: IO[bytes], value: object) -> None:
    pickle.dump(value, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _work() -> None:
    """What each process does: read what comes, until its input closes."""
    os.nice(POLITE)
    articles, columns = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            _send(columns, tokenize_all(pickle.load(articles)))  # noqa: S301
        except (EOFError, BrokenPipeError):
            return


if __name__ == "__main__":
    _work()

"""Analysis on all cores.

Processes are started afresh (`spawn`), so that no database connection, lock or thread of the
parent is shared, and each ends by itself when the parent does: its pipe closes.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection, wait

from search.engines.whoosh.analysis import Batch, analyse, join
from search.engines.whoosh.documents import Document

CHUNK = 500
# Below so many articles, starting processes costs more than it brings.
WORTH_IT = 3000
GONE = (EOFError, BrokenPipeError, ConnectionResetError)  # the other end of a pipe
DIED = "a process that analysed articles has died"


def analyse_all(documents: Iterable[Document], count: int) -> Batch:
    """Analyse articles; `count` says how many to expect. Raises ChildProcessError."""
    chunks = _chunks(documents)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if count < WORTH_IT or (cores or 1) < 2:
        return join([analyse(chunk) for chunk in chunks] or [analyse([])])
    with Analysts(min(cores or 1, 8)) as analysts:
        return join(list(analysts.analyse(chunks)))


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


class Analysts:
    """Some processes that turn lists of articles into batches."""

    def __init__(self, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)

    def __enter__(self) -> Analysts:
        return self

    def __exit__(self, *exception: object) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(timeout=5)
            if process.is_alive():
                process.terminate()

    def analyse(self, chunks: Iterator[list[Document]]) -> Iterator[Batch]:
        """Batches in the order in which they are done. Raises ChildProcessError."""
        busy = {pipe for pipe in self._pipes if self._give(pipe, chunks)}
        while busy:
            for pipe in busy & set(wait(busy)):
                yield self._take(pipe)
                if not self._give(pipe, chunks):
                    busy.discard(pipe)

    def _give(self, pipe: Connection, chunks: Iterator[list[Document]]) -> bool:
        chunk = next(chunks, None)
        if chunk is None:
            return False
        try:
            pipe.send(chunk)
        except GONE as error:
            raise ChildProcessError(DIED) from error
        return True

    def _take(self, pipe: Connection) -> Batch:
        try:
            return pipe.recv()
        except GONE as error:
            raise ChildProcessError(DIED) from error


def _work(pipe: Connection) -> None:
    """What each process does: analyse what comes, until the pipe closes."""
    while True:
        try:
            pipe.send(analyse(pipe.recv()))
        except GONE:
            return

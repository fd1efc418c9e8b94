"""What pages ask, answered from the last commit of the serving generation."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from search.engines.plan import Answer, Matches, Plan
from search.engines.whoosh.arrays import DamagedFile
from search.engines.whoosh.generations import CURRENT, IndexFolder
from search.engines.whoosh.matches import matches_of
from search.engines.whoosh.searcher import find
from search.engines.whoosh.snapshot import Segment, Snapshot, open_snapshot
from search.engines.whoosh.vocabulary import Vocabulary
from search.errors import IndexUnavailable


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot, the files that change when the index does, and how they looked then."""

    snapshot: Snapshot
    files: tuple[str, ...]
    seen: tuple[int, ...]


class Snapshots:
    """The snapshot that this process reads, replaced when the index has moved on."""

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(path)
        self._opened: Opened | None = None
        self._lock = threading.Lock()

    def current(self) -> Snapshot:
        """The last commit of the serving generation. Raises `IndexUnavailable`."""
        snapshot = self._fresh()
        if snapshot is not None:
            return snapshot
        with self._lock:
            # Another thread may have opened it meanwhile.
            return self._fresh() or self._open()

    def _fresh(self) -> Snapshot | None:
        """The snapshot, if the index has not moved on since it was opened."""
        opened = self._opened
        if opened is not None and opened.seen == _look(opened.files):
            return opened.snapshot
        return None

    def _open(self) -> Snapshot:
        kept = {} if self._opened is None else self._kept(self._opened.snapshot)
        tries = 3
        while True:
            tries -= 1
            try:
                snapshot = open_snapshot(self.folder.current(), kept)
            except (DamagedFile, IndexUnavailable) as error:
                # A commit may have replaced the files between two looks at the folder.
                if tries:
                    continue
                self._opened = None
                if isinstance(error, IndexUnavailable):
                    raise
                raise IndexUnavailable(str(error)) from error
            files = self._files(snapshot)
            seen = _look(files)
            if seen or not tries:
                self._opened = Opened(snapshot, files, seen)
                return snapshot

    def _files(self, snapshot: Snapshot) -> tuple[str, ...]:
        """The pointer, the commit, and the segments."""
        pointer = self.folder.path / CURRENT
        commit = snapshot.generation.toc_path(snapshot.number)
        segments = [segment.arrays.path for segment in snapshot.segments]
        return tuple(map(str, (pointer, commit, *segments)))

    def _kept(self, snapshot: Snapshot) -> dict[str, Segment]:
        """Segments that may be used again: their files are as they were when opened."""
        return {segment.name: segment for segment in snapshot.segments if segment.is_untouched()}


def _look(files: Sequence[str]) -> tuple[int, ...]:
    """How the files look; nothing where one is missing."""
    try:
        found = [os.stat(path) for path in files]
    except OSError:
        return ()
    return tuple(
        number for file in found for number in (file.st_ino, file.st_size, file.st_mtime_ns)
    )


class WhooshReader:
    """Answers plans from the snapshot that serves now."""

    paging_limit = None

    def __init__(self, path: Path) -> None:
        self._snapshots = Snapshots(path)

    def find(self, plan: Plan) -> Answer:
        return find(self._snapshots.current(), plan)

    def totals(self, plans: Sequence[Plan]) -> list[int]:
        snapshot = self._snapshots.current()
        return [find(snapshot, replace(plan, limit=0, facets=False)).total for plan in plans]

    def matches(self, plan: Plan, articles: Sequence[int]) -> dict[int, Matches]:
        return matches_of(self._snapshots.current(), plan, articles)

    def vocabulary(self) -> Vocabulary:
        return _vocabulary(self._snapshots.current())

    def status(self) -> dict[str, object]:
        snapshot = self._snapshots.current()
        generation = snapshot.generation
        return {
            "generation": generation.name,
            "commit": snapshot.number,
            "articles": snapshot.document_count,
            "segments": len(snapshot.segments),
            "rules_current": generation.has_current_rules,
            "outdated": generation.outdated,
        }


@functools.lru_cache(maxsize=8)
def reader(path: str) -> WhooshReader:
    """One reader a folder and process; Haystack makes a backend for every thread."""
    return WhooshReader(Path(path))


@functools.lru_cache(maxsize=2)
def _vocabulary(snapshot: Snapshot) -> Vocabulary:
    return Vocabulary(snapshot)

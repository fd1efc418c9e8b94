"""Haystack's engine for this archive: Whoosh underneath, arrays in front."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Model
from haystack.backends import BaseEngine
from haystack.backends.whoosh_backend import WhooshSearchBackend, WhooshSearchQuery
from haystack.indexes import SearchIndex
from haystack.models import SearchResult

from archive.arabic.tokens import keys
from search.engines.plan import Answer, Matches, Plan, Term
from search.engines.whoosh.arrays import DamagedFile
from search.engines.whoosh.generations import CURRENT, Generation, IndexFolder
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


class Reader:
    """The snapshot that this process reads, replaced when the index has moved on."""

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(path)
        self._state: Opened | None = None
        self._lock = threading.Lock()

    def snapshot(self) -> Snapshot:
        """The last commit of the serving generation. Raises `IndexUnavailable`."""
        snapshot = self._fresh()
        if snapshot is not None:
            return snapshot
        with self._lock:
            # Another thread may have opened it meanwhile.
            return self._fresh() or self._opened()

    def _fresh(self) -> Snapshot | None:
        """The snapshot, if the index has not moved on since it was opened."""
        opened = self._state
        if opened is not None and opened.seen == _look(opened.files):
            return opened.snapshot
        return None

    def _opened(self) -> Snapshot:
        kept = {} if self._state is None else self._kept(self._state.snapshot)
        tries = 3
        while True:
            tries -= 1
            try:
                snapshot = open_snapshot(self.folder.current(), kept)
            except (DamagedFile, IndexUnavailable) as error:
                # A commit may have replaced the files between two looks at the folder.
                if tries:
                    continue
                self._state = None
                if isinstance(error, IndexUnavailable):
                    raise
                raise IndexUnavailable(str(error)) from error
            files = self._files(snapshot)
            seen = _look(files)
            if seen or not tries:
                self._state = Opened(snapshot, files, seen)
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


@functools.lru_cache(maxsize=8)
def reader(path: str) -> Reader:
    """One reader a folder and process; Haystack makes a backend for every thread."""
    return Reader(Path(path))


class ArchiveBackend(WhooshSearchBackend):
    """Answers plans of the archive's query language; `search.queries` is its caller."""

    @property
    def reader(self) -> Reader:
        return reader(str(settings.ARCHIVE_INDEX))

    def setup(self) -> None:
        self.setup_complete = True

    def find(self, plan: Plan) -> Answer:
        """Raises `IndexUnavailable`."""
        return find(self.reader.snapshot(), plan)

    def matches_of(self, plan: Plan, articles: Sequence[int]) -> dict[int, Matches]:
        """Where these articles answer the plan; those not in the index are left out."""
        return matches_of(self.reader.snapshot(), plan, articles)

    def matches(self, plan: Plan, article: int) -> Matches:
        return self.matches_of(plan, [article]).get(article, Matches())

    def vocabulary(self) -> Vocabulary:
        return _vocabulary(self.reader.snapshot())

    def status(self) -> dict[str, object]:
        """Which generation serves, its commit, its size. Raises `IndexUnavailable`."""
        snapshot = self.reader.snapshot()
        generation: Generation = snapshot.generation
        return {
            "generation": generation.name,
            "commit": snapshot.number,
            "articles": snapshot.document_count,
            "segments": len(snapshot.segments),
            "rules_current": generation.has_current_rules,
            "outdated": generation.outdated,
        }

    # What Haystack itself calls

    def update(self, index: SearchIndex, iterable: Iterable, commit: bool = True) -> None:
        from search.index.outbox import index_articles

        index_articles([article.pk for article in iterable])

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        from search.index.outbox import index_articles

        pk = getattr(obj_or_string, "pk", None) or str(obj_or_string).rpartition(".")[2]
        index_articles([int(pk)])

    def clear(self, models: Sequence | None = None, commit: bool = True) -> None:
        raise NotImplementedError(
            "لا يُفرَّغ فهرس الأرشيف؛ استعمل manage.py rebuild_index. "
            "The archive's index is never emptied: use manage.py rebuild_index."
        )

    def search(
        self,
        query_string: str,
        start_offset: int = 0,
        end_offset: int | None = None,
        **kwargs: object,
    ) -> dict[str, object]:
        """Plain words through Haystack's own API; everything else belongs to search.queries."""
        given = {name for name, value in kwargs.items() if value}
        if unsupported := given - {"models", "result_class", "limit_to_registered_models"}:
            raise NotImplementedError(
                f"SearchQuerySet can't do this here: {', '.join(sorted(unsupported))}. "
                "Use search.queries.find."
            )
        start = start_offset or 0
        clauses = () if query_string == "*" else tuple(Term(key) for key in keys(query_string))
        limit = 1000 if end_offset is None else end_offset - start
        answer = self.find(
            Plan(clauses=clauses, most=False, offset=start, limit=limit, facets=False)
        )
        results = [
            SearchResult("archive", "article", str(hit.article), hit.score) for hit in answer.hits
        ]
        return {"results": results, "hits": answer.total, "facets": {}, "spelling_suggestion": None}

    def more_like_this(self, *args: object, **kwargs: object) -> dict[str, object]:
        raise NotImplementedError("The archive has no more_like_this; use search.queries.find.")


@functools.lru_cache(maxsize=2)
def _vocabulary(snapshot: Snapshot) -> Vocabulary:
    return Vocabulary(snapshot)


class ArchiveSearchQuery(WhooshSearchQuery):
    """Hands the words on as they are: they never reach Whoosh's query parser."""

    def build_query_fragment(self, field: str, filter_type: str, value: object) -> str:
        if field != "content" or filter_type not in ("content", "contains", "exact"):
            raise NotImplementedError(
                f"SearchQuerySet can't filter by {field}__{filter_type} here: "
                "use search.queries.find."
            )
        return str(getattr(value, "query_string", value))

    def build_query(self) -> str:
        if not self.query_filter:
            return "*"
        if self.query_filter.negated or self.query_filter.connector != "AND":
            raise NotImplementedError("Use search.queries.find for OR and NOT.")
        if any(not isinstance(child, tuple) for child in self.query_filter.children):
            raise NotImplementedError("Use search.queries.find for nested questions.")
        words = []
        for expression, value in self.query_filter.children:
            field, filter_type = self.query_filter.split_expression(expression)
            words.append(self.build_query_fragment(field, filter_type, value))
        return " ".join(words)


class WhooshEngine(BaseEngine):
    backend = ArchiveBackend
    query = ArchiveSearchQuery


__all__ = ["ArchiveBackend", "WhooshEngine", "reader"]

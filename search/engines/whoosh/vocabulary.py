"""The words of an index, for suggestions and for what readers type in other letters."""

from __future__ import annotations

import functools
import heapq
from collections.abc import Sequence

import numpy as np

from archive.arabic.stem import Reason
from search.engines.whoosh.postings import postings, stem_of
from search.engines.whoosh.snapshot import Segment, Snapshot


class Vocabulary:
    """Folded word forms of one snapshot. Only words of live articles count."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.generation = f"{snapshot.generation.name}/{snapshot.number}"
        self.document_count = snapshot.document_count
        self.tells_yeh_apart = snapshot.generation.tells_yeh_apart

    @property
    def speakers(self) -> Sequence[str]:
        """Who speaks in any article: slugs, and keys of those whom the archive doesn't know."""
        return self._snapshot.said.speakers

    def frequency(self, form: str) -> int:
        """How many articles hold the form."""
        return len(postings(self._snapshot, "exact", (form,))[0])

    def total(self, form: str) -> int:
        """How often the form stands in all articles; words of a title weigh more."""
        return int(postings(self._snapshot, "exact", (form,))[1].sum())

    @functools.cached_property
    def forms(self) -> Sequence[str]:
        """All forms in the order of their code points."""
        segments = self._snapshot.segments
        if len(segments) == 1:
            return segments[0].forms
        merged: list[str] = []
        for form in heapq.merge(*(segment.forms for segment in segments)):
            if not merged or merged[-1] != form:
                merged.append(form)
        return merged

    @functools.cached_property
    def frequencies(self) -> np.ndarray:
        """For each of `forms`, how many articles hold it."""
        segments = self._snapshot.segments
        if self._snapshot.is_whole:
            return np.diff(segments[0].arrays["exact_starts"].astype(np.int64))
        counts: dict[str, int] = {}
        for base, segment in zip(self._snapshot.bases, segments, strict=False):
            live = self._snapshot.live[base : base + len(segment)]
            for form, count in zip(segment.forms, _live_counts(segment, live), strict=True):
                counts[form] = counts.get(form, 0) + int(count)
        return np.array([counts[form] for form in self.forms], dtype=np.int64)

    def with_prefix(self, prefix: str, most: int) -> list[str]:
        """Forms that begin so, the most frequent first."""
        counts: dict[str, int] = {}
        for segment in self._snapshot.segments:
            for form, seen in _frequent(segment, segment.forms.with_prefix(prefix), most):
                counts[form] = counts.get(form, 0) + seen
        return sorted(counts, key=lambda form: (-counts[form], form))[:most]

    def stem(self, key: str) -> str:
        """The class of a word; two words are the same evidence when their classes are equal."""
        return stem_of(self._snapshot, key)

    def explain(self, asked: str, found: str) -> Reason | None:
        """Why a form answers a folded word of a query; None when it doesn't."""
        return self._snapshot.generation.stemmer.explain(asked, found)


def _frequent(segment: Segment, forms: range, most: int) -> list[tuple[str, int]]:
    """The most frequent of some neighbouring forms, with how often each stands."""
    starts = segment.arrays["occurrence_starts"][forms.start : forms.stop + 1]
    seen = np.diff(starts.astype(np.int64))
    best = np.argsort(-seen, kind="stable")[:most].tolist()
    return [(segment.forms[forms.start + index], int(seen[index])) for index in best]


def _live_counts(segment: Segment, live: np.ndarray) -> np.ndarray:
    held = np.concatenate(([0], np.cumsum(live[segment.arrays["exact_docs"]])))
    return np.diff(held[segment.arrays["exact_starts"]])

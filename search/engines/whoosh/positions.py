"""Where words, phrases and neighbours stand: token numbers of one segment.

A span is a pair of token numbers, end exclusive. Tokens of all articles are numbered through,
with a break after every title and passage, so spans on both sides of one never touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from archive.arabic.particles import with_particle
from archive.arabic.stem import compounds
from search.engines.whoosh.arrays import spread
from search.engines.whoosh.snapshot import Segment

# A span is shorter than this many words, in powers of two: a phrase is never so long.
WIDTH_BITS = 12


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans sorted by their starts."""

    starts: np.ndarray
    ends: np.ndarray

    def __len__(self) -> int:
        return len(self.starts)


NOWHERE = Spans(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def together(parts: Iterable[Spans]) -> Spans:
    """All spans of several lists, each once."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else NOWHERE
    return _in_order(
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.ends for part in parts]),
    )


def _in_order(starts: np.ndarray, ends: np.ndarray) -> Spans:
    pairs = np.sort(starts << WIDTH_BITS | ends - starts)
    if len(pairs):
        pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))]
    starts = pairs >> WIDTH_BITS
    return Spans(starts, starts + (pairs & ((1 << WIDTH_BITS) - 1)))


def forms_spans(segment: Segment, forms: Iterable[int]) -> Spans:
    """Every position of some forms."""
    return together(neighbours_spans(segment, range(form, form + 1)) for form in forms)


def neighbours_spans(segment: Segment, forms: range) -> Spans:
    """Every position of forms that stand one after another in the lexicon.

    A joined form covers the words it was joined from.
    """
    edges = segment.arrays["occurrence_starts"][forms.start : forms.stop + 1].astype(np.int64)
    starts = segment.arrays["occurrences"][edges[0] : edges[-1]].astype(np.int64)
    first, last = segment.joined_forms.searchsorted((forms.start, forms.stop))
    ends = starts + 1
    if first < last:
        own = np.repeat(np.arange(forms.start, forms.stop), np.diff(edges))
        joined = np.flatnonzero(segment.arrays["tokens"][starts] != own)
        rows = segment.joined_at.searchsorted(starts[joined])
        ends[joined] = starts[joined] + segment.arrays["joined"][rows, 1]
    return Spans(starts, ends) if len(forms) == 1 else _in_order(starts, ends)


def phrase_spans(segment: Segment, keys: Sequence[str]) -> Spans:
    """Where the words stand next to each other in this order.

    The first may carry one particle. Neighbours that are also written as one word match either
    way.
    """
    reached: list[Spans] = [NOWHERE for _ in range(len(keys) + 1)]
    steps = [(index, index + 1, key) for index, key in enumerate(keys)]
    for start, end, key in sorted([*steps, *compounds(keys)]):
        words = (key,) if start else with_particle(key)
        ordinals = (segment.forms.ordinal(word) for word in words)
        spans = forms_spans(segment, (ordinal for ordinal in ordinals if ordinal >= 0))
        if start:
            spans = _continued(reached[start], spans)
        reached[end] = together((reached[end], spans))
    return reached[-1]


def _continued(before: Spans, after: Spans) -> Spans:
    """Spans of `before` prolonged by a span of `after` that begins where they end."""
    by_end = np.argsort(before.ends, kind="stable")
    leaders, followers = _meeting(before.ends[by_end], after.starts)
    starts, ends = before.starts[by_end[leaders]], after.ends[followers]
    order = np.argsort(starts, kind="stable")
    return Spans(starts[order], ends[order])


def _meeting(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every pair of indices at which two ascending lists hold the same number."""
    if len(one) > len(other):
        indices, others = _meeting(other, one)
        return others, indices
    first = other.searchsorted(one)
    counts = other.searchsorted(one, side="right") - first
    return np.repeat(np.arange(len(one)), counts), spread(first, counts)


def near_spans(segment: Segment, first: Spans, second: Spans, distance: int) -> Spans:
    """The spans of both lists that have one of the other near by, in the same passage."""
    return together(
        (
            *_followed(segment, first, second, distance),
            *_followed(segment, second, first, distance),
        )
    )


def _followed(segment: Segment, first: Spans, second: Spans, distance: int) -> tuple[Spans, Spans]:
    """Spans of `first` with one of `second` at most `distance` words on, and those others."""
    if not len(first) or not len(second):
        return NOWHERE, NOWHERE
    found = np.searchsorted(second.starts, first.ends)
    near = found < len(second)
    starts = second.starts[found[near]]
    near[near] = starts - first.ends[near] < distance
    breaks = segment.arrays["breaks"]
    followers = found[near]
    same = np.searchsorted(breaks, first.starts[near]) == np.searchsorted(
        breaks, second.starts[followers]
    )
    leaders = np.flatnonzero(near)[same]
    followers = np.unique(followers[same])
    return (
        Spans(first.starts[leaders], first.ends[leaders]),
        Spans(second.starts[followers], second.ends[followers]),
    )


def only_in_titles(segment: Segment, spans: Spans) -> Spans:
    docs = docs_at(segment, spans.starts)
    titled = spans.starts < segment.arrays["title_ends"][docs]
    return Spans(spans.starts[titled], spans.ends[titled])


def docs_at(segment: Segment, tokens: np.ndarray) -> np.ndarray:
    """The article of each token."""
    starts = segment.arrays["token_starts"]
    return starts.searchsorted(tokens.astype(starts.dtype), side="right") - 1

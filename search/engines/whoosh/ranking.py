"""How well articles answer a query: BM25 over all evidence, how much of the query they hold and
how near its words stand, and the best of many."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.plan import Node
from search.engines.whoosh.arrays import among
from search.engines.whoosh.nearness import pairs_near
from search.engines.whoosh.postings import Part
from search.engines.whoosh.snapshot import K1, Snapshot

# Looking one article up in a list takes as long as reading so many entries of it.
LOOKED_UP = 16
# Scores are worked out so many numbers at a time: enough to be worth a call, few enough to stay
# near the processor.
AT_ONCE = 1 << 13
# The best of many are looked for among the best of the columns of a table of so many rows.
ROWS = 16
# An article that lacks words keeps this power of what it holds: of the clauses by number, and of
# them by weight.
HELD = 0.25
# Less than this of the weight stands in no article that may go before one with most of the words.
LEAST_WEIGHT = 0.2
# So many articles of a group, the best ones, are compared by how near they hold the words; two
# words near each other count for this much of what one of them is worth.
COMPARED = 20
NEARNESS = 0.2
NORMS = ("word", "gram")
NORM_OF = {"exact": 0, "stem": 0, "gram": 1}


def scores(snapshot: Snapshot, parts: Iterable[Part], docs: np.ndarray) -> np.ndarray:
    """The score of each of these articles, in any order.

    What the parts add is added in their order, so that an article's score is the same to the last
    bit whichever others are scored with it, and pages follow each other without gap.
    """
    total = np.zeros(len(docs))
    parts = [part for part in parts if len(part.docs)]
    if not parts or not len(docs):
        return total
    docs = docs.astype(snapshot.doc_type)
    norms = np.array([snapshot.norms[name].take(docs) for name in NORMS])
    step = max(1, AT_ONCE // len(docs))
    for start in range(0, len(parts), step):
        impacts = _impacts(snapshot, parts[start : start + step], docs, norms)
        total = functools.reduce(np.add, impacts, total)
    return total


def _impacts(
    snapshot: Snapshot, parts: Sequence[Part], docs: np.ndarray, norms: np.ndarray
) -> np.ndarray:
    """What each part adds to the score of each article: a row a part."""
    tfs = np.empty((len(parts), len(docs)))
    for row, part in zip(tfs, parts, strict=True):
        row[:] = frequencies(snapshot, part, docs)
    impacts = norms[[NORM_OF[part.kind] for part in parts]]
    impacts += tfs
    np.divide(tfs, impacts, out=impacts)
    impacts *= np.array([part.weight * (K1 + 1) for part in parts])[:, np.newaxis]
    return impacts


def frequencies(snapshot: Snapshot, part: Part, docs: np.ndarray) -> np.ndarray:
    """How often each of these articles has a piece of evidence; 0 where it doesn't."""
    if LOOKED_UP * len(docs) < len(part.docs):
        at, held = among(part.docs, docs)
        return part.tfs.take(at, mode="clip") * held
    table = np.zeros(snapshot.size, dtype=part.tfs.dtype)
    table[part.docs.astype(np.intp)] = part.tfs
    return table.take(docs)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who holds each clause that any article holds (a mask over all articles), and its weight."""

    masks: Sequence[np.ndarray]
    weights: Sequence[float]

    def of(self, docs: np.ndarray) -> np.ndarray:
        """What remains of each article's score for what it lacks: 1 where that is nothing."""
        if not self.masks:
            return np.ones(len(docs))
        count = functools.reduce(np.add, (mask[docs] for mask in self.masks), np.zeros(len(docs)))
        return (count / len(self.masks) * self.of_weight(docs)) ** HELD

    def of_weight(self, docs: np.ndarray) -> np.ndarray:
        """Which part of the weight of all clauses each article holds."""
        held = np.zeros(len(docs))
        for mask, weight in zip(self.masks, self.weights, strict=True):
            held += mask[docs] * weight
        return held / (functools.reduce(float.__add__, self.weights, 0.0) or 1.0)


def nearness(
    snapshot: Snapshot, nodes: Sequence[Node], telling: np.ndarray, docs: np.ndarray
) -> np.ndarray:
    """What it adds to each article's score that words typed side by side stand near each other.

    `telling` is how telling each node is.
    """
    found = pairs_near(snapshot, nodes, docs).astype(float)
    weights = NEARNESS * (K1 + 1) * (telling[1:] + telling[:-1]) / 2
    impacts = found / (found + snapshot.norms["word"][docs][:, np.newaxis])
    return functools.reduce(np.add, (impacts * weights).T, np.zeros(len(docs)))


def best(keys: np.ndarray, ties: np.ndarray, docs: np.ndarray, most: int) -> np.ndarray:
    """Indices of the `most` largest keys in falling order; equal ones by falling `ties` of docs."""
    indices = _promising(keys, most)
    if most < len(indices):
        found = keys[indices]
        least = np.partition(found, len(found) - most)[len(found) - most]
        sure, edge = indices[found > least], indices[found == least]
        needed = most - len(sure)
        if len(edge) > needed:
            order = np.argpartition(ties[docs[edge]], len(edge) - needed)
            edge = edge[order[len(edge) - needed :]]
        indices = np.concatenate((sure, edge))
    return indices[np.lexsort((-ties[docs[indices]], -keys[indices]))]


def _promising(keys: np.ndarray, most: int) -> np.ndarray:
    """Indices of the `most` largest keys, among a few others.

    The keys are laid out in more columns than that: each of the `most` columns with the largest
    maxima holds a key as large as the least of these.
    """
    width = len(keys) // ROWS
    if width <= most:
        return np.arange(len(keys))
    maxima = keys[: ROWS * width].reshape(ROWS, width).max(axis=0)
    return np.flatnonzero(keys >= np.partition(maxima, width - most)[width - most])

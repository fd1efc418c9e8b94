"""How well articles answer a query: BM25 over all evidence, and the best of many."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

import numpy as np

from search.engines.whoosh.arrays import among
from search.engines.whoosh.postings import Part
from search.engines.whoosh.snapshot import K1, Snapshot

# Looking one article up in a list takes as long as reading so many entries of it.
LOOKED_UP = 16
# Scores are worked out so many numbers at a time: enough to be worth a call, few enough to stay
# near the processor.
AT_ONCE = 1 << 13
# The best of many are looked for among the best of the columns of a table of so many rows.
ROWS = 16
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

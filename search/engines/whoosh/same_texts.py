"""Articles with the same text, of which one stands for the others on a page of results.

Each article says which earlier one has its text. What hangs together so is one group, also where
the first of it is not, or no longer, in the index.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engines.whoosh.arrays import among

ALONE = -1


class SameTexts:
    """The groups of a snapshot: `group` has a number for every article, `ALONE` for one whose text
    no other live article has."""

    def __init__(self, articles: np.ndarray, text_of: np.ndarray, live: np.ndarray) -> None:
        docs = np.flatnonzero(live)
        docs = docs[np.argsort(articles[docs], kind="stable")]
        own, other = articles[docs].astype(np.int64), text_of[docs].astype(np.int64)
        _, numbers, counts = np.unique(_first(own, other), return_inverse=True, return_counts=True)
        several = counts[numbers] > 1
        self.group = np.full(len(live), ALONE, dtype=np.int64)
        self.group[docs[several]] = numbers[several]
        self.count = len(counts)

    def of(self, docs: np.ndarray) -> np.ndarray:
        """The numbers of the groups in which some articles are, each once."""
        groups = self.group[docs]
        return np.unique(groups[groups != ALONE])

    def cards(self, docs: np.ndarray) -> int:
        """How many cards some articles make: one for each text."""
        groups = self.group[docs]
        in_groups = groups[groups != ALONE]
        return len(docs) - len(in_groups) + len(np.unique(in_groups))

    def members(self, docs: np.ndarray, groups: np.ndarray) -> np.ndarray:
        """Those of some articles that are in one of these groups."""
        wanted = np.zeros(self.count + 1, dtype=bool)  # the last serves ALONE, which is -1
        wanted[groups] = True
        return docs[wanted[self.group[docs]]]

    def standing(self, docs: np.ndarray, keys: Sequence[np.ndarray]) -> np.ndarray:
        """Which of some articles stand for their text, as a mask: those with the largest first key,
        then the largest second one and so on. Each key has an entry for each of `docs`."""
        chosen = np.ones(len(docs), dtype=bool)
        rows = np.flatnonzero(self.group[docs] != ALONE)
        if not len(rows):
            return chosen
        groups = self.group[docs[rows]]
        order = np.lexsort((*(-key[rows] for key in reversed(keys)), groups))
        groups = groups[order]
        chosen[rows] = False
        chosen[rows[order[np.append(True, groups[1:] != groups[:-1])]]] = True
        return chosen


def _first(own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each article, `own` ascending, the one at which its text is first met: which one each
    has the text of (`other`) is followed as far as it leads."""
    here = np.arange(len(own))
    at, held = among(own, other)
    before = held & (at < here)
    leads_to = np.where(before, at, here)
    while not np.array_equal(further := leads_to[leads_to], leads_to):
        leads_to = further
    return np.where(other < own, other, own)[leads_to]

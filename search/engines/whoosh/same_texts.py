"""Articles with the same text, of which one stands for the others on a page of results.

Each article says which earlier one has its text. What hangs together so is one group, also where
the first of it is not, or no longer, in the index.
"""

from __future__ import annotations

import numpy as np

from search.engines.whoosh.arrays import among, starts_of

ALONE = -1


class SameTexts:
    """The groups of a snapshot: `group` has a number for every article, `ALONE` for one whose text
    no other live article has.

    The members of all groups lie in one list, group by group, the first published first: what is
    asked of some articles is looked up there, however many they are.
    """

    def __init__(
        self, articles: np.ndarray, text_of: np.ndarray, live: np.ndarray, first_printed: np.ndarray
    ) -> None:
        """`first_printed` is larger for what was published earlier."""
        docs = np.flatnonzero(live)
        docs = docs[np.argsort(articles[docs], kind="stable")]
        own, other = articles[docs].astype(np.int64), text_of[docs].astype(np.int64)
        _, numbers, counts = np.unique(_first(own, other), return_inverse=True, return_counts=True)
        several = counts[numbers] > 1
        docs, numbers = docs[several], np.unique(numbers[several], return_inverse=True)[1]
        order = np.lexsort((-first_printed[docs], numbers))
        self.members, self._numbers = docs[order], numbers[order]
        self.count = int(self._numbers[-1]) + 1 if len(self._numbers) else 0
        self._starts = starts_of(self._numbers, self.count)
        self.group = np.full(len(live), ALONE, dtype=np.int32)
        self.group[self.members] = self._numbers
        self._row_of = np.full(len(live), ALONE, dtype=np.int32)
        self._every_row = np.arange(len(self.members))
        self._row_of[self.members] = self._every_row
        self._live = int(np.count_nonzero(live))

    def within(self, group: int, rows: np.ndarray) -> np.ndarray:
        """The articles of a group among those that stand at these rows."""
        first, end = rows.searchsorted(self._starts[group : group + 2])
        return self.members[rows[first:end]]

    def rows(self, docs: np.ndarray) -> np.ndarray:
        """Where some articles stand among the members, ascending."""
        if len(docs) == self._live:
            return self._every_row
        if len(docs) < len(self.members):
            rows = self._row_of[docs]
            return np.sort(rows[rows != ALONE])
        mask = np.zeros(len(self.group), dtype=bool)
        mask[docs] = True
        return np.flatnonzero(mask[self.members])

    def texts(self, rows: np.ndarray) -> int:
        """How many texts the articles at these rows have."""
        return int(np.count_nonzero(_begins(self._numbers[rows])))

    def repeats(
        self, docs: np.ndarray, rows: np.ndarray, values: np.ndarray | None = None
    ) -> np.ndarray:
        """Where among some articles those are for which another stands: one of the largest value
        of its text (`values` has one for each of `docs`), and of these the first published.

        `rows` are theirs.
        """
        if not len(rows):
            return rows
        index_of = np.empty(len(self.group), dtype=np.intp)
        index_of[docs] = np.arange(len(docs))
        at, numbers = index_of[self.members[rows]], self._numbers[rows]
        stands = np.zeros(len(rows), dtype=bool)
        best = np.arange(len(rows))
        if values is not None:
            best = np.flatnonzero(_are_best(values[at], numbers))
        stands[best[_begins(numbers[best])]] = True
        return at[~stands]


def _are_best(values: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Which values are the largest of their group, as a mask; `numbers` ascend."""
    starts = np.flatnonzero(_begins(numbers))
    counts = np.diff(np.append(starts, len(numbers)))
    return values == np.repeat(np.maximum.reduceat(values, starts), counts)


def _begins(numbers: np.ndarray) -> np.ndarray:
    """Where another number begins in an ascending list, as a mask."""
    begins = np.ones(len(numbers), dtype=bool)
    begins[1:] = numbers[1:] != numbers[:-1]
    return begins


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

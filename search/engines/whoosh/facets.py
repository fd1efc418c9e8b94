"""How many of the articles found have each outlet, actor, place and date.

Counting costs in proportion to the articles found, or to those not found where these are fewer:
what all live articles have is counted once a snapshot.
"""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Iterable

import numpy as np

from search.engines.whoosh.arrays import narrow, spread, starts_of

EPOCH = 719163  # the proleptic ordinal of 1970-01-01
YEAR_KNOWN, MONTH_KNOWN, DAY_KNOWN = 1, 2, 3


class Articles:
    """Some of a snapshot's live articles, by their ascending numbers."""

    def __init__(self, docs: np.ndarray, live: np.ndarray) -> None:
        """`live` is the mask of all that count."""
        self.docs = docs
        self._live = live

    def __len__(self) -> int:
        return len(self.docs)

    @functools.cached_property
    def others(self) -> np.ndarray:
        """The live articles that are not among these."""
        mask = self._live.copy()
        mask[self.docs] = False
        return np.flatnonzero(mask)


class Facet(ABC):
    """Codes of articles, and how many articles have each."""

    def __init__(self, names: list[str], everything: Articles) -> None:
        self.names = names
        self._everything = everything

    @abstractmethod
    def _count(self, docs: np.ndarray) -> np.ndarray:
        """How many of these articles have each code."""

    @functools.cached_property
    def _totals(self) -> np.ndarray:
        return self._count(self._everything.docs)

    def count(self, found: Articles) -> np.ndarray:
        """How many of the articles found have each code."""
        if found is self._everything:
            return self._totals
        if 2 * len(found) <= len(self._everything):
            return self._count(found.docs)
        return self._totals - self._count(found.others)


class Chosen(Facet):
    """A facet in which readers choose."""

    def counts(self, found: Articles) -> dict[str, int]:
        """Names that occur, the most frequent first; equally frequent ones in their own order."""
        if found is self._everything:
            return self._overview.copy()
        return self._ranked(self.count(found))

    @functools.cached_property
    def _overview(self) -> dict[str, int]:
        return self._ranked(self._totals)

    def _ranked(self, counts: np.ndarray) -> dict[str, int]:
        some = np.flatnonzero(counts)
        return _named(self.names, counts, some[np.argsort(-counts[some], kind="stable")])

    @functools.cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names)}

    def _codes_of(self, names: Iterable[str]) -> list[int]:
        """The codes of those names that there are."""
        return [self._numbers[name] for name in names if name in self._numbers]


class Outlets(Chosen):
    """One code an article: the outlet that published it."""

    def __init__(self, names: list[str], codes: np.ndarray, everything: Articles) -> None:
        super().__init__(names, everything)
        self.codes = codes

    def _count(self, docs: np.ndarray) -> np.ndarray:
        return np.bincount(self.codes.take(docs), minlength=len(self.names))

    def having_any(self, slugs: Iterable[str]) -> np.ndarray:
        """A mask of the articles that one of these published."""
        mask = np.zeros(len(self.codes), dtype=bool)
        for code in self._codes_of(slugs):
            mask |= self.codes == code
        return mask


class Labels(Chosen):
    """Several codes an article: its actors, or its places. `lengths` says how many it has of the
    `codes`, which stand in the order of the articles."""

    def __init__(
        self, names: list[str], codes: np.ndarray, lengths: np.ndarray, everything: Articles
    ) -> None:
        super().__init__(names, everything)
        self.codes = codes
        self._lengths = lengths
        self._starts = np.cumsum(lengths) - lengths

    def _count(self, docs: np.ndarray) -> np.ndarray:
        rows = spread(self._starts.take(docs), self._lengths.take(docs))
        return np.bincount(self.codes.take(rows), minlength=len(self.names))

    @functools.cached_property
    def _holders(self) -> tuple[np.ndarray, np.ndarray]:
        """For each code the articles that have it: where they begin, and all of them."""
        docs = np.repeat(np.arange(len(self._lengths)), self._lengths)
        order = np.argsort(self.codes, kind="stable")
        return starts_of(self.codes, len(self.names)), narrow(docs[order])

    def having_any(self, slugs: Iterable[str]) -> np.ndarray:
        """A mask of the articles with at least one of these."""
        starts, docs = self._holders
        mask = np.zeros(len(self._lengths), dtype=bool)
        for code in self._codes_of(slugs):
            mask[docs[starts[code] : starts[code + 1]].astype(np.intp)] = True
        return mask


class Dates(Facet):
    """The period in which each article's interval begins: its month, its year where no more is
    known, or none. Days are proleptic ordinals, 0 where there is none."""

    def __init__(self, first: np.ndarray, precision: np.ndarray, everything: Articles) -> None:
        months, month = _periods(first, "M")
        years, year = _periods(first, "Y")
        super().__init__([*months, *years], everything)
        self._month_count = len(months)
        undated = len(self.names)
        codes = np.select(
            [first == 0, precision >= MONTH_KNOWN, precision == YEAR_KNOWN],
            [undated, month, year + len(months)],
            default=undated + 1,  # counted nowhere
        )
        self._codes = narrow(codes)

    def _count(self, docs: np.ndarray) -> np.ndarray:
        return np.bincount(self._codes.take(docs), minlength=len(self.names) + 2)

    def counts(self, found: Articles) -> tuple[dict[str, int], dict[str, int], int]:
        """How many begin in each month and in each year, in order of time, and the undated."""
        if found is self._everything:
            months, years, undated = self._overview
            return months.copy(), years.copy(), undated
        return self._in_periods(self.count(found))

    @functools.cached_property
    def _overview(self) -> tuple[dict[str, int], dict[str, int], int]:
        return self._in_periods(self._totals)

    def _in_periods(self, counts: np.ndarray) -> tuple[dict[str, int], dict[str, int], int]:
        some = np.flatnonzero(counts[:-2])
        first_year = int(some.searchsorted(self._month_count))
        months = _named(self.names, counts, some[:first_year])
        years = _named(self.names, counts, some[first_year:])
        return months, years, int(counts[-2])


def _named(names: list[str], counts: np.ndarray, codes: np.ndarray) -> dict[str, int]:
    found = zip(map(names.__getitem__, codes.tolist()), counts[codes].tolist(), strict=True)
    return dict(found)


def _periods(days: np.ndarray, unit: str) -> tuple[list[str], np.ndarray]:
    """The names of all months (`M`) or years (`Y`) from the first to the last, and the number of
    each day's. That of no day means nothing."""
    dated = days[days > 0]
    if not len(dated):
        return [], np.zeros(len(days), dtype=np.int64)
    first, last = _dates(np.array([dated.min(), dated.max()]), unit)
    names = np.datetime_as_string(np.arange(first, last + 1)).tolist()
    return names, (_dates(days, unit) - first).astype(np.int64)


def _dates(ordinals: np.ndarray, unit: str) -> np.ndarray:
    return (ordinals.astype(np.int64) - EPOCH).astype("datetime64[D]").astype(f"datetime64[{unit}]")

"""A plan answered from a snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from search.engines.whoosh.evidence import NOTHING, Held, Part, held, nearly_held, unknown_words
from search.engines.whoosh.snapshot import K1, Labels, Snapshot
from search.plans import Answer, Facets, Filters, Hit, Plan

# The histogram goes down to days when what was found spans no more of them.
MOST_DAYS = 62
# Sums of weights that are equal in mathematics may differ by this much.
ROUNDING = 1e-9
MONTH_KNOWN, YEAR_KNOWN, DAY_KNOWN = 2, 1, 3


def find(snapshot: Snapshot, plan: Plan) -> Answer:
    """Totals, one page of hits, and facet counts."""
    search = Search(snapshot, plan)
    hits = search.hits()
    return Answer(
        total=search.total,
        total_most=search.total_most,
        total_some=search.total_some,
        hits=hits,
        facets=search.facets() if plan.facets else None,
        unknown=search.unknown,
    )


class Search:
    """One plan over one snapshot; masks have a place for every article of the snapshot."""

    def __init__(self, snapshot: Snapshot, plan: Plan) -> None:
        self.snapshot = snapshot
        self.plan = plan
        self.clauses = [held(snapshot, node) for node in plan.clauses]
        self.required = [held(snapshot, node) for node in plan.required]
        self.choices = _choices(snapshot, plan.filters)
        self.with_all, self.with_most, with_some = self._masks()
        self.found_all = self._narrowed(self.with_all)
        self.found_most = None if self.with_most is None else self._narrowed(self.with_most)
        self.found_some = None if with_some is None else self._narrowed(with_some)
        self.total = int(np.count_nonzero(self.found_all))
        self.total_most = _count(self.found_most)
        self.total_some = _count(self.found_some)

    # Which articles

    def _masks(self) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
        """Articles with all clauses, with most, with some of them. Filters come later."""
        allowed = self._allowed()
        if not self.clauses:
            return allowed, None, None
        counts = np.zeros(self.snapshot.size, dtype=np.uint16)
        for clause in self.clauses:
            counts[clause.docs] += 1
        with_all = (counts == len(self.clauses)) & allowed
        if not self.plan.most:
            return with_all, None, None
        counts = self._with_unknown(counts)
        with_most = self._most(counts) & allowed & ~with_all
        if not self.plan.some:
            return with_all, with_most, None
        with_some = ((counts > 0) & allowed) & ~(with_all | with_most)
        return with_all, with_most, with_some

    def _with_unknown(self, counts: np.ndarray) -> np.ndarray:
        """A clause that no article holds counts for one that holds the forms most like it."""
        if all(len(clause.docs) for clause in self.clauses):
            return counts
        counts = counts.copy()
        for node, clause in zip(self.plan.clauses, self.clauses, strict=True):
            if not len(clause.docs):
                counts[nearly_held(self.snapshot, node)] += 1
        return counts

    def _most(self, counts: np.ndarray) -> np.ndarray:
        """More than half of the clauses that any article holds, and half of their weight."""
        known = [clause for clause in self.clauses if len(clause.docs)]
        weights = np.zeros(self.snapshot.size)
        total = 0.0
        for clause in known:
            weight = inverse_frequency(self.snapshot, len(clause.docs))
            weights[clause.docs] += weight
            total += weight
        return (counts > len(known) // 2) & (weights >= total / 2 - ROUNDING)

    def _allowed(self) -> np.ndarray:
        """Live articles that hold what is required and nothing excluded, and are not hidden."""
        snapshot = self.snapshot
        allowed = snapshot.live.copy()
        for clause in self.required:
            mask = np.zeros(snapshot.size, dtype=bool)
            mask[clause.docs] = True
            allowed &= mask
        for node in self.plan.excluded:
            allowed[held(snapshot, node).docs] = False
        for filters in self.plan.without:
            allowed &= ~np.logical_and.reduce(list(_choices(snapshot, filters).values()))
        if self.plan.hidden:
            allowed[snapshot.docs_of(self.plan.hidden)] = False
        return allowed

    def _narrowed(self, mask: np.ndarray, but: str = "") -> np.ndarray:
        """A mask with the reader's choices applied, except those of the group `but`."""
        for group, choice in self.choices.items():
            if group != but:
                mask = mask & choice
        return mask

    @property
    def unknown(self) -> tuple[str, ...]:
        words = [
            word
            for node, clause in zip(
                (*self.plan.clauses, *self.plan.required),
                (*self.clauses, *self.required),
                strict=True,
            )
            if not len(clause.docs)
            for word in unknown_words(self.snapshot, node)
        ]
        return tuple(dict.fromkeys(words))

    # Which order

    def hits(self) -> tuple[Hit, ...]:
        """The page that the plan asks for; articles with all the words come first."""
        start, end = self.plan.offset, self.plan.offset + self.plan.limit
        hits = self._part(self.found_all, start, min(end, self.total), all_words=True)
        if self.found_most is not None and end > self.total:
            start, end = max(0, start - self.total), end - self.total
            hits += self._part(self.found_most, start, end, all_words=False)
            if self.found_some is not None and end > self.total_most:
                start, end = max(0, start - self.total_most), end - self.total_most
                rest = self._part(self.found_some, start, end, all_words=False)
                hits += [replace(hit, most_words=False) for hit in rest]
        return tuple(hits)

    def _part(self, mask: np.ndarray, start: int, end: int, *, all_words: bool) -> list[Hit]:
        if start >= end:
            return []
        docs = np.flatnonzero(mask)
        if self.plan.sort == "relevance":
            scores = self._scores(docs)
            order = _best(scores, self.snapshot.newest_key[docs], end)[start:end]
            chosen, scores = docs[order], scores[order]
        else:
            order = _best(*self._date_keys(docs), end)[start:end]
            chosen = docs[order]
            scores = self._scores(chosen)
        articles = self.snapshot.articles[chosen].tolist()
        return [
            Hit(article, score, all_words)
            for article, score in zip(articles, scores.tolist(), strict=True)
        ]

    def _date_keys(self, docs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Larger comes first; undated articles come last whichever way."""
        days = self.snapshot.first[docs].astype(np.int64)
        articles = self.snapshot.articles[docs]
        if self.plan.sort == "newest":
            return days, articles
        return np.where(days == 0, -(1 << 40), -days), -articles

    def _scores(self, docs: np.ndarray) -> np.ndarray:
        """BM25 over all evidence, for ascending or few articles."""
        scores = np.zeros(len(docs))
        if not len(docs):
            return scores
        rows = np.full(self.snapshot.size, -1, dtype=np.int64)
        rows[docs] = np.arange(len(docs))
        for part in self._parts():
            at = rows[part.docs]
            kept = at >= 0
            scores[at[kept]] += impacts(self.snapshot, part, kept)
        return scores

    def _parts(self) -> Iterable[Part]:
        clauses: list[Held] = [*self.clauses, *self.required]
        return (part for clause in clauses for part in clause.parts)

    # Facets

    def facets(self) -> Facets:
        """Counts over the articles with all the words; over those with most where none has all."""
        counted = self.with_all
        if not self.total and self.total_most and self.with_most is not None:
            counted = self.with_most
        by_date = self._narrowed(counted, but="date")
        narrowed = self._narrowed(counted)
        precision = self.snapshot.precision
        return Facets(
            outlets=self._outlet_counts(self._narrowed(counted, but="outlet")),
            actors=_label_counts(self.snapshot.actors, self._narrowed(counted, but="actor")),
            places=_label_counts(self.snapshot.places, self._narrowed(counted, but="place")),
            days=self._days(narrowed),
            months=self.snapshot.months.counts(by_date & (precision >= MONTH_KNOWN)),
            years=self.snapshot.years.counts(by_date & (precision == YEAR_KNOWN)),
            undated=int(np.count_nonzero(by_date & (self.snapshot.first == 0))),
            beyond=self._beyond(narrowed),
        )

    def _beyond(self, mask: np.ndarray) -> int:
        """Articles whose interval is not whole inside the dates asked for."""
        since, until = self.plan.filters.since, self.plan.filters.until
        found = np.flatnonzero(mask & (self.snapshot.first != 0)) if since or until else NOTHING
        outside = np.zeros(len(found), dtype=bool)
        if since:
            outside |= self.snapshot.first[found] < since.toordinal()
        if until:
            outside |= self.snapshot.last[found] > until.toordinal()
        return int(np.count_nonzero(outside))

    def _outlet_counts(self, mask: np.ndarray) -> dict[str, int]:
        counts = np.bincount(self.snapshot.outlet[mask], minlength=len(self.snapshot.outlets))
        return _counted(self.snapshot.outlets, counts)

    def _days(self, mask: np.ndarray) -> dict[str, int]:
        """Days, when all that was found and is dated to a month or closer spans few of them."""
        snapshot = self.snapshot
        known = mask & (snapshot.precision >= MONTH_KNOWN)
        if not known.any():
            return {}
        span = int(snapshot.last[known].max()) - int(snapshot.first[known].min()) + 1
        if span > MOST_DAYS:
            return {}
        days, counts = np.unique(
            snapshot.first[mask & (snapshot.precision == DAY_KNOWN)], return_counts=True
        )
        return {
            date.fromordinal(day).isoformat(): count
            for day, count in zip(days.tolist(), counts.tolist(), strict=True)
        }


def _count(mask: np.ndarray | None) -> int:
    return 0 if mask is None else int(np.count_nonzero(mask))


def inverse_frequency(snapshot: Snapshot, count: int) -> float:
    """How telling it is to be among `count` articles: ln(1 + (N − n + ½)/(n + ½)), as in Lucene."""
    return float(np.log1p((snapshot.document_count - count + 0.5) / (count + 0.5)))


def impacts(snapshot: Snapshot, part: Part, kept: np.ndarray) -> np.ndarray:
    """What a piece of evidence adds to the score of the articles where `kept` is true.

    BM25 over live articles.
    """
    count = len(part.docs)
    idf = inverse_frequency(snapshot, count)
    tfs = part.tfs[kept].astype(np.float64)
    norms = snapshot.norms[part.kind][part.docs[kept]]
    return part.weight * idf * (K1 + 1) * tfs / (tfs + norms)


def _best(keys: np.ndarray, ties: np.ndarray, most: int) -> np.ndarray:
    """Places of the `most` largest keys in falling order; equal ones by falling `ties`."""
    places = np.arange(len(keys))
    if most < len(keys):
        least = np.partition(keys, len(keys) - most)[len(keys) - most]
        places = np.flatnonzero(keys >= least)
        if len(places) > 4 * most:  # many ties at the edge: only as many as are needed
            sure, edge = np.flatnonzero(keys > least), np.flatnonzero(keys == least)
            needed = most - len(sure)
            edge = edge[np.argpartition(ties[edge], len(edge) - needed)[len(edge) - needed :]]
            places = np.concatenate((sure, edge))
    return places[np.lexsort((-ties[places], -keys[places]))][:most]


def _choices(snapshot: Snapshot, filters: Filters) -> dict[str, np.ndarray]:
    """A mask for each group in which the reader chose something."""
    choices = {}
    if filters.outlets:
        wanted = np.zeros(len(snapshot.outlets) + 1, dtype=bool)
        wanted[[snapshot.outlet_code(slug) for slug in filters.outlets]] = True
        wanted[-1] = False
        choices["outlet"] = wanted[snapshot.outlet]
    if filters.actors:
        choices["actor"] = snapshot.actors.having_any(filters.actors, snapshot.size)
    if filters.places:
        choices["place"] = snapshot.places.having_any(filters.places, snapshot.size)
    if filters.since or filters.until or filters.undated:
        choices["date"] = _dated(snapshot, filters)
    return choices


def _dated(snapshot: Snapshot, filters: Filters) -> np.ndarray:
    """Articles whose interval overlaps the given one, and undated ones if they are asked for."""
    mask = np.zeros(snapshot.size, dtype=bool)
    if filters.since or filters.until:
        mask = snapshot.first != 0
        if filters.since:
            mask &= snapshot.last >= filters.since.toordinal()
        if filters.until:
            mask &= snapshot.first <= filters.until.toordinal()
    if filters.undated:
        mask |= snapshot.first == 0
    return mask


def _label_counts(labels: Labels, mask: np.ndarray) -> dict[str, int]:
    return _counted(labels.slugs, labels.counts(mask))


def _counted(slugs: list[str], counts: np.ndarray) -> dict[str, int]:
    """Slugs that occur, the most frequent first; equally frequent ones in their own order."""
    some = np.flatnonzero(counts)
    some = some[np.argsort(-counts[some], kind="stable")]
    return {slugs[n]: count for n, count in zip(some.tolist(), counts[some].tolist(), strict=True)}

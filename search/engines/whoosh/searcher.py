"""A plan answered from a snapshot."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from search.engines.plan import MOST_SOME, Answer, Facets, Filters, Hit, Node, Plan
from search.engines.whoosh.answers import Answers, chosen, holding
from search.engines.whoosh.arrays import among
from search.engines.whoosh.facets import DAY_KNOWN, MONTH_KNOWN, Articles
from search.engines.whoosh.postings import (
    docs_of,
    nearly_held,
    parts_of,
    unknown_words,
    without,
)
from search.engines.whoosh.ranking import (
    COMPARED,
    LEAST_WEIGHT,
    Coverage,
    best,
    nearness,
    scores,
)
from search.engines.whoosh.same_texts import ALONE
from search.engines.whoosh.snapshot import NO_DOCS, Snapshot
from search.engines.whoosh.statements import GROUPS

# The histogram goes down to days when what was found spans no more of them. So many days lie in
# four months at most.
MOST_DAYS = 62
MOST_MONTHS = 4
# Sums of weights that are equal in mathematics may differ by this much.
ROUNDING = 1e-9


def find(snapshot: Snapshot, plan: Plan) -> Answer:
    """Totals, one page of hits, and facet counts."""
    searcher = Searcher(snapshot, plan)
    return Answer(
        total=len(searcher.found_all),
        total_most=len(searcher.found_most),
        total_some=searcher.total_some,
        cards=searcher.cards,
        cards_some=searcher.cards_some,
        hits=searcher.hits(),
        facets=searcher.facets() if plan.facets else None,
        unknown=searcher.unknown,
    )


# Articles; whether they have all the words; whether a statement answers.
Part = tuple[Articles, bool, bool]


class Share(NamedTuple):
    """What a page takes from one group of articles, in their order; `start` and `end` count those
    that stand for others once."""

    found: Articles
    start: int
    end: int
    all_words: bool
    answers: bool


class Searcher:
    """One plan over one snapshot; masks have an entry for every article of the snapshot.

    `with_all` and `with_most` are the articles with all of the clauses and with most of them,
    `found_all` and `found_most` those that the reader's choices leave.
    """

    def __init__(self, snapshot: Snapshot, plan: Plan) -> None:
        self.snapshot = snapshot
        self.plan = plan
        # What is hidden counts nowhere: whether a word is known must not tell of it.
        self.hidden = snapshot.docs_of(plan.hidden) if plan.hidden else NO_DOCS
        self.clauses = [without(docs_of(snapshot, node), self.hidden) for node in plan.clauses]
        self.required = [without(docs_of(snapshot, node), self.hidden) for node in plan.required]
        self.choices = _choices(snapshot, plan.filters)
        self.allowed = self._allowed()
        self._some: np.ndarray | None = None  # a mask of those with less than most, if wanted
        self.with_all, self.with_most = self._groups()
        self.holding: np.ndarray | None = None  # a grade for every statement, where they are sought
        if plan.in_statements and self._nodes:
            self._look_in_statements()
        self.found_all = self._narrowed(self.with_all)
        self.found_most = self._narrowed(self.with_most)
        choice = self._choice()
        if self._some is not None and choice is not None:
            self._some &= choice
        self.total_some = 0 if self._some is None else int(np.count_nonzero(self._some))
        self.same_texts = snapshot.same_texts if plan.grouped else None
        self._rows_of: dict[Articles, np.ndarray] = {}

    # Which articles

    def _allowed(self) -> np.ndarray:
        """A mask of the live articles that hold what is required, hold nothing excluded and are
        not hidden: the snapshot's own where nothing of the kind was asked."""
        snapshot, plan = self.snapshot, self.plan
        excluded, left_out = plan.excluded, plan.without
        if plan.in_statements and self._nodes:  # then each statement is asked what it holds
            excluded = ()
            left_out = tuple(one for one in left_out if not one.choose_nothing_else)
        if not (plan.required or excluded or left_out or plan.hidden):
            return snapshot.live
        allowed = snapshot.live.copy()
        for docs in self.required:
            allowed &= self._mask(docs)
        for node in excluded:
            allowed[docs_of(snapshot, node)] = False
        for filters in left_out:
            allowed &= ~np.logical_and.reduce(list(_choices(snapshot, filters).values()))
        allowed[self.hidden] = False
        return allowed

    def _mask(self, docs: np.ndarray) -> np.ndarray:
        mask = np.zeros(self.snapshot.size, dtype=bool)
        mask[docs.astype(np.intp)] = True
        return mask

    def _articles(self, docs: np.ndarray) -> Articles:
        """Those of some live articles that are allowed."""
        docs = docs.astype(np.intp, copy=False)  # what numpy would make of them at every look
        if self.allowed is not self.snapshot.live:
            docs = docs[self.allowed[docs]]
        return Articles(docs, self.snapshot.live)

    def _groups(self) -> tuple[Articles, Articles]:
        """Articles with all clauses, and with most of them. The reader's choices come later."""
        nothing = self._articles(NO_DOCS)
        if not self.clauses:
            return self._browsed(), nothing
        if len(self.clauses) == 1 and (len(self.clauses[0]) or not self.plan.most):
            return self._articles(self.clauses[0]), nothing
        masks = [self._mask(docs) for docs in self.clauses]
        counts = np.zeros(self.snapshot.size, dtype=np.uint8)
        for mask in masks:
            counts += mask
        with_all = self._articles(np.flatnonzero(counts == len(masks)))
        if not self.plan.most:
            return with_all, nothing
        for held, docs in zip(self.clauses, self.meant, strict=True):
            if not len(held):
                counts += self._mask(docs)
        with_most = self._most(counts, masks, with_all)
        if self.plan.some:
            self._some = (counts > 0) & self.allowed
            self._some[with_all.docs] = False
            self._some[with_most.docs] = False
        return with_all, with_most

    def _look_in_statements(self) -> None:
        """Narrow both groups to articles of which a chosen statement holds the words."""
        docs = np.union1d(self.with_all.docs, self.with_most.docs)
        self.holding = holding(self.snapshot, self.plan, self.hidden, docs)
        self.choices.pop("said", None)
        with_all = self._holders(2)
        self.with_all = self._articles(with_all)
        self.with_most = self._articles(np.setdiff1d(self._holders(1), with_all))
        self._some = None

    def _holders(self, grade: int) -> np.ndarray:
        """The articles with a chosen statement that holds so much."""
        return np.unique(self.snapshot.said.docs[self._chosen(grade)])

    def _chosen(self, grade: int, but: str = "") -> np.ndarray:
        """A mask of the statements that hold so much and are chosen, except in the group `but`."""
        chosen = self.snapshot.said.chosen(self.plan.filters, but)
        assert self.holding is not None  # they are sought
        held = np.equal(self.holding, grade)
        return held if chosen is None else held & chosen

    def _browsed(self) -> Articles:
        everything = self.snapshot.everything
        if self.allowed is self.snapshot.live:
            return everything
        return Articles(np.flatnonzero(self.allowed), self.snapshot.live)

    @functools.cached_property
    def meant(self) -> list[np.ndarray]:
        """The articles of each clause; one that no article holds counts for those that hold the
        forms most like it."""
        return [
            docs if len(docs) else without(self._nearly_held(node), self.hidden)
            for node, docs in zip(self.plan.clauses, self.clauses, strict=True)
        ]

    def _nearly_held(self, node: Node) -> np.ndarray:
        return nearly_held(self.snapshot, node, self.hidden)

    @functools.cached_property
    def coverage(self) -> Coverage:
        known = [docs for docs in self.meant if len(docs)]
        weights = [self.snapshot.inverse_frequency(len(docs)) for docs in known]
        return Coverage(list(map(self._mask, known)), weights)

    def _most(
        self, counts: np.ndarray, masks: Sequence[np.ndarray], with_all: Articles
    ) -> Articles:
        """More than half of the clauses that any article holds, and half of their weight."""
        known = [(len(docs), mask) for docs, mask in zip(self.clauses, masks, strict=True)]
        known = [(count, mask) for count, mask in known if count]
        enough = counts > len(known) // 2
        enough[with_all.docs] = False
        candidates = np.flatnonzero(enough)
        if not len(candidates):
            return self._articles(NO_DOCS)
        weights, total = np.zeros(len(candidates)), 0.0
        for count, mask in known:
            weight = self.snapshot.inverse_frequency(count)
            weights += mask[candidates] * weight
            total += weight
        return self._articles(candidates[weights >= total / 2 - ROUNDING])

    def _choice(self, but: str = "") -> np.ndarray | None:
        """A mask of what the reader chose, except in the group `but`."""
        chosen = [mask for group, mask in self.choices.items() if group != but]
        return functools.reduce(np.logical_and, chosen) if chosen else None

    def _narrowed(self, articles: Articles, but: str = "") -> Articles:
        """Articles that the reader's choices leave, except those of the group `but`."""
        choice = self._choice(but)
        if choice is None:
            return articles
        if articles is self.snapshot.everything:
            return Articles(np.flatnonzero(choice & self.snapshot.live), self.snapshot.live)
        return Articles(articles.docs[choice[articles.docs]], self.snapshot.live)

    @functools.cached_property
    def found_some(self) -> Articles:
        """Those that hold some of the clauses and less than most."""
        docs = NO_DOCS if self._some is None else np.flatnonzero(self._some)
        return Articles(docs, self.snapshot.live)

    @property
    def unknown(self) -> tuple[str, ...]:
        words = [
            word
            for node, docs in zip(self._nodes, (*self.clauses, *self.required), strict=True)
            if not len(docs)
            for word in unknown_words(self.snapshot, node, self.hidden)
        ]
        return tuple(dict.fromkeys(words))

    @property
    def _nodes(self) -> tuple[Node, ...]:
        return (*self.plan.clauses, *self.plan.required)

    # Which order

    def hits(self) -> tuple[Hit, ...]:
        """The page that the plan asks for; articles with all the words come first."""
        hits: list[Hit] = []
        shares = list(self._shares())
        for share, (docs, values) in zip(shares, self._ranked(shares), strict=True):
            articles = self.snapshot.articles[docs].tolist()
            with_most = among(self.found_most.docs, docs)[1].tolist()
            hits += [
                Hit(article, score, share.all_words, share.all_words or most, share.answers, same)
                for article, score, most, same in zip(
                    articles, values.tolist(), with_most, self._same(docs), strict=True
                )
            ]
        return tuple(hits)

    @functools.cached_property
    def cards(self) -> int:
        """How many hits the articles with all of the clauses and with most make."""
        return self._cards_of(self.found_all, self.found_most)

    @property
    def cards_some(self) -> int:
        """How many more those with some make."""
        if self.same_texts is None or not self.total_some:
            return self.total_some
        return self._cards_of(self.found_all, self.found_most, self.found_some) - self.cards

    def _cards_of(self, *parts: Articles) -> int:
        """How many hits some articles make: one a text."""
        count = sum(len(part) for part in parts)
        if self.same_texts is None:
            return count
        rows = self._rows(*parts)
        return count - len(rows) + self.same_texts.texts(rows)

    def _rows(self, *parts: Articles) -> np.ndarray:
        """Where these articles stand among those with the same text, looked up once."""
        assert self.same_texts is not None
        some = [part for part in parts if len(part)]
        if len(some) > 1:
            return np.sort(np.concatenate([self._rows(part) for part in some]))
        if not some:
            return NO_DOCS
        if some[0] not in self._rows_of:
            self._rows_of[some[0]] = self.same_texts.rows(some[0].docs)
        return self._rows_of[some[0]]

    def _same(self, docs: np.ndarray) -> Iterator[tuple[int, ...]]:
        """For each of some hits the other articles found with its text."""
        if self.same_texts is None:
            yield from [()] * len(docs)
            return
        groups = self.same_texts.group[docs]
        some = (self.found_some,) if self.total_some and groups.max(initial=ALONE) >= 0 else ()
        rows = self._rows(self.found_all, self.found_most, *some)
        for doc, group in zip(docs.tolist(), groups.tolist(), strict=True):
            if group == ALONE:
                yield ()
                continue
            held = self.snapshot.articles[self.same_texts.within(group, rows)].tolist()
            yield tuple(one for one in held if one != self.snapshot.articles[doc])

    def _shares(self) -> Iterator[Share]:
        """What the page takes from each group that it reaches."""
        start, end = self.plan.offset, self.plan.offset + self.plan.limit
        for found, *of_what_kind in self._without_repeats(self._groups_in_order()):
            count = self._cards_of(found)
            if start < count and start < end:
                yield Share(found, start, min(end, count), *of_what_kind)
            start, end = max(0, start - count), end - count
            if end <= 0:
                return

    def _without_repeats(self, groups: Iterable[Part]) -> Iterator[Part]:
        """The same without the articles whose text an earlier one of these groups has."""
        if self.same_texts is None:
            yield from groups
            return
        met = np.zeros(self.same_texts.count + 1, dtype=bool)  # the last serves ALONE, which is -1
        before: Articles | None = None  # whose texts aren't among those met yet
        for every, all_words, answers in groups:
            found = every
            if len(every) and before is not None:
                met[self.same_texts.group[before.docs]] = True
                met[ALONE] = False
                found = self._rest(every, every.docs[~met[self.same_texts.group[every.docs]]])
            before = found if len(every) else before
            yield found, all_words, answers

    def _groups_in_order(self) -> Iterator[Part]:
        with_all, with_most = self.found_all.docs, self.found_most.docs
        if self.plan.answering is not None and self._is_by_relevance:
            nodes = self.plan.answering.nodes
            answers = Answers(self.snapshot, nodes, self.hidden, chosen(self.snapshot, self.plan))
            for answering in answers.among(np.union1d(with_all, with_most)):
                yield self._only(answering, with_all), True, True
                yield self._only(answering, with_most), False, True
                with_all = np.setdiff1d(with_all, answering, assume_unique=True)
                with_most = np.setdiff1d(with_most, answering, assume_unique=True)
        yield self._rest(self.found_all, with_all), True, False
        best_of_some = self._best_of_some()
        with_most = np.union1d(with_most, best_of_some) if len(best_of_some) else with_most
        yield self._rest(self.found_most, with_most), False, False
        with_some = self.found_some.docs
        if len(best_of_some):
            with_some = np.setdiff1d(with_some, best_of_some, assume_unique=True)
        yield self._rest(self.found_some, with_some), False, False

    def _best_of_some(self) -> np.ndarray:
        """The articles with some of the words that stand among those with most, by evidence."""
        if not (self._is_by_relevance and self.total_some):
            return NO_DOCS
        docs = self.found_some.docs
        docs = docs[self.coverage.of_weight(docs) >= LEAST_WEIGHT - ROUNDING]
        parts = (part for node in self._nodes for part in parts_of(self.snapshot, node))
        words = [part for part in parts if part.kind != "gram"]  # these are few and say enough
        values = scores(self.snapshot, words, docs) * self.coverage.of(docs)
        return docs[best(values, self.snapshot.newest_key, docs, MOST_SOME)]

    def _only(self, docs: np.ndarray, others: np.ndarray) -> Articles:
        return Articles(np.intersect1d(docs, others, assume_unique=True), self.snapshot.live)

    def _rest(self, found: Articles, docs: np.ndarray) -> Articles:
        return found if len(docs) == len(found) else Articles(docs, self.snapshot.live)

    @property
    def _is_by_relevance(self) -> bool:
        return self.plan.sort == "relevance" and bool(self._nodes)

    def _ranked(self, shares: Sequence[Share]) -> Iterable[tuple[np.ndarray, np.ndarray]]:
        """The articles of each share in their order, with their scores."""
        with_all = [share.all_words for share in shares]
        if not self._is_by_relevance:
            chosen = [self._by_date(share) for share in shares]
            return zip(chosen, self._scores(chosen, with_all), strict=True)
        scored = self._scores([share.found.docs for share in shares], with_all)
        return [self._by_score(*pair) for pair in zip(shares, scored, strict=True)]

    def _by_score(self, share: Share, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        docs = share.found.docs
        if share.start < COMPARED and len(self.plan.clauses) > 1:
            self._add_nearness(share, values)
        order_by = values
        if self.same_texts is not None:
            order_by = values.copy()
            order_by[self.same_texts.repeats(docs, self._rows(share.found), values)] = -np.inf
        order = best(order_by, self.snapshot.newest_key, docs, share.end)[share.start :]
        return docs[order], values[order]

    def _add_nearness(self, share: Share, values: np.ndarray) -> None:
        """Add to the scores of the best articles how near they hold the words. Nothing that is
        behind these comes before them by it."""
        docs, ties = share.found.docs, self.snapshot.newest_key
        first = best(values, ties, docs, COMPARED)
        near = nearness(self.snapshot, self.plan.clauses, self._telling, docs[first])
        values[first] += near if share.all_words else near * self.coverage.of(docs[first])

    @functools.cached_property
    def _telling(self) -> np.ndarray:
        """How telling each clause is; one that no article holds tells nothing."""
        counts = map(len, self.clauses)
        return np.array([self.snapshot.inverse_frequency(n) if n else 0.0 for n in counts])

    def _by_date(self, share: Share) -> np.ndarray:
        """Undated articles come last whichever way."""
        oldest = self.plan.sort == "oldest"
        if share.found is self.snapshot.everything:
            return self._all_by_date(oldest)[share.start : share.end]
        key = self.snapshot.oldest_key if oldest else self.snapshot.newest_key
        docs = share.found.docs
        order_by = key[docs]
        if self.same_texts is not None:
            repeats = self.same_texts.repeats(docs, self._rows(share.found))
            order_by[repeats] = np.iinfo(order_by.dtype).min
        return docs[best(order_by, key, docs, share.end)[share.start :]]

    def _all_by_date(self, oldest: bool) -> np.ndarray:
        snapshot = self.snapshot
        if self.same_texts is None:
            return snapshot.oldest if oldest else snapshot.newest
        return snapshot.oldest_texts if oldest else snapshot.newest_texts

    def _scores(self, lists: Sequence[np.ndarray], with_all: Sequence[bool]) -> list[np.ndarray]:
        """The scores of several lists of articles, worked out together; `with_all` says which hold
        all the words."""
        if not lists:
            return []
        parts = (part for node in self._nodes for part in parts_of(self.snapshot, node))
        values = scores(self.snapshot, parts, np.concatenate(lists))
        ends = itertools.accumulate(map(len, lists))
        scored = [values[end - len(docs) : end] for docs, end in zip(lists, ends, strict=True)]
        for docs, own, is_whole in zip(lists, scored, with_all, strict=True):
            if not is_whole:
                own *= self.coverage.of(docs)
        return scored

    # Facets

    def facets(self) -> Facets:
        """Counts over the articles with all the words; over those with most where none has all."""
        counted, found = self.with_all, self.found_all
        if not len(found) and len(self.found_most):
            counted, found = self.with_most, self.found_most

        def without(group: str) -> Articles:
            return self._narrowed(counted, but=group) if group in self.choices else found

        snapshot, filters = self.snapshot, self.plan.filters
        grade = 2 if found is self.found_all else 1
        said, counts = snapshot.said, {}
        for group in GROUPS:
            if self.holding is None:
                counts[group] = said.counts(group, without("said"), said.chosen(filters, but=group))
            else:
                mask = self._chosen(grade, but=group)
                holders = self._narrowed(self._articles(np.unique(said.docs[mask])))
                counts[group] = said.counts(group, holders, mask)
        spoken = said.chosen(filters) if self.holding is None else self._chosen(grade)
        months, years, undated = snapshot.dates.counts(without("date"))
        within = snapshot.dates.counts(found) if "date" in self.choices else (months, years)
        return Facets(
            outlets=snapshot.outlets.counts(without("outlet")),
            actors=snapshot.actors.counts(without("actor")),
            places=snapshot.places.counts(without("place")),
            speakers=counts["speaker"],
            kinds=counts["kind"],
            vias=counts["via"],
            statements=0 if spoken is None else said.count(found, spoken),
            days=self._days(found, within[0]),
            months=months,
            years=years,
            months_within=within[0],
            years_within=within[1],
            undated=undated,
            beyond=self._beyond(found),
        )

    def _beyond(self, found: Articles) -> int:
        """Articles whose interval is not whole inside the dates asked for."""
        since, until = self.plan.filters.since, self.plan.filters.until
        if not (since or until):
            return 0
        first = self.snapshot.first[found.docs]
        outside = np.zeros(len(found), dtype=bool)
        if since:
            outside |= first < since.toordinal()
        if until:
            outside |= self.snapshot.last[found.docs] > until.toordinal()
        return int(np.count_nonzero(outside & (first != 0)))

    def _days(self, found: Articles, months: dict[str, int]) -> dict[str, int]:
        """Days, when all that was found and is dated to a month or closer spans few of them.

        `months` are those of what was found, in order of time.
        """
        snapshot = self.snapshot
        if not months or _months_between(next(iter(months)), next(reversed(months))) >= MOST_MONTHS:
            return {}
        docs = found.docs[snapshot.precision[found.docs] >= MONTH_KNOWN]
        first = snapshot.first[docs]
        if int(snapshot.last[docs].max()) - int(first.min()) >= MOST_DAYS:
            return {}
        known = first[snapshot.precision[docs] == DAY_KNOWN]
        days, counts = np.unique(known, return_counts=True)
        return {
            date.fromordinal(day).isoformat(): count
            for day, count in zip(days.tolist(), counts.tolist(), strict=True)
        }


def _months_between(first: str, last: str) -> int:
    years, months = (int(last[part]) - int(first[part]) for part in (slice(4), slice(5, 7)))
    return 12 * years + months


def _choices(snapshot: Snapshot, filters: Filters) -> dict[str, np.ndarray]:
    """A mask for each group in which the reader chose something."""
    choices = {}
    if filters.outlets:
        choices["outlet"] = snapshot.outlets.having_any(filters.outlets)
    if filters.actors:
        choices["actor"] = snapshot.actors.having_any(filters.actors)
    if filters.places:
        choices["place"] = snapshot.places.having_any(filters.places)
    if filters.articles is not None:
        choices["article"] = np.zeros(snapshot.size, dtype=bool)
        choices["article"][snapshot.docs_of(filters.articles)] = True
    if filters.choose_statements:
        choices["said"] = snapshot.said.having_any(filters)
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

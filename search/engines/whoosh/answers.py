"""Which articles have a statement that answers: one that holds the words asked for."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import numpy as np

from search.engines.plan import And, Filters, Node, Or, Plan, Synonyms
from search.engines.whoosh.arrays import counts_of, spread, starts_of_lengths
from search.engines.whoosh.postings import docs_of, spans, without
from search.engines.whoosh.snapshot import Segment, Snapshot

ROUNDING = 1e-9  # of sums of weights that are equal in mathematics


def chosen(snapshot: Snapshot, plan: Plan) -> np.ndarray | None:
    """A mask of the statements that a plan chooses; None where it leaves all."""
    masks = [snapshot.said.chosen(plan.filters)]
    if plan.answering is not None:
        asked = Filters(speakers=plan.answering.speakers, kinds=plan.answering.kinds)
        masks.append(snapshot.said.chosen(asked))
    found = [mask for mask in masks if mask is not None]
    return functools.reduce(np.logical_and, found) if found else None


def holding(snapshot: Snapshot, plan: Plan, hidden: np.ndarray, docs: np.ndarray) -> np.ndarray:
    """For every statement 2 where it holds all that a plan looks for in statements, 1 where it
    holds most; 0 for those of other articles than `docs`, which ascend."""
    grades = Answers(snapshot, plan.clauses, hidden).grades(docs)
    if not plan.most:
        grades[grades == 1] = 0
    if plan.required:
        grades[Answers(snapshot, plan.required, hidden).grades(docs) < 2] = 0
    for filters in plan.without:
        left_out = snapshot.said.chosen(filters) if filters.choose_nothing_else else None
        if left_out is not None:
            grades[left_out] = 0
    for node in plan.excluded:
        grades[Answers(snapshot, (node,), hidden).grades(docs) == 2] = 0
    return grades


class Answers:
    """The statements that hold some nodes; of `chosen` ones where that mask is given."""

    def __init__(
        self,
        snapshot: Snapshot,
        nodes: Sequence[Node],
        hidden: np.ndarray,
        chosen: np.ndarray | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.nodes = nodes
        self.chosen = chosen
        held = [len(without(docs_of(snapshot, node), hidden)) for node in self.nodes]
        # What no article holds weighs nothing.
        self.weights = np.array(
            [snapshot.inverse_frequency(count) if count else 0.0 for count in held]
        )
        self.known = np.array([count > 0 for count in held], dtype=bool)

    def among(self, docs: np.ndarray) -> Iterator[np.ndarray]:
        """Those of some articles of which a statement holds everything, then those of which one
        holds most."""
        best = np.zeros(len(docs), dtype=np.uint8)
        edges = docs.searchsorted(self.snapshot.bases)
        for number, segment in enumerate(self.snapshot.segments):
            first, end = edges[number], edges[number + 1]
            if first < end and len(self.nodes):
                best[first:end] = self._best(segment, docs[first:end], self.snapshot.bases[number])
        yield docs[best == 2]
        yield docs[best == 1]

    def grades(self, docs: np.ndarray) -> np.ndarray:
        """For every statement 2 where it holds all, 1 for most; 0 for those of other articles."""
        found = np.zeros(len(self.snapshot.said.docs), dtype=np.uint8)
        edges = docs.searchsorted(self.snapshot.bases)
        for number, segment in enumerate(self.snapshot.segments):
            first, end = edges[number], edges[number + 1]
            if first < end:
                base = self.snapshot.bases[number]
                numbers, _owner, grades = self._graded(segment, docs[first:end], base)
                found[numbers] = grades
        return found

    def _best(self, segment: Segment, docs: np.ndarray, base: int) -> np.ndarray:
        """For each of some articles of a segment 2 where a statement holds all, 1 for most."""
        _numbers, owner, grades = self._graded(segment, docs, base)
        best = np.zeros(len(docs), dtype=np.uint8)
        np.maximum.at(best, owner, grades)
        return best

    def _graded(
        self, segment: Segment, docs: np.ndarray, base: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Statements of some articles of a segment: their numbers, whose, and their grades."""
        numbers = self.snapshot.said.of(docs)
        owner = np.repeat(np.arange(len(docs)), self.snapshot.said.counts_in(docs))
        if self.chosen is not None:
            kept = self.chosen[numbers]
            numbers, owner = numbers[kept], owner[kept]
        if not self.nodes:
            return numbers, owner, np.full(len(numbers), 2, dtype=np.uint8)
        standing = Standing(self.snapshot, segment, numbers, docs[owner] - base)
        held = np.array([standing.holds(node) for node in self.nodes])
        grades = np.where(held.all(axis=0), 2, self._are_most(held))
        return numbers, owner, grades.astype(np.uint8)

    def _are_most(self, held: np.ndarray) -> np.ndarray:
        """Whether more than half of the known nodes are held, and half of their weight."""
        known = int(np.count_nonzero(self.known))
        enough = held.sum(axis=0) > known // 2
        return enough & (self.weights @ held >= self.weights.sum() / 2 - ROUNDING)


class Standing:
    """Where some statements of a segment stand; `numbers` are the snapshot's, `docs` the segment's
    article of each."""

    def __init__(
        self, snapshot: Snapshot, segment: Segment, numbers: np.ndarray, docs: np.ndarray
    ) -> None:
        self.snapshot = snapshot
        self.segment = segment
        said = snapshot.said.statements
        self.counts = counts_of(said.piece_starts)[numbers]
        rows = spread(said.piece_starts.astype(np.int64)[numbers], self.counts)
        origins = segment.arrays["token_starts"].astype(np.int64)[docs]
        pieces = said.pieces[rows].astype(np.int64) + np.repeat(origins, self.counts)[:, None]
        self.starts, self.ends = pieces[:, 0], pieces[:, 1]

    def holds(self, node: Node) -> np.ndarray:
        """For each statement whether a piece of it holds the node; the parts of a group may stand
        in several."""
        match node:
            case And(nodes):
                return np.logical_and.reduce([self.holds(child) for child in nodes])
            case Or(nodes):
                return np.logical_or.reduce([self.holds(child) for child in nodes])
            case Synonyms(typed, others):
                return np.logical_or.reduce([self.holds(child) for child in (typed, *others)])
        return self._any_piece(self._pieces_with(node))

    def _pieces_with(self, node: Node) -> np.ndarray:
        found = spans(self.snapshot, self.segment, node)
        if not len(found):
            return np.zeros(len(self.starts), dtype=bool)
        # The first end of all spans that begin here or later.
        ends = np.append(np.minimum.accumulate(found.ends[::-1])[::-1], np.iinfo(np.int64).max)
        return ends[found.starts.searchsorted(self.starts)] <= self.ends

    def _any_piece(self, pieces: np.ndarray) -> np.ndarray:
        edges = starts_of_lengths(self.counts)
        before = np.concatenate(([0], np.cumsum(pieces)))
        return before[edges[1:]] > before[edges[:-1]]

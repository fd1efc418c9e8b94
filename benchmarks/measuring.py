"""How benchmarks measure: CPU medians, and ratios of like with like."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.questions import GROUPS, Question, Reply

# A question is asked again until it took so much CPU, or so many times.
ENOUGH_SECONDS = 0.3
MOST_TIMES = 15


@dataclass(frozen=True, slots=True)
class Timing:
    """What one question took, in CPU milliseconds, and what was answered."""

    spent: float
    reply: Reply


# One engine's answers, by the index of the question in the list of all.
Column = dict[int, Timing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two engines over the questions of one kind that both were asked.

    `spent` and `ours` are medians in milliseconds; `groups` are the facets that both counted.
    """

    spent: float
    ours: float
    asked: int
    agreeing: int
    groups: tuple[str, ...]

    @property
    def ratio(self) -> float | None:
        """How many times ours the other takes; None where an answer differs."""
        return self.spent / self.ours if self.agreeing == self.asked else None


def compare(ours: Column, other: Column, indices: Iterable[int]) -> Comparison | None:
    """None where the other was asked none of these questions."""
    shared = [index for index in indices if index in ours and index in other]
    if not shared:
        return None
    replies = [(ours[index].reply, other[index].reply) for index in shared]
    return Comparison(
        spent=statistics.median(other[index].spent for index in shared),
        ours=statistics.median(ours[index].spent for index in shared),
        asked=len(shared),
        agreeing=sum(mine.agrees_with(theirs) for mine, theirs in replies),
        groups=tuple(
            group
            for group in GROUPS
            if all(
                group in mine.facets and group in theirs.facets
                for mine, theirs in replies
                if mine.total
            )
        ),
    )


def by_kind(questions: Sequence[Question]) -> Mapping[str, list[int]]:
    """The indices of the questions of each kind."""
    indices: dict[str, list[int]] = {}
    for index, question in enumerate(questions):
        indices.setdefault(question.kind, []).append(index)
    return indices


def median(act: Callable[[], Reply], clock: Callable[[], float] = time.process_time) -> Timing:
    """The median CPU of an act, repeated once it is warm; what takes long is done once."""
    first, reply = _clocked(act, clock)
    if first > ENOUGH_SECONDS:
        return Timing(1000 * first, reply)
    spent: list[float] = []
    while len(spent) < MOST_TIMES and sum(spent) < ENOUGH_SECONDS:
        once, reply = _clocked(act, clock)
        spent.append(once)
    return Timing(1000 * statistics.median(spent), reply)


def _clocked(act: Callable[[], Reply], clock: Callable[[], float]) -> tuple[float, Reply]:
    started = clock()
    reply = act()
    return clock() - started, reply

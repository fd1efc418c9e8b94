"""Work counted, not timed: how it grows as a text does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

N = 240
# Four times the text may ask for so many times the work: a logarithm more than four.
FOUR_TIMES = 6.0
# What is done once, whatever the text, is no part of what grows.
ONCE = 400


class Counted:
    """A value that counts how often any of its kind was compared or hashed."""

    steps = 0
    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        Counted.steps += 1
        return isinstance(other, Counted) and self.value == other.value

    def __hash__(self) -> int:
        Counted.steps += 1
        return hash(self.value)


@contextmanager
def lines_counted() -> Iterator[list[int]]:
    """Counts the lines of the project's own Python that are run, and its calls into C."""
    count = [0]

    def trace(frame, event, argument):
        count[0] += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield count
    finally:
        sys.settrace(before)


def steps(reads: Callable[[], object]) -> int:
    with lines_counted() as count:
        reads()
    return count[0]


def assert_linear(work: Callable[[int], int]) -> None:
    """`work(n)` is what a text of length n costs: asked at n, 2n and 4n."""
    once, twice, four_times = (work(N * factor) for factor in (1, 2, 4))

    assert twice <= FOUR_TIMES / 2 * once + ONCE, (once, twice, four_times)
    assert four_times <= FOUR_TIMES * once + ONCE, (once, twice, four_times)

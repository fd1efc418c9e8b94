"""Which elements of one sequence are which of another, in a time that grows as the two do.

What stands only once on both sides is matched first, in the order in which most of it agrees, and
the stretches between are looked into again (patience diff, Bram Cohen). A stretch in which nothing
stands once, such as a thousand equal lines, is matched element by element: the first with the
first. difflib compares each of them with each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Literal

Pair = tuple[int, int]
Opcode = tuple[Literal["equal", "replace", "delete", "insert"], int, int, int, int]

# How often a stretch is looked into again: each time costs as much as the whole.
DEEPEST = 8


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Indexes of equal elements, both ascending."""
    return list(_align(old, new, (0, len(old)), (0, len(new)), DEEPEST))


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Opcode]:
    """How the one becomes the other: `(change, i, j, k, n)` for `old[i:j]` and `new[k:n]`."""
    at_old = at_new = 0
    for first_old, first_new, size in blocks(align(old, new)):
        if at_old < first_old and at_new < first_new:
            yield "replace", at_old, first_old, at_new, first_new
        elif at_old < first_old:
            yield "delete", at_old, first_old, at_new, first_new
        elif at_new < first_new:
            yield "insert", at_old, first_old, at_new, first_new
        at_old, at_new = first_old + size, first_new + size
        yield "equal", first_old, at_old, first_new, at_new
    if at_old < len(old) and at_new < len(new):
        yield "replace", at_old, len(old), at_new, len(new)
    elif at_old < len(old):
        yield "delete", at_old, len(old), at_new, len(new)
    elif at_new < len(new):
        yield "insert", at_old, len(old), at_new, len(new)


def blocks(pairs: Iterable[Pair]) -> Iterator[tuple[int, int, int]]:
    """Neighbouring pairs as `(old, new, how many)`."""
    first_old = first_new = size = 0
    for old, new in pairs:
        if size and (old, new) == (first_old + size, first_new + size):
            size += 1
            continue
        if size:
            yield first_old, first_new, size
        first_old, first_new, size = old, new, 1
    if size:
        yield first_old, first_new, size


def _align(
    old: Sequence[Hashable], new: Sequence[Hashable], here: Pair, there: Pair, deeper: int
) -> Iterator[Pair]:
    """The pairs of two stretches, given by where each begins and ends."""
    (i, j), (k, n) = here, there
    while i < j and k < n and old[i] == new[k]:
        yield i, k
        i, k = i + 1, k + 1
    same = 0
    while i < j - same and k < n - same and old[j - same - 1] == new[n - same - 1]:
        same += 1
    j, n = j - same, n - same
    if i < j and k < n:
        yield from _align_middle(old, new, (i, j), (k, n), deeper)
    yield from ((j + step, n + step) for step in range(same))


def _align_middle(
    old: Sequence[Hashable], new: Sequence[Hashable], here: Pair, there: Pair, deeper: int
) -> Iterator[Pair]:
    """The same where neither the first elements nor the last ones are equal."""
    (i, j), (k, n) = here, there
    places_old, places_new = _places(old, i, j), _places(new, k, n)
    once = [
        (places[0], others[0])
        for element, places in places_old.items()
        if len(places) == 1 and len(others := places_new.get(element, ())) == 1
    ]
    if not once or not deeper:
        in_turn = (
            pair
            for element, places in places_old.items()
            for pair in zip(places, places_new.get(element, ()), strict=False)
        )
        yield from _ascending(sorted(in_turn))
        return
    for a, b in _ascending(once):
        yield from _align(old, new, (i, a), (k, b), deeper - 1)
        yield a, b
        i, k = a + 1, b + 1
    yield from _align(old, new, (i, j), (k, n), deeper - 1)


def _places(sequence: Sequence[Hashable], start: int, end: int) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for index in range(start, end):
        places[sequence[index]].append(index)
    return places


def _ascending(pairs: Sequence[Pair]) -> list[Pair]:
    """As many of the pairs, which ascend on the old side, as ascend on the new one too."""
    lasts: list[int] = []  # the smallest new index in which a chain of each length ends
    ends: list[int] = []  # and the pair that ends it
    before: list[int] = []  # the pair before each in its chain
    for number, (_, new) in enumerate(pairs):
        length = bisect_left(lasts, new)
        before.append(ends[length - 1] if length else -1)
        lasts[length : length + 1] = [new]
        ends[length : length + 1] = [number]
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]

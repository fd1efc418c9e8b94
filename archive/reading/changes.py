"""What changed between two wordings of an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.alignment import opcodes

# Paragraphs that stand beside each other share this much of their words.
BESIDE = 0.3
# Of two stretches without an equal paragraph, those of so many pairs are paired by their words.
MOST_PAIRS = 2500
MOST_COMPARED = 2000  # words of a paragraph: what changed in a longer one nobody sees word by word


_Change = tuple[list[str], list[str], list[str]]  # words removed, added, and kept behind them


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a comparison: kept, added or removed."""

    text: str
    change: str = "kept"


def compare_words(old: str, new: str) -> Iterator[Part]:
    """What changed between two wordings; a very long one is shown whole, then the other.

    A single word that stayed between two changes goes with them: what was removed, then what was
    added, each reads as one phrase.
    """
    before, after = old.split(" "), new.split(" ")
    if max(len(before), len(after)) > MOST_COMPARED:
        before, after = [old], [new]
    for removed, added, kept in _without_islands(_changes(before, after)):
        if removed:
            yield Part(" ".join(removed), "removed")
        if added:
            yield Part(" ".join(added), "added")
        if kept:
            yield Part(" ".join(kept))


def _changes(before: list[str], after: list[str]) -> Iterator[_Change]:
    """Words removed, words added in their place, and those kept behind them."""
    removed: list[str] = []
    added: list[str] = []
    for change, i, j, k, n in opcodes(before, after):
        if change == "equal":
            yield removed, added, before[i:j]
            removed, added = [], []
        else:
            removed, added = before[i:j], after[k:n]
    if removed or added:
        yield removed, added, []


def _without_islands(changes: Iterable[_Change]) -> Iterator[_Change]:
    held: _Change = ([], [], [])
    for removed, added, kept in changes:
        is_change, island = bool(held[0] or held[1]), held[2]
        if is_change and len(island) == 1:
            held = ([*held[0], *island, *removed], [*held[1], *island, *added], kept)
        else:
            yield held
            held = (removed, added, kept)
    yield held


def compare_lines(old: str, new: str) -> Iterator[list[Part]]:
    """Paragraph by paragraph; a changed paragraph is compared word by word."""
    before = [line for line in old.splitlines() if line.strip()]
    after = [line for line in new.splitlines() if line.strip()]
    for change, i, j, k, n in opcodes(before, after):
        if change == "equal":
            yield from ([Part(line)] for line in before[i:j])
        elif change == "replace" and j - i == n - k:
            pairs = zip(before[i:j], after[k:n], strict=True)
            yield from (list(compare_words(*pair)) for pair in pairs)
        else:
            yield from ([Part(line, "removed")] for line in before[i:j])
            yield from ([Part(line, "added")] for line in after[k:n])


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of one text beside that of another; empty where only one has it.

    Words that only one has are `removed` in the first and `added` in the second.
    """

    first: tuple[Part, ...] = ()
    second: tuple[Part, ...] = ()

    @property
    def is_same(self) -> bool:
        return self.first == self.second


def row_of(first: str, second: str) -> Row:
    """Two wordings of one paragraph beside each other."""
    parts = list(compare_words(first, second))
    return Row(
        tuple(part for part in parts if part.change != "added"),
        tuple(part for part in parts if part.change != "removed"),
    )


def side_by_side(first: Sequence[str], second: Sequence[str]) -> Iterator[Row]:
    """Two texts, given as their paragraphs, row by row in the order of both."""
    for change, i, j, k, n in opcodes(first, second):
        if change == "equal":
            yield from (Row((Part(line),), (Part(line),)) for line in first[i:j])
        else:
            yield from _paired(first[i:j], second[k:n])


def _paired(first: Sequence[str], second: Sequence[str]) -> Iterator[Row]:
    at = other_at = 0
    for one, other in [*_likely_pairs(first, second), (len(first), len(second))]:
        yield from (Row(first=(Part(line, "removed"),)) for line in first[at:one])
        yield from (Row(second=(Part(line, "added"),)) for line in second[other_at:other])
        if one < len(first):
            yield row_of(first[one], second[other])
        at, other_at = one + 1, other + 1


def _likely_pairs(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraphs are one, in the order of both: those that share most words in all."""
    if not first or not second or len(first) * len(second) > MOST_PAIRS:
        return []
    shared = [[_share(one, other) for other in map(_words, second)] for one in map(_words, first)]
    best = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in reversed(range(len(first))):
        for k in reversed(range(len(second))):
            together = best[i + 1][k + 1] + shared[i][k] if shared[i][k] >= BESIDE else 0.0
            best[i][k] = max(together, best[i + 1][k], best[i][k + 1])
    pairs, i, k = [], 0, 0
    while i < len(first) and k < len(second):
        if best[i][k] == best[i + 1][k]:
            i += 1
        elif best[i][k] == best[i][k + 1]:
            k += 1
        else:
            pairs.append((i, k))
            i, k = i + 1, k + 1
    return pairs


def _words(line: str) -> Counter[str]:
    return Counter(line.split(" "))


def _share(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())

"""Two wordings that came of one, put together again paragraph by paragraph.

What one side changed is taken from it; where both changed the same paragraph, each in its way, a
person chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.alignment import align, opcodes
from archive.ingest.structure import is_blank

Kind = Literal["same", "live", "other", "clash"]

MOST_PAIRED = 2500  # pairs of paragraphs of which the likest are looked for
MOST_WORDS = 400  # of a paragraph, to tell how like another it is
LIKE = 0.4  # shared words of two paragraphs that are one, changed
BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, with what parts it from the one before: line breaks and blanks."""

    text: str
    before: str = BETWEEN


Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one paragraph on both sides; nothing where a side hasn't it."""

    base: Lines
    live: Lines
    other: Lines

    @property
    def kind(self) -> Kind:
        """Who changed it: nobody or both alike, one side alone, or both and not alike."""
        base, live, other = map(_texts, (self.base, self.live, self.other))
        if live == other:
            return "same"
        if live == base:
            return "other"
        return "live" if other == base else "clash"

    @property
    def merged(self) -> Lines | None:
        """Both changes in one, word by word; None where they meet in the same words."""
        taken = {"same": self.live, "live": self.live, "other": self.other}
        if self.kind != "clash":
            return taken[self.kind]
        if len(self.base) == len(self.live) == len(self.other) == 1:
            words = merge_words(self.base[0].text, self.live[0].text, self.other[0].text)
            return None if words is None else (Line(words, self.live[0].before),)
        return None


def lines_of(text: str) -> Lines:
    lines, before = [], ""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        before += "\n" if number else ""
        if not is_blank(line):
            lines.append(Line(line, before))
            before = ""
        else:
            before += line
    return tuple(lines)


def text_of(lines: Iterable[Line]) -> str:
    parts: list[str] = []
    for line in lines:
        parts += [line.before or BETWEEN, line.text]
    return "".join(parts[1:])


def rows(base: str, live: str, other: str) -> list[Row]:
    """All paragraphs of three texts in order; each side's, read down, are its whole text."""
    return list(_rows(lines_of(base), lines_of(live), lines_of(other)))


def merge_words(base: str, live: str, other: str) -> str | None:
    """Both changes of one paragraph; None where they touch the same words."""
    taken: list[str] = []
    for was, here, there in _stretches(base.split(" "), live.split(" "), other.split(" ")):
        if here == there or was == there:
            taken += here
        elif was == here:
            taken += there
        else:
            return None
    return " ".join(taken)


def _rows(base: Lines, live: Lines, other: Lines) -> Iterator[Row]:
    here, there = (dict(_paired(base, side)) for side in (live, other))
    at_live = at_other = 0
    for number, line in enumerate(base):
        to_live, to_other = here.get(number), there.get(number)
        added_here = live[at_live:to_live] if to_live is not None else ()
        added_there = other[at_other:to_other] if to_other is not None else ()
        yield from _added(added_here, added_there)
        yield Row(
            (line,),
            () if to_live is None else (live[to_live],),
            () if to_other is None else (other[to_other],),
        )
        at_live = at_live if to_live is None else to_live + 1
        at_other = at_other if to_other is None else to_other + 1
    yield from _added(live[at_live:], other[at_other:])


def _added(live: Lines, other: Lines) -> Iterator[Row]:
    """Paragraphs that stand between two of the base: those of both sides are one row."""
    if live and other and _texts(live) != _texts(other):
        yield Row((), live, other)
        return
    for number in range(max(len(live), len(other))):
        yield Row((), live[number : number + 1], other[number : number + 1])


def _paired(old: Lines, new: Lines) -> Iterator[tuple[int, int]]:
    """Which paragraph is which: the same words, or words that are like enough between them."""
    for change, i, j, k, n in opcodes(_texts(old), _texts(new)):
        if change == "equal" or (change == "replace" and j - i == n - k):
            yield from zip(range(i, j), range(k, n), strict=True)
        elif change == "replace" and (j - i) * (n - k) <= MOST_PAIRED:
            yield from ((i + one, k + two) for one, two in _likest(old[i:j], new[k:n]))


def _likest(old: Lines, new: Lines) -> list[tuple[int, int]]:
    """Pairs in order, so that together they are as like as can be."""
    before, after = (
        [Counter(line.text.split()[:MOST_WORDS]) for line in side] for side in (old, new)
    )
    best: list[list[float]] = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    like = [[_likeness(one, two) for two in after] for one in before]
    for i in range(len(before) - 1, -1, -1):
        for k in range(len(after) - 1, -1, -1):
            both = like[i][k] + best[i + 1][k + 1] if like[i][k] >= LIKE else 0.0
            best[i][k] = max(best[i + 1][k], best[i][k + 1], both)
    pairs, i, k = [], 0, 0
    while i < len(before) and k < len(after):
        if like[i][k] >= LIKE and best[i][k] == like[i][k] + best[i + 1][k + 1]:
            pairs.append((i, k))
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1
    return pairs


def _likeness(one: Counter[str], two: Counter[str]) -> float:
    return 2 * (one & two).total() / max(1, one.total() + two.total())


def _stretches(
    base: Sequence[str], live: Sequence[str], other: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """Three texts in stretches: a word that all have, or what stands between two of those."""
    here, there = dict(align(base, live)), dict(align(base, other))
    i = k = n = 0
    for number in range(len(base)):
        if number in here and number in there:
            yield base[i:number], live[k : here[number]], other[n : there[number]]
            yield base[number : number + 1], base[number : number + 1], base[number : number + 1]
            i, k, n = number + 1, here[number] + 1, there[number] + 1
    yield base[i:], live[k:], other[n:]


def _texts(lines: Lines) -> tuple[str, ...]:
    return tuple(line.text for line in lines)

"""Which statements of one outlet are which of another.

Those of one speaker are compared where their days are near each other. Words weigh the more, the
rarer they are in the archive (`topics.Weights`), and two statements that share enough of them are
taken for one: each with one other at most, the likest first. Where the words are nearly the same
the speakers may differ: one outlet names the spokesman, the other the ministry. It is likely, and
no verdict.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import NamedTuple

from archive.arabic.stem import Stemmer
from archive.arabic.telling import telling_keys
from archive.models import Quotation
from archive.reading.statements import Days
from archive.reading.topics import Weights

NEAR = 3  # days between two reports of one statement
LIKE = 0.2  # of the weight of the lighter one's words, that two share at least
ALIKE = 0.4  # of the weight of the heavier one's, where a day or a speaker isn't known

FEWEST = 2  # words in common, where both have as many: one may be all that they are about
REPEATED = 0.8  # of all words: what an outlet has again of one speaker
MANY = 2  # times as much in common as makes a subject, and
SAME = 0.6  # so much of all words: where two outlets give one statement to two speakers

Who = tuple[str, int | str]  # ("entity", 7), ("source", 3), ("printed", "هاله المثال")
ANONYMOUS: Who = ("anonymous", "")
NOBODY: Who = ("nobody", "")
UNKNOWN = (ANONYMOUS, NOBODY)

Bag = dict[str, float]  # the stems of a statement's telling words, with what each weighs


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What aligning needs of a statement."""

    pk: int
    article: int
    in_title: bool
    kind: str
    words_key: str
    days: Days | None
    who: tuple[Who, ...]  # those whom the archive knows first
    again: int = 0  # how often the same outlet has it once more


@dataclass(frozen=True, slots=True)
class Line:
    """A statement of the first outlet, one of the second, or what both have of one speaker."""

    who: Who
    first: Row | None
    second: Row | None

    @property
    def is_pair(self) -> bool:
        return self.first is not None and self.second is not None

    @property
    def rows(self) -> list[Row]:
        return [row for row in (self.first, self.second) if row is not None]

    @property
    def last_day(self) -> int:
        return max((row.days[1].toordinal() for row in self.rows if row.days), default=0)


def align(first: Sequence[Row], second: Sequence[Row], weigh: Weights) -> list[Line]:
    """Every statement of both, in lines of one or two; what an outlet repeats only once."""
    bags = _bags([*first, *second], weigh)
    first, second = (_without_repeats(rows, bags, weigh.enough) for rows in (first, second))
    taken: set[int] = set()
    lines: list[Line] = []
    for _, who, row, other in sorted(_likely(first, second, bags, weigh.enough), key=_rank):
        if not {row.pk, other.pk} & taken:
            taken |= {row.pk, other.pk}
            lines.append(Line(who, row, other))
    lines += [Line(row.who[0], row, None) for row in first if row.pk not in taken]
    lines += [Line(row.who[0], None, row) for row in second if row.pk not in taken]
    return lines


def _bags(rows: Iterable[Row], weigh: Weights) -> dict[int, Bag]:
    """By primary key. A stem weighs what its commonest form does."""
    listed = list(rows)
    stemmer = Stemmer(Counter(key for row in listed for key in row.words_key.split()))
    bags: dict[int, Bag] = {}
    for row in listed:
        bag = bags[row.pk] = {}
        for key in telling_keys(row.words_key):
            stem = stemmer.stem(key)
            bag[stem] = min(bag.get(stem, weigh.of(key)), weigh.of(key))
    return bags


def _without_repeats(rows: Sequence[Row], bags: Mapping[int, Bag], enough: float) -> list[Row]:
    """Of what an outlet has more than once the report that says most, and how often else."""
    said: dict[Who, list[Row]] = defaultdict(list)
    for row in rows:
        said[row.who[0]].append(row)
    kept: dict[int, int] = {}
    for of_speaker in said.values():
        fullest = sorted(of_speaker, key=lambda row: -sum(bags[row.pk].values()))
        whole: list[Row] = []
        for row in fullest:
            same = (one for one in whole if _repeats(one, row, bags, enough))
            if (one := next(same, None)) is not None:
                kept[one.pk] += 1
                continue
            whole.append(row)
            kept[row.pk] = 0
    return [replace(row, again=kept[row.pk]) for row in rows if row.pk in kept]


def _repeats(row: Row, other: Row, bags: Mapping[int, Bag], enough: float) -> bool:
    apart = days_between(row.days, other.days)
    if apart is None or apart > NEAR or row.kind == Quotation.Kind.REFUSAL:
        return False
    bag, others = bags[row.pk], bags[other.pk]
    common = [min(bag[stem], others[stem]) for stem in bag.keys() & others.keys()]
    shared = Shared.of(common, bag, others)
    return shared.are_enough(enough) and shared.likeness >= REPEATED


Likely = tuple[tuple, Who, Row, Row]  # what sorts the likest first; who says it; the two


def _rank(likely: Likely) -> tuple:
    return likely[0]


def _likely(
    first: Sequence[Row], second: Sequence[Row], bags: Mapping[int, Bag], enough: float
) -> Iterator[Likely]:
    """What may be one statement; those of one speaker rank before others."""
    for row, other, common in _in_common(first, second, bags):
        apart = days_between(row.days, other.days)
        if apart is not None and apart > NEAR:
            continue
        shared = Shared.of(common, bags[row.pk], bags[other.pk])
        both = [who for who in row.who if who in other.who]
        if _are_one(row, other, both, apart, shared, enough):
            rank = not both, -shared.likeness, apart or 0, row.pk, other.pk
            yield rank, (both or row.who)[0], row, other


def _are_one(
    row: Row, other: Row, both: Sequence[Who], apart: int | None, shared: Shared, enough: float
) -> bool:
    """Whether two may be one statement: `both` say both, `apart` days from each other.

    A report of a refusal has few words, so that speaker and days are enough.
    """
    if not both:
        return apart is not None and shared.are_enough(MANY * enough) and shared.likeness >= SAME
    if apart is None or both[0] in UNKNOWN:
        return shared.are_enough(max(enough, ALIKE * shared.heavier))
    if row.kind == other.kind == Quotation.Kind.REFUSAL:
        return True
    return shared.are_enough(max(enough, LIKE * shared.lighter))


def _in_common(
    first: Sequence[Row], second: Sequence[Row], bags: Mapping[int, Bag]
) -> Iterator[tuple[Row, Row, Sequence[float]]]:
    """Each two that share words, with what these weigh; and refusals of one speaker."""
    holding: dict[Hashable, list[Row]] = defaultdict(list)
    for row in second:
        for stem in bags[row.pk]:
            holding[stem].append(row)
        if row.kind == Quotation.Kind.REFUSAL:
            for who in row.who:
                holding[who].append(row)
    by_key = {row.pk: row for row in second}
    for row in first:
        weights: dict[int, list[float]] = defaultdict(list)
        for stem, weight in bags[row.pk].items():
            for other in holding.get(stem, ()):
                weights[other.pk].append(min(weight, bags[other.pk][stem]))
        if row.kind == Quotation.Kind.REFUSAL:
            for who in row.who:
                for other in holding.get(who, ()):
                    weights.setdefault(other.pk, [])
        yield from ((row, by_key[pk], shared) for pk, shared in weights.items())


class Shared(NamedTuple):
    """The words that two statements have in common, and those of each, by weight."""

    weight: float
    are_several: bool
    lighter: float
    heavier: float

    @classmethod
    def of(cls, common: Sequence[float], bag: Bag, other: Bag) -> Shared:
        several = len(common) >= min(FEWEST, len(bag), len(other))
        return cls(sum(common), several, *sorted((sum(bag.values()), sum(other.values()))))

    @property
    def likeness(self) -> float:
        """From 0, nothing in common, to 1, all of it."""
        return self.weight / sqrt(self.lighter * self.heavier) if self.weight else 0

    def are_enough(self, least: float) -> bool:
        return self.are_several and self.weight >= least


def days_between(days: Days | None, other: Days | None) -> int | None:
    """How many days lie between two periods: 0 where they meet, None where one isn't known."""
    if days is None or other is None:
        return None
    return max(0, (other[0] - days[1]).days, (days[0] - other[1]).days)

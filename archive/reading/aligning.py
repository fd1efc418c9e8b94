"""Which statements of one outlet are which of another.

Only those of one speaker are compared, and only where their days are near each other. Words weigh
the more, the rarer they are in the archive (`topics.Weights`), and two statements that share
enough of them are taken for one: each with one other at most, the likest first. It is likely, and
no verdict.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    """Every statement of both, in lines of one or two."""
    bags = _bags([*first, *second], weigh)
    scored = sorted(_scored(first, second, bags, weigh.enough), key=lambda one: one[0])
    taken: set[int] = set()
    lines: list[Line] = []
    for _, who, row, other in scored:
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


def _scored(
    first: Sequence[Row], second: Sequence[Row], bags: dict[int, Bag], enough: float
) -> Iterable[tuple[tuple, Who, Row, Row]]:
    """What may be one statement, with what sorts the likest first."""
    by_speaker: dict[Who, list[Row]] = defaultdict(list)
    for row in second:
        for who in row.who:
            by_speaker[who].append(row)
    for row in first:
        for who in row.who:
            for other in by_speaker.get(who, ()):
                apart = days_between(row.days, other.days)
                if apart is not None and apart > NEAR:
                    continue
                is_sure = apart is not None and who not in UNKNOWN
                shared = Shared.of(bags[row.pk], bags[other.pk])
                if shared.is_enough(enough, is_sure=is_sure) or (
                    is_sure and _both_refuse(row, other)
                ):
                    yield (-shared.likeness, apart or 0, row.pk, other.pk), who, row, other


class Shared(NamedTuple):
    """The weight of the words that two statements have in common, and of those of each."""

    weight: float
    lighter: float
    heavier: float

    @classmethod
    def of(cls, bag: Bag, other: Bag) -> Shared:
        common = sum(min(bag[stem], other[stem]) for stem in bag.keys() & other.keys())
        return cls(common, *sorted((sum(bag.values()), sum(other.values()))))

    @property
    def likeness(self) -> float:
        """From 0, nothing in common, to 1, all of it."""
        return self.weight / sqrt(self.lighter * self.heavier) if self.weight else 0

    def is_enough(self, least: float, *, is_sure: bool) -> bool:
        """Whether the two may be one statement; `is_sure` where speaker and days say so too."""
        if self.weight < least:
            return False
        return self.weight >= (LIKE * self.lighter if is_sure else ALIKE * self.heavier)


def _both_refuse(row: Row, other: Row) -> bool:
    """Whether both tell that somebody would not speak: such a report has few words."""
    return row.kind == other.kind == Quotation.Kind.REFUSAL


def days_between(days: Days | None, other: Days | None) -> int | None:
    """How many days lie between two periods: 0 where they meet, None where one isn't known."""
    if days is None or other is None:
        return None
    return max(0, (other[0] - days[1]).days, (days[0] - other[1]).days)

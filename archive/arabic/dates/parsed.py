"""What the grammar makes of words: an expression that still waits for its anchor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from archive.arabic.dates.periods import Answer, Period, one
from archive.arabic.dates.words import Words


class Moment(NamedTuple):
    """What an expression is told from: a day, and the date that the text named last.

    `nearby` is the same date where the paragraph is too, perhaps the sentence; in a `chronicle`
    each entry goes on from the one before it. `heading` is the date that opens its line, `last_day`
    the last day that was told in any way, `topic` the date that the paragraph opens with, perhaps
    after «في».
    """

    day: date
    mentioned: Period | None = None
    nearby: Period | None = None
    same_sentence: bool = False
    chronicle: bool = False
    heading: Period | None = None
    last_day: Period | None = None
    topic: Period | None = None


Reading = Callable[[Moment], Answer]


@dataclass(frozen=True, slots=True)
class Parsed:
    """Words `at` up to `after` that name a day or a period.

    `read` tells which, from a moment; without `anchored` any moment does. `sure` is whether
    readers may see it unreviewed. `closed`: a bracket opened inside closes after the last word.
    """

    at: int
    after: int
    rule: str
    read: Reading
    anchored: bool = True
    sure: bool = True
    closed: bool = False
    named: bool = False  # by number or name: later words may refer to it («العام نفسه»)
    parts: object = None  # a calendar date as written, for the other end of a range

    def unsure(self) -> Parsed:
        return replace(self, sure=False)


Find = Callable[[Words, int], list[Parsed]]


def fixed(at: int, after: int, rule: str, period: Period | None, *, sure: bool = True) -> Parsed:
    """What means the same at any moment."""
    return Parsed(at, after, rule, lambda _: one(period), anchored=False, sure=sure, named=True)

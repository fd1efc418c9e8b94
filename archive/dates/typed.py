"""Dates as readers type them: as the archive prints them, day before month, or as machines do."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.arabic.letters import fold
from archive.arabic.loosely import loosely
from archive.arabic.months import numbers_by_name, weekdays
from archive.dates.partial import DateError, PublicationDate, parse_partial
from archive.dates.printed import ENGLISH, ENGLISH_WEEKDAYS

MOST_LETTERS = 60
_PIECE = re.compile(r"\d+|[^\W\d_]+")
# Words around a date that say nothing more.
_PADDING = ("يوم", "شهر", "سنة", "عام", "في", "من", "م", "the", "of", "on", "st", "nd", "rd", "th")


# A year as the archive has them; hyphens, strokes or points between numbers.
_YEAR = r"(?:1[5-9]|2[01])\d{2}"
_MARK = "[-/.]"


@lru_cache(maxsize=1)
def date_pattern() -> str:
    """A regular expression for a date with its year as `parse_typed` reads it, in digits 0-9."""
    names = sorted(_months(), key=len, reverse=True)
    month = "|".join(r"\s".join(map(loosely, name.split())) for name in names)
    both = rf"(?:{month})(?:\s?/\s?(?:{month}))?"
    return "|".join(
        (
            rf"{_YEAR}(?:{_MARK}\d{{1,2}}(?:{_MARK}\d{{1,2}})?)?",
            rf"(?:\d{{1,2}}{_MARK})?\d{{1,2}}{_MARK}{_YEAR}",
            rf"(?:\d{{1,2}}\s)?{both}\s(?:\d{{1,2}},\s)?{_YEAR}",
        )
    )


def parse_typed(text: str) -> PublicationDate:
    """Read a day, month or year as readers type it; two numbers stand day before month.

    `22/11/2021`, `٣/١/٢٠٢٠`, «3 كانون الثاني 2020», «3 كانون الثاني/يناير 2020», `Jan 3, 2020`.
    Raises DateError, which says how to write it.
    """
    try:
        return parse_partial(text)
    except DateError:
        written = _written(text)
        if not written:
            raise
    return parse_partial(written, typed=text)


def _written(text: str) -> str:
    """The date as `parse_partial` reads it; empty where it isn't one."""
    if len(text) > MOST_LETTERS:
        return ""
    pieces = _PIECE.findall(fold(text))
    numbers = [piece for piece in pieces if piece.isdecimal()]
    words = [piece for piece in pieces if not piece.isdecimal() and piece not in _padding()]
    years = [number for number in numbers if len(number) == 4]
    if len(years) != 1:
        return ""
    numbers.remove(years[0])
    if words:
        month = _month(words)
        return "-".join([years[0], str(month), *numbers]) if month and len(numbers) < 2 else ""
    if pieces[0] == years[0]:
        return "-".join([years[0], *numbers])
    if pieces[-1] != years[0] or len(numbers) > 2:
        return ""
    if len(numbers) == 2 and int(numbers[0]) <= 12 < int(numbers[1]):
        numbers.reverse()  # month first, as in American papers
    return "-".join([years[0], *reversed(numbers)])


def _month(words: list[str]) -> int | None:
    """The month that all the words name, once or under both of its names."""
    found: set[int] = set()
    at = 0
    while at < len(words):
        for length in (2, 1):
            number = _months().get(" ".join(words[at : at + length]))
            if number and at + length <= len(words):
                found.add(number)
                at += length
                break
        else:
            return None
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The names of the months, folded, English ones in three letters too."""
    names = dict(numbers_by_name())
    for number, name in enumerate(ENGLISH, start=1):
        names |= {fold(name): number, fold(name[:3]): number}
    return names | {"sept": 9}


@lru_cache(maxsize=1)
def _padding() -> frozenset[str]:
    english = [fold(name) for name in ENGLISH_WEEKDAYS]
    return frozenset((*map(fold, _PADDING), *weekdays(), *english, *(name[:3] for name in english)))

"""The names of a month for each other: the Levant's, Egypt's and the Maghreb's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.arabic import tables
from archive.arabic.letters import ALEF_MADDA, fold

YEARS = range(2000, 2036)
DAYS = range(1, 32)
MONTHS = 12
# Beside these a word that is also something else is the month.
TIMES = ("شهر", "مطلع", "أوائل", "منتصف", "أواخر", "نهاية", "بداية", "الماضي", "المقبل", "الجاري")


class MonthName(NamedTuple):
    """A name as its folded words; `sure` where they are nothing else."""

    words: tuple[str, ...]
    printed: str
    sure: bool
    wary: bool  # also another word, but a month beside a word of time


class MonthTyped(NamedTuple):
    start: int
    end: int
    month: int
    name: MonthName


class DayTyped(NamedTuple):
    """A day in numbers, of three words."""

    start: int
    end: int
    year: str
    month: int
    day: int


@lru_cache(maxsize=1)
def _names() -> dict[int, tuple[MonthName, ...]]:
    found: dict[int, dict[tuple[str, ...], MonthName]] = {}
    for calendar, numbers, strength, *names in tables.rows("months", folded=False):
        if calendar != "gregorian" or " " in numbers:
            continue
        for printed in names:
            words = tuple(fold(printed).split())
            # Without its madda the month of August is a father.
            sure = strength == "sure"
            name = MonthName(words, printed, sure, strength == "wary" and len(words[0]) > 2)
            found.setdefault(int(numbers), {}).setdefault(words, name)
    return {month: tuple(names.values()) for month, names in found.items()}


def names_of(month: int) -> tuple[MonthName, ...]:
    """All names of a month, numbered from January."""
    return _names()[month]


@lru_cache(maxsize=1)
def numbers_by_name() -> dict[str, int]:
    """Every name of a month, folded, with its number."""
    return {" ".join(name.words): month for month in _names() for name in names_of(month)}


@lru_cache(maxsize=1)
def weekdays() -> frozenset[str]:
    """The folded names of the days of the week."""
    rows = tables.rows("weekdays")
    return frozenset(day for kind, _, days in rows if kind == "day" for day in days.split())


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, list[tuple[int, MonthName]]]:
    found: dict[str, list[tuple[int, MonthName]]] = {}
    for month, names in _names().items():
        for name in names:
            found.setdefault(name.words[0], []).append((month, name))
    for several in found.values():
        several.sort(key=lambda one: -len(one[1].words))
    return found


def months_in(words: Sequence[str], printed: Sequence[str]) -> Iterator[MonthTyped]:
    """The names of months among the folded words of a query, which were typed as `printed`."""
    at = 0
    while at < len(words):
        for month, name in _by_first_word().get(words[at], ()):
            end = at + len(name.words)
            if tuple(words[at:end]) == name.words and _is_meant(name, words, printed, at, end):
                yield MonthTyped(at, end, month, name)
                at = end - 1
                break
        at += 1


def _is_meant(
    name: MonthName, words: Sequence[str], printed: Sequence[str], start: int, end: int
) -> bool:
    if name.sure or ALEF_MADDA in printed[start]:
        return True
    beside = {*words[max(0, start - 1) : start], *words[end : end + 1]}
    if any(one.isdecimal() for one in beside):
        return True
    # A verb would be followed by what it does.
    return name.wary and (not beside.isdisjoint(map(fold, TIMES)) or end == len(words))


@lru_cache(maxsize=MONTHS)
def words_beside(month: int) -> tuple[str, ...]:
    """What shows a doubtful name of this month to be one: days, years, its other names, time."""
    others = [name.words[-1] for name in names_of(month) if name.sure]
    numbers = map(str, (*DAYS, *YEARS))
    return tuple(dict.fromkeys((*numbers, *others, *map(fold, TIMES))))


def days_in(words: Sequence[str]) -> Iterator[DayTyped]:
    """Days in numbers among the words of a query: day, month, year, or the other way round."""
    at = 0
    while at + 2 < len(words):
        day = _day(words[at : at + 3])
        if day is None:
            at += 1
            continue
        yield DayTyped(at, at + 3, *day)
        at += 3


def _day(words: Sequence[str]) -> tuple[str, int, int] | None:
    if not all(word.isdecimal() for word in words):
        return None
    first, month, last = words
    year, day = (first, last) if len(first) == len("2021") else (last, first)
    if len(year) != len("2021") or int(year) not in YEARS or len(day) > 2 or len(month) > 2:
        return None
    if int(month) not in range(1, MONTHS + 1) or int(day) not in DAYS:
        return None
    return year, int(month), int(day)

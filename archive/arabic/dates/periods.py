"""Days, months, years and spans of days, and the reckoning with them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1000, 2199


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included.

    `precision` is `day`, `month`, `year`, or what kind of span it is; `part` says which part of it
    was meant («أواخر»), where no day can be named for that.
    """

    first: date
    last: date
    precision: str
    part: str = ""

    @property
    def iso(self) -> str:
        """`2021-12-31`, `2021-12`, `2021`, or `2021-12-25/2021-12-31`."""
        if self.precision in _LENGTHS:
            return self.first.isoformat()[: _LENGTHS[self.precision]]
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


_LENGTHS = {"day": 10, "month": 7, "year": 4}


class Answer(NamedTuple):
    """What an expression means: the likeliest period first; several disagree."""

    periods: tuple[Period, ...]
    sure: bool = True


class Open(Answer):
    """Periods of which none is likelier than another."""


NOTHING = Answer((), sure=False)


def one(period: Period | None, *, sure: bool = True) -> Answer:
    return NOTHING if period is None else Answer((period,), sure)


def on(day: date) -> Period:
    return Period(day, day, "day")


def day_of(year: int, month: int, day: int) -> Period | None:
    """None where the calendar has no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return on(date(year, month, day))
    except ValueError:
        return None


def month_of(year: int, month: int) -> Period | None:
    """`month` may run over the year at both ends."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    last = calendar.monthrange(year, month)[1]
    return Period(date(year, month, 1), date(year, month, last), "month")


def year_of(year: int) -> Period | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


def years(first: int, last: int, precision: str) -> Period | None:
    start, end = year_of(first), year_of(last)
    return Period(start.first, end.last, precision) if start and end else None


def span(first: date, last: date, precision: str = "range") -> Period:
    return Period(min(first, last), max(first, last), precision)


def later(day: date, unit: str, count: int) -> date | None:
    """The day so many days, weeks, months or years later; None beyond the calendar's ends."""
    try:
        if unit == "hour":
            return day + timedelta(hours=count)
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = count * {"month": 1, "year": 12, "decade": 120}[unit]
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))
    except OverflowError:
        return None


def distant(day: date, unit: str, count: int) -> Period | None:
    """So many units from a day, as closely as the unit tells it: «قبل شهرين» is a month."""
    found = later(day, unit, count)
    if found is None:
        return None
    if unit == "month":
        return month_of(found.year, found.month)
    return year_of(found.year) if unit in ("year", "decade") else on(found)


# The week of Iraq's offices and newspapers begins on Sunday.
_SUNDAY = 6


def week_of(day: date) -> Period:
    first = day - timedelta(days=(day.weekday() - _SUNDAY) % 7)
    return span(first, first + timedelta(days=6), "week")


def nth_weekday(month: Period, weekday: int, number: int) -> Period | None:
    """The so-manieth Monday (0) … of a month; 0 counts for the last. None where it has none."""
    if number == 0:
        return on(month.last - timedelta(days=(month.last.weekday() - weekday) % 7))
    first = month.first + timedelta(days=(weekday - month.first.weekday()) % 7)
    found = first + timedelta(days=7 * (number - 1))
    return on(found) if found <= month.last else None


def part_of(period: Period, part: str) -> Period:
    """The start, middle or end of a period.

    The end of a month or a year is a deadline and so its last day. What is vaguer, like the start
    of a year, stays the whole period, with the part beside it.
    """
    if part == "end" and period.precision in ("month", "year", "quarter", "half", "hijri"):
        return on(period.last)
    if period.precision == "week" and part in ("start", "end"):
        return on(period.first if part == "start" else period.last)
    return replace(period, part=part)

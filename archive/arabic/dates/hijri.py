"""Hijri dates by the calendar of Umm al-Qura.

Where the moon is sighted, as in Iraq, a month may begin a day sooner or later: a date given by
this calendar alone is proposed, never shown.
"""

from __future__ import annotations

from datetime import date, timedelta

from hijridate import Hijri

from archive.arabic.dates.parsed import Moment, Parsed, fixed
from archive.arabic.dates.periods import Answer, Period, on, one, span

FIRST_YEAR, LAST_YEAR = 1343, 1500


def gregorian(year: int, month: int, day: int) -> date | None:
    """The day that the calendar gives; None outside its years or months."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def _day(year: int, month: int, day: int) -> Period | None:
    found = gregorian(year, month, day)
    return on(found) if found else None


def _month(year: int, month: int) -> Period | None:
    first = gregorian(year, month, 1)
    following = gregorian(year + month // 12, month % 12 + 1, 1)
    if first is None or following is None:
        return None
    return span(first, following - timedelta(days=1), "hijri")


def _around(moment: Moment) -> list[int]:
    year = round((moment.day.year - 622) * 33 / 32)
    return [year - 1, year, year + 1]


def day(at: int, after: int, year: int, month: int, number: int) -> Parsed:
    return fixed(at, after, "hijri", _day(year, month, number), sure=False)


def day_in_year(at: int, after: int, year: int, month: int, number: int) -> Parsed:
    """A Hijri day and month with a Gregorian year."""
    found = [
        period
        for hijri in (round((year - 622) * 33 / 32) + n for n in (-1, 0, 1))
        if (period := _day(hijri, month, number)) and period.first.year == year
    ]
    answer = Answer(tuple(found), sure=False)
    return Parsed(at, after, "hijri", lambda _: answer, anchored=False, sure=False, named=True)


def nearest_day(at: int, after: int, month: int, number: int) -> Parsed:
    def read(moment: Moment) -> Answer:
        days = [found for year in _around(moment) if (found := _day(year, month, number))]
        return _nearest(days, moment)

    return Parsed(at, after, "hijri-nearest", read, sure=False)


def _nearest(periods: list[Period], moment: Moment) -> Answer:
    if not periods:
        return one(None)
    return one(min(periods, key=lambda period: abs((period.first - moment.day).days)))


def month(at: int, after: int, number: int, year: int | None, direction: str) -> Parsed:
    if year is not None and year < 1900:
        return fixed(at, after, "hijri", _month(year, number), sure=False)

    def read(moment: Moment) -> Answer:
        months = [found for around in _around(moment) if (found := _month(around, number))]
        if year is not None:
            months = [found for found in months if found.first.year == year]
        if direction == "past":
            months = [found for found in months if found.last < moment.day][-1:]
        elif direction == "next":
            months = [found for found in months if found.first > moment.day][:1]
        return _nearest(months, moment)

    return Parsed(at, after, "hijri-nearest", read, sure=False)


def year(at: int, after: int, number: int) -> Parsed:
    first, last = gregorian(number, 1, 1), gregorian(number + 1, 1, 1)
    period = span(first, last - timedelta(days=1), "hijri") if first and last else None
    return fixed(at, after, "hijri", period, sure=False)

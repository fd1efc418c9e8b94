"""A date by the calendar as it is written, and what it means from an anchor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.arabic.dates.parsed import Moment, Parsed
from archive.arabic.dates.periods import NOTHING, Answer, Period, day_of, month_of, span
from archive.arabic.dates.year_words import YearWords

# A day and month without their year: so near it goes without saying, and so far it can't be meant.
DAYS_BACK = 150
FAR_BACK, FAR_AHEAD = 260, 210
VERY_NEAR = 45
# A story that has named another year goes on in it, unless the anchor's own is as near as this.
NEAR_THE_ANCHOR = 100


@dataclass(frozen=True, slots=True)
class Parts:
    """A date as written. `months` are numbers, or empty with `of_month` for «الشهر الحالي»."""

    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    of_month: YearWords | None = None
    year: YearWords | None = None
    tense: str = ""
    inferred: bool = False

    @property
    def anchored(self) -> bool:
        told = self.of_month or self.year
        if told is None:
            return True
        return told.year is None and told.direction not in ("same", "following")

    @property
    def rule(self) -> str:
        unit = "day" if self.days else "month"
        told = self.of_month or self.year
        if told is None:
            return f"{unit}-nearest"
        if told.year is not None:
            return unit
        if told.offset is not None:
            return f"{unit}-of-year" if self.of_month is None else f"{unit}-of-month"
        return f"{unit}-{told.direction}"

    def read(self, moment: Moment) -> Answer:
        found: list[Period] = []
        sure = len(self.months) <= 1 and not self.inferred
        for year, month, certain in self._months(moment):
            period = self._in_month(year, month)
            if period is not None:
                sure = sure and certain
                if period not in found:
                    found.append(period)
        return Answer(tuple(found), sure) if found else NOTHING

    def _in_month(self, year: int, month: int) -> Period | None:
        if not self.days:
            return month_of(year, month)
        first, last = day_of(year, month, self.days[0]), day_of(year, month, self.days[-1])
        if first is None or last is None:
            return None
        return first if first == last else span(first.first, last.last)

    def _months(self, moment: Moment) -> list[tuple[int, int, bool]]:
        if self.of_month is not None:
            return self._by_month_words(self.of_month, moment)
        if len(self.months) > 1:
            return [self._by_name(month, moment)[0] for month in self.months]
        return [found for month in self.months for found in self._by_name(month, moment)]

    def _by_month_words(self, told: YearWords, moment: Moment) -> list[tuple[int, int, bool]]:
        here = (moment.day.year, moment.day.month)
        if told.direction in ("same", "following"):
            if moment.mentioned is None:
                return []
            day = moment.mentioned.last
            step = 1 if told.direction == "following" else 0
            return [(*_shifted(day.year, day.month, step), False)]
        if told.direction == "the":
            there = moment.nearby
            found = [(*here, True)]
            if there is not None and there.precision in ("day", "month"):
                named = (there.first.year, there.first.month)
                if named != here:
                    found.append((*named, False))
            return found
        offset = told.offset
        if offset is None:
            offset = {"past": -1, "next": 1, "this": 0}[told.direction]
        return [(*_shifted(*here, offset), True)]

    def _by_name(self, month: int, moment: Moment) -> list[tuple[int, int, bool]]:
        told = self.year
        if told is None:
            return self._in_a_story(month, moment)
        if told.year is not None:
            return [(told.year, month, True)]
        if told.offset is not None:
            return [(moment.day.year + told.offset, month, True)]
        if told.direction in ("same", "following"):
            return self._after_mentioned(told.direction, month, moment.mentioned)
        if self.days:
            return self._directed_day(told.direction, month, moment.day)
        return _directed_month(told.direction, month, moment.day)

    def _after_mentioned(
        self, direction: str, month: int, mentioned: Period | None
    ) -> list[tuple[int, int, bool]]:
        if mentioned is None:
            return []
        day = mentioned.last
        if direction == "same" or mentioned.precision == "year":
            return [(day.year + (direction == "following"), month, True)]
        return [(day.year + (month <= day.month), month, True)]

    def _directed_day(self, direction: str, month: int, day: date) -> list[tuple[int, int, bool]]:
        if direction == "this":
            return [(day.year, month, True)]
        own = day_of(day.year, month, self.days[-1])
        passed = own is not None and own.first < day
        certain = month != day.month
        if direction == "past":
            return [(day.year if passed else day.year - 1, month, certain)]
        ahead = own is not None and own.first > day
        return [(day.year if ahead else day.year + 1, month, certain)]

    def _in_a_story(self, month: int, moment: Moment) -> list[tuple[int, int, bool]]:
        """A paragraph that has just named another year may go on in it: both are given."""
        found = self._nearest(month, moment.day)
        told = moment.nearby
        if told is None or told.first.year != told.last.year or told.first > moment.day:
            return found
        year = told.first.year
        if told.precision != "year" and self._comes_before(month, told.last):
            year += 1
        if moment.chronicle:
            return [(year, month, True)]
        if told.first.year in (known for known, _, _ in found):
            return found
        if any(year == known for known, _, _ in found):
            return found
        own = (year, month, False)
        goes_on = told.precision != "year" or moment.same_sentence
        if not goes_on or self._is_close(month, moment.day):
            return [*found, own]
        return [own, *found]

    def _comes_before(self, month: int, day: date) -> bool:
        """Whether the date lies earlier in a year than another."""
        if month != day.month or not self.days:
            return month < day.month
        return self.days[-1] < day.day

    def _is_close(self, month: int, day: date) -> bool:
        back, ahead = self._around(month, day)
        near = {"past": back[1], "future": ahead[1]}.get(self.tense, min(back[1], ahead[1]))
        return near <= NEAR_THE_ANCHOR

    def _nearest(self, month: int, day: date) -> list[tuple[int, int, bool]]:
        """The year of a date without one: by the verbs near it, or by how near it lies."""
        back, ahead = self._around(month, day)
        if back[0] == ahead[0]:
            return [(back[0], month, True)]
        past, future = (back[0], month, True), (ahead[0], month, True)
        if self.tense == "past":
            if back[1] <= FAR_BACK:
                return [past]
            return [future, past] if ahead[1] <= VERY_NEAR else [past, future]
        if self.tense == "future":
            return [future] if ahead[1] <= FAR_AHEAD else [future, past]
        if back[1] <= DAYS_BACK:
            return [past]
        return [future, past] if ahead[1] < back[1] else [past, future]

    def _around(self, month: int, day: date) -> tuple[tuple[int, int], tuple[int, int]]:
        """The last and the next year with such a date, and how many days away it lies."""
        if not self.days:
            year = day.year if month <= day.month else day.year - 1
            months = (day.year - year) * 12 + day.month - month
            if months == 0:
                return (year, 0), (year, 0)
            return (year, months * 30), (year + 1, (12 - months) * 30)
        years = [day.year + n for n in range(-4, 5)]
        dates = [found.first for year in years if (found := day_of(year, month, self.days[-1]))]
        back = [found for found in dates if found <= day]
        ahead = [found for found in dates if found >= day]
        if not back or not ahead:
            return (day.year, 0), (day.year, 0)
        last, following = back[-1], ahead[0]
        return (last.year, (day - last).days), (following.year, (following - day).days)


def _shifted(year: int, month: int, step: int) -> tuple[int, int]:
    whole = year * 12 + month - 1 + step
    return whole // 12, whole % 12 + 1


def _directed_month(direction: str, month: int, day: date) -> list[tuple[int, int, bool]]:
    certain = month != day.month
    if direction == "this":
        return [(day.year, month, not certain)]
    if direction == "past":
        return [(day.year if month < day.month else day.year - 1, month, certain)]
    return [(day.year if month > day.month else day.year + 1, month, certain)]


def dated(at: int, after: int, parts: Parts, closed: bool) -> Parsed:
    return Parsed(
        at,
        after,
        parts.rule,
        parts.read,
        parts.anchored,
        closed=closed,
        named=True,
        parts=parts,
    )

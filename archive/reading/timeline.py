"""Which days the texts of the archive tell of: asked for, counted, in their order and by page.

A day stands for itself. A month of which no day is known ends its month; other periods of up to a
month go before its days; longer ones, and years, go before the months of the year they begin in.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse

from archive.addresses import period_pairs
from archive.models import DateReference, Entity
from archive.models.findings import DateReferenceQuerySet
from archive.models.visibility import Viewer
from archive.reading.histogram import MOST_BARS, Histogram, draw
from archive.reading.statistics import remembered
from archive.reading.tallies.counting import LONGEST_IN_MONTH, section_of
from archive.reading.tallies.kept import numbers_for

MOST_OF_ROW = 2  # happenings of one row, beside what was announced for it
ON_A_PAGE = 36  # rows and happenings
FULL_ENOUGH = 24  # a page that ends where a month does


class Days(NamedTuple):
    """A day, or the days from `first` to `last` where no day is known."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self == month_around(self.first)

    @property
    def is_year(self) -> bool:
        return self == year_of(self.first.year)

    @property
    def section(self) -> tuple[int, int]:
        """Year and month to which it belongs; month 0 for what is longer than one."""
        return section_of(*self)

    @property
    def order(self) -> tuple[tuple[int, int], int, date, date]:
        """Periods, days, then the month without a day."""
        rank = 1 if self.is_day else 2 if self.is_month else 0
        return self.section, rank, self.first, self.last

    @property
    def written(self) -> str:
        """As addresses have it: `2021-11-17`, or `2021-11-21/2021-11-27`."""
        return f"{self.first}" if self.is_day else f"{self.first}/{self.last}"


def month_around(day: date) -> Days:
    return Days(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def year_of(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader asks of the timeline. `on` is one row of it, in full."""

    words: str = ""
    actor: Entity | None = None
    place: Entity | None = None
    since: date | None = None
    until: date | None = None
    on: Days | None = None

    @property
    def entities(self) -> list[Entity]:
        return [entity for entity in (self.actor, self.place) if entity]

    @property
    def is_narrowed(self) -> bool:
        return self != Asked()

    @property
    def has_subject(self) -> bool:
        return bool(self.words or self.entities)

    def within(self, since: date | None, until: date | None) -> Asked:
        return replace(self, since=since, until=until, on=None)

    def about(self, days: Days) -> Asked:
        """One row in full; whatever period was asked for."""
        return replace(self, since=None, until=None, on=days)

    def pairs(self, **more: Any) -> list[tuple[str, Any]]:
        """The keys and values of its address, in one order."""
        pairs: list[tuple[str, Any]] = [
            ("q", self.words),
            ("actor", self.actor and self.actor.slug),
            ("place", self.place and self.place.slug),
            *period_pairs(self.since, self.until),
            ("on", self.on and self.on.written),
            *more.items(),
        ]
        return [(key, value) for key, value in pairs if value]

    def address(self, **more: Any) -> str:
        query = urlencode(self.pairs(**more), safe="/")
        address = reverse("archive:timeline")
        return f"{address}?{query}" if query else address

    def get_absolute_url(self) -> str:
        return self.address()


def dates_asked(asked: Asked, viewer: Viewer, *, few: bool = False) -> DateReferenceQuerySet:
    """The dates of texts that answer, of any time; `few` as in `for_readers`."""
    found = DateReference.objects.for_readers(viewer, few=few).beside(*asked.entities)
    return found.telling(asked.words) if asked.words else found


def _earlier(day: date) -> date:
    return max(day, date(MINYEAR, 2, 1)) - LONGEST_IN_MONTH


def _later(day: date) -> date:
    return min(day, date(MAXYEAR, 11, 30)) + LONGEST_IN_MONTH


# Rows and pages


class Row(NamedTuple):
    """Days, and how many dates of texts mean them."""

    days: Days
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """Neighbouring rows, and the pages before and after."""

    rows: Sequence[Row]
    before: Days | None = None
    after: Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is told of at any time: all rows in their order, and articles by month and year.

    Under month 0 of a year are the articles that tell of a longer period that begins in it.
    """

    rows: Sequence[Row]
    months: Mapping[tuple[int, int], int]
    years: Mapping[int, int]


def figures_of(asked: Asked, viewer: Viewer, now: str) -> Figures:
    """Counted in one query, whatever period is asked for."""
    count = partial(_counted, asked.within(None, None), viewer)
    whole = partial(_counted_of_all, viewer)
    counts, months, years = count() if asked.has_subject else remembered("timeline", whole, now)
    return Figures(
        rows=[
            Row(Days(date.fromordinal(first), date.fromordinal(last)), n)
            for first, last, n in counts
        ],
        months=months,
        years=years,
    )


# Days by their ordinals: dates take much longer to be kept, and to be read again.
Counts = tuple[list[tuple[int, int, int]], dict[tuple[int, int], int], dict[int, int]]


def _counted_of_all(viewer: Viewer) -> Counts:
    """The same where nothing is asked for: read from the tallies, if there are any."""
    numbers = numbers_for(viewer, "told", "told-month", "told-year")
    if numbers is None:
        return _counted(Asked(), viewer)
    days = {key: Days(*map(date.fromisoformat, key.split("/"))) for key in numbers["told"]}
    rows = [Row(days[key], n) for key, n in numbers["told"].items()]
    months = {tuple(map(int, key.split("-"))): n for key, n in numbers["told-month"].items()}
    years = {int(key): n for key, n in numbers["told-year"].items()}
    return _in_order(rows), months, years


def _in_order(rows: Iterable[Row]) -> list[tuple[int, int, int]]:
    return [
        (days.first.toordinal(), days.last.toordinal(), n)
        for days, n in sorted(rows, key=lambda row: row.days.order)
    ]


def _counted(asked: Asked, viewer: Viewer) -> Counts:
    """Rows in their order, months and years: plain values, quick to be kept."""
    # Dates as text: most are met many times, and each is read once.
    told = (
        dates_asked(asked, viewer)
        .order_by()
        .annotate(begins=Cast("first", CharField()), ends=Cast("last", CharField()))
    )
    revisions: dict[tuple[str, str], list[int]] = defaultdict(list)
    for begins, ends, revision in told.values_list("begins", "ends", "revision").iterator():
        revisions[begins, ends].append(revision)
    months: dict[tuple[int, int], set[int]] = defaultdict(set)
    years: dict[int, set[int]] = defaultdict(set)
    rows: list[Row] = []
    for (begins, ends), told_in in revisions.items():
        days = Days(date.fromisoformat(begins), date.fromisoformat(ends))
        rows.append(Row(days, len(told_in)))
        months[days.section].update(told_in)
        if days.first.year == days.last.year:
            years[days.first.year].update(told_in)
    return (
        _in_order(rows),
        {month: len(told_in) for month, told_in in months.items()},
        {year: len(told_in) for year, told_in in years.items()},
    )


def rows_asked(asked: Asked, figures: Figures) -> list[Row]:
    """Those of the period, or the days, asked for. They may reach a month beyond a period."""
    if asked.on:
        return [row for row in figures.rows if row.days == asked.on]
    rows: Iterable[Row] = figures.rows
    if since := asked.since:
        begins = _earlier(since)
        rows = (row for row in rows if row.days.last >= since and row.days.first >= begins)
    if until := asked.until:
        ends = _later(until)
        rows = (row for row in rows if row.days.first <= until and row.days.last <= ends)
    return list(rows)


def page_at(rows: Sequence[Row], at: tuple[str, Days] | None, *, from_start: bool) -> Page:
    """The page that begins with, or holds, what is asked for.

    `at` are days as written, and as they are read. Without them it is the first page, or the one
    with the month that is told of most.
    """
    pages = list(_pages(rows))
    if not pages:
        return Page(())
    if at:
        number = _holding(pages, *at)
    else:
        number = 0 if from_start or len(pages) == 1 else _holding(pages, "", busiest(rows))
    before = pages[number - 1][0].days if number else None
    after = pages[number + 1][0].days if number + 1 < len(pages) else None
    return Page(pages[number], before, after)


def _pages(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Pages of rows; they rather end with a month, and a month without a day is not cut off it."""
    page: list[Row] = []
    size = 0
    for _section, group in groupby(rows, key=lambda row: row.days.section):
        listed = list(group)
        whole = sum(map(_size, listed))
        if size >= FULL_ENOUGH or size + whole > ON_A_PAGE >= whole:
            yield page
            page, size = [], 0
        for row in listed:
            if size + _size(row) > ON_A_PAGE and not row.days.is_month:
                yield page
                page, size = [], 0
            page.append(row)
            size += _size(row)
    if page:
        yield page


def _size(row: Row) -> int:
    return 1 + min(row.count, MOST_OF_ROW + 1)


def _holding(pages: Sequence[Sequence[Row]], written: str, days: Days) -> int:
    """The page that has these days as a row, else the one where they would stand."""
    for number, page in enumerate(pages):
        if any(row.days.written == written for row in page):
            return number
    wanted = (days.section, 0 if not days.is_day else 1, days.first)
    for number, page in enumerate(pages):
        if page[-1].days.order[:3] >= wanted:
            return number
    return len(pages) - 1


def busiest(rows: Iterable[Row]) -> Days:
    """The month with most dates, of several the last."""
    most, found = 0, None
    for (year, month), group in groupby(rows, key=lambda row: row.days.section):
        count = sum(row.count for row in group) if month else 0
        if found is None or count >= most:
            most, found = count, (year, month or 1)
    year, month = found or (1, 1)
    return month_around(date(year, month, 1))


# Articles over the time that they tell of


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A histogram of the articles that tell of each year, or of each month of some years."""

    histogram: Histogram
    by_month: bool
    earlier: str  # the address of what lies before the drawing, where there is anything
    later: str


def drawing_of(asked: Asked, figures: Figures) -> Drawing | None:
    """Years, or the months of the year or two that were asked for; None where nothing is told.

    The period that was asked for is marked, and the drawing shows what lies around it.
    """
    span = _asked_span(asked)
    if span and span.last.year - span.first.year < 2:
        return _months_drawn(asked, figures, span)
    return _years_drawn(asked, figures)


def _asked_span(asked: Asked) -> Days | None:
    if asked.on:
        return asked.on
    return Days(asked.since, asked.until) if asked.since and asked.until else None


def _months_drawn(asked: Asked, figures: Figures, span: Days) -> Drawing | None:
    months = {
        f"{year}-{month:02}": n
        for (year, month), n in figures.months.items()
        if month and span.first.year <= year <= span.last.year
    }
    histogram = _drawn(asked, months=months, years={})
    return histogram and Drawing(histogram=histogram, by_month=True, earlier="", later="")


def _years_drawn(asked: Asked, figures: Figures) -> Drawing | None:
    counts = figures.years
    first = _window(counts)
    last = first + MOST_BARS - 1
    within = {f"{year}": n for year, n in counts.items() if first <= year <= last}
    histogram = _drawn(asked, months={}, years=within)
    if histogram is None:
        return None
    earlier = asked.within(None, date(first - 1, 12, 31)) if min(counts) < first else None
    later = asked.within(date(last + 1, 1, 1), None) if max(counts) > last else None
    return Drawing(
        histogram=histogram,
        by_month=False,
        earlier=earlier.address() if earlier else "",
        later=later.address() if later else "",
    )


def _window(counts: Mapping[int, int]) -> int:
    """The first of the years, as many as there may be bars, that hold most; of several the last."""

    def held(first: int) -> int:
        return sum(counts.get(year, 0) for year in range(first, first + MOST_BARS))

    return max(counts, key=lambda first: (held(first), first), default=1)


def _drawn(
    asked: Asked, *, months: Mapping[str, int], years: Mapping[str, int]
) -> Histogram | None:
    since, until = (asked.on.first, asked.on.last) if asked.on else (asked.since, asked.until)
    return draw(
        months=months,
        years=years,
        address=lambda first, last: asked.within(first, last).address(),
        since=since,
        until=until,
    )

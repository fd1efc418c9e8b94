"""Articles over time, as at most 24 bars (a month has its days): by day, month, quarter, year or
several years.

An article's date is an interval. It stands in the bar that holds the interval whole, and beside
the bars where none does: one dated «2021» cannot be drawn in a month of 2021. A bar leads to
all that meet its period, and says how many more than it counts those are.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.addresses import search_addresses
from archive.dates.printed import month_of, printed_day, printed_month
from archive.languages import in_english

MOST_BARS = 24
MOST_DAYS = 31  # a month is drawn whole
LONGEST_WHOLE = 731  # days of a period that is drawn whole: two years, month by month
LONGEST_YEAR = 4  # letters of a label that fits under a wide bar
NARROW = 12  # bars, above which a year is wider than its own on a phone
Unit = Literal["day", "month", "quarter", "year", "years"]
Address = Callable[[date, date], str]


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date

    def overlaps(self, since: date | None, until: date | None) -> bool:
        return (since is None or self.last >= since) and (until is None or self.first <= until)

    def within(self, since: date | None, until: date | None) -> Period:
        """The part of it between two days."""
        return Period(max(self.first, since or self.first), min(self.last, until or self.last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period; its position and size are percentages of the drawing, ready for attributes."""

    period: Period
    label: str
    text: str  # the period, how many articles stand in it, and how many more may belong there
    count: int
    x: str
    width: str
    y: str
    height: str
    slot: str  # where the period's whole slot starts
    slot_width: str
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the bars; at an `edge` ("first", "last") a long one runs inwards from it."""

    x: str
    label: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Articles dated too coarsely for any bar."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    unit: Unit
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    beside: tuple[Beside, ...]
    peak: Bar

    @property
    def has_choice(self) -> bool:
        return any(bar.chosen for bar in self.bars)

    @property
    def peak_label(self) -> str:
        """The period in which most articles stand; where as many stand in others, it says so."""
        others = sum(bar.count == self.peak.count for bar in self.bars) - 1
        if not others:
            return self.peak.label
        return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", others) % {
            "names": self.peak.label,
            "count": others,
        }

    @property
    def is_single(self) -> bool:
        """Whether there is nothing to compare with."""
        return len(self.bars) == 1


def coverage_of(
    counts: tuple[Mapping[str, int], Mapping[str, int]], filters: Mapping[str, str]
) -> Histogram | None:
    """Articles over time, from counts by month, and by year where only the year is known.

    Each bar leads to the search for its own.
    """
    months, years = counts
    return draw(months=months, years=years, address=search_addresses(filters))


def draw(
    *,
    days: Mapping[str, int] | None = None,
    months: Mapping[str, int],
    years: Mapping[str, int] | None = None,
    address: Address,
    since: date | None = None,
    until: date | None = None,
    within: tuple[date | None, date | None] = (None, None),
) -> Histogram | None:
    """The drawing of these counts; None where nothing is dated.

    `months` counts articles known to the day or month (`"2021-11": 3`), `days` those known to
    the day where the caller has them, `years` those known to the year only. Bars that overlap
    `since` to `until` are marked as chosen. Where all counts are of articles found `within` two
    days, the bars lead no further, and a short period is drawn from its first day to its last.
    Time runs with the language of the page.
    """
    days, years = days or {}, years or {}
    if not (days or months or years):
        return None
    unit, periods = _periods(days, months, years, within)
    counts, beside = _count(periods, unit, days, months, years)

    def lead(first: date, last: date) -> str:
        asked = Period(first, last).within(*within)
        return address(asked.first, asked.last)

    more = _overlapping([period.within(*within) for period in periods], beside)
    bars = _bars(unit, periods, counts, more, lead, since, until)
    return Histogram(
        unit=unit,
        bars=bars,
        ticks=tuple(_ticks(unit, bars)),
        beside=tuple(Beside(_beside_label(period), count) for period, count in beside),
        peak=max(bars, key=lambda bar: bar.count),
    )


@lru_cache(maxsize=4096)
def _period(key: str) -> Period:
    parts = [int(part) for part in key.split("-")]
    if len(parts) == 1:
        return Period(date(parts[0], 1, 1), date(parts[0], 12, 31))
    if len(parts) == 2:
        return _month(*parts)
    day = date(*parts)
    return Period(day, day)


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _periods(
    days: Mapping[str, int],
    months: Mapping[str, int],
    years: Mapping[str, int],
    within: tuple[date | None, date | None],
) -> tuple[Unit, list[Period]]:
    """The finest unit that needs at most MOST_BARS bars, and in which most articles have one. Who
    goes down into a month is shown the days that are known, be they few."""
    most_by_day = 2 * sum(days.values()) > sum(months.values()) + sum(years.values())
    if days and (most_by_day or _is_short(within)):
        span = _drawn(_span(days), within)
        if (span.last - span.first).days < MOST_DAYS:
            return "day", list(_days(span))
    span = _drawn(_span((*months, *years)), within)
    if months:
        units: tuple[tuple[Unit, int], ...] = (("month", 1), ("quarter", 3))
        for unit, size in units:
            if _how_many(span, size) <= MOST_BARS:
                return unit, list(_months(span, size))
    step = _years_a_bar(span)
    return "year" if step == 1 else "years", list(_years(span, step))


def _is_short(within: tuple[date | None, date | None]) -> bool:
    since, until = within
    return bool(since and until and (until - since).days < MOST_DAYS)


def _drawn(span: Period, within: tuple[date | None, date | None]) -> Period:
    """What of a span is drawn between two days: a short period whole."""
    since, until = within
    if since and until and (until - since).days < LONGEST_WHOLE:
        return Period(since, until)
    return span.within(since, until)


def _how_many(span: Period, months: int) -> int:
    """The bars of so many months that a span takes; each begins at a multiple of them."""
    first = span.first.year * 12 + span.first.month - 1
    last = span.last.year * 12 + span.last.month - 1
    return last // months - first // months + 1


def _span(keys: Iterable[str]) -> Period:
    known = [_period(key) for key in keys]
    return Period(min(p.first for p in known), max(p.last for p in known))


def _days(span: Period) -> Iterator[Period]:
    for number in range((span.last - span.first).days + 1):
        day = span.first + timedelta(days=number)
        yield Period(day, day)


def _months(span: Period, size: int) -> Iterator[Period]:
    year, month = span.first.year, (span.first.month - 1) // size * size + 1
    while date(year, month, 1) <= span.last:
        last = month + size - 1
        yield Period(date(year, month, 1), _month(year, last).last)
        year, month = (year, last + 1) if last < 12 else (year + 1, 1)


def _years_a_bar(span: Period) -> int:
    return -(-(span.last.year - span.first.year + 1) // MOST_BARS)


def _years(span: Period, step: int) -> Iterator[Period]:
    for year in range(span.first.year, span.last.year + 1, step):
        yield Period(date(year, 1, 1), date(year + step - 1, 12, 31))


def _count(
    periods: list[Period],
    unit: Unit,
    days: Mapping[str, int],
    months: Mapping[str, int],
    years: Mapping[str, int],
) -> tuple[list[int], list[tuple[Period, int]]]:
    """How many stand in each period, and what stands beside them."""
    intervals: Counter[Period] = Counter({_period(key): n for key, n in years.items()})
    if unit == "day":
        intervals.update({_period(key): n for key, n in days.items()})
        known_days = Counter(key[:7] for key, n in days.items() for _ in range(n))
        intervals.update({_period(k): n - known_days[k] for k, n in months.items()})
    else:
        intervals.update({_period(key): n for key, n in months.items()})
    counts = [0] * len(periods)
    starts = [period.first for period in periods]
    beside = []
    for interval, count in sorted(intervals.items(), key=lambda item: item[0].first):
        index = bisect_right(starts, interval.first) - 1
        if index >= 0 and interval.last <= periods[index].last:
            counts[index] += count
        elif count > 0:
            beside.append((interval, count))
    return counts, beside


def _overlapping(periods: list[Period], beside: list[tuple[Period, int]]) -> list[int]:
    """How many articles that stand beside the bars may belong in each period."""
    return [
        sum(count for other, count in beside if other.overlaps(period.first, period.last))
        for period in periods
    ]


def _bars(
    unit: Unit,
    periods: list[Period],
    counts: list[int],
    more: list[int],
    address: Address,
    since: date | None,
    until: date | None,
) -> tuple[Bar, ...]:
    tallest = max(counts)
    slot = 100 / len(periods)
    bars = []
    for number, (period, count) in enumerate(zip(periods, counts, strict=True)):
        position = number if in_english() else len(periods) - 1 - number
        height = max(100 * count / tallest, 2) if count else 0
        label = _label(unit, period)
        bars.append(
            Bar(
                period=period,
                label=label,
                text=_text(label, count, more[number]),
                count=count,
                x=_percent(position * slot + slot * 0.1),
                width=_percent(slot * 0.8),
                y=_percent(100 - height),
                height=_percent(height),
                slot=_percent(position * slot),
                slot_width=_percent(slot),
                chosen=bool(since or until) and period.overlaps(since, until),
                address=address(period.first, period.last),
            )
        )
    return tuple(bars)


def _text(label: str, count: int, more: int) -> str:
    text = ngettext("%(period)s: %(shown)s article", "%(period)s: %(shown)s articles", count)
    text %= {"period": label, "shown": f"{count:,}"}
    if not more:
        return text
    beside = ngettext(
        "%(text)s, and %(shown)s known only by its month or year",
        "%(text)s, and %(shown)s known only by their month or year",
        more,
    )
    return beside % {"text": text, "shown": f"{more:,}"}


def _percent(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"


def _label(unit: Unit, period: Period) -> str:
    first, last = period.first, period.last
    if unit == "day":
        return printed_day(first)
    if unit == "month":
        return month_of(first)
    if unit == "quarter":
        return _("%(first)s to %(last)s %(year)s") % {
            "first": printed_month(first.month),
            "last": printed_month(last.month),
            "year": first.year,
        }
    if unit == "year" or first.year == last.year:
        return f"{first.year}"
    return _("%(first)s to %(last)s") % {"first": first.year, "last": last.year}


def _beside_label(period: Period) -> str:
    if period.first.month == 1 and period.last.month == 12:
        return _("%(year)s, month unknown") % {"year": period.first.year}
    month = _label("month", period)
    return _("%(month)s, day unknown") % {"month": month}


def _ticks(unit: Unit, bars: tuple[Bar, ...]) -> Iterator[Tick]:
    """A few labels under the bars, each at the middle of its own or inwards from the edge."""
    every = max(1, -(-len(bars) // 6))
    whole = _whole(bars)
    edges = {0: "first", len(bars) - 1: "last"} if len(bars) > 1 else {}
    year_is_told = any(bar.period.first.month == 1 for bar in bars)
    for number, bar in enumerate(bars):
        first = bar.period.first
        middle = _percent(float(bar.slot[:-1]) + float(bar.slot_width[:-1]) / 2)
        if whole == unit == "month":
            label = printed_month(first.month) if number % 3 == 1 else ""
        elif whole == unit == "day":
            label = f"{first.day}" if number % 7 == 0 else ""
        elif unit in ("year", "years"):
            label = f"{first.year}" if number % every == 0 else ""
        elif unit == "quarter":
            label = f"{first.year}" if first.month == 1 else ""
        elif unit == "month":
            label = _month_tick(number, first, len(bars), year_is_told)
        else:
            label = _day_tick(number, first, len(bars), every)
        wide = len(label) > LONGEST_YEAR or (len(label) == LONGEST_YEAR and len(bars) > NARROW)
        edge = edges.get(number, "") if wide and not whole else ""
        if label:
            yield Tick(_edge(edge) if edge else middle, label, edge)


def _whole(bars: tuple[Bar, ...]) -> str:
    """What the bars of a whole year or of a whole month are; nothing for other spans."""
    first, last = bars[0].period.first, bars[-1].period.last
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return "month"
    return "day" if Period(first, last) == _month(first.year, first.month) else ""


def _edge(edge: str) -> str:
    return "0%" if (edge == "first") == in_english() else "100%"


def _day_tick(number: int, first: date, bars: int, every: int) -> str:
    """The month is named at the start and where another begins; it takes a third on a phone."""
    if number % every or 0 < number < bars / 3:
        return ""
    starts_a_month = number == 0 or first.day <= every
    return f"{first.day} {printed_month(first.month)}" if starts_a_month else f"{first.day}"


def _month_tick(number: int, first: date, bars: int, year_is_told: bool) -> str:
    """January is its year; where there is none, July or the first month says which year it is."""
    if first.month == 1:
        return f"{first.year}"
    # On a phone a month takes two slots of four or more; the first, with its year, does too.
    fits = bars <= 3 or (bars <= 6 and number % 2 == 0)
    if first.month == 7 and not year_is_told:
        return month_of(first)
    if first.month == 7 or (fits and number > 0):
        return printed_month(first.month)
    starts_the_drawing = number == 0 and first.month not in (6, 11, 12)
    return month_of(first) if starts_the_drawing and bars <= 6 else ""

"""Dates known to the day, the month or the year: an interval, and how closely it is known."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from archive.arabic.letters import fold
from archive.languages import in_english

# The first year that can be told from a number typed by mistake: printing in Arabic is younger.
FIRST_YEAR = 1700
LAST_YEAR = 2199

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
# Between the two ends of a period, folded.
_TO = re.compile(r"\bالي\b|(?<=\d{4}-\d{2}-\d{2})/|(?<=\d{4}-\d{2})/")
# Feeds give the moment; the archive keeps the day that the source printed.
_CLOCK = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(z|[+-]\d{2}:?\d{2})?")


class Precision(TextChoices):
    """How closely a date of publication is known."""

    DAY = "day", "يوم"
    MONTH = "month", "شهر"
    YEAR = "year", "سنة"
    UNKNOWN = "unknown", "غير معلوم"


class DateError(ValueError):
    """The text is no date, or none that the archive takes; `str()` says so in both languages."""

    def __init__(self, arabic: str, english: str) -> None:
        self.arabic = arabic
        self.english = english
        super().__init__(f"{arabic} \u2066{english}\u2069")

    @property
    def message(self) -> str:
        """In the language of the page that is being made."""
        return self.english if in_english() else self.arabic


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """An interval of days, both ends included; `precision` is `day`, `month` or `year`."""

    first: date
    last: date
    precision: str

    def __str__(self) -> str:
        return iso_date(self.first, self.precision)


def iso_date(first: date | None, precision: str) -> str:
    """A date as far as it is known: `2021-11-22`, `2021-11`, `2021` or an empty string."""
    if first is None:
        return ""
    length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[Precision(precision)]
    return first.isoformat()[:length]


def iso_period(first: date, last: date) -> str:
    """A day, month, year or span of days: `2021-11-22`, `2021-11`, `2021` or `day/day`."""
    if first == last:
        return first.isoformat()
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return iso_date(first, Precision.MONTH)
        if (first.year, first.month, last.month) == (last.year, 1, 12):
            return iso_date(first, Precision.YEAR)
    return f"{first.isoformat()}/{last.isoformat()}"


def parse_partial(text: str, *, typed: str = "") -> PublicationDate:
    """Read `2021-11-22`, `2021-11` or `2021`, with any digits; a time of day is left aside.

    Raises DateError, which says how to write it, and names what was `typed` where the text was
    made from that.
    """
    # Folding writes every script's digits as 0-9.
    written = fold(text).strip().replace("/", "-")
    match = _PARTIAL.match(written)
    if match is None or not _ends_well(written[match.end() :], match):
        raise _no_date(typed or text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern begins with it
    try:
        found = _interval(year, month, day)
    except ValueError:
        raise _no_date(typed or text) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _out_of_range(typed or text)
    return found


def parse_period(text: str) -> tuple[PublicationDate, str]:
    """Read a date as `parse_partial` does, or two with «إلى» or a stroke between them.

    Returns the days, and the period as the archive writes it: `2021-11` or
    `2021-12-25/2021-12-31`. The precision of two is `range`. Raises DateError.
    """
    written = _TO.split(fold(text).strip())
    if len(written) == 1:
        whole = parse_partial(text)
        return whole, str(whole)
    if len(written) > 2:
        raise _no_date(text)
    ends = [parse_partial(end) for end in written]
    first, last = ends[0].first, ends[1].last
    if last < first:
        raise DateError(
            "نهاية المدة قبل بدايتها. اكتب الأقدم أولاً.",
            "The period ends before it begins. Write the earlier day first.",
        )
    return PublicationDate(first, last, "range"), f"{first}/{last}"


def _no_date(text: str) -> DateError:
    shown = _shown(text)
    # Isolated: after Arabic letters the parts of a date would be printed in reverse. Joined: no
    # line ends behind a hyphen.
    day, month = "\u20662021-\u206011-\u206022\u2069", "\u20662021-\u206011\u2069"
    return DateError(
        f"«\u2068{shown}\u2069» ليس تاريخاً. اكتبه هكذا: {day} أو {month} أو 2021.",
        f"“{shown}” is not a date. Write 2021-11-22, 2021-11 or 2021.",
    )


def _out_of_range(text: str) -> DateError:
    shown, first, last = _shown(text), FIRST_YEAR, LAST_YEAR
    return DateError(
        f"«\u2068{shown}\u2069» خارج السنوات التي يأخذها الأرشيف، وهي من {first} إلى {last}.",
        f"“{shown}” lies outside the years that the archive takes, {first} to {last}.",
    )


def _shown(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else f"{text[:40]}…"


def _ends_well(rest: str, match: re.Match[str]) -> bool:
    return not rest or bool(match[3] and _CLOCK.fullmatch(rest))


def _interval(year: int, month: int | None, day: int | None) -> PublicationDate:
    if month is None:
        return PublicationDate(date(year, 1, 1), date(year, 12, 31), "year")
    if day is not None:
        only = date(year, month, day)
        return PublicationDate(only, only, "day")
    first = date(year, month, 1)
    return PublicationDate(first, first.replace(day=calendar.monthrange(year, month)[1]), "month")

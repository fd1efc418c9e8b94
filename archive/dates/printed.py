"""Dates as the archive prints them: in Arabic with Iraqi, Arabic or both month names."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Literal, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from archive.dates.partial import Precision
from archive.languages import in_english

Months = Literal["iraqi", "arabic", "both"]


class Dated(Protocol):
    """What was published on a day, in a month or in a year: an article, or the card of one."""

    @property
    def published_from(self) -> date | None: ...

    @property
    def precision(self) -> str: ...


IRAQI = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
ARABIC = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


# As `date.weekday()` counts.
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
ENGLISH_WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


def month_name(number: int, months: Months = "both") -> str:
    """The Arabic name of month 1 to 12: «تشرين الثاني», «نوفمبر» or both."""
    if months == "iraqi":
        return IRAQI[number - 1]
    if months == "arabic":
        return ARABIC[number - 1]
    return f"{IRAQI[number - 1]}/{ARABIC[number - 1]}"


def printed_month(number: int) -> str:
    """The name of month 1 to 12 in the language of the page, as lists print it."""
    return ENGLISH[number - 1] if in_english() else month_name(number, settings.ARCHIVE_MONTHS)


def month_of(day: date) -> str:
    """The month of a day: «تشرين الثاني 2021»."""
    return f"{printed_month(day.month)} {day.year}"


def printed_day(day: date) -> str:
    """A day in the language of the page, as lists print it."""
    if in_english():
        return f"{printed_month(day.month)} {day.day}, {day.year}"
    return f"{day.day} {month_of(day)}"


def period_text(first: date | None, last: date | None) -> str:
    """The span of days in words, by whole months or years where it is made of them."""
    if first and last and first == last:
        return printed_day(first)
    shown: Callable[[date], str] = printed_day
    if (not first or first.day == 1) and (not last or _ends_month(last)):
        # «حتى 2021» alone would leave it open whether that year is in.
        whole_years = first and first.month == 1 and (not last or last.month == 12)
        shown = _year if whole_years else month_of
    since, until = first and shown(first), last and shown(last)
    if since and until:
        if since == until:
            return since
        return _("from %(first)s to %(last)s") % {"first": since, "last": until}
    if since:
        return _("since %(first)s") % {"first": since}
    return _("until %(last)s") % {"last": until}


def whole_period(first: date, last: date) -> str:
    """The one month or year that these days make up; empty for any other span."""
    if first.year != last.year or first.day != 1 or not _ends_month(last):
        return ""
    if first.month == last.month:
        return month_of(first)
    return _year(first) if (first.month, last.month) == (1, 12) else ""


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _year(day: date) -> str:
    return f"{day.year}"


def weekday_name(day: date) -> str:
    """The day of the week, in the language of the page."""
    return (ENGLISH_WEEKDAYS if in_english() else WEEKDAYS)[day.weekday()]


def printed_weekday(day: date) -> str:
    """A day with the day of the week before it: «الاثنين 22 تشرين الثاني 2021»."""
    comma = "," if in_english() else ""
    return f"{weekday_name(day)}{comma} {printed_day(day)}"


def arabic_date(article: Dated, months: Months = "both") -> str:
    """When the article was published, as far as it is known; empty where it is not."""
    first = article.published_from
    if first is None:
        return ""
    if article.precision == Precision.YEAR:
        return f"{first.year}"
    month = f"{month_name(first.month, months)} {first.year}"
    return month if article.precision == Precision.MONTH else f"{first.day} {month}"


def english_date(article: Dated) -> str:
    """The same in English: `November 22, 2021`, `November 2021`, `2021` or nothing."""
    first = article.published_from
    if first is None:
        return ""
    if article.precision == Precision.YEAR:
        return f"{first.year}"
    month = ENGLISH[first.month - 1]
    if article.precision == Precision.MONTH:
        return f"{month} {first.year}"
    return f"{month} {first.day}, {first.year}"

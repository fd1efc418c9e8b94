"""Dates of publication as newspapers print them and as feeds and programs write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.utils import timezone

from archive.arabic.date_labels import around_dates, by_calendar, tells_of_update
from archive.arabic.letters import fold
from archive.dates.partial import DateError, PublicationDate, parse_partial
from archive.dates.printed import ENGLISH_WEEKDAYS
from archive.dates.typed import parse_typed

MOST_LETTERS = 160
# Between a day and the time, the update, or the same day in another calendar.
_PARTS = re.compile(r"\s[-–—|•·]+\s|[|()\[\]•·؛\n]|\s/\s")
_SPACED = re.compile(r"(\d{1,4}) ?([-–/.]) ?(\d{1,2}) ?\2 ?(\d{1,4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:1[7-9]|2[01])\d\d(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)(?:t\s?)?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s?(?:z|(?:utc|gmt)?\s?[+-]\d{2}:?\d{2}))?(?!\d)"
)
_WORD = re.compile(r"[^\W\d_]+")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t?\d{6}(?:z|[+-]\d{4})?)?")
_SECONDS = re.compile(r"\d{9,10}(?:\d{3})?")  # since 1970, or thousandths of them
_TWO_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*\d{4}(?!\d)")
_MONTHS = 12
_ENGLISH_DAYS = frozenset(fold(name)[:length] for name in ENGLISH_WEEKDAYS for length in (3, 4, 99))


def parse_stated(text: str) -> PublicationDate:
    """Read the date of a record: as `parse_partial` does, or as it was printed.

    «الأحد ١٢ كانون الأول ٢٠٢١ - 08:43 ص», `12-12-2021 | 08:43`, `Sun, 12 Dec 2021 08:43:00 +0300`,
    `20211212T084300Z`, `1639298580`. Raises DateError, which says how to write it, for what is no
    day and for what may be two: 03/04/2021.
    """
    try:
        return parse_partial(text)
    except DateError as error:
        refused = error
    folded = fold(text).strip()
    if len(folded) > MOST_LETTERS:
        raise refused
    if (known := _written_by_programs(folded)) is not None:
        return parse_partial(known)
    part = _dated_part(folded)
    if not part:
        raise refused
    if (two := _TWO_NUMBERS.search(part)) and _is_ambiguous(int(two[1]), int(two[2])):
        raise DateError(
            f"«{text.strip()[:40]}» قد يكون يومين: أيهما الشهر؟ اكتب التاريخ هكذا: 2021-11-22.",
            f"“{text.strip()[:40]}” may be two days: which is the month? Write it as 2021-11-22.",
        )
    try:
        return parse_typed(part)
    except DateError:
        raise refused from None


def _is_ambiguous(first: int, second: int) -> bool:
    return first != second and max(first, second) <= _MONTHS


def _written_by_programs(folded: str) -> str | None:
    if found := _COMPACT.fullmatch(folded):
        return "-".join(found.groups())
    if not _SECONDS.fullmatch(folded):
        return None
    seconds = int(folded[:10] if len(folded) > len("1639298580") else folded)
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.astimezone(timezone.get_default_timezone()).date().isoformat()


def _dated_part(folded: str) -> str:
    """The part that holds a day of our calendar, without clock and labels; empty for none."""
    whole = _SPACED.sub(r"\1-\3-\4", " ".join(_CLOCK.sub(" ", folded).split()))
    parts = [part for one in by_calendar(whole) for part in _PARTS.split(f"{one} ")]
    dated = [part for part in parts if _YEAR.search(part)]
    published = [part for part in dated if not tells_of_update(_WORD.findall(part))]
    if not dated:
        return ""
    return _without_labels((published or dated)[0])


def _without_labels(part: str) -> str:
    around = around_dates() | _ENGLISH_DAYS
    bare = _WORD.sub(lambda word: " " if word[0] in around else word[0], part)
    return " ".join(bare.replace(":", " ").split()).strip(" ,،.-/")

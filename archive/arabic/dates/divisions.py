"""Quarters, halves and seasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from archive.arabic.dates import numbers
from archive.arabic.dates.parsed import Find, Moment, Parsed, Reading, fixed
from archive.arabic.dates.periods import (
    Answer,
    Open,
    Period,
    month_of,
    one,
    span,
    year_of,
)
from archive.arabic.dates.units import unit_alone
from archive.arabic.dates.words import Words
from archive.arabic.dates.year_words import direction_words
from archive.arabic.letters import ARTICLE


def fraction(words: Words, place: int, find: Find) -> Parsed | None:
    """«الربع الأول من 2020», «النصف الثاني من العام الماضي», «النصف الأول من آذار»."""
    kinds = words.classes[place]
    if "fraction" not in kinds or words.gap(place + 1) != " ":
        return None
    pieces = int(kinds["fraction"])
    if words.has(place + 1, "last"):
        number, after = pieces, place + 2
    else:
        ordinal = numbers.ordinal(words, place + 1)
        if ordinal is None or ordinal.value > pieces:
            return None
        number, after = ordinal
    if words.follows(after, "from"):
        after += 1
    if words.gap(after) != " " or after >= words.size:
        return None
    inner = find(words, after) or [p for p in [unit_alone(words, after)] if p]
    if not inner and (year := numbers.year(words, after)):
        inner = [fixed(after, year.after, "year", year_of(year.value))]
    if len(inner) != 1 or inner[0].at != after:
        return None
    return _fraction(place, inner[0], pieces, number)


def _fraction(place: int, inner: Parsed, pieces: int, number: int) -> Parsed:
    def read(moment: Moment) -> Answer:
        periods, sure = inner.read(moment)
        found = [_piece(period, pieces, number) for period in periods]
        return Answer(tuple(period for period in found if period), sure)

    return replace(inner, at=place, rule=f"part-of-{inner.rule}", read=read)


def _piece(whole: Period, pieces: int, number: int) -> Period | None:
    if whole.precision == "year":
        size = 12 // pieces
        first = month_of(whole.first.year, (number - 1) * size + 1)
        last = month_of(whole.first.year, number * size)
        name = {4: "quarter", 2: "half", 3: "third"}[pieces]
        return span(first.first, last.last, name) if first and last else None
    if whole.precision == "month" and pieces == 2:
        middle = whole.first + timedelta(days=14)
        if number == 1:
            return span(whole.first, middle, "half")
        return span(middle + timedelta(days=1), whole.last, "half")
    return None


def season(words: Words, place: int, find: Find) -> Parsed | None:
    """«صيف 2014», «شتاء العام الماضي», «الربيع المقبل», «هذا الخريف»."""
    at, kinds = place, words.classes[place]
    if "demonstrative" in kinds and words.follows(place + 1, "the season"):
        month = int(words.value(place + 1, "the season"))
        return Parsed(at, place + 2, "season-this", _season_of(month, 0), sure=False)
    if "the season" in kinds:
        told = direction_words(words, place + 1)
        if told is None:
            return _season_alone(words, place)
        if told.direction not in ("past", "next", "this"):
            return None
        read = _season_towards(int(kinds["the season"]), told.direction)
        return Parsed(at, told.after, f"season-{told.direction}", read, sure=False)
    if "season" not in kinds or words.gap(place + 1) != " " or place + 1 >= words.size:
        return None
    found = [p for p in (_year_alone(words, place + 1),) if p] or find(words, place + 1)
    if len(found) != 1 or found[0].at != place + 1 or "year" not in found[0].rule:
        return None
    return _season_of_year(place, int(kinds["season"]), found[0])


WINTER = 12
_BEFORE_SEASONS = ("in", "since", "within", "ago", "after", "by")


def _season_alone(words: Words, place: int) -> Parsed | None:
    """«منذ الربيع», «في الصيف»: the last that has begun, or the next; not «الربيع العربي»."""
    before = words.classes[place - 1] if place and words.gap(place) == " " else {}
    if words.prefixes[place] or not any(kind in before for kind in _BEFORE_SEASONS):
        return None
    if words.gap(place + 1) == " " and place + 1 < words.size:
        after = words.keys[place + 1]
        if after.startswith(ARTICLE) or words.has(place + 1, "from"):
            return None
    month = int(words.value(place, "the season"))
    ahead = words.direction(place) == "future"

    def read(moment: Moment) -> Answer:
        around = [_season(moment.day.year + n, month) for n in (-2, -1, 0, 1)]
        found = [season for season in around if season]
        if ahead:
            return one(next((s for s in found if s.first > moment.day), None), sure=False)
        begun = [season for season in found if season.first <= moment.day]
        return one(begun[-1] if begun else None, sure=False)

    return Parsed(place, place + 1, "season-nearest", read, sure=False)


def _year_alone(words: Words, place: int) -> Parsed | None:
    found = numbers.year(words, place)
    return fixed(place, found.after, "year", year_of(found.value)) if found else None


def _season(year: int, month: int) -> Period | None:
    first, last = month_of(year, month), month_of(year, month + 2)
    return span(first.first, last.last, "season") if first and last else None


def _season_of(month: int, offset: int) -> Reading:
    return lambda moment: one(_season(moment.day.year + offset, month))


def _season_towards(month: int, direction: str) -> Reading:
    def read(moment: Moment) -> Answer:
        around = [_season(moment.day.year + n, month) for n in (-2, -1, 0, 1)]
        found = [season for season in around if season]
        if direction == "past":
            return one([season for season in found if season.last < moment.day][-1])
        if direction == "next":
            return one(next((s for s in found if s.first > moment.day), None))
        return one(_season(moment.day.year, month))

    return read


def _season_of_year(place: int, month: int, year: Parsed) -> Parsed:
    def read(moment: Moment) -> Answer:
        periods, sure = year.read(moment)
        if month == WINTER:  # it has two years, and the press names either
            ends = [period.first.year + step for period in periods for step in (0, -1)]
            found = (_season(end, month) for end in ends)
            return Open(tuple(winter for winter in found if winter), sure=False)
        seasons = (_season(period.first.year, month) for period in periods)
        return Answer(tuple(found for found in seasons if found), sure)

    return replace(year, at=place, rule="season", read=read)

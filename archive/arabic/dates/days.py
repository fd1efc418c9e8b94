"""Days of a month: in words or figures, one or several, by either calendar."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import NamedTuple

from archive.arabic.dates import hijri, lexicon, numbers
from archive.arabic.dates.lexicon import GREGORIAN, HIJRI
from archive.arabic.dates.month_names import month_name, single_month
from archive.arabic.dates.parsed import Parsed
from archive.arabic.dates.parts import Parts, dated
from archive.arabic.dates.words import Words
from archive.arabic.dates.year_words import YearWords, direction_words, is_hijri, year_words
from archive.arabic.letters import WAW

MOST_DAYS_LISTED = 6


def days_of_month(words: Words, place: int) -> list[Parsed]:
    """«14 تموز 2021», «الخامس عشر من الشهر الحالي», «5 و6 كانون الثاني», «5-12 تموز»."""
    listed = _listed_days(words, place)
    if not listed or _orders_something_else(words, place):
        return []
    after, how = listed[-1].after, _joined_how(words, place, listed)
    if how == "":
        return []
    parts = _month_of_days(words, after)
    if parts is None:
        return []
    return _dates_of_days(words, place, listed, how, parts)


def _orders_something_else(words: Words, place: int) -> bool:
    """«الأسبوع الأول من آذار», «الأيام العشرة الأولى من …»: no day of the month."""
    if place == 0 or words.gap(place) != " " or words.number(place) is not None:
        return False
    kinds = words.classes[place - 1]
    return kinds.get("the unit", "day") != "day" or bool({"the units", "fraction"} & kinds.keys())


class Listed(NamedTuple):
    at: int
    value: int
    after: int


def _listed_days(words: Words, place: int) -> list[Listed]:
    found = numbers.day_of_month(words, place)
    listed: list[Listed] = []
    at = place
    while found is not None:
        listed.append(Listed(at, found.value, found.after))
        if len(listed) == MOST_DAYS_LISTED:
            break
        at = _next_day(words, found.after)
        found = numbers.day_of_month(words, at) if at else None
    return listed


def _next_day(words: Words, place: int) -> int:
    """Where the next day of a list may stand: after a dash, «و», «إلى» or a comma."""
    if place >= words.size:
        return 0
    gap = words.gaps[place]
    if gap in ("-", "/") and words.number(place) and words.number(place - 1):
        return place
    if gap in (" ", ",", "-", ",-"):
        if words.keys[place] == WAW and words.gaps[place + 1] in ("", " "):
            return place + 1
        if words.prefixes[place] == WAW and "ordinal" in words.classes[place]:
            return place
        if words.bases[place] in _TO and words.gap(place + 1) == " ":
            return place + 1
    return place if gap == "," and words.number(place) else 0


_TO = frozenset(word for word, kinds in lexicon.classes().items() if "to" in kinds)


def _joined_how(words: Words, place: int, listed: list[Listed]) -> str:
    """`one`, `list`, `range`; empty for what is no list of days."""
    if len(listed) == 1:
        return "one"
    first, second = listed[0], listed[1]
    between = words.gaps[second.at]
    if len(listed) == 2 and (between in ("-", "/") or words.base(second.at - 1) in _TO):
        return "range"
    if any(b.value <= a.value for a, b in itertools.pairwise(listed)):
        return ""
    if len(listed) == 2 and words.base(place - 1) and "between" in words.classes[place - 1]:
        return "range"
    if len(listed) == 2 and second.value == first.value + 1:
        return "range"
    return "list"


def _month_of_days(words: Words, place: int) -> tuple[Parts, int, bool, str] | None:
    """The month that days belong to, with its year: parts, place after, closed, calendar."""
    gap = words.gap(place)
    if gap not in (" ", "/", "-", "") or place >= words.size:
        return None
    start = place
    within = words.has(place, "in") and _is_unit(words, place + 1, "month")
    if gap == " " and (within or words.has(place, "from")):
        place += 1
        if words.gap(place) != " " or place >= words.size:
            return None
    if words.prefixes[place]:
        return None
    if words.has(place, "month") and words.gap(place + 1) == " ":
        named = month_name(words, place + 1)
    else:
        named = month_name(words, place)
    if named is not None:
        year = year_words(words, named.after)
        after = year.after if year else named.after
        if year is None and _recurs(words, after):
            return None
        closed = year.closed if year else named.closed
        parts = Parts(months=named.numbers, year=year, inferred=named.inferred)
        return parts, after, closed, named.calendar
    if gap != " ":
        return None
    told = _month_words(words, place, start)
    return (Parts(of_month=told), told.after, False, GREGORIAN) if told else None


def _recurs(words: Words, place: int) -> bool:
    """«9 نيسان من كل عام»."""
    return words.follows(place, "from") and words.follows(place + 1, "every")


def _month_words(words: Words, place: int, start: int) -> YearWords | None:
    """«الشهر الحالي», «هذا الشهر», «الجاري», and «الشهر» alone after «من»."""
    if words.has(place, "demonstrative") and _is_unit(words, place + 1, "month"):
        return YearWords(place + 2, offset=0)
    if _is_unit(words, place, "month"):
        told = direction_words(words, place + 1)
        if told is not None:
            named = single_month(words, told.after) if words.gap(told.after) == " " else None
            return replace(told, after=named.after) if named else told
        return YearWords(place + 1, direction="the") if place != start else None
    if words.has(place, "this"):
        return YearWords(place + 1, offset=0)
    if place == start and words.has(place, "of it"):
        return YearWords(place + 1, direction="same")
    return None


def _is_unit(words: Words, place: int, unit: str) -> bool:
    return words.follows(place, "the unit") and words.value(place, "the unit") == unit


def _dates_of_days(
    words: Words,
    place: int,
    listed: list[Listed],
    how: str,
    month: tuple[Parts, int, bool, str],
) -> list[Parsed]:
    parts, after, closed, calendar = month
    if calendar == HIJRI:
        return _hijri_days(words, listed, parts, after)
    tense = words.direction(place) or words.direction_after(after)
    parts = replace(parts, tense=tense)
    if how != "list":
        days = tuple(day.value for day in listed)
        if how == "range" and days[0] > days[-1]:
            if parts.of_month is not None or words.gaps[listed[1].at] not in ("-", "/"):
                return []
            days = days[::-1]
        return [dated(place, after, replace(parts, days=days), closed)]
    found = [
        dated(day.at, day.after, replace(parts, days=(day.value,)), False) for day in listed[:-1]
    ]
    last = listed[-1]
    return [*found, dated(last.at, after, replace(parts, days=(last.value,)), closed)]


def _hijri_days(words: Words, listed: list[Listed], parts: Parts, after: int) -> list[Parsed]:
    if len(listed) != 1 or len(parts.months) != 1:
        return []
    day, told = listed[0], parts.year
    number = told.year if told else None
    if number is None:
        number_there = numbers.year(words, after, 1300, 1500)
        if number_there is not None and words.gap(after) in (" ", "/", "-"):
            number, after = number_there.value, number_there.after
    if is_hijri(words, after):
        after += 1
    if number is not None and number > 1900:
        return [hijri.day_in_year(day.at, after, number, parts.months[0], day.value)]
    if number is not None:
        return [hijri.day(day.at, after, number, parts.months[0], day.value)]
    return [hijri.nearest_day(day.at, after, parts.months[0], day.value)]

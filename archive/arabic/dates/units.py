"""A unit of time and its direction: «الشهر الماضي», «هذا العام», «العام نفسه»."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from archive.arabic.dates import lexicon
from archive.arabic.dates.ages import century
from archive.arabic.dates.month_names import month_name
from archive.arabic.dates.parsed import Moment, Parsed, Reading, fixed
from archive.arabic.dates.periods import (
    Answer,
    Period,
    month_of,
    on,
    one,
    week_of,
    year_of,
    years,
)
from archive.arabic.dates.words import Words
from archive.arabic.dates.year_words import YearWords, direction_words, year_beside
from archive.arabic.letters import ARTICLE, LAM, fold


def period(words: Words, place: int) -> Parsed | None:
    """«الشهر الماضي», «هذا العام», «الأسبوع المقبل», «العام نفسه», «القرن الماضي»."""
    at = place
    if "demonstrative" in words.classes[place] and words.follows(place + 1, "the unit"):
        unit = words.value(place + 1, "the unit")
        if place and "like" in words.classes[place - 1]:
            return None
        return _this(at, place + 2, unit) if unit in _STEPS else None
    if "the unit" not in words.classes[place]:
        return None
    unit = words.value(place, "the unit")
    told = direction_words(words, place + 1)
    if unit == "century":
        return century(words, place, told)
    if told is None:
        return None
    if unit == "day" and told.direction not in ("same", "following"):
        return None
    if _is_general(words, place):
        return None
    told = _with_name(words, told, unit)
    if told.year is not None:
        return fixed(at, told.after, "year", year_of(told.year))
    return _told(at, told, unit)


def _with_name(words: Words, told: YearWords, unit: str) -> YearWords:
    """«الشهر المقبل كانون الأول», «العام القادم 2023»: with the name that says the same."""
    if words.gap(told.after) != " " or told.after >= words.size or words.prefixes[told.after]:
        return told
    if unit == "year" and (said := year_beside(words, told.after)):
        return replace(told, after=said.after, year=said.value)
    if unit == "month" and (named := month_name(words, told.after)):
        return replace(told, after=named.after)
    return told


GENERAL = fold("العام")


def _is_general(words: Words, place: int) -> bool:
    """«الأمين العام الحالي»: the adjective, no year."""
    if words.prefixes[place] or words.gap(place) != " ":
        return False
    if words.base(place) != GENERAL or place == 0:
        return False
    before = words.keys[place - 1]
    to_the = before.startswith(LAM + LAM) and ARTICLE + before[2:] in lexicon.beside()["general"]
    return to_the or words.beside(place - 1, "general")


_STEPS = {"week": 1, "month": 1, "year": 1, "decade": 1}


def _told(at: int, told: YearWords, unit: str) -> Parsed:
    direction = told.direction
    if direction in ("same", "following"):
        step = 1 if direction == "following" else 0
        read = _from_mentioned(unit, step)
        return Parsed(at, told.after, f"{unit}-{direction}", read, anchored=False)
    offset = told.offset
    if offset is None:
        offset = {"past": -1, "next": 1, "this": 0}[direction]
    name = {-1: "past", 1: "next", 0: "this"}.get(offset, "before-last")
    sure = unit != "decade"
    return Parsed(at, told.after, f"{unit}-{name}", _units_away(unit, offset), sure=sure)


def _this(at: int, after: int, unit: str) -> Parsed:
    """«هذا العام»: the anchor's, unless the entry of a chronicle is headed by another."""

    def read(moment: Moment) -> Answer:
        period, told = _unit_at(moment.day, unit, 0), moment.heading
        if period is None or told is None or told.last >= period.first or unit == "decade":
            return one(period)
        other = _unit_at(told.last, unit, 0)
        return Answer((period, other), sure=False) if other else one(period)

    return Parsed(at, after, f"{unit}-this", read, sure=unit != "decade")


def _units_away(unit: str, offset: int) -> Reading:
    def read(moment: Moment) -> Answer:
        return one(_unit_at(moment.day, unit, offset))

    return read


def _unit_at(day: date, unit: str, offset: int) -> Period | None:
    if unit == "day":
        return on(day + timedelta(days=offset))
    if unit == "week":
        return week_of(day + timedelta(days=7 * offset))
    if unit == "month":
        return month_of(day.year, day.month + offset)
    if unit == "decade":
        first = day.year // 10 * 10 + 10 * offset
        return years(first, first + 9, "decade")
    return year_of(day.year + offset)


def _from_mentioned(unit: str, step: int) -> Reading:
    def read(moment: Moment) -> Answer:
        mentioned = moment.last_day if unit == "day" else moment.mentioned
        if mentioned is None or mentioned.precision not in ("day", "month", "year"):
            return one(None)
        # «العام نفسه» can't be told from a year alone any closer than «الشهر نفسه» from a month.
        if unit != "year" and mentioned.precision == "year":
            return one(None)
        return one(_unit_at(mentioned.last, unit, step), sure=unit == "year" and step == 0)

    return read


def unit_alone(words: Words, place: int) -> Parsed | None:
    """«العام» after «نهاية», «مطلع» …: the anchor's own."""
    if not words.follows(place, "the unit"):
        return None
    unit = words.value(place, "the unit")
    if unit not in ("week", "month", "year"):
        return None
    if words.follows(place + 1, "ordinal"):
        return None
    own = _this_year if unit == "year" else _units_away(unit, 0)
    if unit == "week" or words.direction(place) == "future":
        return Parsed(place, place + 1, f"{unit}-this", own)
    return Parsed(place, place + 1, f"{unit}-this", _in_passage(own, unit))


def _in_passage(own: Reading, unit: str) -> Reading:
    """«نهاية العام» in a paragraph about an earlier one: that one, with the anchor's own."""

    def read(moment: Moment) -> Answer:
        told, here = moment.topic, own(moment)
        if told is None or told.precision not in ("day", "month", unit):
            return here
        other = _unit_at(told.last, unit, 0)
        if other is None or not here.periods or other.last >= here.periods[0].first:
            return here
        return Answer((other, *here.periods), sure=False)

    return read


# In the first weeks of a year «نهاية العام» is often still the last one's.
NEW_YEAR = timedelta(days=45)


def _this_year(moment: Moment) -> Answer:
    year = year_of(moment.day.year)
    if year is None or moment.day - year.first > NEW_YEAR:
        return one(year)
    last = year_of(moment.day.year - 1)
    return Answer((year, last), sure=False) if last else one(year)

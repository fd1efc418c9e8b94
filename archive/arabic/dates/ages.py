"""Decades and centuries: «تسعينيات القرن الماضي», «القرن العشرين»."""

from __future__ import annotations

from datetime import date

from archive.arabic.dates import numbers
from archive.arabic.dates.parsed import Moment, Parsed, fixed
from archive.arabic.dates.periods import (
    years,
)
from archive.arabic.dates.words import Words
from archive.arabic.dates.year_words import YearWords, direction_words
from archive.arabic.letters import ARTICLE


def decade(words: Words, place: int) -> Parsed | None:
    """«تسعينيات القرن الماضي», «الثمانينيات»; of a person's age it is none."""
    kinds = words.classes[place]
    if "decade" not in kinds:
        return None
    number, after = int(kinds["decade"]), place + 1
    hundreds = 19
    definite = words.base(place).startswith(ARTICLE)
    inner = after + 1 if words.follows(after, "from") else after
    this = words.follows(inner, "demonstrative")
    if this and words.gap(inner + 1) == " " and _is_century(words, inner + 1):
        hundreds, after = 20, inner + 2
    elif words.follows(inner, "the unit") and words.value(inner, "the unit") == "century":
        found = century(words, inner, direction_words(words, inner + 1))
        if found is None:
            return None
        (whole,), _ = found.read(Moment(date.min))
        hundreds, after = whole.first.year // 100, found.after
    elif not definite or _is_age(words, after):
        return None
    first = hundreds * 100 + number
    return fixed(place, after, "decade", years(first, first + 9, "decade"))


def decade_of_century(words: Words, place: int) -> Parsed | None:
    """«العقد الثاني من القرن الحادي والعشرين»."""
    if words.classes[place].get("the unit") != "decade" or words.gap(place + 1) != " ":
        return None
    ordinal = numbers.ordinal(words, place + 1)
    if ordinal is None or ordinal.value > 10 or not words.follows(ordinal.after, "from"):
        return None
    at = ordinal.after + 1
    if not (words.follows(at, "the unit") and _is_century(words, at)):
        return None
    found = century(words, at, direction_words(words, at + 1))
    if found is None:
        return None
    (whole,), _ = found.read(Moment(date.min))
    first = whole.first.year + 10 * (ordinal.value - 1)
    return fixed(place, found.after, "decade", years(first, first + 9, "decade"), sure=False)


def _is_century(words: Words, place: int) -> bool:
    return words.has(place, "the unit") and words.value(place, "the unit") == "century"


def _is_age(words: Words, place: int) -> bool:
    return any(words.beside(place + n, "age") for n in range(2))


def century(words: Words, place: int, told: YearWords | None) -> Parsed | None:
    if told is not None and told.direction in ("past", "this", "next"):
        number = {"past": 20, "this": 21, "next": 22}[told.direction]
        after = told.after
    else:
        ordinal = numbers.ordinal(words, place + 1) if words.gap(place + 1) == " " else None
        if ordinal is None or not 15 <= ordinal.value <= 21:
            return None
        number, after = ordinal
    last = number * 100
    return fixed(place, after, "century", years(last - 99, last, "century"), sure=False)

"""Dates in figures: «31/12/2021», «2021-12-31», «12/2021», «19/8»."""

from __future__ import annotations

from dataclasses import replace

from archive.arabic.dates import hijri, numbers
from archive.arabic.dates.parsed import Moment, Parsed, fixed
from archive.arabic.dates.parts import Parts, dated
from archive.arabic.dates.periods import Answer, Open, day_of, month_of
from archive.arabic.dates.words import Words
from archive.arabic.dates.year_words import after_era, is_hijri


def in_figures(words: Words, place: int) -> Parsed | None:
    """«31/12/2021», «2021-12-31», «١٢/٢٠٢١»; day before month, and flagged where both may be."""
    sign = words.gap(place + 1)
    if sign not in ("/", "-", ".") or words.number(place) is None:
        return None
    if words.is_written_onto(place):
        return None
    first, second, third = (words.number(place + n) for n in range(3))
    if second is None:
        return None
    if third is None or words.gap(place + 2) != sign:
        return _month_in_figures(words, place, sign)
    if words.gap(place + 3) == sign and words.number(place + 3) is not None:
        return None
    assert first is not None
    return _day_in_figures(words, place, (first, second, third))


def _month_in_figures(words: Words, place: int, sign: str) -> Parsed | None:
    month = numbers.figure(words, place, 12)
    year = numbers.year(words, place + 1)
    if sign != "/" or month is None or year is None or words.gap(place + 2) == "/":
        return None
    return fixed(place, place + 2, "figures", month_of(year.value, month.value))


def _day_in_figures(words: Words, place: int, figures: tuple[int, int, int]) -> Parsed | None:
    first, second, third = figures
    lengths = [words.ends[place + n] - words.starts[place + n] for n in range(3)]
    after = place + 3
    if is_hijri(words, after) and lengths[2] == 4 and 1300 <= third <= 1500:
        return hijri.day(place, after + 1, third, second, first)
    if lengths[0] == 4:
        orders = [(first, second, third), (first, third, second)]
        settled: bool | None = True
    elif lengths[2] == 4:
        orders = [(third, second, first), (third, first, second)]
        settled = words.day_comes_first
    else:
        return None
    if settled is False:
        orders.reverse()
    found = [day for order in orders if 1900 <= order[0] <= 2099 and (day := day_of(*order))]
    if not found:
        return None
    if settled is not None or len(found) == 1 or found[0] == found[1]:
        found = found[:1]
    answer = Answer(tuple(found), sure=len(found) == 1)
    after = after_era(words, after)
    return Parsed(place, after, "figures", lambda _: answer, anchored=False, named=True)


def without_year(words: Words, place: int) -> Parsed | None:
    """«في 19/8», «يوم 8/19»; open where both may be the day («يوم 5/7»), and not «24/7»."""
    first, second = words.number(place), words.number(place + 1)
    sign = words.gap(place + 1)
    if first is None or second is None or sign not in ("/", "-") or words.gap(place) != " ":
        return None
    if words.gap(place + 2)[:1] in ("/", "-", ".", "%") and words.number(place + 2) is not None:
        return None
    told = words.classes[place - 1] if place else {}
    if not ({"in", "day", "weekday", "since"} & told.keys() or words.beside(place - 1, "dated")):
        return None
    day, month = max(first, second), min(first, second)
    if not (1 <= month <= 12 and day <= 31) or (sign == "-" and not _says_day(words, place)):
        return None
    at = place - 1 if words.has(place - 1, "day") else place
    tense = words.direction(at) or words.direction_after(place + 2)
    parts = Parts(days=(day,), months=(month,), tense=tense)
    if day > 12 or day == month:
        return dated(at, place + 2, parts, False)
    if words.day_comes_first is not None:
        day, month = (first, second) if words.day_comes_first else (second, first)
        return dated(at, place + 2, replace(parts, days=(day,), months=(month,)), False)
    if not _says_day(words, place):
        return None
    orders = [replace(parts, days=(a,), months=(b,)) for a, b in ((first, second), (second, first))]

    def read(moment: Moment) -> Answer:
        found = [period for order in orders for period in order.read(moment).periods[:1]]
        return Open(tuple(found), sure=False)

    return Parsed(at, place + 2, "figures-either", read, sure=False)


def _says_day(words: Words, place: int) -> bool:
    """Whether the word before says that figures are a date, where «في 1-2» doesn't."""
    told = words.classes[place - 1] if place else {}
    return bool({"day", "weekday"} & told.keys()) or words.beside(place - 1, "dated")

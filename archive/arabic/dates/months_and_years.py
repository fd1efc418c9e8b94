"""Months and years: «تموز 2021», «شهر أيلول المقبل», «عام 2011», «في 2003»."""

from __future__ import annotations

from dataclasses import replace

from archive.arabic.dates import hijri, numbers
from archive.arabic.dates.lexicon import HIJRI
from archive.arabic.dates.month_names import MonthName, month_name
from archive.arabic.dates.parsed import Parsed, fixed
from archive.arabic.dates.parts import Parts, dated
from archive.arabic.dates.periods import year_of
from archive.arabic.dates.words import Words
from archive.arabic.dates.year_words import after_era, stated_year, year_words
from archive.arabic.letters import BEH, LAM, fold


def month(words: Words, place: int) -> Parsed | None:
    """«تموز 2021», «شهر أيلول المقبل», «في آذار/مارس»."""
    at = place
    if "month" in words.classes[place] and words.gap(place + 1) == " ":
        place += 1
        if place >= words.size or words.prefixes[place]:
            return None
    named = month_name(words, place)
    if named is None:
        return None
    year = year_words(words, named.after)
    if year is not None and year.direction == "same" and year.after == named.after + 1:
        year = None
    after, closed = (year.after, year.closed) if year else (named.after, named.closed)
    if year is None and not _is_month(words, at, place, named):
        return None
    if named.calendar == HIJRI:
        told, direction = (year.year, year.direction) if year else (None, "")
        return hijri.month(at, after, named.numbers[0], told, direction)
    if named.strength == "number" and year is None and at == place:
        return None
    tense = words.direction(at) or words.direction_after(after)
    parts = Parts(months=named.numbers, year=year, tense=tense, inferred=named.inferred)
    found = dated(at, after, parts, closed)
    if not named.numbers:
        return None
    return found


_NAMED_FOR_MONTHS = ("vehicle", "named after", "named month", "not alone")
_BEFORE_MONTHS = ("in", "since", "within", "to", "between", "ago", "after", "part")


def _is_month(words: Words, at: int, place: int, named: MonthName) -> bool:
    """Whether what stands beside the name of a month says that the month is meant."""
    if at != place:
        return True
    before = at - 1
    if named.strength == "number" or before < 0 or words.gap(at) != " ":
        return False
    if any(words.beside(before, kind) for kind in _NAMED_FOR_MONTHS):
        return False
    if words.prefixes[at].endswith((BEH, LAM)):
        return named.strength == "sure"
    if words.prefixes[at]:
        return named.double
    kinds = words.classes[before]
    if named.double or any(kind in kinds for kind in _BEFORE_MONTHS):
        return True
    if words.keys[before] == OR and _ends_month(words, before):
        return True
    if "from" in kinds:
        return _begins(words, before, named.after)
    return named.strength == "sure" and words.beside(before, "year of")


OR = fold("أو")


def _ends_month(words: Words, place: int) -> bool:
    """«في تشرين الأول أو تشرين الثاني»: the other month, of one word or two."""
    for first in (place - 1, place - 2):
        found = month_name(words, first) if first > 0 else None
        if found is not None and found.after == place and "in" in words.classes[first - 1]:
            return True
    return False


def _begins(words: Words, place: int, after: int) -> bool:
    """«ابتداء من تموز», «من تموز إلى آب», but not «تزوج من نيسان»."""
    if after < words.size and "to" in words.classes[after] and words.gap(after) == " ":
        return True
    return words.gap(place) == " " and words.beside(place - 1, "beginning")


def year(words: Words, place: int) -> Parsed | None:
    """«عام 2011», «العام الماضي», «العام نفسه»."""
    if "year" not in words.classes[place]:
        return None
    found = stated_year(words, place + 1)
    if found is None:
        return None
    assert found.year is not None
    if found.hijri:
        return hijri.year(place, found.after, found.year)
    parsed = fixed(place, found.after, "year", year_of(found.year))
    return replace(parsed, closed=found.closed)


_BEFORE_YEARS = ("in", "since", "within", "between", "ago", "after", "part", "season", "to")


UP_TO = fold("إلى")


def bare_year(words: Words, place: int) -> Parsed | None:
    """«في 2011», «انتخابات 2018», «(2008)»: a number that is a year by what stands before it."""
    found = numbers.year(words, place)
    if found is None or not _may_be_year(words, place, found.after):
        return None
    parsed = fixed(place, after_era(words, found.after), "year", year_of(found.value))
    before = words.classes[place - 1] if place else {}
    by_name = _follows_its_noun(words, place) or _opens_span(words, found.after, before)
    era = parsed.after != found.after
    bracketed = words.gap(place).endswith("(") and words.gap(found.after).startswith(")")
    attached = words.gap(place) == "" and words.base(place - 1) in (BEH, LAM)
    if any(kind in before for kind in _BEFORE_YEARS) or by_name or era or attached:
        # «تأجيلها إلى 2022», but also «وصل العدد إلى 2021».
        sure = words.base(place - 1) != UP_TO
        return parsed if sure else parsed.unsure()
    if words.opens_line(place) and words.gap(parsed.after)[:1] in _AFTER_HEADING:
        return parsed
    return parsed.unsure() if bracketed else None


# What follows the year that heads an entry of a chronicle.
_AFTER_HEADING = (":", "(", "\n")


def _opens_span(words: Words, after: int, before: dict[str, str]) -> bool:
    """«من 2019 حتى اليوم», but not «من 2000 إلى 1500»."""
    if "from" not in before or words.gap(after) != " " or after >= words.size:
        return False
    return "to" in words.classes[after] and words.number(after + 1) is None


WORDS_TO_NOUN = 4


def _follows_its_noun(words: Words, place: int) -> bool:
    """«انتخابات مجلس النواب العراقي 2021»: a noun with its own words, and the year."""
    for back in range(place - 1, max(-1, place - 1 - WORDS_TO_NOUN), -1):
        if words.gap(back + 1) != " " or words.number(back) is not None:
            return False
        if words.beside(back, "year of"):
            return True
        if {"in", "from", "to", "on", "since"} & words.classes[back].keys():
            return False
    return False


def _may_be_year(words: Words, place: int, after: int) -> bool:
    if words.gap(after) in ("/", "-", ".", "%", ":") and words.number(after) is not None:
        return False
    if words.gap(place) in ("/", "-", ".", "%", ":", "$", "+"):
        return False
    if words.gap(after)[:1] in ("%", "$"):
        return False
    if words.gap(after) == " " and words.beside(after, "counted"):
        return False
    return not words.beside(place - 1, "numbered")

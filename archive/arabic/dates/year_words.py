"""What says the year of a day or month: «2021», «من العام الماضي», «المقبل»."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.arabic.dates import numbers
from archive.arabic.dates.words import Words
from archive.arabic.letters import LAM


@dataclass(frozen=True, slots=True)
class YearWords:
    """What follows a day or a month and says its year: a year, one so far from the anchor's, or a
    direction; `same` and `following` lead to the date that was named last."""

    after: int
    year: int | None = None
    offset: int | None = None
    direction: str = ""
    closed: bool = False
    hijri: bool = False


def year_words(words: Words, place: int) -> YearWords | None:
    """What says the year of the day or month before `place`."""
    gap = words.gap(place)
    if place >= words.size:
        return None
    if gap in (" ", "/", "-", ",", ")", ""):
        found = _plain_year(words, place)
        if found is not None:
            return found
    if gap not in (" ", ",", ")"):
        return None
    start = place
    if words.has(place, "from") or words.has(place, "in"):
        place += 1
        if words.gap(place) != " ":
            return None
    found = _of_the_year(words, place)
    if found is not None:
        return found
    if place != start:
        return _plain_year(words, place)
    return direction_words(words, place, closing=True)


def _plain_year(words: Words, place: int) -> YearWords | None:
    found = numbers.year(words, place) or numbers.year_in_words(words, place)
    if found is None:
        if (old := numbers.year(words, place, 1300, 1500)) and is_hijri(words, old.after):
            return YearWords(old.after + 1, year=old.value, hijri=True)
        return None
    # «في تموز 2000 جندي»; «في تموز 2020 هجوم» begins what happened.
    counted = words.gap(found.after) == " " and words.beside(found.after, "counted")
    if counted and found.value % 100 == 0:
        return None
    return YearWords(after_era(words, found.after), year=found.value)


def is_hijri(words: Words, place: int) -> bool:
    return words.gap(place) in (" ", "", "(") and words.has(place, "hijri year")


def after_era(words: Words, place: int) -> int:
    era = words.gap(place) in (" ", "") and words.has(place, "common year")
    return place + 1 if era else place


def _of_the_year(words: Words, place: int) -> YearWords | None:
    """«عام 2021», «العام الماضي», «هذا العام», «العام نفسه»."""
    pointed = words.has(place, "demonstrative") or words.has(place, "that")
    if pointed and words.follows(place + 1, "the unit"):
        if words.value(place + 1, "the unit") != "year":
            return None
        if words.has(place, "that"):
            return YearWords(place + 2, direction="same")
        return YearWords(place + 2, offset=0)
    if place >= words.size or "year" not in words.classes[place]:
        return None
    if words.prefixes[place] not in ("", LAM, LAM + LAM):
        return None
    after = place + 1
    found = stated_year(words, after)
    if found is not None:
        return found
    if "the unit" not in words.classes[place]:
        return None
    told = direction_words(words, after)
    if told is None:
        return None
    if told.offset is None:
        # «العام القادم 2023»
        said = year_beside(words, told.after)
        if said is not None and told.direction in ("past", "next", "this"):
            return YearWords(after_era(words, said.after), year=said.value)
        offset = {"past": -1, "next": 1, "this": 0}.get(told.direction)
        return replace(told, offset=offset, direction="" if offset is not None else told.direction)
    return told


def year_beside(words: Words, place: int) -> numbers.Number | None:
    """The year that is said again after «العام القادم»; no count of something."""
    said = numbers.year(words, place) if words.gap(place) == " " else None
    if said is None or (words.gap(said.after) == " " and words.beside(said.after, "counted")):
        return None
    return said


def stated_year(words: Words, place: int) -> YearWords | None:
    """A year in figures or words after «عام»."""
    if words.gap(place) not in (" ", "", "("):
        return None
    found = numbers.year(words, place) or numbers.year_in_words(words, place)
    if found is not None:
        closed = words.gap(place) == "(" and words.gap(found.after).startswith(")")
        return YearWords(after_era(words, found.after), year=found.value, closed=closed)
    old = numbers.year(words, place, 1000, 2199)
    if old is None:
        return None
    if is_hijri(words, old.after):
        return YearWords(old.after + 1, year=old.value, hijri=True)
    return YearWords(after_era(words, old.after), year=old.value)


def direction_words(words: Words, place: int, *, closing: bool = False) -> YearWords | None:
    """«الماضي», «المقبل», «الحالي», «قبل الماضي», «نفسه», «التالي».

    `closing` takes them behind a bracket too: «تموز (يوليو) المقبل».
    """
    if words.gap(place) != " " and not (closing and words.gap(place) == ")"):
        return None
    if words.has(place, "what") and words.follows(place + 1, "ago"):
        place += 1
    if words.has(place, "ago") and words.follows(place + 1, "past"):
        return YearWords(place + 2, offset=-2)
    if words.has(place, "after") and words.follows(place + 1, "next"):
        return YearWords(place + 2, offset=2)
    for kind in ("past", "next", "this", "same", "following"):
        if words.has(place, kind):
            return YearWords(place + 1, direction=kind)
    return None

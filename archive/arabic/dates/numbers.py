"""Numbers in words and figures."""

from __future__ import annotations

from typing import NamedTuple

from archive.arabic.dates.words import Words
from archive.arabic.letters import ARTICLE, HEH, WAW, fold

# A number in words has this many words at most: «ألف وتسعمئة وواحد وتسعين».
LONGEST = 6


class Number(NamedTuple):
    value: int
    after: int


def _and(words: Words, place: int, kind: str) -> bool:
    """Whether a word of a number is joined to the one before: «والثلاثين»."""
    if place >= words.size or words.gaps[place] != " ":
        return False
    return words.prefixes[place] == WAW and kind in words.classes[place]


def figure(words: Words, place: int, most: int) -> Number | None:
    """1 to `most` in figures."""
    value = words.number(place)
    return Number(value, place + 1) if value and value <= most else None


def ordinal(words: Words, place: int) -> Number | None:
    """«الحادي والثلاثون», «الرابع عشر», «العشرين»: whatever is attached to the first word."""
    if place >= words.size or "ordinal" not in words.classes[place]:
        return None
    value = int(words.value(place, "ordinal"))
    if value < 10:
        if words.follows(place + 1, "cardinal") and words.value(place + 1, "cardinal") == "10":
            return Number(value + 10, place + 2)
        if _and(words, place + 1, "ordinal"):
            tens = int(words.value(place + 1, "ordinal"))
            if 20 <= tens <= 90:
                return Number(value + tens, place + 2)
    return Number(value, place + 1)


def under_article(words: Words, place: int, most: int) -> Number | None:
    """«الـ22»: figures that the article is written onto."""
    if place + 1 >= words.size or not words.keys[place].endswith(ARTICLE):
        return None
    if len(words.keys[place]) > len(ARTICLE) + 1 or words.gaps[place + 1] not in ("", " "):
        return None
    return figure(words, place + 1, most)


def _is_feminine(base: str) -> bool:
    """«الأولى» and «الخامسة» are hours, rounds and phases; days are masculine."""
    return base.endswith(HEH) or base == FIRST_OF_FEMININES


FIRST_OF_FEMININES = fold("الأولى")


def day_of_month(words: Words, place: int) -> Number | None:
    found = figure(words, place, 31) or under_article(words, place, 31)
    if found is None and place < words.size and not _is_feminine(words.bases[place]):
        found = ordinal(words, place)
    return found if found and found.value <= 31 else None


def cardinal(words: Words, place: int) -> Number | None:
    """«ثلاثة», «أحد عشر», «اثنين وأربعين», «ألفين وواحد وعشرين»."""
    if place >= words.size or "cardinal" not in words.classes[place]:
        return None
    value = int(words.value(place, "cardinal"))
    place += 1
    if value < 10 and words.follows(place, "cardinal") and words.value(place, "cardinal") == "10":
        return Number(value + 10, place + 1)
    for _ in range(LONGEST):
        if not _and(words, place, "cardinal"):
            break
        more = int(words.value(place, "cardinal"))
        place += 1
        if (
            more < 10
            and words.follows(place, "cardinal")
            and words.value(place, "cardinal") == "10"
        ):
            more, place = more + 10, place + 1
        value += more
    return Number(value, place)


def definite(words: Words, place: int) -> Number | None:
    """A number under the article: «الثلاثة», «الأربع والعشرين»."""
    if place >= words.size or words.prefixes[place]:
        return None
    kinds = words.classes[place]
    if "definite" in kinds:
        value = int(kinds["definite"])
        if words.follows(place + 1, "cardinal") and words.value(place + 1, "cardinal") == "10":
            return Number(value + 10, place + 2)
        if _and(words, place + 1, "ordinal") and int(words.value(place + 1, "ordinal")) >= 20:
            return Number(value + int(words.value(place + 1, "ordinal")), place + 2)
        return Number(value, place + 1)
    if "ordinal" in kinds and int(kinds["ordinal"]) >= 10:
        return Number(int(kinds["ordinal"]), place + 1)
    return None


def count(words: Words, place: int) -> Number | None:
    """How many, in figures or words."""
    return figure(words, place, 9999) or cardinal(words, place)


def year(words: Words, place: int, first: int = 1900, last: int = 2099) -> Number | None:
    """A year in four figures."""
    value = words.number(place)
    if value is None or words.ends[place] - words.starts[place] != 4:
        return None
    return Number(value, place + 1) if first <= value <= last else None


def year_in_words(words: Words, place: int) -> Number | None:
    """«ألفين وأحد عشر», «ألف وتسعمئة وواحد وتسعين»."""
    if not words.has(place, "cardinal") or int(words.value(place, "cardinal")) not in (1000, 2000):
        return None
    found = cardinal(words, place)
    return found if found and 1900 <= found.value <= 2099 else None

"""Names of months: alone, or both of the same month."""

from __future__ import annotations

from typing import NamedTuple

from archive.arabic.dates import lexicon
from archive.arabic.dates.words import Words


class MonthName(NamedTuple):
    calendar: str
    numbers: tuple[int, ...]  # none: two names that don't agree
    strength: str
    after: int
    closed: bool = False
    double: bool = False
    inferred: bool = False  # which of two months, by what the text names elsewhere


def month_name(words: Words, place: int) -> MonthName | None:
    """A name of a month, or two of the same month: «كانون الأول/ديسمبر», «آذار (مارس)»."""
    found = single_month(words, place)
    if found is None:
        return None
    gap = words.gap(found.after)
    if gap not in (" ", "/", "-", "(") or found.after >= words.size:
        return found
    if words.prefixes[found.after]:
        return found
    other = single_month(words, found.after)
    if other is None or other.calendar != found.calendar:
        return found
    if gap == "(" and not words.gap(other.after).startswith(")"):
        return found
    if not _other_name(words, place, found.after):
        return found
    common = tuple(number for number in found.numbers if number in other.numbers)
    if not common and gap in (" ", "-"):
        return found
    return MonthName(found.calendar, common, "sure", other.after, gap == "(", double=True)


def _other_name(words: Words, place: int, other: int) -> bool:
    return words.bases[place] != words.bases[other]


def single_month(words: Words, place: int) -> MonthName | None:
    if place >= words.size or "month name" not in words.classes[place]:
        return None
    for written, month in lexicon.months().longest_first[words.bases[place]]:
        if _stands_at(words, place, written):
            strength = month.strength
            if month.numbers == (8,) and len(written[0]) == 2:
                # Printed with its madda the month is no father.
                strength = "wary" if _has_madda(words, place) else "number"
            after = place + len(written)
            named = tuple(n for n in month.numbers if n in words.months_named)
            if len(month.numbers) > 1 and len(named) == 1:
                return MonthName(month.calendar, named, strength, after, inferred=True)
            return MonthName(month.calendar, month.numbers, strength, after)
    return None


def _stands_at(words: Words, place: int, written: tuple[str, ...]) -> bool:
    if place + len(written) > words.size:
        return False
    return all(
        words.gaps[place + n] == " " and words.keys[place + n] == word
        for n, word in enumerate(written)
        if n
    )


def _has_madda(words: Words, place: int) -> bool:
    printed = words.printed(place)
    return "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}" in printed or "\N{ARABIC MADDAH ABOVE}" in (
        printed
    )

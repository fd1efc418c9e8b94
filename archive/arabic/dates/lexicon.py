"""The words that dates are written with, from the tables of `data/`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from archive.arabic import tables
from archive.arabic.letters import ALEF, HEH, MEEM, TEH, WAW, YEH
from archive.arabic.tokens import keys

# What the perfect takes in the third person, and the pronouns after it.
ENDINGS = ("", TEH, ALEF, WAW + ALEF)
LINKED = (*ENDINGS, TEH + ALEF, HEH, HEH + ALEF, HEH + MEEM, TEH + HEH, TEH + HEH + ALEF)

GREGORIAN, HIJRI = "gregorian", "hijri"


@dataclass(frozen=True, slots=True)
class Month:
    """A name of a month; two numbers where the press leaves out which."""

    calendar: str
    numbers: tuple[int, ...]
    strength: str


T = TypeVar("T")


@dataclass(slots=True)
class Names(Generic[T]):
    """Names of one or several words, by their first."""

    longest_first: dict[str, list[tuple[tuple[str, ...], T]]] = field(default_factory=dict)

    def add(self, name: str, meaning: T) -> None:
        words = tuple(keys(name))
        known = self.longest_first.setdefault(words[0], [])
        known.append((words, meaning))
        known.sort(key=lambda entry: -len(entry[0]))


Events = Names[tuple[date, ...]]


@lru_cache(maxsize=1)
def months() -> Names[Month]:
    names: Names[Month] = Names()
    for row in tables.rows("months", folded=False):
        calendar, numbers, strength, *written = row
        month = Month(calendar, tuple(map(int, numbers.split())), strength)
        for name in written:
            names.add(name, month)
    return names


@lru_cache(maxsize=1)
def events() -> Events:
    """The days of events by the words that name them; several where an event comes again."""
    names: Events = Names()
    for kind, days, *written in tables.rows("dated_events", folded=False):
        if kind in ("event", "series"):
            for name in written:
                names.add(name, tuple(map(date.fromisoformat, days.split())))
    return names


@lru_cache(maxsize=1)
def feasts() -> Names[tuple[str, int, int]]:
    """What comes each year: its calendar, month and day."""
    names: Names[tuple[str, int, int]] = Names()
    for kind, when, *written in tables.rows("dated_events", folded=False):
        if kind == "feast":
            calendar, month, day = when.split()
            for name in written:
                names.add(name, (calendar, int(month), int(day)))
    return names


@lru_cache(maxsize=1)
def named_days() -> dict[tuple[int, int, str], date]:
    """Days that are names of events, by day, month and the word before them."""
    days: dict[tuple[int, int, str], date] = {}
    for kind, day, words in (row[:3] for row in tables.rows("dated_events", folded=False)):
        if kind == "named day":
            when = date.fromisoformat(day)
            days.update({(when.day, when.month, word): when for word in keys(words)})
    return days


@lru_cache(maxsize=1)
def classes() -> dict[str, dict[str, str]]:
    """What a word may be in a date: class to value."""
    words: dict[str, dict[str, str]] = {}
    for table in ("number_words", "time_words"):
        for kind, value, listed in tables.rows(table, folded=False):
            for word in keys(listed):
                words.setdefault(word, {}).setdefault(kind, value)
    for kind, value, listed in tables.rows("weekdays", folded=False):
        if kind == "day":
            for word in keys(listed):
                words.setdefault(word, {})["weekday"] = value
    for name in months().longest_first:
        words.setdefault(name, {})["month name"] = ""
    return words


# Classes of words that stand inside a date, or before it, and never at its head.
_INNER = frozenset(
    ("past", "next", "this", "same", "following", "like", "of it", "every", "what", "now", "only",
     "from", "between", "to", "in", "on", "by", "until", "agreeing", "yearly", "zone", "hijri year",
     "common year", "last", "week end", "ending", "given", "whole", "approximate")
)  # fmt: skip


@lru_cache(maxsize=1)
def never_open() -> frozenset[str]:
    """Words with which no date opens, though they stand in dates."""
    return frozenset(word for word, kinds in classes().items() if kinds.keys() <= _INNER)


@lru_cache(maxsize=1)
def beside() -> dict[str, frozenset[str]]:
    """Words beside a number or a day that make it no date, by kind."""
    found = {kind: frozenset(keys(words)) for kind, words in tables.rows("not_dates", folded=False)}
    for kind, _, words in tables.rows("weekdays", folded=False):
        if kind != "day":
            found[kind] = frozenset(keys(words))
    return found


@lru_cache(maxsize=1)
def tenses() -> dict[str, frozenset[str]]:
    """Words that look ahead, words that look back, and those that only look like the first."""
    found = {kind: frozenset(keys(words)) for kind, words in tables.rows("tense", folded=False)}
    for kind in ("past", "binding"):
        listed = found[kind]
        found[kind] = frozenset(_with_ending(word, end) for word in listed for end in LINKED)
    return found


def _with_ending(verb: str, ending: str) -> str:
    """A final weak letter drops before the feminine: «انتهى، انتهت»."""
    return (verb[:-1] if ending and verb.endswith(YEH) else verb) + ending


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    listed = list(tables.rows("given_names"))
    return frozenset(word for kind, words in listed if kind == "name" for word in words.split())

"""What a question asks for (a day, a number, a place), and where a text tells it.

«كم صاروخاً سقط» asks for a number beside «صاروخ», «تسليم القاعدة التاريخ» for a day. The words are
those of `data/asking.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from archive.arabic import tables
from archive.arabic.dates import lexicon
from archive.arabic.function_words import is_function_word
from archive.arabic.letters import fold
from archive.arabic.particles import WRITTEN_ON, with_article, without_article
from archive.arabic.tokens import spans

Kind = Literal["when", "how many", "where"]
KINDS: tuple[Kind, ...] = ("when", "how many", "where")
MOST_BEFORE = 3  # words before a noun that asks: «في أي», «ما هي»
_SIGNS = ("/", "-")  # between the figures of a date
_DAYS = frozenset(("month name", "weekday", "relative"))


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question asks for; `counted` is the word, as printed, of what it wants counted."""

    kind: Kind
    counted: str = ""


@lru_cache(maxsize=1)
def _listed() -> Mapping[tuple[str, str], frozenset[str]]:
    return {(kind, role): frozenset(words.split()) for kind, role, words in tables.rows("asking")}


def asking(words: Sequence[str]) -> Asking | None:
    """What the printed words of a query ask for; None where they ask for nothing of the kind."""
    keys = [fold(word) for word in words]
    for kind in KINDS:
        at = _asks(kind, keys)
        if at is not None:
            return Asking(kind, _counted(words, keys, at) if kind == "how many" else "")
    return None


def asks_by_itself(printed: str) -> bool:
    """Whether a word asks and says nothing of what is sought: «أين», «وين», «مين»."""
    key = fold(printed)
    return any(key in _listed()[kind, "asks"] for kind in (*KINDS, "other"))


def _asks(kind: Kind, keys: Sequence[str]) -> int | None:
    """The place of the word that asks for something of a kind."""
    listed = _listed()
    for at, key in enumerate(keys):
        # «40 كم» is a distance.
        if key in listed[kind, "asks"] and not (at and keys[at - 1].isdecimal()):
            return at
    if len(keys) < 2:
        return None
    at, which = _behind_which(keys)
    nouns = listed[kind, "names"] | (listed[kind, "behind"] if which else frozenset())
    if (which or not at) and at < len(keys) and without_article(keys[at]) in nouns:
        return at
    last = len(keys) - 1
    return last if without_article(keys[last]) in listed[kind, "names"] else None


def _behind_which(keys: Sequence[str]) -> tuple[int, bool]:
    """The place of the first word behind «في أي», «ما هو», and whether one of those asks which."""
    which, joins = _listed()["which", "asks"], _listed()["joins", "asks"]
    before = which | joins
    at = next((n for n, key in enumerate(keys[:MOST_BEFORE]) if key not in before), MOST_BEFORE)
    return at, not which.isdisjoint(keys[:at])


def _counted(words: Sequence[str], keys: Sequence[str], at: int) -> str:
    """The first word behind the one that asks that says something; before it, where none does."""
    names = _listed()["how many", "names"]
    rest = [
        word
        for word, key in zip(
            (*words[at + 1 :], *words[:at]), (*keys[at + 1 :], *keys[:at]), strict=True
        )
        if not is_function_word(word) and without_article(key) not in names
    ]
    return rest[0] if rest else ""


# What a text tells


def told(kind: Kind, text: str) -> Iterator[tuple[int, int]]:
    """Spans of the words by which a text tells days, numbers or places.

    Years and figures of dates count nothing.
    """
    keys, starts, ends = spans(text)
    telling, figures = _telling(kind), kind != "where"
    for at, (key, start, end) in enumerate(zip(keys, starts, ends, strict=True)):
        if key in telling:
            yield start, end
        elif figures and key[:1].isdecimal():
            following = keys[at + 1] if at + 1 < len(keys) else ""
            gap = text[end : starts[at + 1]] if following else ""
            before = text[start - 1 : start]
            if _is_year(key) if kind == "when" else _counts(key, before, gap, following):
                yield start, end


@lru_cache(maxsize=len(KINDS))
def _telling(kind: Kind) -> frozenset[str]:
    """The words that tell, bare, under the article and behind a particle."""
    words = set(_listed().get((kind, "tells"), ()))
    for word, classes in lexicon.classes().items():
        if kind == "when" and not _DAYS.isdisjoint(classes):
            words.add(word)
        # «أحد» is anyone.
        if kind == "how many" and int(classes.get("cardinal", 0)) > 1:
            words.add(word)
    if kind != "when":  # the names of days have it already, those of months take none
        words |= {with_article(word) for word in words}
    return frozenset(words | {particle + word for particle in WRITTEN_ON for word in words})


def _is_year(key: str) -> bool:
    return len(key) == len("2021") and key.isdecimal() and 1900 <= int(key) <= 2099


def _counts(key: str, before: str, gap: str, following: str) -> bool:
    """Whether figures say how many: they are no year, and no part of a date."""
    if _is_year(key) or before in _SIGNS or gap in _SIGNS:
        return False
    return "month name" not in lexicon.classes().get(following, {})

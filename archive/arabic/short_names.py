"""What is written in Latin letters or spelt with their names: «F-16» and «إف-16», «CNN», «AFP»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from archive.arabic import tables
from archive.arabic.function_words import is_function_word
from archive.arabic.letters import fold
from archive.arabic.tokens import keys

MOST_READINGS = 32
LONGEST = 4  # letters of an abbreviation
_MODEL = re.compile(r"(?P<letters>[a-z]{1,3})(?P<number>\d+)")


class Spelt(NamedTuple):
    """Words of a query that spell letters, and what stands for them: keys side by side."""

    start: int
    end: int
    others: tuple[tuple[str, ...], ...]
    by_letters: bool = False  # it says nothing but in this order, side by side


@lru_cache(maxsize=1)
def _names_of_letters() -> dict[str, tuple[str, ...]]:
    return {letter: tuple(names.split()) for letter, names in tables.rows("letter_names")}


@lru_cache(maxsize=1)
def _letters_by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for letter, names in _names_of_letters().items():
        for name in names:
            found.setdefault(name, []).append(letter)
    return {name: tuple(letters) for name, letters in found.items()}


@lru_cache(maxsize=1)
def _agencies() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The other names of an agency by each of its names."""
    found = {}
    for names in tables.rows("agencies", folded=False):
        known = tuple(tuple(keys(name)) for name in names)
        for name in known:
            found[name] = tuple(other for other in known if other != name)
    return found


def spelt_in(words: Sequence[str], printed: Sequence[str]) -> Iterator[Spelt]:
    """Agencies, abbreviations and models among the folded words of a query."""
    at = 0
    while at < len(words):
        found = _agency_at(words, printed, at) or _letters_at(words, printed, at)
        if found is None and (others := _in_arabic(words[at], printed[at])):
            found = Spelt(at, at + 1, others)
        if found is None:
            at += 1
        else:
            yield found
            at = found.end


def _agency_at(words: Sequence[str], printed: Sequence[str], at: int) -> Spelt | None:
    for end in range(min(len(words), at + LONGEST), at, -1):
        name = tuple(words[at:end])
        if name in _agencies() and not (printed[at].isascii() and printed[at].islower()):
            others = (*_agencies()[name], *_of_letters(name))
            return Spelt(at, end, others, _is_spelt(name))
    return None


def _is_spelt(name: Sequence[str]) -> bool:
    return all(len(word) == 1 or word in _letters_by_name() for word in name)


def _letters_at(words: Sequence[str], printed: Sequence[str], at: int) -> Spelt | None:
    """Names of letters side by side, or before a number."""
    end = at
    while end < len(words) and end - at < LONGEST and words[end] in _letters_by_name():
        end += 1
    if all(map(is_function_word, printed[at:end])):  # «إن أي …» spells nothing
        return None
    if end < len(words) and words[end].isdecimal():
        return Spelt(at, end + 1, _of_letters(words[at : end + 1]), by_letters=True)
    if end - at == 1:
        return None
    return Spelt(at, end, _of_letters(words[at:end]), by_letters=True)


def _of_letters(names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The Latin words that names of letters spell, a number behind them or not."""
    known = _letters_by_name()
    choices = [(name,) if name.isdecimal() else known.get(name, ()) for name in names]
    return tuple(("".join(one),) for one in islice(product(*choices), MOST_READINGS))


def _in_arabic(word: str, printed: str) -> tuple[tuple[str, ...], ...]:
    """A Latin abbreviation or model by the names of its letters."""
    if match := _MODEL.fullmatch(word):
        return _spelt(match["letters"], (match["number"],))
    is_short = 1 < len(word) <= LONGEST and word.isascii() and word.isalpha()
    return _spelt(word, ()) if is_short and printed.isupper() else ()


def _spelt(letters: str, after: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    choices = [_names_of_letters()[letter] for letter in letters]
    return tuple((*names, *after) for names in islice(product(*choices), MOST_READINGS))


def in_a_name(printed: Sequence[str]) -> frozenset[int]:
    """The places of words that are letters of a name, though elsewhere they hold sentences."""
    found = spelt_in([fold(word) for word in printed], printed)
    return frozenset(at for one in found for at in range(one.start, one.end))

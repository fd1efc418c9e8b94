"""What a sentence tells of the day that it names, beside that day."""

from __future__ import annotations

from functools import lru_cache

from archive.arabic.dates import lexicon
from archive.arabic.function_words import function_words
from archive.arabic.telling import SHORTEST, key_of, without_the
from archive.arabic.tokens import keys


def told_beside_date(words_key: str) -> frozenset[str]:
    """The words of a sentence that say what it is about, without those that name its day."""
    dull = _dull_words()
    words = (word for word in words_key.split() if len(word) >= SHORTEST and word not in dull)
    return frozenset(word for word in words if not _is_year(word))


def names_a_day_alone(sentence: str) -> bool:
    """«5 أيار/مايو 2021», over the entry of a chronicle."""
    return not told_beside_date(key_of(sentence))


@lru_cache(maxsize=1)
def _dull_words() -> frozenset[str]:
    """Words that hold sentences together or that dates are written with, as keys have them."""
    words = {key for word in function_words() for key in keys(word)} | lexicon.classes().keys()
    return frozenset(map(without_the, words))


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word.startswith(("19", "20"))

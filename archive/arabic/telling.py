"""Words by which one statement is told from another: what it is about, not how it is built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.arabic.attested import TO_THE
from archive.arabic.function_words import function_words, is_function_word
from archive.arabic.letters import LAM, fold, is_arabic
from archive.arabic.particles import BEFORE_A_NOUN, CONJUNCTIONS, with_particle
from archive.arabic.reporting import sayings
from archive.arabic.tokens import keys, tokenize

SHORTEST = 3  # letters
# The longest first: «وبال» before «وال», and that before «ال».
ARTICLES = sorted(
    {first + rest for first in ("", *CONJUNCTIONS) for rest in (*BEFORE_A_NOUN, TO_THE)},
    key=len,
    reverse=True,
)


LETTERS_OF_ARTICLE = max(map(len, ARTICLES))


class TellingWord(NamedTuple):
    """A word of a text, and the key under which its spellings meet."""

    key: str
    printed: str


def without_the(key: str) -> str:
    """A folded word without its article and the particle before that; others stay as they are.

    A particle alone stays: nothing in the word tells it from a first letter.
    """
    if LAM not in key[:LETTERS_OF_ARTICLE]:
        return key
    for article in ARTICLES:
        if key.startswith(article) and len(key) - len(article) >= SHORTEST:
            return key.removeprefix(article)
    return key


def key_of(text: str) -> str:
    """A text for looking words up in: their keys, each between two spaces."""
    return f" {' '.join(map(without_the, keys(text)))} "


def keys_of_word(key: str) -> tuple[str, ...]:
    """How a folded word may stand in `key_of` a text, alone and with a particle written on it."""
    return tuple(f" {form} " for form in with_particle(without_the(key)))


def common_ending(forms: Sequence[str]) -> str:
    """What all of these end with: for `keys_of_word`, the word without what is written on it."""
    shortest = min(forms, key=len)
    endings = (shortest[start:] for start in range(len(shortest) + 1))
    return next(ending for ending in endings if all(form.endswith(ending) for form in forms))


def telling_words(text: str) -> Iterator[TellingWord]:
    """The words of a text that say what it is about, in its order."""
    for token in tokenize(text):
        printed = text[token.start : token.end]
        if _tells(token.key, printed):
            yield TellingWord(without_the(token.key), printed)


@lru_cache(maxsize=1 << 14)
def _tells(key: str, printed: str) -> bool:
    if len(key) < SHORTEST or not is_arabic(key[0]) or is_function_word(printed):
        return False
    return not sayings(printed)


def telling_keys(key_of_text: str) -> Iterator[str]:
    """The words of what `key_of` gave that say what the text is about, and its numbers.

    Folding leaves «علي» and «على» one word, which is taken for the preposition.
    """
    for key in key_of_text.split():
        if len(key) >= SHORTEST and not _is_function_key(key):
            yield key


def _is_function_key(key: str) -> bool:
    known = _function_keys()
    return key in known or (key[0] in CONJUNCTIONS and key[1:] in known)


@lru_cache(maxsize=1)
def _function_keys() -> frozenset[str]:
    return frozenset(map(fold, function_words()))

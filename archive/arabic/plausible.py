"""Whether letters make up Arabic as it is written, or only look like letters: read with another
encoding, or in the order in which they stand on the screen."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.arabic.function_words import english_function_words, function_words
from archive.arabic.letters import (
    ALEF,
    ALEF_MAQSURA,
    ARTICLE,
    LAM,
    TEH_MARBUTA,
    WAW,
    fold,
    is_arabic,
    without_marks,
)
from archive.arabic.shapes import as_letters

# Words that are looked at; more say nothing new.
WORDS = 5000
LETTERS = WORDS * 10
_WORD = re.compile(r"[^\W\d_]+")
# Every sentence of a newspaper has a word with the article or one that holds it together: they are
# two in five of its words. Letters in wrong places make such words by chance, one in thirty.
SURE = 0.15
# The article read from its end.
_REVERSED_ARTICLE = LAM + ALEF
# What stands at the end of words alone.
_FINAL = TEH_MARBUTA + ALEF_MAQSURA
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")  # of letters, as they are drawn
_ARTICLE_IN = 200  # letters of a text of which a fifth is reversed: words end so by chance too
_SHORTEST = 4
_LEAST_REVERSED = 3
_TIMES = 3


def plausibility(text: str) -> float:
    """The share of words that carry the article or hold sentences together, from 0 to 1.

    Words of other scripts count against it. Beyond `SURE` it is Arabic prose.
    """
    words = _WORD.findall(text[:LETTERS])[:WORDS]
    if not words:
        return 0.0
    known = function_words()
    return sum(word in known or _has_article(word) for word in words) / len(words)


def _has_article(word: str) -> bool:
    bare = word.removeprefix(WAW)
    return len(bare) > _SHORTEST and bare.startswith(ARTICLE)


def english_share(text: str) -> float:
    """The share of words that hold English sentences together, from 0 to 1."""
    words = _WORD.findall(text[:LETTERS])[:WORDS]
    known = english_function_words()
    return sum(fold(word) in known for word in words) / len(words) if words else 0.0


def arabic_share(text: str) -> float:
    """The share of letters that are of the Arabic script, from 0 to 1; 0 where there are none."""
    letters = [letter for letter in text[:LETTERS] if letter.isalpha()]
    return sum(map(is_arabic, letters)) / len(letters) if letters else 0.0


def is_reversed(line: str) -> bool:
    """Whether the letters of a line stand from its end to its beginning.

    Letters that only end words begin them, the article ends them, and the commonest words are
    written backwards: several of these, and next to none the right way round.
    """
    words = _WORD.findall(without_marks(as_letters(line)[0]))[:WORDS]
    backwards = sum(map(_is_backwards, words))
    if backwards < _LEAST_REVERSED:
        return False
    return backwards > _TIMES * sum(map(_is_forwards, words))


def may_be_reversed(text: str) -> bool:
    """Whether a text has any sign that some of its lines are; next to nothing to ask."""
    finals = sum(text.count(space + letter) for space in " \n" for letter in _FINAL)
    articles = text.count(_REVERSED_ARTICLE + " ") - text.count(f" {_REVERSED_ARTICLE} ")
    some = articles >= _LEAST_REVERSED - 1 and articles * _ARTICLE_IN > len(text)
    return finals >= _LEAST_REVERSED - 1 or some or _FORMS.search(text) is not None


def turned(line: str) -> str:
    """A reversed line as it may have been meant: a guess, for numbers keep their own direction."""
    return as_letters(line)[0][::-1].strip()


def _is_backwards(word: str) -> bool:
    if len(word) >= _SHORTEST and (word[0] in _FINAL or word.endswith(_REVERSED_ARTICLE)):
        return True
    return word in _backwards()


def _is_forwards(word: str) -> bool:
    if len(word) >= _SHORTEST and (word[-1] in _FINAL or _has_article(word)):
        return True
    return word in function_words() and word not in _backwards()


@lru_cache(maxsize=1)
def _backwards() -> frozenset[str]:
    """Words that hold sentences together, written backwards, but for those that are words then."""
    known = function_words()
    turned_words = {word[::-1] for word in known if len(word) > 1}
    return frozenset(turned_words - known - _ALSO_WORDS)


# Backwards these are words of the news too: «نم» is none, «كل» and «نع» would be counted twice.
_ALSO_WORDS = frozenset(word[::-1] for word in ("لك", "أب", "عم", "أم", "بل", "هل", "دق"))

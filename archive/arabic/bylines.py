"""What stands in a byline: names between commas and dashes, words that open it, desks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import WAW, fold

# Between the parts of a byline. A dash parts where spaces stand around it.
_PARTS = re.compile(r"[،,;؛|/\\()\[\]:•·]| [-–—]+ | (?:من|في|and|و) ")
_BY = re.compile(r"(?<!\S)(بقلم)\s+(?=\w)")
SHORTEST = 4  # letters of a word that may be «and» with a name


def parts_of(byline: str) -> Iterator[list[str]]:
    """The printed words of each part, without those with which a line of credit opens."""
    for part in _PARTS.split(apart(byline)):
        printed = part.split()
        while printed and fold(printed[0]) in _words("opening"):
            printed = printed[1:]
        yield printed


def apart(byline: str) -> str:
    """A byline in which «و» between two names stands for itself: «رشيد و جون ديفيسون».

    A name of one word behind it may as well be a surname, and is left as it is.
    """
    words = byline.split()
    for at in range(1, len(words) - 1):
        if _joins(fold(words[at])):
            words[at] = f"{WAW} {words[at][1:]}"
    return " ".join(words)


def _joins(word: str) -> bool:
    return word.startswith(WAW) and len(word) >= SHORTEST and word not in _words("waw")


def joined(form: str) -> str:
    """A folded name with the «and» of a second author before it."""
    return WAW + form


def credits_in(words: str) -> Iterator[tuple[int, int]]:
    """Where «بقلم» ends in typed words, and where what stands behind it begins."""
    return ((found.end(1), found.end()) for found in _BY.finditer(words))


def is_desk(printed: str) -> bool:
    """Whether what opens so is a desk, a bureau or a trade and names nobody."""
    return fold(printed) in _words("desk")


@lru_cache(maxsize=4)
def _words(kind: str) -> frozenset[str]:
    return tables.words_by_kind("credits")[kind]

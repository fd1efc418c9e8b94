"""Words beside a name that make of it another's: streets, clubs, agencies, bodies of any state."""

from functools import lru_cache

from archive.arabic import tables
from archive.arabic.attested import TO_THE
from archive.arabic.letters import ALEF, ARTICLE, TEH
from archive.arabic.particles import WRITTEN_ON, is_one_of, without_article
from archive.arabic.relaying import is_kind_of_outlet

DEFINITE = (ARTICLE, TO_THE)
PARTICLES_BEFORE = 2


def makes_a_body(word: str) -> bool:
    """Whether a noun such as «منظمة» may make another body of the name after it."""
    return is_one_of(word, _words("body"))


def is_ministers(word: str) -> bool:
    """Whether the body named behind it is only part of an office: «وزيرة الدفاع»."""
    return is_one_of(word, _words("minister"))


def is_called_after(word: str) -> bool:
    """Whether what it opens is only called after the place behind it: «شارع», «ريال», «راديو»."""
    return is_one_of(word, _words("called")) or is_kind_of_outlet(word)


def is_common(word: str) -> bool:
    """Whether every state has a body of that noun: «البرلمان», «مجلس»."""
    return without_article(word) in _words("common")


def says_for(word: str) -> bool:
    """Whether a word says what a body is for: «للطفولة»."""
    return word.startswith(TO_THE)


def is_definite(word: str) -> bool:
    """Whether a word carries the article, with or without particles before it."""
    for place in range(PARTICLES_BEFORE):
        if place and word[place - 1] not in WRITTEN_ON:
            return False
        if word[place:].startswith(DEFINITE):
            return not _is_a_verb(word[place:])
    return False


def _is_a_verb(word: str) -> bool:
    """«التقت» and «التزمت» only look as if they carried the article."""
    return word.startswith(ARTICLE + TEH) and word.endswith(TEH) and word[-2] != ALEF


@lru_cache(maxsize=4)
def _words(kind: str) -> frozenset[str]:
    rows = tables.rows("bearing")
    return frozenset(word for name, words in rows if name == kind for word in words.split())

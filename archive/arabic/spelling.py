"""One spelling for the several that newsrooms have of a word."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from archive.arabic import tables
from archive.arabic.letters import (
    AIN,
    ALEF,
    DAD,
    GHAIN,
    HAH,
    HAMZA,
    HEH,
    JEEM,
    KAF,
    MEEM,
    NOON,
    QAF,
    SAD,
    SEEN,
    TAH,
    TEH,
    THAL,
    WAW,
    YEH,
    ZAH,
)
from archive.arabic.tokens import LONGEST_WORD

# A spelling of the table is known by its inflections too.
INFLECTIONS = (HEH, YEH + NOON, WAW + NOON, ALEF + TEH, ALEF, YEH + HEH, YEH)

# Shorter spellings are too easily the beginning of another word.
SHORTEST_INFLECTED = 4

# Newsrooms write a foreign g in three ways. Long words that hold no letter of native sounds and
# don't open like a native pattern are taken for foreign, and their three letters for one.
FOREIGN_LENGTH = 6
NATIVE_SOUNDS = frozenset(AIN + HAH + SAD + DAD + TAH + ZAH + QAF + THAL + HAMZA)
NATIVE_OPENINGS = ALEF + MEEM + TEH + YEH + NOON + SEEN
FOREIGN_G = frozenset(JEEM + KAF + GHAIN)
_AS_GHAIN = str.maketrans({JEEM: GHAIN, KAF: GHAIN})
MOST_FOREIGN_G = 2  # letters of one word that are tried in each way


def common_spelling(word: str) -> str:
    """The spelling that stands for all of a folded word's, which carries no particle.

    Looked up in the table, inflections included; a word that the table doesn't know is its own.
    """
    return word if len(word) > LONGEST_WORD else _common_spelling(word)


@lru_cache(maxsize=1 << 16)
def _common_spelling(word: str) -> str:
    spellings = tables.spellings()
    if (common := spellings.get(word)) is not None:
        return common
    for ending in INFLECTIONS:
        if len(word) - len(ending) < SHORTEST_INFLECTED:
            continue
        if word.endswith(ending) and (common := spellings.get(word[: -len(ending)])) is not None:
            return word if word.startswith(common) else common + ending
    return word


def one_foreign_g(word: str) -> str:
    """A foreign word with ghain for every letter that newsrooms write its g with; else itself."""
    if len(word) < FOREIGN_LENGTH or word[0] in NATIVE_OPENINGS:
        return word
    return word.translate(_AS_GHAIN) if NATIVE_SOUNDS.isdisjoint(word) else word


def with_other_foreign_g(word: str) -> Iterator[str]:
    """A foreign word with each of the letters that newsrooms write its g with, its own too."""
    places = [place for place, letter in enumerate(word) if letter in FOREIGN_G]
    if not 0 < len(places) <= MOST_FOREIGN_G or not _has_foreign_g(word):
        return
    for letters in product(sorted(FOREIGN_G), repeat=len(places)):
        other = list(word)
        for place, letter in zip(places, letters, strict=True):
            other[place] = letter
        if one_foreign_g("".join(other)) == one_foreign_g(word):
            yield "".join(other)


def _has_foreign_g(word: str) -> bool:
    """Whether the three letters of a foreign g are one in this word."""
    return one_foreign_g(word) == one_foreign_g(word.translate(_AS_GHAIN))

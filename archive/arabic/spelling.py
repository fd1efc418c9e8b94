"""One spelling for the several that newsrooms have of a word."""

from functools import lru_cache

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
FOREIGN_G = str.maketrans({JEEM: GHAIN, KAF: GHAIN})


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
    return word.translate(FOREIGN_G) if NATIVE_SOUNDS.isdisjoint(word) else word

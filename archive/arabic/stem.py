"""A guarded light stemmer: the class of words that a careful reader would call the same.

After the light stemmers of Larkey, Ballesteros and Connell (2002), with a guard that they lack:
a particle or ending comes off only when the words that the archive attests say so, and broken
plurals and spellings come from reviewed tables.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from archive.arabic import tables
from archive.arabic.attested import Attested
from archive.arabic.endings import Endings
from archive.arabic.letters import (
    AIN,
    ALEF,
    ARTICLE,
    DAD,
    GHAIN,
    HAH,
    HAMZA,
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
    YEH,
    ZAH,
)
from archive.arabic.particles import Particles

Reason = Literal["same", "spelling", "particle", "plural", "inflection"]

MOST_REMEMBERED = 1 << 18

# Newsrooms write a foreign g in three ways. Long words that hold no letter of native sounds and
# don't open like a native pattern are taken for foreign, and their three letters for one.
LOAN_LENGTH = 6
NATIVE_SOUNDS = frozenset(AIN + HAH + SAD + DAD + TAH + ZAH + QAF + THAL + HAMZA)
NATIVE_OPENINGS = ALEF + MEEM + TEH + YEH + NOON + SEEN
FOREIGN_G = str.maketrans({JEEM: GHAIN, KAF: GHAIN})

SLAVE_OF = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER BEH}\N{ARABIC LETTER DAL}"
FATHER_OF = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER BEH}\N{ARABIC LETTER WAW}"


class Stemmer:
    """Stems words as one archive's vocabulary allows.

    `vocabulary` maps each folded word form to how often the archive has it. The stem is a label:
    two words are the same evidence exactly when their labels are equal. It need not be a word.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        attested = Attested(vocabulary)
        self._endings = Endings(attested)
        self._particles = Particles(attested, self._endings)
        self._spellings = tables.spellings()
        self._stems: dict[str, str] = {}

    def stem(self, key: str) -> str:
        """The label of a folded word (a token's key), attested or not."""
        label = self._stems.get(key)
        if label is None:
            if len(self._stems) >= MOST_REMEMBERED:
                self._stems.clear()
            self._stems[key] = label = self._label(self.base(key))
        return label

    def base(self, key: str) -> str:
        """A folded word without its particles and article."""
        return self._particles.strip(key)

    def explain(self, word: str, match: str) -> Reason | None:
        """Why `match`, a folded word of a text, answers `word`, a folded word of a query.

        None when it doesn't: when the two are not the same evidence.
        """
        if word == match:
            return "same"
        if self.stem(word) != self.stem(match):
            return None
        bases = {self.base(word), self.base(match)}
        if len(bases) == 1:
            return "particle"
        if len({self._spell(base) for base in bases}) == 1:
            return "spelling"
        if any(self._endings.singular(self._spell(base)) for base in bases):
            return "plural"
        return "inflection"

    def _label(self, word: str) -> str:
        seen: set[str] = set()
        while word not in seen:
            seen.add(word)
            word = self._spell(word)
            word = self._endings.singular(word) or self._endings.shorten(word) or word
        return _one_foreign_g(word.removesuffix(HAMZA) if len(word) > 4 else word)

    def _spell(self, word: str) -> str:
        return self._spellings.get(word, word)


def _one_foreign_g(word: str) -> str:
    if len(word) < LOAN_LENGTH or word[0] in NATIVE_OPENINGS:
        return word
    return word.translate(FOREIGN_G) if NATIVE_SOUNDS.isdisjoint(word) else word


def compounds(keys: Sequence[str]) -> list[tuple[int, int, str]]:
    """Neighbouring words that are also written as one: (start, end, joined key) for each pair.

    Positions count keys, `end` exclusive. The joined key carries whatever particles the first
    word carried, and stems like any other.
    """
    return [
        (place, place + 2, first + second)
        for place, (first, second) in enumerate(pairwise(keys))
        if joins(first, second)
    ]


def joins(first: str, second: str) -> bool:
    """Whether two neighbouring words are also written as one: a table, and names of `abd al-`."""
    if first.endswith(SLAVE_OF) and second.startswith(ARTICLE) and len(first) < 6:
        return True
    pairs = tables.compounds()
    if (first, second) in pairs:
        return True
    return any((first[cut:], second) in pairs for cut in range(1, min(4, len(first) - 1)))

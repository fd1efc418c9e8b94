"""A guarded light stemmer: the class of words that a careful reader would call the same.

After the light stemmers of Larkey, Ballesteros and Connell (2002), with a guard that they lack:
a particle or ending comes off only when the words that the archive attests say so, and broken
plurals and spellings come from reviewed tables.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import compress
from typing import Literal

from archive.arabic import tables
from archive.arabic.attested import Attested
from archive.arabic.endings import Endings
from archive.arabic.letters import (
    AIN,
    ALEF,
    ARTICLE,
    BEH,
    DAL,
    FEH,
    HAMZA,
    KAF,
    LAM,
    WAW,
    YEH,
)
from archive.arabic.particles import Particles
from archive.arabic.spelling import common_spelling, one_foreign_g
from archive.arabic.tokens import LONGEST_WORD
from archive.arabic.yeh import core_of, keeps_maqsura

Reason = Literal["same", "spelling", "particle", "plural", "inflection"]

MOST_REMEMBERED = 1 << 18

PARTICLE_LETTERS = WAW + FEH + BEH + LAM + KAF + ALEF
SERVANT_OF = AIN + BEH + DAL
FATHER_OF = (ALEF + BEH + WAW, ALEF + BEH + YEH, ALEF + BEH + ALEF)


class Stemmer:
    """Stems words as one archive's vocabulary allows.

    `vocabulary` maps each folded word form to how often the archive has it. The stem is a label:
    two words are the same evidence exactly when their labels are equal. It need not be a word.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        attested = Attested(vocabulary)
        self._endings = Endings(attested)
        self._particles = Particles(attested, self._endings)
        self._stems: dict[str, str] = {}
        self._labels: dict[str, str] = {}  # of words without particles, and what they lead to

    def stem(self, key: str) -> str:
        """The label of a folded word (a token's key), attested or not."""
        if len(key) > LONGEST_WORD:
            return key
        label = self._stems.get(key)
        if label is None:
            if len(self._stems) >= MOST_REMEMBERED:
                self._stems.clear()
                self._labels.clear()
            self._stems[key] = label = self._label(self.base(key))
        return label

    def base(self, key: str) -> str:
        """A folded word without its particles and article."""
        if len(key) > LONGEST_WORD:
            return key
        return core_of(key) if keeps_maqsura(key) else self._particles.strip(key)

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
        if len({common_spelling(base) for base in bases}) == 1:
            return "spelling"
        if any(self._endings.singular(common_spelling(base)) for base in bases):
            return "plural"
        return "inflection"

    def _label(self, word: str) -> str:
        """Singular, spelling and bare form, over and over until nothing changes."""
        steps: list[str] = []
        while (label := self._labels.get(word)) is None:
            if word in steps:
                # A word and its plural may lead to each other: both are called by the same one.
                label = _as_label(min(steps[steps.index(word) :]))
                break
            steps.append(word)
            word = common_spelling(word)
            word = self._endings.singular(word) or self._endings.shorten(word) or word
        self._labels.update(dict.fromkeys(steps, label))
        return label


def _as_label(word: str) -> str:
    # The hamza that ends a long word is the first to be left out in typing.
    return one_foreign_g(word.removesuffix(HAMZA) if len(word) > 4 else word)


def compounds(keys: Sequence[str]) -> list[tuple[int, int, str]]:
    """Neighbouring words that are also written as one: (start, end, joined key) for each pair.

    Positions count keys, `end` exclusive. The joined key carries whatever particles the first
    word carried, and stems like any other.
    """
    return [
        (place, place + 2, keys[place] + keys[place + 1])
        for place in compress(range(len(keys) - 1), map(opens, keys))
        if joins(keys[place], keys[place + 1])
    ]


def opens(first: str) -> bool:
    """Whether a word may be the first of two that are also written as one: few may."""
    return len(first) <= LONGEST_WORD and _opens(first)


@lru_cache(maxsize=1 << 17)
def _opens(first: str) -> bool:
    if first.endswith((SERVANT_OF, *FATHER_OF)):
        return True
    bare = first.lstrip(PARTICLE_LETTERS)
    starts = range(len(first) - len(bare) + 1)
    return any(first[start:] in _compound_firsts() for start in starts)


@lru_cache(maxsize=1)
def _compound_firsts() -> frozenset[str]:
    return frozenset(first for first, _ in tables.compounds())


def joins(first: str, second: str) -> bool:
    """Whether two neighbours are also written as one: by a table, or as names of abd and abu."""
    if first.endswith(SERVANT_OF) and second.startswith(ARTICLE) and len(first) < 6:
        return True
    if first.endswith(FATHER_OF) and len(first) < 5 and len(second) > 2:
        return True
    pairs = tables.compounds()
    if (first, second) in pairs:
        return True
    bare = first.lstrip(PARTICLE_LETTERS)
    starts = range(1, len(first) - len(bare) + 1)
    return any((first[start:], second) in pairs for start in starts)

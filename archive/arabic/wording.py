"""Two wordings of what may be one statement: what they share, and what stands in only one.

Words are compared as the texts themselves attest them (`stem`), so that nothing is needed beside
the texts. Every answer takes a time that grows as the texts do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.arabic.letters import NOON, WAW, YEH
from archive.arabic.spelling import common_spelling, one_foreign_g
from archive.arabic.stem import Stemmer
from archive.arabic.telling import telling_words, without_the
from archive.arabic.tokens import Token, keys, tokenize

ENOUGH = 2  # telling words that two wordings of one statement share at least
SHARE = 0.5  # and so much of the shorter one's
LEAST_CLIPPED = 2  # words of a wording that is a part of the other, word by word
LEAST_COPIED = 4  # the same in the same spelling, whoever speaks


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text; `only_here` where the other text has none of its words."""

    text: str
    only_here: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is compared: the stems that say what it is about, and its words in order."""

    telling: frozenset[str]
    words: tuple[str, ...]

    def likeness(self, other: Wording) -> float:
        """How surely two texts of one speaker give one statement: 0 for no, up to 1.

        They share enough telling words, or one is cut out of the other as it stands.
        """
        shared = len(self.telling & other.telling)
        share = shared / max(1, min(len(self.telling), len(other.telling)))
        if (shared >= ENOUGH and share >= SHARE) or self._is_clipped_from(other):
            return max(share, SHARE)
        return 0

    def _is_clipped_from(self, other: Wording) -> bool:
        shorter, longer = sorted((self.words, other.words), key=len)
        return len(shorter) >= LEAST_CLIPPED and _padded(shorter) in _padded(longer)


class Wordings:
    """Compares texts whose words attest each other's forms."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._stemmer = Stemmer(Counter(key for text in texts for key in keys(text)))

    def stem(self, key: str) -> str:
        """The label of a folded word: equal for what a careful reader calls one word."""
        return self._stemmer.stem(without_the(key))

    def read(self, text: str) -> Wording:
        telling = frozenset(self.stem(word.key) for word in telling_words(text))
        return Wording(telling, tuple(self._word(token.key) for token in tokenize(text)))

    def only_in_one(self, first: str, second: str) -> tuple[list[Run], list[Run]]:
        """Both texts in runs, which put together are what was printed.

        Spellings, the article and attached particles make no other word of one; another number
        or form does.
        """
        here, there = list(tokenize(first)), list(tokenize(second))
        known_here = {self._word(token.key) for token in here}
        known_there = {self._word(token.key) for token in there}
        return self._runs(first, here, known_there), self._runs(second, there, known_here)

    def _word(self, key: str) -> str:
        base = self._stemmer.base(without_the(key))
        # The ending of a sound plural goes by its place in the sentence, which a clause changes.
        if base.endswith(WAW + NOON):
            base = base[:-2] + YEH + NOON
        return one_foreign_g(common_spelling(base))

    def _runs(self, text: str, tokens: Sequence[Token], elsewhere: set[str]) -> list[Run]:
        runs: list[Run] = []
        at = 0
        stretch: tuple[int, int] | None = None
        for token in tokens:
            if self._word(token.key) not in elsewhere:
                stretch = (stretch[0] if stretch else token.start, token.end)
            elif stretch:
                runs += _cut(text, at, stretch)
                at, stretch = stretch[1], None
        if stretch:
            runs += _cut(text, at, stretch)
            at = stretch[1]
        return [*runs, Run(text[at:])] if at < len(text) else runs


def is_cut_from(headline: str, text: str) -> bool:
    """Whether a text holds another word by word, which is too long for a coincidence."""
    words = keys(headline)
    return len(words) >= LEAST_COPIED and _padded(words) in _padded(keys(text))


def only_here(text: str, other: str) -> list[str]:
    """What a text says in words that the other doesn't have, stretch by stretch."""
    runs, _ = Wordings((text, other)).only_in_one(text, other)
    return [run.text for run in runs if run.only_here]


def _cut(text: str, at: int, stretch: tuple[int, int]) -> list[Run]:
    start, end = stretch
    run = Run(text[start:end], only_here=True)
    return [Run(text[at:start]), run] if at < start else [run]


def _padded(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "

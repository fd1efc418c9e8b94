"""What sets two look-alike passages apart: the numbers and days in each, and who speaks there.

Newsrooms write «قُتل ثلاثة جنود قرب التاجي» and «قُتل خمسة مدنيين قرب الرطبة» with the same words;
what differs are particulars. Whoever rewords a passage keeps them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.function_words import function_words
from archive.arabic.letters import ALEF, BEH, FEH, KAF, LAM, WAW, fold
from archive.arabic.months import numbers_by_name, weekdays
from archive.arabic.reporting import sayings

SHORTEST = 2  # letters
NAMED = 3  # words of whoever speaks, behind the verb: a name, an office
PARTICLES = (WAW, FEH, BEH, LAM, KAF, ALEF + LAM, BEH + ALEF + LAM, LAM + LAM, WAW + ALEF + LAM)


@dataclass(frozen=True, slots=True)
class Particulars:
    """Folded numbers and days of a passage, and the first words of whoever speaks in it."""

    numbers: tuple[str, ...]  # each as often as it stands there
    speakers: frozenset[str]

    @classmethod
    def of_all(cls, several: Iterable[Particulars]) -> Particulars:
        """Those of several passages together."""
        told = list(several)
        return cls(
            tuple(number for one in told for number in one.numbers),
            frozenset(word for one in told for word in one.speakers),
        )

    def other_numbers(self, other: Particulars) -> bool:
        """Whether a number or day stands in each that the other lacks."""
        own, others = Counter(self.numbers), Counter(other.numbers)
        return bool(own - others and others - own)

    def other_speakers(self, other: Particulars) -> bool:
        """Whether somebody speaks in both, and nobody who speaks in the one speaks in the other."""
        return bool(self.speakers and other.speakers) and not self.speakers & other.speakers

    def differ(self, other: Particulars) -> bool:
        return self.other_numbers(other) or self.other_speakers(other)


def particulars(keys: Sequence[str]) -> Particulars:
    """Those of a passage, given by the keys of its words."""
    return Particulars(tuple(_numbers(keys)), frozenset(_speakers(keys)))


def _numbers(keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        if any(letter.isdigit() for letter in key):
            yield key
        elif (word := _bare(key)) in _counting():
            yield word


def _bare(key: str) -> str:
    """The word of a number or day without the particles on its front."""
    if key in _counting():
        return key
    for particle in PARTICLES:
        if key.startswith(particle) and key.removeprefix(particle) in _counting():
            return key.removeprefix(particle)
    return key


def _speakers(keys: Sequence[str]) -> Iterable[str]:
    particles = _holding_together()
    for index, key in enumerate(keys):
        if not sayings(key):
            continue
        for word in keys[index + 1 : index + 1 + NAMED]:
            if word in particles:
                break
            yield word


@lru_cache(maxsize=1)
def _holding_together() -> frozenset[str]:
    return frozenset(fold(word) for word in function_words())


@lru_cache(maxsize=1)
def _counting() -> frozenset[str]:
    rows = tables.rows("number_words")
    # «أحد» and «واحد» mostly count nothing, and without its madda August is a father.
    numbers = (word for _, value, words in rows if value != "1" for word in words.split())
    months = (name for name in numbers_by_name() if " " not in name and len(name) > SHORTEST)
    return frozenset([*numbers, *weekdays(), *months])

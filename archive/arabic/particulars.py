"""What sets two look-alike passages apart: the numbers and days in each, and who speaks there.

Newsrooms write «قُتل ثلاثة جنود قرب التاجي» and «قُتل خمسة مدنيين قرب الرطبة» with the same words;
what differs are particulars. Whoever rewords a passage keeps them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
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
    """Folded numbers and days of a passage, each as often as it stands there, and the first words
    of whoever speaks in it.
    """

    numbers: tuple[str, ...]
    days: tuple[str, ...]  # and months, by their names
    speakers: frozenset[str]

    @classmethod
    def of_all(cls, several: Iterable[Particulars]) -> Particulars:
        """Those of several passages together."""
        told = list(several)
        return cls(
            tuple(number for one in told for number in one.numbers),
            tuple(day for one in told for day in one.days),
            frozenset(word for one in told for word in one.speakers),
        )

    def other_numbers(self, other: Particulars) -> bool:
        """Whether a number stands in each that the other lacks."""
        return _each_has_its_own(self.numbers, other.numbers)

    def other_days(self, other: Particulars) -> bool:
        """Whether a day or month stands in each that the other lacks."""
        return _each_has_its_own(self.days, other.days)

    def other_speakers(self, other: Particulars) -> bool:
        """Whether somebody speaks in both, and nobody who speaks in the one speaks in the other."""
        return bool(self.speakers and other.speakers) and not self.speakers & other.speakers

    def differ(self, other: Particulars) -> bool:
        return self.other_numbers(other) or self.other_days(other) or self.other_speakers(other)


def particulars(keys: Sequence[str]) -> Particulars:
    """Those of a passage, given by the keys of its words."""
    return Particulars(tuple(_counted(keys)), tuple(_of(_days(), keys)), frozenset(_speakers(keys)))


def _each_has_its_own(one: Iterable[str], other: Iterable[str]) -> bool:
    own, others = Counter(one), Counter(other)
    return bool(own - others and others - own)


def _counted(keys: Sequence[str]) -> Iterator[str]:
    yield from (key for key in keys if any(letter.isdigit() for letter in key))
    yield from _of(_number_words(), keys)


def _of(words: Set[str], keys: Iterable[str]) -> Iterator[str]:
    """Those of the words that stand there, without the particles on their front."""
    for key in keys:
        if key in words:
            yield key
            continue
        bare = (key.removeprefix(one) for one in PARTICLES if key.startswith(one))
        yield from (word for word in bare if word in words)


def _speakers(keys: Sequence[str]) -> Iterator[str]:
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
def _number_words() -> frozenset[str]:
    rows = tables.rows("number_words")
    # «أحد» and «واحد» mostly count nothing.
    return frozenset(word for _, value, words in rows if value != "1" for word in words.split())


@lru_cache(maxsize=1)
def _days() -> frozenset[str]:
    # Without its madda August is a father.
    months = (name for name in numbers_by_name() if " " not in name and len(name) > SHORTEST)
    return frozenset([*weekdays(), *months])

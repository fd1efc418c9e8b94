"""How far a typed word is from a known one, and the known words that are near.

The distance is Damerau's (insertion, deletion, substitution, transposition of neighbours) with
weights: letters that sound or look alike and keys that lie side by side cost less than one.
"""

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from archive.arabic.letters import ALEF, HAMZA, WAW, YEH
from archive.arabic.tables import rows

ALIKE = 0.4
NEIGHBOURING = 0.6
TRANSPOSED = 0.7
LONG_VOWEL = 0.5
DOUBLED = 0.5
OTHER = 1.0

WEAK_LETTERS = frozenset(ALEF + WAW + YEH + HAMZA)
SHORTEST = 3


@lru_cache(maxsize=1)
def _substitutions() -> dict[str, dict[str, float]]:
    """For each letter, those that are typed for it and what that costs."""
    costs: dict[str, dict[str, float]] = {}
    for kind, line in rows("keys"):
        letters = line.split()
        if kind == "alike":
            pairs = [(a, b, ALIKE) for a in letters for b in letters if a != b]
        else:
            pairs = [(a, b, NEIGHBOURING) for a, b in pairwise(letters)]
            pairs += [(b, a, cost) for a, b, cost in pairs]
        for a, b, cost in pairs:
            known = costs.setdefault(a, {})
            known[b] = min(cost, known.get(b, OTHER))
    return costs


def edit_distance(word: str, other: str, most: float) -> float:
    """The weighted distance of two folded words; infinity as soon as it exceeds `most`."""
    if word == other:
        return 0.0
    if abs(len(word) - len(other)) * LONG_VOWEL > most:
        return float("inf")
    substitutions = _substitutions()
    before: list[float] = []
    above = [0.0]
    for place in range(len(other)):
        above.append(above[-1] + _extra(other, place))
    for i, letter in enumerate(word):
        extra = _extra(word, i)
        row = [above[0] + extra]
        likes = substitutions.get(letter, {})
        for j, against in enumerate(other):
            cost = above[j] + (0 if letter == against else likes.get(against, OTHER))
            cost = min(cost, above[j + 1] + extra, row[j] + _extra(other, j))
            if i and j and letter == other[j - 1] and word[i - 1] == against:
                cost = min(cost, before[j - 1] + TRANSPOSED)
            row.append(cost)
        if min(row) > most:
            return float("inf")
        before, above = above, row
    return above[-1] if above[-1] <= most else float("inf")


def _extra(word: str, place: int) -> float:
    """What it costs that a letter is there and not in the other word."""
    letter = word[place]
    if place and word[place - 1] == letter:
        return DOUBLED
    return LONG_VOWEL if letter in WEAK_LETTERS and place else OTHER


class Neighbours:
    """The words of a vocabulary that are a mistyping away from a given one.

    Two words are compared when they agree after taking at most one letter from each, letters of
    one confusion counted as the same (the deletion index of symmetric spelling correction). The
    index holds eight bytes for each word and letter.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._words = vocabulary
        self._alike = _alike_table()
        numbers = [
            _number(shape) << 32 | place
            for place, word in enumerate(vocabulary)
            if len(word) >= SHORTEST
            for shape in _shapes(word.translate(self._alike))
        ]
        numbers.sort()
        self._index = array("Q", numbers)

    def candidates(self, word: str, most: float) -> list[tuple[float, str]]:
        """(distance, word) of the known words within `most` of a folded word, nearest first."""
        places: set[int] = set()
        for shape in _shapes(word.translate(self._alike)):
            places.update(self._places(_number(shape)))
        found = ((edit_distance(word, self._words[place], most), place) for place in places)
        near = [(distance, self._words[place]) for distance, place in found if distance <= most]
        heapq.heapify(near)
        return [heapq.heappop(near) for _ in range(len(near))]

    def _places(self, number: int) -> Iterator[int]:
        at = bisect_left(self._index, number << 32)
        while at < len(self._index) and self._index[at] >> 32 == number:
            yield self._index[at] & 0xFFFFFFFF
            at += 1


def candidates(word: str, vocabulary: Sequence[str], most: float) -> list[tuple[float, str]]:
    """`Neighbours.candidates` for one question; keep a `Neighbours` where there are several."""
    return Neighbours(vocabulary).candidates(word, most)


def _alike_table() -> dict[int, str]:
    return {
        ord(letter): letters[0]
        for kind, line in rows("keys")
        if kind == "alike"
        for letters in [line.split()]
        for letter in letters
    }


def _shapes(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _number(shape: str) -> int:
    return hash(shape) & 0xFFFFFFFF

"""Names of the authorities that are near to some mistyped words.

A name is near when each of its words is near to the one that was typed in its place, or when both
are near as one word each, since spaces are mistyped too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.arabic.distance import Neighbours
from archive.arabic.tokens import LONGEST_WORD
from archive.caching import Cached
from search.query.authorities import Authorities, Words, authorities
from search.query.syntax import Filtered

KINDS: tuple[Filtered, ...] = ("outlet", "actor", "place")
MOST_WORDS = 4
# How far a word may be from what was typed, by its length in letters.
MOST_DISTANCE = {1: 0.0, 2: 0.0, 3: 0.7, 4: 1.0, 5: 1.2}
MOST_DISTANCE_OF_LONG = 1.6
# A space more or less than in the name counts as much as letters that look alike.
SPACE = 0.4


def most_distance(word: str) -> float:
    """How far another word may be from a typed one to be taken for it."""
    return MOST_DISTANCE.get(len(word), MOST_DISTANCE_OF_LONG)


@dataclass(frozen=True, slots=True)
class NearName:
    """A known name, by how much it differs from what was typed."""

    distance: float
    printed: str
    kind: Filtered


class KnownNames:
    """All names of people, bodies, places and outlets, arranged for finding near ones."""

    def __init__(self, known: Authorities) -> None:
        self._kinds: dict[Words, Filtered] = {}
        for kind in KINDS:
            for words in known.slugs[kind]:
                if len(words) <= MOST_WORDS:
                    self._kinds.setdefault(words, kind)
        self._printed = known.printed

    def near(self, words: Words, *, loosely: frozenset[int]) -> list[NearName]:
        """Names near to these bare words, nearest first; only the words at the places `loosely`
        may differ. A name itself has no others near."""
        if not 0 < len(words) <= MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
            return []
        if words in self._kinds:
            return [NearName(0.0, self._printed[words], self._kinds[words])]
        found = {**dict(self._as_one(words, loosely)), **dict(self._word_by_word(words, loosely))}
        near = [
            NearName(distance, self._printed[name], self._kinds[name])
            for name, distance in found.items()
        ]
        return sorted(near, key=lambda one: (one.distance, one.printed))

    def _word_by_word(self, words: Words, loosely: frozenset[int]) -> Iterator[tuple[Words, float]]:
        distances: dict[Words, float] | None = None
        for place, word in enumerate(words):
            near = {word: 0.0}
            if place in loosely:
                near = {
                    other: distance
                    for distance, other in self._neighbours.candidates(word, most_distance(word))
                }
            held = {
                name: near[other]
                for other in near
                for name in self._at.get((len(words), place, other), ())
            }
            if distances is None:
                distances = held
            else:
                both = distances.keys() & held.keys()
                distances = {name: distances[name] + held[name] for name in both}
        yield from (distances or {}).items()

    def _as_one(self, words: Words, loosely: frozenset[int]) -> Iterator[tuple[Words, float]]:
        if len(loosely) < len(words):
            return
        joined = "".join(words)
        for distance, other in self._joined_neighbours.candidates(joined, most_distance(joined)):
            for name in self._joined[other]:
                if len(name) != len(words):
                    yield name, distance + SPACE * abs(len(name) - len(words))

    @cached_property
    def _at(self) -> dict[tuple[int, int, str], list[Words]]:
        """Names by how many words they have and by one of these at its place."""
        table: dict[tuple[int, int, str], list[Words]] = defaultdict(list)
        for name in self._kinds:
            for place, word in enumerate(name):
                table[len(name), place, word].append(name)
        return dict(table)

    @cached_property
    def _joined(self) -> dict[str, list[Words]]:
        table: dict[str, list[Words]] = defaultdict(list)
        for name in self._kinds:
            table["".join(name)].append(name)
        return dict(table)

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(list(dict.fromkeys(word for name in self._kinds for word in name)))

    @cached_property
    def _joined_neighbours(self) -> Neighbours:
        return Neighbours(list(self._joined))


_known_names: Cached[KnownNames] = Cached()


def known_names() -> KnownNames:
    """The names as the authorities have them."""
    known = authorities()
    return _known_names.get(lambda: KnownNames(known), version=known)


def windows(words: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Where neighbouring words may be a name: longer runs first."""
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, start + length

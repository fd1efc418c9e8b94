"""Names of people that a text nearly spells: for review, never shown.

Machine translation and haste leave «فايد حسين» for فؤاد حسين and «أنتوني بلينكان» for بلينكن. One
of the two words must stand as it is known: surnames alone, a letter off, were mostly other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.annotation.namesakes import Namesakes, names_of
from archive.annotation.parts import Part
from archive.arabic.distance import edit_distance
from archive.arabic.particles import has_article, without_and
from archive.arabic.people import is_title
from archive.arabic.tables import known_words
from archive.arabic.tokens import keys
from archive.models import Entity

FARTHEST_FIRST_NAME = 2.0
FARTHEST_SURNAME = 1.5
SHORTEST = 4

Known = dict[str, list[tuple[str, int]]]  # one word of a name -> the other, and whose


class Misspelt:
    """The names of people, ready to be found by one of their two words."""

    def __init__(self, entities: Iterable[Entity], namesakes: Namesakes) -> None:
        self._namesakes = namesakes
        self._by_surname: Known = {}
        self._by_first_name: Known = {}
        for entity in entities:
            if entity.kind == Entity.Kind.PERSON:
                for name in names_of(entity):
                    words = keys(name)
                    if len(words) == 2:
                        first, surname = words
                        self._by_surname.setdefault(surname, []).append((first, entity.pk))
                        self._by_first_name.setdefault(first, []).append((surname, entity.pk))

    def find(self, part: Part) -> Iterator[tuple[int, int, int]]:
        """Start, end and bearer of each pair of words that nearly is a name."""
        printed = part.printed
        before = ""
        for place, word in enumerate(printed.words):
            previous, before = before, word
            if word not in self._by_surname and previous not in self._by_first_name:
                continue
            if not printed.is_next(place):
                continue
            people: set[int] = set()
            if word in self._by_surname and not self._namesakes.is_first_name(previous):
                first = without_and(previous)
                people |= _near(first, self._by_surname[word], FARTHEST_FIRST_NAME)
            if previous in self._by_first_name:
                people |= _near(word, self._by_first_name[previous], FARTHEST_SURNAME)
            for entity in sorted(people):
                yield printed.starts[place - 1], printed.ends[place], entity


def _near(word: str, known: list[tuple[str, int]], most: float) -> set[int]:
    """Whose word this nearly is, if it is nobody's and no word of the language."""
    if len(word) < SHORTEST or has_article(word) or is_title(word) or word in known_words():
        return set()
    if any(word == other for other, _ in known):
        return set()
    return {
        entity
        for other, entity in known
        if word[0] == other[0] and edit_distance(word, other, most) <= most
    }

"""A phrase word for word, in every spelling that newsrooms have of its words.

No inflection is taken for another: «قوات» is not «القوات». The first word may carry a particle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product

from archive.arabic import tables
from archive.arabic.attested import TO_THE
from archive.arabic.particles import BEFORE_A_NOUN, WRITTEN_ON, with_particle
from archive.arabic.spelling import INFLECTIONS, SHORTEST_INFLECTED, with_other_foreign_g
from archive.arabic.stem import compounds
from archive.arabic.tokens import LONGEST_WORD, keys, tokenize

LONGEST = 12  # words
MOST_SPELLINGS = 64  # of one phrase

OPENINGS = ("", *BEFORE_A_NOUN, TO_THE, *WRITTEN_ON)


@lru_cache(maxsize=1 << 12)
def house_spellings(key: str) -> tuple[str, ...]:
    """The other spellings of a folded word, with its own particles, article and ending.

    Unlike a word's class (`Stemmer.stem`) they hold no other form of it: «الأميركية» stands for
    «الأمريكية», «أميركا» does not.
    """
    if len(key) > LONGEST_WORD:
        return ()
    found = dict.fromkeys(
        opening + other
        for opening in OPENINGS
        if key.startswith(opening)
        for other in _of_bare(key[len(opening) :])
    )
    return tuple(other for other in found if other != key)


def _of_bare(word: str) -> Iterator[str]:
    for ending in ("", *INFLECTIONS):
        known = word.removesuffix(ending) if word.endswith(ending) else ""
        if ending and len(known) < SHORTEST_INFLECTED:
            continue
        if common := tables.spellings().get(known, known if known in _groups() else None):
            yield from (other + ending for other in _groups().get(common, ()))
    yield from with_other_foreign_g(word)


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, tuple[str, ...]]:
    """All spellings of each common one."""
    found: dict[str, list[str]] = defaultdict(list)
    for other, common in tables.spellings().items():
        found[common].append(other)
    return {common: tuple(dict.fromkeys((common, *others))) for common, others in found.items()}


def spellings_of(key: str) -> tuple[str, ...]:
    """A folded word, then its other spellings."""
    return (key, *house_spellings(key))


class Wording:
    """A phrase to look for: its words, folded, in each of its spellings."""

    def __init__(self, printed: str, spellings: Iterable[tuple[str, ...]]) -> None:
        self.printed = printed
        self.spellings = tuple(dict.fromkeys(spellings))
        self._openings: dict[str, list[list[str]]] = defaultdict(list)
        for first, *rest in self.spellings:
            for form in with_particle(first):
                self._openings[form].append(rest)

    def may_be_in(self, text: str) -> bool:
        """Whether its words stand in a row somewhere, be it across two paragraphs; quickly."""
        held = f" {' '.join(keys(text, told=True))} "
        return any(
            f" {' '.join((first, *rest))} " in held
            for first, found in self._openings.items()
            for rest in found
        )

    def first_in(self, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where it first stands between two offsets of a text; None where it doesn't."""
        tokens = list(tokenize(text[start:end], told=True))
        found = [token.key for token in tokens]
        for place, key in enumerate(found):
            for rest in self._openings.get(key, ()):
                last = place + len(rest)
                if found[place + 1 : last + 1] == rest:
                    return start + tokens[place].start, start + tokens[last].end
        return None


def wording(printed: str) -> Wording | None:
    """What is typed as a phrase; None where no word is. Words beyond the longest are left out."""
    words = keys(printed, told=True)[:LONGEST]
    return Wording(" ".join(printed.split()), _spelt(words)) if words else None


def _spelt(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for spelt in islice(product(*map(spellings_of, words)), MOST_SPELLINGS):
        yield spelt
        for start, end, joined in compounds(spelt):
            yield (*spelt[:start], joined, *spelt[end:])

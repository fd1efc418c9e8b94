"""A phrase word for word, in every spelling that newsrooms have of its words.

No inflection is taken for another: «قوات» is not «القوات». The first word may carry a particle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

from archive.arabic import tables
from archive.arabic.particles import BEFORE_A_NOUN, WRITTEN_ON, with_particle
from archive.arabic.spelling import INFLECTIONS
from archive.arabic.stem import compounds
from archive.arabic.tokens import keys, tokenize

LONGEST = 12  # words
MOST_SPELLINGS = 24  # of one phrase

# The longest first: «وال» before «و».
_BEGINNINGS = sorted(("", *BEFORE_A_NOUN, *WRITTEN_ON), key=len, reverse=True)


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, ...]]:
    """Every word of the table of spellings, with all spellings of it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for other, common in tables.spellings().items():
        groups[common].append(other)
    return {
        word: (common, *others) for common, others in groups.items() for word in (common, *others)
    }


@lru_cache(maxsize=1 << 12)
def spellings_of(key: str) -> tuple[str, ...]:
    """A folded word, then its other spellings with the same particles and ending."""
    found = {key: None}
    for beginning in _BEGINNINGS:
        if not key.startswith(beginning):
            continue
        for ending in ("", *INFLECTIONS):
            stem = key[len(beginning) : len(key) - len(ending)]
            if key.endswith(ending) and stem in _groups():
                found |= {beginning + each + ending: None for each in _groups()[stem]}
    return tuple(found)


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
        held = f" {' '.join(keys(text))} "
        return any(
            f" {' '.join((first, *rest))} " in held
            for first, found in self._openings.items()
            for rest in found
        )

    def first_in(self, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where it first stands between two offsets of a text; None where it doesn't."""
        tokens = list(tokenize(text[start:end]))
        found = [token.key for token in tokens]
        for place, key in enumerate(found):
            for rest in self._openings.get(key, ()):
                last = place + len(rest)
                if found[place + 1 : last + 1] == rest:
                    return start + tokens[place].start, start + tokens[last].end
        return None


def wording(printed: str) -> Wording | None:
    """What is typed as a phrase; None where no word is. Words beyond the longest are left out."""
    words = keys(printed)[:LONGEST]
    return Wording(" ".join(printed.split()), _spelt(words)) if words else None


def _spelt(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for spelt in islice(product(*map(spellings_of, words)), MOST_SPELLINGS):
        yield spelt
        for start, end, joined in compounds(spelt):
            yield (*spelt[:start], joined, *spelt[end:])

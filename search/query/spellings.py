"""The ways in which newsrooms print one word: what no reader means to tell apart in a phrase.

Unlike a word's class (`Vocabulary.stem`) they hold no other form of it: «الأميركية» stands for
«الأمريكية», «أميركا» does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.attested import TO_THE
from archive.arabic.particles import BEFORE_A_NOUN, WRITTEN_ON
from archive.arabic.spelling import INFLECTIONS, SHORTEST_INFLECTED, with_other_foreign_g
from archive.arabic.tokens import LONGEST_WORD

OPENINGS = ("", *BEFORE_A_NOUN, TO_THE, *WRITTEN_ON)


@lru_cache(maxsize=1 << 12)
def house_spellings(key: str) -> tuple[str, ...]:
    """The other spellings of a folded word, with its own particles, article and ending."""
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

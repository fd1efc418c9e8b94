"""Which state a word names or describes: «اللبناني», «اللبنانية» and «لبنان» one and the same."""

from collections.abc import Container, Sequence
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import ARTICLE, BEH, FEH, HEH, YEH
from archive.arabic.spelling import common_spelling

FEMININE = YEH + HEH
IN = FEH + YEH


def state_of(word: str) -> str | None:
    """The state of a folded adjective or country, with or without the article; None for others."""
    return _words("state").get(_masculine(word))


def state_in(word: str) -> str | None:
    """The same for a country with «ب» attached to it: in Lebanon."""
    return state_of(word[1:]) if word.startswith(BEH) else None


def state_added(after: Sequence[str], *, besides: Container[str]) -> str | None:
    """The state that the words after a name add to it: an adjective, or «في» and a country.

    `besides` are definite words that are no such adjectives where they follow a name: surnames.
    """
    first = after[0]
    if first == IN:
        return state_of(after[1]) if len(after) > 1 else None
    if first.startswith(ARTICLE) and first not in besides:
        return state_of(first)
    return state_in(first)


def makes_a_region(word: str) -> bool:
    """Whether a definite adjective makes of a country's name another place: Latin America."""
    return word.startswith(ARTICLE) and _masculine(word) in _words("region")


def _masculine(word: str) -> str:
    bare = word.removeprefix(ARTICLE)
    return common_spelling(bare[:-1] if bare.endswith(FEMININE) else bare)


@lru_cache(maxsize=2)
def _words(kind: str) -> dict[str, str]:
    """Every word of one kind in the table, and the first word of its row."""
    return {
        _masculine(word): adjective
        for row, adjective, others in tables.rows("states")
        if row == kind
        for word in (adjective, *others.split())
    }

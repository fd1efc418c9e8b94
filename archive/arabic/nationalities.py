"""Which state a word names or describes: «اللبناني», «اللبنانية» and «لبنان» one and the same."""

from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import ARTICLE, BEH, HEH, YEH
from archive.arabic.spelling import common_spelling

FEMININE = YEH + HEH


def state_of(word: str) -> str | None:
    """The state of a folded adjective or country, with or without the article; None for others."""
    return _words("state").get(_masculine(word))


def state_in(word: str) -> str | None:
    """The same for a country with «ب» attached to it: in Lebanon."""
    return state_of(word[1:]) if word.startswith(BEH) else None


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

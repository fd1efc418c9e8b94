"""Which state a word names or describes: «اللبناني», «اللبنانية» and «لبنان» one and the same."""

from collections.abc import Container, Sequence
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import ARTICLE, BEH, FEH, HEH, NOON, WAW, YEH
from archive.arabic.spelling import common_spelling

FEMININE = YEH + HEH
IN = FEH + YEH


def state_of(word: str) -> str | None:
    """The state of a folded adjective or country, with or without the article; None for others."""
    return _words("state").get(_masculine(word))


def state_of_capital(word: str) -> str | None:
    """The state whose capital a folded word names: it stands for the state among diplomats."""
    return _words("capital").get(word)


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


def state_where(after: Sequence[str]) -> str | None:
    """The state in which the words after a name say that it is: «في اليابان», «ببيروت»."""
    word = after[0]
    if word == IN and len(after) > 1:
        word = after[1]
    elif word.startswith(BEH):
        word = word[1:]
    else:
        return None
    state = state_of(word) or state_of_capital(word)
    return state if state is not None and is_a_state(state) else None


def is_a_state(state: str) -> bool:
    """False of what only describes bodies as a state does: «الدولي», «الأوروبي»."""
    return state not in _words("international")


def is_a_country(word: str) -> bool:
    """Whether a folded word names a state, or its capital, and doesn't describe: «تونس»."""
    if state_of_capital(word) is not None:
        return True
    describes = word.endswith((YEH, FEMININE, YEH + WAW + NOON, YEH + YEH + NOON))
    return state_of(word) is not None and not describes


def may_describe(country: str) -> bool:
    """Whether a country's folded name is also its adjective, in the feminine: «السعودية»."""
    return (
        country.startswith(ARTICLE)
        and country.endswith(FEMININE)
        and (state_of(country) is not None)
    )


def makes_a_region(word: str) -> bool:
    """Whether a definite adjective makes of a country's name another place: Latin America."""
    return word.startswith(ARTICLE) and _masculine(word) in _words("region")


def _masculine(word: str) -> str:
    bare = word.removeprefix(ARTICLE)
    return common_spelling(bare[:-1] if bare.endswith(FEMININE) else bare)


@lru_cache(maxsize=4)
def _words(kind: str) -> dict[str, str]:
    """Every word of one kind in the table, and the first word of its row."""
    return {
        word if kind == "capital" else _masculine(word): adjective
        for row, adjective, others in tables.rows("states")
        if row == kind
        for word in (others.split() if kind == "capital" else (adjective, *others.split()))
    }

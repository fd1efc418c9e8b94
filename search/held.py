"""How many of the words that were asked for one article holds, and which it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.engines.plan import And, Matches, Near, Node, Or, Phrase, Prefix, Synonyms, Term


class Asked(NamedTuple):
    """What a node was made from: as printed, and how many words that is."""

    printed: str
    words: int


@dataclass(frozen=True, slots=True)
class Held:
    """`words` of `total`, and those that are missing, as printed."""

    words: int
    total: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MostHeld:
    """What every article with most of the words holds: `words` of `total` where that is sure (else
    0), or at least more than half (`is_most`), or nothing but words that resemble them."""

    words: int
    total: int
    is_most: bool = False
    resembles: bool = False


def held_in(
    matches: Matches,
    nodes: Sequence[Node],
    asked: Mapping[Node, Asked],
    unknown: frozenset[str],
) -> Held:
    """What an article holds of these nodes, which are numbered as in its matches.

    A match for one of the `unknown` keys is a word that only resembles it.
    """
    keys: list[set[str]] = [set() for _ in nodes]
    for match in (*matches.title, *matches.text):
        if match.asked not in unknown:
            keys[match.clause].add(match.asked)
    counted = [
        (asked[node], _is_held(node, found))
        for node, found in zip(nodes, keys, strict=True)
        if node in asked
    ]
    return Held(
        words=sum(one.words for one, is_held in counted if is_held),
        total=sum(one.words for one, _held in counted),
        missing=tuple(one.printed for one, is_held in counted if not is_held),
    )


def _is_held(node: Node, keys: set[str]) -> bool:
    """Whether the keys that answered in an article are enough for a node."""
    match node:
        case Term():
            return node.key in keys or not keys.isdisjoint(node.also)
        case Prefix():
            return node.key in keys
        case Phrase():
            return keys.issuperset(node.keys)
        case And(parts):
            return all(_is_held(part, keys) for part in parts)
        case Or(parts):
            return any(_is_held(part, keys) for part in parts)
        case Synonyms(typed, others):
            return any(_is_held(part, keys) for part in (typed, *others))
        case Near(first, second):
            return _is_held(first, keys) and _is_held(second, keys)


def least_of(asked: Sequence[Asked], most: int) -> int:
    """How many words an article holds at least that holds so many of these."""
    return sum(sorted(one.words for one in asked)[:most])

"""How telling a part of a query is: the rarer in the archive, the more."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

from search.engines.plan import And, Near, Node, Or, Phrase, Prefix, Synonyms, Term

if TYPE_CHECKING:
    from search.engines.whoosh.engine import Vocabulary

PREFIX_WEIGHT = 1.0  # a prefix may stand for anything; it is not looked up for this


def telling(node: Node, vocabulary: Vocabulary) -> float:
    """The inverse document frequency of a node's words: a sum where all must hold."""
    match node:
        case Term(key):
            return _idf(key, vocabulary)
        case Phrase(keys):
            return sum(_idf(key, vocabulary) for key in keys)
        case Prefix():
            return PREFIX_WEIGHT
        case Or(nodes):
            return min(telling(part, vocabulary) for part in nodes)
        case And(nodes):
            return sum(telling(part, vocabulary) for part in nodes)
        case Synonyms(typed):
            return telling(typed, vocabulary)
        case Near(first):
            return telling(first, vocabulary)


def _idf(key: str, vocabulary: Vocabulary) -> float:
    return log1p(vocabulary.document_count / (vocabulary.frequency(key) + 1))

"""Inverse document frequency: the rarer a part of a query is in the archive, the more it tells."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

from search.engines.plan import And, Near, Node, Or, Phrase, Prefix, Synonyms, Term

if TYPE_CHECKING:
    from search.engines.base import Vocabulary

PREFIX_WEIGHT = 1.0  # a prefix may stand for anything; it is not looked up for this


def idf(node: Node, vocabulary: Vocabulary) -> float:
    """The inverse document frequency of a node's words: a sum where all must hold."""
    match node:
        case Term(key):
            return _of_word(key, vocabulary)
        case Phrase(keys):
            return sum(_of_word(key, vocabulary) for key in keys)
        case Prefix():
            return PREFIX_WEIGHT
        case Or(nodes):
            return min(idf(part, vocabulary) for part in nodes)
        case And(nodes):
            return sum(idf(part, vocabulary) for part in nodes)
        case Synonyms(typed):
            return idf(typed, vocabulary)
        case Near(first):
            return idf(first, vocabulary)


def _of_word(key: str, vocabulary: Vocabulary) -> float:
    return log1p(vocabulary.document_count / (vocabulary.frequency(key) + 1))

"""How near words that follow each other in a query stand to each other in some articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from search.engines.plan import And, Node, Or, Prefix, Synonyms, Term
from search.engines.whoosh.arrays import starts_of_lengths
from search.engines.whoosh.postings import term_forms, words_of
from search.engines.whoosh.snapshot import Segment, Snapshot
from search.engines.whoosh.tokenizing import BREAK

# A word is near another that is at most so many words away, in the same title or passage.
NEAR = 5


def pairs_near(snapshot: Snapshot, nodes: Sequence[Node], docs: np.ndarray) -> np.ndarray:
    """How often each of some articles (any order) prints a word of a node near one of the next
    node, on either side, with no other word of the two between them.

    A row an article, a column a pair of neighbouring nodes. Only words that stand by themselves
    in a node are looked for, not phrases, and only as printed in one word; what answers both
    nodes is taken for the first.
    """
    if len(snapshot.segments) == 1:
        return _in_segment(snapshot, snapshot.segments[0], nodes, docs)
    found = np.zeros((len(docs), len(nodes) - 1), dtype=np.int64)
    for base, end, segment in zip(
        snapshot.bases, snapshot.bases[1:], snapshot.segments, strict=False
    ):
        own = np.flatnonzero((docs >= base) & (docs < end))
        if len(own):
            found[own] = _in_segment(snapshot, segment, nodes, docs[own] - base)
    return found


def _in_segment(
    snapshot: Snapshot, segment: Segment, nodes: Sequence[Node], numbers: np.ndarray
) -> np.ndarray:
    # A bit for each node a form answers; the last one stands for breaks between passages.
    bit = [1 << place for place in range(len(nodes) + 1)]
    asked = np.zeros(len(segment.forms) + 1, dtype=np.min_scalar_type(bit[-1]))
    asked[BREAK] = bit[-1]
    for node, own in zip(nodes, bit, strict=False):
        for forms in _forms(snapshot, segment, node):
            asked[forms] |= own
    edges, tokens = segment.arrays["token_starts"], segment.arrays["tokens"]
    firsts, ends = edges.take(numbers).tolist(), edges.take(numbers + 1).tolist()
    texts = [tokens[first:end] for first, end in zip(firsts, ends, strict=True)]
    bits = asked.take(np.concatenate(texts))
    places = np.flatnonzero(bits)
    bits = bits[places]
    passages = (bits == bit[-1]).cumsum()
    starts = starts_of_lengths([len(text) for text in texts])
    found = np.zeros((len(nodes) - 1, len(numbers)), dtype=np.int64)
    for counts, one, other in zip(found, bit, bit[1:], strict=False):
        near = _meetings(bits, places, passages, one, other)
        if len(near):
            counts[:] = np.bincount(
                starts.searchsorted(near, side="right") - 1, minlength=len(numbers)
            )
    return found.T


def _forms(snapshot: Snapshot, segment: Segment, node: Node) -> Iterator[np.ndarray | slice]:
    match node:
        case Term(where="any"):
            yield term_forms(snapshot, segment, words_of(node), exact=node.exact)
        case Prefix(where="any"):
            forms = segment.forms.with_prefix(node.key)
            yield slice(forms.start, forms.stop)
        case Or(nodes) | And(nodes):
            for child in nodes:
                yield from _forms(snapshot, segment, child)
        case Synonyms(typed, others):
            for child in (typed, *others):
                yield from _forms(snapshot, segment, child)


def _meetings(
    bits: np.ndarray, places: np.ndarray, passages: np.ndarray, one: int, other: int
) -> np.ndarray:
    """The places of words of one node that a word of the other follows near by, or precedes."""
    held = np.flatnonzero(bits & (one | other))
    where, passage, first = places[held], passages[held], bits[held] & one
    near = where[1:] - where[:-1] <= NEAR
    near &= passage[1:] == passage[:-1]
    near &= first[1:] != first[:-1]
    return where[:-1][near]

"""What one node of a plan finds, and what it says about how well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from archive.arabic.grams import grams
from search.engines.plan import And, Near, Node, Or, Phrase, Prefix, Synonyms, Term
from search.engines.whoosh.arrays import among
from search.engines.whoosh.inverted_index import TITLE_WEIGHT
from search.engines.whoosh.lexicon import MOST_REMEMBERED
from search.engines.whoosh.positions import (
    NOWHERE,
    Spans,
    docs_at,
    forms_spans,
    near_spans,
    neighbours_spans,
    only_in_titles,
    phrase_spans,
    together,
)
from search.engines.whoosh.snapshot import NO_DOCS, Pair, Segment, Snapshot

# How much each kind of evidence counts. What is found is decided by `exact` and `stem`.
WEIGHTS = {"exact": 0.3, "stem": 1.0, "gram": 0.3}
# A phrase, a prefix and a word wanted as it is written have one kind of evidence alone.
ALONE = 1.0
# Another name of what was typed counts for less than what was typed.
STANDING_IN = 0.5

# A form is near an unknown word when they share so much of their grams (twice the shared over
# all), and nearly as much as the nearest does; and there are never more of them than this.
NEAR_ENOUGH = 0.4
NEAR_MARGIN = 0.15
MOST_NEAR = 24


class Part(NamedTuple):
    """One piece of evidence: articles (ascending), how often, of which kind, and how telling it
    is: its weight times its inverse document frequency."""

    docs: np.ndarray
    tfs: np.ndarray
    kind: str
    weight: float


def _part(snapshot: Snapshot, found: Pair, kind: str, weight: float) -> Part:
    return Part(*found, kind, weight * snapshot.inverse_frequency(len(found[0])))


def docs_of(snapshot: Snapshot, node: Node) -> np.ndarray:
    """Which live articles hold the node, index-wide, ascending."""
    match node:
        case Term(where="any"):
            return _term_docs(snapshot, node)
        case Prefix(where="any"):
            return prefix_postings(snapshot, node.key)[0]
        case Or(nodes):
            return union(snapshot, [docs_of(snapshot, child) for child in nodes])
        case And(nodes):
            return intersection([docs_of(snapshot, child) for child in nodes])
        case Synonyms(typed, others):
            return union(snapshot, [docs_of(snapshot, child) for child in (typed, *others)])
    return positional_postings(snapshot, node)[0]


def parts_of(snapshot: Snapshot, node: Node) -> tuple[Part, ...]:
    """The evidence for ranking the articles that hold the node, and those that come near."""
    return snapshot.cache.get(("parts", node), lambda: tuple(_parts(snapshot, node)))


def _parts(snapshot: Snapshot, node: Node) -> Iterator[Part]:
    match node:
        case Term(where="any"):
            yield from _term_parts(snapshot, node)
        case Prefix(where="any"):
            yield _part(snapshot, prefix_postings(snapshot, node.key), "exact", ALONE)
        case Or(nodes) | And(nodes):
            for child in nodes:
                yield from _parts(snapshot, child)
        case Synonyms(typed, others):
            yield from _parts(snapshot, typed)
            docs = docs_of(snapshot, typed)
            for other in others:
                for part in _parts(snapshot, other):
                    yield _elsewhere(part, docs)
        case Near(first):
            yield from _parts(snapshot, first)
        case _:
            yield _part(snapshot, positional_postings(snapshot, node), "exact", ALONE)


def _elsewhere(part: Part, docs: np.ndarray) -> Part:
    """Evidence of another name, which tells nothing of the articles that hold the typed one."""
    _, held = among(docs, part.docs)
    return part._replace(tfs=np.where(held, 0, part.tfs), weight=part.weight * STANDING_IN)


def union(snapshot: Snapshot, lists: Sequence[np.ndarray]) -> np.ndarray:
    lists = [docs for docs in lists if len(docs)]
    if len(lists) < 2:
        return lists[0] if lists else NO_DOCS
    mask = np.zeros(snapshot.size, dtype=bool)
    for docs in lists:
        mask[docs.astype(np.intp)] = True
    return np.flatnonzero(mask)


def intersection(lists: Sequence[np.ndarray]) -> np.ndarray:
    """What stands in all lists; each is ascending."""
    found, *others = sorted(lists, key=len) if lists else [NO_DOCS]
    for docs in others:
        _, held = among(docs, found)
        found = found[held]
    return found


# Words


def words_of(term: Term) -> tuple[str, ...]:
    return (term.key, *(word for word in term.also if word != term.key))


def stem_of(snapshot: Snapshot, word: str) -> str:
    """The stem of a word: as written in the index, or by its rules for a word it doesn't know."""
    found = snapshot.stems.get(word)
    if found is None:
        if len(snapshot.stems) >= MOST_REMEMBERED:
            snapshot.stems.clear()
        snapshot.stems[word] = found = _stem_of(snapshot, word)
    return found


def _stem_of(snapshot: Snapshot, word: str) -> str:
    for segment in snapshot.segments:
        ordinal = segment.forms.ordinal(word)
        if ordinal >= 0:
            return segment.stems[int(segment.arrays["stem_of"][ordinal])]
    return snapshot.generation.stemmer.stem(word)


def postings(snapshot: Snapshot, kind: str, words: tuple[str, ...]) -> Pair:
    """Live articles that hold any of these forms, stems or grams, with summed frequencies."""
    if snapshot.is_whole and len(words) == 1:  # then it lies in the file as it is wanted
        return snapshot.segments[0].postings(kind, words[0])

    def in_segment(segment: Segment) -> Pair:
        return summed([segment.postings(kind, word) for word in words], len(segment))

    return snapshot.cache.get((kind, words), lambda: snapshot.in_all(in_segment))


def prefix_postings(snapshot: Snapshot, prefix: str) -> Pair:
    """Live articles with any word that begins so; the postings of such words are neighbours."""

    def in_segment(segment: Segment) -> Pair:
        forms = segment.forms.with_prefix(prefix)
        docs, tfs = segment.postings_between("exact", forms.start, forms.stop)
        return (docs, tfs) if len(forms) < 2 else added_up(docs, tfs, len(segment))

    return snapshot.cache.get(("prefix", prefix), lambda: snapshot.in_all(in_segment))


def summed(lists: list[Pair], size: int) -> Pair:
    """Several posting lists of a segment of that size as one; frequencies add up."""
    lists = [pair for pair in lists if len(pair[0])]
    if len(lists) < 2:
        return lists[0] if lists else (NO_DOCS, NO_DOCS)
    docs, tfs = (np.concatenate(parts) for parts in zip(*lists, strict=True))
    return added_up(docs, tfs, size)


def added_up(docs: np.ndarray, tfs: np.ndarray, size: int) -> Pair:
    """Each of these articles once, ascending, with the sum of its frequencies."""
    if len(docs) > size // 16:  # then one pass over all articles is quicker than sorting
        dense = np.bincount(docs, weights=tfs, minlength=size)
        held_by = np.flatnonzero(dense)
        return held_by, dense[held_by].astype(np.int64)
    held_by, where = np.unique(docs, return_inverse=True)
    return held_by, np.bincount(where, weights=tfs).astype(np.int64)


def in_runs(docs: np.ndarray, tfs: np.ndarray) -> Pair:
    """The same for articles that ascend already."""
    if not len(docs):
        return NO_DOCS, NO_DOCS
    first = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    return docs[first], np.add.reduceat(tfs, first)


def _term_docs(snapshot: Snapshot, term: Term) -> np.ndarray:
    words = words_of(term)
    if term.exact:
        return postings(snapshot, "exact", words)[0]
    return postings(snapshot, "stem", stems_of(snapshot, words))[0]


def _term_parts(snapshot: Snapshot, term: Term) -> Iterator[Part]:
    words = words_of(term)
    exact = postings(snapshot, "exact", words)
    if term.exact:
        yield _part(snapshot, exact, "exact", ALONE)
        return
    yield _part(snapshot, exact, "exact", WEIGHTS["exact"])
    stem = postings(snapshot, "stem", stems_of(snapshot, words))
    yield _part(snapshot, stem, "stem", WEIGHTS["stem"])
    for gram in dict.fromkeys(gram for word in words for gram in grams(word)):
        yield _part(snapshot, postings(snapshot, "gram", (gram,)), "gram", WEIGHTS["gram"])


def stems_of(snapshot: Snapshot, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem_of(snapshot, word) for word in words))


# Positions


def term_forms(
    snapshot: Snapshot, segment: Segment, words: tuple[str, ...], *, exact: bool
) -> np.ndarray:
    """The forms of a segment that answer any of these words."""

    def found() -> tuple[np.ndarray]:
        forms = {segment.forms.ordinal(word) for word in words}
        if not exact:
            for stem in stems_of(snapshot, words):
                ordinal = segment.stems.ordinal(stem)
                if ordinal >= 0:
                    forms.update(segment.group("stem_form", ordinal).tolist())
        return (np.array(sorted(forms - {-1}), dtype=np.int64),)

    (forms,) = snapshot.cache.get((segment.name, words, exact), found)
    return forms


def spans(snapshot: Snapshot, segment: Segment, node: Node) -> Spans:
    """Where a segment's articles answer the node."""
    starts, ends = snapshot.cache.get(
        (segment.name, node), lambda: _as_pair(_spans(snapshot, segment, node))
    )
    return Spans(starts, ends)


def _as_pair(found: Spans) -> Pair:
    return found.starts, found.ends


def _spans(snapshot: Snapshot, segment: Segment, node: Node) -> Spans:
    match node:
        case Term():
            found = forms_spans(
                segment, term_forms(snapshot, segment, words_of(node), exact=node.exact)
            )
            return only_in_titles(segment, found) if node.where == "title" else found
        case Prefix():
            found = neighbours_spans(segment, segment.forms.with_prefix(node.key))
            return only_in_titles(segment, found) if node.where == "title" else found
        case Phrase():
            found = phrase_spans(segment, node.keys)
            return only_in_titles(segment, found) if node.where == "title" else found
        case Or(nodes) | And(nodes):
            return together(spans(snapshot, segment, child) for child in nodes)
        case Synonyms(typed, others):
            return together(spans(snapshot, segment, child) for child in (typed, *others))
        case Near(first, second, distance):
            return near_spans(
                segment,
                spans(snapshot, segment, first),
                spans(snapshot, segment, second),
                distance,
            )
    return NOWHERE


def positional_postings(snapshot: Snapshot, node: Node) -> Pair:
    """Articles that hold a node by where its words stand; frequencies count the positions."""

    def in_segment(segment: Segment) -> Pair:
        starts = spans(snapshot, segment, node).starts
        docs = docs_at(segment, starts)
        weights = np.where(starts < segment.arrays["title_ends"][docs], TITLE_WEIGHT, 1)
        return in_runs(docs, weights)

    return snapshot.cache.get(node, lambda: snapshot.in_all(in_segment))


# Words that the index doesn't know


def without(docs: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Those articles that are not hidden."""
    return docs[~np.isin(docs, hidden)] if len(hidden) else docs


def nearest_forms(
    snapshot: Snapshot, words: tuple[str, ...], hidden: np.ndarray = NO_DOCS
) -> tuple[str, ...]:
    """The forms most like an unknown word by their shared grams, the likest first."""

    def is_seen(form: str) -> bool:
        return bool(len(without(postings(snapshot, "exact", (form,))[0], hidden)))

    likeness: dict[str, float] = {}
    for word in words:
        wanted = grams(word)
        for segment in snapshot.segments:
            for form, share in _alike(segment, wanted):
                likeness[form] = max(likeness.get(form, 0.0), share)
    if len(hidden):  # forms of hidden articles would put those of others out of reach
        likeness = {form: share for form, share in likeness.items() if is_seen(form)}
    if not likeness:
        return ()
    least = max(likeness.values()) - NEAR_MARGIN
    near = [form for form in likeness if likeness[form] >= least]
    near = [form for form in near if is_seen(form)]
    return tuple(sorted(near, key=lambda form: (-likeness[form], form))[:MOST_NEAR])


def _alike(segment: Segment, wanted: list[str]) -> list[tuple[str, float]]:
    shared = np.zeros(len(segment.forms), dtype=np.int64)
    for gram in set(wanted):
        ordinal = segment.grams.ordinal(gram)
        if ordinal >= 0:
            forms, counts = np.unique(segment.group("gram_form", ordinal), return_counts=True)
            shared[forms] += np.minimum(counts, wanted.count(gram))
    candidates = np.flatnonzero(shared)
    lengths = segment.arrays["form_grams"][candidates].astype(np.int64)  # kept in few bytes
    share = 2 * shared[candidates] / (lengths + len(wanted))
    return [
        (segment.forms[int(form)], float(one))
        for form, one in zip(candidates, share, strict=True)
        if one >= NEAR_ENOUGH
    ]


def nearly_held(snapshot: Snapshot, node: Node, hidden: np.ndarray) -> np.ndarray:
    """Articles that hold the node if its unknown words are taken for the forms most like them."""

    def nearly(child: Node) -> np.ndarray:
        return nearly_held(snapshot, child, hidden)

    match node:
        case Term(exact=False, where="any"):
            docs = without(docs_of(snapshot, node), hidden)
            if len(docs):
                return docs
            forms = nearest_forms(snapshot, words_of(node), hidden)
            return postings(snapshot, "exact", forms)[0] if forms else NO_DOCS
        case Or(nodes):
            return union(snapshot, [nearly(child) for child in nodes])
        case And(nodes):
            return intersection([nearly(child) for child in nodes])
        case Synonyms(typed, others):
            return union(snapshot, [nearly(child) for child in (typed, *others)])
    return docs_of(snapshot, node)


def unknown_words(snapshot: Snapshot, node: Node, hidden: np.ndarray) -> list[str]:
    """The keys of a node's words that no live article but hidden ones holds in any reading."""
    match node:
        case Term():
            return [] if len(without(docs_of(snapshot, node), hidden)) else [node.key]
        case Or(nodes) | And(nodes):
            return [word for child in nodes for word in unknown_words(snapshot, child, hidden)]
        case Synonyms(typed):
            return unknown_words(snapshot, typed, hidden)
        case Near(first, second):
            return [
                word for child in (first, second) for word in unknown_words(snapshot, child, hidden)
            ]
    return []

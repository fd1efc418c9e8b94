"""Where articles answer a plan, at offsets of their published titles and texts."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.engines.plan import (
    And,
    Match,
    Matches,
    Near,
    Node,
    Or,
    Phrase,
    Plan,
    Prefix,
    StatementSpan,
    Synonyms,
    Term,
)
from search.engines.whoosh.answers import Standing, chosen
from search.engines.whoosh.arrays import spread
from search.engines.whoosh.postings import (
    docs_of,
    nearest_forms,
    spans,
    term_forms,
    words_of,
)
from search.engines.whoosh.snapshot import Segment, Snapshot

# Article, whether in the text, start, end, clause and the key that was asked for, form.
Row = tuple[int, bool, int, int, tuple[int, str], int]


def matches_of(snapshot: Snapshot, plan: Plan, articles: Iterable[int]) -> dict[int, Matches]:
    """Matches of those articles that the index holds."""
    docs = snapshot.docs_of(articles)
    found: dict[int, Matches] = {}
    edges = pairwise(docs.searchsorted(snapshot.bases).tolist())
    for base, segment, (start, end) in zip(snapshot.bases, snapshot.segments, edges, strict=False):
        if start < end:
            asked = Asked(snapshot, segment, docs[start:end] - base)
            held = segment.articles[asked.numbers].tolist()
            said = _statements(snapshot, segment, plan, docs[start:end], base)
            answers = [
                replace(matches, statements=statements)
                for matches, statements in zip(asked.matches(plan), said, strict=True)
            ]
            found.update(zip(held, answers, strict=True))
    return found


def _statements(
    snapshot: Snapshot, segment: Segment, plan: Plan, docs: np.ndarray, base: int
) -> list[tuple[StatementSpan, ...]]:
    """Where the chosen statements of each of some articles of one segment stand."""
    numbers = snapshot.said.of(docs)
    owners = np.repeat(np.arange(len(docs)), snapshot.said.counts_in(docs))
    mask = chosen(snapshot, plan)
    if mask is not None:
        numbers, owners = numbers[mask[numbers]], owners[mask[numbers]]
    standing = Standing(snapshot, segment, numbers, docs[owners] - base)
    arrays = segment.arrays
    last = standing.ends - 1
    starts = arrays["starts"][standing.starts].tolist()
    ends = (arrays["starts"][last].astype(np.int64) + arrays["lengths"][last]).tolist()
    in_title = standing.starts < np.repeat(
        arrays["title_ends"][docs[owners] - base].astype(np.int64), standing.counts
    )
    spans = [(start, end) for start, end in zip(starts, ends, strict=True)]
    found: list[list[StatementSpan]] = [[] for _ in docs]
    at = 0
    for owner, count in zip(owners.tolist(), standing.counts.tolist(), strict=True):
        if count:
            found[owner].append(StatementSpan(bool(in_title[at]), tuple(spans[at : at + count])))
        at += count
    return [tuple(several) for several in found]


class Words(NamedTuple):
    """Words that answer one key: first tokens, end tokens, forms."""

    starts: np.ndarray
    ends: np.ndarray
    forms: np.ndarray
    asked: str

    def only(self, mask: np.ndarray) -> Words:
        return Words(self.starts[mask], self.ends[mask], self.forms[mask], self.asked)


class Asked:
    """Some articles of one segment, asked together where they answer the nodes of a plan."""

    def __init__(self, snapshot: Snapshot, segment: Segment, numbers: np.ndarray) -> None:
        """`numbers` are the segment's own and ascend."""
        arrays = segment.arrays
        self.snapshot = snapshot
        self.segment = segment
        self.numbers = numbers
        self.firsts = arrays["token_starts"][numbers].astype(np.int64)
        self.lasts = arrays["token_starts"][numbers + 1].astype(np.int64)
        self.title_ends = arrays["title_ends"][numbers].astype(np.int64)

    def matches(self, plan: Plan) -> list[Matches]:
        """The matches of each article, in the order of its text."""
        titles: list[list[Match]] = [[] for _ in self.numbers]
        texts: list[list[Match]] = [[] for _ in self.numbers]
        rows = sorted(self._rows(plan))
        names = {form: self.segment.forms[form] for form in {row[-1] for row in rows}}
        for article, in_text, start, end, (clause, asked), form in rows:
            match = Match(start, end, clause, names[form], asked)
            (texts if in_text else titles)[article].append(match)
        revisions = self.segment.arrays["revisions"][self.numbers].tolist()
        return [
            Matches(title=tuple(title), text=tuple(text), revision=revision)
            for title, text, revision in zip(titles, texts, revisions, strict=True)
        ]

    def _rows(self, plan: Plan) -> set[Row]:
        """Each match once, with its offsets; the last word of a span ends it."""
        found = [
            (clause, words)
            for clause, node in enumerate((*plan.clauses, *plan.required))
            for words in self._words(node)
        ]
        if not found:
            return set()
        starts = np.concatenate([words.starts for _, words in found])
        last = np.concatenate([words.ends for _, words in found]) - 1
        forms = np.concatenate([words.forms for _, words in found])
        articles = self.lasts.searchsorted(starts, side="right")
        in_text = starts >= self.title_ends[articles]
        offsets, lengths = self.segment.arrays["starts"], self.segment.arrays["lengths"]
        ends = offsets[last].astype(np.int64) + lengths[last]
        asked = [(clause, words.asked) for clause, words in found for _ in words.forms]
        columns = (column.tolist() for column in (articles, in_text, offsets[starts], ends))
        return set(zip(*columns, asked, forms.tolist(), strict=True))

    def _words(self, node: Node) -> Iterator[Words]:
        """The words that answer the node, key by key."""
        match node:
            case Prefix():
                forms = self.segment.forms.with_prefix(node.key)
                yield self._chosen(slice(forms.start, forms.stop), node.key, node.where)
            case Term():
                yield from self._term(node)
            case Phrase():
                yield from self._phrase(node)
            case Or(nodes) | And(nodes):
                for child in nodes:
                    yield from self._words(child)
            case Synonyms(typed, others):
                for child in (typed, *others):
                    yield from self._words(child)
            case Near(first, second):
                yield from self._near(node, first, second)

    # Words by their forms

    @functools.cached_property
    def _all_words(self) -> Words:
        """Every word of the articles; those that neighbours are also written as come last."""
        rows = self.segment.joined_at
        first = rows.searchsorted(self.firsts)
        joined = self.segment.arrays["joined"][spread(first, rows.searchsorted(self.lasts) - first)]
        tokens = spread(self.firsts, self.lasts - self.firsts)
        forms = self.segment.arrays["tokens"].take(tokens)
        if not len(joined):
            return Words(tokens, tokens + 1, forms, "")
        return Words(
            np.concatenate((tokens, joined[:, 0])),
            np.concatenate((tokens + 1, joined[:, 0] + joined[:, 1])),
            np.concatenate((forms, joined[:, 2])),
            "",
        )

    def _chosen(self, forms: np.ndarray | slice, asked: str, where: str) -> Words:
        """The words that have one of these forms."""
        words = self._all_words
        # Breaks between passages, which have no form, are looked up in the last entry.
        wanted = np.zeros(len(self.segment.forms) + 1, dtype=bool)
        wanted[forms] = True
        indices = np.flatnonzero(wanted[words.forms])
        found = words.only(indices)._replace(asked=asked)
        if where == "title":
            articles = self.lasts.searchsorted(found.starts, side="right")
            found = found.only(found.starts < self.title_ends[articles])
        return found

    def _term(self, term: Term) -> Iterator[Words]:
        found = False
        for word in words_of(term):
            forms = term_forms(self.snapshot, self.segment, (word,), exact=term.exact)
            words = self._chosen(forms, word, term.where)
            found = found or bool(len(words.starts))
            yield words
        if not (found or term.exact or len(docs_of(self.snapshot, term))):
            near = nearest_forms(self.snapshot, words_of(term))
            ordinals = [self.segment.forms.ordinal(form) for form in near]
            held = np.array([ordinal for ordinal in ordinals if ordinal >= 0], dtype=np.int64)
            yield self._chosen(held, term.key, term.where)

    # Words by where they stand

    def _inside(self, node: Node) -> tuple[np.ndarray, np.ndarray]:
        """The spans of a node that lie in these articles: first tokens and end tokens."""
        found = spans(self.snapshot, self.segment, node)
        first = found.starts.searchsorted(self.firsts)
        inside = spread(first, found.starts.searchsorted(self.lasts) - first)
        return found.starts[inside], found.ends[inside]

    def _phrase(self, phrase: Phrase) -> Iterator[Words]:
        """Each word of a phrase is a match of its own, asked for by its own key."""
        starts, ends = self._inside(phrase)
        for index in range(int((ends - starts).max(initial=0))):
            tokens = starts[starts + index < ends] + index
            forms = self.segment.arrays["tokens"][tokens]
            yield Words(tokens, tokens + 1, forms, phrase.keys[min(index, len(phrase.keys) - 1)])

    def _near(self, node: Near, first: Node, second: Node) -> Iterator[Words]:
        """The words of both nodes that lie in a span of them that is near the other."""
        starts, ends = self._inside(node)
        for child in (first, second):
            for words in self._words(child):
                after = words.starts[:, np.newaxis] >= starts
                before = words.ends[:, np.newaxis] <= ends
                yield words.only(np.logical_or.reduce(after & before, axis=1))

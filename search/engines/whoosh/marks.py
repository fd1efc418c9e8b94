"""Where one article answers a plan, at offsets of its published title and text."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

import numpy as np

from search.engines.whoosh.evidence import held, nearest_forms, spans, term_forms, words_of
from search.engines.whoosh.snapshot import Segment, Snapshot
from search.plans import AllOf, Also, AnyOf, Match, Matches, Near, Node, Phrase, Plan, Prefix, Term

# First token, end token, form, the key that was asked for.
Word = tuple[int, int, int, str]


def matches_of(snapshot: Snapshot, plan: Plan, articles: Iterable[int]) -> dict[int, Matches]:
    """Matches of those articles that the index holds."""
    found = {}
    questions: dict[str, Questions] = {}
    for article in articles:
        doc = snapshot.doc(article)
        if doc >= 0:
            segment, number = snapshot.where(doc)
            asked = questions.setdefault(segment.name, Questions(snapshot, segment))
            found[article] = Article(asked, number).matches(plan)
    return found


class Questions:
    """What the nodes of a plan come down to in one segment, worked out once for all articles."""

    def __init__(self, snapshot: Snapshot, segment: Segment) -> None:
        self.snapshot = snapshot
        self.segment = segment
        self._wanted: dict[Node, list[tuple[Container[int], str]]] = {}

    def wanted(self, node: Term | Prefix) -> list[tuple[Container[int], str]]:
        """Sets of forms, each with the key that they answer."""
        if node not in self._wanted:
            self._wanted[node] = list(self._work_out(node))
        return self._wanted[node]

    def _work_out(self, node: Term | Prefix) -> Iterator[tuple[Container[int], str]]:
        if isinstance(node, Prefix):
            yield self.segment.forms.with_prefix(node.key), node.key
            return
        for word in words_of(node):
            alone = Term(word, exact=node.exact)
            yield frozenset(term_forms(self.snapshot, self.segment, alone)), word
        if not node.exact and not len(held(self.snapshot, node).docs):
            near = nearest_forms(self.snapshot, words_of(node))
            yield frozenset(map(self.segment.forms.place, near)) - {-1}, node.key


class Article:
    """One article of a segment, asked where it answers the nodes of a plan."""

    def __init__(self, questions: Questions, number: int) -> None:
        segment = questions.segment
        arrays = segment.arrays
        self.questions = questions
        self.segment = segment
        self.first = int(arrays["token_starts"][number])
        self.title_end = int(arrays["title_ends"][number])
        self.last = int(arrays["token_starts"][number + 1])
        self.revision = int(arrays["revisions"][number])
        self.tokens = arrays["tokens"][self.first : self.last].tolist()
        rows = arrays["joined"]
        joined = slice(*np.searchsorted(rows[:, 0], (self.first, self.last)).tolist())
        self.joined = rows[joined].tolist()

    def matches(self, plan: Plan) -> Matches:
        title: set[Match] = set()
        text: set[Match] = set()
        for clause, node in enumerate((*plan.clauses, *plan.required)):
            for start, end, form, asked in self._words(node):
                match = self._match(start, end, clause, form, asked)
                (title if start < self.title_end else text).add(match)
        return Matches(
            title=tuple(sorted(title, key=_order)),
            text=tuple(sorted(text, key=_order)),
            revision=self.revision,
        )

    def _match(self, start: int, end: int, clause: int, form: int, asked: str) -> Match:
        """From token numbers to offsets; the last word of the span ends it."""
        starts, lengths = self.segment.arrays["starts"], self.segment.arrays["lengths"]
        stop = int(starts[end - 1]) + int(lengths[end - 1])
        return Match(int(starts[start]), stop, clause, self.segment.forms[form], asked)

    def _words(self, node: Node) -> Iterator[Word]:
        """Each word that answers the node."""
        match node:
            case Term() | Prefix():
                for forms, asked in self.questions.wanted(node):
                    yield from self._forms(forms, asked, node.where)
            case Phrase():
                yield from self._phrase(node)
            case AnyOf(nodes) | AllOf(nodes):
                for child in nodes:
                    yield from self._words(child)
            case Also(typed, others):
                for child in (typed, *others):
                    yield from self._words(child)
            case Near(first, second):
                yield from self._near(node, first, second)

    def _forms(self, forms: Container[int], asked: str, where: str) -> Iterator[Word]:
        end = self.title_end if where == "title" else self.last
        for token, form in enumerate(self.tokens[: end - self.first], self.first):
            if form in forms:
                yield token, token + 1, form, asked
        for token, width, form in self.joined:
            if form in forms and token < end:
                yield token, token + width, form, asked

    def _inside(self, node: Node) -> list[tuple[int, int]]:
        """The spans of a node that lie in this article."""
        found = spans(self.questions.snapshot, self.segment, node)
        part = slice(*np.searchsorted(found.starts, (self.first, self.last)).tolist())
        return list(zip(found.starts[part].tolist(), found.ends[part].tolist(), strict=True))

    def _phrase(self, phrase: Phrase) -> Iterator[Word]:
        """Each word of a phrase is a match of its own, asked for by its own key."""
        for start, end in self._inside(phrase):
            for place, token in enumerate(range(start, end)):
                asked = phrase.keys[min(place, len(phrase.keys) - 1)]
                yield token, token + 1, self.tokens[token - self.first], asked

    def _near(self, node: Near, first: Node, second: Node) -> Iterator[Word]:
        near = self._inside(node)
        for child in (first, second):
            for word in self._words(child):
                if any(start <= word[0] and word[1] <= end for start, end in near):
                    yield word


def _order(match: Match) -> tuple[int, int, int, str]:
    return (match.start, match.end, match.clause, match.asked)

"""Where one article answers a plan, at offsets of its published title and text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from search.engines.whoosh.evidence import held, nearest_forms, node_forms, spans, words_of
from search.engines.whoosh.places import Spans, forms_spans
from search.engines.whoosh.snapshot import Segment, Snapshot
from search.plans import AllOf, AnyOf, Match, Matches, Near, Node, Phrase, Plan, Prefix, Term


def matches_of(snapshot: Snapshot, plan: Plan, articles: Iterable[int]) -> dict[int, Matches]:
    """Matches of those articles that the index holds."""
    found = {}
    for article in articles:
        doc = snapshot.doc(article)
        if doc >= 0:
            segment, number = snapshot.where(doc)
            found[article] = Article(snapshot, segment, number).matches(plan)
    return found


class Article:
    """One article of a segment, asked where it answers the nodes of a plan."""

    def __init__(self, snapshot: Snapshot, segment: Segment, number: int) -> None:
        arrays = segment.arrays
        self.snapshot = snapshot
        self.segment = segment
        self.first = int(arrays["token_starts"][number])
        self.title_end = int(arrays["title_ends"][number])
        self.last = int(arrays["token_starts"][number + 1])
        self.revision = int(arrays["revisions"][number])
        self.tokens = arrays["tokens"][self.first : self.last]

    def matches(self, plan: Plan) -> Matches:
        title: set[Match] = set()
        text: set[Match] = set()
        for clause, node in enumerate((*plan.clauses, *plan.required)):
            for start, end, form, asked in self._spans(node):
                match = self._match(start, end, clause, form, asked)
                (title if start < self.title_end else text).add(match)
        in_order = lambda match: (match.start, match.end, match.clause, match.asked)  # noqa: E731
        return Matches(
            title=tuple(sorted(title, key=in_order)),
            text=tuple(sorted(text, key=in_order)),
            revision=self.revision,
        )

    def _match(self, start: int, end: int, clause: int, form: int, asked: str) -> Match:
        """From token numbers to offsets; the last word of the span ends it."""
        arrays = self.segment.arrays
        last = end - 1
        return Match(
            int(arrays["starts"][start]),
            int(arrays["starts"][last]) + int(arrays["lengths"][last]),
            clause,
            self.segment.forms[form],
            asked,
        )

    def _spans(self, node: Node) -> Iterator[tuple[int, int, int, str]]:
        """`(first token, end token, form, key asked for)` of each word that answers the node."""
        match node:
            case Term():
                yield from self._term(node)
            case Prefix():
                yield from self._forms(self._own_forms(node), node.key, node.where)
            case Phrase():
                yield from self._phrase(node)
            case AnyOf(nodes) | AllOf(nodes):
                for child in nodes:
                    yield from self._spans(child)
            case Near(first, second):
                yield from self._near(node, first, second)

    def _term(self, term: Term) -> Iterator[tuple[int, int, int, str]]:
        words = words_of(term)
        for word in words:
            alone = Term(word, exact=term.exact)
            yield from self._forms(self._own_forms(alone), word, term.where)
        if not term.exact and not len(held(self.snapshot, term).docs):
            near = (self.segment.forms.place(form) for form in nearest_forms(self.snapshot, words))
            yield from self._forms([form for form in near if form >= 0], term.key, term.where)

    def _own_forms(self, node: Term | Prefix) -> list[int]:
        """The node's forms that this article holds."""
        forms = node_forms(self.snapshot, self.segment, node)
        own = set(self.tokens.tolist())
        own.update(self._joined_forms())
        return [form for form in forms if form in own]

    def _joined_forms(self) -> list[int]:
        rows = self.segment.arrays["joined"]
        start, end = np.searchsorted(rows[:, 0], (self.first, self.last))
        return rows[start:end, 2].tolist()

    def _forms(self, forms: list[int], asked: str, where: str) -> Iterator:
        for form in forms:
            for start, end in self._inside(forms_spans(self.segment, [form]), where):
                yield start, end, form, asked

    def _inside(self, found: Spans, where: str = "any") -> list[tuple[int, int]]:
        """The spans that lie in this article (in its title)."""
        end = self.title_end if where == "title" else self.last
        part = slice(*np.searchsorted(found.starts, (self.first, end)))
        return list(zip(found.starts[part].tolist(), found.ends[part].tolist(), strict=True))

    def _phrase(self, phrase: Phrase) -> Iterator[tuple[int, int, int, str]]:
        """Each word of a phrase is a match of its own, asked for by its own key."""
        for start, end in self._inside(spans(self.snapshot, self.segment, phrase), phrase.where):
            for place, token in enumerate(range(start, end)):
                asked = phrase.keys[min(place, len(phrase.keys) - 1)]
                yield token, token + 1, int(self.tokens[token - self.first]), asked

    def _near(self, node: Near, first: Node, second: Node) -> Iterator[tuple[int, int, int, str]]:
        near = set(self._inside(spans(self.snapshot, self.segment, node)))
        for child in (first, second):
            for start, end, form, asked in self._spans(child):
                if any(begin <= start and end <= stop for begin, stop in near):
                    yield start, end, form, asked

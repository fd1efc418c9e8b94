"""A plain, slow and obviously right search: what the arrays must agree with.

Every question is answered by reading all articles word by word. Only the language rules of
`archive.arabic` and the weights of the ranking are shared with the engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import log

from archive.arabic.grams import grams
from archive.arabic.letters import ARTICLE, BEH, FEH, KAF, LAM, WAW
from archive.arabic.stem import Stemmer, compounds
from archive.arabic.tokens import Token, grouped_numbers, tokenize
from search.engines.document import Document, Spoken
from search.engines.plan import (
    PRINTED,
    And,
    Facets,
    Filters,
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

K1, B = 1.2, 0.75
WEIGHTS = {"exact": 0.3, "stem": 1.0, "gram": 0.3}
TITLE_WEIGHT = 3


@dataclass(frozen=True)
class Reading:
    """A word as it may be read: one printed word, or two neighbours written as one."""

    key: str
    passage: int  # 0 is the title
    first: int  # index of its first word in the passage
    end: int
    start_offset: int
    end_offset: int
    last_offset: int  # where its last word starts


@dataclass(frozen=True)
class Score:
    """A frequency table of one piece of evidence: article -> frequency, in one kind of field."""

    kind: str
    weight: float
    tfs: dict[int, int]


class ReferenceSearch:
    def __init__(
        self, documents: Iterable[Document], counted: Iterable[Document] | None = None
    ) -> None:
        """`counted` are the articles whose words the stemmer knows, if not these."""
        self.documents = {document.article: document for document in documents}
        self.readings = {pk: list(_readings(one)) for pk, one in self.documents.items()}
        known = self.documents.values() if counted is None else counted
        self.stemmer = Stemmer(Counter(word.key for one in known for word in _readings(one)))
        self.lengths = {"stem": {}, "gram": {}}
        for pk, words in self.readings.items():
            printed = [word for word in words if word.end - word.first == 1]
            self.lengths["stem"][pk] = sum(map(_weight, printed))
            self.lengths["gram"][pk] = sum(_weight(word) * len(grams(word.key)) for word in words)
        self.lengths["exact"] = self.lengths["stem"]

    # Where words stand

    def spans(self, pk: int, node: Node) -> list[Reading]:
        words = self.readings[pk]
        match node:
            case Term(where=where):
                wanted = {node.key, *node.also}
                stems = set() if node.exact else {self.stemmer.stem(key) for key in wanted}
                found = [w for w in words if w.key in wanted or self.stemmer.stem(w.key) in stems]
            case Prefix(key, where):
                found = [word for word in words if word.key.startswith(key)]
            case Phrase(keys, where):
                found = list(self._phrases(words, keys))
            case Near(first, second, distance):
                where = "any"
                found = list(_near(self.spans(pk, first), self.spans(pk, second), distance))
            case Synonyms(typed, others):
                where = "any"
                found = [word for child in (typed, *others) for word in self.spans(pk, child)]
            case Or(nodes) | And(nodes):
                where = "any"
                found = [word for child in nodes for word in self.spans(pk, child)]
        # Words that can be read in two ways stand at one position all the same.
        once = {(word.passage, word.first, word.end): word for word in found}
        return [word for word in once.values() if where == "any" or word.passage == 0]

    def _phrases(self, words: list[Reading], keys: tuple[str, ...]) -> Iterator[Reading]:
        steps = [(index, index + 1, key) for index, key in enumerate(keys)] + compounds(keys)
        for word in words:
            for start, end, key in steps:
                if start == 0 and word.key in _with_particle(key):
                    yield from self._continued(words, word, end, len(keys), steps)

    def _continued(
        self, words: list[Reading], so_far: Reading, reached: int, goal: int, steps: list
    ) -> Iterator[Reading]:
        if reached == goal:
            yield so_far
            return
        for start, end, key in steps:
            for word in words:
                if start == reached and word.key == key and _follows(so_far, word):
                    longer = _joined(so_far, word)
                    yield from self._continued(words, longer, end, goal, steps)

    # Which articles

    def holds(self, pk: int, node: Node) -> bool:
        match node:
            case Or(nodes):
                return any(self.holds(pk, child) for child in nodes)
            case And(nodes):
                return all(self.holds(pk, child) for child in nodes)
            case Synonyms(typed, others):
                return any(self.holds(pk, child) for child in (typed, *others))
        return bool(self.spans(pk, node))

    def is_held(self, node: Node, hidden: frozenset[int]) -> bool:
        return any(self.holds(pk, node) for pk in self.documents if pk not in hidden)

    def nearly_holds(self, pk: int, node: Node, hidden: frozenset[int]) -> bool:
        match node:
            case Term(exact=False, where="any") if not self.is_held(node, hidden):
                near = self.nearest_forms((node.key, *node.also), hidden)
                return any(word.key in near for word in self.readings[pk])
            case Or(nodes):
                return any(self.nearly_holds(pk, child, hidden) for child in nodes)
            case And(nodes):
                return all(self.nearly_holds(pk, child, hidden) for child in nodes)
            case Synonyms(typed, others):
                return any(self.nearly_holds(pk, child, hidden) for child in (typed, *others))
        return self.holds(pk, node)

    def nearest_forms(
        self, words: Iterable[str], hidden: frozenset[int] = frozenset()
    ) -> list[str]:
        seen = [words_of for pk, words_of in self.readings.items() if pk not in hidden]
        forms = {word.key for words_of in seen for word in words_of}
        likeness = {form: max(_alike(form, word) for word in words) for form in forms}
        likeness = {form: share for form, share in likeness.items() if share >= 0.4}
        least = max(likeness.values(), default=0) - 0.15
        near = [form for form in likeness if likeness[form] >= least]
        return sorted(near, key=lambda form: (-likeness[form], form))[:24]

    def found(self, plan: Plan) -> tuple[set[int], set[int], set[int]]:
        """Articles with all clauses, most and some; the reader's filters not applied, but for
        those of statements where the words are looked for in them."""
        if plan.in_statements and (plan.clauses or plan.required):
            return self._found_in_statements(plan)
        allowed = {
            pk
            for pk in self.documents
            if pk not in plan.hidden
            and all(self.holds(pk, node) for node in plan.required)
            and not any(self.holds(pk, node) for node in plan.excluded)
            and not any(self.passes(pk, filters) for filters in plan.without)
        }
        full = {pk for pk in allowed if all(self.holds(pk, node) for node in plan.clauses)}
        if not plan.most or not plan.clauses:
            return full, set(), set()
        known = [node for node in plan.clauses if self.is_held(node, plan.hidden)]
        unknown = [node for node in plan.clauses if node not in known]
        telling = {node: self.inverse_frequency(node, plan.hidden) for node in known}
        most, some = set(), set()
        for pk in allowed - full:
            held = [node for node in known if self.holds(pk, node)]
            count = len(held) + sum(self.nearly_holds(pk, node, plan.hidden) for node in unknown)
            weight = sum(telling[node] for node in held)
            if count > len(known) // 2 and weight >= sum(telling[one] for one in known) / 2 - 1e-9:
                most.add(pk)
            elif count:
                some.add(pk)
        return full, most, some if plan.some else set()

    def _found_in_statements(self, plan: Plan) -> tuple[set[int], set[int], set[int]]:
        allowed = self._allowed(plan)
        full, most = (
            {pk for pk in allowed if self._spoken(pk, plan, plan.filters, grade)}
            for grade in (2, 1)
        )
        return full, most - full, set()

    def _allowed(self, plan: Plan) -> set[int]:
        return {
            pk
            for pk in self.documents
            if pk not in plan.hidden
            and not any(
                self.passes(pk, filters)
                for filters in plan.without
                if not filters.choose_nothing_else
            )
        }

    def _spoken(self, pk: int, plan: Plan, filters: Filters, grade: int) -> list[Spoken]:
        """The chosen statements of an article that hold so much of what is looked for in them."""
        return [
            said
            for said in self.documents[pk].statements
            if _is_chosen(said, filters) and self._holding(pk, said, plan) == grade
        ]

    def _holding(self, pk: int, said: Spoken, plan: Plan) -> int:
        if any(self._is_said(pk, said, node) for node in plan.excluded):
            return 0
        left_out = (filters for filters in plan.without if filters.choose_nothing_else)
        if any(_is_chosen(said, filters) for filters in left_out):
            return 0
        if not all(self._is_said(pk, said, node) for node in plan.required):
            return 0
        grade = self._grade(pk, said, plan.clauses, plan.hidden)
        return grade if grade == 2 or plan.most else 0

    def inverse_frequency(self, node: Node, hidden: frozenset[int] = frozenset()) -> float:
        number = len(self.documents)
        held = sum(self.holds(pk, node) for pk in self.documents if pk not in hidden)
        return log(1 + (number - held + 0.5) / (held + 0.5))

    def unknown(self, plan: Plan) -> tuple[str, ...]:
        words = [
            word
            for node in (*plan.clauses, *plan.required)
            if not self.is_held(node, plan.hidden)
            for word in self._unknown_words(node, plan.hidden)
        ]
        return tuple(dict.fromkeys(words))

    def _unknown_words(self, node: Node, hidden: frozenset[int]) -> list[str]:
        match node:
            case Term(key):
                return [] if self.is_held(node, hidden) else [key]
            case Or(nodes) | And(nodes):
                return [word for child in nodes for word in self._unknown_words(child, hidden)]
            case Synonyms(typed):
                return self._unknown_words(typed, hidden)
            case Near(first, second):
                return self._unknown_words(first, hidden) + self._unknown_words(second, hidden)
        return []

    # In which order

    def scores(self, plan: Plan) -> dict[int, float]:
        """BM25 of every article, for what it holds of the plan."""
        return {
            pk: score * self.coverage(pk, plan)[0] for pk, score in self._all_evidence(plan).items()
        }

    def scores_of_words(self, plan: Plan) -> dict[int, float]:
        """The same without letter grams."""
        return {
            pk: score * self.coverage(pk, plan)[0]
            for pk, score in self._all_evidence(plan, but="gram").items()
        }

    def _all_evidence(self, plan: Plan, but: str = "") -> dict[int, float]:
        total = dict.fromkeys(self.documents, 0.0)
        for node in (*plan.clauses, *plan.required):
            for evidence in self._evidence(node):
                if evidence.kind == but:
                    continue
                for pk, score in self._bm25(evidence).items():
                    total[pk] += score
        return total

    def coverage(self, pk: int, plan: Plan) -> tuple[float, float]:
        """What remains of an article's score for what it lacks, and the share of the weight of all
        clauses that it holds. What no article holds counts for what is most like it."""
        hidden = plan.hidden
        seen = [one for one in self.documents if one not in hidden]
        means = [
            self.holds if self.is_held(node, hidden) else self._nearly(hidden)
            for node in plan.clauses
        ]
        held = total = count = known = 0.0
        for node, means_it in zip(plan.clauses, means, strict=True):
            holders = sum(means_it(one, node) for one in seen)
            if not holders:
                continue
            weight = log(1 + (len(self.documents) - holders + 0.5) / (holders + 0.5))
            known, total = known + 1, total + weight
            if pk in seen and means_it(pk, node):
                count, held = count + 1, held + weight
        if not known:
            return 1.0, 0.0
        return (count / known * held / total) ** 0.25, held / total

    def _nearly(self, hidden: frozenset[int]) -> Callable[[int, Node], bool]:
        return lambda pk, node: self.nearly_holds(pk, node, hidden)

    def nearness(self, pk: int, plan: Plan) -> float:
        """What words that were typed side by side add where they stand near each other."""
        telling = [
            self.inverse_frequency(node, plan.hidden) if self.is_held(node, plan.hidden) else 0.0
            for node in plan.clauses
        ]
        total = 0.0
        for at, (one, other) in enumerate(pairwise(plan.clauses)):
            count = self._meetings(pk, one, other)
            weight = 0.2 * (telling[at] + telling[at + 1]) / 2
            total += weight * count * (K1 + 1) / (count + self._norm("stem", pk))
        return total

    def _meetings(self, pk: int, one: Node, other: Node) -> int:
        """How often a printed word of one node is the next of both after one of the other, in the
        same passage and at most five words on."""
        ours = {(word.passage, word.first) for word in self._words(pk, one)}
        theirs = {(word.passage, word.first) for word in self._words(pk, other)}
        places = sorted(ours | theirs)
        return sum(
            (before in ours) != (after in ours)
            and before[0] == after[0]
            and after[1] - before[1] <= 5
            for before, after in pairwise(places)
        )

    def _words(self, pk: int, node: Node) -> Iterator[Reading]:
        """The words printed as one that stand by themselves in a node."""
        match node:
            case Term(where="any") | Prefix(where="any"):
                yield from (word for word in self.spans(pk, node) if word.end - word.first == 1)
            case Or(nodes) | And(nodes):
                for child in nodes:
                    yield from self._words(pk, child)
            case Synonyms(typed, others):
                for child in (typed, *others):
                    yield from self._words(pk, child)

    def _norm(self, kind: str, pk: int) -> float:
        lengths = self.lengths[kind]
        average = sum(lengths.values()) / len(self.documents) or 1.0
        return K1 * (1 - B + B * lengths[pk] / average)

    def _bm25(self, evidence: Score) -> dict[int, float]:
        number, held = len(self.documents), len(evidence.tfs)
        idf = log(1 + (number - held + 0.5) / (held + 0.5))
        return {
            pk: evidence.weight * idf * tf * (K1 + 1) / (tf + self._norm(evidence.kind, pk))
            for pk, tf in evidence.tfs.items()
        }

    def _evidence(self, node: Node) -> Iterator[Score]:
        match node:
            case Term(where="any"):
                yield from self._term_evidence(node)
            case Or(nodes) | And(nodes):
                for child in nodes:
                    yield from self._evidence(child)
            case Synonyms(typed, others):
                yield from self._evidence(typed)
                for score in (score for child in others for score in self._evidence(child)):
                    tfs = {pk: 0 if self.holds(pk, typed) else tf for pk, tf in score.tfs.items()}
                    yield Score(score.kind, score.weight / 2, tfs)
            case Near(first):
                yield from self._evidence(first)
            case _:
                yield Score("exact", 1.0, self._tfs(lambda pk: self.spans(pk, node)))

    def _term_evidence(self, term: Term) -> Iterator[Score]:
        keys = {term.key, *term.also}
        exact = self._tfs(lambda pk: [w for w in self.readings[pk] if w.key in keys])
        if term.exact:
            yield Score("exact", 1.0, exact)
            return
        yield Score("exact", WEIGHTS["exact"], exact)
        stem = self._tfs(lambda pk: self.spans(pk, Term(term.key, also=term.also)))
        yield Score("stem", WEIGHTS["stem"], stem)
        for gram in dict.fromkeys(gram for key in (term.key, *term.also) for gram in grams(key)):
            yield Score(
                "gram",
                WEIGHTS["gram"],
                self._tfs(
                    lambda pk, gram=gram: [
                        word
                        for word in self.readings[pk]
                        for part in grams(word.key)
                        if part == gram
                    ]
                ),
            )

    def _tfs(self, words_of) -> dict[int, int]:
        tfs = {pk: sum(map(_weight, words_of(pk))) for pk in self.documents}
        return {pk: tf for pk, tf in tfs.items() if tf}

    def order(self, plan: Plan, articles: Iterable[int], scores: dict[int, float]) -> list[int]:
        def key(pk: int) -> tuple:
            day = self.documents[pk].first
            ordinal = day.toordinal() if day else 0
            if plan.sort == "newest":
                return (-ordinal, -pk)
            if plan.sort == "oldest":
                return (ordinal == 0, ordinal, pk)
            return (-round(scores[pk], 9), -ordinal, -pk)

        return sorted(articles, key=key)

    def in_order(self, plan: Plan, group: set[int], scores: dict[int, float]) -> list[int]:
        """A group in its order by relevance: the twenty best are compared once more by how near
        they hold the words, which is added to their scores."""
        ordered = self.order(plan, group, scores)
        first = ordered[:20]
        for pk in first:
            scores[pk] += self.nearness(pk, plan) * self.coverage(pk, plan)[0]
        return self.order(plan, first, scores) + ordered[20:]

    def best_of_some(self, plan: Plan, some: set[int]) -> set[int]:
        """Those with some of the words that stand among those with most."""
        scores = self.scores_of_words(plan)
        telling = [pk for pk in some if self.coverage(pk, plan)[1] >= 0.2 - 1e-9]
        return set(self.order(plan, telling, scores)[:20])

    # Filters and facets

    def passes(self, pk: int, filters: Filters, but: str = "") -> bool:
        one = self.documents[pk]
        return (
            (but == "outlet" or not filters.outlets or one.outlet in filters.outlets)
            and (but == "actor" or not filters.actors or bool({*one.actors} & {*filters.actors}))
            and (but == "place" or not filters.places or bool({*one.places} & {*filters.places}))
            and (but == "date" or _in_time(one, filters))
            and (
                not filters.choose_statements
                or but == "said"
                or any(_is_chosen(said, filters) for said in one.statements)
            )
        )

    # Statements

    def answers(self, pk: int, plan: Plan) -> int:
        """2 where a statement holds all that is asked for, 1 where one holds most."""
        asked = plan.answering
        if asked is None or plan.sort != "relevance" or not (plan.clauses or plan.required):
            return 0
        nodes, said = asked.nodes, self._said(pk, plan)
        return max((self._grade(pk, one, nodes, plan.hidden) for one in said), default=0)

    def _said(self, pk: int, plan: Plan) -> list[Spoken]:
        asked = plan.answering
        return [
            said
            for said in self.documents[pk].statements
            if _is_chosen(said, plan.filters)
            and (
                asked is None
                or _is_chosen(said, Filters(speakers=asked.speakers, kinds=asked.kinds))
            )
        ]

    def _grade(self, pk: int, said: Spoken, nodes: tuple[Node, ...], hidden: frozenset[int]) -> int:
        held = [node for node in nodes if self._is_said(pk, said, node)]
        if len(held) == len(nodes):
            return 2
        known = [node for node in nodes if self.is_held(node, hidden)]
        telling = [self.inverse_frequency(node, hidden) for node in held]
        half = sum(self.inverse_frequency(node, hidden) for node in known) / 2
        return int(len(held) > len(known) // 2 and sum(telling) >= half - 1e-9)

    def _is_said(self, pk: int, said: Spoken, node: Node) -> bool:
        match node:
            case And(nodes):
                return all(self._is_said(pk, said, child) for child in nodes)
            case Or(nodes):
                return any(self._is_said(pk, said, child) for child in nodes)
            case Synonyms(typed, others):
                return any(self._is_said(pk, said, child) for child in (typed, *others))
        return any(
            (word.passage == 0) == said.in_title
            and start <= word.start_offset
            and word.last_offset < end
            for word in self.spans(pk, node)
            for start, end in said.pieces
        )

    def statements(self, pk: int, plan: Plan) -> tuple[StatementSpan, ...]:
        """Where the statements stand that the plan chooses, from word to word."""
        one = self.documents[pk]
        found = []
        for said in self._said(pk, plan):
            inside = [
                [word for word in tokenize(one.title if said.in_title else one.text)
                 if start <= word.start < end]
                for start, end in said.pieces
            ]  # fmt: skip
            pieces = tuple((words[0].start, words[-1].end) for words in inside if words)
            if pieces:
                found.append(StatementSpan(said.in_title, pieces))
        return tuple(found)

    def facets(self, plan: Plan) -> Facets:
        full, most, _some = self.found(plan)
        chosen = {pk for pk in full if self.passes(pk, plan.filters)}
        if not chosen and any(self.passes(pk, plan.filters) for pk in most):
            full = most
            chosen = {pk for pk in full if self.passes(pk, plan.filters)}

        def counted(group: str, values) -> dict[str, int]:
            counts = Counter(
                value
                for pk in full
                if self.passes(pk, plan.filters, but=group)
                for value in values(self.documents[pk])
            )
            return dict(counts)

        sought = plan.in_statements and bool(plan.clauses or plan.required)
        grade = 2 if full is not most else 1

        def said(group: str) -> dict[str, int]:
            others = replace(plan.filters, **{f"{group}s": ()})
            if sought:
                names = (
                    {name for one in self._spoken(pk, plan, others, grade)
                     for name in _names(one)[group] if not name.startswith(PRINTED)}
                    for pk in self._allowed(plan)
                    if self.passes(pk, plan.filters, but="said")
                )  # fmt: skip
                return dict(Counter(name for several in names for name in several))
            return counted(
                "said",
                lambda one: {
                    name
                    for said in one.statements
                    if _is_chosen(said, others)
                    for name in _names(said)[group]
                    if not name.startswith(PRINTED)
                },
            )

        return Facets(
            speakers=said("speaker"),
            kinds=said("kind"),
            vias=said("via"),
            statements=sum(len(self._spoken(pk, plan, plan.filters, grade)) for pk in chosen)
            if sought
            else sum(
                _is_chosen(said, plan.filters)
                for pk in chosen
                for said in self.documents[pk].statements
            )
            if plan.filters.choose_statements
            else 0,
            outlets=counted("outlet", lambda one: [one.outlet]),
            actors=counted("actor", lambda one: one.actors),
            places=counted("place", lambda one: one.places),
            days=self._days(chosen),
            months=counted(
                "date",
                lambda one: (
                    [one.first.isoformat()[:7]] if one.precision in ("day", "month") else []
                ),
            ),
            years=counted(
                "date",
                lambda one: [one.first.isoformat()[:4]] if one.precision == "year" else [],
            ),
            months_within=_begun(self.documents[pk] for pk in chosen)[0],
            years_within=_begun(self.documents[pk] for pk in chosen)[1],
            undated=sum(
                1
                for pk in full
                if self.passes(pk, plan.filters, but="date") and self.documents[pk].first is None
            ),
            beyond=sum(_reaches_beyond(self.documents[pk], plan.filters) for pk in chosen),
        )

    def _days(self, chosen: set[int]) -> dict[str, int]:
        dated = [
            self.documents[pk] for pk in chosen if self.documents[pk].precision in ("day", "month")
        ]
        if not dated:
            return {}
        first, last = min(one.first for one in dated), max(one.last for one in dated)
        if (last - first).days + 1 > 62:
            return {}
        return dict(Counter(one.first.isoformat() for one in dated if one.precision == "day"))


def _begun(documents: Iterable[Document]) -> tuple[dict[str, int], dict[str, int]]:
    """How many begin in each month, and in each year where no more is known."""
    months: Counter[str] = Counter()
    years: Counter[str] = Counter()
    for one in documents:
        if one.precision == "year":
            years[one.first.isoformat()[:4]] += 1
        elif one.precision != "unknown":
            months[one.first.isoformat()[:7]] += 1
    return dict(months), dict(years)


def _readings(document: Document) -> Iterator[Reading]:
    title = [list(tokenize(document.title))]
    passages = [
        [token for token in tokenize(document.text) if start <= token.start < end]
        for start, end in document.passages
    ]
    for number, words in enumerate([*title, *passages]):
        for index, token in enumerate(words):
            yield _reading(token.key, number, index, [token])
        read = document.title if number == 0 else document.text
        for start, end, key in (*compounds([token.key for token in words]), *_spaced(read, words)):
            yield _reading(key, number, start, words[start:end])


def _spaced(text: str, words: list[Token]) -> Iterator[tuple[int, int, str]]:
    """Numbers with one space before their thousands."""
    first = 0
    for index, word in enumerate(words, 1):
        between = text[word.end : words[index].start] if index < len(words) else ""
        if len(between) == 1 and between.isspace():
            continue
        for start, end, key in grouped_numbers([token.key for token in words[first:index]]):
            yield first + start, first + end, key
        first = index


def _reading(key: str, passage: int, first: int, tokens: list[Token]) -> Reading:
    start, last = tokens[0].start, tokens[-1]
    return Reading(key, passage, first, first + len(tokens), start, last.end, last.start)


def _names(said: Spoken) -> dict[str, tuple[str, ...]]:
    return {"speaker": said.speakers, "kind": (said.kind,), "via": said.vias}


def _is_chosen(said: Spoken, filters: Filters) -> bool:
    wanted = {"speaker": filters.speakers, "kind": filters.kinds, "via": filters.vias}
    return all(
        not wanted[group] or {*names} & {*wanted[group]} for group, names in _names(said).items()
    )


def _weight(word: Reading) -> int:
    return TITLE_WEIGHT if word.passage == 0 else 1


def _follows(before: Reading, after: Reading) -> bool:
    return before.passage == after.passage and before.end == after.first


def _joined(before: Reading, after: Reading) -> Reading:
    return Reading(
        before.key,
        before.passage,
        before.first,
        after.end,
        before.start_offset,
        after.end_offset,
        after.last_offset,
    )


def _near(first: list[Reading], second: list[Reading], distance: int) -> Iterator[Reading]:
    for one in first:
        for other in second:
            before, after = sorted((one, other), key=lambda word: (word.first, word.end))
            gap = after.first - before.end
            if one.passage == other.passage and 0 <= gap < distance:
                yield one
                yield other


def _with_particle(key: str) -> set[str]:
    forms = {key, *(particle + key for particle in (WAW, FEH, BEH, LAM, KAF))}
    if key.startswith(ARTICLE):
        forms.add(LAM + LAM + key.removeprefix(ARTICLE))
    return forms


def _alike(form: str, word: str) -> float:
    """Twice the shared grams over all grams of both."""
    ours, theirs = Counter(grams(form)), Counter(grams(word))
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def _in_time(one: Document, filters: Filters) -> bool:
    if not (filters.since or filters.until or filters.undated):
        return True
    if one.first is None:
        return filters.undated
    if not (filters.since or filters.until):
        return False
    return (filters.since or date.min) <= one.last and one.first <= (filters.until or date.max)


def _reaches_beyond(one: Document, filters: Filters) -> bool:
    if one.first is None:
        return False
    return one.first < (filters.since or date.min) or one.last > (filters.until or date.max)

"""What benchmarks/search.py asks: questions in words of the archive itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from search.engines.plan import Filters, Or, Plan, Prefix, Term
from search.engines.whoosh.positions import with_particle
from search.engines.whoosh.searcher import find
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.vocabulary import Vocabulary
from search.query.expansion import expand
from search.query.parser import parse

PAGE = 10
GROUPS = ("outlet", "actor", "place", "month")
SELDOM = "seldom together"
SINCE, UNTIL = date(2019, 1, 1), date(2020, 12, 31)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One search. `stems` are classes of words; a phrase lists the forms of its first word."""

    kind: str
    words: tuple[str, ...] = ()  # folded
    stems: tuple[str, ...] = ()
    phrase: tuple[tuple[str, ...], ...] = ()
    prefix: str = ""
    outlet: str = ""
    since: date | None = None
    until: date | None = None
    offset: int = 0

    @property
    def is_browsing(self) -> bool:
        return not (self.stems or self.phrase or self.prefix)

    @property
    def typed(self) -> str:
        """As a reader types it."""
        if self.phrase:
            return f'"{" ".join(self.words)}"'
        return f"{self.prefix}*" if self.prefix else " ".join(self.words)

    @cached_property
    def plan(self) -> Plan:
        """As the pages ask the engine: with all words, then with most, then with some."""
        expanded = expand(
            parse(self.typed),
            vocabulary=_no_vocabulary,
            also=False,
            # One spelling and one beginning alone, as the others are asked.
            exact=bool(self.phrase or self.prefix),
        )
        filters = Filters(
            outlets=(self.outlet,) if self.outlet else (), since=self.since, until=self.until
        )
        sort = "newest" if self.is_browsing else "relevance"
        return expanded.plan(filters, sort=sort, offset=self.offset, limit=PAGE, some=True)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What a prefix stands for, as the others are asked."""
        (clause,) = self.plan.clauses
        nodes = clause.parts if isinstance(clause, Or) else (clause,)
        return tuple(node.key for node in nodes if isinstance(node, Prefix))

    @property
    def own_group(self) -> str:
        """The group of facets in which the question itself made a choice, or nothing."""
        if self.outlet:
            return "outlet"
        return "month" if self.since else ""


@dataclass(slots=True)
class Reply:
    """What an engine said. Groups of facets that it wasn't asked for are missing."""

    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)

    def agrees_with(self, other: Reply) -> bool:
        """The same total, and the same counts in every group that both have.

        Where nothing was found there is nothing to count. (Ours then counts what has most of the
        words.)
        """
        if not self.total:
            return not other.total
        shared = self.facets.keys() & other.facets.keys()
        return self.total == other.total and all(
            self.facets[group] == other.facets[group] for group in shared
        )


def _no_vocabulary() -> Vocabulary:
    raise RuntimeError("These questions hold no words of other scripts.")


def questions(snapshot: Snapshot, count: int) -> list[Question]:
    """`count` questions of each kind; there is one way to browse, with dates and without.

    Two and three words fill a page, as words do that readers think of together. Of those of
    `SELDOM` few articles have all: ours goes on to articles with most, where others stop.
    """
    picker = Picker(snapshot)
    size = snapshot.document_count
    frequent = picker.words(0.1 * size, 0.5 * size, count)
    middling = picker.words(0.01 * size, 0.1 * size, 3 * count)
    rare = picker.words(3, 20, count)
    asked = [picker.of_words("frequent word", word) for word in frequent]
    asked += [picker.of_words("rare word", word) for word in rare]
    pairs = [picker.together("two words", (word,), middling, 5) for word in frequent]
    asked += pairs
    asked += [picker.together("three words", one.words, [*frequent, *middling], 1) for one in pairs]
    asked += [
        picker.of_words(SELDOM, *three)
        for three in zip(frequent, middling, reversed(middling), strict=False)
        if picker.found(three) < PAGE
    ]
    asked += [picker.of_phrase(pair) for pair in picker.pairs(count)]
    asked += [
        Question(kind="prefix", words=(word[:3],), prefix=word[:3]) for word in middling[:count]
    ]
    asked += [Question(kind="browse"), Question(kind="browse by date", since=SINCE, until=UNTIL)]
    asked += [picker.of_words("word and outlet", word, outlet="outlet1") for word in frequent]
    asked += [picker.of_words("page 50", word, offset=49 * PAGE) for word in frequent]
    return asked


class Picker:
    """Finds words for questions: printed ones whose class is held by so many articles."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        (self._segment,) = snapshot.segments
        arrays = self._segment.arrays
        self._held = np.diff(arrays["stem_starts"].astype(np.int64))
        self._forms = self._segment.forms
        self._stems = self._segment.stems
        self._stem_of = arrays["stem_of"]
        # Words that are also written as two are found so by none of the other engines.
        joined = arrays["joined"][:, 2]
        self._joined = set(joined.tolist())
        self._joined_stems = set(self._stem_of[joined].tolist())

    def words(self, least: float, most: float, count: int) -> list[str]:
        """Forms whose class has so many articles, spread over the whole list, never shortened."""
        fitting = [
            form
            for form, stem in enumerate(self._stem_of.tolist())
            if least <= self._held[stem] <= most
            and stem not in self._joined_stems
            and self._is_plain(form)
        ]
        step = max(1, len(fitting) // count)
        seen: dict[int, str] = {}
        for form in fitting[:: max(1, step // 4)]:
            seen.setdefault(int(self._stem_of[form]), self._forms[form])
        return list(seen.values())[:count]

    def _is_plain(self, form: int) -> bool:
        word = self._forms[form]
        return len(word) > 3 and word.isalpha() and not word.isascii() and form not in self._joined

    def pairs(self, count: int) -> list[tuple[str, str]]:
        """Neighbours that stand together often."""
        tokens = self._segment.arrays["tokens"].astype(np.int64)
        both = (tokens[:-1] >= 0) & (tokens[1:] >= 0)
        keys, seen = np.unique((tokens[:-1] << 32 | tokens[1:])[both], return_counts=True)
        chosen = []
        for index in np.argsort(-seen)[50:2000:37]:
            first, second = int(keys[index] >> 32), int(keys[index] & 0xFFFFFFFF)
            if self._is_plain(first) and self._is_plain(second):
                chosen.append((self._forms[first], self._forms[second]))
        return chosen[:count]

    def found(self, words: Sequence[str]) -> int:
        """How many articles have all of these words."""
        plan = Plan(clauses=tuple(map(Term, words)), limit=0, facets=False)
        return find(self._snapshot, plan).total

    def together(
        self, kind: str, words: tuple[str, ...], others: Sequence[str], pages: int
    ) -> Question:
        """The words and one more: the first with which they fill so many pages, else the best."""
        found: dict[str, int] = {}
        for other in others:
            if other not in words:
                found[other] = self.found((*words, other))
                if found[other] >= pages * PAGE:
                    break
        best = max(found, key=lambda other: found[other])
        return self.of_words(kind, *words, best)

    def of_words(self, kind: str, *words: str, outlet: str = "", offset: int = 0) -> Question:
        stems = tuple(self._stems[int(self._stem_of[self._forms.ordinal(word)])] for word in words)
        return Question(kind=kind, words=words, stems=stems, outlet=outlet, offset=offset)

    def of_phrase(self, words: tuple[str, ...]) -> Question:
        first = tuple(form for form in with_particle(words[0]) if self._forms.ordinal(form) >= 0)
        rest = ((word,) for word in words[1:])
        return Question(kind="phrase", words=words, phrase=(first, *rest))

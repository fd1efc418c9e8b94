"""What a reader asks for, and what is found: the only door to the engine.

`Query` is a value (a form makes one, an address spells one), `parse` reads its words, `find`
answers it. The results page and `manage.py search` all come here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from django.contrib.auth.models import AnonymousUser

from archive.addresses import search_address, search_addresses, search_query
from archive.models import Article
from archive.reading.cards import ArticleCard, cards_of, headings_of
from archive.reading.passages import MarkedRun
from search.engines.connection import reader
from search.engines.plan import (
    MOST_SOME,
    Answer,
    Facets,
    Filters,
    Hit,
    Matches,
    Node,
    Plan,
    Sort,
    Term,
)
from search.expected import Expected, expected
from search.held import Asked, Held, MostHeld, held_in, least_of
from search.highlight import in_byline, in_statements, runs, true_matches
from search.index import outbox
from search.pasted import named_in
from search.query import parser
from search.query.authorities import authorities
from search.query.bylines import bylines, with_field
from search.query.corrections import corrections
from search.query.expansion import ExpandedQuery, Substitution, Where, expand
from search.query.idf import idf
from search.query.questions import Lack, Question, lack_of
from search.query.syntax import Filtered, ParsedQuery, Quoted, with_minus
from search.snippets import PassageRow, Snippet, Wanted, passages_of, reasons, snippets
from search.source_addresses import articles_at, pages_at

if TYPE_CHECKING:
    from archive.models.visibility import Viewer
    from archive.reading.histogram import Histogram
    from archive.reading.trail import Step
    from search.engines.base import Vocabulary

RESULTS_PER_PAGE = 10
MOST_SAME = 5  # articles with the text of one that are listed under it
GROUPS = ("outlets", "actors", "places", "speakers", "kinds", "vias")
LEFT_OUT = "-"  # before a slug that is to be left out
PRINTED_SAMPLE = 5  # articles in which the printed form of a word is looked up


@dataclass(frozen=True, kw_only=True)
class Query:
    """What a reader asked for. Slugs widen within a facet; different facets narrow; a slug behind
    a minus leaves out what it names. `speakers`, `kinds` and `vias` are of one statement.

    `since` and `until` are whole days, inclusive; `undated` asks for articles without a date
    (with dates given, for both). `exact` wants words spelt as typed; `also` lets names in other
    scripts stand for Arabic ones. `where` looks for words in headlines (`title`) or in statements
    (`said`) alone.
    `each` shows every article by itself, where otherwise one stands for all with its text.
    """

    words: str = ""
    outlets: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    vias: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    undated: bool = False
    exact: bool = False
    sort: Sort = "relevance"
    also: bool = True
    where: Where = ""
    each: bool = False

    def replace(self, **changes: Any) -> Query:
        return replace(self, **changes)

    def without(self, field: str, value: str | None = None) -> Query:
        """The query without one choice of a facet, or without a field altogether."""
        held = getattr(self, field)
        if isinstance(held, tuple) and value is not None:
            return self.replace(**{field: tuple(one for one in held if one != value)})
        return self.replace(**{field: getattr(NOTHING, field)})

    def to_querystring(self, **more: object) -> str:
        """The query as an address spells it, keys in one order; `more` (a page) comes last."""
        return search_query(self._asked(), **more)

    def get_absolute_url(self) -> str:
        return search_address(self._asked())

    def in_periods(self) -> Callable[[date, date], str]:
        """The address of this query within any other two days."""
        return search_addresses(self._asked())

    def _asked(self) -> dict[str, object]:
        """The query by the keys of its address."""
        return {
            "q": self.words,
            "outlet": self.outlets,
            "actor": self.actors,
            "place": self.places,
            "speaker": self.speakers,
            "kind": self.kinds,
            "via": self.vias,
            "from": self.since,
            "to": self.until,
            "undated": 1 if self.undated else None,
            "in": self.where,
            "exact": 1 if self.exact else None,
            "sort": None if self.sort == NOTHING.sort else self.sort,
            "also": None if self.also else 0,
            "each": 1 if self.each else None,
        }

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words was asked for."""
        return bool(
            any(getattr(self, group) for group in GROUPS)
            or self.since
            or self.until
            or self.undated
            or (self.where and self.words)  # without words it asks nothing
        )

    @property
    def asks_for_statements(self) -> bool:
        return self.filters().choose_statements

    def chosen(self, group: str) -> tuple[str, ...]:
        """The slugs chosen in a group."""
        return tuple(one for one in getattr(self, group) if not one.startswith(LEFT_OUT))

    def left_out(self, group: str) -> tuple[str, ...]:
        """The slugs of a group that are to be left out."""
        return tuple(one[1:] for one in getattr(self, group) if one.startswith(LEFT_OUT))

    def filters(self) -> Filters:
        chosen: dict[str, Any] = {group: self.chosen(group) for group in GROUPS}
        return Filters(since=self.since, until=self.until, undated=self.undated, **chosen)

    def without_filters(self) -> tuple[Filters, ...]:
        """What is left out, a filter a group."""
        slugs: dict[str, Any] = {group: self.left_out(group) for group in GROUPS}
        return tuple(Filters(**{group: several}) for group, several in slugs.items() if several)


NOTHING = Query()

# Of the results: those with a statement that answers, with all of the words, with most, and with
# some or most where these stand among each other.
Part = Literal["answer", "all", "most", "some"]


@dataclass(frozen=True, kw_only=True)
class Result:
    """One article as a result card shows it."""

    article: ArticleCard
    score: float
    all_words: bool
    most_words: bool  # all or most; those that follow hold some
    title: list[MarkedRun]
    byline: list[MarkedRun]  # where the name of who wrote answers
    snippets: list[Snippet]
    more_passages: int  # passages that answer the query beside those shown
    answers: bool  # with a statement, which is shown first
    held: Held | None  # of the words, where it has some of them
    same: list[ArticleCard]  # the first of those found with the same text, without that text
    same_count: int  # how many were found
    part: Part  # of the results, under whose heading it stands
    why: tuple[str, ...]  # notes on matches that are not the word as typed

    @property
    def printed_before(self) -> ArticleCard | None:
        """Of those with the same text the one published first, where that was before this one."""
        first = self.same[0] if self.same else None
        if first is None or first.published_from is None:
            return None
        mine = self.article.published_from
        return first if mine is None or first.published_from < mine else None

    @property
    def passage_count(self) -> int:
        return len(self.snippets) + self.more_passages


@dataclass(frozen=True, kw_only=True)
class Another:
    """Another query worth asking, and how many articles have all its words."""

    query: Query
    count: int

    @property
    def words(self) -> str:
        return self.query.words


@dataclass(frozen=True, kw_only=True)
class AsWords:
    """The words of a query without its signs and fields, beside what it finds with them.

    `searched` says that the results are those of the words: nothing was found with the signs, or
    what looks like a field was a headline's beginning.
    """

    signs: Another
    words: Another
    searched: bool


def parse(words: str, *, plainly: bool = False) -> ParsedQuery:
    """The words of a query, read; `plainly` without signs and fields. Any input gives one."""
    if not words:
        return ParsedQuery()
    return parser.parse(words if plainly else with_field(words), _longest, plainly=plainly)


def _longest(name: Filtered, words: Sequence[str]) -> int:
    """How many of the words make up a name that the archive knows."""
    if name == "byline":
        return bylines().longest(words)
    return authorities().longest(name, words)


def find(
    query: Query,
    *,
    offset: int = 0,
    limit: int = RESULTS_PER_PAGE,
    facets: bool = True,
    viewer: Viewer | None = None,
    aliases: bool = True,
) -> Found:
    """Everything found for a query; the first `limit` hits after `offset` come with it.

    What `viewer` may not see is never among the results. `aliases` off leaves the names of the
    authorities aside, which is for measuring. Raises IndexUnavailable.
    """
    return Found(
        query,
        offset=offset,
        limit=limit,
        facets=facets,
        viewer=viewer or AnonymousUser(),
        aliases=aliases,
    )


def matches_in(query: Query, article: Article) -> Matches:
    """Where one article answers a query, at offsets of its text as it stands today.

    Raises IndexUnavailable.
    """
    revision = article.current_revision
    if revision is None or not query.words:
        return Matches()
    expanded = expand(
        parse(query.words),
        vocabulary=reader().vocabulary,
        exact=query.exact,
        also=query.also,
        where=query.where,
    )
    plan = expanded.plan(Filters(), limit=0, facets=False)
    found = reader().matches(plan, [article.pk])
    return true_matches(found.get(article.pk, Matches()), revision)


def parts_of(hits: Sequence[Hit]) -> list[Part]:
    """Under which heading each hit of a page stands. Where articles with most of the words and
    with some stand among each other, both are said to have some."""
    parts = [_part(hit) for hit in hits]
    behind = [part for part in parts if part in ("most", "some")]
    if behind == sorted(behind, key=("most", "some").index):
        return parts
    return ["some" if part == "most" else part for part in parts]


def _part(hit: Hit) -> Part:
    if hit.answers:
        return "answer"
    if hit.all_words:
        return "all"
    return "most" if hit.most_words else "some"


class Found:
    """The answer to a query: counts and facets at once, results as they are asked for.

    It has a length (articles with all the words, then with most, then a few with some, those with
    the same text once) and slices into lists of `Result`, which is what a Paginator needs.
    """

    def __init__(
        self,
        query: Query,
        *,
        offset: int,
        limit: int,
        facets: bool,
        viewer: Viewer,
        aliases: bool,
    ) -> None:
        self.query = query
        self.viewer = viewer
        self.aliases = aliases
        self.reader = reader()
        self.named = named_in(query.words, viewer)
        pages = () if self.named.things else pages_at(query.words)
        self.at_address = articles_at(pages)
        self.is_address = bool(pages)
        alone = self.named.articles if self.named.alone else self.at_address or None
        self.parsed = parse(query.words) if alone is None else ParsedQuery()
        self.expanded = self._expand(self.parsed)
        if alone is not None:
            self.expanded = replace(self.expanded, articles=alone)
        self.plan = self._plan(offset=offset, limit=limit, facets=facets)
        self.answer: Answer = self.reader.find(self.plan)
        self.as_words = self._as_words()
        if self.as_words and self.as_words.searched:
            self.parsed = parse(query.words, plainly=True)
            self.expanded = self._expand(self.parsed)
            self.plan = self._plan(offset=offset, limit=limit, facets=facets)
            self.answer = self.reader.find(self.plan)

    def __len__(self) -> int:
        """Where few articles have all or most of the words, some of them fill the page; in the
        order by relevance a few of these always stand among those with most."""
        found = self.answer.cards
        by_date = self.query.sort != "relevance"
        room = max(0, RESULTS_PER_PAGE - found) if by_date else MOST_SOME
        reach = found + min(self.answer.cards_some, room)
        limit = self.reader.paging_limit
        return reach if limit is None else min(reach, limit)

    def __getitem__(self, part: slice) -> list[Result]:
        return self.results(
            self.hits(part.start or 0, len(self) if part.stop is None else part.stop)
        )

    @property
    def total(self) -> int:
        """Articles with all the words."""
        return self.answer.total

    @property
    def total_most(self) -> int:
        """Articles that lack some of the words and have most."""
        return self.answer.total_most

    @cached_property
    def most_held(self) -> MostHeld:
        """What the articles with most of the words hold, said as closely as it is sure."""
        clauses = self.plan.clauses
        options: dict[str, Any] = {"limit": 0, "facets": False, "hidden": self.plan.hidden}
        known = clauses
        if not self.total:
            counts = self.reader.totals([Plan(clauses=(node,), **options) for node in clauses])
            known = tuple(node for node, n in zip(clauses, counts, strict=True) if n)
        asked, required = self._asked_for(known), self._asked_for(self.plan.required)
        total = sum(one.words for one in (*self._asked_for(clauses), *required))
        if not known and not required:
            return MostHeld(words=0, total=total, resembles=True)
        with_known = len(known) < len(clauses) and bool(known) and self._with_only(known)
        if with_known and with_known == self.total_most:
            return MostHeld(words=sum(one.words for one in (*asked, *required)), total=total)
        # A word that no article holds counts for one where a likeness stands.
        sure = max(0, len(known) // 2 + 1 - (len(clauses) - len(known)))
        least = least_of(asked, sure) + sum(one.words for one in required)
        return MostHeld(words=0, total=total, is_most=2 * least > total)

    def _asked_for(self, nodes: Sequence[Node]) -> list[Asked]:
        asked = self.expanded.asked
        return [asked[node] for node in nodes if node in asked]

    def _with_only(self, clauses: tuple[Node, ...]) -> int:
        """How many articles have all of some clauses, under the same filters."""
        plan = replace(self.plan, clauses=clauses, answering=None, limit=0, facets=False)
        return self.reader.find(replace(plan, some=False)).total

    @property
    def stand_for_others(self) -> bool:
        """Whether there are fewer cards than articles."""
        return self.answer.cards < self.total + self.total_most

    @property
    def facets(self) -> Facets | None:
        return self.answer.facets

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the index, as it stood when they were first asked for."""
        return self.reader.vocabulary()

    @property
    def beyond(self) -> int:
        """How many of those found may lie outside the dates: the month or year is all we know."""
        return self.facets.beyond if self.facets else 0

    @cached_property
    def substitutions(self) -> tuple[Substitution, ...]:
        """Words of the query, and what was searched beside them."""
        return tuple(
            replace(one, names=tuple(dict.fromkeys(map(self.as_printed, one.names))))
            if one.reason == "transliteration"
            else one
            for one in self.expanded.substitutions
        )

    @cached_property
    def lack(self) -> Lack:
        """What keeps the words from saying what is sought: then they were taken as written."""
        return "" if self.at_address else lack_of(self.parsed)

    @property
    def question(self) -> Question | None:
        """What the words ask of statements, where they were read as a question."""
        return self.expanded.question

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What was left out of the query or guessed, in sentences."""
        return (*self.parsed.notes, *self.expanded.notes)

    @cached_property
    def unknown_words(self) -> tuple[str, ...]:
        """Words, as typed, that no article which may be found holds in any form."""
        unknown = set(self.answer.unknown)
        printed = (word.printed for word in self.expanded.words if word.key in unknown)
        return tuple(dict.fromkeys(printed))

    @cached_property
    def wanted(self) -> Wanted:
        """What the statements of each article are to show."""
        nodes = (*self.plan.clauses, *self.plan.required)
        asked = self.plan.answering
        clauses = (
            number for number, node in enumerate(nodes) if asked is None or node in asked.nodes
        )
        chosen = self.plan.filters.choose_statements and not self.plan.in_statements
        first = chosen or asked is not None or self.plan.in_statements
        return Wanted(frozenset(clauses), chosen=chosen, first=first)

    @cached_property
    def expected(self) -> Expected | None:
        """What the words ask to be told: a day, a number, a place."""
        return expected(self.parsed)

    @cached_property
    def histogram(self) -> Histogram | None:
        """The articles found over time, inside the dates asked for; each bar leads to its
        period."""
        from archive.reading.histogram import draw

        if self.facets is None:
            return None
        return draw(
            days=self.facets.days,
            months=self.facets.months_within,
            years=self.facets.years_within,
            address=self.query.in_periods(),
            within=(self.plan.filters.since, self.plan.filters.until),
        )

    @property
    def undated(self) -> int:
        """How many of those found have no date."""
        chosen = self.plan.filters
        if self.facets is None or ((chosen.since or chosen.until) and not chosen.undated):
            return 0
        return self.facets.undated

    @property
    def undated_address(self) -> str:
        return self.query.replace(since=None, until=None, undated=True).get_absolute_url()

    @property
    def trail(self) -> list[Step]:
        """The way back out of the period chosen."""
        from archive.reading.trail import trail

        def within(since: date | None, until: date | None) -> str:
            return self.query.replace(since=since, until=until, undated=False).get_absolute_url()

        return trail(self.query.since, self.query.until, within)

    @cached_property
    def correction(self) -> Another | None:
        """What the reader may have meant; offered, never searched unasked."""
        if self.query.exact:
            return None
        wordings = corrections(
            self.parsed,
            set(self.answer.unknown),
            self.total,
            self.vocabulary,
            self.as_printed,
        )
        for words in wordings:
            count = self.count(words)
            if count > self.total:
                return Another(query=self.query.replace(words=words), count=count)
        return None

    @cached_property
    def phrase_missing(self) -> bool:
        """Whether nothing has all the words because no article holds a phrase of them."""
        phrases = [item for item in self.parsed.required if isinstance(item, Quoted)]
        if self.total or not phrases:
            return False
        nodes = self._expand(ParsedQuery(required=tuple(phrases))).required
        hidden = self.plan.hidden
        plans = [Plan(clauses=(one,), limit=0, facets=False, hidden=hidden) for one in nodes]
        return 0 in self.reader.totals(plans)

    def _as_words(self) -> AsWords | None:
        """The same text without its signs, where it finds something that they keep out."""
        parsed = self.parsed
        headline = parsed.spaced and bool(parsed.clauses or parsed.required)
        if not parsed.has_signs or not (headline or parsed.excluded or not self.total):
            return None
        plain = parse(self.query.words, plainly=True)
        found = self._find(plain)
        count = found.total
        # A field written tightly is meant: what its words find is offered, not searched.
        meant = parsed.has_fields and not parsed.spaced
        finds_more = count > self.total or (count and self.lack == "wanted")
        # The word before the colon may be the outlet's and stand in no article.
        most_alone = found.total_most and not (count or self.total or self.total_most or meant)
        if not (finds_more or most_alone):
            return None
        return AsWords(
            signs=Another(query=self.query.replace(words=parsed.text), count=self.total),
            words=Another(query=self.query.replace(words=plain.text), count=count),
            # Who leaves everything out isn't shown just that.
            searched=(not self.total or headline) and not meant and self.lack != "wanted",
        )

    @cached_property
    def excluding(self) -> Another | None:
        """The search without the word behind «ليس» or «بدون», which may be meant so."""
        words = with_minus(self.query.words)
        if not words:
            return None
        count = self.count(words)
        return Another(query=self.query.replace(words=words), count=count) if count else None

    def count(self, words: str) -> int:
        """How many articles have all of other words, under the same filters."""
        return self._find(parse(words)).total

    def _find(self, parsed: ParsedQuery) -> Answer:
        """What other words find under the same filters, without the articles."""
        plan = self._expand(parsed).plan(
            self.query.filters(),
            self.query.without_filters(),
            hidden=self.plan.hidden,
            limit=0,
            facets=False,
        )
        return self.reader.find(plan)

    def as_printed(self, form: str) -> str:
        """A folded word as newsrooms print it: its commonest printed form in a few articles."""
        plan = Plan(
            clauses=(Term(form, exact=True),),
            limit=PRINTED_SAMPLE,
            facets=False,
            hidden=self.plan.hidden,
        )
        found = [hit.article for hit in self.reader.find(plan).hits]
        matches = self.reader.matches(plan, found)
        printed: Counter[str] = Counter()
        for article in cards_of(self.viewer, found).values():
            revision = article.current_revision
            true = true_matches(matches[article.pk], revision)
            printed.update(revision.title[match.start : match.end] for match in true.title)
            printed.update(revision.text[match.start : match.end] for match in true.text)
        return printed.most_common(1)[0][0] if printed else form

    # Pages

    def hits(self, start: int, stop: int) -> list[Hit]:
        """The hits of one page, in order."""
        first, last = self.plan.offset, self.plan.offset + self.plan.limit
        if first <= start and stop <= last:
            return list(self.answer.hits[start - first : stop - first])
        if stop <= start:
            return []
        plan = replace(self.plan, offset=start, limit=stop - start, facets=False)
        return list(self.reader.find(plan).hits)

    def results(self, hits: list[Hit]) -> list[Result]:
        """Hits with what their cards show; those the viewer may not see are left out."""
        articles = cards_of(self.viewer, [hit.article for hit in hits])
        matches = self.reader.matches(self.plan, list(articles)) if articles else {}
        passages = passages_of([one.current_revision.pk for one in articles.values()])
        same = headings_of(self.viewer, [pk for hit in hits for pk in hit.same[:MOST_SAME]])
        weights = self._weights()
        return [
            self._result(
                hit,
                part,
                articles[hit.article],
                matches.get(hit.article, Matches()),
                passages,
                weights,
                [same[pk] for pk in hit.same[:MOST_SAME] if pk in same],
            )
            for hit, part in zip(hits, parts_of(hits), strict=True)
            if hit.article in articles
        ]

    def _result(
        self,
        hit: Hit,
        part: Part,
        article: ArticleCard,
        matches: Matches,
        passages: dict[int, list[PassageRow]],
        weights: list[float],
        same: list[ArticleCard],
    ) -> Result:
        revision = article.current_revision
        held = None if hit.all_words else self._held(matches)
        if self.plan.in_statements:
            matches = in_statements(matches)
        credited = in_byline(matches, revision, article.byline)
        matches = true_matches(matches, revision)
        shown, more = snippets(
            revision.text,
            passages.get(revision.pk, []),
            matches.text,
            weights,
            matches.statements,
            self.wanted,
            self.expected,
        )
        return Result(
            article=article,
            score=hit.score,
            all_words=hit.all_words,
            most_words=hit.most_words,
            answers=hit.answers,
            held=held,
            part=part,
            title=runs(revision.title, matches.title),
            byline=runs(article.byline, credited) if credited else [],
            snippets=shown,
            more_passages=more,
            same=same,
            same_count=len(same) + max(0, len(hit.same) - MOST_SAME),
            why=reasons(matches, revision, self.expanded, self.vocabulary.explain),
        )

    def _held(self, matches: Matches) -> Held:
        """What an article holds of the words; where statements are searched, one statement."""
        unknown = frozenset(self.answer.unknown)
        several = [matches]
        if self.plan.in_statements:
            alone = (replace(matches, statements=(said,)) for said in matches.statements)
            several = [in_statements(one) for one in alone] or several
        held = (held_in(one, self._nodes, self.expanded.asked, unknown) for one in several)
        return max(held, key=lambda one: one.words)

    @property
    def _nodes(self) -> tuple[Node, ...]:
        return (*self.plan.clauses, *self.plan.required)

    def _weights(self) -> list[float]:
        """How telling each clause is: the rarer, the more."""
        return [idf(node, self.vocabulary) for node in self._nodes]

    # Building

    def _expand(self, parsed: ParsedQuery) -> ExpandedQuery:
        return expand(
            parsed,
            vocabulary=lambda: self.vocabulary,
            exact=self.query.exact,
            also=self.query.also,
            aliases=self.aliases,
            where=self.query.where,
        )

    def _plan(self, *, offset: int, limit: int, facets: bool) -> Plan:
        return self.expanded.plan(
            self.query.filters(),
            self.query.without_filters(),
            hidden=outbox.pending_hidden(),
            sort=self.query.sort,
            offset=offset,
            limit=limit,
            facets=facets,
            some=True,
            grouped=not self.query.each,
        )

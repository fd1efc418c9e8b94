"""When a phrase was first printed, and when last: by whom, in which passage, in which wording.

The index says which articles hold it today, the first and the last of each outlet; public
revisions (`archive.reading.public_revisions`) which had it before, or have it since. An article
counts once, on the day of its publication, or on that of the revision that brought the phrase in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localtime

from archive.addresses import address_of
from archive.arabic.phrases import Wording
from archive.models import Article, Precision, Quotation, Revision, Source
from archive.reading.cards import ArticleCard, cards_of
from archive.reading.cards import Wording as Text
from archive.reading.names_cache import sources
from archive.reading.passages import MarkedRun
from archive.reading.public_revisions import Revised, revised_articles
from archive.reading.statements import SAID, Statement, statements
from search.engines.connection import reader
from search.engines.plan import UNKNOWN_OUTLET, Filters, Match, Node, Or, Phrase, Plan
from search.highlight import runs
from search.index import outbox
from search.snippets import PassageRow, passages_of, snippets

if TYPE_CHECKING:
    from archive.models.visibility import Viewer

MOST_OUTLETS = 12  # those with most articles
MOST_REVISED = 300  # articles with several public revisions, the last changed
MOST_LETTERS = 3_000_000  # of the revisions that are read
MOST_CHANGES = 20
SPARE = 3  # hits beside the first of an outlet, should a revision have brought the phrase in


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article that printed the phrase, and the day on which it first did.

    `revision` is None where the text of today holds the phrase as it was published; else the
    wording that brought it in, or the last that had it.
    """

    article: int  # primary key
    outlet: str  # slug
    on: date
    precision: str
    revision: Revision | None = None
    is_later: bool = False  # brought in by a revision
    is_gone: bool = False  # no longer there today

    @property
    def written(self) -> str:
        """The day, month or year."""
        lengths = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
        return self.on.isoformat()[: lengths[Precision(self.precision)]]


@dataclass(frozen=True, slots=True)
class Place:
    """A sighting as the page shows it, in its passage (or headline, where `ordinal` is 0)."""

    sighting: Sighting
    article: Article | ArticleCard
    address: str
    ordinal: int
    runs: list[MarkedRun]
    cut_before: bool = False
    cut_after: bool = False
    statements: Sequence[Statement] = ()


@dataclass(frozen=True, slots=True)
class ByOutlet:
    """The first and the last article of one outlet that printed the phrase, and how many do."""

    source: Source | None  # None: unknown
    count: int
    first: Place | None
    last: Place | None


@dataclass(frozen=True, slots=True)
class Change:
    """A revision that brought the phrase in, or left it out."""

    article: Article
    before: Revision
    after: Revision
    added: bool
    runs: list[MarkedRun]  # around it, in the wording that has it

    @property
    def on(self) -> datetime:
        return self.after.captured_at

    @property
    def address(self) -> str:
        numbers = [self.article.public_id, self.before.public_number, self.after.public_number]
        return reverse("archive:diff", args=numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """All that the page says. `total` counts articles whose text of today holds the phrase."""

    total: int
    undated: int
    first: Place | None
    last: Place | None
    outlets: list[ByOutlet]
    outlet_count: int
    changes: list[Change]
    change_count: int
    all_revised: bool  # whether every article with several public revisions was looked at


def find_sightings(wording: Wording, viewer: Viewer) -> Sightings:
    """Where and when the phrase was printed. Raises IndexUnavailable."""
    plan = _plan(wording)
    answer = reader().find(plan)
    revised = revised_articles(MOST_REVISED, MOST_LETTERS)
    histories = _histories(wording, revised)
    changes = _changes(wording, histories)
    in_revisions = {one.article: one for one in map(_sighting, histories) if one}
    counts = dict.fromkeys((one.outlet for one in in_revisions.values()), 0)
    counts |= answer.facets.outlets if answer.facets else {}
    slugs = sorted(counts, key=lambda slug: (-counts[slug], slug))[:MOST_OUTLETS]
    hits = {slug: _hits(plan, slug) for slug in ("", *slugs)}
    dated = _as_published(set().union(*hits.values()) - in_revisions.keys())
    ends = {
        slug: _ends([dated[one] for one in found & dated.keys()], slug, in_revisions)
        for slug, found in hits.items()
    }
    everywhere, by_outlet = ends.pop(""), ends
    chosen = {*everywhere, *(one for pair in by_outlet.values() for one in pair)}
    places = _places(wording, chosen, viewer)
    known = sources.by_slug(slugs)
    first, last = (places.get(one.article) for one in everywhere) if everywhere else (None, None)
    return Sightings(
        total=answer.total,
        undated=answer.facets.undated if answer.facets else 0,
        first=_with_statements(first, viewer),
        last=_with_statements(last, viewer),
        outlets=[
            ByOutlet(known.get(slug), counts[slug], *(places.get(one.article) for one in pair))
            for slug, pair in by_outlet.items()
            if pair
        ],
        outlet_count=len(counts),
        changes=changes[:MOST_CHANGES],
        change_count=len(changes),
        all_revised=revised.all_looked_at,
    )


# In the texts of today


def _plan(wording: Wording) -> Plan:
    phrases: tuple[Node, ...] = tuple(map(Phrase, wording.spellings))
    node: Node = phrases[0] if len(phrases) == 1 else Or(phrases)
    hidden = outbox.pending_hidden()
    return Plan(clauses=(node,), most=False, sort="oldest", limit=0, hidden=hidden)


def _hits(plan: Plan, slug: str) -> set[int]:
    """The first and the last articles that hold it today, at one outlet or everywhere."""
    filters = Filters(outlets=(slug,)) if slug else Filters()
    asked = replace(plan, filters=filters, limit=1 + SPARE, facets=False)
    both = reader().find(asked), reader().find(replace(asked, sort="newest"))
    return {hit.article for answer in both for hit in answer.hits if hit.all_words}


def _as_published(articles: set[int]) -> dict[int, Sighting]:
    """Sightings on the day of publication, by article; those without a date are left out."""
    rows = Article.objects.published().filter(pk__in=articles, published_from__isnull=False)
    columns = ("pk", "outlet__slug", "published_from", "precision")
    return {
        article: Sighting(article, outlet or UNKNOWN_OUTLET, on, precision)
        for article, outlet, on, precision in rows.values_list(*columns)
    }


def _ends(
    dated: Iterable[Sighting], slug: str, in_revisions: dict[int, Sighting]
) -> list[Sighting]:
    """The first and the last sighting at one outlet, or everywhere; none where none is dated."""
    revised = (one for one in in_revisions.values() if slug in ("", one.outlet))
    listed = sorted((*dated, *revised), key=lambda one: (one.on, one.article))
    return [listed[0], listed[-1]] if listed else []


# In public revisions


@dataclass(frozen=True, slots=True)
class _History:
    """The public wordings of one article, and which of them hold the phrase."""

    wordings: list[Revision]
    held: list[bool]

    @property
    def article(self) -> Article:
        return self.wordings[0].article

    @property
    def has_changed(self) -> bool:
        return any(self.held) and not all(self.held)


def _histories(wording: Wording, revised: Revised) -> list[_History]:
    histories = (
        _History(wordings, [_holds(wording, one) for one in wordings])
        for wordings in revised.wordings
    )
    return [one for one in histories if one.has_changed]


def _holds(wording: Wording, revision: Revision) -> bool:
    title, text = revision.title, revision.text
    return wording.may_be_in(f"{title} {text}") and _stands(wording, title, text) is not None


def _stands(wording: Wording, title: str, text: str) -> tuple[bool, int, int] | None:
    """Whether it first stands in the title, and where; None where it doesn't stand at all."""
    if found := wording.first_in(title):
        return True, *found
    start = 0
    for line in text.split("\n"):
        if found := wording.first_in(text, start, start + len(line)):
            return False, *found
        start += len(line) + 1
    return None


def _sighting(one: _History) -> Sighting | None:
    """When the article first printed the phrase; None where that isn't known."""
    article, first = one.article, one.held.index(True)
    on, precision = article.published_from, article.precision
    if first:
        on, precision = localtime(one.wordings[first].captured_at).date(), Precision.DAY
    if on is None:
        return None
    last = max(number for number, holds in enumerate(one.held) if holds)
    is_gone = not one.held[-1]
    return Sighting(
        article=article.pk,
        outlet=article.outlet.slug if article.outlet else UNKNOWN_OUTLET,
        on=on,
        precision=precision,
        revision=one.wordings[last if is_gone else first],
        is_later=first > 0,
        is_gone=is_gone,
    )


def _changes(wording: Wording, histories: Iterable[_History]) -> list[Change]:
    """Every revision that brought the phrase in or left it out, the latest first."""
    changes = []
    for one in histories:
        steps = zip(pairwise(one.wordings), pairwise(one.held), strict=True)
        for (before, after), (had, has) in steps:
            if had != has:
                holder = after if has else before
                around = _around(wording, Text(holder.pk, holder.title, holder.text), [])
                changes.append(Change(one.article, before, after, has, around.runs))
    return sorted(changes, key=lambda change: change.on, reverse=True)


# As the page shows them


@dataclass(frozen=True, slots=True)
class _Around:
    """What is printed around the phrase, in which passage; a headline is in none."""

    runs: list[MarkedRun]
    row: PassageRow | None = None
    cut_before: bool = False
    cut_after: bool = False


def _around(wording: Wording, text: Text, passages: Sequence[PassageRow]) -> _Around:
    stands = _stands(wording, text.title, text.text)
    if stands is None:
        return _Around(runs(text.title, []))
    in_title, start, end = stands
    mark = Match(start, end, 0, "", "")
    if in_title:
        return _Around(runs(text.title, [mark]))
    here = next((row for row in passages if row.start <= start < row.end), None)
    line = PassageRow(0, "", 0, "paragraph", *_line(text.text, start))
    shown, _more = snippets(text.text, [here or line], [mark], [1.0])
    return _Around(shown[0].runs, here, shown[0].cut_before, shown[0].cut_after)


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _places(wording: Wording, chosen: set[Sighting], viewer: Viewer) -> dict[int, Place]:
    cards = cards_of(viewer, sorted({one.article for one in chosen}))
    seen = [one for one in chosen if one.article in cards]
    texts = {one.article: _text(one, cards[one.article]) for one in seen}
    passages = passages_of(sorted(text.pk for text in texts.values()))
    return {
        one.article: _place(
            one,
            cards[one.article],
            _around(wording, texts[one.article], passages[texts[one.article].pk]),
        )
        for one in seen
    }


def _text(one: Sighting, card: ArticleCard) -> Text:
    """The text in which it is shown: that of today, or the last that had it."""
    if one.revision is None or not one.is_gone:
        return card.current_revision
    return Text(one.revision.pk, one.revision.title, one.revision.text)


def _place(one: Sighting, card: ArticleCard, around: _Around) -> Place:
    number = one.revision.public_number if one.revision and one.is_gone else None
    row = around.row
    if number is None:
        address = address_of("archive:passage", row.public_id) if row else card.get_absolute_url()
    elif row:
        address = reverse("archive:passage_revision", args=[row.public_id, number])
    else:
        address = reverse("archive:revision", args=[card.public_id, number])
    return Place(
        sighting=one,
        article=card,
        address=address,
        ordinal=row.ordinal if row else 0,
        runs=around.runs,
        cut_before=around.cut_before,
        cut_after=around.cut_after,
    )


def _with_statements(place: Place | None, viewer: Viewer) -> Place | None:
    """The place with whoever says the words there, in the text of today."""
    if place is None or place.sighting.is_gone or not place.ordinal:
        return place
    marked = "".join(run.text for run in place.runs if run.marked)
    said = Quotation.objects.for_readers(viewer).of_kind(*SAID)
    listed = [
        statement
        for statement in statements(said.filter(revision__article=place.article.pk).in_order())
        if statement.span
        and statement.span.ordinal == place.ordinal
        and marked in " ".join(statement.words.split())
    ]
    return replace(place, statements=listed[:1])

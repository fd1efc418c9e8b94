"""People, bodies and places: lists of all of them, and a page for each."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import (
    Article,
    Citation,
    Entity,
    Mention,
    PassageSpan,
    Quotation,
    Revision,
    Source,
)
from archive.models.articles import ArticleQuerySet
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer
from archive.reading.excerpts import Excerpt, excerpt_around
from archive.reading.histogram import coverage_of
from archive.reading.statements import statements_by_key
from archive.reading.statistics import (
    Counted,
    OverTime,
    Presence,
    by_month,
    entities_counted,
    months_and_years,
    most_counted,
    most_present,
    naming,
    outlets_of,
    presence,
    remembered,
    version,
)
from archive.reading.tallies.kept import numbers_for
from archive.reading.topics import (
    around,
    newest_said_by,
    on_subject_of,
    on_topic,
    others_on_subject,
    said_by,
    topic_of,
    topics,
    weights,
    with_gaps,
)
from archive.views.merged import leads_on

ON_A_PAGE = 15
ON_A_LIST = 150
MOST_PRESENT = 36  # of each kind, on the page of all kinds
OFTEN_WITH = 8
MANY = 1000  # passages or statements: all of them in their order take long to find
SOON = 10 * ON_A_PAGE  # passages that are found without the order of all
MOST_IN_ORDER = 15  # statements on one subject: the page has a budget of nodes


@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """People and bodies that articles name, most present first; `kind` lists all of one kind."""
    kinds = [kind for kind in Entity.Kind if kind != Entity.Kind.PLACE]
    wanted = request.GET.get("kind", "")
    found = _presence(request)
    if wanted in kinds:
        page = _listed(request, found.get(wanted, []))
        return render(request, "archive/actors_of_kind.html", {"kind": wanted, "page": page})
    groups = [_group(kind, found[kind]) for kind in kinds if kind in found]
    return render(request, "archive/actors.html", {"groups": groups})


@dataclass(frozen=True, slots=True)
class Group:
    """The most present entities of one kind, and how many there are in all."""

    kind: str
    most: list[Counted]
    total: int


def _group(kind: Entity.Kind, found: list[tuple[int, int]]) -> Group:
    return Group(kind.value, entities_counted(found[:MOST_PRESENT]), len(found))


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    found = _presence(request).get(Entity.Kind.PLACE, [])
    return render(request, "archive/places.html", {"page": _listed(request, found)})


def _presence(request: HttpRequest) -> Presence:
    return remembered("presence", lambda: presence(request.user), version(request.user))


def _listed(request: HttpRequest, found: list[tuple[int, int]]) -> Page:
    page = Paginator(found, ON_A_LIST).get_page(request.GET.get("page"))
    page.object_list = entities_counted(page.object_list)
    return page


@require_safe
@leads_on(Entity)
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, get_object_or_404(Entity, slug=slug), expects_place=False)


@require_safe
@leads_on(Entity)
def place(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, get_object_or_404(Entity, slug=slug), expects_place=True)


def _page(request: HttpRequest, entity: Entity, *, expects_place: bool) -> HttpResponse:
    if entity.is_place != expects_place:
        return HttpResponsePermanentRedirect(entity.get_absolute_url())
    visible = Article.objects.visible_to(request.user)
    articles = naming(visible, entity)
    now = version(request.user)
    spoken = said_by(entity, request.user)
    figures = remembered(f"entity:{entity.pk}", lambda: _figures(entity, request.user), now)
    said = StatementsOf(entity, request.user, figures.statements, now)
    shows = _shown(request, has_said=bool(said))
    oldest_first = request.GET.get("sort") == "oldest"
    if shows == "said":
        listed: Any = said.oldest_first() if oldest_first else said
    elif shows == "articles":
        listed = by_date(articles.with_card_details(), oldest_first=oldest_first)
    else:
        listed = PassagesNaming(entity, visible, figures.passages, now, oldest_first=oldest_first)
    paginator = CountedPaginator(listed, ON_A_PAGE)
    paginator.count = {
        "said": figures.statements,
        "articles": figures.articles,
        "passages": figures.passages,
    }[shows]
    page = paginator.get_page(request.GET.get("page"))
    filter_name = "place" if entity.is_place else "actor"
    context = {
        "entity": entity,
        "filter_name": filter_name,
        "page": page,
        "named": namings(entity, page.object_list) if shows == "passages" else [],
        "shows": shows,
        "said_count": figures.statements,
        "oldest_first": oldest_first,
        "article_count": figures.articles,
        "passage_count": figures.passages,
        "coverage": coverage_of(figures.over_time, {filter_name: entity.slug}),
        "often_with": figures.often_with,
        "outlets": figures.outlets,
        "roles": entity.roles.all(),
        "names": entity.names.all(),
    }
    if shows == "said":
        context |= _statements(request, entity, spoken, list(page.object_list), now)
    return render(request, "archive/entity.html", context)


def _shown(request: HttpRequest, *, has_said: bool) -> str:
    """What the address asks for: `said` unless told otherwise, where there is anything."""
    wanted = request.GET.get("view", "")
    if wanted in ("passages", "articles"):
        return wanted
    return "said" if has_said else "passages"


def _statements(
    request: HttpRequest, entity: Entity, spoken: QuotationQuerySet, keys: list[int], now: str
) -> dict[str, Any]:
    """The statements of a page, what they are about, and those on the subject asked for."""
    viewer = request.user
    weigh = weights(viewer, now)
    about = remembered(f"topics:{entity.pk}", lambda: topics(spoken, weigh), now)
    listed = statements_by_key(keys, viewer)
    word, passage = request.GET.get("topic", "")[:60].strip(), request.GET.get("on", "")[:20]
    origin: list[Quotation] = []
    if passage:
        here = spoken.filter(passage__public_id=passage).select_related("revision")
        origin = list(here.in_order())
    by_days = spoken.by_day(oldest_first=True)
    found: list[int] = []
    if origin:
        found = on_subject_of(by_days, origin, weigh)
    elif word:
        found = list(on_topic(by_days, word).values_list("pk", flat=True))
    own = {row.pk for row in origin}
    subject = with_gaps(around(found, own, MOST_IN_ORDER), viewer)
    return {
        "statements": listed,
        "topics": about,
        "topic": "" if origin else topic_of(word, about),
        "origin": own,
        "subject": subject,
        "subject_left": len(found) - len(subject),
        "others": others_on_subject(listed, viewer, now),
    }


class CountedPaginator(Paginator):
    """A paginator whose count is known already."""

    count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted over all articles that name an entity."""

    articles: int
    passages: int
    statements: int
    over_time: OverTime
    often_with: list[Counted]
    outlets: list[Counted]


def _figures(entity: Entity, viewer: Viewer) -> Figures:
    kinds = ("article", "passage", "statement", "month", "entity", "outlet")
    if numbers := numbers_for(viewer, *kinds, about=entity.pk):
        others = {key: n for key, n in numbers["entity"].items() if key != str(entity.pk)}
        return Figures(
            articles=numbers["article"].total(),
            passages=numbers["passage"].total(),
            statements=numbers["statement"].total(),
            over_time=months_and_years(numbers["month"]),
            often_with=most_counted(Entity, others, OFTEN_WITH),
            outlets=most_counted(Source, numbers["outlet"], OFTEN_WITH),
        )
    articles = naming(Article.objects.visible_to(viewer), entity)
    often_with = most_present(articles, OFTEN_WITH + 1)
    return Figures(
        articles=articles.count(),
        passages=passages_naming(entity, articles),
        statements=said_by(entity, viewer).count(),
        over_time=by_month(articles),
        often_with=[found for found in often_with if found.thing != entity][:OFTEN_WITH],
        outlets=outlets_of(articles, OFTEN_WITH),
    )


@dataclass(frozen=True, slots=True)
class Order:
    """The texts in which an entity is named, in the order of a list.

    `ends` says, for each of `revisions` (primary keys), how many passages that name it stand in
    that text and in those before it.
    """

    revisions: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    def around(self, start: int, stop: int) -> tuple[list[int], int]:
        """The revisions that hold passages `start` to `stop`, and how many come before theirs."""
        first, last = bisect_right(self.ends, start), bisect_left(self.ends, stop)
        return self.revisions[first : last + 1].tolist(), self.ends[first - 1] if first else 0


def passages_naming(entity: Entity, articles: ArticleQuerySet) -> int:
    """How many passages of these articles, as they stand today, name the entity."""
    named = Mention.objects.shown().filter(entity=entity, passage__isnull=False)
    here = named.filter(revision__in=articles.order_by().values("current_revision")).order_by()
    return here.values("revision", "passage").distinct().count()


def order_of_passages(
    entity: Entity, articles: ArticleQuerySet, *, oldest_first: bool, first: int | None = None
) -> Order:
    """Where these articles, as they stand today, name the entity; in so many of them, or in all."""
    named = Mention.objects.shown().filter(entity=entity, passage__isnull=False).order_by()
    if first is not None:
        # By their dates until there are enough, where nearly all name it.
        articles = articles.filter(Exists(named.filter(revision=OuterRef("current_revision"))))
    dated = by_date(articles, "current_revision_id", oldest_first=oldest_first)
    texts = list(dated.values_list("current_revision_id", flat=True)[:first])
    if first is not None:
        named = named.filter(revision__in=texts)
    counts = dict(named.values_list("revision").annotate(n=Count("passage", distinct=True)))
    revisions = [pk for pk in texts if pk in counts]
    return Order(array("q", revisions), array("q", accumulate(counts[pk] for pk in revisions)))


class StatementsOf:
    """Keys of what an entity said, newest first, for a paginator: they have a length and slices."""

    def __init__(self, entity: Entity, viewer: Viewer, count: int, now: str) -> None:
        self.entity = entity
        self.viewer = viewer
        self.count = count
        self.now = now

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, part: slice) -> list[int]:
        start, stop, _step = part.indices(self.count)
        if self.count > MANY and stop <= ON_A_PAGE:
            return remembered(f"newest-said:{self.entity.pk}", self._newest, self.now)
        return self._all()[start:stop]

    def oldest_first(self) -> list[int]:
        return self._all()[::-1]

    def _newest(self) -> list[int]:
        return newest_said_by(self.entity, self.viewer, ON_A_PAGE) or self._all()[:ON_A_PAGE]

    def _all(self) -> list[int]:
        spoken = said_by(self.entity, self.viewer).by_day()
        return remembered(
            f"said:{self.entity.pk}", lambda: list(spoken.values_list("pk", flat=True)), self.now
        )


class PassagesNaming:
    """The passages that name an entity, for a paginator: they have a length and slices."""

    def __init__(
        self,
        entity: Entity,
        visible: ArticleQuerySet,
        count: int,
        now: str,
        *,
        oldest_first: bool,
    ) -> None:
        self.entity = entity
        self.visible = visible
        self.count = count
        self.now = now
        self.oldest_first = oldest_first

    def __len__(self) -> int:
        return self.count

    def _order(self, stop: int) -> Order:
        """As far as it is needed: of somebody whom many name, the first pages are found soon."""
        if self.count > MANY and stop <= SOON and not self.oldest_first:
            return order_of_passages(self.entity, self.visible, oldest_first=False, first=stop)
        return remembered(
            f"passages:{self.entity.pk}:{self.oldest_first}",
            lambda: order_of_passages(
                self.entity, naming(self.visible, self.entity), oldest_first=self.oldest_first
            ),
            self.now,
        )

    def __getitem__(self, part: slice) -> list[PassageSpan]:
        start, stop, _step = part.indices(len(self))
        revisions, before = self._order(stop).around(start, stop)
        # The order may be remembered: what may be seen is asked of the database each time.
        current = self.visible.filter(current_revision__in=revisions).values("current_revision")
        here = Mention.objects.shown().filter(
            entity=self.entity, revision=OuterRef("revision"), passage=OuterRef("passage")
        )
        spans = PassageSpan.objects.filter(Exists(here), revision__in=current)
        position = {pk: number for number, pk in enumerate(revisions)}
        ordered = sorted(
            spans.select_related("passage").prefetch_related(
                Prefetch("revision", Revision.objects.select_related("article__outlet"))
            ),
            key=lambda span: (position[span.revision_id], span.ordinal),
        )
        return ordered[start - before : stop - before]


def by_date(articles: ArticleQuerySet, then: str = "-pk", *, oldest_first: bool) -> ArticleQuerySet:
    """Newest first unless asked otherwise; what has no date comes last either way."""
    date = F("published_from")
    order = date.asc(nulls_last=True) if oldest_first else date.desc(nulls_last=True)
    return articles.order_by(order, then)


@dataclass(frozen=True, slots=True)
class Naming:
    """A passage that names the entity, as the list shows it."""

    span: PassageSpan
    article: Article
    excerpt: Excerpt
    citations: list[Citation]


def namings(entity: Entity, spans: Iterable[PassageSpan]) -> list[Naming]:
    """The rows of one page, in two queries."""
    listed = list(spans)
    here = {"revision__in": {span.revision_id for span in listed}}
    mentions: dict[tuple[int, int], Mention] = {}
    for mention in Mention.objects.shown().filter(entity=entity, **here).order_by("-start"):
        mentions[mention.revision_id, mention.passage_id] = mention
    relayed: dict[tuple[int, int], list[Citation]] = {}
    for citation in Citation.objects.shown().filter(**here).select_related("source"):
        relayed.setdefault((citation.revision_id, citation.passage_id), []).append(citation)
    return [
        Naming(
            span=span,
            article=span.revision.article,
            excerpt=excerpt_around(span, mentions[span.revision_id, span.passage_id]),
            citations=relayed.get((span.revision_id, span.passage_id), []),
        )
        for span in listed
    ]

"""People, bodies and places: lists of all of them, and a page for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Article, Citation, Entity, Mention, PassageSpan
from archive.models.articles import ArticleQuerySet, PassageSpanQuerySet
from archive.pages import Excerpt, coverage_of, excerpt_around
from archive.summary import (
    Counted,
    by_month,
    entities_counted,
    most_present,
    naming,
    outlets_of,
    presence,
    public_presence,
    remembered,
)

ON_A_PAGE = 15
ON_A_LIST = 150
MOST_PRESENT = 36  # of each kind, on the page of all kinds
OFTEN_WITH = 8


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


def _presence(request: HttpRequest) -> dict[str, list[tuple[int, int]]]:
    """Remembered for readers, who all see the same; editors see drafts too."""
    if request.user.is_authenticated:
        return presence(Article.objects.visible_to(request.user))
    return public_presence()


def _listed(request: HttpRequest, found: list[tuple[int, int]]) -> Page:
    page = Paginator(found, ON_A_LIST).get_page(request.GET.get("page"))
    page.object_list = entities_counted(page.object_list)
    return page


@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, get_object_or_404(Entity, slug=slug), expects_place=False)


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, get_object_or_404(Entity, slug=slug), expects_place=True)


def _page(request: HttpRequest, entity: Entity, *, expects_place: bool) -> HttpResponse:
    if entity.is_place != expects_place:
        return HttpResponsePermanentRedirect(entity.get_absolute_url())
    articles = naming(Article.objects.visible_to(request.user), entity)
    spans = spans_naming(entity, articles)
    shows_articles = request.GET.get("view") == "articles"
    oldest_first = request.GET.get("sort") == "oldest"
    listed = articles.with_card_details() if shows_articles else spans.only("pk")
    ordered = by_date(listed, "" if shows_articles else "revision__article__", oldest_first)
    figures = _figures(request, entity, articles, spans)
    paginator = CountedPaginator(ordered, ON_A_PAGE)
    paginator.count = figures.articles if shows_articles else figures.passages
    page = paginator.get_page(request.GET.get("page"))
    filter_name = "place" if entity.is_place else "actor"
    context = {
        "entity": entity,
        "filter_name": filter_name,
        "page": page,
        "named": [] if shows_articles else namings(entity, page.object_list),
        "shows_articles": shows_articles,
        "oldest_first": oldest_first,
        "article_count": figures.articles,
        "passage_count": figures.passages,
        "coverage": coverage_of(figures.over_time, {filter_name: entity.slug}),
        "often_with": figures.often_with,
        "outlets": figures.outlets,
        "roles": entity.roles.all(),
        "names": entity.names.all(),
    }
    return render(request, "archive/entity.html", context)


class CountedPaginator(Paginator):
    """A paginator whose count is known already."""

    count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted over all articles that name an entity."""

    articles: int
    passages: int
    over_time: tuple[dict[str, int], dict[str, int]]
    often_with: list[Counted]
    outlets: list[Counted]


def _figures(
    request: HttpRequest, entity: Entity, articles: ArticleQuerySet, spans: PassageSpanQuerySet
) -> Figures:
    """Figures are remembered for readers, who all see the same; editors see drafts too."""

    def compute() -> Figures:
        often_with = most_present(articles, OFTEN_WITH + 1)
        return Figures(
            articles=articles.count(),
            passages=spans.count(),
            over_time=by_month(articles),
            often_with=[found for found in often_with if found.thing != entity][:OFTEN_WITH],
            outlets=outlets_of(articles, OFTEN_WITH),
        )

    if request.user.is_authenticated:
        return compute()
    return remembered(f"entity:{entity.pk}", compute)


def spans_naming(entity: Entity, articles: ArticleQuerySet) -> PassageSpanQuerySet:
    """Passages of these articles, as they stand today, in which the entity is named."""
    here = Mention.objects.shown().filter(
        entity=entity, revision=OuterRef("revision"), passage=OuterRef("passage")
    )
    return PassageSpan.objects.filter(
        Exists(here), revision__in=articles.order_by().values("current_revision")
    )


def by_date(things, prefix: str, oldest_first: bool):
    """Newest first unless asked otherwise; what has no date comes last either way."""
    date = F(f"{prefix}published_from")
    order = date.asc(nulls_last=True) if oldest_first else date.desc(nulls_last=True)
    ordered = things.order_by(order, "-pk")
    return ordered.order_by(order, "revision", "ordinal") if prefix else ordered


@dataclass(frozen=True, slots=True)
class Naming:
    """A passage that names the entity, as the list shows it."""

    span: PassageSpan
    article: Article
    excerpt: Excerpt
    citations: list[Citation]


def namings(entity: Entity, spans: Iterable[PassageSpan]) -> list[Naming]:
    """The rows of one page, in three queries."""
    listed = list(
        PassageSpan.objects.filter(pk__in=[span.pk for span in spans]).select_related(
            "passage", "revision__article__outlet"
        )
    )
    order = {span.pk: place for place, span in enumerate(spans)}
    here = {"revision__in": {s.revision_id for s in listed}}
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
        for span in sorted(listed, key=lambda span: order[span.pk])
    ]

"""Newspapers, agencies, broadcasters and sites: the list, and a page for each."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Article, Citation, Quotation, Source
from archive.models.articles import ArticleQuerySet
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer
from archive.reading.histogram import coverage_of
from archive.reading.statements import SAID, statements_by_key
from archive.reading.statistics import Counted, by_month, most_present, remembered, version
from archive.reading.topics import others_on_subject
from archive.views.entities import OFTEN_WITH, CountedPaginator, by_date
from archive.views.merged import leads_on

ON_A_PAGE = 20


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """Outlets of articles, then sources that articles relay."""
    visible = Article.objects.visible_to(request.user)
    published = (
        Source.objects.with_counts_of(visible)
        .filter(article_count__gt=0)
        .order_by("-article_count", "name_ar")
    )
    return render(
        request,
        "archive/outlets.html",
        {
            "outlets": published,
            "unknown_count": visible.from_outlet(None).count(),
            "relayed": _most_relayed(visible),
        },
    )


def _most_relayed(articles: ArticleQuerySet) -> list[Counted]:
    """Sources that these articles relay, with the number of articles that do."""
    counts = (
        Citation.objects.shown()
        .filter(revision__in=articles.order_by().values("current_revision"))
        .order_by()
        .values_list("source")
        .annotate(n=Count("revision", distinct=True))
        .order_by("-n", "source__name_ar")
    )
    sources = Source.objects.in_bulk([pk for pk, _ in counts])
    return [Counted(sources[pk], n) for pk, n in counts]


@require_safe
@leads_on(Source)
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """What an outlet published, and which articles of others relay it."""
    source = get_object_or_404(Source, slug=slug)
    visible = Article.objects.visible_to(request.user)
    published = visible.from_outlet(source)
    relayed = Citation.objects.shown().filter(source=source).order_by()
    relaying = visible.filter(current_revision__in=relayed.values("revision"))
    now = version(request.user)
    figures = remembered(f"outlet:{source.pk}", lambda: _figures(published, relaying), now)
    relays = _relayed_statements(source, request.user)
    said = remembered(
        f"relays:{source.pk}", lambda: list(relays.by_day().values_list("pk", flat=True)), now
    )
    if not (figures.published or figures.relaying or said):
        raise Http404  # also where it has drafts: an empty page would tell of them
    shows_said = bool(said) and request.GET.get("view") == "said"
    shows_relaying = not shows_said and (
        request.GET.get("view") == "relayed" or not figures.published
    )
    oldest_first = request.GET.get("sort") == "oldest"
    listed = relaying if shows_relaying else published
    ordered = by_date(listed.with_card_details(), oldest_first=oldest_first)
    paginator = CountedPaginator(ordered, ON_A_PAGE)
    paginator.count = figures.relaying if shows_relaying else figures.published
    if shows_said:
        paginator = Paginator(said[::-1] if oldest_first else said, ON_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    statements = statements_by_key(list(page.object_list), request.user) if shows_said else []
    context = {
        "source": source,
        "page": page,
        "shows_said": shows_said,
        "said_count": len(said),
        "statements": statements,
        "others": others_on_subject(statements, request.user, now) if statements else {},
        "shows_relaying": shows_relaying,
        "oldest_first": oldest_first,
        "published_count": figures.published,
        "relaying_count": figures.relaying,
        "coverage": None
        if shows_relaying or shows_said
        else coverage_of(figures.over_time, {"outlet": slug}),
        "actors": figures.actors,
        "names": source.names.all(),
    }
    return render(request, "archive/outlet.html", context)


def _relayed_statements(source: Source, viewer: Viewer) -> QuotationQuerySet:
    """What others relay from the source, and what they quote it as saying itself."""
    seen = Quotation.objects.for_readers(viewer).of_kind(*SAID)
    through = seen.relayed_from(source).values("pk")
    itself = seen.by_speaker(source).values("pk")
    others = seen.exclude(revision__article__outlet=source)
    return others.filter(Q(pk__in=through) | Q(pk__in=itself))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted over all articles of an outlet, and over those that relay it."""

    published: int
    relaying: int
    over_time: tuple[dict[str, int], dict[str, int]]
    actors: list[Counted]


def _figures(published: ArticleQuerySet, relaying: ArticleQuerySet) -> Figures:
    return Figures(
        published=published.count(),
        relaying=relaying.count(),
        over_time=by_month(published),
        actors=most_present(published, OFTEN_WITH),
    )

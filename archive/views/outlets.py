"""Newspapers, agencies, broadcasters and sites: the list, and a page for each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Article, Citation, Source
from archive.models.articles import ArticleQuerySet
from archive.pages import coverage
from archive.summary import Counted, most_present
from archive.views.entities import OFTEN_WITH, by_date

ON_A_PAGE = 20


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """Outlets of articles, then sources that articles relay."""
    visible = Article.objects.visible_to(request.user)
    published = (
        Source.objects.with_article_counts(request.user)
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
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """What an outlet published, and which articles of others relay it."""
    source = get_object_or_404(Source, slug=slug)
    visible = Article.objects.visible_to(request.user)
    published = visible.from_outlet(source)
    relaying = visible.filter(
        pk__in=Citation.objects.shown()
        .filter(source=source, revision=F("revision__article__current_revision"))
        .values("revision__article")
    )
    published_count, relaying_count = published.count(), relaying.count()
    shows_relaying = request.GET.get("view") == "relayed" or not published_count
    oldest_first = request.GET.get("sort") == "oldest"
    listed = relaying if shows_relaying else published
    ordered = by_date(listed.with_card_details(), "", oldest_first)
    context = {
        "source": source,
        "page": Paginator(ordered, ON_A_PAGE).get_page(request.GET.get("page")),
        "shows_relaying": shows_relaying,
        "oldest_first": oldest_first,
        "published_count": published_count,
        "relaying_count": relaying_count,
        "coverage": None if shows_relaying else coverage(published, {"outlet": slug}),
        "actors": most_present(published, OFTEN_WITH) if published_count else [],
        "names": source.names.all(),
    }
    return render(request, "archive/outlet.html", context)

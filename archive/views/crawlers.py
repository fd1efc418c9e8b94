"""What search engines are told: where they may go, and every address that is meant to last.

The map lists each article followed by its passages, so that a page of it costs what its articles
cost, however large the archive is. Addresses are those of the Arabic pages; each page names its
English twin itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.addresses import address_of
from archive.models import Article, Entity, PassageSpan, Source
from archive.reading.statistics import public_presence

# An article of the archive has some ten passages; the format allows 50,000 addresses a file.
ARTICLES_A_FILE = 500
PAGES = (
    "archive:front",
    "search:tips",
    "archive:actors",
    "archive:places",
    "archive:outlets",
    "archive:about",
    "archive:accessibility",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An address, and when what it shows last changed."""

    address: str
    changed: str = ""  # a moment as ISO 8601 writes it


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The files of the map."""
    articles = Article.objects.visible_to(AnonymousUser()).count()
    files = range(1, -(-articles // ARTICLES_A_FILE) + 1)
    addresses = [reverse("sitemap-pages")]
    addresses += [reverse("sitemap-articles", args=[number]) for number in files]
    return _xml(request, "sitemap.xml", [Listed(address) for address in addresses])


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """The archive's own pages, then people, bodies, places and outlets that articles hold."""
    addresses = [
        *map(reverse, PAGES),
        *(entity.get_absolute_url() for entity in _entities()),
        *(source.get_absolute_url() for source in _outlets()),
    ]
    return _xml(request, "sitemap_addresses.xml", [Listed(address) for address in addresses])


@require_safe
def sitemap_articles(request: HttpRequest, number: int) -> HttpResponse:
    """Some of the articles, the oldest of the archive first, each before its passages."""
    first = (number - 1) * ARTICLES_A_FILE
    articles = (
        Article.objects.visible_to(AnonymousUser())
        .order_by("pk")
        .values_list("public_id", "changed_at", "current_revision")
    )
    found = list(articles[first : first + ARTICLES_A_FILE]) if number else []
    if not found:
        raise Http404
    return _xml(request, "sitemap_addresses.xml", _with_passages(found))


def _with_passages(articles: Iterable[tuple[str, datetime, int]]) -> Iterator[Listed]:
    listed = list(articles)
    spans = (
        PassageSpan.objects.filter(revision__in=[revision for *_facts, revision in listed])
        .order_by("ordinal")
        .values_list("revision", "passage__public_id", "revision__captured_at")
    )
    passages: dict[int, list[Listed]] = defaultdict(list)
    for revision, public_id, captured_at in spans:
        address = address_of("archive:passage", public_id)
        passages[revision].append(Listed(address, _written(captured_at)))
    for public_id, changed_at, revision in listed:
        yield Listed(address_of("archive:article", public_id), _written(changed_at))
        yield from passages[revision]


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _entities() -> Iterable[Entity]:
    present = [pk for found in public_presence().values() for pk, _count in found]
    return Entity.objects.filter(pk__in=present).order_by("slug")


def _outlets() -> Iterable[Source]:
    published = Article.objects.visible_to(AnonymousUser())
    return Source.objects.filter(pk__in=published.values("outlet")).order_by("slug")


def _xml(request: HttpRequest, template: str, listed: Iterable[Listed]) -> HttpResponse:
    context = {"site": settings.SITE_URL, "listed": listed}
    return render(request, template, context, content_type="application/xml")

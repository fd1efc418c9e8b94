"""What search engines are told: where they may go, and every address that is meant to last.

The map lists each article followed by its passages, so that a page of it costs what its articles
cost, however large the archive is. Addresses are those of the Arabic pages; each page names its
English twin itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_file
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.addresses import address_of
from archive.models import Article, Entity, PassageSpan, Source
from archive.reading.statistics import public_presence

# An article of the archive has some ten passages; the format allows 50,000 addresses a file.
ARTICLES_A_FILE = 500
MOST_FILES = 50_000  # that an index of the format may list
PAGES = (
    "archive:front",
    "search:tips",
    "archive:quotations",
    "archive:timeline",
    "archive:ledgers",
    "archive:promises",
    "archive:refusals",
    "archive:missing",
    "search:phrase",
    "archive:actors",
    "archive:places",
    "archive:outlets",
    "archive:about",
    "archive:accessibility",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The files of the map; Django's own index would read all of them to say when they changed."""
    articles = Article.objects.visible_to(AnonymousUser()).count()
    files = range(1, -(-articles // ARTICLES_A_FILE) + 1)
    addresses = [reverse("sitemap-pages")]
    addresses += [reverse("sitemap-articles", args=[number]) for number in files]
    return render(
        request, "sitemap_index.xml", {"addresses": addresses}, content_type="application/xml"
    )


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    return _map(request, Pages())


@require_safe
def sitemap_articles(request: HttpRequest, number: int) -> HttpResponse:
    return _map(request, Articles(number))


class Listed(NamedTuple):
    """An address, and when what it shows last changed."""

    address: str
    changed: datetime | None = None


class File(Sitemap):
    """One file of the map, with addresses of this site whatever host was asked."""

    def location(self, item: Listed) -> str:
        return item.address

    def lastmod(self, item: Listed) -> datetime | None:
        return item.changed

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: object = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    @property
    def paginator(self) -> Paginator:
        """All of it at once; a file that would hold nothing is not there."""
        items = self.items()
        return Paginator(items, max(len(items), 1), allow_empty_first_page=False)


class Pages(File):
    """The archive's own pages, then people, bodies, places and outlets that articles hold."""

    def items(self) -> list[Listed]:
        addresses = [
            *map(reverse, PAGES),
            *(entity.get_absolute_url() for entity in _entities()),
            *(source.get_absolute_url() for source in _outlets()),
        ]
        return [Listed(address) for address in addresses]


class Articles(File):
    """Some of the articles, the oldest of the archive first, each before its passages."""

    def __init__(self, number: int) -> None:
        self.number = number

    def items(self) -> list[Listed]:
        first = (self.number - 1) * ARTICLES_A_FILE
        articles = (
            Article.objects.visible_to(AnonymousUser())
            .order_by("pk")
            .values_list("public_id", "changed_at", "current_revision")
        )
        if not 0 < self.number <= MOST_FILES:
            return []
        return list(_with_passages(articles[first : first + ARTICLES_A_FILE]))


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
        passages[revision].append(Listed(address, _to_the_second(captured_at)))
    for public_id, changed_at, revision in listed:
        yield Listed(address_of("archive:article", public_id), _to_the_second(changed_at))
        yield from passages[revision]


def _to_the_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _entities() -> Iterable[Entity]:
    present = [pk for found in public_presence().values() for pk, _count in found]
    return Entity.objects.filter(pk__in=present).order_by("slug")


def _outlets() -> Iterable[Source]:
    published = Article.objects.visible_to(AnonymousUser())
    return Source.objects.filter(pk__in=published.values("outlet")).order_by("slug")


def _map(request: HttpRequest, file: File) -> HttpResponse:
    response = sitemap_file(request, {"file": file})
    # The latest change of those listed: a withdrawal would leave it as it was.
    response.headers.pop("Last-Modified", None)
    return response

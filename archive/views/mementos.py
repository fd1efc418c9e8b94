"""The wordings of an article or passage for programs that travel in time (Memento, RFC 7089).

An article's or passage's address is its own gate: asked with `Accept-Datetime` it leads to the
wording of that moment, which has an address of its own. The map lists them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import override

from archive.models import Article, Passage, Revision
from archive.views.visible import file, span_in, visible_article

LINKS = "application/link-format"


class Address(NamedTuple):
    """Where a thing stands today, and the names of its addresses."""

    public_id: str
    today: str
    as_cited: str
    timemap: str

    def full(self, name: str, *more: int) -> str:
        """The same in every language."""
        with override(settings.LANGUAGE_CODE):
            return settings.SITE_URL + reverse(name, args=[self.public_id, *more])


def of_article(article: Article) -> Address:
    return Address(
        article.public_id, "archive:article", "archive:revision", "archive:article_timemap"
    )


def of_passage(passage: Passage) -> Address:
    return Address(
        passage.public_id, "archive:passage", "archive:passage_revision", "archive:passage_timemap"
    )


@file
def article_timemap(request: HttpRequest, public_id: str) -> HttpResponse:
    article = visible_article(request, public_id)
    return _timemap(of_article(article), _revisions(article))


@file
def passage_timemap(request: HttpRequest, public_id: str) -> HttpResponse:
    passage = get_object_or_404(Passage.objects.select_related("article"), public_id=public_id)
    article = visible_article(request, passage.article.public_id)
    span_in(passage, article, None)
    return _timemap(of_passage(passage), _revisions(article, passage))


def gate(request: HttpRequest, article: Article, passage: Passage | None = None) -> str | None:
    """Where `Accept-Datetime` leads: the wording of that moment, else the first. None unasked.

    A date that can't be read asks for nothing.
    """
    asked = parse_http_date_safe(request.headers.get("Accept-Datetime", ""))
    if asked is None:
        return None
    revisions = _revisions(article, passage)
    if not revisions:
        return None
    moment = datetime.fromtimestamp(asked, tz=UTC)
    earlier = [one for one in revisions if one.captured_at.replace(microsecond=0) <= moment]
    address = of_passage(passage) if passage else of_article(article)
    return address.full(address.as_cited, (earlier or revisions)[-1 if earlier else 0].shown_number)


def led(address: str) -> HttpResponse:
    """The answer of the gate."""
    return _varied(HttpResponseRedirect(address))


def linked(response: HttpResponse, address: Address, cited: Revision | None) -> HttpResponse:
    """Say where the gate and the map are, and of a wording as cited when it was captured."""
    today = address.full(address.today)
    response.headers["Link"] = ", ".join(
        [
            f'<{today}>; rel="original timegate"',
            f'<{address.full(address.timemap)}>; rel="timemap"; type="{LINKS}"',
        ]
    )
    if cited is None:
        return _varied(response)
    response.headers["Memento-Datetime"] = _moment(cited)
    return response


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept-Datetime"])
    return response


def _revisions(article: Article, passage: Passage | None = None) -> list[Revision]:
    seen = Revision.objects.visible_in(article).defer("title", "text")
    if passage:
        seen = seen.filter(spans__passage=passage)
    return list(seen)


def _timemap(address: Address, revisions: Sequence[Revision]) -> HttpResponse:
    own = address.full(address.timemap)
    span = ""
    if revisions:
        span = f'; from="{_moment(revisions[0])}"; until="{_moment(revisions[-1])}"'
    links = [
        f'<{address.full(address.today)}>; rel="original timegate"',
        f'<{own}>; rel="self"; type="{LINKS}"{span}',
    ]
    for place, revision in enumerate(revisions):
        first = "first " * (place == 0)
        last = "last " * (place == len(revisions) - 1)
        cited = address.full(address.as_cited, revision.shown_number)
        moment = _moment(revision)
        links.append(f'<{cited}>; rel="{first}{last}memento"; datetime="{moment}"')
    return HttpResponse(",\n".join(links) + "\n", content_type=f"{LINKS}; charset=utf-8")


def _moment(revision: Revision) -> str:
    return http_date(revision.captured_at.timestamp())

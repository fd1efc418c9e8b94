"""What a passage or an article can be taken away as: a picture to share, files to cite it by."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from archive.citing.card_image import Card, draw_card
from archive.citing.references import UNDATED_AR, UNKNOWN_OUTLET_AR, Citable, one_line
from archive.dates.printed import arabic_date
from archive.models import Article, Passage, PassageSpan
from archive.views.articles import WithdrawnError, visible_article

logger = logging.getLogger(__name__)

MOST_KEPT = 2000  # pictures, about 35 kB each
DEMONSTRATION = "مادة تجريبية"

# Kept anywhere, but asked for again each time: a withdrawal shows at once.
PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"


@require_safe
def card(request: HttpRequest, public_id: str) -> HttpResponse:
    """The share card of a passage in its last wording, or in revision `?r=`, as a PNG."""
    try:
        span = _span(request, public_id)
    except WithdrawnError as error:
        return _gone(error.article)
    content = card_of(span)
    response = get_conditional_response(request, etag=f'"{content.key}"')
    if response is None:
        response = _picture(span, content)
    return _kept_by_caches(response, span.revision.article, f'"{content.key}"')


def _picture(span: PassageSpan, content: Card) -> HttpResponse:
    if not span.revision.article.is_published:
        return HttpResponse(draw_card(content), content_type="image/png")
    try:
        path = kept_card(span.passage, content)
        picture, drawn_at = path.read_bytes(), path.stat().st_mtime
    except OSError as error:  # a full disk: the card is shown, and drawn again next time
        logger.warning("A share card could not be kept: %s", error)
        return HttpResponse(draw_card(content), content_type="image/png")
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Last-Modified"] = http_date(drawn_at)
    return response


def card_of(span: PassageSpan) -> Card:
    article = span.revision.article
    site = settings.ARCHIVE_NAME
    if article.is_demonstration:
        site = f"{site} · {DEMONSTRATION}"
    return Card(
        site=site,
        passage=one_line(span.text),
        outlet=article.outlet.name_ar if article.outlet else UNKNOWN_OUTLET_AR,
        via="، ".join(_relayed(span)[:2]),
        date=_printed_date(article),
        address=_short_address(span.passage),
        number=f"المقطع {span.ordinal}",
    )


def _relayed(span: PassageSpan) -> list[str]:
    """Names of the sources that the passage relays, in the order in which it names them."""
    citations = span.revision.citations.shown().filter(passage=span.passage)
    names = [
        citation.source.name_ar
        for citation in citations.select_related("source").order_by("start")
        if citation.source_id != span.revision.article.outlet_id
    ]
    return list(dict.fromkeys(names))


def _printed_date(article: Article) -> str:
    date = arabic_date(article)
    if not date:
        return UNDATED_AR
    return f"[{date}، تاريخ مستنتج]" if article.basis == Article.Basis.INFERRED else date


def _short_address(passage: Passage) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("archive:passage", args=[passage.public_id])
    return (settings.SITE_URL.partition("://")[2] + path).rstrip("/")


def kept_card(passage: Passage, content: Card) -> Path:
    """The file of a public card; drawn when its words, or the drawing, are new."""
    path = settings.ARCHIVE_CACHE / "cards" / f"{passage.public_id}-{content.key[:32]}.png"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, draw_card(content))
        _forget_oldest(path.parent)
    return path


def _write_whole(path: Path, content: bytes) -> None:
    """Readers see the whole file or none."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _forget_oldest(folder: Path) -> None:
    pictures = [(_drawn_at(path), path) for path in folder.iterdir()]
    for _, path in sorted(pictures, reverse=True)[MOST_KEPT:]:
        path.unlink(missing_ok=True)


def _drawn_at(picture: Path) -> float:
    """In seconds of the clock; long ago for one that another process has just taken away."""
    try:
        return picture.stat().st_mtime
    except FileNotFoundError:
        return 0.0


@require_safe
def ris(request: HttpRequest, public_id: str) -> HttpResponse:
    return _citation_file(request, _passage_to_cite, public_id, "ris")


@require_safe
def bibtex(request: HttpRequest, public_id: str) -> HttpResponse:
    return _citation_file(request, _passage_to_cite, public_id, "bib")


@require_safe
def article_ris(request: HttpRequest, public_id: str) -> HttpResponse:
    return _citation_file(request, _article_to_cite, public_id, "ris")


@require_safe
def article_bibtex(request: HttpRequest, public_id: str) -> HttpResponse:
    return _citation_file(request, _article_to_cite, public_id, "bib")


def _citation_file(
    request: HttpRequest,
    find: Callable[[HttpRequest, str], Citable],
    public_id: str,
    ending: str,
) -> HttpResponse:
    try:
        cited = find(request, public_id)
    except WithdrawnError as error:
        return _gone(error.article)
    if ending == "ris":
        text, kind = cited.ris(), "application/x-research-info-systems"
    else:
        text, kind = cited.bibtex(), "application/x-bibtex"
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{cited.identifier}.{ending}"'
    return _kept_by_caches(response, cited.article)


def _passage_to_cite(request: HttpRequest, public_id: str) -> Citable:
    return Citable.from_span(_span(request, public_id))


def _article_to_cite(request: HttpRequest, public_id: str) -> Citable:
    article = visible_article(request, public_id)
    revisions = article.revisions.select_related("article__outlet")
    number = _revision_number(request)
    if number is None:
        number = article.current_revision.number
    return Citable.from_revision(get_object_or_404(revisions, number=number))


def _span(request: HttpRequest, public_id: str) -> PassageSpan:
    """Where the passage stands in the revision asked for, by default the last that has it."""
    passage = get_object_or_404(Passage.objects.select_related("article"), public_id=public_id)
    visible_article(request, passage.article.public_id)
    spans = passage.spans.select_related("passage", "revision__article__outlet")
    if (number := _revision_number(request)) is not None:
        spans = spans.filter(revision__number=number)
    span = spans.order_by("-revision__number").first()
    if span is None:
        raise Http404
    return span


def _revision_number(request: HttpRequest) -> int | None:
    written = request.GET.get("r", "")
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise Http404
    return int(written)


def _kept_by_caches(response: HttpResponse, article: Article, etag: str = "") -> HttpResponse:
    response.headers["Cache-Control"] = PUBLIC if article.is_published else PRIVATE
    if etag and article.is_published:
        response.headers["ETag"] = etag
    patch_vary_headers(response, ["Cookie"])
    return response


def _gone(article: Article) -> HttpResponse:
    """Short: these addresses are fetched by programs."""
    reason = article.withdrawn_reason
    return HttpResponse(
        f"سُحب هذا المقال: {reason}\nThis article was withdrawn: {reason}\n",
        status=410,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )

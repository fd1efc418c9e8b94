"""The share card of a passage: a picture to send on."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from archive.citing.card_image import Card, draw_card
from archive.citing.share_cards import card_of, kept_card
from archive.models import PassageSpan
from archive.views import visible

logger = logging.getLogger(__name__)


@visible.file
def card(request: HttpRequest, public_id: str) -> HttpResponse:
    """The share card of a passage in its last wording, or in revision `?r=`, as a PNG."""
    span = visible.asked_span(request, public_id)
    content = card_of(span)
    etag = f'"{content.key}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _picture(span, content)
    return visible.kept_by_caches(response, span.revision.article, etag)


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

"""What a reader may see under an address: an article, nothing, or the reason of a withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from archive.models import Article, Passage, PassageSpan, Revision, Withholding

# Kept anywhere, but asked for again each time: a withdrawal shows at once.
PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"

View = Callable[..., HttpResponse]


class WithdrawnError(Exception):
    """The article was public once and no longer is; its reason is shown with status 410."""

    def __init__(self, article: Article) -> None:
        self.article = article


class WithheldError(Exception):
    """A passage or a revision is not shown, while its article is; its tombstone is, with 410."""

    def __init__(self, withheld: Withholding) -> None:
        self.withheld = withheld


def visible_article(request: HttpRequest, public_id: str) -> Article:
    """The article where the reader may see it.

    Raises WithdrawnError where it was withdrawn, Http404 where it is a draft or unknown.
    """
    found = Article.objects.with_card_details().filter(public_id=public_id)
    article = found.visible_to(request.user).first()
    if article:
        if article.current_revision is None:
            raise Http404
        return article
    withdrawn = found.filter(status=Article.Status.WITHDRAWN).first()
    if withdrawn:
        raise WithdrawnError(withdrawn)
    raise Http404


def numbered(article: Article, number: int) -> Revision:
    """The wording of a visible article under a number. Raises Http404 where there is none."""
    found = Revision.objects.numbered(article, number)
    if found is None:
        standing = Withholding.objects.standing().filter(article=article)
        withheld = standing.filter(revision__public_number=number).first()
        if withheld is not None:
            raise WithheldError(withheld)
        raise Http404
    return found


def asked_span(request: HttpRequest, public_id: str) -> PassageSpan:
    """Where a passage stands in revision `?r=`, by default in the last that has it.

    Raises what `visible_article` does.
    """
    passage = get_object_or_404(Passage.objects.select_related("article"), public_id=public_id)
    article = visible_article(request, passage.article.public_id)
    number = asked_revision(request)
    span = span_in(passage, article, number)
    span.revision.article = article if number is None else span.revision.described
    return span


def span_in(passage: Passage, article: Article, number: int | None) -> PassageSpan:
    """Where a passage stands in one wording of its visible article, by default the last with it.

    Raises Http404 where it doesn't, WithheldError where it is withheld.
    """
    if number is None:
        revisions = Revision.objects.visible_in(article)
    else:
        revisions = Revision.objects.filter(pk=numbered(article, number).pk)
    spans = passage.spans.filter(revision__in=revisions.order_by())
    span = spans.select_related("passage", "revision").order_by("-revision__number").first()
    hidden = Withholding.objects.hidden_in(article)
    withheld = hidden.by(span) if span is not None else hidden.passages.get(passage.pk)
    if withheld is not None:
        withheld.article = article
        raise WithheldError(withheld)
    if span is None:
        raise Http404
    span.revision.article = article
    return span


def asked_revision(request: HttpRequest) -> int | None:
    """The number of the revision that `?r=` asks for, if it does."""
    written = request.GET.get("r", "")
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise Http404
    return int(written)


def page(view: View) -> View:
    """A page for reading; the address of a withdrawn article answers 410 with its reason."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except WithdrawnError as error:
            response = render(request, "410.html", {"article": error.article}, status=410)
            response.headers["Cache-Control"] = "no-cache"
            return response
        except WithheldError as error:
            return _tombstone(request, error.withheld)

    return wrapped


def _tombstone(request: HttpRequest, withheld: Withholding) -> HttpResponse:
    context: dict[str, Any] = {"withheld": withheld, "article": withheld.article}
    if withheld.passage_id and withheld.article.current_revision is not None:
        withheld.article.current_revision.article = withheld.article
        context["neighbours"] = _neighbours(withheld)
    response = render(request, "archive/withheld.html", context, status=410)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _neighbours(withheld: Withholding) -> list[PassageSpan]:
    """The passages of today between which it stood, as far as they are there."""
    spans = PassageSpan.objects.filter(revision=withheld.article.current_revision_id)
    spans = spans.select_related("passage", "revision").order_by("ordinal")
    if withheld.after_id is None:
        return list(spans[:1])
    before = spans.filter(passage=withheld.after_id).first()
    if before is None:
        return []
    return list(spans.filter(ordinal__in=(before.ordinal, before.ordinal + 1)))


def file(view: View) -> View:
    """The same for what programs fetch: the reason is a line of plain text."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except WithdrawnError as error:
            reason = error.article.withdrawn_reason
            return HttpResponse(
                f"سُحب هذا المقال: {reason}\nThis article was withdrawn: {reason}\n",
                status=410,
                content_type="text/plain; charset=utf-8",
                headers={"Cache-Control": "no-cache"},
            )
        except WithheldError as error:
            reason = error.withheld.reason
            return HttpResponse(
                f"حُجب: {reason}\nWithheld: {reason}\n",
                status=410,
                content_type="text/plain; charset=utf-8",
                headers={"Cache-Control": "no-cache"},
            )

    return wrapped


def kept_by_caches(response: HttpResponse, article: Article, etag: str = "") -> HttpResponse:
    response.headers["Cache-Control"] = PUBLIC if article.is_published else PRIVATE
    if etag and article.is_published:
        response.headers["ETag"] = etag
    patch_vary_headers(response, ["Cookie"])
    return response

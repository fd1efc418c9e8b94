"""What can be checked without trusting the archive: daily roots, and proofs under them."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import DailyRoot
from archive.preservation import daily_roots
from archive.printable import json_line
from archive.views import visible

A_PAGE = 60  # days


@require_safe
def fixity(request: HttpRequest) -> HttpResponse:
    """The roots, the newest first, and how they are checked."""
    page = Paginator(DailyRoot.objects.all(), A_PAGE).get_page(request.GET.get("page"))
    stamps = [stamp for day in page.object_list[:1] for stamp in day.time_stamps.all()]
    last = DailyRoot.objects.first()
    return render(
        request, "archive/fixity.html", {"page": page, "last": last, "time_stamps": stamps}
    )


@require_safe
def roots(request: HttpRequest) -> StreamingHttpResponse:
    """Every root, the first before the later, a JSON object a line."""
    return StreamingHttpResponse(_lines(), content_type="application/jsonl; charset=utf-8")


def _lines() -> Iterator[str]:
    for day in DailyRoot.objects.order_by("day").iterator():
        told = {
            "day": day.day.isoformat(),
            "root": day.root,
            "chained": day.chained,
            "originals": day.originals,
            "revisions": day.revisions,
            "decisions": day.decisions,
        }
        yield f"{json_line(told)}\n"


@visible.file
def proof(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """That a revision was in the archive on its day, as JSON."""
    article = visible.visible_article(request, public_id)
    revision = visible.numbered(article, number)
    revision.article = article
    found = daily_roots.proof_of(revision)
    if found is None:
        raise Http404
    return visible.kept_by_caches(JsonResponse(found.as_json()), article)

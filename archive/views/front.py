"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Article
from archive.reading.front import (
    most_named,
    newest,
    passage_of_the_day,
    samples,
    statement_of_the_day,
)
from archive.reading.histogram import coverage_of
from archive.reading.statistics import by_month, remembered, summary, version


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Served from the database, so that it stands when the index does not."""
    now = version()
    published = Article.objects.published()
    return render(
        request,
        "archive/front.html",
        {
            "summary": summary(now),
            "coverage": coverage_of(remembered("by_month", lambda: by_month(published), now), {}),
            "newest": newest(now),
            "statement": statement_of_the_day(now),
            "quoted": passage_of_the_day(now),
            "present": most_named(now),
            "samples": samples(now),
        },
    )

"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.reading.front import (
    most_named,
    newest,
    passage_of_the_day,
    samples,
    statement_of_the_day,
)
from archive.reading.histogram import coverage_of
from archive.reading.statistics import public_months, summary, version


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Served from the database, so that it stands when the index does not."""
    now = version()
    return render(
        request,
        "archive/front.html",
        {
            "summary": summary(now),
            "coverage": coverage_of(public_months(now), {}),
            "newest": newest(now),
            "statement": statement_of_the_day(now),
            "quoted": passage_of_the_day(now),
            "present": most_named(now),
            "samples": samples(now),
        },
    )

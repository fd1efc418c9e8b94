"""What the archive is, and how it can be reached by everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Article, Source
from archive.reading.statistics import summary


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    desks = Source.objects.filter(kind=Source.Kind.DESK)
    demonstrations = Article.objects.published().filter(outlet__in=desks)
    return render(
        request,
        "archive/about.html",
        {"summary": summary(), "demonstration_count": demonstrations.count(), "desks": desks},
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "archive/accessibility.html")

"""Addresses of entities and sources that were merged lead to the one that was kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from archive.models import Entity, Merge, Source

View = Callable[[HttpRequest, str], HttpResponse]


def leads_on(model: type[Entity] | type[Source]) -> Callable[[View], View]:
    """A view of one entity or source by its slug, which knows the slugs that were merged away."""
    what = Merge.What.SOURCE if model is Source else Merge.What.ENTITY

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str) -> HttpResponse:
            try:
                return view(request, slug)
            except Http404:
                kept = Merge.objects.kept_for(what, slug)
                thing = model._default_manager.filter(slug=kept).first() if kept else None
                if thing is None:
                    raise
            asked = request.META.get("QUERY_STRING", "")
            address = thing.get_absolute_url()
            return HttpResponsePermanentRedirect(f"{address}?{asked}" if asked else address)

        return wrapped

    return decorate

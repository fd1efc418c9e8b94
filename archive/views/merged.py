"""Addresses of entities and sources that were merged lead to the one that was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db.models.signals import post_save
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from archive.caching import Cached
from archive.models import Entity, Merge, Source

View = Callable[..., HttpResponse]

# What the values of a filter are slugs of, in any address that has it.
FILTERS: dict[str, tuple[type[Entity] | type[Source], ...]] = {
    "outlet": (Source,),
    "via": (Source,),
    "actor": (Entity,),
    "place": (Entity,),
    "speaker": (Entity, Source),
}
MOST_VALUES = 20  # of one filter that are looked at


def leads_on(model: type[Entity] | type[Source]) -> Callable[[View], View]:
    """A view of one entity or source by its slug, which knows the slugs that were merged away."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str) -> HttpResponse:
            try:
                return view(request, slug)
            except Http404:
                kept = Merge.objects.kept_for(_what(model), slug)
                thing = model._default_manager.filter(slug=kept).first() if kept else None
                if thing is None:
                    raise
            asked = request.META.get("QUERY_STRING", "")
            address = thing.get_absolute_url()
            return HttpResponsePermanentRedirect(f"{address}?{asked}" if asked else address)

        return wrapped

    return decorate


def filters_lead_on(view: View) -> View:
    """A view whose filters know the slugs that were merged away, as saved links have them."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked, moved = request.GET.copy(), False
        for name, models in FILTERS.items():
            values = asked.getlist(name)
            kept = _kept(models, values[:MOST_VALUES])
            if kept:
                asked.setlist(name, [kept.get(value.strip(), value) for value in values])
                moved = True
        if moved:
            return HttpResponsePermanentRedirect(f"{request.path}?{asked.urlencode()}")
        return view(request, *args, **kwargs)

    return wrapped


def _kept(models: Iterable[type[Entity] | type[Source]], values: Iterable[str]) -> dict[str, str]:
    """What values with merged slugs lead to; nothing is asked where none was merged.

    A minus before a slug leaves out what it names.
    """
    merged = merged_slugs.get(_standing)
    kept: dict[str, str] = {}
    for value in {value.strip() for value in values}:
        slug = value.removeprefix("-")
        for what in map(_what, models):
            if (what, slug) in merged and (after := Merge.objects.kept_for(what, slug)):
                kept.setdefault(value, value.removesuffix(slug) + after)
    return kept


def _standing() -> set[tuple[str, str]]:
    return set(Merge.objects.standing().values_list("what", "former_slug"))


# What this process merges shows at once, what another one does within these seconds.
merged_slugs: Cached[set[tuple[str, str]]] = Cached(seconds=30.0)
post_save.connect(merged_slugs.forget, sender=Merge)


def _what(model: type[Entity] | type[Source]) -> str:
    return Merge.What.SOURCE if model is Source else Merge.What.ENTITY

"""Whom or what a name means that a reader typed: by slug, or by any name in any spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models.signals import post_delete, post_save

from archive.arabic.tokens import keys
from archive.caching import Cached
from archive.models import Entity, EntityName
from archive.reading.names_cache import KEPT_FOR, entities

Named = dict[str, set[int]]

_kept: Cached[tuple[Named, Named]] = Cached(seconds=KEPT_FOR)
forget = _kept.forget
for model in (Entity, EntityName):
    post_save.connect(forget, sender=model)
    post_delete.connect(forget, sender=model)


def entities_named(typed: str, *, places: bool) -> list[Entity]:
    """The places, or the people and bodies, of that slug or name; several where it is shared.

    A full name comes before the other names that somebody else may have.
    """
    found = [one for one in entities.by_slug([typed]).values() if one.is_place == places]
    if found:
        return found
    key = " ".join(keys(typed))
    if not key:
        return []
    full, others = _kept.get(_read)
    for named in (full, others):
        known = entities.by_key(named.get(key, ())).values()
        if found := [one for one in known if one.is_place == places]:
            return sorted(found, key=lambda one: one.name_ar)
    return []


def _read() -> tuple[Named, Named]:
    full = Entity.objects.values_list("pk", "name_ar", "name_en", "name_ku")
    others = EntityName.objects.values_list("entity_id", "name")
    return _by_key((pk, name) for pk, *names in full for name in names), _by_key(others)


def _by_key(names: Iterable[tuple[int, str]]) -> Named:
    named: Named = defaultdict(set)
    for pk, name in names:
        if name:
            named[" ".join(keys(name))].add(pk)
    return named

"""Sources and entities, kept by each process: pages print the names of the same few.

What this process changes shows at once, what another one changes within `KEPT_FOR` seconds.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Generic, TypeVar

from django.db.models.signals import post_delete, post_save

from archive.models import Entity, Source

KEPT_FOR = 30.0  # seconds

Thing = TypeVar("Thing", Source, Entity)


class NamesCache(Generic[Thing]):
    """The rows of one model that were asked for of late. They are for reading only."""

    def __init__(self, model: type[Thing]) -> None:
        self.model = model
        self.forget()
        post_save.connect(self.forget, sender=model)
        post_delete.connect(self.forget, sender=model)

    def forget(self, **kwargs: object) -> None:
        """Read everything anew when it is next asked for."""
        self._by_slug: dict[str, Thing] = {}
        self._by_key: dict[int, Thing] = {}
        self._since = time.monotonic()

    def by_slug(self, slugs: Iterable[str]) -> dict[str, Thing]:
        """Those that exist, by slug; in no query, or in one."""
        return self._held(self._fresh()._by_slug, "slug", set(slugs))

    def by_key(self, keys: Iterable[int]) -> dict[int, Thing]:
        """The same by primary key."""
        return self._held(self._fresh()._by_key, "pk", set(keys))

    def _fresh(self) -> NamesCache[Thing]:
        if time.monotonic() - self._since > KEPT_FOR:
            self.forget()
        return self

    def _held(self, held: dict, name: str, wanted: set) -> dict:
        if missing := wanted - held.keys():
            for thing in self.model.objects.filter(**{f"{name}__in": missing}):
                self._by_slug[thing.slug] = self._by_key[thing.pk] = thing
                held[getattr(thing, name)] = thing  # whatever was forgotten meanwhile
        return {one: held[one] for one in wanted & held.keys()}


sources: NamesCache[Source] = NamesCache(Source)
entities: NamesCache[Entity] = NamesCache(Entity)

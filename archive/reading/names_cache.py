"""Sources and entities, kept by each process: pages print the names of the same few.

What this process changes shows at once, what another one changes within `KEPT_FOR` seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models.signals import post_delete, post_save

from archive.caching import Cached
from archive.models import Entity, Source

KEPT_FOR = 30.0  # seconds

Thing = TypeVar("Thing", Source, Entity)


@dataclass(frozen=True, slots=True)
class _Rows(Generic[Thing]):
    """The rows met so far."""

    by_slug: dict[str, Thing] = field(default_factory=dict)
    by_key: dict[int, Thing] = field(default_factory=dict)


class NamesCache(Generic[Thing]):
    """The rows of one model that were asked for of late. They are for reading only."""

    def __init__(self, model: type[Thing]) -> None:
        self.model = model
        self._rows: Cached[_Rows[Thing]] = Cached(seconds=KEPT_FOR)
        post_save.connect(self.forget, sender=model)
        post_delete.connect(self.forget, sender=model)

    def forget(self, **kwargs: object) -> None:
        """Read everything anew when it is next asked for."""
        self._rows.forget()

    def by_slug(self, slugs: Iterable[str]) -> dict[str, Thing]:
        """Those that exist, by slug; in no query, or in one."""
        rows = self._rows.get(_Rows)
        return self._known(rows, rows.by_slug, "slug", set(slugs))

    def by_key(self, keys: Iterable[int]) -> dict[int, Thing]:
        """The same by primary key."""
        rows = self._rows.get(_Rows)
        return self._known(rows, rows.by_key, "pk", set(keys))

    def _known(self, rows: _Rows[Thing], by_name: dict, name: str, wanted: set) -> dict:
        if missing := wanted - by_name.keys():
            for thing in self.model.objects.filter(**{f"{name}__in": missing}):
                rows.by_slug[thing.slug] = rows.by_key[thing.pk] = thing
        return {one: by_name[one] for one in wanted & by_name.keys()}


sources: NamesCache[Source] = NamesCache(Source)
entities: NamesCache[Entity] = NamesCache(Entity)

"""Whom a name that an editor types means, and who else bears it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.arabic.tokens import keys
from archive.ingest.refusals import RecordError
from archive.models import Entity, Source

Thing = Entity | Source
LONGEST_NAME = 200


class NameBook:
    """Entities and sources by any spelling of their names; build one for a request."""

    def __init__(self, *, entities: bool = True, sources: bool = False) -> None:
        self._by_name: dict[tuple[str, ...], dict[tuple[type, int], Thing]] = defaultdict(dict)
        self._by_slug: dict[str, Thing] = {}
        things: list[Thing] = []
        if entities:
            things += Entity.objects.prefetch_related("names")
        if sources:
            things += Source.objects.prefetch_related("names")
        for thing in things:
            self._by_slug.setdefault(thing.slug, thing)
            for name in names_of(thing):
                self._by_name[tuple(keys(name))][type(thing), thing.pk] = thing

    def bearers(self, name: str) -> list[Thing]:
        """All that bear the name, however its letters were typed."""
        return list(self._by_name.get(tuple(keys(name)), {}).values())

    def find(self, typed: str) -> Thing | None:
        """The one meant by a name or a slug; None where nobody is.

        Raises RecordError where several bear the name.
        """
        typed = typed.strip()
        # «الاسم (slug)»: as the page offers names that several bear.
        if typed.endswith(")") and "(" in typed:
            slug = typed.rpartition("(")[2].rstrip(")").strip()
            if slug in self._by_slug:
                return self._by_slug[slug]
        if typed in self._by_slug:
            return self._by_slug[typed]
        found = self.bearers(typed)
        if len(found) > 1:
            choices = "، ".join(f"{thing.name_ar} ({thing.slug})" for thing in found)
            raise RecordError(
                f"يحمل «{typed}» أكثر من كيان: {choices}. اكتب الاسم ومعرّفه كما هو هنا.",
                f"Several bear the name “{typed}”. Write the name with its slug, as given here.",
            )
        return found[0] if found else None

    def offered(self) -> Iterator[str]:
        """Names for a list to choose from; a slug beside those that several bear."""
        for thing in self._by_slug.values():
            shared = len(self.bearers(thing.name_ar)) > 1
            yield f"{thing.name_ar} ({thing.slug})" if shared else thing.name_ar


def names_of(thing: Thing) -> Iterator[str]:
    """Every spelling of its name, its own first."""
    own: Iterable[str] = (thing.name_ar, thing.name_en, getattr(thing, "name_ku", ""))
    yield from (name for name in own if name)
    yield from (name.name for name in thing.names.all())


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another entity or source that bears one of the names."""

    thing: Thing
    name: str


def namesakes(thing: Thing) -> list[Namesake]:
    """Others of its own sort that bear one of its full names: perhaps it stands there twice."""
    book = NameBook(entities=isinstance(thing, Entity), sources=isinstance(thing, Source))
    found: dict[int, Namesake] = {}
    for name in (thing.name_ar, thing.name_en):
        for other in book.bearers(name) if name else []:
            if other.pk != thing.pk:
                found.setdefault(other.pk, Namesake(other, name))
    return list(found.values())

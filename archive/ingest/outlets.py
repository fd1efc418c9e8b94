"""Which source a record means by the outlet it names."""

from __future__ import annotations

import re

from archive.arabic.letters import fold
from archive.arabic.romanising import romanised
from archive.identifiers import public_id
from archive.models import Source

LONGEST_SLUG = 60


class OutletBook:
    """Sources by slug and by every name, folded; read once for a run.

    Several sources may share a name; the one whose slug is given, then a confirmed one, then
    the first is meant.
    """

    def __init__(self) -> None:
        self._by_slug: dict[str, Source] = {}
        self._by_name: dict[str, Source] = {}
        self._by_domain: dict[str, Source] = {}
        sources = Source.objects.order_by("-confirmed", "pk").prefetch_related("names")
        for source in sources:
            self._add(source, [source.name_ar, source.name_en])
        for source in sources:
            self._add(source, [name.name for name in source.names.all()])

    def find(self, written: str) -> Source | None:
        """The source with this slug or name, or whose site this is, or None."""
        known = self._by_slug.get(written.strip()) or self._by_name.get(_key(written))
        return known or self.of_address(written)

    def of_address(self, written: str) -> Source | None:
        """The source on whose own site an address is: its domain, or one below it."""
        host = host_of(written)
        while "." in host:
            if (source := self._by_domain.get(host)) is not None:
                return source
            host = host.partition(".")[2]
        return None

    def find_or_make(self, written: str) -> Source:
        """The same; a name that is new makes a source, to be confirmed by an editor."""
        found = self.find(written)
        if found is not None:
            return found
        name = (host_of(written).removeprefix("www.") or " ".join(written.split()))[:200]
        source, _ = Source.objects.get_or_create(
            slug=self._free_slug(name),
            defaults={
                "name_ar": name,
                "name_en": name if name.isascii() else "",
                "confirmed": False,
            },
        )
        self._add(source, [name])
        return source

    def _add(self, source: Source, names: list[str]) -> None:
        self._by_slug[source.slug] = source
        if source.homepage_domain:
            self._by_domain.setdefault(source.homepage_domain.lower(), source)
        for name in names:
            if key := _key(name):
                self._by_name.setdefault(key, source)

    def _free_slug(self, name: str) -> str:
        wanted = slug_of(name) or f"outlet-{public_id()}"
        slug, number = wanted, 2
        while slug in self._by_slug or slug == "unknown":
            slug, number = f"{wanted}-{number}", number + 1
        return slug


_HOST = re.compile(
    r"(?:https?:)?(?://)?(?:[^/@\s]*+@)?((?:[\w-]++\.)++[^\W\d_]{2,24})\.?+(?::\d{1,5})?(?:[/?#]\S*+)?",
    re.I,
)


def host_of(written: str) -> str:
    """The host of an address or a bare domain; empty for what is neither."""
    found = _HOST.fullmatch(written.strip())
    return found[1].lower() if found else ""


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))


def slug_of(name: str) -> str:
    """A name in lower-case Latin letters for an address: «Jawhara FM» is `jawhara-fm`."""
    return "-".join(re.findall(r"[a-z0-9]+", romanised(name)))[:LONGEST_SLUG].strip("-")

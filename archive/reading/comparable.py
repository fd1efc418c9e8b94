"""Outlets that are worth comparing: pairs that quote the same people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from django.db.models import Count

from archive.models import Article, Entity, Quotation, QuotationSpeaker, Source
from archive.models.visibility import Viewer
from archive.reading.comparison import Compared
from archive.reading.names_cache import entities, sources
from archive.reading.statements import SAID
from archive.reading.statistics import remembered, version

MOST_PAIRED = 20  # outlets, those that quote most speakers, of which pairs are offered
MOST_OFFERED = 6
MOST_NAMED = 3  # speakers of a pair

Pair = tuple[int, int]


def published_outlets(viewer: Viewer, now: str | None = None) -> list[Source]:
    """Every outlet of which a viewer may see an article, by name."""
    now = now or version(viewer)
    visible = Article.objects.visible_to(viewer).filter(outlet__isnull=False)
    keys = remembered(
        "compare:outlets",
        lambda: list(visible.order_by().values_list("outlet", flat=True).distinct()),
        now,
    )
    return sorted(sources.by_key(keys).values(), key=lambda source: source.name_ar)


@dataclass(frozen=True, slots=True)
class Offer:
    """Two outlets that quote the same people: how many, and who of them most."""

    compared: Compared
    count: int
    people: Sequence[Entity]

    @property
    def narrowed(self) -> Iterator[tuple[Entity, str]]:
        """Each of these people, with the address of what both quote of them."""
        for person in self.people:
            yield person, replace(self.compared, actor=person).get_absolute_url()


def offers(asked: Compared, viewer: Viewer, now: str | None = None) -> list[Offer]:
    """Pairs of outlets that quote most people in common; with one that is chosen, its pairs."""
    now = now or version(viewer)
    quoted = remembered("compare:quoted", lambda: _quoted(viewer), now)
    if asked.outlets:
        chosen = asked.outlets[0].pk
        pairs = [(chosen, other) for other in quoted if other != chosen and chosen in quoted]
    else:
        pairs = [*combinations(list(quoted)[:MOST_PAIRED], 2)]
    common = {pair: quoted[pair[0]].keys() & quoted[pair[1]].keys() for pair in pairs}
    best = sorted((pair for pair in pairs if common[pair]), key=lambda pair: -len(common[pair]))
    return _named(best[:MOST_OFFERED], common, quoted, asked)


def _quoted(viewer: Viewer) -> dict[int, Counter[int]]:
    """How often each outlet quotes each entity; those that quote most of them first."""
    seen = Quotation.objects.for_readers(viewer).of_kind(*SAID)
    rows = QuotationSpeaker.objects.filter(quotation__in=seen.values("pk"), entity__isnull=False)
    rows = rows.filter(quotation__revision__article__outlet__isnull=False).order_by()
    counted = rows.values_list("quotation__revision__article__outlet", "entity")
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for outlet, entity, n in counted.annotate(n=Count("quotation", distinct=True)):
        found[outlet][entity] = n
    return dict(sorted(found.items(), key=lambda one: (-len(one[1]), one[0])))


def _named(
    pairs: Sequence[Pair],
    common: Mapping[Pair, set[int]],
    quoted: Mapping[int, Counter[int]],
    asked: Compared,
) -> list[Offer]:
    people = {
        pair: sorted(
            common[pair], key=lambda one: (-min(quoted[outlet][one] for outlet in pair), one)
        )[:MOST_NAMED]
        for pair in pairs
    }
    outlets = sources.by_key({outlet for pair in pairs for outlet in pair})
    known = entities.by_key({one for named in people.values() for one in named})
    return [
        Offer(
            replace(asked, outlets=tuple(outlets[key] for key in pair)),
            len(common[pair]),
            [known[one] for one in people[pair] if one in known],
        )
        for pair in pairs
        if outlets.keys() >= set(pair)
    ]

"""What the results page shows around its results: choices, orders, ways on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from urllib.parse import parse_qsl

from django.db.models import BigIntegerField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import Citation, Entity, Quotation, Source
from archive.reading.names_cache import entities, sources
from archive.reading.statements import Statement, chains_of, statements
from archive.templatetags.archive_text import name_of
from search.engines.plan import UNKNOWN_OUTLET, Facets
from search.queries import Query, Result, find

CHOICES_SHOWN = 5
MOST_CHAINS = 2  # above one passage
GROUPS = ("outlet", "actor", "place")
Thing = Source | Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a facet; `thing` is what it names, `None` for the unknown outlet."""

    slug: str
    label: str
    count: int
    chosen: bool
    thing: Thing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    name: str
    label: str
    choices: Sequence[Choice]
    total: int
    all_label: str
    all_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    name: str
    label: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wider:
    """Another search that does find something, with its count."""

    label: str
    address: str
    count: int


def labels(name: str) -> tuple[str, str]:
    """What a facet is called, and the link to all of its choices."""
    return {
        "outlet": (_("Outlet"), _("All outlets")),
        "actor": (_("Person or body"), _("All people and bodies")),
        "place": (_("Place"), _("All places")),
    }[name]


def facets_of(query: Query, counts: Facets | None, *, every: str = "") -> list[Facet]:
    """The facets of a search: chosen values first, then by count; all of the one named `every`."""
    groups = {name: _ordered(query, name, counts) for name in ([every] if every else GROUPS)}
    shown = {name: rows if every else _first(rows, query, name) for name, rows in groups.items()}
    things = {name: things_named(name, [slug for slug, _n in shown[name]]) for name in groups}
    return [_facet(query, name, shown[name], len(groups[name]), things[name]) for name in groups]


def _ordered(query: Query, name: str, counts: Facets | None) -> list[tuple[str, int]]:
    chosen = getattr(query, f"{name}s")
    counted = dict(getattr(counts, f"{name}s")) if counts else {}
    for slug in chosen:
        counted.setdefault(slug, 0)
    return sorted(counted.items(), key=lambda row: (row[0] not in chosen, -row[1], row[0]))


def _first(rows: list[tuple[str, int]], query: Query, name: str) -> list[tuple[str, int]]:
    return rows[: max(CHOICES_SHOWN, len(getattr(query, f"{name}s")))]


def _facet(
    query: Query, name: str, rows: list[tuple[str, int]], total: int, things: Mapping[str, Thing]
) -> Facet:
    chosen = getattr(query, f"{name}s")
    label, all_label = labels(name)
    address = reverse("search:choices", args=[name])
    return Facet(
        name=name,
        label=label,
        choices=[
            Choice(
                slug=slug,
                label=named(slug, things),
                count=count,
                chosen=slug in chosen,
                thing=things.get(slug),
            )
            for slug, count in rows
        ],
        total=total,
        all_label=all_label,
        all_address=f"{address}?{query.to_querystring()}",
    )


def things_named(name: str, slugs: Iterable[str]) -> dict[str, Thing]:
    """What the choices of a facet stand for; those that the archive doesn't know are left out."""
    wanted = set(slugs) - {UNKNOWN_OUTLET}
    if name == "outlet":
        return dict(sources.by_slug(wanted))
    known = entities.by_slug(wanted)
    return {slug: one for slug, one in known.items() if one.is_place == (name == "place")}


def named(slug: str, things: Mapping[str, Thing]) -> str:
    if slug in things:
        return name_of(things[slug])
    return _("Outlet unknown") if slug == UNKNOWN_OUTLET else _("“%(name)s”") % {"name": slug}


def orders_of(query: Query) -> list[Order]:
    """Relevance means nothing without words, so that order is offered with words only."""
    names = {"relevance": _("Most relevant"), "newest": _("Newest"), "oldest": _("Oldest")}
    if not query.words:
        names.pop("relevance")
    sort = query.sort if query.words or query.sort != "relevance" else "newest"
    return [
        Order(
            name=name,
            label=label,
            address=query.replace(sort=name).get_absolute_url(),
            chosen=name == sort,
        )
        for name, label in names.items()
    ]


def wider_than(query: Query) -> list[Wider]:
    """For a search that found nothing: what finds something, with real counts, widest last."""
    found = []
    for label, other in _wider_queries(query):
        count = find(other, limit=0, facets=False).total
        if count:
            found.append(Wider(label=label, address=other.get_absolute_url(), count=count))
    return found


def _wider_queries(query: Query) -> Iterable[tuple[str, Query]]:
    if query.outlets:
        yield _("In all outlets"), query.without("outlets")
    if query.actors or query.places:
        yield _("Whoever and wherever it is about"), query.replace(actors=(), places=())
    if query.since or query.until or query.undated:
        yield _("At any time"), query.replace(since=None, until=None, undated=False)
    if query.exact:
        yield _("In any spelling"), query.without("exact")
    if query.is_narrowed and query.words:
        yield _("In the whole archive"), Query(words=query.words, exact=query.exact)
    words = query.words.split()
    if 2 <= len(words) <= 6:
        for number in range(len(words)):
            fewer = " ".join(words[:number] + words[number + 1 :])
            yield fewer, query.replace(words=fewer)


@dataclass(frozen=True, slots=True)
class Attributions:
    """For each shown passage, by public id: the sources it relays, a statement of each chain."""

    relayed: Mapping[str, Sequence[Source]]
    said: Mapping[str, Sequence[Statement]]


def attributions_in(results: Iterable[Result]) -> Attributions:
    """Who speaks and who is relayed in the passages shown; one query, four more for statements."""
    shown: dict[int, str] = {}
    revisions = []
    for result in results:
        revisions.append(result.article.current_revision.pk)
        shown.update((snippet.passage_pk, snippet.passage) for snippet in result.snippets)
    if not shown:
        return Attributions({}, {})
    relayed: dict[str, dict[int, None]] = {}
    spoken: list[int] = []
    for passage, _start, source, quotation in sorted(_findings(revisions), key=itemgetter(1)):
        if passage in shown and source:
            relayed.setdefault(shown[passage], {})[source] = None
        elif passage in shown:
            spoken.append(quotation)
    known = sources.by_key(source for several in relayed.values() for source in several)
    return Attributions(
        {
            passage: [known[one] for one in several if one in known]
            for passage, several in relayed.items()
        },
        _chains(spoken, shown) if spoken else {},
    )


def _findings(revisions: Sequence[int]) -> Iterable[tuple[int, int, int, int]]:
    """Passage, start, and the source that is relayed or the quotation; the other is 0."""
    here = {"revision_id__in": revisions, "passage__isnull": False}
    nothing = Value(0, BigIntegerField())
    relays = Citation.objects.shown().filter(**here).order_by()
    spoken = Quotation.objects.shown().filter(**here).order_by()
    return relays.values_list("passage_id", "start", "source_id", nothing).union(
        spoken.values_list("passage_id", "start", nothing, "pk"), all=True
    )


def _chains(keys: Sequence[int], shown: Mapping[int, str]) -> dict[str, list[Statement]]:
    by_passage: dict[str, list[Statement]] = {}
    # The cards print the words already.
    found = Quotation.objects.filter(pk__in=keys).in_order().defer("revision__text")
    for statement in statements(found, places=False):
        passage = statement.quotation.passage_id
        if passage is not None:
            by_passage.setdefault(shown[passage], []).append(statement)
    return {passage: chains_of(listed)[:MOST_CHAINS] for passage, listed in by_passage.items()}


def kept_fields(query: Query, but: str) -> list[tuple[str, str]]:
    """The query as hidden fields of a form that asks for one facet anew."""
    return [pair for pair in parse_qsl(query.to_querystring()) if pair[0] != but]

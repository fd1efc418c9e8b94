"""What the results page shows around its results: choices, orders, ways on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import itemgetter
from urllib.parse import parse_qsl

from django.db.models import BigIntegerField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import Citation, Entity, Quotation, Source
from archive.reading.names_cache import entities, sources
from archive.reading.prepared import STAND_INS, PreparedQuery
from archive.reading.statements import Statement, chains_of, statements
from archive.templatetags.archive_text import name_of
from search.engines.plan import ANONYMOUS, NAMELESS, PRINTED, UNKNOWN_OUTLET, UNNAMED, Facets
from search.queries import Another, Found, Query, Result, find
from search.snippets import Snippet

CHOICES_SHOWN = 5
MOST_LOOKED_THROUGH = 12
MOST_CHAINS = 2  # above one passage
GROUPS = ("speaker", "kind", "via", "outlet", "actor", "place")
Thing = Source | Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a facet; `thing` is what it names, `None` for kinds and for the unnamed."""

    slug: str
    label: str
    count: int
    chosen: bool
    left_out: bool
    thing: Thing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    name: str
    label: str
    choices: Sequence[Choice]
    total: int
    all_label: str
    all_address: str

    @property
    def is_long(self) -> bool:
        """Whether its names are better typed than looked through."""
        return self.total > MOST_LOOKED_THROUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    name: str
    label: str
    address: str
    chosen: bool


def labels(name: str) -> tuple[str, str]:
    """What a facet is called, and the link to all of its choices."""
    return {
        "outlet": (_("Outlet"), _("All outlets")),
        "actor": (_("Person or body"), _("All people and bodies")),
        "place": (_("Place"), _("All places")),
        "speaker": (_("Speaker"), _("All speakers")),
        "kind": (_("Kind of statement"), _("All kinds of statement")),
        "via": (_("Via"), _("All relayed outlets")),
    }[name]


def facets_of(query: Query, counts: Facets | None, *, every: str = "") -> list[Facet]:
    """The facets of a search: chosen values first, then by count; all of the one named `every`."""
    groups = {name: _ordered(query, name, counts) for name in ([every] if every else GROUPS)}
    shown = {name: rows if every else _first(rows, query, name) for name, rows in groups.items()}
    things = {name: things_named(name, [slug for slug, _n in shown[name]]) for name in groups}
    return [_facet(query, name, shown[name], len(groups[name]), things[name]) for name in groups]


def _ordered(query: Query, name: str, counts: Facets | None) -> list[tuple[str, int]]:
    decided = _decided(query, name)
    counted = dict(getattr(counts, f"{name}s")) if counts else {}
    for slug in decided:
        counted.setdefault(slug, 0)
    return sorted(counted.items(), key=lambda row: (row[0] not in decided, -row[1], row[0]))


def _decided(query: Query, name: str) -> tuple[str, ...]:
    """The slugs of a group that are chosen or left out."""
    return (*query.chosen(f"{name}s"), *query.left_out(f"{name}s"))


def _first(rows: list[tuple[str, int]], query: Query, name: str) -> list[tuple[str, int]]:
    return rows[: max(CHOICES_SHOWN, len(_decided(query, name)))]


def _facet(
    query: Query, name: str, rows: list[tuple[str, int]], total: int, things: Mapping[str, Thing]
) -> Facet:
    chosen, left_out = query.chosen(f"{name}s"), query.left_out(f"{name}s")
    label, all_label = labels(name)
    address = reverse("search:choices", args=[name])
    return Facet(
        name=name,
        label=label,
        choices=[
            Choice(
                slug=slug,
                label=named(name, slug, things),
                count=count,
                chosen=slug in chosen,
                left_out=slug in left_out,
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
    wanted = {slug for slug in slugs if not slug.startswith(PRINTED)} - NAMELESS
    if name == "kind" or not wanted:
        return {}
    if name in ("outlet", "via"):
        return dict(sources.by_slug(wanted))
    known = entities.by_slug(wanted)
    if name == "speaker":
        return {**sources.by_slug(wanted - known.keys()), **known}
    return {slug: one for slug, one in known.items() if one.is_place == (name == "place")}


def named(name: str, slug: str, things: Mapping[str, Thing]) -> str:
    """One value of the facet `name` in words."""
    if slug in things:
        return name_of(things[slug])
    return _nameless(name).get(slug) or _("“%(name)s”") % {"name": slug}


def _nameless(name: str) -> dict[str, str]:
    """The values of a facet that name nobody."""
    match name:
        case "outlet":
            return {UNKNOWN_OUTLET: _("Outlet unknown")}
        case "speaker":
            return {ANONYMOUS: _("A source not named")}
        case "via":
            return {UNNAMED: _("Media not named")}
        case "kind":
            return {
                Quotation.Kind.DIRECT: _("Direct quotation"),
                Quotation.Kind.REPORTED: _("Reported speech"),
                Quotation.Kind.REFUSAL: _("Declined to comment"),
                Quotation.Kind.TERM: _("Ascribed term"),
            }
    return {}


def is_known(name: str, slug: str, things: Mapping[str, Thing]) -> bool:
    """Whether the archive has such a value."""
    return slug in things or slug in _nameless(name)


def texts_searched() -> dict[str, str]:
    """In which texts words may be looked for, by the key of the address."""
    return {
        "": _("The whole text"),
        "title": _("Headlines only"),
        "said": _("Statements only"),
    }


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


@dataclass(frozen=True, slots=True)
class Attributions:
    """For each shown passage, by public id: the sources it relays, a statement of each chain."""

    relayed: Mapping[str, Sequence[Source]]
    said: Mapping[str, Sequence[Statement]]


def attributions_in(results: Iterable[Result]) -> Attributions:
    """Who speaks and who is relayed in the passages shown; one query, four more for statements."""
    shown: dict[int, Snippet] = {}
    revisions = []
    for result in results:
        revisions.append(result.article.current_revision.pk)
        shown.update((snippet.passage_pk, snippet) for snippet in result.snippets)
    if not shown:
        return Attributions({}, {})
    relayed: dict[str, dict[int, None]] = {}
    spoken: list[int] = []
    for passage, _start, source, quotation in sorted(_findings(revisions), key=itemgetter(1)):
        if passage in shown and source:
            relayed.setdefault(shown[passage].passage, {})[source] = None
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
    return _in_revisions().rows(revisions)


@cache
def _in_revisions() -> PreparedQuery:
    here = {"revision_id__in": STAND_INS, "passage__isnull": False}
    nothing = Value(0, BigIntegerField())
    relays = Citation.objects.shown().filter(**here).order_by()
    spoken = Quotation.objects.shown().filter(**here).order_by()
    return PreparedQuery(
        relays.values_list("passage_id", "start", "source_id", nothing).union(
            spoken.values_list("passage_id", "start", nothing, "pk"), all=True
        )
    )


def _chains(keys: Sequence[int], shown: Mapping[int, Snippet]) -> dict[str, list[Statement]]:
    by_passage: dict[int, list[Statement]] = {}
    # The cards print the words already.
    found = Quotation.objects.filter(pk__in=keys).in_order().defer("revision__text")
    for statement in statements(found, places=False):
        passage = statement.quotation.passage_id
        if passage is not None:
            by_passage.setdefault(passage, []).append(statement)
    return {
        shown[passage].passage: chains_of(_opening(listed, shown[passage].said_at))[:MOST_CHAINS]
        for passage, listed in by_passage.items()
    }


def _opening(listed: list[Statement], said_at: int | None) -> list[Statement]:
    """Statements of one passage, first the one for which it is shown: of those that stand around
    its first word the shortest."""
    if said_at is None:
        return listed
    around = [one for one in listed if _holds(one.quotation, said_at)]
    first = min(around, key=lambda one: one.quotation.end - one.quotation.start, default=None)
    return sorted(listed, key=lambda one: one is not first)


def _holds(quotation: Quotation, offset: int) -> bool:
    return not quotation.in_title and quotation.start <= offset < quotation.end


@dataclass(frozen=True, slots=True)
class Counted:
    """How many statements were chosen in what was found; `speaker` where it is one's alone."""

    count: int
    speaker: Thing | None


def statements_counted(found: Found) -> Counted | None:
    """Nothing where statements were neither chosen nor searched."""
    chosen = found.plan.filters
    counts = chosen.choose_statements or found.plan.in_statements
    if found.facets is None or not counts or not found.total:
        return None
    things = things_named("speaker", chosen.speakers) if len(chosen.speakers) == 1 else {}
    return Counted(found.facets.statements, next(iter(things.values()), None))


def relaying_instead(found: Found) -> Another | None:
    """Where the outlets asked for published nothing that was sought: what relays them."""
    outlets = found.plan.filters.outlets
    if found.total or not outlets:
        return None
    filters = tuple(one for one in found.parsed.filters if one.name != "outlet")
    words = found.parsed
    if len(filters) < len(words.filters):
        words = replace(words, filters=filters)
    query = found.query.replace(
        words=found.query.words if words is found.parsed else words.text,
        outlets=(),
        vias=tuple(dict.fromkeys((*found.query.vias, *outlets))),
    )
    count = find(query, limit=0, facets=False, viewer=found.viewer).total
    return Another(query=query, count=count) if count else None


def kept_fields(query: Query, but: str) -> list[tuple[str, str]]:
    """The query as hidden fields of a form that asks for one facet anew."""
    return [pair for pair in parse_qsl(query.to_querystring()) if pair[0] != but]

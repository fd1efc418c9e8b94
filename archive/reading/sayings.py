"""Statements asked for: by speaker, outlet, relayed source, kind, day, words; and their choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from archive.models import Article, Entity, Quotation, QuotationRelay, QuotationSpeaker, Source
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer
from archive.reading.names_cache import entities, sources
from archive.reading.statements import SAID
from archive.reading.tallies import counting as tallied
from archive.reading.tallies.kept import numbers_for

ANONYMOUS = "anonymous"  # speakers that the text doesn't name
UNNAMED = "unnamed"  # outlets that it doesn't
UNKNOWN_OUTLET = "unknown"
MOST_CHOICES = 5  # of a group, beside those chosen
MOST_TEXTS = 300  # among which the newest statements are looked for
MOST_BY_KEY = 5000  # statements that are named one by one in a question to the database
GROUPS = ("speaker", "kind", "via", "outlet")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader asks of the statements. Values widen within a group; groups narrow."""

    words: str = ""
    speakers: tuple[str, ...] = ()  # slugs of entities and sources, or ANONYMOUS
    kinds: tuple[str, ...] = ()
    vias: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    only_confirmed: bool = False
    oldest_first: bool = False

    @property
    def is_narrowed(self) -> bool:
        return replace(self, oldest_first=False) != Asked()

    def chosen(self, group: str) -> tuple[str, ...]:
        return getattr(self, f"{group}s")

    def without(self, group: str) -> Asked:
        """The same with every choice of a group open."""
        return replace(self, **{f"{group}s": ()})

    def but(self, group: str, value: str) -> Asked:
        """The same without one choice of a group."""
        kept = tuple(each for each in self.chosen(group) if each != value)
        return replace(self, **{f"{group}s": kept})

    def of_kinds(self, *kinds: str) -> Asked:
        return replace(self, kinds=kinds)

    def undated(self) -> Asked:
        """The same of any day."""
        return replace(self, since=None, until=None)

    def pairs(self) -> list[tuple[str, Any]]:
        """The keys and values of its address, in one order."""
        pairs: list[tuple[str, Any]] = [("q", self.words)]
        for name in ("speaker", "outlet", "via", "kind"):
            pairs += [(name, value) for value in self.chosen(name)]
        pairs += [("from", self.since), ("to", self.until)]
        pairs += [
            ("confirmed", self.only_confirmed and 1),
            ("sort", self.oldest_first and "oldest"),
        ]
        return [(key, value) for key, value in pairs if value]

    def to_querystring(self) -> str:
        return urlencode(self.pairs())

    def get_absolute_url(self) -> str:
        query, address = self.to_querystring(), reverse("archive:quotations")
        return f"{address}?{query}" if query else address


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a group; `thing` is what it names, None for kinds and for the unnamed."""

    value: str
    count: int
    chosen: bool
    thing: Entity | Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    name: str
    choices: Sequence[Choice]
    total: int  # of values that it has


def asked_for(asked: Asked, viewer: Viewer) -> QuotationQuerySet:
    """The statements that answer, in the texts of today and as far as the viewer sees them."""
    found = Quotation.objects.for_readers(viewer).of_kind(*(asked.kinds or SAID))
    if asked.speakers:
        found = found.filter(_with(_said_by(asked.speakers), asked))
    if asked.vias:
        found = found.filter(_with(_relayed_by(asked.vias), asked))
    if asked.outlets:
        outlet = Q(revision__article__outlet__slug__in=asked.outlets)
        if UNKNOWN_OUTLET in asked.outlets:
            outlet |= Q(revision__article__outlet=None)
        found = found.filter(outlet)
    if asked.only_confirmed:
        found = found.filter(status=Quotation.Status.CONFIRMED)
    if asked.words:
        found = found.holding(asked.words)
    return found.within(asked.since, asked.until)


def _with(rows: Any, asked: Asked) -> Q:
    """Statements that have one of these rows of theirs.

    A list of their keys is quickest, but not beside outlets: SQLite would go through it for every
    text of theirs.
    """
    if asked.outlets:
        return Q(Exists(rows.filter(quotation=OuterRef("pk"))))
    return Q(pk__in=rows.values("quotation"))


def _said_by(slugs: Iterable[str]) -> Any:
    who = Q(entity__slug__in=slugs) | Q(source__slug__in=slugs)
    if ANONYMOUS in slugs:
        who |= Q(is_anonymous=True)
    return QuotationSpeaker.objects.filter(who)


def _relayed_by(slugs: Iterable[str]) -> Any:
    which = Q(source__slug__in=slugs)
    if UNNAMED in slugs:
        which |= Q(source=None)
    return QuotationRelay.objects.filter(which)


def newest_keys(seen: QuotationQuerySet, viewer: Viewer, most: int) -> list[int]:
    """The first of many statements by day, newest first; none where that can't be told so soon.

    They are looked for from the newest days on, so that few have to be put in order.
    """
    dated = seen.filter(said_from__isnull=False).order_by("-said_from")
    days = list(dated.values_list("said_from", flat=True)[:most])
    texts = Article.objects.visible_to(viewer).filter(published_from__isnull=False).newest_first()
    newest = list(texts.values_list("current_revision", "published_from")[:MOST_TEXTS])
    published = dict(newest)
    told = seen.filter(revision__in=published).order_by()
    # Whether the day of speech is known is looked at here: the index by it would mislead SQLite.
    undated = [
        (published[text], pk)
        for pk, text, said in told.values_list("pk", "revision", "said_from")
        if said is None
    ]
    first = nlargest(most, [*days, *(day for day, _pk in undated)])
    if len(first) < most or (len(newest) == MOST_TEXTS and first[-1] <= newest[-1][1]):
        return []
    since = dated.filter(said_from__gte=first[-1]).values_list("pk", flat=True)
    keys = {*since[: MOST_BY_KEY + 1], *(pk for day, pk in undated if day >= first[-1])}
    if len(keys) > MOST_BY_KEY:
        return []
    ordered = Quotation.objects.filter(pk__in=keys).by_day()
    return list(ordered.values_list("pk", flat=True)[:most])


def groups_of(asked: Asked, viewer: Viewer, answers: Sequence[int] = ()) -> list[Group]:
    """What may be chosen: chosen values first, then by count. No group counts its own choice.

    `answers` are the keys of what answers, where they are known: among few of them is counted
    without looking for them again.
    """
    if not asked.is_narrowed and (kept := _kept_counts(viewer)):
        return [_ordered(name, asked, kept[name], most=MOST_CHOICES) for name in GROUPS]
    few = Quotation.objects.filter(pk__in=answers) if 0 < len(answers) <= MOST_BY_KEY else None
    return [
        group_of(name, asked, viewer, most=MOST_CHOICES)
        if few is None or name == "kind" or asked.chosen(name)
        else group_in(name, asked, few, most=MOST_CHOICES)
        for name in GROUPS
    ]


def group_of(name: str, asked: Asked, viewer: Viewer, *, most: int) -> Group:
    """One group with so many of its values, or all that are chosen."""
    open_to_all = asked.without(name)
    if name == "kind":
        open_to_all = replace(open_to_all, kinds=tuple(Quotation.Kind.values))
    return group_in(name, asked, asked_for(open_to_all, viewer), most=most)


def group_in(name: str, asked: Asked, found: QuotationQuerySet, *, most: int) -> Group:
    """The same of any statements, among which the group has chosen nothing yet."""
    return _ordered(name, asked, COUNTING[name](found.order_by()), most=most)


def _ordered(name: str, asked: Asked, counts: dict[str, int], *, most: int) -> Group:
    chosen = asked.chosen(name)
    for value in chosen:
        counts.setdefault(value, 0)
    ordered = sorted(counts.items(), key=lambda row: (row[0] not in chosen, -row[1], row[0]))
    shown = ordered[: max(most, len(chosen))]
    things = things_named(name, [value for value, _count in shown])
    choices = [
        Choice(value=value, count=count, chosen=value in chosen, thing=things.get(value))
        for value, count in shown
    ]
    return Group(name=name, choices=choices, total=len(counts))


def said_in(groups: Iterable[Group]) -> int:
    """How many statements there are of the kinds that are listed unasked."""
    kinds = (choice for group in groups if group.name == "kind" for choice in group.choices)
    return sum(choice.count for choice in kinds if choice.value in SAID)


def things_named(group: str, slugs: Iterable[str]) -> dict[str, Entity | Source]:
    """What the values of a group stand for, as far as the archive knows them."""
    wanted = set(slugs) - {ANONYMOUS, UNNAMED, UNKNOWN_OUTLET}
    if group == "kind" or not wanted:
        return {}
    found: dict[str, Entity | Source] = dict(sources.by_slug(wanted))
    return found | entities.by_slug(wanted) if group == "speaker" else found


def _by_speaker(found: QuotationQuerySet) -> dict[str, int]:
    rows = QuotationSpeaker.objects.filter(quotation__in=found.values("pk")).order_by()
    listed = rows.values_list("entity__slug", "source__slug", "is_anonymous")
    counts: dict[str, int] = {}
    for entity, source, is_anonymous, n in listed.annotate(n=Count("quotation", distinct=True)):
        value = entity or source or (ANONYMOUS if is_anonymous else "")
        if value:
            counts[value] = counts.get(value, 0) + n
    return counts


def _by_kind(found: QuotationQuerySet) -> dict[str, int]:
    return dict(found.values_list("kind").annotate(n=Count("pk")))


def _by_via(found: QuotationQuerySet) -> dict[str, int]:
    rows = QuotationRelay.objects.filter(quotation__in=found.values("pk")).order_by()
    counts = rows.values_list("source__slug").annotate(n=Count("quotation", distinct=True))
    return {slug or UNNAMED: n for slug, n in counts}


def _by_outlet(found: QuotationQuerySet) -> dict[str, int]:
    counts = found.values_list("revision__article__outlet__slug").annotate(n=Count("pk"))
    return {slug or UNKNOWN_OUTLET: n for slug, n in counts}


def _kept_counts(viewer: Viewer) -> dict[str, dict[str, int]] | None:
    """The same of all statements, by group, as the tallies have it; None where there are none."""
    numbers = numbers_for(viewer, "statement", "speaker", "via", "said-in")
    if numbers is None:
        return None
    speakers: dict[str, int] = {}
    for known, thing in ((entities, "entity"), (sources, "source")):
        counts = {
            int(key.removeprefix(f"{thing}:")): n
            for key, n in numbers["speaker"].items()
            if key.startswith(f"{thing}:")
        }
        for pk, each in known.by_key(counts).items():
            speakers[each.slug] = speakers.get(each.slug, 0) + counts[pk]
    if anonymous := numbers["speaker"][tallied.ANONYMOUS]:
        speakers[ANONYMOUS] = anonymous
    return {
        "speaker": speakers,
        "kind": dict(numbers["statement"]),
        "via": _by_slug(numbers["via"], UNNAMED),
        "outlet": _by_slug(numbers["said-in"], UNKNOWN_OUTLET),
    }


def _by_slug(counts: Mapping[str, int], unknown: str) -> dict[str, int]:
    """Numbers by keys of sources, by their slugs."""
    known = sources.by_key(int(key) for key in counts if key != tallied.UNNAMED)
    found = {source.slug: counts[str(pk)] for pk, source in known.items()}
    if n := counts.get(tallied.UNNAMED, 0):
        found[unknown] = n
    return found


COUNTING: dict[str, Callable[[QuotationQuerySet], dict[str, int]]] = {
    "speaker": _by_speaker,
    "kind": _by_kind,
    "via": _by_via,
    "outlet": _by_outlet,
}

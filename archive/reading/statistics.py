"""Figures of the whole archive and of its parts, computed once for each version of the archive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from threading import RLock
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import Count, Max, Min

from archive.caching import Cached
from archive.models import (
    Article,
    Decision,
    Entity,
    Ingest,
    Mention,
    PassageSpan,
    Source,
)
from archive.models.articles import ArticleQuerySet
from archive.models.visibility import Viewer, hidden_from
from archive.reading.tallies.counting import UNNAMED, month_of
from archive.reading.tallies.kept import numbers_for

Value = TypeVar("Value")
# Of each kind of entity: primary keys, each with the number of articles that name it.
Presence = dict[str, list[tuple[int, int]]]
# Articles by month, and those known to the year only by year.
OverTime = tuple[dict[str, int], dict[str, int]]
# Seconds. A change of an article shows at once, the new name of a person or source within these.
KEPT_FOR = 60
# Seconds that a figure may be behind while an import runs.
DURING_IMPORT = 5.0


def version(viewer: Viewer | None = None) -> str:
    """Names the archive as a viewer (readers, unless one is given) can see it now.

    It is another one after any change of an article that they see or saw, and after any decision
    whatever the clock says. Viewers who see the same share it. Each part is read from the end of
    an index, however many articles there are.
    """
    hidden = hidden_from(viewer or AnonymousUser())
    seen = [
        status
        for status in Article.Status
        if status not in hidden or status == Article.Status.WITHDRAWN
    ]
    decided = Decision.objects.order_by("-pk").values_list("pk", flat=True).first()
    return f"{'-'.join(sorted(hidden))}|{decided}|{'|'.join(map(_last_change, seen))}"


def _last_change(status: Article.Status) -> str:
    changes = Article.objects.filter(status=status).order_by("-changed_at")
    last = changes.values_list("changed_at", flat=True).first()
    return last.isoformat() if last else ""


def remembered(name: str, compute: Callable[[], Value], now: str | None = None) -> Value:
    """`compute()`, remembered until any article changes (while an import runs, a moment longer).

    It must depend on nothing but what everyone sees whose version is `now`; without one, on what
    every reader may see.
    """
    now = now or version()
    # One value for all who see the same, so that a new version takes the place of the old one.
    key = f"{name}:{now.partition('|')[0]}"
    found: _Remembered | None = cache.get(key)
    if found is None or not found.serves(now):
        with _locks[key]:  # one thread computes, others wait for what it finds
            found = cache.get(key)
            if found is None or not found.serves(now):
                found = _Remembered(now, compute(), monotonic())
                cache.set(key, found, KEPT_FOR)
    return found.value


class _Remembered(NamedTuple):
    version: str
    value: Any
    made_at: float  # on the monotonic clock

    def serves(self, now: str) -> bool:
        """Whether it is of the version asked for, or near enough while an import brings a new one
        every moment. A withdrawal shows at once."""
        if self.version == now:
            return True
        same_withdrawals = self.version.rpartition("|")[2] == now.rpartition("|")[2]
        is_recent = 0 <= monotonic() - self.made_at < DURING_IMPORT
        return same_withdrawals and is_recent and _import_runs.get(_look_for_import)


_locks: defaultdict[str, RLock] = defaultdict(RLock)
_import_runs: Cached[bool] = Cached(seconds=1.0)


def _look_for_import() -> bool:
    return Ingest.objects.filter(state=Ingest.State.RUNNING).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    articles: int
    passages: int
    outlets: int
    first: date | None
    last: date | None


def summary(now: str | None = None) -> Summary:
    """What the archive holds for readers."""
    return remembered("summary", _summary, now)


def _summary() -> Summary:
    published = Article.objects.published()
    if numbers := numbers_for(AnonymousUser(), "article", "passage", "outlet"):
        dated = published.filter(published_from__isnull=False)
        first = dated.order_by("published_from").values_list("published_from", flat=True)
        last = dated.order_by("-published_to").values_list("published_to", flat=True)
        return Summary(
            articles=numbers["article"].total(),
            passages=numbers["passage"].total(),
            outlets=sum(1 for key in numbers["outlet"] if key != UNNAMED),
            first=first.first(),
            last=last.first(),
        )
    figures = published.aggregate(
        articles=Count("pk"),
        outlets=Count("outlet", distinct=True),
        first=Min("published_from"),
        last=Max("published_to"),
    )
    spans = PassageSpan.objects.filter(
        revision__in=published.values("current_revision"),
    )
    return Summary(passages=spans.count(), **figures)


def by_month(articles: ArticleQuerySet) -> OverTime:
    """Counts for a histogram: by month, and by year for articles known to the year only."""
    # Cutting dates is Python's work in SQLite: days are few, however many the articles.
    days = (
        articles.order_by()
        .filter(published_from__isnull=False)
        .values_list("published_from", "precision")
        .annotate(n=Count("pk"))
    )
    counts: Counter[str] = Counter()
    for day, precision, n in days:
        counts[month_of(day, precision)] += n
    return months_and_years(counts)


def months_and_years(counts: Mapping[str, int]) -> OverTime:
    """Numbers by month or year, as `month_of` writes them, apart."""
    months = {key: n for key, n in counts.items() if "-" in key}
    return months, {key: n for key, n in counts.items() if "-" not in key}


def public_months(now: str | None = None) -> OverTime:
    """All that readers may see, for a histogram."""
    return remembered("by_month", _public_months, now)


def _public_months() -> OverTime:
    if numbers := numbers_for(AnonymousUser(), "month"):
        return months_and_years(numbers["month"])
    return by_month(Article.objects.published())


@dataclass(frozen=True, slots=True)
class Counted:
    """An entity or source, with a number of articles."""

    thing: Entity | Source
    count: int


def most_present(articles: ArticleQuerySet, most: int) -> list[Counted]:
    """The entities that most of these articles name."""
    counts = _in_how_many(articles).order_by("-n", "entity__name_ar")
    return entities_counted(counts.values_list("entity", "n")[:most])


def presence(viewer: Viewer) -> Presence:
    """Every entity that articles name which a viewer may see, those in most articles first."""
    found: Presence = {}
    if numbers := numbers_for(viewer, "entity"):
        known = Entity.objects.order_by("name_ar").values_list("kind", "pk")
        counted = [(kind, pk, numbers["entity"][str(pk)]) for kind, pk in known]
        rows = sorted((row for row in counted if row[2]), key=lambda row: -row[2])
    else:
        counts = _in_how_many(Article.objects.visible_to(viewer))
        ordered = counts.order_by("-n", "entity__name_ar")
        rows = list(ordered.values_list("entity__kind", "entity", "n"))
    for kind, pk, n in rows:
        found.setdefault(kind, []).append((pk, n))
    return found


def public_presence(now: str | None = None) -> Presence:
    """The same for what every reader may see."""
    return remembered("presence", lambda: presence(AnonymousUser()), now)


def _in_how_many(articles: ArticleQuerySet):
    """The entities that these articles name as dictionaries; `n` is how many articles do."""
    return (
        Mention.objects.shown()
        .filter(revision__in=articles.order_by().values("current_revision"))
        .order_by()
        .values("entity", "entity__kind", "entity__name_ar")
        .annotate(n=Count("revision", distinct=True))
    )


def entities_counted(counts: Iterable[tuple[int, int]]) -> list[Counted]:
    """The entities with these primary keys, each with its number, in one query."""
    listed = list(counts)
    entities = Entity.objects.in_bulk([pk for pk, _ in listed])
    return [Counted(entities[pk], n) for pk, n in listed]


def outlets_of(articles: ArticleQuerySet, most: int) -> list[Counted]:
    """The known sources that published most of these articles."""
    counts = (
        articles.order_by()
        .filter(outlet__isnull=False)
        .values_list("outlet")
        .annotate(n=Count("pk"))
        .order_by("-n", "outlet__name_ar")[:most]
    )
    sources = Source.objects.in_bulk([pk for pk, _ in counts])
    return [Counted(sources[pk], n) for pk, n in counts]


def most_counted(
    things: type[Entity] | type[Source], counts: Mapping[str, int], most: int
) -> list[Counted]:
    """The entities or sources with the highest numbers, by their keys; of equal ones by name."""
    named = {key: n for key, n in counts.items() if key != UNNAMED}
    least = min(nlargest(most, named.values()), default=0)
    keys = [int(key) for key, n in named.items() if n >= least]
    found = [Counted(thing, counts[str(pk)]) for pk, thing in things.objects.in_bulk(keys).items()]
    return sorted(found, key=lambda each: (-each.count, each.thing.name_ar))[:most]


def naming(articles: ArticleQuerySet, entity: Entity) -> ArticleQuerySet:
    """Those of these articles whose text today names the entity."""
    named = Mention.objects.shown().filter(entity=entity).order_by()
    return articles.filter(current_revision__in=named.values("revision"))

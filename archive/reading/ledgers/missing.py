"""What texts refer to and the archive lacks, counted, so that whoever has it may supply it.

Four kinds: documents without their address, or that speak without being known; outlets that are
relayed while nothing of their own from those days is here; outlets that no text names; and other
links whose address was lost. Each list is made of the newest references, `MOST_READ` of a kind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Case, Exists, F, OuterRef, When
from django.db.models.functions import Substr

from archive.arabic.references import is_document
from archive.arabic.telling import key_of, keys_of_word
from archive.arabic.tokens import keys
from archive.dates import iso_date
from archive.models import (
    Article,
    Citation,
    Link,
    PassageSpan,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
    Revision,
    Source,
)
from archive.models.visibility import Viewer
from archive.reading.excerpts import EXCERPT
from archive.reading.names_cache import sources
from archive.reading.statistics import remembered, version

DOCUMENT, OUTLET, UNNAMED, LINK = KINDS = ("document", "outlet", "unnamed", "link")
MOST_READ = 20_000  # references of one kind
BEFORE = timedelta(days=7)  # an article relays what was published in the week before it
LONGEST_NAME = 120


class Place(NamedTuple):
    """Where a text refers to it: offsets of its text, or its title."""

    revision: int
    in_title: bool
    start: int
    end: int


@dataclass(slots=True)
class Missing:
    """One thing that the archive lacks.

    `known` says what is known of it: `address` that a link to it was lost, `name` that it is named
    alone, `nothing` that not even a name is, `none` that the archive has no article of the outlet,
    and `others` that it has, `own` of them, but none of those days.
    """

    kind: str
    key: str
    name: str  # as first printed, or the slug of the outlet
    known: str
    own: int = 0
    articles: set[int] = field(default_factory=set)
    places: list[Place] = field(default_factory=list)
    last: tuple[date, str] | None = None  # first day and precision of the latest that names it

    @property
    def count(self) -> int:
        return len(self.articles)

    @property
    def last_on(self) -> str:
        """The date of the latest article that names it, as far as it is known."""
        return iso_date(*self.last) if self.last else ""

    @property
    def reference(self) -> str:
        """Its name in addresses."""
        return f"{self.kind}:{self.key}"

    @property
    def source(self) -> Source | None:
        return sources.by_slug([self.name]).get(self.name) if self.kind == OUTLET else None


class _Row(NamedTuple):
    article: int
    published: date | None
    precision: str
    place: Place
    name: str


_ARTICLE = (
    "revision__article",
    "revision__article__published_from",
    "revision__article__precision",
)
_SPAN = ("revision", "in_title", "start", "end")


def missing(viewer: Viewer, now: str | None = None) -> list[Missing]:
    """Everything that is lacking in what the viewer sees, the most often named first."""
    now = now or version(viewer)
    return remembered("missing", lambda: _missing(viewer), now)


def holding(listed: Iterable[Missing], words: str) -> list[Missing]:
    """Those whose name holds each of the words, with the article or particles or without."""
    sought = [keys_of_word(key) for key in keys(words)]
    return [one for one in listed if _holds(_name_key(one), sought)]


def _holds(name: str, sought: Sequence[Sequence[str]]) -> bool:
    return all(any(form in name for form in forms) for forms in sought)


def _name_key(one: Missing) -> str:
    source = one.source
    return key_of(f"{source.name_ar} {source.name_en}" if source else one.name)


def _missing(viewer: Viewer) -> list[Missing]:
    found = [*_links(viewer), *_speaking_documents(viewer), *_outlets(viewer), *_unnamed(viewer)]
    merged: dict[tuple[str, str], Missing] = {}
    for one in found:
        kept = merged.setdefault((one.kind, one.key), one)
        if kept is not one:
            _add(kept, one)
    ordered = sorted(merged.values(), key=lambda one: (one.kind, one.key))
    ordered.sort(key=lambda one: (one.count, one.last_on), reverse=True)
    return ordered


def _add(kept: Missing, other: Missing) -> None:
    kept.articles |= other.articles
    kept.places += other.places
    kept.last = max(filter(None, (kept.last, other.last)), default=None)


def _gathered(rows: Iterable[_Row], kind: str, known: str) -> Iterator[Missing]:
    """Rows of one name together, by its folded words."""
    groups: dict[str, Missing] = {}
    for row in rows:
        key = " ".join(keys(row.name))[:LONGEST_NAME]
        if not key:
            continue
        group = groups.setdefault(
            key, Missing(kind, key, " ".join(row.name.split())[:LONGEST_NAME], known)
        )
        _note(group, row)
    yield from groups.values()


def _note(group: Missing, row: _Row) -> None:
    group.articles.add(row.article)
    group.places.append(row.place)
    if row.published is not None:
        named = row.published, row.precision
        group.last = max(group.last, named) if group.last else named


# Of each kind


def _links(viewer: Viewer) -> Iterator[Missing]:
    """Links whose address was lost: those of documents, and others."""
    length = F("end") - F("start")
    printed = Case(
        When(in_title=True, then=Substr("revision__title", F("start") + 1, length)),
        default=Substr("revision__text", F("start") + 1, length),
    )
    lost = Link.objects.filter(
        missing=True,
        revision=F("revision__article__current_revision"),
        revision__article__in=Article.objects.visible_to(viewer),
    ).annotate(printed=printed)
    rows = list(_rows(lost.order_by("-pk").values_list(*_ARTICLE, *_SPAN, "printed")[:MOST_READ]))
    yield from _gathered((row for row in rows if is_document(row.name)), DOCUMENT, "address")
    yield from _gathered((row for row in rows if not is_document(row.name)), LINK, "address")


def _speaking_documents(viewer: Viewer) -> Iterator[Missing]:
    """«أفاد تقرير بأن …»: documents that say something, and that the archive doesn't know."""
    seen = Quotation.objects.for_readers(viewer)
    said = QuotationSpeaker.objects.filter(
        Exists(seen.filter(pk=OuterRef("quotation"))), entity=None, source=None
    )
    rows = _of_statements(said.order_by("-quotation"))
    yield from _gathered((row for row in rows if is_document(row.name)), DOCUMENT, "name")


def _unnamed(viewer: Viewer) -> Iterator[Missing]:
    """«وسائل إعلام كردية»: outlets between speaker and page that the archive can't name."""
    seen = Quotation.objects.for_readers(viewer)
    relays = QuotationRelay.objects.filter(
        Exists(seen.filter(pk=OuterRef("quotation"))), source=None
    )
    yield from _gathered(_of_statements(relays.order_by("-quotation")), UNNAMED, "nothing")


def _of_statements(rows) -> Iterator[_Row]:
    columns = (f"quotation__{name}" for name in (*_ARTICLE, *_SPAN))
    return _rows(rows.values_list(*columns, "printed")[:MOST_READ])


def _rows(rows: Iterable[Sequence]) -> Iterator[_Row]:
    for article, published, precision, revision, in_title, start, end, name in rows:
        yield _Row(article, published, precision, Place(revision, in_title, start, end), name)


def _outlets(viewer: Viewer) -> list[Missing]:
    """Sources that are relayed without an article of theirs from the week before."""
    cited = Citation.objects.shown().in_current_text()
    cited = cited.filter(revision__article__in=Article.objects.visible_to(viewer))
    cited = cited.exclude(source=F("revision__article__outlet")).order_by("-pk")
    rows = list(_rows(cited.values_list(*_ARTICLE, *_SPAN, "source__slug")[:MOST_READ]))
    own = _own_days({row.name for row in rows}, viewer)
    groups: dict[str, Missing] = {}
    for row in rows:
        days = own.get(row.name, [])
        if days and _has_own(days, row.published):
            continue
        known = "others" if days else "none"
        group = groups.setdefault(row.name, Missing(OUTLET, row.name, row.name, known, len(days)))
        _note(group, row)
    return list(groups.values())


def _own_days(slugs: set[str], viewer: Viewer) -> dict[str, list[date]]:
    """The days of the articles of these sources, in order; undated ones count as the first."""
    articles = Article.objects.visible_to(viewer).filter(outlet__slug__in=slugs)
    days: dict[str, list[date]] = defaultdict(list)
    for slug, published in articles.values_list("outlet__slug", "published_from"):
        days[slug].append(published or date.min)
    return {slug: sorted(listed) for slug, listed in days.items()}


def _has_own(days: Sequence[date], published: date | None) -> bool:
    """Whether one of these days is that of publication or in the week before; unknown counts."""
    if published is None:
        return True
    at = bisect_left(days, published - BEFORE)
    return at < len(days) and days[at] <= published


# Where it is named


@dataclass(frozen=True, slots=True)
class Naming:
    """A passage, or a headline, that refers to something missing; the reference between two parts
    of the printed text."""

    article: Article
    span: PassageSpan | None  # None in a headline
    before: str
    name: str
    after: str

    @property
    def address(self) -> str:
        return (self.span.passage if self.span else self.article).get_absolute_url()


def places_of(one: Missing) -> list[Place]:
    """One place an article, the first in it."""
    first: dict[int, Place] = {}
    for place in sorted(one.places):
        first.setdefault(place.revision, place)
    return list(first.values())


def namings(places: Sequence[Place], viewer: Viewer) -> list[Naming]:
    """Those places with what stands around them, as far as the viewer sees them, newest first."""
    revisions = Revision.objects.filter(
        pk__in=[place.revision for place in places],
        article__in=Article.objects.visible_to(viewer),
    ).select_related("article__outlet")
    texts = {revision.pk: revision for revision in revisions}
    spans: dict[int, list[PassageSpan]] = defaultdict(list)
    for span in PassageSpan.objects.filter(revision__in=texts).select_related("passage"):
        spans[span.revision_id].append(span)
    found = [
        _naming(place, texts[place.revision], spans[place.revision])
        for place in places
        if place.revision in texts
    ]
    found.sort(key=lambda each: each.article.published_from or date.min, reverse=True)
    return found


def _naming(place: Place, revision: Revision, spans: Iterable[PassageSpan]) -> Naming:
    span = None
    text, first, last = revision.title, 0, len(revision.title)
    if not place.in_title:
        text = revision.text
        span = next((one for one in spans if one.start <= place.start < one.end), None)
        first, last = (span.start, span.end) if span else (place.start, place.end)
    start, end = place.start, min(place.end, last)
    first = _word_before(text, max(first, start - EXCERPT // 2), first, start)
    last = _word_after(text, min(last, max(end, start + EXCERPT // 2)), last, end)
    return Naming(revision.article, span, text[first:start], text[start:end], text[end:last])


def _word_before(text: str, at: int, least: int, start: int) -> int:
    return text.find(" ", at, start) + 1 or start if at > least else at


def _word_after(text: str, at: int, most: int, end: int) -> int:
    return max(text.rfind(" ", end, at), end) if at < most else at

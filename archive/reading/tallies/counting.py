"""What one article counts for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef

from archive.models import (
    Article,
    DateReference,
    Mention,
    PassageSpan,
    Precision,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
)
from archive.models.tallies import WHOLE
from archive.reading.statements import SAID

VERSION = 1  # of what is counted: tallies of another one are made anew
LONGEST_IN_MONTH = timedelta(days=31)
UNNAMED = ""  # in the place of a key: an outlet that isn't known, or that a text doesn't name
ANONYMOUS = "anonymous"


class Number(NamedTuple):
    """Which number: `about` an entity or WHOLE, of a kind, for a value.

    | kind | value | counts |
    |---|---|---|
    | article | | articles; of an entity those that name it |
    | passage | | passages; of an entity those that name it |
    | month | `2021-11`, or a year where no month is known | articles by date of publication |
    | outlet | key of a source | articles |
    | entity | key of an entity | articles that name it; of an entity, beside it |
    | statement | kind of statement | statements; of an entity those that it said |
    | speaker | `entity:KEY`, `source:KEY`, `anonymous` | statements that are said |
    | via | key of a source | statements that are said |
    | said-in | key of a source | statements that are said |
    | told | `2021-11-17/2021-11-17` | dates of texts that mean these days |
    | told-month | `2021-11`, month 0 for longer periods | articles that tell of it |
    | told-year | `2021` | articles that tell of a day or period within it |
    """

    about: int
    kind: str
    status: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What an article counts for as it stands; keys are texts, as in the rows of tallies."""

    status: str
    month: str = ""
    outlet: str = UNNAMED
    passages: int = 0
    entities: dict[str, int] = field(default_factory=dict)  # passages that name each
    statements: dict[str, int] = field(default_factory=dict)  # of each kind
    speakers: dict[str, int] = field(default_factory=dict)  # statements of each
    vias: dict[str, int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)  # dates that mean each period

    def numbers(self) -> Iterator[tuple[Number, int]]:
        """All that it adds to."""
        yield from self._numbers_about(WHOLE, self.passages)
        for values, kind in (
            (self.statements, "statement"),
            (self.speakers, "speaker"),
            (self.vias, "via"),
            (self.told, "told"),
        ):
            for key, n in values.items():
                yield Number(WHOLE, kind, self.status, key), n
        periods = [tuple(map(date.fromisoformat, key.split("/"))) for key in self.told]
        for year, month in {section_of(first, last) for first, last in periods}:
            yield Number(WHOLE, "told-month", self.status, f"{year}-{month:02}"), 1
        for year in {first.year for first, last in periods if first.year == last.year}:
            yield Number(WHOLE, "told-year", self.status, f"{year}"), 1
        if said := sum(n for kind, n in self.statements.items() if kind in SAID):
            yield Number(WHOLE, "said-in", self.status, self.outlet), said
        for entity, passages in self.entities.items():
            yield from self._numbers_about(int(entity), passages)
        for speaker, n in self.speakers.items():
            thing, _colon, key = speaker.partition(":")
            if thing == "entity":
                yield Number(int(key), "statement", self.status), n

    def _numbers_about(self, about: int, passages: int) -> Iterator[tuple[Number, int]]:
        yield Number(about, "article", self.status), 1
        yield Number(about, "passage", self.status), passages
        yield Number(about, "outlet", self.status, self.outlet), 1
        if self.month:
            yield Number(about, "month", self.status, self.month), 1
        for other in self.entities:
            yield Number(about, "entity", self.status, other), 1

    def stored(self) -> dict[str, Any]:
        """As it is kept: what is empty is left out."""
        return {name: value for name, value in asdict(self).items() if value}


def added_up(counted: Mapping[int, Counted | None]) -> Counter[Number]:
    """All that these articles add to."""
    sums: Counter[Number] = Counter()
    for one in counted.values():
        if one is not None:
            for number, n in one.numbers():
                sums[number] += n
    return sums


def counted(articles: Sequence[int]) -> dict[int, Counted]:
    """What each of these articles (primary keys) counts for; those that are gone are left out.

    Eight questions to the database.
    """
    columns = ("pk", "status", "outlet", "published_from", "precision", "current_revision")
    rows = list(Article.objects.filter(pk__in=articles).values_list(*columns))
    texts = [revision for *_row, revision in rows if revision]
    passages = dict(
        PassageSpan.objects.filter(revision__in=texts)
        .order_by()
        .values_list("revision")
        .annotate(n=Count("pk"))
    )
    entities, told = _named(texts), _told(texts)
    statements, speakers, vias = _statements(texts)
    return {
        pk: Counted(
            status=status,
            month=month_of(day, precision),
            outlet=str(outlet or UNNAMED),
            passages=passages.get(text, 0),
            entities=entities[text],
            statements=statements[text],
            speakers=speakers[text],
            vias=vias[text],
            told=told[text],
        )
        for pk, status, outlet, day, precision, text in rows
    }


def month_of(day: date | None, precision: str) -> str:
    """`2021-11`; `2021` where no month is known, and nothing for what has no date."""
    if day is None:
        return ""
    return f"{day.year}" if precision == Precision.YEAR else f"{day.year}-{day.month:02}"


def section_of(first: date, last: date) -> tuple[int, int]:
    """Year and month to which days belong; month 0 for what is longer than one."""
    is_short = last - first < LONGEST_IN_MONTH  # every month is
    return first.year, first.month if is_short else 0


Values = defaultdict[int | None, dict[str, int]]  # by text


def _named(texts: Sequence[int]) -> Values:
    found: Values = defaultdict(dict)
    named = Mention.objects.shown().filter(revision__in=texts).order_by()
    rows = named.values_list("revision", "entity").annotate(n=Count("passage", distinct=True))
    for text, entity, n in rows:
        found[text][str(entity)] = n
    return found


def _told(texts: Sequence[int]) -> Values:
    found: Values = defaultdict(dict)
    dates = DateReference.objects.resolved().shown().filter(revision__in=texts).order_by()
    for text, first, last, n in dates.values_list("revision", "first", "last").annotate(
        n=Count("pk")
    ):
        found[text][f"{first}/{last}"] = n
    return found


def _statements(texts: Sequence[int]) -> tuple[Values, Values, Values]:
    """Statements by kind; those that are said by speaker, and by whom they came through."""
    shown = Quotation.objects.shown().filter(revision__in=texts).order_by()
    kinds: Values = defaultdict(dict)
    for text, kind, n in shown.values_list("revision", "kind").annotate(n=Count("pk")):
        kinds[text][kind] = n
    said = Exists(shown.of_kind(*SAID).filter(pk=OuterRef("quotation")))
    distinct = Count("quotation", distinct=True)
    text_of = "quotation__revision"
    speakers: Values = defaultdict(dict)
    rows = QuotationSpeaker.objects.filter(said, **{f"{text_of}__in": texts}).order_by()
    columns = (text_of, "entity", "source", "is_anonymous")
    for text, entity, source, is_anonymous, n in rows.values_list(*columns).annotate(n=distinct):
        if speaker := _speaker(entity, source, is_anonymous=is_anonymous):
            speakers[text][speaker] = n
    vias: Values = defaultdict(dict)
    relays = QuotationRelay.objects.filter(said, **{f"{text_of}__in": texts}).order_by()
    for text, source, n in relays.values_list(text_of, "source").annotate(n=distinct):
        vias[text][str(source or UNNAMED)] = n
    return kinds, speakers, vias


def _speaker(entity: int | None, source: int | None, *, is_anonymous: bool) -> str:
    if entity:
        return f"entity:{entity}"
    if source:
        return f"source:{source}"
    return ANONYMOUS if is_anonymous else ""

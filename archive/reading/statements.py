"""Statements as pages show them: words, who says them in which office, and through whom.

Nothing here is HTML, and a page of statements costs the same few queries whatever their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from archive.arabic.offices import is_second
from archive.arabic.sentences import Sentences, reports_speech
from archive.dates import parse_partial
from archive.models import (
    Article,
    Entity,
    PassageSpan,
    Precision,
    Quotation,
    Revision,
    Role,
    Source,
)
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer

Days = tuple[date, date]
# What somebody said, or declined to say. A term is a word for a thing, and nothing that was said.
SAID = (Quotation.Kind.DIRECT, Quotation.Kind.REPORTED, Quotation.Kind.REFUSAL)


@dataclass(frozen=True, slots=True)
class Voice:
    """One of those who speak. `thing` is known to the archive; others stand as printed."""

    thing: Entity | Source | None
    printed: str
    office: Role | None = None  # held on the day of speech
    is_anonymous: bool = False
    reason: str = ""  # why it isn't named, as printed

    @property
    def as_government(self) -> bool:
        return isinstance(self.thing, Entity) and self.thing.is_place


@dataclass(frozen=True, slots=True)
class Relay:
    """An outlet between speaker and page; without `source` it is printed as the text has it."""

    source: Source | None
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What pages show of one statement."""

    quotation: Quotation
    article: Article
    span: PassageSpan | None  # None in a headline
    voices: tuple[Voice, ...]
    relays: tuple[Relay, ...]  # from the speaker to the page

    @property
    def pk(self) -> int:
        return self.quotation.pk

    @property
    def kind(self) -> str:
        return self.quotation.kind

    @property
    def words(self) -> str:
        """The words as printed; «…» stands where the article speaks between two pieces.

        What they can't be told without stands before them: «دعا بايدن القادة إلى أن …».
        """
        printed = self.quotation.printed
        said = self._lead
        last = None
        for start, end in self.quotation.pieces:
            if last is not None:
                said += " … " if printed[last:start].strip() else " "
            said += printed[start:end]
            last = end
        return said

    @property
    def _lead(self) -> str:
        """The verb of a wish, a promise or a description, up to what is wished or held."""
        if self.kind != Quotation.Kind.REPORTED or not self.quotation.pieces:
            return ""
        return self.quotation.printed[self.quotation.start : self.quotation.pieces[0][0]]

    @property
    def in_marks(self) -> bool:
        """Whether the words stand in marks, which are no part of them; a refusal never does."""
        return self.quotation.is_marked and self.kind != Quotation.Kind.REFUSAL

    @property
    def cut(self) -> bool:
        return self.quotation.cut

    @property
    def on_behalf_of(self) -> str:
        return self.quotation.on_behalf_of

    @property
    def is_confirmed(self) -> bool:
        return self.quotation.status == Quotation.Status.CONFIRMED

    @property
    def guess(self) -> str:
        """Which part nobody reviewed: `speaker`, or `words` too; nothing where somebody did.

        Marks say where words begin and end, so that only who spoke them is a guess.
        """
        if self.is_confirmed:
            return ""
        return "speaker" if self.quotation.is_marked else "words"

    @property
    def is_joint(self) -> bool:
        return len(self.voices) > 1

    @property
    def is_anonymous(self) -> bool:
        return bool(self.voices) and all(voice.is_anonymous for voice in self.voices)

    @property
    def reasons(self) -> list[str]:
        return [voice.reason for voice in self.voices if voice.reason]

    @property
    def said_on(self) -> date | None:
        return self.quotation.said_on

    @property
    def said_between(self) -> Days | None:
        """The days of speech, where the text tells a period and no day."""
        first, last = self.quotation.said_from, self.quotation.said_to
        return (first, last) if first and last and first != last else None

    @property
    def days(self) -> Days | None:
        return days_of(self.quotation)

    @property
    def is_dated_by_publication(self) -> bool:
        return self.quotation.said_from is None

    @property
    def speaker(self) -> Entity | Source | None:
        """The first of those who speak whom the archive knows."""
        return next((voice.thing for voice in self.voices if voice.thing), None)

    @property
    def person(self) -> Entity | None:
        """The first of those who speak who has a page of statements."""
        things = (voice.thing for voice in self.voices)
        return next((thing for thing in things if isinstance(thing, Entity)), None)

    @property
    def person_office(self) -> Role | None:
        return next((voice.office for voice in self.voices if voice.thing == self.person), None)

    @property
    def others_address(self) -> str:
        """The same speaker's other statements on what this one is about."""
        if self.person is None or self.span is None:
            return ""
        return f"{self.person.get_absolute_url()}?on={self.span.passage.public_id}#said-on"

    @property
    def chain_key(self) -> tuple:
        """Equal for statements with the same speakers and the same way to the page."""
        return (
            tuple((voice.thing, voice.printed if not voice.thing else "") for voice in self.voices),
            tuple(
                (relay.source, relay.printed if not relay.source else "") for relay in self.relays
            ),
            self.is_confirmed,
        )

    @property
    def address(self) -> str:
        """Where it stands: its passage, or for a headline the article."""
        thing = self.span.passage if self.span else self.article
        return thing.get_absolute_url()


def days_of(row: Quotation) -> Days | None:
    """When it was said as far as that is known: else when it was published, or nothing."""
    article = row.revision.article
    if row.said_from and row.said_to:
        return row.said_from, row.said_to
    if article.published_from and article.published_to:
        return article.published_from, article.published_to
    return None


def statements(
    found: QuotationQuerySet | Iterable[Quotation], *, places: bool = True
) -> list[Statement]:
    """Those statements in their order, with all that a page shows, in five queries.

    Without `places` in four, for pages that know the passages already.
    """
    if isinstance(found, QuotationQuerySet):
        found = found.select_related("revision__article__outlet", "passage").with_chain()
    rows = list(found)
    offices = _offices(rows)
    spans = _spans(rows) if places else {}
    return [_statement(row, offices, spans) for row in rows]


def statements_by_key(keys: Sequence[int], viewer: Viewer) -> list[Statement]:
    """The same for primary keys, in the order of the keys, as far as the viewer sees them now."""
    place = {key: number for number, key in enumerate(keys)}
    found = statements(Quotation.objects.for_readers(viewer).filter(pk__in=keys))
    return sorted(found, key=lambda statement: place[statement.pk])


def statements_in(
    revision: Revision, near: PassageSpan | None = None
) -> dict[int | None, list[Statement]]:
    """The shown statements of a text by the primary key of the passage they begin in.

    Those of the headline stand under None. With `near` only those of a passage and its neighbours.
    """
    found = _shown_in(revision)
    if near is not None:
        ordinals = (near.ordinal - 1, near.ordinal + 1)
        neighbours = revision.spans.filter(ordinal__range=ordinals).order_by()
        found = found.filter(passage__in=neighbours.values("passage"))
    listed = list(found.select_related("passage").with_chain().in_order())
    for row in listed:
        row.revision = revision
    by_passage: dict[int | None, list[Statement]] = defaultdict(list)
    for statement in statements(listed):
        by_passage[statement.quotation.passage_id].append(statement)
    return dict(by_passage)


def statements_of(span: PassageSpan) -> list[Statement]:
    """The shown statements that begin in a passage as it stands in one revision."""
    rows = _shown_in(span.revision).filter(passage=span.passage_id)
    return statements(rows.in_order())


def _shown_in(revision: Revision) -> QuotationQuerySet:
    """What readers see in a text; of a former one not what was rejected in a later."""
    rejected = Quotation.objects.filter(
        Q(passage=OuterRef("passage")) | Q(in_title=True),
        revision__article=revision.article_id,
        revision__number__gt=revision.number,
        in_title=OuterRef("in_title"),
        words_key=OuterRef("words_key"),
        status=Quotation.Status.REJECTED,
    )
    guesses = Q(status=Quotation.Status.PROPOSED) & Exists(rejected)
    return revision.quotations.shown().exclude(guesses)


def office_on(roles: Iterable[Role], days: Days | None) -> Role | None:
    """The office held through all of those days, for certain; of several the one taken up last.

    Whoever heads a party or acts in an office beside another is called by that other. An office of
    which only the year is known says nothing about days of that year.
    """
    if days is None:
        return None
    held = [role for role in roles if role.since and _holds(role, *days)]
    return max(held, key=lambda role: (not is_second(role.role_ar), role.since), default=None)


def _holds(role: Role, first: date, last: date) -> bool:
    if parse_partial(role.since).last > first:
        return False
    return not role.until or parse_partial(role.until).first >= last


def _offices(rows: Iterable[Quotation]) -> dict[int, list[Role]]:
    """The offices of everyone who speaks, by entity."""
    speakers = {voice.entity_id for row in rows for voice in row.speakers.all()} - {None}
    offices: dict[int, list[Role]] = defaultdict(list)
    if speakers:
        for role in Role.objects.filter(entity__in=speakers):
            offices[role.entity_id].append(role)
    return offices


def _spans(rows: Iterable[Quotation]) -> dict[tuple[int, int], PassageSpan]:
    """Where the passages of the statements stand, by revision and passage."""
    revisions = {row.revision_id: row.revision for row in rows}
    passages = {row.passage_id: row.passage for row in rows if row.passage_id}
    spans: dict[tuple[int, int], PassageSpan] = {}
    if passages:
        standing = PassageSpan.objects.filter(revision__in=revisions, passage__in=passages)
        for span in standing:
            span.passage = passages[span.passage_id]
            span.revision = revisions[span.revision_id]
            spans[span.revision_id, span.passage_id] = span
    return spans


def _statement(
    row: Quotation, offices: dict[int, list[Role]], spans: dict[tuple[int, int], PassageSpan]
) -> Statement:
    days = days_of(row)
    voices = (
        Voice(
            thing=one.entity or one.source,
            printed=one.printed,
            office=office_on(offices.get(one.entity_id or 0, ()), days),
            is_anonymous=one.is_anonymous,
            reason=one.reason,
        )
        for one in row.speakers.all()
    )
    return Statement(
        quotation=row,
        article=row.revision.article,
        span=spans.get((row.revision_id, row.passage_id or 0)),
        voices=tuple(voices),
        relays=tuple(_relays(row)),
    )


def _relays(row: Quotation) -> Iterator[Relay]:
    """From the speaker to the page; who speaks or publishes is no link between the two."""
    ends = {voice.source_id for voice in row.speakers.all()} | {row.revision.article.outlet_id}
    for one in reversed(row.relays.all()):
        if one.source_id is None or one.source_id not in ends:
            yield Relay(one.source, one.printed)


def chains_of(listed: Iterable[Statement]) -> list[Statement]:
    """The first statement of each chain, for a passage that is shown with its own words.

    A term is nobody's statement.
    """
    first: dict[tuple, Statement] = {}
    said = list(listed)
    for statement in said:
        if (
            statement.voices
            and statement.kind in SAID
            and not _stands_behind_others(statement, said)
        ):
            first.setdefault(statement.chain_key, statement)
    return list(first.values())


def _stands_behind_others(statement: Statement, said: Sequence[Statement]) -> bool:
    """Whether its passage opens with what somebody else says, whom no statement names.

    «يذكر البيان أن … وبعد أيام قال رئيس الوزراء إن …»: the passage is not his.
    """
    span, row = statement.span, statement.quotation
    if span is None:
        return False
    told = [each.quotation for each in said]
    sentences = Sentences(row.printed[span.start : row.start])
    before = row.start - span.start
    at = 0
    while at < before:
        start, end = sentences.around(at, at + 1)
        first, last = span.start + start, span.start + end
        if not row.printed[last : row.start].strip():  # the sentence that gives it
            return False
        held = any(each.start < last and each.end > first for each in told)
        if not held and reports_speech(row.printed[first:last]):
            return True
        at = max(at + 1, end + 1)
    return False


# By day


@dataclass(frozen=True, slots=True)
class Day:
    """Statements of one day, or of one month, year or period where no day is known."""

    first: date | None
    last: date | None
    statements: list[Statement]

    @property
    def precision(self) -> str:
        """`day`, `month`, `year`, `period` or `unknown`."""
        first, last = self.first, self.last
        if first is None or last is None:
            return Precision.UNKNOWN
        if first == last:
            return Precision.DAY
        for precision, written in (("month", f"{first:%Y-%m}"), ("year", f"{first:%Y}")):
            known = parse_partial(written)
            if (known.first, known.last) == (first, last):
                return precision
        return "period"

    @property
    def article_count(self) -> int:
        return len({statement.article.pk for statement in self.statements})


def by_day(listed: Iterable[Statement]) -> list[Day]:
    """Neighbouring statements of the same day, together."""
    days: list[Day] = []
    for statement in listed:
        first, last = statement.days or (None, None)
        if not days or (days[-1].first, days[-1].last) != (first, last):
            days.append(Day(first, last, []))
        days[-1].statements.append(statement)
    return days

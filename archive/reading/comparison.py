"""Two outlets side by side: who is quoted by both, in which words, and who by one alone.

What is asked costs the same few queries whatever is found. Of an outlet with more statements than
`settings.LIMITS.compared` the newest are compared, and of the other those of the same days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from archive.arabic.tokens import keys
from archive.models import (
    Article,
    Entity,
    Mention,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
    Role,
    Source,
)
from archive.models.findings import holds
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer
from archive.reading.aligning import ANONYMOUS, NEAR, NOBODY, UNKNOWN, Line, Row, Who, align
from archive.reading.statements import SAID, Statement, Voice, statements_by_key
from archive.reading.topics import weights
from archive.reading.typed_names import entities_named
from archive.reading.wordings import Pair, Worded, alone, beside, headline_and_body

ON_A_PAGE = 24  # statements: its nodes have a budget
MOST_HEADLINES = 2  # of an outlet, each with its text
HEADLINES_READ = 6  # the newest in which somebody speaks
BODY_READ = 12  # statements of the text below each


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What a reader asks to be compared; two outlets, or fewer while the reader still chooses."""

    outlets: tuple[Source, ...] = ()
    actor: Entity | None = None
    words: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.actor or self.words or self.since or self.until)

    def to_querystring(self) -> str:
        pairs: list[tuple[str, Any]] = [("outlet", source.slug) for source in self.outlets]
        pairs += [("actor", self.actor and self.actor.slug), ("q", self.words)]
        pairs += [("from", self.since), ("to", self.until)]
        return urlencode([(key, value) for key, value in pairs if value])

    def get_absolute_url(self) -> str:
        query, address = self.to_querystring(), reverse("archive:compare")
        return f"{address}?{query}" if query else address


def around(article: Article) -> Compared:
    """What an outlet has in the days around one of its articles, with the other still open."""
    first, last = article.published_from, article.published_to
    return Compared(
        outlets=(article.outlet,) if article.outlet else (),
        since=first and first - timedelta(NEAR),
        until=last and last + timedelta(NEAR),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two outlets, with what of it is compared."""

    source: Source
    rows: Sequence[Row]
    relayed: int  # statements that reached it through others
    headlines: Sequence[Pair]

    @property
    def article_count(self) -> int:
        return len({row.article for row in self.rows})


@dataclass(frozen=True, slots=True)
class Group:
    """What somebody says at the two outlets, as a page shows it."""

    who: Who
    voices: Sequence[Voice]  # as whom, in each statement, the newest first
    pairs: Sequence[Pair]
    first: Sequence[Worded]  # that only the first outlet has
    second: Sequence[Worded]
    in_first: bool  # whether the outlet quotes this speaker at all
    in_second: bool
    left: int  # statements that aren't shown

    @property
    def in_both(self) -> bool:
        return self.in_first and self.in_second

    @property
    def is_known(self) -> bool:
        return self.who not in UNKNOWN

    @property
    def differs(self) -> bool:
        return any(pair.differs for pair in self.pairs)

    @property
    def differs_in_kind(self) -> bool:
        return any(pair.differs_in_kind for pair in self.pairs)

    @property
    def differs_in_speaker(self) -> bool:
        return any(pair.second.is_of_another or pair.first.is_of_another for pair in self.pairs)

    @property
    def voice(self) -> Voice | None:
        return self.voices[0] if self.voices else None

    @property
    def offices(self) -> list[Role]:
        """Held on the days of the statements, the latest first."""
        return list(dict.fromkeys(voice.office for voice in self.voices if voice.office))

    @property
    def is_guess(self) -> bool:
        """Whether nobody confirmed one of its statements."""
        paired = [worded for pair in self.pairs for worded in (pair.first, pair.second)]
        shown = [*paired, *self.first, *self.second]
        return not any(worded.statement.is_confirmed for worded in shown)

    @property
    def relays(self) -> list[tuple[Source, Source]]:
        """Which of the outlets got a statement from the other: the two, in that order."""
        found: dict[tuple[Source, Source], None] = {}
        for pair in self.pairs:
            for here, there in ((pair.first, pair.second), (pair.second, pair.first)):
                outlet, other = here.statement.article.outlet, there.statement.article.outlet
                if any(relay.source == other for relay in here.statement.relays):
                    found[outlet, other] = None
        return list(found)


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines of one speaker that a page shows, and how many statements it leaves out."""

    who: Who
    lines: Sequence[Line]
    left: int
    in_first: bool
    in_second: bool

    @property
    def size(self) -> int:
        """How many statements are shown."""
        return sum(len(line.rows) for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    first: Side
    second: Side
    is_cut: bool  # whether an outlet has more statements than are compared
    since: date | None  # the day from which all are, where it is cut
    pages: Sequence[Sequence[Shown]]

    @property
    def is_empty(self) -> bool:
        return not (self.first.rows or self.second.rows)


def compare(asked: Compared, viewer: Viewer, now: str | None = None) -> Comparison:
    """The statements of two outlets, aligned; `now` is the viewer's version."""
    most = settings.LIMITS.compared
    found = [_newest(asked, outlet, viewer, most + 1) for outlet in asked.outlets]
    is_cut = any(len(rows) > most for rows in found)
    since = max((first for rows in found if (first := _first_day(rows, most))), default=None)
    reached = [[row for row in rows[:most] if _is_since(row, since)] for rows in found]
    relayed = _relayed([row.pk for rows in reached for row in rows])
    headlines = _headlines(reached, viewer)
    sides = [
        Side(
            source=outlet,
            rows=rows,
            relayed=sum(bool(relayed[row.pk] - {outlet.pk}) for row in rows),
            headlines=pairs,
        )
        for outlet, rows, pairs in zip(asked.outlets, reached, headlines, strict=True)
    ]
    once = {pair.first.statement.pk for side in sides for pair in side.headlines}
    first, second = ([row for row in side.rows if row.pk not in once] for side in sides)
    lines = align(first, second, weights(viewer, now))
    return Comparison(
        first=sides[0],
        second=sides[1],
        is_cut=is_cut,
        since=since,
        pages=list(_pages(_by_speaker(lines))),
    )


# What is compared


def _newest(asked: Compared, outlet: Source, viewer: Viewer, most: int) -> list[Row]:
    """The newest statements of an outlet that answer, in two queries."""
    values = ("pk", "revision__article", "in_title", "kind", "words_key")
    said = ("said_from", "said_to")
    published = ("revision__article__published_from", "revision__article__published_to")
    ordered = _asked_of(asked, outlet, viewer).by_day()
    found = list(ordered.values_list(*values, *said, *published)[:most])
    speakers = _speakers([pk for pk, *_ in found])
    return [
        Row(
            pk=pk,
            article=article,
            in_title=in_title,
            kind=kind,
            words_key=words_key,
            days=next((days for days in (days[:2], days[2:]) if all(days)), None),
            who=speakers.get(pk, (NOBODY,)),
        )
        for pk, article, in_title, kind, words_key, *days in found
    ]


def _asked_of(asked: Compared, outlet: Source, viewer: Viewer) -> QuotationQuerySet:
    found = Quotation.objects.for_readers(viewer).of_kind(*SAID)
    found = found.filter(revision__article__outlet=outlet)
    if asked.actor:
        found = found.filter(_said_by([asked.actor.pk]) | Exists(_naming(asked.actor)))
    if asked.words and (held := holds(asked.words)):
        found = found.filter(held | _said_by(_called(asked.words)))
    return found.within(asked.since, asked.until)


def _said_by(entities: Any) -> Exists:
    # Not by a list of keys: SQLite would go through it for every text of the outlet.
    said = QuotationSpeaker.objects.filter(quotation=OuterRef("pk"), entity__in=entities)
    return Exists(said)


def _naming(actor: Entity) -> Any:
    """Where a statement's own words name somebody."""
    return Mention.objects.shown().filter(
        entity=actor,
        revision=OuterRef("revision"),
        in_title=OuterRef("in_title"),
        start__gte=OuterRef("start"),
        start__lt=OuterRef("end"),  # by which the index ends its look
        end__lte=OuterRef("end"),
    )


def _called(words: str) -> list[Entity]:
    """Those who have exactly this name, in whatever letters."""
    return [one for places in (False, True) for one in entities_named(words, places=places)]


def _speakers(pks: Sequence[int]) -> dict[int, tuple[Who, ...]]:
    found: dict[int, list[Who]] = defaultdict(list)
    rows = QuotationSpeaker.objects.filter(quotation__in=pks).order_by("quotation", "ordinal")
    values = ("quotation", "entity", "source", "printed", "is_anonymous")
    for pk, entity, source, printed, is_anonymous in rows.values_list(*values):
        found[pk].append(_who(entity, source, printed, is_anonymous=is_anonymous))
    return {pk: tuple(sorted(who, key=_is_unknown)) for pk, who in found.items()}


def _who(entity: int | None, source: int | None, printed: str, *, is_anonymous: bool) -> Who:
    if entity is not None:
        return "entity", entity
    if source is not None:
        return "source", source
    return ANONYMOUS if is_anonymous else ("printed", " ".join(keys(printed)))


def _is_unknown(who: Who) -> bool:
    return who[0] not in ("entity", "source")


def _relayed(pks: Sequence[int]) -> dict[int, set[int | None]]:
    """Through which sources each of the statements came; None for one that isn't named."""
    found: dict[int, set[int | None]] = defaultdict(set)
    rows = QuotationRelay.objects.filter(quotation__in=pks).order_by()
    for pk, source in rows.values_list("quotation", "source"):
        found[pk].add(source)
    return found


def _first_day(rows: Sequence[Row], most: int) -> date | None:
    """The day from which all statements of an outlet are compared, where not all are."""
    last = rows[most - 1] if len(rows) > most else None
    return last.days[0] if last and last.days else None


def _is_since(row: Row, since: date | None) -> bool:
    return since is None or (row.days is not None and row.days[1] >= since)


# Headlines and their texts


def _headlines(sides: Sequence[Sequence[Row]], viewer: Viewer) -> list[list[Pair]]:
    """For each outlet what its headlines give in other words than their texts."""
    told = [[*_of_headlines(rows)] for rows in sides]
    listed = statements_by_key([row.pk for rows in told for row in rows], viewer)
    by_article: dict[int, list[Statement]] = defaultdict(list)
    for statement in listed:
        by_article[statement.article.pk].append(statement)
    return [
        [
            pair
            for article in dict.fromkeys(row.article for row in rows)
            for pair in headline_and_body(by_article[article])
        ][:MOST_HEADLINES]
        for rows in told
    ]


def _of_headlines(rows: Sequence[Row]) -> Iterator[Row]:
    """The newest statements of headlines, and those of the texts below, as they are compared."""
    headlines = [row for row in rows if row.in_title][:HEADLINES_READ]
    below: dict[int, list[Row]] = {row.article: [] for row in headlines}
    for row in rows:
        if not row.in_title and row.article in below:
            below[row.article].append(row)
    yield from headlines
    for said in below.values():
        yield from said[:BODY_READ]


# What a page shows


def _by_speaker(lines: Iterable[Line]) -> list[Shown]:
    """Whom both quote first, those with most in common before others; then by how much is said.

    Speakers who aren't named come last.
    """
    found: dict[Who, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.who].append(line)
    most = settings.LIMITS.compared_of_speaker
    shown = []
    for who, of_speaker in found.items():
        of_speaker.sort(key=lambda line: (not line.is_pair, -line.last_day, line.rows[0].pk))
        shown.append(
            Shown(
                who,
                of_speaker[:most],
                sum(len(line.rows) for line in of_speaker[most:]),
                any(line.first for line in of_speaker),
                any(line.second for line in of_speaker),
            )
        )
    return sorted(shown, key=_rank)


def _rank(shown: Shown) -> tuple:
    pairs = sum(line.is_pair for line in shown.lines)
    in_both = shown.in_first and shown.in_second
    last_day = max(line.last_day for line in shown.lines)
    return shown.who in UNKNOWN, not in_both, -pairs, -shown.size - shown.left, -last_day


def _pages(ordered: Iterable[Shown]) -> Iterator[list[Shown]]:
    """Speakers together as long as their statements fit on a page."""
    page: list[Shown] = []
    for shown in ordered:
        if page and sum(one.size for one in [*page, shown]) > ON_A_PAGE:
            yield page
            page = []
        page.append(shown)
    if page:
        yield page


def groups(page: Iterable[Shown], viewer: Viewer) -> list[Group]:
    """What a page shows of its speakers, in five queries."""
    listed = list(page)
    lines = [line for shown in listed for line in shown.lines]
    found = statements_by_key([row.pk for line in lines for row in line.rows], viewer)
    read = {statement.pk: statement for statement in found}
    made = (_group(shown, read) for shown in listed)
    return [group for group in made if group.pairs or group.first or group.second]


def _group(shown: Shown, read: dict[int, Statement]) -> Group:
    pairs, first, second, voices = [], [], [], []
    for line in shown.lines:
        one, other = (read.get(row.pk) if row else None for row in (line.first, line.second))
        voices += [voice for said in (one, other) if said for voice in _as(shown.who, said)]
        if one and other:
            pair = beside(one, other, partial(_is_of, shown.who))
            pairs.append(Pair(_told(pair.first, line.first), _told(pair.second, line.second)))
        elif one:
            first.append(_told(alone(one), line.first))
        elif other:
            second.append(_told(alone(other), line.second))
    return Group(
        shown.who,
        voices,
        pairs,
        first,
        second,
        in_first=shown.in_first,
        in_second=shown.in_second,
        left=shown.left,
    )


def _told(worded: Worded, row: Row | None) -> Worded:
    return replace(worded, again=row.again) if row else worded


def _as(who: Who, statement: Statement) -> list[Voice]:
    """The voice of somebody among those who speak."""
    return [voice for voice in statement.voices if _who_of(voice) == who]


def _is_of(who: Who, statement: Statement) -> bool:
    return bool(_as(who, statement)) or (who == NOBODY and not statement.voices)


def _who_of(voice: Voice) -> Who:
    entity = voice.thing.pk if isinstance(voice.thing, Entity) else None
    source = voice.thing.pk if isinstance(voice.thing, Source) else None
    return _who(entity, source, voice.printed, is_anonymous=voice.is_anonymous)

"""What texts tell of certain days: their passages, those on one happening together.

Nothing here knows what happened: a happening is one telling, or several of the same days whose
sentences share much of what they tell, and it is shown in the words of one of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from textwrap import shorten

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from archive.addresses import address_of, search_address
from archive.arabic.dated import names_a_day_alone, told_beside_date
from archive.arabic.sentences import Sentences
from archive.models import Article, DateReference, PassageSpan, Precision, Revision, Source
from archive.models.articles import ArticleQuerySet
from archive.models.visibility import Viewer
from archive.reading.excerpts import without_last_mark
from archive.reading.names_cache import sources
from archive.reading.statistics import naming, remembered
from archive.reading.timeline import MOST_OF_ROW, Asked, Days, Row, dates_asked
from archive.reading.topics import Weights, counted

READ = 100  # dates of one row, the earliest to be published
READ_IN_FULL = 400
WEIGHED = 3000  # dates of the archive, the newest, that words are weighed by
DAYS_APART = 1  # of what may be told of the same under two days
# Of what the shorter sentence tells. One day brings tellings closer than a month does.
SHARED_ON_A_DAY = 0.4
SHARED_IN_A_PERIOD = 0.5
FEWEST_SHARED = 4
LONGEST_SHOWN = 240  # characters of a sentence
TELLINGS_SHOWN = 3
TELLINGS_IN_FULL = 12
HAPPENINGS_IN_FULL = 30
PRINTED_SHOWN = 2
PRINTED_LATER = 3  # days

# Rules of dates whose day, month and year stand in the text.
STATED = ("day", "figures", "two-calendars")
# Those of a part of a period. Its end is taken as its last day, which suits a deadline.
ABOUT = ("start", "middle", "late", "end", "part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A passage, or a headline, that tells of certain days in one of its sentences."""

    days: Days
    rule: str
    anchor: str
    candidates: Sequence[str]
    is_confirmed: bool
    in_title: bool
    start: int
    end: int
    words: frozenset[str]  # that say what its sentence is about
    revision: int
    passage: int | None
    passage_id: str
    article: int
    article_id: str
    published_from: date | None
    published_to: date | None
    precision: str
    language: str
    outlet: Source | None = None
    ordinal: int = 0  # of the passage, once it is looked up

    @property
    def is_announced(self) -> bool:
        """Whether it was published before the days came."""
        return self.published_to is not None and self.days.first > self.published_to

    @property
    def mark(self) -> str:
        """`announced`, `unsure` (about, disputed, or no day), `stated` or `inferred`."""
        if self.is_announced:
            return "announced"
        if self.candidates or not self.days.is_day or self.rule.startswith(ABOUT):
            return "unsure"
        is_stated = not self.anchor and self.rule.split("+")[0] in STATED
        return "stated" if is_stated else "inferred"

    @property
    def may_be_another_day(self) -> bool:
        return self.mark == "unsure" or "night" in self.rule

    @property
    def address(self) -> str:
        if self.in_title:
            return address_of("archive:article", self.article_id)
        return address_of("archive:passage", self.passage_id)

    @property
    def is_about_end(self) -> bool:
        """Whether it is told as the end of a period, of which the last day is meant."""
        return self.days.is_day and self.rule.startswith("end")

    @property
    def readings(self) -> Sequence[str]:
        """The days that it may mean, where there are several."""
        return self.candidates if all(len(one) == 10 for one in self.candidates) else ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence of a date, or as much of it as is shown, and what names the day in it.

    `under` is the next one, where this says nothing but the day: the heading of a chronicle.
    """

    before: str
    named: str
    after: str
    cut_before: bool = False
    cut_after: bool = False
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What one telling or several say of their days, in the sentence of the first."""

    tellings: Sequence[Telling]  # those that are shown
    left: int  # tellings that are not
    articles: int  # 0 where not all of them were read
    first_told: Telling  # the earliest to be published
    sentence: Sentence
    alike: Telling | None = None  # of another day, and perhaps of the same happening

    @property
    def told(self) -> Telling:
        return self.tellings[0]

    @property
    def mark(self) -> str:
        return self.told.mark

    @property
    def is_confirmed(self) -> bool:
        return self.told.is_confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What was published on a day, or `later` so many days after it where nothing was."""

    day: date
    count: int
    articles: Sequence[Article]
    address: str  # of the search for all of them
    later: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """A row of the timeline with what it shows. `left` happenings are told of it besides."""

    days: Days
    address: str  # of the page of these days alone
    happenings: Sequence[Happening]
    left: int
    unread: int  # dates that were too many to be read
    printed: Printed | None = None


def told_rows(rows: Sequence[Row], asked: Asked, viewer: Viewer, now: str) -> list[ToldRow]:
    """Rows with what texts tell of them, and what was published on their days.

    The number of queries is the same for any rows.
    """
    weigh = _weights(viewer, now)
    by_days: dict[Days, list[Telling]] = defaultdict(list)
    for telling in tellings_of(rows, asked, viewer):
        by_days[telling.days].append(telling)
    grouped = {days: _together(listed, weigh, asked) for days, listed in by_days.items()}
    kept = {days: _kept(groups, asked) for days, groups in grouped.items()}
    unread = {row.days: row.count - len(by_days.get(row.days, ())) for row in rows}
    finish = _finisher(kept, unread, _alike(kept, weigh), asked)
    printed = printed_on([row.days.first for row in rows if row.days.is_day], asked, viewer)
    return [
        ToldRow(
            days=row.days,
            address=asked.about(row.days).address(),
            happenings=[finish(group) for group in kept.get(row.days, ())],
            left=len(grouped.get(row.days, ())) - len(kept.get(row.days, ())),
            unread=unread[row.days],
            printed=printed.get(row.days.first) if row.days.is_day else None,
        )
        for row in rows
    ]


Groups = dict[Days, list[list[Telling]]]


def _kept(groups: Sequence[list[Telling]], asked: Asked) -> list[list[Telling]]:
    """Those that a row shows: the first, and what was announced for its days."""
    if asked.on:
        return list(groups[:HAPPENINGS_IN_FULL])
    happened = [group for group in groups if not group[0].is_announced]
    return happened[:MOST_OF_ROW] + [group for group in groups if group[0].is_announced]


# Tellings


COLUMNS = (
    "first", "last", "method", "anchor", "candidates", "status", "in_title", "start", "end",
    "words_key", "revision_id", "passage_id", "passage__public_id", "revision__article_id",
    "revision__article__public_id", "revision__article__published_from",
    "revision__article__published_to", "revision__article__precision",
    "revision__article__language", "revision__article__outlet_id",
)  # fmt: skip


def tellings_of(rows: Sequence[Row], asked: Asked, viewer: Viewer) -> list[Telling]:
    """The dates of texts that mean the days of these rows, as far as they are read."""
    if not rows:
        return []
    firsts, lasts = zip(*(row.days for row in rows), strict=True)
    found = dates_asked(asked, viewer, few=True).filter(
        first__range=(min(firsts), max(firsts)), last__range=(min(lasts), max(lasts))
    )
    place = Window(
        RowNumber(),
        partition_by=[F("first"), F("last")],
        order_by=[F("revision__article__published_from").asc(nulls_last=True), "revision_id", "pk"],
    )
    most = READ_IN_FULL if asked.on else READ
    wanted = {row.days for row in rows}
    listed = found.order_by().annotate(place=place).filter(place__lte=most).values_list(*COLUMNS)
    read = [columns for columns in listed if Days(*columns[:2]) in wanted]
    outlets = sources.by_key({columns[-1] for columns in read if columns[-1]})
    return [_telling(columns, outlets) for columns in read]


def _telling(columns: Sequence, outlets: dict[int, Source]) -> Telling:
    (
        first, last, rule, anchor, candidates, status, in_title, start, end, words, revision,
        passage, passage_id, article, article_id, since, until, precision, language, outlet,
    ) = columns  # fmt: skip
    return Telling(
        days=Days(first, last),
        rule=rule,
        anchor=anchor,
        candidates=tuple(candidates),
        is_confirmed=status == DateReference.Status.CONFIRMED,
        in_title=in_title,
        start=start,
        end=end,
        words=told_beside_date(words),
        revision=revision,
        passage=passage,
        passage_id=passage_id or "",
        article=article,
        article_id=article_id,
        published_from=since,
        published_to=until,
        precision=precision,
        language=language,
        outlet=outlets.get(outlet),
    )


# Together


def _weights(viewer: Viewer, now: str) -> Weights:
    """How much each word tells among the sentences that name a day."""

    def of_newest() -> tuple[Counter[str], int]:
        newest = DateReference.objects.for_readers(viewer, few=True).order_by("-pk")[:WEIGHED]
        return counted(newest.values_list("words_key", flat=True))

    return Weights(*remembered("timeline:words", of_newest, now))


def _together(tellings: Iterable[Telling], weigh: Weights, asked: Asked) -> list[list[Telling]]:
    """Tellings of the same days by happening, what most outlets tell of first.

    What was announced for a day is one happening, unless that day is asked for alone.
    """
    ordered = _one_a_passage(sorted(tellings, key=_surest_first))
    announced = [one for one in ordered if one.is_announced]
    groups = group_alike([one for one in ordered if not one.is_announced], weigh)
    if asked.on:
        groups += group_alike(announced, weigh)
    elif announced:
        groups.append(announced)
    return [_each_outlet_first(group) for group in sorted(groups, key=_most_told_first)]


def _surest_first(telling: Telling) -> tuple:
    marks = ("stated", "inferred", "unsure", "announced")
    day = telling.published_from or date.max
    return marks.index(telling.mark), day, telling.revision, not telling.in_title, telling.start


def _one_a_passage(tellings: Iterable[Telling]) -> list[Telling]:
    """Without those of a passage, or a headline, that tells of the days already."""
    first: dict[tuple, Telling] = {}
    for one in tellings:
        first.setdefault((one.revision, one.passage), one)
    return list(first.values())


def _most_told_first(group: Sequence[Telling]) -> tuple:
    outlets = {one.outlet.pk if one.outlet else None for one in group}
    return group[0].is_announced, -len(outlets), -len(group), _surest_first(group[0])


def _each_outlet_first(group: Sequence[Telling]) -> list[Telling]:
    """One telling of each outlet, then one of each other article, then the rest."""
    told: set[tuple[str, int]] = set()

    def rank(one: Telling) -> int:
        outlet, article = ("outlet", one.outlet.pk if one.outlet else 0), ("article", one.article)
        place = 0 if outlet not in told else 1 if article not in told else 2
        told.update((outlet, article))
        return place

    return sorted(group, key=rank)


def group_alike(tellings: Sequence[Telling], weigh: Weights) -> list[list[Telling]]:
    """Each telling with the first before it that is on the same happening; in their order."""
    groups: list[list[Telling]] = []
    for one in tellings:
        alike = next((group for group in groups if is_same(group[0], one, weigh)), None)
        if alike is None:
            groups.append([one])
        else:
            alike.append(one)
    return groups


def is_same(one: Telling, other: Telling, weigh: Weights) -> bool:
    """Whether two tellings of the same days share much of what the shorter one says."""
    shared = one.words & other.words
    if len(shared) < FEWEST_SHARED:
        return False
    shorter = min(_told(one.words, weigh), _told(other.words, weigh))
    part = SHARED_ON_A_DAY if one.days.is_day else SHARED_IN_A_PERIOD
    return _told(shared, weigh) >= max(part * shorter, weigh.enough)


def _alike(kept: Groups, weigh: Weights) -> dict[Telling, Telling]:
    """For the first telling of a happening, that of another day which may be the same one.

    Only where either day is about one, a night or disputed: on two certain days are two things.
    """
    first = [group[0] for groups in kept.values() for group in groups if group[0].days.is_day]
    first.sort(key=lambda one: one.days)
    alike: dict[Telling, Telling] = {}
    for at, one in enumerate(first):
        for other in first[at + 1 :]:
            apart = (other.days.first - one.days.first).days
            if apart > DAYS_APART:
                break
            is_open = one.may_be_another_day or other.may_be_another_day
            if apart and is_open and one.article != other.article and is_same(one, other, weigh):
                alike.setdefault(one, other)
                alike.setdefault(other, one)
    return alike


def _told(words: Iterable[str], weigh: Weights) -> float:
    return sum(map(weigh.of, words))


# As they are shown


def _finisher(
    kept: Groups, unread: Mapping[Days, int], alike: Mapping[Telling, Telling], asked: Asked
) -> Callable[[Sequence[Telling]], Happening]:
    """What completes happenings with their sentences and passages, looked up for all at once."""
    most = TELLINGS_IN_FULL if asked.on else TELLINGS_SHOWN
    groups = [group[:most] for groups in kept.values() for group in groups]
    revisions = Revision.objects.filter(pk__in={group[0].revision for group in groups})
    texts = {pk: (title, text) for pk, title, text in revisions.values_list("pk", "title", "text")}
    shown = [one for group in groups for one in group]
    standing = PassageSpan.objects.filter(
        revision__in={one.revision for one in shown},
        passage__in={one.passage for one in shown if one.passage},
    ).values_list("revision", "passage", "ordinal")
    ordinals = {(revision, passage): ordinal for revision, passage, ordinal in standing}

    def finish(group: Sequence[Telling]) -> Happening:
        first = group[0]
        return Happening(
            tellings=[
                replace(one, ordinal=ordinals.get((one.revision, one.passage or 0), 0))
                for one in group[:most]
            ],
            left=max(0, len(group) - most),
            articles=0 if unread[first.days] else len({one.article for one in group}),
            first_told=min(group, key=lambda one: one.published_from or date.max),
            sentence=sentence_of(first, *texts[first.revision]),
            alike=alike.get(first),
        )

    return finish


def sentence_of(telling: Telling, title: str, text: str) -> Sentence:
    """The sentence that names the days, cut between words around them where it is long."""
    printed = title if telling.in_title else text
    start, end = telling.start, telling.end
    sentences = Sentences(printed)
    first, last = sentences.around(start, end)
    is_alone = not telling.in_title and names_a_day_alone(printed[first:last])
    under = sentences.after(last) if is_alone else (last, last)
    begin, stop = first, last
    if last - first > LONGEST_SHOWN:
        begin = max(first, min(start - LONGEST_SHOWN // 3, last - LONGEST_SHOWN))
        stop = min(last, max(end, begin + LONGEST_SHOWN))
        if begin > first:
            begin = min(printed.find(" ", begin, start) + 1 or start, start)
        if stop < last:
            stop = without_last_mark(printed, end, max(printed.rfind(" ", end, stop), end))
    return Sentence(
        before=printed[begin:start],
        named=printed[start:end],
        after=printed[end:stop],
        cut_before=begin > first,
        cut_after=stop < last,
        under=shorten(printed[slice(*under)], LONGEST_SHOWN, placeholder="…"),
    )


# Beside them


def printed_on(days: Sequence[date], asked: Asked, viewer: Viewer) -> dict[date, Printed]:
    """What was published on these days, or soon after; of articles that name what is asked for."""
    if not days:
        return {}
    near = {day + timedelta(days=n) for day in days for n in range(PRINTED_LATER + 1)}
    found = _published(asked, viewer).filter(published_from__in=near)
    counted = found.values_list("published_from").annotate(n=Count("pk"))
    counts: Counter[date] = Counter(dict(counted))
    place = Window(RowNumber(), partition_by=F("published_from"), order_by="pk")
    first = found.annotate(place=place).filter(place__lte=PRINTED_SHOWN)
    keys_on: dict[date, list[int]] = defaultdict(list)
    for day, pk in first.values_list("published_from", "pk"):
        keys_on[day].append(pk)
    chosen = {day: _next_with(day, counts) for day in days}
    listed = [pk for day in set(chosen.values()) for pk in keys_on[day]]
    cards = Article.objects.visible_to(viewer).with_card_details()
    articles = cards.defer("current_revision__text").in_bulk(listed)
    return {
        day: Printed(
            day=then,
            count=counts[then],
            articles=[articles[pk] for pk in keys_on[then] if pk in articles],
            address=_search(asked, then),
            later=(then - day).days,
        )
        for day, then in chosen.items()
    }


def _search(asked: Asked, day: date) -> str:
    names = {"actor": asked.actor, "place": asked.place}
    slugs = {name: thing.slug for name, thing in names.items() if thing}
    return search_address({**slugs, "from": day, "to": day})


def _published(asked: Asked, viewer: Viewer) -> ArticleQuerySet:
    found = Article.objects.visible_to(viewer).filter(precision=Precision.DAY).order_by()
    for entity in asked.entities:
        found = naming(found, entity)
    return found


def _next_with(day: date, counts: Counter[date]) -> date:
    """The day itself, or the first soon after it with articles where it has none."""
    later = (day + timedelta(days=n) for n in range(PRINTED_LATER + 1))
    return next((one for one in later if counts[one]), day)

"""What was published after a promise about it: passages that name the same day, or the same people
and the same matter. They are put beside the promise; what they prove nobody here decides.

A passage counts for one of two reasons, and says which:

- it refers to the day or period of the promise, in an article published after the statement;
  where that is longer than a month, or the very day of publication, it shares telling words too;
- it names somebody of the statement and shares many telling words with it, in an article published
  from that day on, within a year.

Of each person and each day only the first passages are looked at, so that a page costs the same
few queries in an archive of any size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber, Substr

from archive.arabic.telling import key_of, telling_words
from archive.models import Article, DateReference, Entity, Mention, PassageSpan
from archive.models.visibility import Viewer
from archive.reading.ledgers.promises import Promise
from archive.reading.names_cache import entities
from archive.reading.topics import Weights, weights

WITHIN = timedelta(days=365)  # after the day
MOST_LOOKED_AT = 40  # passages of one person, or of one day, the earliest
MOST_PEOPLE = 4  # of one statement
MUCH_ALIKE = 3  # words, without which a name alone says nothing of the matter
MOST_SHARED = 3  # words that are told
EXCERPT = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A passage published afterwards, and why it stands here."""

    article: Article
    span: PassageSpan
    excerpt: str
    same_day: str  # the date as the passage prints it; empty where it doesn't name the day
    people: tuple[Entity, ...]
    words: tuple[str, ...]  # shared with the statement, as the statement prints them


class _Named(NamedTuple):
    """An entity that a text names, and where."""

    in_title: bool
    start: int
    end: int
    entity: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a promise is about."""

    promise: Promise
    people: tuple[int, ...]
    words: dict[str, str]  # telling words by their keys


@dataclass(slots=True)
class _Candidate:
    """A passage that may be of a promise."""

    revision: int
    passage: int
    published: date
    dates: list[tuple[int, int, bool]] = field(default_factory=list)
    people: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Chosen:
    candidate: _Candidate
    same_day: tuple[int, int] | None
    people: tuple[int, ...]
    words: tuple[str, ...]


_Passages = dict[tuple[int, int], _Candidate]  # by revision and passage


def later_coverage(
    promises: Sequence[Promise], viewer: Viewer, now: str | None = None
) -> dict[int, list[Later]]:
    """For each promise (by the primary key of its date) what came later, the earliest first.

    One passage an article. Promises without any are left out.
    """
    if not promises:
        return {}
    subjects = _subjects(promises)
    weigh = weights(viewer, now)
    named, dated = _naming(subjects, viewer), _dated(subjects, viewer)
    texts = _texts({key for found in (*named, *dated) for key in found})
    chosen = {
        subject.promise.due.pk: _choose(subject, _joined(by_name, by_day), texts, weigh)
        for subject, by_name, by_day in zip(subjects, named, dated, strict=True)
    }
    return _shown({key: found for key, found in chosen.items() if found})


# What is looked for


def _subjects(promises: Iterable[Promise]) -> list[_Subject]:
    listed = list(promises)
    named = Mention.objects.shown().filter(
        revision__in={promise.statement.quotation.revision_id for promise in listed}
    )
    by_text: dict[int, list[_Named]] = defaultdict(list)
    columns = ("revision", "in_title", "start", "end", "entity", "entity__kind")
    for revision, *row in named.values_list(*columns):
        by_text[revision].append(_Named(*row))
    return [_subject(one, by_text[one.statement.quotation.revision_id]) for one in listed]


def _subject(promise: Promise, named: Iterable[_Named]) -> _Subject:
    quotation = promise.statement.quotation
    speakers = [v.thing.pk for v in promise.statement.voices if isinstance(v.thing, Entity)]
    inside = [
        one
        for one in named
        if one.in_title == quotation.in_title
        and any(first <= one.start and one.end <= last for first, last in quotation.pieces)
    ]
    # Neither the day nor a name says what the statement is about.
    names = " ".join(quotation.printed[one.start : one.end] for one in inside)
    left_out = set(key_of(f"{promise.printed} {names}").split())
    words = {
        word.key: word.printed
        for word in telling_words(promise.statement.words)
        if word.key not in left_out
    }
    actors = [one.entity for one in inside if one.kind != Entity.Kind.PLACE]
    people = tuple(dict.fromkeys([*speakers, *actors]))[:MOST_PEOPLE]
    return _Subject(promise, people, words)


# Where it may stand


def _naming(subjects: Sequence[_Subject], viewer: Viewer) -> list[_Passages]:
    """For each promise the passages that name its people, from its day on."""
    wanted = Q(pk__in=())
    for subject in subjects:
        first, last = subject.promise.days
        wanted |= Q(
            entity__in=subject.people,
            revision__article__published_from__gte=max(first, subject.promise.said),
            revision__article__published_from__lte=last + WITHIN,
        )
    rows = (
        Mention.objects.shown()
        .in_current_text()
        .filter(revision__article__in=Article.objects.visible_to(viewer))
        .filter(wanted, passage__isnull=False)
        .annotate(place=_earliest_of("entity"))
        .filter(place__lte=MOST_LOOKED_AT)
        .values_list("revision", "passage", "revision__article__published_from", "entity")
    )
    found: list[_Passages] = [{} for _ in subjects]
    for revision, passage, published, entity in rows:
        for subject, passages in zip(subjects, found, strict=True):
            if entity in subject.people and _is_from_its_day(subject.promise, published):
                key = revision, passage
                one = passages.setdefault(key, _Candidate(revision, passage, published))
                one.people.add(entity)
    return found


def _is_from_its_day(promise: Promise, published: date) -> bool:
    first, last = promise.days
    return max(first, promise.said) <= published <= last + WITHIN


def _dated(subjects: Sequence[_Subject], viewer: Viewer) -> list[_Passages]:
    """For each promise the passages that refer to its day, published after it was made."""
    wanted = Q(pk__in=())
    for subject in subjects:
        wanted |= _of_its_day(subject.promise)
    rows = (
        DateReference.objects.shown()
        .in_current_text()
        .filter(revision__article__in=Article.objects.visible_to(viewer))
        .filter(wanted, passage__isnull=False)
        .annotate(place=_earliest_of("iso"))
        .filter(place__lte=MOST_LOOKED_AT)
        .select_related("revision__article")
        .defer("revision__text", "revision__title")
    )
    found: list[_Passages] = [{} for _ in subjects]
    for row in rows:
        published = row.revision.article.published_from
        own_day = row.first == row.last == published
        for subject, passages in zip(subjects, found, strict=True):
            promise = subject.promise
            if published and published > promise.said and _is_its_day(promise, row):
                key = row.revision_id, row.passage_id or 0
                one = passages.setdefault(key, _Candidate(*key, published))
                one.dates.append((row.start, row.end, own_day))
    return found


def _of_its_day(promise: Promise) -> Q:
    first, last = promise.days
    later = Q(revision__article__published_from__gt=promise.said)
    if promise.is_long:
        return later & Q(iso=promise.due.iso)
    return later & Q(first__gte=first, last__lte=last)


def _is_its_day(promise: Promise, row: DateReference) -> bool:
    first, last = promise.days
    if promise.is_long:
        return row.iso == promise.due.iso
    return bool(row.first and row.last and first <= row.first and row.last <= last)


def _earliest_of(column: str) -> Window:
    published = F("revision__article__published_from").asc(nulls_last=True)
    return Window(RowNumber(), partition_by=[F(column)], order_by=[published, F("pk").asc()])


def _joined(*parts: _Passages) -> list[_Candidate]:
    joined: _Passages = {}
    for part in parts:
        for key, one in part.items():
            kept = joined.setdefault(key, _Candidate(one.revision, one.passage, one.published))
            kept.dates += one.dates
            kept.people |= one.people
    return list(joined.values())


def _texts(wanted: set[tuple[int, int]]) -> dict[tuple[int, int], frozenset[str]]:
    """The keys of the words of these passages."""
    spans = PassageSpan.objects.filter(
        revision__in={revision for revision, _ in wanted},
        passage__in={passage for _, passage in wanted},
    )
    printed = Substr("revision__text", F("start") + 1, F("end") - F("start"))
    rows = spans.annotate(printed=printed).values_list("revision", "passage", "printed")
    return {
        (revision, passage): frozenset(key_of(text).split())
        for revision, passage, text in rows
        if (revision, passage) in wanted
    }


# What is chosen


def _choose(
    subject: _Subject,
    candidates: Iterable[_Candidate],
    texts: dict[tuple[int, int], frozenset[str]],
    weigh: Weights,
) -> list[_Chosen]:
    """The best passage of each article, by day of publication."""
    best: dict[int, tuple[tuple, _Chosen]] = {}
    own = subject.promise.statement.quotation.revision_id
    for one in candidates:
        held = texts.get((one.revision, one.passage), frozenset())
        found = _judged(subject, one, held, weigh) if one.revision != own else None
        if found is not None:
            rank = (found.same_day is not None, len(found.words), -one.passage)
            if one.revision not in best or rank > best[one.revision][0]:
                best[one.revision] = rank, found
    chosen = [found for _rank, found in best.values()]
    return sorted(chosen, key=lambda one: (one.candidate.published, one.candidate.revision))


def _judged(
    subject: _Subject, one: _Candidate, held: frozenset[str], weigh: Weights
) -> _Chosen | None:
    """Why a passage belongs to the promise; None where it doesn't."""
    shared = [key for key in subject.words if key in held]
    weight = sum(map(weigh.of, shared)) if len(shared) > 1 else 0.0
    alike = weight >= weigh.enough
    told = next(
        (
            (start, end)
            for start, end, own_day in one.dates
            # A whole year, or the day of publication itself, is named for many a reason.
            if alike or not (own_day or subject.promise.is_long)
        ),
        None,
    )
    much_alike = len(shared) >= MUCH_ALIKE and weight >= 2 * weigh.enough
    if told is None and not (one.people and much_alike):
        return None
    shared.sort(key=weigh.of, reverse=True)
    words = tuple(subject.words[key] for key in shared[:MOST_SHARED]) if alike else ()
    people = tuple(entity for entity in subject.people if entity in one.people)
    return _Chosen(one, told, people, words)


def _shown(chosen: dict[int, list[_Chosen]]) -> dict[int, list[Later]]:
    listed = [one for found in chosen.values() for one in found]
    spans = PassageSpan.objects.filter(
        revision__in={one.candidate.revision for one in listed},
        passage__in={one.candidate.passage for one in listed},
    ).select_related("passage", "revision__article__outlet")
    standing = {(span.revision_id, span.passage_id): span for span in spans}
    people = entities.by_key({entity for one in listed for entity in one.people})
    return {
        key: [
            _later(one, standing[one.candidate.revision, one.candidate.passage], people)
            for one in found
        ]
        for key, found in chosen.items()
    }


def _later(one: _Chosen, span: PassageSpan, people: dict[int, Entity]) -> Later:
    text = span.revision.text
    start, end = one.same_day or (span.start, span.start)
    return Later(
        article=span.revision.article,
        span=span,
        excerpt=_around(text, span, start, end),
        same_day=text[start:end],
        people=tuple(people[entity] for entity in one.people if entity in people),
        words=one.words,
    )


def _around(text: str, span: PassageSpan, start: int, end: int) -> str:
    """The words around a date, or the first of the passage; cut between words."""
    first = max(span.start, start - EXCERPT // 2)
    last = min(span.end, max(end, first + EXCERPT))
    if first > span.start:
        first = text.find(" ", first, start) + 1 or start
    if last < span.end:
        last = max(text.rfind(" ", end, last), end)
    before, after = "…" * (first > span.start), "…" * (last < span.end)
    return f"{before}{' '.join(text[first:last].split())}{after}"

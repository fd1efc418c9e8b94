"""What somebody's statements are about: their telling words, and those that share them.

A word tells the more, the fewer statements of the archive hold it. Of a speaker those words come
first that tell much and stand in many of the speaker's statements. Two statements are on one
subject when they share one rare word, or several that are less rare.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from archive.arabic.particles import without_article
from archive.arabic.telling import telling_words, without_the
from archive.arabic.tokens import keys
from archive.models import Entity, Quotation, QuotationSpeaker
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer
from archive.reading.statements import SAID, Statement, statements_by_key
from archive.reading.statistics import remembered, version

COMPARED = 3000  # statements of the archive, the newest, that words are weighed by
READ = 300  # statements of a speaker whose words are read for topics
MOST_TOPICS = 6
RARE = 50  # one statement in so many: a word as rare makes a subject alone


@dataclass(frozen=True, slots=True)
class Topic:
    """A telling word as it is mostly printed, and how many of the speaker's statements hold it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Later:
    """A statement, and how many days after the one before it; None where a day isn't known."""

    statement: Statement
    days_after: int | None


class Weights:
    """How much each word tells, by the statements of the archive that hold it."""

    def __init__(self, counts: Counter[str], total: int) -> None:
        self._counts = counts
        self._total = max(total, RARE)

    def of(self, key: str) -> float:
        """By the statements that hold the word beside the one that asks."""
        return log(self._total / max(1, self._counts[key] - 1))

    @property
    def enough(self) -> float:
        return log(RARE)


def weights(viewer: Viewer, now: str | None = None) -> Weights:
    """How telling each word is among what a viewer may read; `now` is the viewer's version."""
    now = now or version(viewer)
    counts, total = remembered("words-of-statements", lambda: _counted(viewer), now)
    return Weights(counts, total)


def _counted(viewer: Viewer) -> tuple[Counter[str], int]:
    newest = Quotation.objects.for_readers(viewer).order_by("-pk")[:COMPARED]
    return counted(newest.values_list("words_key", flat=True))


def counted(held: Iterable[str]) -> tuple[Counter[str], int]:
    """In how many of these each word stands, and how many they are; for `Weights`."""
    counts: Counter[str] = Counter()
    total = 0
    for words in held:
        counts.update(set(words.split()))
        total += 1
    return counts, total


def said_by(entity: Entity, viewer: Viewer) -> QuotationQuerySet:
    """What readers see that the entity said or declined to say, in the texts of today."""
    return Quotation.objects.for_readers(viewer).of_kind(*SAID).by_speaker(entity)


def topics(said: QuotationQuerySet, weigh: Weights) -> list[Topic]:
    """The most telling words of these statements; each stands in two of them or more."""
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    newest = list(said.prefetch_related("revision").order_by("-pk")[:READ])
    for row in newest:
        for word in telling_words(row.words):
            printed[word.key][word.printed] += 1
    are_all = len(newest) < READ
    counts: Counter[str] = Counter()
    all_held = said.values_list("words_key", flat=True)
    for held in [row.words_key for row in newest] if are_all else all_held:
        counts.update(set(held.split()) & printed.keys())
    several = [key for key, n in counts.items() if n > 1]
    several.sort(key=lambda key: (-counts[key] * weigh.of(key), key))
    return [Topic(key, _label(printed[key]), counts[key]) for key in several[:MOST_TOPICS]]


def _label(forms: Counter[str]) -> str:
    """The commonest of the printed forms without a particle before the article, if there is one."""
    plain = [form for form in forms if without_the(keys(form)[0]) in _bare(form)]
    return max(plain or forms, key=lambda form: (forms[form], -len(form)))


def _bare(form: str) -> tuple[str, str]:
    key = keys(form)[0]
    return key, without_article(key)


def topic_of(word: str, known: Iterable[Topic]) -> Topic | None:
    """The topic of that word, one of those known or another; None for no word."""
    if not (found := keys(word)):
        return None
    key = without_the(found[0])
    return next((topic for topic in known if topic.key == key), Topic(key, word, 0))


def on_topic(said: QuotationQuerySet, word: str) -> QuotationQuerySet:
    """Those of the statements that hold the word."""
    topic = topic_of(word, ())
    return said.filter(words_key__contains=f" {topic.key} ") if topic else said.none()


def on_subject_of(
    said: QuotationQuerySet, origin: Iterable[Quotation], weigh: Weights
) -> list[int]:
    """Primary keys of those that are on the subject of some of them, these included; in their
    order."""
    listed = list(origin)
    subject, own = _subject(listed), {row.pk for row in listed}
    return [
        pk
        for pk, held in said.values_list("pk", "words_key")
        if pk in own or _is_on(subject, set(held.split()), weigh)
    ]


def others_on_subject(
    listed: Iterable[Statement], viewer: Viewer, now: str | None = None
) -> dict[int, int]:
    """For each statement how many others of its speaker are on its subject; by primary key.

    Two queries for a page. Those without others are left out.
    """
    of_people = [each for each in listed if each.person and each.span]
    if not of_people:
        return {}
    said = _said_by_people({each.person.pk for each in of_people if each.person}, viewer)
    weigh = weights(viewer, now)
    counts: dict[int, int] = {}
    for each in of_people:
        subject = _subject([each.quotation])
        alike = sum(
            1
            for pk, held in said.get(each.person.pk if each.person else 0, ())
            if pk != each.pk and _is_on(subject, held, weigh)
        )
        if alike:
            counts[each.pk] = alike
    return counts


def _said_by_people(people: set[int], viewer: Viewer) -> dict[int, list[tuple[int, set[str]]]]:
    """The words of what these people said, the newest of them, by speaker."""
    # Keys first, which an index gives: whoever says much has more than is compared.
    rows = QuotationSpeaker.objects.filter(entity__in=people).order_by("-quotation")
    newest = list(rows.values_list("entity", "quotation")[:COMPARED])
    seen = Quotation.objects.for_readers(viewer).of_kind(*SAID)
    of_these = seen.filter(pk__in={pk for _, pk in newest}).order_by()
    words = {pk: set(held.split()) for pk, held in of_these.values_list("pk", "words_key")}
    said: dict[int, list[tuple[int, set[str]]]] = defaultdict(list)
    for entity, pk in newest:
        if pk in words:
            said[entity].append((pk, words[pk]))
    return said


def _subject(rows: Iterable[Quotation]) -> set[str]:
    return {word.key for row in rows for word in telling_words(row.words)}


def _is_on(subject: set[str], words: set[str], weigh: Weights) -> bool:
    return sum(map(weigh.of, subject & words)) >= weigh.enough


def around(ordered: Sequence[int], origin: Collection[int], most: int) -> Sequence[int]:
    """So many neighbours of those in order, with the first of `origin` amid them; else the last."""
    at = next((place for place, pk in enumerate(ordered) if pk in origin), len(ordered))
    start = max(0, min(at - most // 2, len(ordered) - most))
    return ordered[start : start + most]


def with_gaps(ordered: Sequence[int], viewer: Viewer) -> list[Later]:
    """Statements in the order of their days, oldest first, each with the days since the one
    before."""
    later: list[Later] = []
    before: date | None = None
    for statement in statements_by_key(ordered, viewer):
        first, last = statement.days or (None, None)
        known = first if first == last else None
        gap = (known - before).days if known and before else None
        later.append(Later(statement, gap))
        before = known or before
    return later

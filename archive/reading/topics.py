"""What somebody's statements are about: their telling words, and those that share them.

A word tells the more, the fewer statements of the archive hold it. Of a speaker those words come
first that tell much and stand in many of the speaker's statements. Two statements are on one
subject when they share one rare word, or several that are less rare.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from math import log

from django.db.models import Exists, OuterRef

from archive.arabic.particles import without_article
from archive.arabic.telling import telling_keys, telling_words, without_the
from archive.arabic.tokens import keys
from archive.models import Entity, Quotation, QuotationSpeaker
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer
from archive.reading.sayings import newest_keys
from archive.reading.statements import SAID, Statement, statements_by_key
from archive.reading.statistics import remembered, version

COMPARED = 3000  # statements, the newest, of the archive or a speaker, that words are weighed by
MOST_TOPICS = 6
MOST_LIKELY = 3 * MOST_TOPICS  # words, of which some may be told to tell nothing once printed
READ = 5  # statements that hold such a word, in which is looked how it is printed
RARE = 50  # one statement in so many: a word as rare makes a subject alone


@dataclass(frozen=True, slots=True)
class Topic:
    """A telling word as it is mostly printed, and how many of the speaker's statements hold it.

    0 where the speaker has so many that only the newest were read.
    """

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


def newest_said_by(entity: Entity, viewer: Viewer, most: int) -> list[int]:
    """The first of these by day, newest first, or none where the speaker is seldom quoted."""
    speaks = QuotationSpeaker.objects.filter(entity=entity, quotation=OuterRef("pk"))
    seen = Quotation.objects.for_readers(viewer).of_kind(*SAID)
    return newest_keys(seen.filter(Exists(speaks)), viewer, most)


def topics(said: QuotationQuerySet, weigh: Weights) -> list[Topic]:
    """The most telling words of these statements; each stands in two of them or more."""
    newest = dict(said.order_by("-pk").values_list("pk", "words_key")[:COMPARED])
    counts, _total = counted(newest.values())
    several = [key for key, n in counts.items() if n > 1]
    several.sort(key=lambda key: (-counts[key] * weigh.of(key), key))
    likely = list(islice(telling_keys(" ".join(several)), MOST_LIKELY))
    printed = _printed(likely, newest)
    chosen = [key for key in likely if key in printed][:MOST_TOPICS]
    are_all = len(newest) < COMPARED
    return [Topic(key, _label(printed[key]), counts[key] if are_all else 0) for key in chosen]


def _printed(likely: Iterable[str], held: Mapping[int, str]) -> dict[str, Counter[str]]:
    """How the first of the statements that hold these words print them; words that tell nothing
    are left out."""
    holders = {
        pk
        for key in likely
        for pk in islice((pk for pk, words in held.items() if f" {key} " in words), READ)
    }
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    rows = Quotation.objects.filter(pk__in=holders).order_by()
    for row in rows.select_related("revision"):
        for word in telling_words(row.words):
            printed[word.key][word.printed] += 1
    return printed


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
    subjects = {each.pk: _subject([each.quotation]) for each in of_people}
    wanted: dict[int, set[str]] = defaultdict(set)
    for each in of_people:
        wanted[each.person.pk if each.person else 0] |= subjects[each.pk]
    holding = _holding_words(wanted, viewer)
    weigh = weights(viewer, now)
    counts: dict[int, int] = {}
    for each in of_people:
        shared: dict[int, float] = defaultdict(float)
        for word in subjects[each.pk]:
            tells = weigh.of(word)
            for pk in holding.get((each.person.pk if each.person else 0, word), ()):
                shared[pk] += tells
        shared.pop(each.pk, None)
        if alike := sum(1 for much in shared.values() if much >= weigh.enough):
            counts[each.pk] = alike
    return counts


def _holding_words(
    wanted: Mapping[int, set[str]], viewer: Viewer
) -> dict[tuple[int, str], list[int]]:
    """Which statements of each of these people, of the newest of them, hold each of the words.

    `wanted` are words by speaker.
    """
    # Keys first, which an index gives: whoever says much has more than is compared.
    rows = QuotationSpeaker.objects.filter(entity__in=wanted).order_by("-quotation")
    newest = list(rows.values_list("entity", "quotation")[:COMPARED])
    seen = Quotation.objects.for_readers(viewer).of_kind(*SAID)
    # The same rows asked for again: thousands of keys take Django longer than the database.
    of_these = seen.filter(pk__in=rows.values("quotation")[:COMPARED]).order_by()
    words = dict(of_these.values_list("pk", "words_key"))
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for entity, pk in newest:
        for word in wanted[entity].intersection(words.get(pk, "").split()):
            found[entity, word].append(pk)
    return found


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

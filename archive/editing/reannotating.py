"""Recognising stored articles anew, after the rules or the authorities changed.

What would change is told before it is written. The worker does it in batches, the newest articles
first; one that broke off goes on where it was.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import inf
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

import archive.annotation
import archive.arabic
from archive.annotation.names import Recogniser
from archive.annotation.write import annotate
from archive.ingest.run import TURN
from archive.ingest.store import announce_changes
from archive.models import (
    Article,
    Citation,
    DateReference,
    Entity,
    EntityName,
    Mention,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
    Reannotation,
    RecognisedWith,
    Revision,
    Role,
    Source,
    SourceName,
)

logger = logging.getLogger(__name__)

BATCH = 20  # articles read at a time
EXAMPLES = 20
State = Reannotation.State


# What differs


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding that came, went or changed; `before` and `after` are what readers are told."""

    article: str  # its public id
    kind: str  # "names", "relays", "statements" or "dates"
    change: str  # "added", "gone" or "changed"
    words: str
    before: str = ""
    after: str = ""


@dataclass
class Tally:
    """How many findings of each kind came, went and changed, and the first of each."""

    articles: int = 0
    changed_articles: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: list[Difference] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)  # public ids of what stayed as it was

    def add(self, differences: Sequence[Difference]) -> None:
        self.articles += 1
        self.changed_articles += bool(differences)
        for one in differences:
            seen = self.counts[one.kind, one.change]
            self.counts[one.kind, one.change] += 1
            if seen < 3 and len(self.examples) < EXAMPLES:
                self.examples.append(one)

    def as_values(self) -> dict[str, dict[str, int]]:
        values: dict[str, dict[str, int]] = {}
        for (kind, change), number in sorted(self.counts.items()):
            values.setdefault(kind, {})[change] = number
        return values


Place = tuple[str, bool, int, int, str]  # kind, in the title, start, end, whom or what kind
Stored = dict[Place, tuple[str, str]]  # its words, and what is said of it


def recognise_anew(
    article: Article, recogniser: Recogniser, *, keep: bool = True
) -> list[Difference]:
    """Recognise an article's current text anew; what differs from what stood.

    Without `keep` nothing is written. What people decided stays.
    """
    revision = article.current_revision
    if revision is None:
        return []
    with transaction.atomic():
        before = _stored(revision)
        annotate(revision, recogniser)
        differences = list(_compare(article.public_id, before, _stored(revision)))
        if not keep:
            transaction.set_rollback(True)
        elif differences:
            announce_changes([article])
    return differences


def _stored(revision: Revision) -> Stored:
    found: Stored = {}
    for kind, model, thing in (("names", Mention, "entity"), ("relays", Citation, "source")):
        rows = model.objects.filter(revision=revision).values_list(
            "in_title", "start", "end", f"{thing}__slug", "status", "sure"
        )
        for in_title, start, end, slug, status, sure in rows:
            printed = revision.title if in_title else revision.text
            said = f"{slug} ({_standing(status, sure)})"
            found[kind, in_title, start, end, slug] = (printed[start:end], said)
    for date in DateReference.objects.filter(revision=revision):
        date.revision = revision
        said = f"{date.iso or '?'} ({_standing(date.status, date.sure)})"
        found["dates", date.in_title, date.start, date.end, ""] = (date.surface, said)
    for row in Quotation.objects.filter(revision=revision).with_chain():
        row.revision = revision
        place = ("statements", row.in_title, row.start, row.end, "")
        while place in found:  # two kinds of one span
            place = (*place[:4], place[4] + row.kind)
        found[place] = (row.words, _told(row))
    return found


def _told(row: Quotation) -> str:
    speakers = " + ".join(_named(one) for one in row.speakers.all()) or "?"
    chain = [speakers, *(_named(one) for one in reversed(row.relays.all()))]
    pieces = ",".join(f"{start}-{end}" for start, end in row.pieces)
    return f"{row.kind}: {' → '.join(chain)} [{pieces}] ({_standing(row.status, row.sure)})"


def _named(one: QuotationSpeaker | QuotationRelay) -> str:
    thing = getattr(one, "entity", None) or one.source
    return thing.slug if thing else f"«{one.printed}»"


def _standing(status: str, sure: bool) -> str:
    if status != Mention.Status.PROPOSED:
        return status
    return "shown" if sure else "proposed"


def _compare(article: str, before: Stored, after: Stored) -> Iterator[Difference]:
    for place in sorted(before.keys() | after.keys()):
        old, new = before.get(place), after.get(place)
        if old == new:
            continue
        words = (new or old or ("", ""))[0]
        change = "changed" if old and new else "added" if new else "gone"
        yield Difference(
            article, place[0], change, words, old[1] if old else "", new[1] if new else ""
        )


# Which rules and authorities the archive was recognised with


@cache
def _rules() -> bytes:
    """A hash of everything that decides what is recognised, beside the authorities."""
    whole = hashlib.sha256()
    for package in (archive.annotation, archive.arabic):
        folder = Path(package.__file__ or "").parent
        for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.tsv"))):
            whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.digest()


def fingerprint() -> str:
    """Names today's rules and authorities: it changes when either does."""
    whole = hashlib.sha256(_rules())
    for model, fields in (
        (Entity, ("pk", "slug", "kind", "name_ar", "name_en", "name_ku")),
        (EntityName, ("entity_id", "name", "kind", "standalone")),
        (Role, ("entity_id", "role_ar", "role_en", "since", "until")),
        (Source, ("pk", "slug", "kind", "name_ar", "name_en", "confirmed")),
        (SourceName, ("source_id", "name", "needs_cue")),
    ):
        # A source that waits to be confirmed isn't recognised, so that an import changes nothing.
        rows = model.objects.order_by(*fields)
        if model is Source:
            rows = rows.filter(confirmed=True)
        elif model is SourceName:
            rows = rows.filter(source__confirmed=True)
        for row in rows.values_list(*fields):
            whole.update(repr(row).encode())
    return whole.hexdigest()


def recognised_with() -> str:
    """The fingerprint of the last time that all articles were brought up to; empty before it."""
    row = RecognisedWith.objects.filter(pk=1).first()
    return row.fingerprint if row else ""


def note_recognised_with(mark: str) -> None:
    RecognisedWith.objects.update_or_create(
        pk=1, defaults={"fingerprint": mark, "since": timezone.now()}
    )


# Doing it


def newest_first(keys: Iterable[int] | None = None) -> list[int]:
    """All articles, or those among `keys`, by their date; undated ones last."""
    rows = Article.objects.exclude(current_revision=None)
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    ordered = rows.order_by(F("published_from").desc(nulls_last=True), "-pk")
    return list(ordered.values_list("pk", flat=True))


def recognise_all(
    keys: Sequence[int], *, keep: bool = True, after_each: Callable[[int], None] | None = None
) -> Tally:
    """Recognise these articles anew, in batches of which each is committed for itself."""
    recogniser, tally = Recogniser(), Tally()
    for first in range(0, len(keys), BATCH):
        _take_batch(keys[first : first + BATCH], recogniser, tally, keep=keep)
        if after_each:
            after_each(tally.articles)
    return tally


def _take_batch(
    keys: Sequence[int],
    recogniser: Recogniser,
    tally: Tally,
    *,
    keep: bool = True,
    until: float = inf,
) -> int:
    """Recognise these anew, one at least, until that moment of the monotonic clock; how many."""
    articles = Article.objects.with_card_details().in_bulk(keys)
    taken = 0
    for key in keys:
        if key in articles:
            _take(articles[key], recogniser, tally, keep=keep)
        taken += 1
        if time.monotonic() >= until:
            break
    return taken


def _take(article: Article, recogniser: Recogniser, tally: Tally, *, keep: bool) -> None:
    """Recognise one anew. A text that a rule stumbles over must not keep the others waiting."""
    try:
        tally.add(recognise_anew(article, recogniser, keep=keep))
    except DatabaseError:  # not the text's fault: all of the batch is tried again
        raise
    except Exception:
        logger.exception("Article %s could not be recognised anew", article.public_id)
        tally.failed.append(article.public_id)


# What waits for the worker


def is_due() -> bool:
    """Whether articles stand as other rules or authorities had them, and no work is noted yet."""
    return recognised_with() != fingerprint()


def note_if_due() -> Reannotation | None:
    """Note the work that a change of rules or authorities makes due; None where none is.

    It replaces the same work for an earlier change: articles need not be gone through twice.
    """
    mark = fingerprint()
    if recognised_with() == mark:
        return None
    unfinished = Reannotation.objects.filter(state__in=[State.WAITING, State.RUNNING])
    if unfinished.filter(fingerprint=mark).exists():
        return None
    keys = newest_first()
    if not keys:
        note_recognised_with(mark)
        return None
    with transaction.atomic():
        unfinished.update(state=State.REPLACED, finished_at=timezone.now(), articles=[])
        return Reannotation.objects.create(
            reason="تغيّرت القواعد أو الأسماء", fingerprint=mark, articles=keys, total=len(keys)
        )


def enqueue(keys: Sequence[int], reason: str, *, fingerprint: str = "") -> Reannotation:
    """Let the worker recognise these articles anew.

    With a `fingerprint`, the whole archive stands by it once they are done.
    """
    ordered = newest_first(keys)
    return Reannotation.objects.create(
        reason=reason, fingerprint=fingerprint, articles=ordered, total=len(ordered)
    )


def unfinished() -> Reannotation | None:
    """The work that is under way or comes next, without its list of articles."""
    waiting = Reannotation.objects.filter(state__in=[State.WAITING, State.RUNNING])
    return waiting.defer("articles").first()


def run_waiting(stop: Callable[[], bool] = lambda: False) -> int:
    """Do what waits, batch after batch; returns how many articles were gone through."""
    worked = 0
    while not stop() and (work := unfinished()) is not None:
        worked += _run(work, stop)
    return worked


def _run(work: Reannotation, stop: Callable[[], bool]) -> int:
    keys, tally, began = list(work.articles), Tally(), work.done
    for kind, changes in work.counts.items():
        tally.counts.update({(kind, change): number for change, number in changes.items()})
    recogniser = Recogniser()
    while work.done < work.total and not stop():
        with transaction.atomic():
            taken = _take_batch(
                keys[work.done : work.done + BATCH],
                recogniser,
                tally,
                until=time.monotonic() + settings.LIMITS.transaction_seconds,
            )
            work.done += taken
            standing = Reannotation.objects.filter(pk=work.pk).exclude(state=State.REPLACED)
            if not standing.update(done=work.done, counts=tally.as_values(), state=State.RUNNING):
                return work.done - began
        if work.done < work.total:
            time.sleep(TURN)
    if work.done >= work.total:
        _finish(work)
    return work.done - began


def _finish(work: Reannotation) -> None:
    with transaction.atomic():
        Reannotation.objects.filter(pk=work.pk).update(
            state=State.DONE, finished_at=timezone.now(), articles=[]
        )
        if work.fingerprint:
            note_recognised_with(work.fingerprint)

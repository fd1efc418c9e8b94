"""The daily Merkle root over originals, revisions and decisions, chained day by day.

The entries of a day (UTC) are lines of UTF-8 without their ends, in this order:

- `original <SHA-256>`, by the hash;
- `revision <article>/<ordinal> <SHA-256>`, by article and ordinal;
- `decision <article>/<ordinal> <SHA-256>`, where the hash is over what was decided, as JSON.

A day is closed when it has been over for an hour: what was begun before midnight is committed by
then. `docs/verify.md` says how a root is checked without the archive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils import timezone

from archive.models import DailyRoot, Decision, Original, Revision
from archive.preservation import merkle
from archive.preservation.consistency import Difference

SETTLED = timedelta(hours=1)
FIRST = "0" * 64  # stands before the first day


@dataclass(frozen=True, slots=True)
class Entries:
    """All of one day, in order."""

    originals: list[str]
    revisions: list[str]
    decisions: list[str]

    def __iter__(self) -> Iterator[str]:
        yield from self.originals
        yield from self.revisions
        yield from self.decisions

    def leaves(self) -> list[bytes]:
        return [merkle.leaf_hash(entry.encode()) for entry in self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That an entry was in the archive on a day: its place, and the hashes up to the root."""

    day: DailyRoot
    entry: str
    index: int
    path: list[str]

    def as_json(self) -> dict[str, object]:
        return {
            "entry": self.entry,
            "index": self.index,
            "size": self.day.entries,
            "path": self.path,
            "day": self.day.day.isoformat(),
            "root": self.day.root,
            "chained": self.day.chained,
        }


def close_days(now: datetime | None = None) -> list[DailyRoot]:
    """Write the roots of days that are over and have none yet, the earliest first."""
    settled = (now or timezone.now()) - SETTLED
    last = DailyRoot.objects.order_by("-day").first()
    made: list[DailyRoot] = []
    day = _next_day(last.day if last else None)
    while day is not None and _end_of(day) <= settled:
        made.append(_close(day))
        day = _next_day(day)
    return made


def _next_day(after: date | None) -> date | None:
    """The first day with an entry, behind one; None where there is none."""
    since = _end_of(after) if after else datetime.min.replace(tzinfo=UTC)
    moments = (
        Original.objects.filter(received_at__gte=since).aggregate(first=Min("received_at")),
        Revision.objects.filter(captured_at__gte=since).aggregate(first=Min("captured_at")),
        Decision.objects.filter(made_at__gte=since).aggregate(first=Min("made_at")),
    )
    known = [moment["first"] for moment in moments if moment["first"] is not None]
    return min(known).astimezone(UTC).date() if known else None


def _close(day: date) -> DailyRoot:
    entries = entries_of(day)
    root = merkle.root(entries.leaves()).hex()
    before = DailyRoot.objects.filter(day__lt=day).order_by("-day").first()
    made = DailyRoot(
        day=day,
        root=root,
        chained=chained(before.chained if before else FIRST, root),
        originals=len(entries.originals),
        revisions=len(entries.revisions),
        decisions=len(entries.decisions),
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # another worker has closed it
        return DailyRoot.objects.get(day=day)
    return made


def chained(before: str, root: str) -> str:
    """The hash of a day's root behind those of all days before it, in hexadecimal digits."""
    return hashlib.sha256(f"{before} {root}".encode()).hexdigest()


def entries_of(day: date) -> Entries:
    """Every entry of one day."""
    start, end = _start_of(day), _end_of(day)
    originals = Original.objects.filter(received_at__gte=start, received_at__lt=end)
    revisions = Revision.objects.filter(captured_at__gte=start, captured_at__lt=end)
    decisions = Decision.objects.filter(made_at__gte=start, made_at__lt=end)
    told = decisions.order_by("article__public_id", "pk").values_list(
        "article__public_id", "kind", "about", "made_at", "made_by_name"
    )
    return Entries(
        [f"original {sha256}" for sha256 in originals.order_by("pk").values_list("pk", flat=True)],
        [
            f"revision {article}/{number} {sha256}"
            for article, number, sha256 in revisions.order_by(
                "article__public_id", "number"
            ).values_list("article__public_id", "number", "sha256")
        ],
        list(_told_of_decisions(told)),
    )


def _told_of_decisions(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    article, ordinal = "", 0
    for of, kind, about, made_at, by in rows:
        ordinal = ordinal + 1 if of == article else 1
        article = of
        told = {"kind": kind, "about": about, "made_at": made_at.isoformat(), "made_by": by}
        written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield f"decision {article}/{ordinal} {hashlib.sha256(written.encode()).hexdigest()}"


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _end_of(day: date) -> datetime:
    return _start_of(day + timedelta(days=1))


def proof_of(revision: Revision) -> Proof | None:
    """That a revision was in the archive on its day; None while that is not closed."""
    entry = f"revision {revision.article.public_id}/{revision.number} {revision.sha256}"
    return _proof(revision.captured_at, entry)


def proof_of_original(original: Original) -> Proof | None:
    """The same of an upload's bytes."""
    return _proof(original.received_at, f"original {original.sha256}")


def _proof(moment: datetime, entry: str) -> Proof | None:
    day = DailyRoot.objects.filter(day=moment.astimezone(UTC).date()).first()
    if day is None:
        return None
    entries = entries_of(day.day)
    listed = list(entries)
    if entry not in listed:
        return None
    index = listed.index(entry)
    path = [one.hex() for one in merkle.proof(entries.leaves(), index)]
    return Proof(day=day, entry=entry, index=index, path=path)


def check_roots() -> Iterator[Difference]:
    """Days whose entries are no longer those over which the root was made, or whose chain broke."""
    before = FIRST
    for day in DailyRoot.objects.order_by("day").iterator():
        if merkle.root(entries_of(day.day).leaves()).hex() != day.root:
            yield _differs(
                day,
                "تغيّر شيء مما حُفظ في هذا اليوم، أو زيد عليه أو نقص.",
                "something of what was kept on this day was changed, added or taken away.",
            )
        elif chained(before, day.root) != day.chained:
            yield _differs(
                day,
                "لا يتصل جذر هذا اليوم بجذر ما قبله.",
                "the root of this day does not follow from the one before it.",
            )
        before = day.chained


def _differs(day: DailyRoot, arabic: str, english: str) -> Difference:
    return Difference(
        kind="root", name=day.day.isoformat(), problem=f"{arabic} {english}", mended=False
    )

"""Uploads that wait for the worker: kept at once, taken in one after the other.

One that a crash broke off goes on after its last reported record.
"""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Max
from django.utils import timezone

from archive.ingest.readers import printed
from archive.ingest.refusals import CannotRunError, is_locked, says_broken_off
from archive.ingest.run import BATCH, IngestRun, options_of
from archive.models import Article, Ingest, IngestRecord, Original
from archive.preservation import originals
from archive.signals import changes_committed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BETWEEN_NOTES = 1.0  # seconds

logger = logging.getLogger(__name__)


def enqueue(
    files: Iterable[tuple[str, IO[bytes]]],
    *,
    outlet: str = "",
    published_on: str = "",
    undated: bool = False,
    publish: bool = False,
    by: User | None = None,
    set_aside: Sequence[tuple[str, str]] = (),
    queued: Callable[[Ingest], None] = lambda ingest: None,
) -> Ingest:
    """Keep uploaded files (name, bytes) and let the worker take them in.

    `set_aside` are files of which nothing was kept, each with the reason that the report gives.
    `queued` is called in the transaction that lets it: both are kept, or neither. Raises
    CannotRunError for an unknown outlet or a bad date.
    """
    options_of(outlet=outlet, published_on=published_on)
    kept = [(printed(name), file) for name, file in files]
    sent = [{"name": name, "sha256": originals.keep(file, name).sha256} for name, file in kept]
    wanted = {
        "outlet": outlet,
        "published_on": published_on,
        "undated": undated,
        "publish": publish,
        "set_aside": [{"name": printed(name), "reason": reason} for name, reason in set_aside],
    }
    return _queue(sent, wanted, by, queued)


def retry(
    ingest: Ingest,
    *,
    by: User | None = None,
    queued: Callable[[Ingest], None] = lambda ingest: None,
    **wanted: Any,
) -> Ingest:
    """Let the worker take in once more the files of an import of which something was refused.

    `wanted` are the options of `enqueue`. Raises CannotRunError where no such file was kept.
    """
    options_of(**wanted)
    sent = refused_files(ingest)
    if not sent:
        raise CannotRunError(
            "لم يُحفظ ملف مما رُفض، فارفعه من جديد. No file of what was refused was kept: upload it "
            "again."
        )
    return _queue(sent, wanted, by, queued)


def refused_files(ingest: Ingest) -> list[dict[str, str]]:
    """Files of an import that were kept, and of which something was refused: name and SHA-256."""
    refused = ingest.records.filter(result=IngestRecord.Result.REFUSED)
    names = set(refused.values_list("name", flat=True))
    return [
        file
        for file in ingest.options.get("files", [])
        if any(is_of_file(name, file["name"]) for name in names)
    ]


def is_of_file(name: str, file: str) -> bool:
    """Whether a line of a report is about a file, or about a part of it."""
    return name == file or name.startswith(f"{file}/")


def _queue(
    files: list[dict[str, str]],
    wanted: dict[str, Any],
    by: User | None,
    queued: Callable[[Ingest], None],
) -> Ingest:
    names = [file["name"] for file in files]
    with transaction.atomic():
        ingest = Ingest.objects.create(
            name=(names[0] if len(names) == 1 else f"{names[0]} (+{len(names) - 1})")[:255],
            user=by,
            options={"files": files, **wanted},
        )
        queued(ingest)
    return ingest


class StoppedError(Exception):
    """The worker is told to end: what it imports goes on at its next start."""


class CancelledError(Exception):
    """An editor has cancelled the import that runs."""


def run_queued(stopping: Callable[[], bool] = lambda: False) -> int:
    """Take in the uploads that wait, the oldest first; returns how many were worked on.

    One that a crash broke off goes on after its last reported record. Where another process is
    at it, nothing is done. Ends soon after `stopping` says so. While the database stays locked
    it raises OperationalError: the upload waits, and goes on when it is called again.
    """
    worked = 0
    with alone() as is_alone:
        while is_alone and not stopping() and (ingest := _next_in_queue()) is not None:
            _run_one(ingest, stopping)
            worked += 1
    return worked


def _next_in_queue() -> Ingest | None:
    waiting = [Ingest.State.QUEUED, Ingest.State.RUNNING]
    return Ingest.objects.filter(state__in=waiting).order_by("created_at", "pk").first()


def _run_one(ingest: Ingest, stopping: Callable[[], bool]) -> None:
    try:
        _begin(ingest)
        _take_upload(ingest, _Watch(ingest, stopping).look)
    except StoppedError:
        _end(ingest, Ingest.State.QUEUED)
    except CancelledError:
        _end(ingest, Ingest.State.CANCELLED)
    except OperationalError as error:
        if not is_locked(error):
            _break_off(ingest, error)
        else:
            _end(ingest, Ingest.State.QUEUED)
            raise
    except Exception as error:  # whatever it is, the next upload has its turn
        _break_off(ingest, error)
    else:
        _end(ingest, Ingest.State.DONE)
    changes_committed.send(Article)


def _break_off(ingest: Ingest, error: Exception) -> None:
    logger.error("Ingest %s broke off", ingest.public_id, exc_info=error)
    _end(ingest, Ingest.State.FAILED, says_broken_off(error))


def _begin(ingest: Ingest) -> None:
    """Note that it runs. Raises CannotRunError where it has ended its process too often."""
    if ingest.state == Ingest.State.RUNNING:
        _note_interruption(ingest)
    # A row that was cancelled a moment ago stays so, and the first look ends the run.
    Ingest.objects.filter(pk=ingest.pk).exclude(state=Ingest.State.CANCELLED).update(
        state=Ingest.State.RUNNING,
        interruptions=ingest.interruptions,
        interrupted_after=ingest.interrupted_after,
    )
    if ingest.interruptions >= settings.LIMITS.interruptions:
        raise _interrupted_too_often(ingest)


def _note_interruption(ingest: Ingest) -> None:
    """It still says that it runs: the process in which it did has ended.

    Until it has come a whole batch further, it is the same record that stopped it.
    """
    reported = last_reported(ingest)
    if ingest.interruptions and reported < ingest.interrupted_after + BATCH:
        ingest.interruptions += 1
    else:
        ingest.interruptions, ingest.interrupted_after = 1, reported


def last_reported(ingest: Ingest) -> int:
    return ingest.records.aggregate(last=Max("number"))["last"] or 0


def _interrupted_too_often(ingest: Ingest) -> CannotRunError:
    number = last_reported(ingest) + 1
    return CannotRunError(
        f"انقطع الاستيراد {ingest.interruptions} مرات عند السجل {number}، وتوقف معه العامل كل مرة. "
        "ما قبله محفوظ. احذف هذا السجل من الملف أو قسّمه، ثم ارفع الملف من جديد. "
        f"This import was interrupted {ingest.interruptions} times at record {number}, and each "
        "time the worker ended. What comes before it is stored. Take this record out of the file "
        "or split it, then upload the file again."
    )


def _end(ingest: Ingest, state: str, error: str = "") -> None:
    """Note how it ended; what was cancelled meanwhile stays so."""
    ended = None if state == Ingest.State.QUEUED else timezone.now()
    row = Ingest.objects.filter(pk=ingest.pk)
    if not row.filter(state=Ingest.State.CANCELLED).update(finished_at=ended or timezone.now()):
        row.update(state=state, error=error, finished_at=ended)


def enqueue_again(ingest: Ingest) -> bool:
    """Let the worker go on with an upload that broke off or was cancelled, after its last
    reported record.

    Returns whether it was one.
    """
    ended = [Ingest.State.FAILED, Ingest.State.CANCELLED]
    return bool(
        Ingest.objects.filter(pk=ingest.pk, state__in=ended).update(
            state=Ingest.State.QUEUED, error="", finished_at=None, interruptions=0
        )
    )


def cancel(ingest: Ingest) -> bool:
    """Let the worker leave an upload where it is: what was stored stays.

    Returns whether it was waiting or running.
    """
    unfinished = [Ingest.State.QUEUED, Ingest.State.RUNNING]
    return bool(
        Ingest.objects.filter(pk=ingest.pk, state__in=unfinished).update(
            state=Ingest.State.CANCELLED, finished_at=timezone.now()
        )
    )


@dataclass(frozen=True, slots=True)
class _Watch:
    """Whether an import is to go on."""

    ingest: Ingest
    stopping: Callable[[], bool]

    def look(self) -> None:
        """Raises StoppedError or CancelledError where it is not."""
        if self.stopping():
            raise StoppedError
        cancelled = Ingest.objects.filter(pk=self.ingest.pk, state=Ingest.State.CANCELLED)
        if cancelled.exists():
            raise CancelledError


def _take_upload(ingest: Ingest, look: Callable[[], None]) -> None:
    look()
    wanted = dict(ingest.options)
    files, set_aside = wanted.pop("files", []), wanted.pop("set_aside", [])
    with IngestRun(
        options_of(**wanted, by=ingest.user),
        lambda line: None,
        ingest=ingest,
        check=look,
        one_by_one=BATCH if ingest.interruptions else 0,
    ) as work:
        for one in set_aside:
            work.refuse_file(one["name"], one["reason"])
        reading = _Reading(ingest)
        for file in files:
            _take_file(work, file["name"], file["sha256"], reading)
        work.commit()
        look()


@dataclass(slots=True)
class _Reading:
    """How many bytes of an import were read, noted about once a second."""

    ingest: Ingest
    before: int = 0  # of the files that are behind
    note_after: float = 0.0  # on the monotonic clock

    def at(self, position: int) -> None:
        if time.monotonic() >= self.note_after:
            Ingest.objects.filter(pk=self.ingest.pk).update(read=self.before + position)
            self.note_after = time.monotonic() + BETWEEN_NOTES


def _take_file(work: IngestRun, name: str, sha256: str, reading: _Reading) -> None:
    original = Original.objects.get(sha256=sha256)
    if not originals.is_sound(original.sha256):
        raise CannotRunError(
            f"الملف {name} مفقود أو تغيّر بعد أن وصل. ارفعه من جديد ثم تابع الاستيراد. "
            f"The file {name} is missing or has changed since it arrived. Upload it "
            "again, then go on with this import."
        )
    with originals.path_of(original.sha256).open("rb") as kept:
        for _ in work.take_file(kept, name, original):
            reading.at(kept.tell())
    reading.before += original.size


@contextmanager
def alone() -> Iterator[bool]:
    """Whether this process is the only one at the queue; the lock dies with its process."""
    folder = Path(settings.ARCHIVE_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "ingest.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

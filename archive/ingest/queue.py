"""Uploads that wait for the worker: kept at once, taken in one after the other.

One that a crash broke off goes on after its last reported record.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from archive.ingest.refusals import CannotRunError, says_broken_off
from archive.ingest.run import IngestRun, options_of
from archive.models import Article, Ingest, Original
from archive.preservation import originals
from archive.signals import changes_committed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)


def enqueue(
    files: Iterable[tuple[str, IO[bytes]]],
    *,
    outlet: str = "",
    published_on: str = "",
    undated: bool = False,
    publish: bool = False,
    by: User | None = None,
) -> Ingest:
    """Keep uploaded files (name, bytes) and let the worker take them in.

    Raises CannotRunError for an unknown outlet or a bad date.
    """
    options_of(outlet=outlet, published_on=published_on)
    kept = [(name, originals.keep(file, name)) for name, file in files]
    names = [name for name, _ in kept]
    return Ingest.objects.create(
        name=(names[0] if len(names) == 1 else f"{names[0]} (+{len(names) - 1})")[:255],
        user=by,
        options={
            "files": [{"name": name, "sha256": original.sha256} for name, original in kept],
            "outlet": outlet,
            "published_on": published_on,
            "undated": undated,
            "publish": publish,
        },
    )


def run_queued() -> int:
    """Take in the uploads that wait, the oldest first; returns how many were worked on.

    One that a crash broke off goes on after its last reported record. Where another process is
    at it, nothing is done.
    """
    worked = 0
    with _alone() as alone:
        while alone and (ingest := _next_in_queue()) is not None:
            _run_one(ingest)
            worked += 1
    return worked


def _next_in_queue() -> Ingest | None:
    waiting = [Ingest.State.QUEUED, Ingest.State.RUNNING]
    return Ingest.objects.filter(state__in=waiting).order_by("created_at", "pk").first()


def _run_one(ingest: Ingest) -> None:
    ingest.state = Ingest.State.RUNNING
    ingest.save(update_fields=["state"])
    try:
        _take_upload(ingest)
    except Exception as error:  # whatever it is, the next upload has its turn
        logger.exception("Ingest %s broke off", ingest.public_id)
        ingest.state, ingest.error = Ingest.State.FAILED, says_broken_off(error)
    else:
        ingest.state, ingest.error = Ingest.State.DONE, ""
    ingest.finished_at = timezone.now()
    ingest.save(update_fields=["state", "error", "finished_at"])
    changes_committed.send(Article)


def enqueue_again(ingest: Ingest) -> bool:
    """Let the worker go on with an upload that broke off, after its last reported record.

    Returns whether it was one.
    """
    failed = Ingest.objects.filter(pk=ingest.pk, state=Ingest.State.FAILED)
    return bool(failed.update(state=Ingest.State.QUEUED, error="", finished_at=None))


def _take_upload(ingest: Ingest) -> None:
    wanted = dict(ingest.options)
    files = wanted.pop("files", [])
    work = IngestRun(options_of(**wanted, by=ingest.user), lambda line: None, ingest=ingest)
    for file in files:
        original = Original.objects.get(sha256=file["sha256"])
        if not originals.is_sound(original.sha256):
            raise CannotRunError(
                f"الملف {file['name']} مفقود أو تغيّر بعد أن وصل. ارفعه من جديد ثم تابع الاستيراد. "
                f"The file {file['name']} is missing or has changed since it arrived. Upload it "
                "again, then go on with this import."
            )
        with originals.path_of(original.sha256).open("rb") as kept:
            for _ in work.take_file(kept, file["name"], original):
                pass
    work.commit()


@contextmanager
def _alone() -> Iterator[bool]:
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

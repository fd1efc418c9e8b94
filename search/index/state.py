"""What is noted of the index for its admin page and for the worker."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from search.models import LONGEST_PAUSE, Change, IndexState

logger = logging.getLogger(__name__)


def postpone(row: Change, error: Exception) -> None:
    """Let a change wait that could not be indexed, longer each time, with what went wrong."""
    row.attempts += 1
    row.error = in_a_line(error)
    pause = min(2**row.attempts, LONGEST_PAUSE.total_seconds())
    row.not_before = timezone.now() + timedelta(seconds=pause)
    row.save()
    note_error(error)


def note_error(error: Exception | str) -> None:
    """Keep an error for the admin to show, if the database takes it."""
    try:
        IndexState.load()
        IndexState.objects.update(last_error=in_a_line(error), last_error_at=timezone.now())
    except DatabaseError:
        logger.exception("This error could not be kept for the admin: %s", error)


def in_a_line(error: Exception | str) -> str:
    return error if isinstance(error, str) else f"{type(error).__name__}: {error}"


def note_drained() -> None:
    IndexState.load()
    IndexState.objects.update(drained_at=timezone.now())


def note_rebuilt(requested: datetime | None) -> None:
    """`requested` is what the rebuild found asked for at its start: a later request stays."""
    now = timezone.now()
    IndexState.objects.update(rebuilt_at=now, drained_at=now)
    IndexState.objects.filter(rebuild_requested_at=requested).update(rebuild_requested_at=None)


def request_rebuild(reason: str = "") -> None:
    """Ask the worker for a rebuild, once; `reason` is an error that the admin is to show."""
    IndexState.load()
    now = timezone.now()
    asked = IndexState.objects.filter(rebuild_requested_at=None).update(rebuild_requested_at=now)
    if asked and reason:
        note_error(reason)

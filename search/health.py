"""Whether the archive is alive, and whether it can answer: for whatever watches over it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from search.engines.connection import reader
from search.errors import IndexUnavailable
from search.models import Change, IndexState

# A worker shows itself every two seconds, and a change is found within two.
WORKER_SILENT = timedelta(seconds=30)
OUTBOX_OLD = timedelta(seconds=60)
LEAST_DISK = 100 * 1024 * 1024  # bytes


@dataclass(slots=True)
class Health:
    """`failing` keeps the archive from answering; `lagging` does not, but needs a person."""

    failing: list[str] = field(default_factory=list)
    lagging: list[str] = field(default_factory=list)
    checks: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def status(self) -> str:
        return "failing" if self.failing else "lagging" if self.lagging else "ready"


@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """503 where readers can't be served: no database, no index, no room on the disk.

    A worker that is not running, an outbox that grows old, or an index of older rules that serves
    until another is built, is said but leaves the answer 200: taking the pages off would not help.
    """
    health = Health()
    _check_disk(health)
    _check_database(health)
    _check_index(health)
    answer = {
        "status": health.status,
        "failing": health.failing,
        "lagging": health.lagging,
        **health.checks,
    }
    return JsonResponse(answer, status=503 if health.failing else 200)


def _check_disk(health: Health) -> None:
    try:
        free = shutil.disk_usage(settings.ARCHIVE_DATA).free
    except OSError as error:
        health.checks["disk"] = {"error": str(error)}
        health.failing.append("disk")
        return
    health.checks["disk"] = {"free_bytes": free}
    if free < LEAST_DISK:
        health.failing.append("disk")


def _check_database(health: Health) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM archive_article LIMIT 1")
        _check_outbox(health)
        _check_worker(health)
    except DatabaseError as error:
        health.checks["database"] = {"error": str(error)}
        health.failing.append("database")
    else:
        health.checks["database"] = {"vendor": connection.vendor}


def _check_outbox(health: Health) -> None:
    waiting = Change.objects.aggregate(oldest=Min("created_at"))["oldest"]
    age = (timezone.now() - waiting).total_seconds() if waiting else 0.0
    health.checks["outbox"] = {
        "waiting": Change.objects.count(),
        "oldest_seconds": round(age, 1),
        "failed": Change.objects.exclude(error="").count(),
    }
    if age > OUTBOX_OLD.total_seconds():
        health.lagging.append("outbox")


def _check_worker(health: Health) -> None:
    state = IndexState.objects.filter(pk=1).first()
    seen = state.worker_seen_at if state else None
    silent = (timezone.now() - seen).total_seconds() if seen else None
    health.checks["worker"] = {
        "silent_seconds": None if silent is None else round(silent, 1),
        "last_error": state.last_error if state else "",
    }
    # A sign of life from the future was given before someone put the clock back.
    if silent is None or abs(silent) > WORKER_SILENT.total_seconds():
        health.lagging.append("worker")


def _check_index(health: Health) -> None:
    try:
        status = reader().status()
    except IndexUnavailable as error:
        health.checks["index"] = {"error": error.reason}
        health.failing.append("index")
        return
    health.checks["index"] = status
    if status["outdated"]:
        health.lagging.append("index")

"""The worker: drains the outbox, runs queued uploads and rebuilds, and says that it lives."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from types import FrameType

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from archive.ingest.run import run_queued
from archive.models import Ingest
from search import indexing
from search.engines.whoosh.arrays import DamagedFile
from search.engines.whoosh.parallel import POLITE
from search.errors import IndexBusy, IndexUnavailable
from search.models import Change, IndexState
from search.phrases import gather_phrases, phrases_are_due

logger = logging.getLogger(__name__)

PAUSE = 0.3  # seconds between two looks at the outbox
HEARTBEAT = 2.0  # seconds between two signs of life
PAUSE_AFTER_ERROR = 2.0
LONGEST_FAREWELL = 10.0
UNFINISHED = (Ingest.State.QUEUED, Ingest.State.RUNNING)


class Worker:
    """One loop. Long work runs in threads beside it: changes go on being found."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._rebuild = Errand("rebuild", indexing.rebuild)
        self._uploads = Errand("uploads", run_queued)
        self._phrases = Errand("phrases", gather_phrases)
        self._seen_at: datetime | None = None

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._look_through()
        while not self._stopping.is_set():
            pause = PAUSE
            try:
                self.step()
            except IndexBusy as error:
                logger.warning("%s", error)
            except (DatabaseError, OSError):
                # A full disk or a locked database passes; the rows are still there.
                logger.exception("The worker could not do its work; it will try again")
                pause = PAUSE_AFTER_ERROR
            close_old_connections()
            self._stopping.wait(pause)
        # Whatever is broken off here goes on after the next start.
        self._rebuild.wait(LONGEST_FAREWELL)
        self._uploads.wait(LONGEST_FAREWELL)

    def step(self) -> None:
        """Everything that is to be done now."""
        self._beat()
        if Ingest.objects.filter(state__in=UNFINISHED).exists():
            self._uploads.start()
        serving = indexing.index_folder().pointed_at()
        if reason := indexing.trouble():
            indexing.put_aside(serving, reason)
            self._rebuild.start()
        elif not self._rebuild.is_running and self._rebuild_is_due():
            self._rebuild.start()
        if indexing.is_usable():
            indexing.drain()
            if phrases_are_due():
                self._phrases.start()

    def _rebuild_is_due(self) -> bool:
        if IndexState.load().rebuild_requested_at is not None:
            return True
        return not Change.objects.exists() and indexing.needs_rebuild()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping.set()

    def _beat(self) -> None:
        now = timezone.now()
        if self._seen_at and (now - self._seen_at).total_seconds() < HEARTBEAT:
            return
        state = IndexState.load()
        state.worker_seen_at = self._seen_at = now
        state.save(update_fields=["worker_seen_at"])

    def _look_through(self) -> None:
        """Once at the start: a damaged index is put aside before it misleads anyone, a sound one
        is compared with the database."""
        serving = indexing.index_folder().pointed_at()
        try:
            generation = indexing.index_folder().current()
            generation.check()
            differing = indexing.note_differences()
        except (DamagedFile, IndexUnavailable) as error:
            indexing.put_aside(serving, str(error))
            return
        if differing:
            logger.warning("The index differed from the database in %d articles", differing)
        if not generation.has_current_rules:
            logger.info("The index was made by older rules; it serves while another is built")


class Errand:
    """Something long, done in a thread of its own, one at a time."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self._name = name
        self._work = work
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start it, unless it is running."""
        if not self.is_running:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def wait(self, seconds: float) -> None:
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        if sys.platform == "linux":  # elsewhere a thread has no niceness of its own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), POLITE)
        try:
            self._work()
        except IndexBusy as error:
            logger.warning("%s", error)
        except Exception:  # the loop must go on, and tries again
            logger.exception("%s broke off; it will be tried again", self._name)
            time.sleep(PAUSE_AFTER_ERROR)
        finally:
            connection.close()

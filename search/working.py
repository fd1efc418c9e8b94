"""The worker: drains the outbox, runs queued uploads and rebuilds, and says that it lives."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from search import indexing
from search.engines.whoosh.arrays import DamagedFile
from search.errors import IndexBusy, IndexUnavailable
from search.models import IndexState

logger = logging.getLogger(__name__)

PAUSE = 0.3  # seconds between two looks at the outbox
HEARTBEAT = 2.0  # seconds between two signs of life
PAUSE_AFTER_ERROR = 2.0


class Worker:
    """One loop; a rebuild runs in a thread beside it, so that changes go on being found."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._rebuild: threading.Thread | None = None
        self._seen_at = None

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._check_index()
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
        if self._rebuild is not None:
            self._rebuild.join()

    def step(self) -> None:
        """Everything that is to be done now."""
        self._beat()
        self._start_rebuild_if_wanted()
        if self._rebuild is None or indexing.is_usable():
            indexing.drain()
        self._run_queued()

    def _run_queued(self) -> None:
        from archive.ingest.run import run_queued

        run_queued()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping.set()

    def _beat(self) -> None:
        now = timezone.now()
        if self._seen_at and (now - self._seen_at).total_seconds() < HEARTBEAT:
            return
        state = IndexState.load()
        state.worker_seen_at = self._seen_at = now
        state.save(update_fields=["worker_seen_at"])

    def _check_index(self) -> None:
        """Read the index through once at the start: what is damaged is put aside at once."""
        try:
            generation = indexing.index_folder().current()
            generation.check()
            if not generation.has_current_rules:
                indexing.request_rebuild("the rules of the analysis changed")
        except (DamagedFile, IndexUnavailable) as error:
            indexing.put_aside(str(error))

    def _start_rebuild_if_wanted(self) -> None:
        if self._rebuild is not None and self._rebuild.is_alive():
            return
        self._rebuild = None
        if IndexState.load().rebuild_requested_at is not None:
            self._rebuild = threading.Thread(target=self._run_rebuild, name="rebuild")
            self._rebuild.start()

    def _run_rebuild(self) -> None:
        try:
            indexing.rebuild()
        except IndexBusy as error:
            logger.warning("%s", error)
        except (DatabaseError, OSError):
            logger.exception("The index could not be rebuilt; it will be tried again")
            self._stopping.wait(PAUSE_AFTER_ERROR)
        finally:
            connection.close()

"""The worker: drains the outbox, adds up tallies, runs queued uploads and rebuilds, and says that
it lives."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from django.db import close_old_connections, connection
from django.utils import timezone

from archive.editing import reannotating, undoing_imports
from archive.ingest.queue import run_queued
from archive.logins import forget_old_logins
from archive.models import Ingest
from archive.preservation import daily_roots, originals, time_stamps
from archive.reading.tallies import keeping as tallies
from search.engines.base import POLITE
from search.engines.connection import index
from search.errors import IndexBusy
from search.index import outbox
from search.index.phrases import gather_phrases, phrases_are_due
from search.index.rebuild import put_aside_if_damaged, rebuild
from search.index.state import note_error
from search.index.watchdog import ALIVE, READY, STOPPING, tell_systemd
from search.models import Change, IndexState

logger = logging.getLogger(__name__)

PAUSE = 0.3  # seconds between two looks at the outbox
BETWEEN_LOOKS = 20.0  # seconds between two looks at whether rules or authorities changed
HEARTBEAT = 2.0  # seconds between two signs of life
DURING_IMPORT = 10.0  # seconds between two commits of the index, and while recognising anew
BETWEEN_ROOTS = 900.0  # seconds between two looks at whether a day can be closed
FORGETTING = 3600.0  # seconds between two looks at what is kept of logins
LONGEST_WAIT = 5.0  # seconds for the lock of the index, without a sign of life
LONGEST_ADDING_UP = 0.3  # seconds, before whatever else is to be done
LONGEST_PAUSE_AFTER_ERRORS = 60
LONGEST_FAREWELL = 5.0  # seconds for all errands, after SIGTERM
UNFINISHED = (Ingest.State.QUEUED, Ingest.State.RUNNING, Ingest.State.UNDOING)


class Worker:
    """One loop. Long work runs in threads beside it: changes go on being found."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._rebuild = Errand("rebuild", rebuild)
        self._uploads = Errand("uploads", partial(take_in, self._stopping.is_set))
        self._phrases = Errand("phrases", gather_phrases)
        self._logins = Errand("logins", forget_old_logins)
        self._reannotation = Errand("reannotation", self._recognise_anew)
        self._roots = Errand("roots", close_days)
        self._beat_after = 0.0  # on the monotonic clock
        self._look_after = 0.0
        self._forget_after = 0.0
        self._close_after = 0.0
        self._apply_after = 0.0
        self._failures = 0
        self._looked_through = False

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        tell_systemd(READY)
        while not self._stopping.is_set():
            pause = self._work()
            close_old_connections()
            self._rest(pause)
        tell_systemd(STOPPING)
        self._part()

    def _rest(self, seconds: float) -> None:
        """A pause, however long, is no sign of death."""
        until = time.monotonic() + seconds
        while True:
            tell_systemd(ALIVE)
            left = until - time.monotonic()
            if left <= 0 or self._stopping.wait(min(left, HEARTBEAT)):
                return

    def _part(self) -> None:
        """Give errands a moment: whatever is broken off goes on after the next start."""
        until = time.monotonic() + LONGEST_FAREWELL
        for errand in (self._uploads, self._rebuild, self._reannotation):
            errand.wait(max(0.0, until - time.monotonic()))

    def _work(self) -> float:
        """One step; returns the seconds to wait before the next."""
        try:
            self.step()
        except IndexBusy as error:
            logger.warning("%s", error)
        except Exception as error:
            # The loop must go on: a full disk or a locked database passes, and rows are kept.
            logger.exception("The worker could not do its work; it will try again")
            note_error(error)
            self._failures += 1
            return pause_after(self._failures)
        self._failures = 0
        return PAUSE

    def step(self) -> None:
        """Everything that is to be done now."""
        self._beat()
        if not self._looked_through:
            self._look_through()
            self._looked_through = True
        if Ingest.objects.filter(state__in=UNFINISHED).exists():
            self._uploads.start()
        if not self._rebuild.is_running and self._rebuild_is_due():
            self._rebuild.start()
        if self._may_apply():
            self._apply()
        self._add_up()
        if time.monotonic() >= self._look_after:
            self._look_after = time.monotonic() + BETWEEN_LOOKS
            reannotating.note_if_due()
        # An import comes first: people wait for it, and two that write would wait for each other.
        if not self._uploads.is_running and reannotating.unfinished() is not None:
            self._reannotation.start()
        self._forget_logins()
        self._close_days()

    def _close_days(self) -> None:
        if time.monotonic() >= self._close_after:
            self._roots.start()
            self._close_after = time.monotonic() + BETWEEN_ROOTS

    def _apply(self) -> None:
        if outbox.apply_changes(LONGEST_WAIT, after_batch=self._beat) is None:
            self._rebuild.start()
        elif phrases_are_due():
            self._phrases.start()
        self._apply_after = time.monotonic() + DURING_IMPORT

    def _add_up(self) -> None:
        """Tallies, for a moment: those of a large archive are made in many steps."""
        until = time.monotonic() + LONGEST_ADDING_UP
        while tallies.keep_up() and time.monotonic() < until:
            self._beat()

    def _may_apply(self) -> bool:
        """Every commit makes each serving process open the index anew, which costs it as much as
        a dozen pages. An import, or recognising anew, commits without end: its articles are
        gathered meanwhile."""
        busy = self._uploads.is_running or self._reannotation.is_running
        return not busy or time.monotonic() >= self._apply_after

    def _recognise_anew(self) -> None:
        reannotating.run_waiting(lambda: self._stopping.is_set() or self._uploads.is_running)

    def _forget_logins(self) -> None:
        if time.monotonic() >= self._forget_after:
            self._logins.start()
            self._forget_after = time.monotonic() + FORGETTING

    def _rebuild_is_due(self) -> bool:
        if IndexState.load().rebuild_requested_at is not None:
            return True
        return not Change.objects.due().exists() and index().needs_rebuild()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping.set()

    def _beat(self) -> None:
        tell_systemd(ALIVE)
        if time.monotonic() < self._beat_after:
            return
        IndexState.load()
        IndexState.objects.update(worker_seen_at=timezone.now())
        self._beat_after = time.monotonic() + HEARTBEAT

    def _look_through(self) -> None:
        """Once at the start: a damaged index is put aside before it misleads anyone, a sound one
        is compared with the database."""
        originals.clear_half_written()
        if put_aside_if_damaged():
            return
        if outdated := index().outdated():
            # The one that is built in its place is compared with the database.
            logger.warning("The index serves while another is built: %s", outdated)
            return
        if differing := outbox.note_differences():
            logger.warning("The index differed from the database in %d articles", differing)


def close_days() -> None:
    """The daily roots that are due, and their time-stamps where authorities are named."""
    daily_roots.close_days()
    time_stamps.stamp_last()


def take_in(stopping: Callable[[], bool]) -> None:
    """Uploads that wait, then imports to be undone."""
    run_queued(stopping)
    undoing_imports.run_asked(stopping)


def pause_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return float(min(2**failures, LONGEST_PAUSE_AFTER_ERRORS))


class Errand:
    """Something long, done in a thread of its own, one at a time.

    After an error it waits, longer each time, before it can be started again.
    """

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self._name = name
        self._work = work
        self._thread: threading.Thread | None = None
        self._failures = 0
        self._not_before = 0.0  # on the monotonic clock

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start it, unless it is running or has failed a moment ago."""
        if not self.is_running and time.monotonic() >= self._not_before:
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
        except Exception as error:  # the loop must go on, and tries again
            logger.exception("%s broke off; it will be tried again", self._name)
            note_error(error)
            self._failures += 1
            self._not_before = time.monotonic() + pause_after(self._failures)
        else:
            self._failures = 0
        finally:
            connection.close()

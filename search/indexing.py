"""From the archive to the index: the outbox, the drain, the rebuild."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.dispatch import receiver
from django.utils import timezone

from archive.models import Article
from archive.signals import articles_changed, changes_committed
from search.engines.whoosh.arrays import DamagedFile
from search.engines.whoosh.building import (
    build,
    change,
    differences,
    held_fingerprints,
    is_outgrown,
    is_swamped,
)
from search.engines.whoosh.documents import Document
from search.engines.whoosh.generations import Generation, IndexFolder
from search.engines.whoosh.parallel import analyse_all
from search.engines.whoosh.snapshot import open_snapshot
from search.errors import IndexBusy, IndexUnavailable
from search.models import Change, IndexState
from search.published import documents, fingerprints, published_ids

logger = logging.getLogger(__name__)

BATCH = 1000
# After an error a row waits 2, 4, 8 … seconds, five minutes at most.
LONGEST_PAUSE = 300
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """What a drain did: articles brought up to date, and rows that failed and will be retried."""

    articles: int = 0
    failed: int = 0
    rebuilt: bool = False


@receiver(articles_changed, sender=Article)
def note_changes(article_ids: list[int], **kwargs: object) -> None:
    """Write one outbox row an article, in the transaction of the change itself."""
    Change.objects.bulk_create([Change(article_id=pk) for pk in article_ids])


def index_folder() -> IndexFolder:
    return IndexFolder(Path(settings.ARCHIVE_INDEX))


def pending_hidden() -> frozenset[int]:
    """Articles that are no longer published and may still be in the index."""
    published = Article.objects.published().filter(pk=OuterRef("article_id"))
    rows = Change.objects.filter(~Exists(published))
    return frozenset(rows.values_list("article_id", flat=True))


@receiver(changes_committed)
def bring_up_to_date(**kwargs: object) -> None:
    """A command has changed the archive: its changes are found by the time it ends."""
    try:
        drain()
        rebuild_if_outgrown()
    except IndexBusy as error:
        logger.warning("%s", error)


def drain(wait: float = 20.0) -> Drained:
    """Bring the index up to date with the outbox.

    Builds the index where there is none that can be used, or where more waits than it holds.
    Raises `IndexBusy` when another process keeps the lock for longer than `wait` seconds; the
    rows stay.
    """
    if not Change.objects.due().exists() and is_usable():
        return Drained()
    folder = index_folder()
    with folder.writing(wait):
        waiting = Change.objects.due().values("article_id").distinct().count()
        generation = _writable(folder)
        if generation is not None and not is_swamped(generation, waiting):
            return _apply_outbox(generation)
    rebuild(wait=wait)
    return Drained(articles=waiting, rebuilt=True)


def trouble() -> str:
    """What is wrong with the serving index, or nothing."""
    try:
        generation = index_folder().current()
        generation.look_over(generation.read_toc(generation.latest()).segments)
    except (IndexUnavailable, DamagedFile) as error:
        return getattr(error, "reason", str(error))
    return ""


def is_usable() -> bool:
    """Whether there is an index that can be read and written to."""
    return not trouble()


def _writable(folder: IndexFolder) -> Generation | None:
    """The serving generation without leftovers of a killed writer; a damaged one is put aside."""
    name = folder.pointed_at()
    try:
        generation = folder.current()
        generation.clear_leftovers()
        generation.look_over(generation.read_toc(generation.latest()).segments)
    except (IndexUnavailable, DamagedFile) as error:
        folder.put_aside(name, str(error))
        return None
    return generation


def _apply_outbox(generation: Generation) -> Drained:
    articles = failed = 0
    while rows := list(Change.objects.due().values_list("pk", "article_id")[:BATCH]):
        try:
            _index(generation, sorted({article for _, article in rows}))
        except Exception as error:  # one article that can't be indexed must not stop the others
            logger.exception("A batch of %d changes could not be indexed", len(rows))
            failed += _one_by_one(generation, rows, error)
        else:
            _delete_rows([pk for pk, _ in rows])
        articles += len(rows)
    _note_drained()
    return Drained(articles=articles - failed, failed=failed)


def _one_by_one(generation: Generation, rows: Sequence[tuple[int, int]], error: Exception) -> int:
    """Index what can be indexed; the rest waits, with what went wrong."""
    failed = 0
    for pk, article in rows:
        try:
            if len(rows) == 1:
                raise error
            _index(generation, [article])
        except Exception as reason:  # kept with the row, shown in the admin, tried again
            logger.exception("Article %d could not be indexed", article)
            _postpone(pk, reason)
            failed += 1
        else:
            Change.objects.filter(pk=pk).delete()
    return failed


def _postpone(pk: int, error: Exception) -> None:
    row = Change.objects.get(pk=pk)
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"
    row.not_before = timezone.now() + timedelta(seconds=min(2**row.attempts, LONGEST_PAUSE))
    row.save(update_fields=["attempts", "error", "not_before"])
    state = IndexState.load()
    state.last_error, state.last_error_at = row.error, timezone.now()
    state.save(update_fields=["last_error", "last_error_at"])


def _note_drained() -> None:
    state = IndexState.load()
    state.drained_at = timezone.now()
    state.save(update_fields=["drained_at"])


def _index(generation: Generation, article_ids: Sequence[int]) -> None:
    """Make the index say of these articles what the database says now."""
    present = list(documents(article_ids))
    change(generation, article_ids, present)


def index_articles(article_ids: Sequence[int]) -> None:
    """Note these articles as changed, and drain: what Haystack's own commands come down to."""
    note_changes(article_ids=list(article_ids))
    drain()


def rebuild(progress: Progress | None = None, wait: float = 20.0) -> int:
    """Build the index anew beside the serving one and switch over; returns its article count.

    `progress` is told how many articles of how many were read. Raises `IndexBusy` when another
    rebuild is under way for longer than `wait` seconds.
    """
    folder = index_folder()
    started = timezone.now()
    with folder.building(wait):
        generation = _built(folder, progress)
        with folder.writing(wait):
            count, seen = _catch_up(generation)
            folder.make_current(generation)
            _delete_rows(seen)
    _note_rebuilt(started)
    return count


def _built(folder: IndexFolder, progress: Progress | None) -> Generation:
    ids = published_ids()

    def rows() -> Iterator[Document]:
        return _counted(documents(ids), len(ids), progress)

    try:
        batch = analyse_all(rows(), len(ids))
    except ChildProcessError as error:
        logger.warning("%s; the articles are analysed in this one", error)
        batch = analyse_all(rows(), len(ids), cores=1)
    return build(folder.new_folder(), batch)


def _counted(rows: Iterator[Document], total: int, progress: Progress | None) -> Iterator[Document]:
    for number, row in enumerate(rows, 1):
        if progress is not None and (number % 100 == 0 or number == total):
            progress(number, total)
        yield row


def _catch_up(generation: Generation) -> tuple[int, list[int]]:
    """Replay what changed since the build began, until index and database agree.

    Returns the number of articles, and the outbox rows that this has dealt with. Rows are listed
    before the articles are read: whatever they announce, the articles already show.
    """
    while True:
        seen = list(Change.objects.values_list("pk", flat=True))
        wanted = fingerprints()
        differing = differences(held_fingerprints(open_snapshot(generation, {})), wanted)
        if not differing:
            return len(wanted), seen
        _index(generation, differing)


def _delete_rows(pks: Sequence[int]) -> None:
    for start in range(0, len(pks), BATCH):
        Change.objects.filter(pk__in=pks[start : start + BATCH]).delete()


def _note_rebuilt(started: datetime) -> None:
    state = IndexState.load()
    state.rebuilt_at = state.drained_at = timezone.now()
    if state.rebuild_requested_at and state.rebuild_requested_at <= started:
        state.rebuild_requested_at = None
    state.save(update_fields=["rebuilt_at", "drained_at", "rebuild_requested_at"])


def needs_rebuild() -> bool:
    """Whether the index stands, but a new one is due: other rules, or much changed."""
    try:
        generation = index_folder().current()
        return not generation.has_current_rules or is_outgrown(generation)
    except (IndexUnavailable, DamagedFile):
        return False


def rebuild_if_outgrown() -> None:
    """Build the index anew when one is due. Raises `IndexBusy` if somebody else is at it."""
    if needs_rebuild():
        rebuild(wait=0)


def note_differences() -> int:
    """Announce every article of which the index doesn't say what the database says.

    Returns how many there were. Finds what no outbox row tells: a database brought back from a
    backup, or a commit of the index that a power cut took from the disk.
    """
    generation = index_folder().current()
    held = held_fingerprints(open_snapshot(generation, {}))
    differing = differences(held, fingerprints())
    note_changes(article_ids=differing)
    return len(differing)


def put_aside(name: str, reason: str) -> None:
    """Take a damaged generation out of service, and ask for another."""
    folder = index_folder()
    with folder.writing():
        was_serving = folder.put_aside(name, reason)
    if was_serving:
        request_rebuild(reason)


def request_rebuild(reason: str) -> None:
    """Ask the worker for a rebuild, once."""
    state = IndexState.load()
    if state.rebuild_requested_at is None:
        state.rebuild_requested_at = timezone.now()
        state.last_error, state.last_error_at = reason, timezone.now()
        state.save(update_fields=["rebuild_requested_at", "last_error", "last_error_at"])

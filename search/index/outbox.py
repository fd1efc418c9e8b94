"""From the archive to the index: the outbox, the drain, the rebuild."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.dispatch import receiver
from django.utils import timezone

from archive.models import Article
from archive.signals import articles_changed, changes_committed
from search.engines.document import Document
from search.engines.whoosh.arrays import DamagedFile
from search.engines.whoosh.forward_index import Batch, analyse
from search.engines.whoosh.generations import Generation, IndexFolder
from search.engines.whoosh.parallel import analyse_all
from search.engines.whoosh.snapshot import open_snapshot
from search.engines.whoosh.writer import (
    build,
    change,
    differences,
    held_fingerprints,
    is_outgrown,
    is_swamped,
)
from search.errors import IndexBusy, IndexUnavailable
from search.index.documents import documents, fingerprints, published_ids
from search.models import LONGEST_PAUSE, Change, IndexState

logger = logging.getLogger(__name__)

BATCH = 1000
# However much keeps coming, others who wait for the lock have their turn.
LONGEST_HOLD = 5.0  # seconds
TURN = 0.2  # seconds; who waits looks every 0.05
# A rebuild looks so often whether index and database agree.
MOST_ROUNDS = 10
# More articles than this share that can't be indexed are a fault of the archive, not theirs.
FAILING_SHARE = 0.01
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
    if not Change.objects.exists():  # nearly always, and known for a tenth of the time
        return frozenset()
    published = Article.objects.published().filter(pk=OuterRef("article_id"))
    rows = Change.objects.filter(~Exists(published))
    return frozenset(rows.values_list("article_id", flat=True))


@receiver(changes_committed)
def bring_up_to_date(**kwargs: object) -> None:
    """A command has changed the archive: its changes are found by the time it ends.

    Where the index can't take them now, their rows wait for the worker.
    """
    try:
        drain()
        rebuild_if_outgrown()
    except IndexBusy as error:
        logger.warning("%s", error)
    except (OSError, DatabaseError, DamagedFile, IndexUnavailable) as error:
        logger.exception("The index could not be brought up to date; the worker will try again")
        note_error(error)


def drain(wait: float = 20.0) -> Drained:
    """Bring the index up to date with the outbox.

    Builds the index where there is none that can be used, or where more waits than it holds.
    Raises `IndexBusy` when another process keeps the lock for longer than `wait` seconds, and
    OSError when the disk refuses; the rows stay.
    """
    articles = failed = 0
    while (drained := apply_changes(wait)) is not None:
        articles += drained.articles
        failed += drained.failed
        if not Change.objects.due().exists():
            return Drained(articles=articles, failed=failed)
        time.sleep(TURN)
    return Drained(articles=rebuild(wait=wait), rebuilt=True)


def apply_changes(
    wait: float = 20.0, after_batch: Callable[[], None] = lambda: None
) -> Drained | None:
    """The same for as long as one may keep the lock; None where the index has to be built first.

    Calls `after_batch` on the way.
    """
    if not Change.objects.due().exists() and is_usable():
        return Drained()
    folder = index_folder()
    with folder.writing(wait):
        if _put_aside_if_damaged(folder, _look_over):
            return None
        generation = folder.current()
        waiting = Change.objects.due().values("article_id").distinct().count()
        if is_swamped(generation, waiting):
            return None
        return _apply_outbox(generation, after_batch)


def trouble() -> str:
    """What is wrong with the serving index, or nothing.

    Without the lock a commit in between may look like damage: ask again under it.
    """
    try:
        _look_over(index_folder().current())
    except (IndexUnavailable, DamagedFile) as error:
        return getattr(error, "reason", str(error))
    return ""


def is_usable() -> bool:
    """Whether there is an index that can be read and written to."""
    return not trouble()


def outdated() -> str:
    """How the serving index differs from one that would be built today; empty if it doesn't."""
    try:
        return index_folder().current().outdated
    except IndexUnavailable:
        return ""


def put_aside_if_damaged() -> str:
    """Read all of the serving index through; take it out of service, and ask for another, where
    it is not as it was written. Returns what was wrong, or nothing."""
    folder = index_folder()
    with folder.writing():
        return _put_aside_if_damaged(folder, Generation.check)


def _put_aside_if_damaged(folder: IndexFolder, examine: Callable[[Generation], None]) -> str:
    """The same, with what a killed writer left cleared away first.

    Only under the lock of writing: nobody commits meanwhile, so what looks damaged is.
    """
    name = folder.pointed_at()
    try:
        generation = folder.current()
        generation.clear_leftovers()
        examine(generation)
    except (IndexUnavailable, DamagedFile) as error:
        reason = getattr(error, "reason", str(error))
        if folder.put_aside(name, reason):
            request_rebuild(reason)
        return reason
    return ""


def _look_over(generation: Generation) -> None:
    generation.look_over(generation.read_toc(generation.latest()).segments)


def _apply_outbox(generation: Generation, after_batch: Callable[[], None]) -> Drained:
    articles = failed = 0
    until = time.monotonic() + LONGEST_HOLD
    while rows := list(Change.objects.due().values_list("pk", "article_id")[:BATCH]):
        try:
            _index(generation, sorted({article for _, article in rows}))
        except (OSError, DamagedFile):  # no article's fault: all rows stay as they are
            generation.clear_leftovers()  # the disk may be full
            raise
        except Exception as error:  # one article that can't be indexed must not stop the others
            logger.exception("A batch of %d changes could not be indexed", len(rows))
            failed += _one_by_one(generation, rows, error)
        else:
            _delete_rows([pk for pk, _ in rows])
        articles += len(rows)
        after_batch()
        if time.monotonic() > until:
            break
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
        except (OSError, DamagedFile):
            raise
        except Exception as reason:  # kept with the row, shown in the admin, tried again
            logger.exception("Article %d could not be indexed", article)
            _postpone(Change.objects.get(pk=pk), reason)
            failed += 1
        else:
            Change.objects.filter(pk=pk).delete()
    return failed


def _postpone(row: Change, error: Exception) -> None:
    row.attempts += 1
    row.error = _in_a_line(error)
    pause = min(2**row.attempts, LONGEST_PAUSE.total_seconds())
    row.not_before = timezone.now() + timedelta(seconds=pause)
    row.save()
    note_error(error)


def note_error(error: Exception | str) -> None:
    """Keep an error for the admin to show, if the database takes it."""
    try:
        IndexState.load()
        IndexState.objects.update(last_error=_in_a_line(error), last_error_at=timezone.now())
    except DatabaseError:
        logger.exception("This error could not be kept for the admin: %s", error)


def _in_a_line(error: Exception | str) -> str:
    return error if isinstance(error, str) else f"{type(error).__name__}: {error}"


def _note_drained() -> None:
    IndexState.load()
    IndexState.objects.update(drained_at=timezone.now())


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
    rebuild is under way for longer than `wait` seconds, OSError when the disk refuses; whatever
    breaks it off, the serving index stays as it is.
    """
    folder = index_folder()
    with folder.building(wait):
        requested = IndexState.load().rebuild_requested_at
        folder.clear_unfinished()
        try:
            generation = _built(folder, progress)
            with folder.writing(wait):
                count, seen = _catch_up(generation)
                folder.make_current(generation)
                _delete_rows(seen)
        except BaseException:
            folder.clear_unfinished()  # the disk may be full
            raise
    _note_rebuilt(requested)
    return count


def _built(folder: IndexFolder, progress: Progress | None) -> Generation:
    ids = published_ids()
    try:
        batch = _analysed(ids, progress)
    except (OSError, MemoryError):
        raise
    except Exception:  # an article's fault, if it is one that fails alone
        logger.exception("Some article can't be analysed; the others are indexed without it")
        batch = _analysed(_without_failing(ids), progress)
    return build(folder.new_folder(), batch)


def _analysed(ids: Sequence[int], progress: Progress | None) -> Batch:
    def rows() -> Iterator[Document]:
        return _counted(documents(ids), len(ids), progress)

    try:
        return analyse_all(rows(), len(ids))
    except ChildProcessError as error:
        logger.warning("%s; the articles are analysed in this one", error)
        return analyse_all(rows(), len(ids), cores=1)


def _without_failing(ids: Sequence[int]) -> list[int]:
    """The articles that can be analysed; a row of the outbox keeps what is wrong with each other.

    Raises what is wrong when it is wrong with many.
    """
    sound: list[int] = []
    failing = 0
    for article in ids:
        try:
            analyse(list(documents([article])))
        except (OSError, MemoryError):
            raise
        except Exception as error:  # kept with the row, shown in the admin, tried again
            failing += 1
            if failing > max(1, FAILING_SHARE * len(ids)):
                raise
            row = Change.objects.filter(article_id=article).first()
            _postpone(row or Change(article_id=article), error)
        else:
            sound.append(article)
    return sound


def _counted(rows: Iterator[Document], total: int, progress: Progress | None) -> Iterator[Document]:
    for number, row in enumerate(rows, 1):
        if progress is not None and (number % 100 == 0 or number == total):
            progress(number, total)
        yield row


def _catch_up(generation: Generation) -> tuple[int, list[int]]:
    """Replay what changed since the build began, until index and database agree.

    Articles that change while we look, and those that can't be indexed, keep their rows: a drain
    brings them in. Returns the number of articles, and the rows that this has dealt with. Rows
    are listed before the articles are read: whatever they announce, the articles already show.
    Raises `IndexUnavailable` when the two would not agree.
    """
    failing = set(Change.objects.exclude(error="").values_list("article_id", flat=True))
    for number in range(MOST_ROUNDS):
        rows = list(Change.objects.values_list("pk", "article_id"))
        wanted = fingerprints()
        differing = set(differences(held_fingerprints(open_snapshot(generation, {})), wanted))
        if not differing or (number and differing <= _announced()):
            return len(wanted), [pk for pk, article in rows if article not in differing]
        _index(generation, sorted(differing - failing))
    raise IndexUnavailable("a new index would not agree with the database")


def _announced() -> set[int]:
    return set(Change.objects.values_list("article_id", flat=True))


def _delete_rows(pks: Sequence[int]) -> None:
    for start in range(0, len(pks), BATCH):
        Change.objects.filter(pk__in=pks[start : start + BATCH]).delete()


def _note_rebuilt(requested: datetime | None) -> None:
    """`requested` is what the rebuild found asked for at its start: a later request stays."""
    now = timezone.now()
    IndexState.objects.update(rebuilt_at=now, drained_at=now)
    IndexState.objects.filter(rebuild_requested_at=requested).update(rebuild_requested_at=None)


def needs_rebuild() -> bool:
    """Whether the index stands, but a new one is due: it is outdated, or much changed."""
    try:
        generation = index_folder().current()
        return bool(generation.outdated) or is_outgrown(generation)
    except (IndexUnavailable, DamagedFile):
        return False


def rebuild_if_outgrown() -> None:
    """Build the index anew when one is due. Raises `IndexBusy` if somebody else is at it."""
    if needs_rebuild():
        rebuild(wait=0)


def note_differences() -> int:
    """Announce every article of which the index doesn't say what the database says.

    Returns how many were not announced yet: what no outbox row tells is a database brought back
    from a backup, or a commit of the index that a power cut took from the disk.
    """
    held = held_fingerprints(open_snapshot(index_folder().current(), {}))
    differing = set(differences(held, fingerprints())) - _announced()
    note_changes(article_ids=sorted(differing))
    return len(differing)


def request_rebuild(reason: str = "") -> None:
    """Ask the worker for a rebuild, once; `reason` is an error that the admin is to show."""
    IndexState.load()
    now = timezone.now()
    asked = IndexState.objects.filter(rebuild_requested_at=None).update(rebuild_requested_at=now)
    if asked and reason:
        note_error(reason)

"""From the archive to the index: rows that say what changed, and the drain that applies them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.dispatch import receiver

from archive.models import Article
from archive.signals import articles_changed, changes_committed
from search.engines.base import Writer
from search.engines.connection import index
from search.errors import IndexBusy, IndexDamaged, IndexUnavailable
from search.index.documents import differences, documents, fingerprints
from search.index.rebuild import examine, rebuild, rebuild_if_outgrown
from search.index.state import note_drained, note_error, postpone
from search.models import Change

logger = logging.getLogger(__name__)

BATCH = 1000
# However much keeps coming, others who wait for the lock have their turn.
LONGEST_HOLD = 5.0  # seconds
TURN = 0.2  # seconds; who waits looks every 0.05


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
    except (OSError, DatabaseError, IndexDamaged, IndexUnavailable) as error:
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
    with index().writing(wait) as writer:
        if examine(writer, read_through=False):
            return None
        waiting = Change.objects.due().values("article_id").distinct().count()
        if writer.is_swamped(waiting):
            return None
        return _apply_outbox(writer, after_batch)


def is_usable() -> bool:
    """Whether there is an index that can be read and written to."""
    return not index().trouble()


def _apply_outbox(writer: Writer, after_batch: Callable[[], None]) -> Drained:
    articles = failed = 0
    until = time.monotonic() + LONGEST_HOLD
    while rows := list(Change.objects.due().values_list("pk", "article_id")[:BATCH]):
        try:
            _index(writer, sorted({article for _, article in rows}))
        except (OSError, IndexDamaged):  # no article's fault: all rows stay as they are
            writer.clear_leftovers()  # the disk may be full
            raise
        except Exception as error:  # one article that can't be indexed must not stop the others
            logger.exception("A batch of %d changes could not be indexed", len(rows))
            failed += _one_by_one(writer, rows, error)
        else:
            Change.objects.delete_rows([pk for pk, _ in rows])
        articles += len(rows)
        after_batch()
        if time.monotonic() > until:
            break
    note_drained()
    return Drained(articles=articles - failed, failed=failed)


def _one_by_one(writer: Writer, rows: Sequence[tuple[int, int]], error: Exception) -> int:
    """Index what can be indexed; the rest waits, with what went wrong."""
    failed = 0
    for pk, article in rows:
        try:
            if len(rows) == 1:
                raise error
            _index(writer, [article])
        except (OSError, IndexDamaged):
            raise
        except Exception as reason:  # kept with the row, shown in the admin, tried again
            logger.exception("Article %d could not be indexed", article)
            postpone(Change.objects.get(pk=pk), reason)
            failed += 1
        else:
            Change.objects.filter(pk=pk).delete()
    return failed


def _index(writer: Writer, article_ids: Sequence[int]) -> None:
    """Make the index say of these articles what the database says now."""
    writer.apply(article_ids, list(documents(article_ids)))


def index_articles(article_ids: Sequence[int]) -> None:
    """Note these articles as changed, and drain: what Haystack's own commands come down to."""
    note_changes(article_ids=list(article_ids))
    drain()


def note_differences() -> int:
    """Announce every article of which the index doesn't say what the database says.

    Returns how many were not announced yet: what no outbox row tells is a database brought back
    from a backup, or a commit of the index that a power cut took from the disk.
    """
    held = index().fingerprints()
    differing = set(differences(held, fingerprints())) - Change.objects.announced()
    note_changes(article_ids=sorted(differing))
    return len(differing)

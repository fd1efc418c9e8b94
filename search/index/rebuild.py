"""The index built anew beside the one that serves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from search.engines.base import Build, Writer
from search.engines.connection import index
from search.engines.document import Document
from search.errors import IndexUnavailable
from search.index.documents import differences, documents, fingerprints, published_ids
from search.index.state import note_rebuilt, postpone, request_rebuild
from search.models import Change, IndexState

logger = logging.getLogger(__name__)

# A rebuild looks so often whether index and database agree.
MOST_ROUNDS = 10
# More articles than this share that can't be indexed are a fault of the archive, not theirs.
FAILING_SHARE = 0.01
Progress = Callable[[int, int], None]


def rebuild(progress: Progress | None = None, wait: float = 20.0) -> int:
    """Build the index anew beside the serving one and switch over; returns its article count.

    `progress` is told how many articles of how many were read. Raises `IndexBusy` when another
    rebuild is under way for longer than `wait` seconds, OSError when the disk refuses; whatever
    breaks it off, the serving index stays as it is.
    """
    with index().building(wait) as build:
        requested = IndexState.load().rebuild_requested_at
        _fill(build, progress)
        with build.switching(wait):
            count, seen = _catch_up(build)
            build.serve()
            Change.objects.delete_rows(seen)
    note_rebuilt(requested)
    return count


def _fill(build: Build, progress: Progress | None) -> None:
    ids = published_ids()
    try:
        _fill_with(build, ids, progress)
    except (OSError, MemoryError):
        raise
    except Exception:  # an article's fault, if it is one that fails alone
        logger.exception("Some article can't be analysed; the others are indexed without it")
        _fill_with(build, _without_failing(build, ids), progress)


def _fill_with(build: Build, ids: Sequence[int], progress: Progress | None) -> None:
    def rows() -> Iterator[Document]:
        return _counted(documents(ids), len(ids), progress)

    build.fill(rows, len(ids))


def _without_failing(build: Build, ids: Sequence[int]) -> list[int]:
    """The articles that can be analysed; a row of the outbox keeps what is wrong with each other.

    Raises what is wrong when it is wrong with many.
    """
    sound: list[int] = []
    failing = 0
    for article in ids:
        try:
            for document in documents([article]):
                build.check(document)
        except (OSError, MemoryError):
            raise
        except Exception as error:  # kept with the row, shown in the admin, tried again
            failing += 1
            if failing > max(1, FAILING_SHARE * len(ids)):
                raise
            row = Change.objects.filter(article_id=article).first()
            postpone(row or Change(article_id=article), error)
        else:
            sound.append(article)
    return sound


def _counted(rows: Iterator[Document], total: int, progress: Progress | None) -> Iterator[Document]:
    for number, row in enumerate(rows, 1):
        if progress is not None and (number % 100 == 0 or number == total):
            progress(number, total)
        yield row


def _catch_up(build: Build) -> tuple[int, list[int]]:
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
        differing = set(differences(build.fingerprints(), wanted))
        if not differing or (number and differing <= Change.objects.announced()):
            return len(wanted), [pk for pk, article in rows if article not in differing]
        behind = sorted(differing - failing)
        build.apply(behind, list(documents(behind)))
    raise IndexUnavailable("a new index would not agree with the database")


def rebuild_if_outgrown() -> None:
    """Build the index anew when one is due. Raises `IndexBusy` if somebody else is at it."""
    if index().needs_rebuild():
        rebuild(wait=0)


def put_aside_if_damaged() -> str:
    """Read all of the serving index through; take it out of service, and ask for another, where
    it is not as it was written. Returns what was wrong, or nothing."""
    with index().writing() as writer:
        return examine(writer, read_through=True)


def examine(writer: Writer, *, read_through: bool) -> str:
    """The same under a right to write that is held already."""
    damage = writer.put_aside_if_damaged(read_through=read_through)
    if damage is None:
        return ""
    if damage.put_aside:
        request_rebuild(damage.reason)
    return damage.reason

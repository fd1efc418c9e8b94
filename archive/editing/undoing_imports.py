"""An import taken back while readers have seen nothing of it.

Drafts that it made are discarded, drafts to which it brought a new text have their earlier one
again. What a person did since is never overwritten: such an article stays, and the report says
why. The worker does it, in transactions of a hundred records, each of which notes what became of
each: killed in between, it goes on with the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive.editing.discarding import discard
from archive.editing.history import undone_import
from archive.ingest.queue import alone
from archive.ingest.refusals import RecordError
from archive.ingest.revising import repeat_revision
from archive.ingest.store import announce_changes, read_anew
from archive.models import Article, Decision, Ingest, IngestRecord, Revision
from archive.signals import changes_committed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BATCH = 100
ENDED = (Ingest.State.DONE, Ingest.State.FAILED, Ingest.State.CANCELLED)
PUBLIC = (Article.Status.PUBLISHED, Article.Status.WITHDRAWN)
Result, Undone = IngestRecord.Result, IngestRecord.Undone


def brought(ingest: Ingest) -> QuerySet[IngestRecord]:
    """Records that brought a text, and of which nothing was taken back yet."""
    return ingest.records.filter(result__in=[Result.STORED, Result.REVISED], undone="")


def seen_by_readers(ingest: Ingest) -> QuerySet[Article]:
    """Articles with a text of this import that are, or were, public."""
    own = brought(ingest).values("article")
    return Article.objects.filter(pk__in=own, status__in=PUBLIC)


def may_be_undone(ingest: Ingest) -> bool:
    return ingest.state in ENDED and brought(ingest).exists() and not _is_seen(ingest)


def _is_seen(ingest: Ingest) -> bool:
    return seen_by_readers(ingest).exists()


@transaction.atomic
def ask(ingest: Ingest, by: User | None = None) -> None:
    """Let the worker undo an import. Raises RecordError where it can't be undone."""
    if _is_seen(ingest):
        raise RecordError(
            "رأى القراء مقالات من هذا الاستيراد، فلا يُتراجع عنه كله. أهمل مسوداته الباقية، واسحب "
            "ما نُشر من صفحته.",
            "Readers have seen articles of this import: it can't be undone as a whole. Discard the "
            "drafts that are left, and withdraw what is public.",
        )
    ended = Ingest.objects.filter(pk=ingest.pk, state__in=ENDED)
    if not brought(ingest).exists() or not ended.update(state=Ingest.State.UNDOING, undone_by=by):
        raise RecordError(
            "لا شيء في هذا الاستيراد يُتراجع عنه الآن.",
            "There is nothing to undo in this import now.",
        )


def run_asked(stopping: Callable[[], bool] = lambda: False) -> int:
    """Undo the imports of which it was asked; returns how many are undone.

    Ends soon after `stopping` says so, and goes on when it is called again.
    """
    done = 0
    with alone() as is_alone:
        asked = Ingest.objects.filter(state=Ingest.State.UNDOING).order_by("pk")
        while is_alone and not stopping() and (ingest := asked.first()) is not None:
            done += _undo(ingest, stopping)
            changes_committed.send(Article)
    return done


def _undo(ingest: Ingest, stopping: Callable[[], bool]) -> bool:
    while _undo_some(ingest):
        if stopping():
            return False
    Ingest.objects.filter(pk=ingest.pk).update(state=Ingest.State.UNDONE, undone_at=timezone.now())
    return True


@transaction.atomic
def _undo_some(ingest: Ingest) -> int:
    """Undo the newest records of which nothing was taken back; returns how many those are."""
    records = list(brought(ingest).order_by("-number")[:BATCH])
    for article in dict.fromkeys(record.article_id for record in records):
        own = brought(ingest).filter(article=article)
        own.update(undone=_undo_article(ingest, article, list(own)))
    return len(records)


def _undo_article(ingest: Ingest, key: int | None, own: list[IngestRecord]) -> str:
    """Take back what an import brought to one article; says what became of it."""
    article = Article.objects.filter(pk=key).first()
    if article is None or article.current_revision is None:
        return Undone.UNTOLD
    read_anew(article)
    if stays := _stays(article, own):
        return stays
    if any(record.result == Result.STORED for record in own):
        discard(article, reason=f"تراجع عن الاستيراد: {ingest.name}", by=ingest.undone_by)
        return Undone.DISCARDED
    return _revert(ingest, article, [record.revision_id for record in own])


def _stays(article: Article, own: list[IngestRecord]) -> str:
    """Why an article is left as it is; empty where nothing is in the way."""
    wordings = {record.revision_id for record in own}
    if article.status in PUBLIC:
        return Undone.PUBLISHED
    if None in wordings:
        return Undone.UNTOLD
    first = min(Revision.objects.filter(pk__in=wordings).values_list("captured_at", flat=True))
    if article.decisions.filter(made_at__gte=first).exclude(made_by_name="").exists():
        return Undone.WORKED_ON
    return "" if article.current_revision_id in wordings else Undone.LATER


def _revert(ingest: Ingest, article: Article, wordings: list[int | None]) -> str:
    """Give a draft the text again that it had before."""
    first = min(Revision.objects.filter(pk__in=wordings).values_list("number", flat=True))
    earlier = article.revisions.filter(number__lt=first).order_by("-number").first()
    if earlier is None:
        return Undone.UNTOLD
    repeat_revision(article, by=ingest.undone_by, reason="تراجع عن استيراد", of=earlier)
    announce_changes([article])
    about = undone_import(ingest)
    Decision.objects.record(article, Decision.Kind.REVERTED, ingest.undone_by, about)
    return Undone.REVERTED

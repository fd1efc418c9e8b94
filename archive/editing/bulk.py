"""One act on many articles: each in a transaction of its own, and what became of each.

An act answers whether it changed anything, and raises RecordError, in words for the editor, where
the archive refuses it. What was refused leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import OperationalError, transaction

from archive.dates import PublicationDate
from archive.editing import actions, discarding, duplicates
from archive.ingest.refusals import RecordError, says_unsaved
from archive.models import Article, Source

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Act = Callable[[Article], bool]
Status = Article.Status


@dataclass(frozen=True, slots=True)
class Outcome:
    """`refused` says in both languages why; without it the act was done, or changed nothing."""

    article: Article
    changed: bool = False
    refused: str = ""


def on_each(articles: Iterable[Article], act: Act) -> list[Outcome]:
    """Do one act on each article, in order."""
    return [_on(article, act) for article in articles]


def _on(article: Article, act: Act) -> Outcome:
    try:
        with transaction.atomic():
            # Judged and changed in one transaction, in which nobody else changes it.
            article.refresh_from_db(from_queryset=Article.objects.select_for_update())
            return Outcome(article, changed=act(article))
    except RecordError as error:
        return Outcome(article, refused=str(error))
    except OperationalError as error:
        return Outcome(article, refused=says_unsaved(error))


def publish(article: Article, *, by: User) -> bool:
    """Publish a draft that lacks nothing: what is unknown is said to be on its own page."""
    if article.is_published:
        return False
    if article.status == Status.DRAFT:
        _check_complete(article)
        _check_is_no_duplicate(article)
    actions.publish(article, by=by)
    return True


def set_outlet(article: Article, outlet: Source | None, *, reason: str, by: User) -> bool:
    _check_may_be_amended(article)
    if article.outlet == outlet:
        return False
    actions.amend(article, outlet=outlet, reason=reason, by=by)
    return True


def set_date(
    article: Article, published: PublicationDate | None, basis: str, *, reason: str, by: User
) -> bool:
    _check_may_be_amended(article)
    if (article.published_on, article.basis) == (str(published or ""), basis):
        return False
    actions.amend(article, published=published, basis=basis, reason=reason, by=by)
    return True


def discard(article: Article, *, reason: str, by: User) -> bool:
    if article.is_discarded:
        return False
    discarding.discard(article, reason=reason, by=by)
    return True


def _check_complete(article: Article) -> None:
    lacking = {
        ("الناشر", "its outlet"): article.outlet_id is None,
        ("تاريخ النشر", "its date"): article.published_from is None,
    }
    names = [name for name, is_missing in lacking.items() if is_missing]
    if names:
        raise RecordError(
            f"ينقصه: {'، '.join(name for name, _ in names)}. عيّنه، أو قل في معاينته إنه غير معلوم.",
            f"It lacks {' and '.join(name for _, name in names)}. Set it, or say in its preview "
            "that it is not known.",
        )


def _check_is_no_duplicate(article: Article) -> None:
    if duplicates.unsettled(Article.objects.filter(pk=article.pk)).exists():
        raise RecordError(
            "يكاد نصه يطابق نص مقال آخر. بُتّ في تشابههما أولاً.",
            "Its text is nearly that of another article. Settle that first.",
        )


def _check_may_be_amended(article: Article) -> None:
    if article.is_withdrawn or article.is_discarded:
        raise RecordError(
            f"المقال {article.get_status_display()}، فلا تُعدّل بياناته.",
            f"The article is {article.status}: its details stay as they are.",
        )

"""Drafts put away, and brought back.

A discarded draft keeps its texts and its original. No page, list, number or search has it but the
list of those that were discarded, and its record may be taken in anew: the id that it had at its
outlet is told by the decision, and given back where nobody else has it by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from archive.editing import history
from archive.ingest import near_duplicates
from archive.ingest.refusals import RecordError
from archive.ingest.store import announce_changes, read_anew
from archive.models import Article, Decision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = Decision.Kind
Status = Article.Status


@transaction.atomic
def discard(article: Article, *, reason: str = "", by: User | None = None) -> Article:
    """Put a draft away. Raises RecordError for what is, or was, public."""
    read_anew(article)
    if article.is_discarded:
        return article
    if article.status != Status.DRAFT:
        raise RecordError(
            f"المقال {article.get_status_display()}: لا تُهمل إلا المسودات. ما رآه القراء يُسحب.",
            f"The article is {article.status}: drafts alone are discarded. What readers saw is "
            "withdrawn.",
        )
    about = history.discarded(article, reason.strip())
    followers = list(article.near_duplicates.select_related("current_revision"))
    article.status, article.record_id, article.near_duplicate_of = Status.DISCARDED, None, None
    article.save(update_fields=["status", "record_id", "near_duplicate_of", "changed_at"])
    near_duplicates.forget(article)
    for one in followers:
        near_duplicates.renew(one)
    announce_changes([article, *followers])
    Decision.objects.record(article, Kind.DISCARDED, by, about)
    return article


@transaction.atomic
def recover(article: Article, by: User | None = None) -> Article:
    """Make it a draft again. Raises RecordError where another article has its text by now."""
    read_anew(article)
    if not article.is_discarded:
        raise RecordError(
            "المسودة ليست مهملة، فلا شيء يُستعاد.", "The draft is not discarded: nothing to recover."
        )
    _check_text_is_free(article)
    article.status, article.record_id = Status.DRAFT, _id_given_away(article)
    article.save(update_fields=["status", "record_id", "changed_at"])
    near_duplicates.renew(article)
    followers = near_duplicates.later_ones(article)
    for one in followers:
        near_duplicates.renew(one)
    announce_changes([article, *followers])
    Decision.objects.record(article, Kind.RECOVERED, by)
    return article


def _check_text_is_free(article: Article) -> None:
    assert article.current_revision is not None
    text = article.current_revision.text_sha256
    same = Article.objects.kept().filter(current_revision__text_sha256=text, outlet=article.outlet)
    if (other := same.first()) is not None:
        raise RecordError(
            f"في الأرشيف مقال بهذا النص من الناشر نفسه ({other.public_id})، فلا تُستعاد المسودة.",
            f"The archive has an article with this text from the same outlet ({other.public_id}): "
            "the draft stays discarded.",
        )


def _id_given_away(article: Article) -> str | None:
    """The id at its outlet that it had, where no other article has taken it."""
    last = article.decisions.filter(kind=Kind.DISCARDED).order_by("-pk").first()
    record_id = last.about.get("record_id") if last else None
    others = Article.objects.filter(outlet=article.outlet, record_id=record_id)
    return None if record_id is None or others.exists() else record_id

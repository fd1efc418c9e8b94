"""What two articles with nearly one text are to each other, as editors decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from archive.editing import history
from archive.ingest import near_duplicates
from archive.ingest.refusals import RecordError
from archive.ingest.store import announce_changes, read_anew
from archive.models import Article, Decision, SettledPair

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = Decision.Kind
Verdict = SettledPair.Verdict


def unsettled(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those of the articles that nearly have the text of an earlier one, of which nothing was
    decided yet."""
    settled = SettledPair.objects.filter(
        article=OuterRef("pk"), earlier=OuterRef("near_duplicate_of")
    )
    return articles.filter(near_duplicate_of__isnull=False).exclude(Exists(settled))


@transaction.atomic
def settle(article: Article, verdict: str, by: User | None = None) -> None:
    """Say what an article and the earlier one that it is near to are.

    Where it is another article, the next one that it is near to takes its place, if there is one.
    Raises RecordError where it is near to none.
    """
    read_anew(article)
    earlier = article.near_duplicate_of
    if earlier is None:
        raise RecordError(
            "لا مقال يشبه هذا المقال اليوم، فلا شيء يُبتّ فيه.",
            "No article resembles this one today: there is nothing to settle.",
        )
    SettledPair.objects.update_or_create(
        article=article,
        earlier=earlier,
        defaults={
            "verdict": verdict,
            "made_by": by,
            "made_by_name": by.get_username() if by else "",
        },
    )
    if verdict == Verdict.DIFFERENT:
        near_duplicates.renew(article)
    _tell(article, earlier, verdict, by)


@transaction.atomic
def reopen(pair: SettledPair, by: User | None = None) -> None:
    """Take back what was decided about two articles."""
    article, earlier = pair.article, pair.earlier
    pair.delete()
    read_anew(article)
    if article.is_discarded:
        return
    near_duplicates.renew(article)
    _tell(article, earlier, "", by)


def _tell(article: Article, earlier: Article, verdict: str, by: User | None) -> None:
    announce_changes([article, earlier])
    for one, other in ((article, earlier), (earlier, article)):
        Decision.objects.record(one, Kind.SETTLED, by, history.settled(other, verdict))

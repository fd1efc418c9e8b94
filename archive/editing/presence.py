"""Who has an article open: a word to colleagues, never a lock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import OperationalError, transaction
from django.utils import timezone

from archive.models import Article, Visit

if TYPE_CHECKING:
    from django.contrib.auth.models import User

AT_WORK = timedelta(minutes=10)
NOTED_AGAIN = timedelta(minutes=1)
KEPT = timedelta(days=1)


def note(article: Article, user: User) -> None:
    """Note that someone opened a page of an article; where the database is busy, not."""
    now = timezone.now()
    mine = Visit.objects.filter(article=article, user=user)
    if mine.filter(at__gt=now - NOTED_AGAIN).exists():
        return
    try:
        with transaction.atomic():
            if not mine.update(at=now):
                Visit.objects.filter(at__lt=now - KEPT).delete()
                Visit.objects.bulk_create(
                    [Visit(article=article, user=user, at=now)], ignore_conflicts=True
                )
    except OperationalError:
        pass  # nothing that a page needs


def colleagues(article: Article, user: User) -> list[str]:
    """The names of others who opened a page of the article in the last minutes."""
    lately = article.visits.filter(at__gt=timezone.now() - AT_WORK).exclude(user=user)
    visits = lately.select_related("user").order_by("-at")
    return [visit.user.get_short_name() or visit.user.get_username() for visit in visits]

"""What editors decided about articles whose texts are nearly one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from archive.models.articles import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class SettledPairQuerySet(models.QuerySet["SettledPair"]):
    def told_the_same(self, articles: Sequence[int]) -> set[int]:
        """Keys of those of the articles of which an editor said that the earlier one, which they
        are near to today, has the same text."""
        same = self.filter(
            article__in=articles,
            earlier=F("article__near_duplicate_of"),
            verdict=SettledPair.Verdict.SAME,
        )
        return set(same.values_list("article", flat=True))


class SettledPair(models.Model):
    """Two articles that ingest took for near-duplicates, and what somebody said they are.

    The later one is `article`, as in `Article.near_duplicate_of`.
    """

    class Verdict(models.TextChoices):
        DIFFERENT = "different", "ليس مكرراً"
        SAME = "same", "النص نفسه لدى ناشرين"

    article = models.ForeignKey(Article, models.CASCADE, related_name="settled_pairs")
    earlier = models.ForeignKey(Article, models.CASCADE, related_name="settled_later")
    verdict = models.CharField("القرار", max_length=10, choices=Verdict.choices)
    made_at = models.DateTimeField("اتُّخذ في", default=timezone.now)
    made_by: models.ForeignKey[User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by_name = models.CharField("اسم من اتخذه", max_length=150, blank=True)

    objects = SettledPairQuerySet.as_manager()

    class Meta:
        verbose_name = "متشابهان بُتّ فيهما"
        verbose_name_plural = "المتشابهات التي بُتّ فيها"
        constraints = [
            models.UniqueConstraint(fields=["article", "earlier"], name="pair_settled_once"),
            models.CheckConstraint(
                condition=Q(article__gt=F("earlier")), name="settled_pair_in_order"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["different", "same"]), name="verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.earlier_id}: {self.get_verdict_display()}"

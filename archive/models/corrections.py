"""What readers write about an article: an error, an objection, something that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from archive.models.articles import Article, Passage

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class CorrectionRequest(models.Model):
    """What a reader asks to be corrected, and what the desk made of it.

    `sender` is a keyed hash of where it came from, good for one day: it tells a flood and names
    nobody.
    """

    class State(models.TextChoices):
        OPEN = "open", "ينتظر"
        ACCEPTED = "accepted", "أُخذ به"
        DISMISSED = "dismissed", "لم يؤخذ به"

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="correction_requests", verbose_name="المقال"
    )
    passage = models.ForeignKey(
        Passage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="المقطع"
    )
    text = models.TextField("ما كتبه القارئ")
    contact = models.CharField("عنوانه", max_length=200, blank=True)
    received_at = models.DateTimeField("وصل في", default=timezone.now, db_index=True)
    sender = models.CharField(max_length=64, editable=False)
    state = models.CharField("الحالة", max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField("ما قرره المكتب", blank=True)
    settled_at = models.DateTimeField("بُتّ فيه في", null=True, blank=True)
    settled_by: models.ForeignKey[User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_by_name = models.CharField("بتّ فيه", max_length=150, blank=True)

    class Meta:
        verbose_name = "طلب تصحيح"
        verbose_name_plural = "طلبات التصحيح من القراء"
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "dismissed"]),
                name="correction_request_state_known",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="correction_request_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.text[:60]}"

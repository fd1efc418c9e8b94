"""What search keeps in the database: the outbox of changes, and where the index stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

# After an error a row waits 2, 4, 8 … seconds, and no longer than this.
LONGEST_PAUSE = timedelta(minutes=5)
MOST_VALUES = 1000  # in one statement


class ChangeQuerySet(models.QuerySet["Change"]):
    def due(self) -> ChangeQuerySet:
        """Rows that may be tried now; after an error a row waits for its `not_before`.

        A clock that was put back keeps nobody waiting: what never failed is due, and so is what
        would wait longer than any row does.
        """
        now = timezone.now()
        waits = Q(attempts__gt=0, not_before__gt=now, not_before__lte=now + LONGEST_PAUSE)
        return self.exclude(waits).order_by("pk")

    def announced(self) -> set[int]:
        """Articles that some row announces."""
        return set(self.values_list("article_id", flat=True))

    def delete_rows(self, pks: Sequence[int]) -> None:
        """Delete these rows, however many: a statement takes so many values."""
        for start in range(0, len(pks), MOST_VALUES):
            self.filter(pk__in=pks[start : start + MOST_VALUES]).delete()


class Change(models.Model):
    """A row of the outbox: this article changed, and the index does not know it yet.

    Written in the transaction that changed the article; deleted once the index holds the change.
    """

    article_id = models.BigIntegerField(db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "تغيير لم يُفهرس"
        verbose_name_plural = "تغييرات لم تُفهرس"

    def __str__(self) -> str:
        return f"{self.article_id}"


class IndexState(models.Model):
    """Where the index stands: one row, its primary key 1."""

    drained_at = models.DateTimeField(null=True)
    worker_seen_at = models.DateTimeField(null=True)
    rebuild_requested_at = models.DateTimeField(null=True)
    rebuilt_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    last_error_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "حال الفهرس"
        verbose_name_plural = "حال الفهرس"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_index_state"),
        ]

    def __str__(self) -> str:
        return f"{self.drained_at}"

    @classmethod
    def load(cls) -> IndexState:
        """The one row, made where it is missing."""
        state, _ = cls.objects.get_or_create(pk=1)
        return state

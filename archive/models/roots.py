"""One hash a day over all that the archive took in and decided, each with the one before it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class DailyRootQuerySet(models.QuerySet["DailyRoot"]):
    def update(self, **kwargs: object) -> int:
        raise TypeError("A daily root never changes.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A daily root stays.")


class DailyRoot(models.Model):
    """The Merkle root over one day (UTC), in the order of `archive.preservation.daily_roots`.

    `chained` is the SHA-256 over the root and the `chained` of the day before: who knows the last
    of them can tell whether any day was changed. Days on which nothing came have none.
    """

    day = models.DateField("اليوم", unique=True)
    root = models.CharField("الجذر اليومي", max_length=64)
    chained = models.CharField("مع ما قبله", max_length=64)
    originals = models.PositiveIntegerField("أصول")
    revisions = models.PositiveIntegerField("صيغ")
    decisions = models.PositiveIntegerField("قرارات")
    made_at = models.DateTimeField("حُسب في", default=timezone.now)

    objects = DailyRootQuerySet.as_manager()

    class Meta:
        verbose_name = "جذر يومي"
        verbose_name_plural = "الجذور اليومية"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.root[:12]}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("A daily root never changes.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("A daily root stays.")

    @property
    def entries(self) -> int:
        return self.originals + self.revisions + self.decisions


class TimeStamp(models.Model):
    """What a time-stamping authority said of a day's `chained` hash (RFC 3161).

    `token` is its answer as it came; `expires_at` is when the certificate that signed it ends.
    """

    root = models.ForeignKey(DailyRoot, models.PROTECT, related_name="time_stamps")
    authority = models.CharField("الجهة", max_length=500)
    stamped_at = models.DateTimeField("ختم الوقت")
    expires_at = models.DateTimeField("ينتهي في", null=True)
    token = models.BinaryField()

    class Meta:
        verbose_name = "ختم وقت"
        verbose_name_plural = "أختام الوقت"
        ordering = ["-stamped_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(authority=""), name="time_stamp_has_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.root} {self.authority}"

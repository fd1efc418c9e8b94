"""What pages count, kept as it changes, so that no page counts the whole archive."""

from __future__ import annotations

from django.db import models

WHOLE = 0  # in the place of a key: of the archive as a whole


class Tally(models.Model):
    """A number of something among the articles of one status.

    `about` is the primary key of an entity, or WHOLE; `kind` says what is counted, `key` of what
    value, in the words of `archive.reading.tallies.counting`. A row may stand at 0.
    """

    about = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=10)
    key = models.CharField(max_length=40, blank=True)
    n = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "حصيلة"
        verbose_name_plural = "الحصائل"
        constraints = [
            models.UniqueConstraint(fields=["about", "kind", "status", "key"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.kind} {self.status} {self.key}: {self.n}"


class TalliedArticle(models.Model):
    """What an article counts for in the tallies, as of when it was last counted."""

    article_id = models.BigIntegerField(primary_key=True)
    counted = models.JSONField()

    class Meta:
        verbose_name = "مقال محسوب"
        verbose_name_plural = "المقالات المحسوبة"

    def __str__(self) -> str:
        return f"{self.article_id}"


class TallyChange(models.Model):
    """This article changed, and the tallies do not know it yet.

    Written in the transaction that changed the article, as the outbox of the index is.
    """

    article_id = models.BigIntegerField()

    class Meta:
        verbose_name = "تغيير لم يُحسب"
        verbose_name_plural = "تغييرات لم تُحسب"

    def __str__(self) -> str:
        return f"{self.article_id}"


class TallyState(models.Model):
    """Where the tallies stand: one row, its primary key 1.

    `applied` is another number after each writing. Until all articles were counted once, `reached`
    is the last of them by key. `version` names the rules by which they were counted.
    """

    version = models.PositiveIntegerField(default=0)
    applied = models.BigIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    is_complete = models.BooleanField(default=False)

    class Meta:
        verbose_name = "حال الحصائل"
        verbose_name_plural = "حال الحصائل"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_tally_state"),
        ]

    def __str__(self) -> str:
        return f"{self.applied}"

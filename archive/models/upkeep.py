"""What is done to the archive as a whole: names merged, and articles recognised anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Those that weren't undone."""
        return self.filter(undone_at=None)

    def kept_for(self, what: str, slug: str) -> str | None:
        """The slug that an old one leads to today, through as many merges as there were."""
        kept, seen = slug, {slug}
        standing = self.standing().filter(what=what)
        while after := standing.filter(former_slug=kept).values_list("kept_slug", flat=True):
            kept = after[0]
            if kept in seen:
                return None
            seen.add(kept)
        return kept if kept != slug else None


class Merge(models.Model):
    """Two entities, or two sources, that were found to be one.

    The former's row is gone and its address leads to the one kept. `record` holds what it takes
    to undo it: the former's own values, and which rows were moved, changed or left out.
    """

    class What(models.TextChoices):
        ENTITY = "entity", "كيانان"
        SOURCE = "source", "ناشران"

    what = models.CharField("ما دُمج", max_length=10, choices=What.choices)
    former_slug = models.SlugField("المعرّف السابق", max_length=80)
    former_name = models.CharField("الاسم السابق", max_length=200)
    kept_slug = models.SlugField("الباقي", max_length=80)
    record = models.JSONField("ما يلزم للتراجع")
    made_at = models.DateTimeField("دُمجا في", default=timezone.now)
    made_by: models.ForeignKey[User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by_name = models.CharField("اسم من دمجهما", max_length=150, blank=True)
    undone_at = models.DateTimeField("تُراجع عنه في", null=True, blank=True)
    undone_by_name = models.CharField("اسم من تراجع عنه", max_length=150, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "دمج"
        verbose_name_plural = "ما دُمج"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["what", "former_slug"],
                condition=Q(undone_at=None),
                name="merge_of_a_slug_once",
            ),
            models.CheckConstraint(
                condition=~Q(former_slug=models.F("kept_slug")), name="merge_of_two"
            ),
            models.CheckConstraint(
                condition=Q(what__in=["entity", "source"]), name="merge_of_known_things"
            ),
        ]
        indexes = [models.Index(fields=["what", "kept_slug"], name="merge_by_kept")]

    def __str__(self) -> str:
        return f"{self.former_slug} → {self.kept_slug}"


class Reannotation(models.Model):
    """Articles that are recognised anew by the worker, in batches, the newest first.

    `articles` are their keys in that order, of which the first `done` were worked on: one that
    broke off goes on there. `fingerprint` names the rules and authorities that it brings them up
    to; it is empty where only these articles are meant.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "ينتظر"
        RUNNING = "running", "جارٍ"
        DONE = "done", "تم"
        REPLACED = "replaced", "حلّ محله غيره"

    reason = models.CharField("السبب", max_length=300)
    fingerprint = models.CharField("بصمة القواعد والأسماء", max_length=64, blank=True)
    articles = models.JSONField("المقالات", default=list)
    total = models.PositiveIntegerField("العدد", default=0)
    done = models.PositiveIntegerField("المنجز", default=0)
    counts = models.JSONField("ما تغيّر", default=dict, blank=True)
    state = models.CharField("الحال", max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField("طُلب في", default=timezone.now)
    finished_at = models.DateTimeField("انتهى في", null=True, blank=True)

    class Meta:
        verbose_name = "تعرّف من جديد"
        verbose_name_plural = "التعرّف من جديد"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "replaced"]),
                name="reannotation_state_known",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="reannotation_within_its_total"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.done}/{self.total}"

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


class RecognisedWith(models.Model):
    """The rules and authorities by which what is stored was recognised; one row."""

    fingerprint = models.CharField(max_length=64)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="recognised_with_is_one_row")]

    def __str__(self) -> str:
        return self.fingerprint

"""Uploads and their reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from archive.identifiers import public_id
from archive.models.articles import Article, Revision


class Ingest(models.Model):
    """One upload: what was asked, how far it got, and one line of report a record."""

    class State(models.TextChoices):
        QUEUED = "queued", "في الانتظار"
        RUNNING = "running", "جارٍ"
        DONE = "done", "انتهى"
        FAILED = "failed", "تعذّر"
        CANCELLED = "cancelled", "أُلغي"
        UNDOING = "undoing", "يُتراجع عنه"
        UNDONE = "undone", "تُراجع عنه"

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField("الملف", max_length=255)
    state = models.CharField("الحالة", max_length=10, choices=State.choices, default=State.QUEUED)
    options = models.JSONField("الخيارات", default=dict)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="المستخدم",
    )
    created_at = models.DateTimeField("طُلب في", default=timezone.now)
    finished_at = models.DateTimeField("انتهى في", null=True, blank=True)
    error = models.TextField("الخطأ", blank=True)
    read = models.PositiveBigIntegerField("المقروء بالبايت", default=0, editable=False)
    undone_at = models.DateTimeField("تُراجع عنه في", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="تراجع عنه",
    )
    # How often the end of its process interrupted it, and after which record it was first so.
    interruptions = models.PositiveSmallIntegerField(default=0, editable=False)
    interrupted_after = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "استيراد"
        verbose_name_plural = "الاستيراد"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "queued",
                        "running",
                        "done",
                        "failed",
                        "cancelled",
                        "undoing",
                        "undone",
                    ]
                ),
                name="ingest_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:archive_ingest_change", args=[self.pk])


class IngestRecord(models.Model):
    """What became of one record of an upload."""

    class Result(models.TextChoices):
        STORED = "stored", "حُفظ"
        REVISED = "revised", "نسخة جديدة"
        PROPOSED = "proposed", "صيغة مقترحة"
        UNCHANGED = "unchanged", "بلا تغيير"
        DUPLICATE = "duplicate", "مكرر"
        REFUSED = "refused", "مرفوض"

    class Undone(models.TextChoices):
        """What became of it when its import was undone, or why it stayed."""

        DISCARDED = "discarded", "أُهملت مسودته"
        REVERTED = "reverted", "عاد النص السابق"
        PUBLISHED = "published", "بقي: رآه القراء"
        WORKED_ON = "worked-on", "بقي: عمل عليه محرر بعد الاستيراد"
        LATER = "later", "بقي: جاء بعده نص آخر"
        UNTOLD = "untold", "بقي: لم يُحفظ مع الاستيراد أي صيغة جاءت منه"

    ingest = models.ForeignKey(Ingest, models.CASCADE, related_name="records")
    number = models.PositiveIntegerField("السجل")
    name = models.CharField("الملف", max_length=255)
    record_id = models.CharField("رقمه عند المصدر", max_length=200, blank=True)
    result = models.CharField("النتيجة", max_length=10, choices=Result.choices)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="ingest_records"
    )
    # The wording that it brought, where it brought one.
    revision: models.ForeignKey[Revision | None] = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    undone = models.CharField(
        "التراجع", max_length=10, choices=Undone.choices, blank=True, editable=False
    )
    reason = models.TextField("السبب", blank=True)
    # More than one where further refusals of one file share the line.
    records = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "سجل مستورد"
        verbose_name_plural = "السجلات المستوردة"
        ordering = ["ingest", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ingest", "number"], name="record_reported_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.number}"

"""What was decided about articles, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from archive.models.articles import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class DecisionQuerySet(models.QuerySet["Decision"]):
    def record(
        self, article: Article, kind: str, by: User | None, *about: dict[str, object]
    ) -> None:
        """Write into the article's history who did what (`by` None is a command).

        It is one decision for each that it was `about`, or one where there is nothing to say.
        """
        name = by.get_username() if by else ""
        self.bulk_create(
            Decision(article=article, kind=kind, about=what, made_by=by, made_by_name=name)
            for what in about or ({},)
        )

    def people_decided_text(self, article: Article) -> bool:
        """Whether a person decided that readers see the text of today, or what it says.

        An import that published what it brought decided nothing about it.
        """
        kinds = (*OF_WORDS, Decision.Kind.PUBLISHED, Decision.Kind.RESTORED)
        made = self.filter(article=article, kind__in=kinds)
        return any(one.is_of_a_person for one in made)

    def people_decided_words(self, article: Article) -> bool:
        """Whether a person decided what the text of an article says."""
        return self.filter(article=article, kind__in=OF_WORDS).exists()

    def update(self, **kwargs: object) -> int:
        raise TypeError("A decision is history: record a new one instead.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A decision is history: it stays.")


class Decision(models.Model):
    """One act on an article: its publication, a correction, a name that someone confirmed.

    Never changed, and kept when the account of who decided goes: `made_by_name` stays. Both are
    empty for a command. `about` holds the reason, what was changed from what to what, or the words
    that were decided about, in the shapes of `archive.editing.history`. Texts that arrived by
    ingest are told by their revisions.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", "نُشر"
        WITHDRAWN = "withdrawn", "سُحب"
        RESTORED = "restored", "أُعيد بعد سحبه"
        CORRECTED = "corrected", "صُحّح نصه"
        AMENDED = "amended", "عُدّلت بياناته"
        ADDED = "added", "أُضيف اسم"
        CONFIRMED = "confirmed", "أُكّد ظن"
        REJECTED = "rejected", "رُفض ظن"
        REOPENED = "reopened", "أُعيد ظن إلى المراجعة"
        MENDED = "mended", "أُعيد نصه كما حُفظ"
        DISCARDED = "discarded", "أُهملت مسودته"
        RECOVERED = "recovered", "استُعيدت مسودته"
        SETTLED = "settled", "بُتّ في تشابهه"
        TAKEN = "taken", "أُخذت صيغة مقترحة"
        KEPT = "kept", "أُبقي المنشور دون صيغة مقترحة"
        WITHHELD = "withheld", "حُجب شيء منه"
        LIFTED = "lifted", "رُفع حجب"
        REVERTED = "reverted", "أُعيد نصه السابق"

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="decisions", verbose_name="المقال"
    )
    kind = models.CharField("القرار", max_length=10, choices=Kind.choices)
    about = models.JSONField("التفصيل", default=dict, blank=True)
    made_at = models.DateTimeField("اتُّخذ في", default=timezone.now)
    made_by: models.ForeignKey[User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="اتخذه",
    )
    made_by_name = models.CharField("اسم من اتخذه", max_length=150, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "قرار"
        verbose_name_plural = "القرارات"
        ordering = ["article", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "published",
                        "withdrawn",
                        "restored",
                        "corrected",
                        "amended",
                        "added",
                        "confirmed",
                        "rejected",
                        "reopened",
                        "mended",
                        "discarded",
                        "recovered",
                        "settled",
                        "taken",
                        "kept",
                        "withheld",
                        "lifted",
                        "reverted",
                    ]
                ),
                name="decision_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("A decision is history: record a new one instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("A decision is history: it stays.")

    @property
    def is_of_a_person(self) -> bool:
        by_ingest = self.about.get("by_ingest", not self.made_by_name)
        return self.kind != self.Kind.PUBLISHED or not by_ingest


OF_WORDS = (Decision.Kind.CORRECTED, Decision.Kind.TAKEN, Decision.Kind.KEPT)

"""Newspapers, agencies, broadcasters and sites."""

from __future__ import annotations

from django.db import models

from archive.addresses import address_of
from archive.arabic.letters import looks_feminine


class SourceQuerySet(models.QuerySet["Source"]):
    def with_counts_of(self, articles: models.QuerySet) -> SourceQuerySet:
        """Adds `article_count`: how many of these articles it published."""
        counts = (
            articles.filter(outlet=models.OuterRef("pk"))
            .order_by()
            .values("outlet")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        return self.annotate(article_count=models.functions.Coalesce(models.Subquery(counts), 0))


class Source(models.Model):
    """A newspaper, agency, broadcaster or site: the outlet of what it published."""

    class Kind(models.TextChoices):
        AGENCY = "agency", "وكالة"
        BROADCASTER = "broadcaster", "قناة"
        NEWSPAPER = "newspaper", "صحيفة"
        MAGAZINE = "magazine", "مجلة"
        SITE = "site", "موقع"
        DESK = "desk", "قسم من الأرشيف"

    slug = models.SlugField("المعرّف في العنوان", max_length=80, unique=True)
    name_ar = models.CharField("الاسم بالعربية", max_length=200)
    name_en = models.CharField("الاسم بالإنكليزية", max_length=200, blank=True)
    kind = models.CharField("النوع", max_length=20, choices=Kind.choices, default=Kind.SITE)
    country = models.CharField("البلد", max_length=100, blank=True)
    languages = models.CharField("اللغات", max_length=100, blank=True, help_text="ar,en")
    homepage_domain = models.CharField("نطاق الموقع", max_length=200, blank=True)
    confirmed = models.BooleanField(
        "مؤكد",
        default=True,
        help_text="مصدر جاء اسمه مع مقال مستورد يبقى غير مؤكد حتى يراجعه محرر.",
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "مصدر"
        verbose_name_plural = "المصادر"
        ordering = ["name_ar"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug="") & ~models.Q(name_ar=""),
                name="source_has_slug_and_name",
            ),
            # `outlet=unknown` in an address means articles without an outlet.
            models.CheckConstraint(
                condition=~models.Q(slug="unknown"), name="source_slug_is_not_unknown"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ar

    def get_absolute_url(self) -> str:
        return address_of("archive:outlet", self.slug)

    @property
    def is_feminine(self) -> bool:
        """How Arabic speaks of it: by the first word of its name («شبكة»), else by its kind."""
        first, *_ = self.name_ar.split()
        return looks_feminine(first) or self.kind in FEMININE_KINDS

    @property
    def is_demonstration(self) -> bool:
        """Written by the archive itself to show how it works."""
        return self.kind == self.Kind.DESK


# «وكالة», «قناة», «صحيفة», «مجلة»; «موقع» and «قسم» are masculine.
FEMININE_KINDS = frozenset(
    (Source.Kind.AGENCY, Source.Kind.BROADCASTER, Source.Kind.NEWSPAPER, Source.Kind.MAGAZINE)
)


class SourceName(models.Model):
    """One more spelling of a source's name."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="names", verbose_name="المصدر")
    name = models.CharField("الاسم", max_length=200)
    needs_cue = models.BooleanField(
        "يحتاج قرينة",
        default=False,
        help_text="اسم من كلمة شائعة (الحياة، العرب) لا يُعدّ مصدراً إلا بعد كلمة مثل «صحيفة».",
    )

    class Meta:
        verbose_name = "اسم مصدر"
        verbose_name_plural = "أسماء المصادر"
        constraints = [
            models.UniqueConstraint(fields=["source", "name"], name="source_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="source_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

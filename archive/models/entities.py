"""People, organisations, armed groups and places; their names and offices."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Substr

from archive.addresses import address_of

partial_date = RegexValidator(
    r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "اكتب التاريخ هكذا: 2021-11-22 أو 2021-11 أو 2021. Write 2021-11-22, 2021-11 or 2021.",
)


class Entity(models.Model):
    """A person, organisation, armed group or place."""

    class Kind(models.TextChoices):
        PERSON = "person", "شخص"
        ORGANISATION = "organisation", "جهة"
        ARMED_GROUP = "armed_group", "فصيل مسلح"
        PLACE = "place", "مكان"

    slug = models.SlugField("المعرّف في العنوان", max_length=80, unique=True)
    kind = models.CharField("النوع", max_length=20, choices=Kind.choices)
    name_ar = models.CharField("الاسم بالعربية", max_length=200)
    name_en = models.CharField("الاسم بالإنكليزية", max_length=200, blank=True)
    name_ku = models.CharField("الاسم بالكردية", max_length=200, blank=True)
    description_ar = models.CharField("تعريف", max_length=300, blank=True)
    description_en = models.CharField("تعريف بالإنكليزية", max_length=300, blank=True)
    wikidata = models.CharField(
        "ويكي بيانات",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^Q\d+$", "رقم ويكي بيانات يبدأ بـ Q. It starts with Q.")],
    )

    class Meta:
        verbose_name = "كيان"
        verbose_name_plural = "الجهات والأشخاص والأماكن"
        ordering = ["name_ar"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["person", "organisation", "armed_group", "place"]),
                name="entity_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(name_ar=""), name="entity_has_slug_and_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ar

    def get_absolute_url(self) -> str:
        return address_of("archive:place" if self.is_place else "archive:actor", self.slug)

    @property
    def is_place(self) -> bool:
        return self.kind == self.Kind.PLACE


class EntityName(models.Model):
    """One more spelling of an entity's name."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "اسم آخر"
        SHORT = "short", "اسم مختصر"
        FORMER = "former", "اسم سابق"

    class Standalone(models.TextChoices):
        """Whether the name alone is enough to know who is meant."""

        YES = "yes", "يكفي وحده"
        NO = "no", "لا يُستعمل في التعرّف"
        CONTEXT = "context", "حين يرد الاسم الكامل في المقال"

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="names", verbose_name="الكيان")
    name = models.CharField("الاسم", max_length=200)
    language = models.CharField("اللغة", max_length=5, default="ar")
    kind = models.CharField("نوع الاسم", max_length=10, choices=Kind.choices, default=Kind.ALIAS)
    standalone = models.CharField(
        "يكفي وحده", max_length=10, choices=Standalone.choices, default=Standalone.YES
    )

    class Meta:
        verbose_name = "اسم"
        verbose_name_plural = "الأسماء"
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="entity_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="entity_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """An office that an entity held between two dates, each known to the day, month or year."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="roles", verbose_name="الشخص")
    role_ar = models.CharField("الصفة", max_length=200)
    role_en = models.CharField("الصفة بالإنكليزية", max_length=200, blank=True)
    since = models.CharField("منذ", max_length=10, blank=True, validators=[partial_date])
    until = models.CharField("حتى", max_length=10, blank=True, validators=[partial_date])

    class Meta:
        verbose_name = "صفة"
        verbose_name_plural = "الصفات"
        ordering = ["entity", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "role_ar", "since"], name="role_once"),
            models.CheckConstraint(condition=~Q(role_ar=""), name="role_is_named"),
            models.CheckConstraint(
                # Until 2021 doesn't come before since 2021-05: compared as far as both are known.
                condition=(
                    Q(since="") | Q(until="") | Q(until__gte=Substr("since", 1, Length("until")))
                ),
                name="role_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.role_ar

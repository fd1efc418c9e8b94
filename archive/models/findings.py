"""What the archive recognised in texts: names of entities, sources that are relayed.

A finding is a rule's guess until a person decides about it.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from archive.arabic.dated import names_a_day_alone
from archive.arabic.sentences import Sentences
from archive.arabic.telling import common_ending, key_of, keys_of_word
from archive.arabic.tokens import keys
from archive.models.articles import Article, Passage, Revision
from archive.models.entities import Entity
from archive.models.sources import Source
from archive.models.visibility import Viewer, hidden_from


class Status(models.TextChoices):
    """What a person decided about a guess of the archive."""

    PROPOSED = "proposed", "مقترح"
    CONFIRMED = "confirmed", "مؤكد"
    REJECTED = "rejected", "مرفوض"


Row = TypeVar("Row", bound="Finding", covariant=True)
Holding = TypeVar("Holding", bound="models.QuerySet[Any]")


class FindingQuerySet(models.QuerySet[Row]):
    def shown(self) -> Self:
        """What readers see: confirmed by a person, or proposed by a rule that is sure."""
        return self.filter(Q(status=Status.CONFIRMED) | Q(status=Status.PROPOSED, sure=True))

    def in_current_text(self) -> Self:
        return self.filter(revision=F("revision__article__current_revision"))


class Finding(models.Model):
    """A span of a revision in which the archive recognised something.

    Offsets count code points of the revision's text, or of its title where `in_title` is set;
    `end` is exclusive. `method` names the rule that found it; `sure` says whether that rule
    may show it to readers before anyone confirmed it.
    """

    in_title = models.BooleanField("في العنوان", default=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    method = models.CharField("القاعدة", max_length=30)
    sure = models.BooleanField("يقين", default=False)
    status = models.CharField(
        "الحالة", max_length=10, choices=Status.choices, default=Status.PROPOSED
    )

    Status = Status

    class Meta:
        abstract = True

    @property
    def printed(self) -> str:
        """The text that its span is of."""
        return self.revision.title if self.in_title else self.revision.text

    @property
    def surface(self) -> str:
        """The name as printed."""
        return self.printed[self.start : self.end]


def finding_constraints(noun: str, thing: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=Q(end__gt=F("start")), name=f"{noun}_is_a_span"),
        models.CheckConstraint(
            condition=Q(status__in=["proposed", "confirmed", "rejected"]),
            name=f"{noun}_status_known",
        ),
        models.CheckConstraint(
            condition=Q(in_title=False) | Q(passage=None), name=f"{noun}_in_title_has_no_passage"
        ),
        models.UniqueConstraint(
            fields=["revision", "in_title", "start", "end", thing], name=f"{noun}_once"
        ),
    ]


class Mention(Finding):
    """A span of text that names an entity."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="mentions")
    passage = models.ForeignKey(
        Passage, models.CASCADE, null=True, blank=True, related_name="mentions"
    )
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="mentions")

    objects = FindingQuerySet["Mention"].as_manager()

    class Meta:
        verbose_name = "ذكر"
        verbose_name_plural = "الأسماء الواردة"
        ordering = ["revision", "-in_title", "start"]
        constraints = finding_constraints("mention", "entity")
        indexes = [
            # Which articles name an entity, and which entities an article names, are read from
            # these alone.
            models.Index(
                fields=["entity", "revision", "passage", "status", "sure"],
                name="mention_of_entity",
            ),
            models.Index(
                fields=["revision", "entity", "status", "sure"], name="mention_in_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity}"


class Citation(Finding):
    """A passage that relays a source, «نقلاً عن»."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="citations")
    passage = models.ForeignKey(
        Passage, models.CASCADE, null=True, blank=True, related_name="citations"
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations")

    objects = FindingQuerySet["Citation"].as_manager()

    class Meta:
        verbose_name = "نقل عن مصدر"
        verbose_name_plural = "ما نُقل عن المصادر"
        ordering = ["revision", "-in_title", "start"]
        constraints = finding_constraints("citation", "source")

    def __str__(self) -> str:
        return f"{self.source}"


class DateReferenceQuerySet(FindingQuerySet["DateReference"]):
    def visible_to(self, user: Viewer) -> Self:
        """Those of articles that a user may see."""
        return self.exclude(revision__article__status__in=hidden_from(user))

    def for_readers(self, user: Viewer, *, few: bool = False) -> Self:
        """Those that a user sees in the texts of today, and that say which days they mean.

        `few` says that few of them are wanted: then their texts are looked at one by one, where
        otherwise all texts that the user sees come first.
        """
        if few:
            return self.visible_to(user).in_current_text().resolved().shown()
        seen = Article.objects.visible_to(user).order_by().values("current_revision")
        return self.resolved().shown().filter(revision__in=seen)

    def resolved(self) -> Self:
        return self.filter(first__isnull=False)

    def between(self, first: date, last: date) -> Self:
        """Those whose days overlap a period, both ends included."""
        return self.filter(first__lte=last, last__gte=first)

    def beside(self, *entities: Entity) -> Self:
        """Those whose passage, or headline, names each of these as well."""
        found = self
        for entity in entities:
            named = Mention.objects.shown().in_current_text().filter(entity=entity).order_by()
            in_title = named.filter(in_title=True).values("revision")
            found = found.filter(
                Q(passage__in=named.filter(passage__isnull=False).values("passage"))
                | Q(in_title=True, revision__in=in_title)
            )
        return found

    def telling(self, words: str) -> Self:
        """Those whose sentence holds each of these, with the article or particles or without."""
        return holding(self, words)


def holding(found: Holding, words: str) -> Holding:
    """Rows whose `words_key` has each of these words, with the article or particles or without."""
    return found.filter(holds(words))


def holds(words: str) -> Q:
    """The condition of `holding`; an empty one where these are no words."""
    held = Q()
    for key in keys(words):
        forms = keys_of_word(key)
        # One look passes most rows over, where each form would take one.
        held &= Q(words_key__contains=common_ending(forms))
        held &= reduce(or_, (Q(words_key__contains=form) for form in forms))
    return held


class DateReference(Finding):
    """A span of text that names a day or a period, with what it resolves to.

    `iso` is a day, `YYYY-MM`, `YYYY` or `day/day`; it is empty, and so are `first` and `last`,
    where nothing says which. `anchor` says what it was told from: the day of speech, the dateline
    or publication. `candidates` are readings that disagree, the likeliest first.
    """

    class Anchor(models.TextChoices):
        SPEECH = "speech", "يوم القول"
        DATELINE = "dateline", "سطر المكان والتاريخ"
        PUBLICATION = "publication", "تاريخ النشر"

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="dates")
    passage = models.ForeignKey(
        Passage, models.CASCADE, null=True, blank=True, related_name="dates"
    )
    iso = models.CharField("القيمة", max_length=21, blank=True)
    first = models.DateField("من", null=True, blank=True)
    last = models.DateField("إلى", null=True, blank=True)
    precision = models.CharField("الدقة", max_length=12, blank=True)
    anchor = models.CharField("محسوب من", max_length=12, choices=Anchor.choices, blank=True)
    candidates = models.JSONField("قراءات مختلفة", default=list, blank=True)
    words_key = models.TextField(
        default="",
        editable=False,
        help_text="The words of its sentence folded, by which it is looked up.",
    )

    objects = DateReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "إشارة زمنية"
        verbose_name_plural = "الإشارات الزمنية"
        ordering = ["revision", "-in_title", "start"]
        constraints = [
            *finding_constraints("date_reference", "iso"),
            models.CheckConstraint(
                condition=Q(first=None, last=None, iso="")
                | Q(first__isnull=False, last__gte=F("first")) & ~Q(iso=""),
                name="date_reference_is_a_period",
            ),
        ]
        indexes = [
            # What is told of which day is counted from this alone, however many texts there are.
            models.Index(
                fields=["first", "last", "revision", "status", "sure"], name="date_reference_of_day"
            ),
        ]

    def __str__(self) -> str:
        return self.iso or self.surface

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.note_words(Sentences(self.printed))
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "words_key"}
        super().save(*args, **kwargs)

    def note_words(self, sentences: Sentences) -> None:
        """Keep the key of its sentence, one of those of its text; for rows saved in bulk.

        Where that names the day alone, the next one is what is told of it.
        """
        start, end = sentences.around(self.start, self.end)
        printed = self.printed
        sentence = printed[start:end]
        if _names_a_day_alone(sentence):
            first, last = sentences.after(end)
            sentence = f"{sentence} {printed[first:last]}"
        self.words_key = _key_of_sentence(sentence)


# The dates of one sentence follow each other.
_key_of_sentence = lru_cache(maxsize=8)(key_of)
_names_a_day_alone = lru_cache(maxsize=8)(names_a_day_alone)

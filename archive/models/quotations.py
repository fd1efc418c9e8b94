"""Who said what, and through whom, as a rule found it or a person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from archive.arabic.telling import key_of
from archive.models.articles import Passage, Revision
from archive.models.entities import Entity
from archive.models.findings import Finding, FindingQuerySet, finding_constraints, holding
from archive.models.sources import Source
from archive.models.visibility import Viewer, hidden_from

if TYPE_CHECKING:
    from datetime import date

Span = list[int]  # [start, end] in the revision's text, or its title


class QuotationQuerySet(FindingQuerySet["Quotation"]):
    def visible_to(self, user: Viewer) -> Self:
        """Those of articles that a user may see."""
        return self.exclude(revision__article__status__in=hidden_from(user))

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def speech(self) -> Self:
        """What somebody said: neither single terms nor refusals to speak."""
        return self.of_kind(Quotation.Kind.DIRECT, Quotation.Kind.REPORTED)

    def by_speaker(self, speaker: Entity | Source) -> Self:
        """Those that a person, a body, a place or a source says, alone or with others."""
        said = QuotationSpeaker.objects.filter(
            **{"source" if isinstance(speaker, Source) else "entity": speaker}
        )
        return self.filter(pk__in=said.values("quotation"))

    def relayed_from(self, source: Source) -> Self:
        """Those that reached their article through a source."""
        return self.filter(pk__in=QuotationRelay.objects.filter(source=source).values("quotation"))

    def holding(self, words: str) -> Self:
        """Those whose own words hold each of these, with the article or particles or without."""
        return holding(self, words)

    def with_chain(self) -> Self:
        """With speakers and relays, for as many as are printed, in two questions more."""
        return self.prefetch_related(
            models.Prefetch(
                "speakers",
                QuotationSpeaker.objects.select_related("entity", "source").order_by("ordinal"),
            ),
            models.Prefetch(
                "relays", QuotationRelay.objects.select_related("source").order_by("ordinal")
            ),
        )

    def for_readers(self, user: Viewer) -> Self:
        """Those that a user sees in the texts of today."""
        return self.visible_to(user).shown().in_current_text()

    def within(self, since: date | None, until: date | None) -> Self:
        """Those whose day, or the days that it may be one of, meet the period."""
        found = self
        if since:
            last = Coalesce("said_to", "revision__article__published_to")
            found = found.alias(last_day=last).filter(last_day__gte=since)
        if until:
            first = Coalesce("said_from", "revision__article__published_from")
            found = found.alias(first_day=first).filter(first_day__lte=until)
        return found

    def by_day(self, *, oldest_first: bool = False) -> Self:
        """By the day of speech, or that of publication where it isn't known; newest first.

        Of a month or a year the statements without a day come last, and those without any date
        last of all.
        """
        first = Coalesce("said_from", "revision__article__published_from")
        last = Coalesce("said_to", "revision__article__published_to")
        days = (
            [last.asc(nulls_last=True), first.desc()]
            if oldest_first
            else [first.desc(nulls_last=True), last.asc()]
        )
        return self.order_by(*days, "revision", "-in_title", "start", "pk")

    def in_order(self) -> Self:
        """As they stand in their article."""
        return self.order_by("revision", "-in_title", "start", "end", "pk")


class Quotation(Finding):
    """A statement: words that somebody is said to have spoken or written, or a refusal to speak.

    `pieces` are its spans, in order; `start` and `end` hold them all, and before the first of a
    reported clause the words that it can't be told without («دعا إلى أن …»). `quoted` are those
    of them that stand in marks inside a reported clause, each a list of spans. It stands in the
    passage of its first piece, and may go on in later ones. `said_from` and `said_to` are the day
    or days of speech where the text tells them.
    """

    class Kind(models.TextChoices):
        DIRECT = "direct", "اقتباس"
        REPORTED = "reported", "كلام منقول بالمعنى"
        REFUSAL = "refusal", "امتناع عن الكلام"
        TERM = "term", "تسمية"

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="quotations")
    passage = models.ForeignKey(
        Passage, models.CASCADE, null=True, blank=True, related_name="quotations"
    )
    kind = models.CharField("النوع", max_length=10, choices=Kind.choices)
    pieces = models.JSONField("الأجزاء")
    quoted = models.JSONField("ما بين علامات الاقتباس", default=list, blank=True)
    is_marked = models.BooleanField("كله بين علامات الاقتباس", default=False)
    cut = models.BooleanField("مقطوع", default=False)
    on_behalf_of = models.CharField("نيابة عن", max_length=300, blank=True)
    said_from = models.DateField("قيل من", null=True, blank=True)
    said_to = models.DateField("قيل إلى", null=True, blank=True)

    words_key = models.TextField(
        default="",
        editable=False,
        help_text="Its words folded, by which statements are looked up.",
    )

    objects = QuotationQuerySet.as_manager()

    class Meta:
        verbose_name = "قول"
        verbose_name_plural = "الأقوال"
        ordering = ["revision", "-in_title", "start"]
        constraints = [
            *finding_constraints("quotation", "kind"),
            models.CheckConstraint(
                condition=Q(kind__in=["direct", "reported", "refusal", "term"]),
                name="quotation_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(said_from=None, said_to=None)
                | Q(said_from__isnull=False, said_to__gte=models.F("said_from")),
                name="quotation_said_in_a_period",
            ),
        ]
        indexes = [
            models.Index(
                fields=["revision", "status", "sure", "kind"], name="quotation_in_revision"
            ),
            models.Index(fields=["said_from"], name="quotation_by_day"),
        ]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.note_words()
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "words_key"}
        super().save(*args, **kwargs)

    def note_words(self) -> None:
        """Keep the key of its words; for rows that are saved in bulk."""
        self.words_key = key_of(self.words)

    @property
    def words(self) -> str:
        """The words as printed, pieces joined by a space."""
        return self.words_of(self.pieces)

    @property
    def surface(self) -> str:
        return self.words

    def words_of(self, spans: list[Span]) -> str:
        printed = self.printed
        return " ".join(printed[start:end] for start, end in spans)

    @property
    def said_on(self) -> date | None:
        """The day of speech, where one day is known."""
        return self.said_from if self.said_from == self.said_to else None


class QuotationSpeaker(models.Model):
    """One of those who speak: an entity or a source, or else somebody as printed.

    `printed` are the words that say so. An anonymous source has its description there, and in
    `reason` why it isn't named, as printed.
    """

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="speakers")
    ordinal = models.PositiveSmallIntegerField(default=0)
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="said")
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="said")
    printed = models.CharField("كما طُبع", max_length=300)
    is_anonymous = models.BooleanField("مصدر لم يُسمَّ", default=False)
    reason = models.CharField("سبب عدم التسمية", max_length=300, blank=True)

    class Meta:
        verbose_name = "قائل"
        verbose_name_plural = "القائلون"
        ordering = ["quotation", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "ordinal"], name="speaker_once"),
            models.CheckConstraint(
                condition=Q(entity=None) | Q(source=None), name="speaker_is_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(entity=None, source=None),
                name="speaker_anonymous_or_known",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=True) | Q(reason=""), name="speaker_reason_of_anonymous"
            ),
        ]
        indexes = [models.Index(fields=["entity", "quotation"], name="speaker_of_quotation")]

    def __str__(self) -> str:
        return str(self.entity or self.source or self.printed)

    @property
    def is_stranger(self) -> bool:
        """Whether somebody is named whom the archive doesn't know."""
        return not self.is_anonymous and self.entity is None and self.source is None

    @property
    def as_government(self) -> bool:
        """Whether a place speaks, which stands for its government."""
        return self.entity is not None and self.entity.is_place


class QuotationRelay(models.Model):
    """An outlet between the speaker and the page, the one nearest to the page first.

    `source` is None for one that isn't named or known: «وسائل إعلام كردية».
    """

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="relays")
    ordinal = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="relays")
    printed = models.CharField("كما طُبع", max_length=300)

    class Meta:
        verbose_name = "ناقل"
        verbose_name_plural = "الناقلون"
        ordering = ["quotation", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "ordinal"], name="relay_once"),
        ]
        indexes = [models.Index(fields=["source", "quotation"], name="relay_of_quotation")]

    def __str__(self) -> str:
        return str(self.source or self.printed)

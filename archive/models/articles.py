"""Articles, their revisions, and passages that outlive edits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone

from archive.addresses import address_of
from archive.arabic.letters import fold
from archive.dates import Precision, PublicationDate, iso_date
from archive.identifiers import public_id
from archive.models.sources import Source
from archive.models.visibility import NOT_PUBLIC, ArticleStatus, Viewer, hidden_from

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def digest(title: str, text: str) -> str:
    """SHA-256 of a revision: its title, an empty line, its text, in UTF-8."""
    return hashlib.sha256(f"{title}\n\n{text}".encode()).hexdigest()


class Original(models.Model):
    """The bytes of one upload, kept for ever in `originals/` under their SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    name = models.CharField("اسم الملف", max_length=255)
    size = models.PositiveBigIntegerField("الحجم بالبايت")
    encoding = models.CharField("الترميز", max_length=20)
    received_at = models.DateTimeField("وصل في", default=timezone.now)

    class Meta:
        verbose_name = "أصل"
        verbose_name_plural = "الأصول"
        constraints = [
            # No regular expression: SQLite has none of its own, and any tool may check the file.
            models.CheckConstraint(
                condition=Exact(Length("sha256"), 64), name="original_named_by_its_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: Viewer) -> ArticleQuerySet:
        """All but those of a status that is hidden from this user (see `hidden_from`)."""
        hidden = hidden_from(user)
        if hidden == NOT_PUBLIC:
            return self.published()
        # Nearly every article is visible: an index by status would only be in the way.
        return self.exclude(status__in=hidden)

    def published(self) -> ArticleQuerySet:
        return self.filter(status=Article.Status.PUBLISHED)

    def discarded(self) -> ArticleQuerySet:
        """Drafts that were put away: no reader, list or number has them but their own."""
        return self.filter(status=Article.Status.DISCARDED)

    def kept(self) -> ArticleQuerySet:
        """All but what was discarded: what a new record may turn out to be."""
        return self.exclude(status=Article.Status.DISCARDED)

    def from_outlet(self, source: Source | None) -> ArticleQuerySet:
        """Articles of one source; `None` stands for those whose outlet is unknown."""
        return self.filter(outlet=source)

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by(F("published_from").desc(nulls_last=True), "-pk")

    def with_card_details(self) -> ArticleQuerySet:
        """What a result card shows, in one query."""
        return self.select_related("outlet", "current_revision")


class Article(models.Model):
    """One published piece, whatever its wording today."""

    Status = ArticleStatus

    class Basis(models.TextChoices):
        """Where the date of publication comes from."""

        STATED = "stated", "مذكور في المصدر"
        INFERRED = "inferred", "مستنتج"

    public_id = models.CharField(
        "المعرّف العام", max_length=16, unique=True, default=public_id, editable=False
    )
    outlet = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="المصدر",
    )
    record_id = models.CharField(
        "رقم السجل عند المصدر", max_length=200, null=True, blank=True, default=None
    )
    url = models.URLField("رابط المصدر", max_length=2000, blank=True)
    byline = models.CharField("الكاتب", max_length=300, blank=True)
    language = models.CharField("اللغة", max_length=10, default="ar")
    status = models.CharField(
        "الحالة", max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    withdrawn_reason = models.TextField("سبب السحب", blank=True, editable=False)
    published_from = models.DateField("نُشر من", null=True, blank=True)
    published_to = models.DateField("نُشر إلى", null=True, blank=True)
    title_key = models.TextField(
        null=True,
        default=None,
        editable=False,
        help_text="The folded title of its text today, by which lists are searched.",
    )
    precision = models.CharField(
        "دقة التاريخ", max_length=10, choices=Precision.choices, default=Precision.UNKNOWN
    )
    basis = models.CharField(
        "أساس التاريخ", max_length=10, choices=Basis.choices, blank=True, default=""
    )
    added_at = models.DateTimeField("أُضيف في", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("عُدّل في", auto_now=True)
    current_revision = models.OneToOneField(
        "Revision", models.PROTECT, null=True, editable=False, related_name="+"
    )
    near_duplicate_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="near_duplicates",
        verbose_name="يشبه",
        help_text="مقال سابق نصه يكاد يطابق نص هذا المقال.",
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "مقال"
        verbose_name_plural = "المقالات"
        permissions = [
            ("publish_article", "ينشر المقالات"),
            ("withdraw_article", "يسحب المقالات ويعيدها"),
        ]
        indexes = [
            models.Index(fields=["status", "-published_from"]),
            models.Index(fields=["url"]),
            # Whatever a page counts over all articles is read from these alone.
            models.Index(fields=["status", "published_to"], name="article_published_last"),
            models.Index(fields=["status", "changed_at"], name="article_changed_last"),
            models.Index(fields=["status", "added_at"], name="article_added_last"),
            models.Index(fields=["status", "current_revision"], name="article_text_today"),
            # The few articles of a page are looked up by key: without it SQLite would walk over
            # all published ones.
            models.Index(fields=["status", "id"], name="article_by_status_and_key"),
            models.Index(
                fields=["outlet", "status", "published_from", "precision"],
                name="article_of_outlet_by_date",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["outlet", "record_id"], name="record_once_per_outlet"),
            models.UniqueConstraint(
                fields=["record_id"],
                condition=Q(outlet=None),
                name="record_once_without_outlet",
            ),
            models.CheckConstraint(
                condition=Q(record_id=None) | ~Q(record_id=""), name="record_id_null_or_filled"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(current_revision__isnull=False),
                name="public_article_has_a_revision",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "withdrawn", "discarded"]),
                name="article_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_reason=""),
                name="withdrawn_article_says_why",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        precision="unknown",
                        published_from=None,
                        published_to=None,
                        basis="",
                    )
                    | Q(
                        precision__in=["day", "month", "year"],
                        published_from__isnull=False,
                        published_to__gte=F("published_from"),
                        basis__in=["stated", "inferred"],
                    )
                ),
                name="date_is_an_interval_or_unknown",
            ),
            models.CheckConstraint(
                condition=~Q(precision="day") | Q(published_to=F("published_from")),
                name="a_day_is_one_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.public_id

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is None or "current_revision" in update_fields:
            self.title_key = fold(self.title) if self.current_revision else None
            update_fields = update_fields and {*update_fields, "title_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self) -> str:
        return address_of("archive:article", self.public_id)

    @property
    def title(self) -> str:
        return self.current_revision.title if self.current_revision else ""

    @property
    def published_on(self) -> str:
        """The date as far as it is known: `2021-11-22`, `2021-11`, `2021` or an empty string."""
        return iso_date(self.published_from, self.precision)

    @property
    def publication_date(self) -> PublicationDate | None:
        """The interval in which it was published; None where that isn't known."""
        if self.published_from is None or self.published_to is None:
            return None
        return PublicationDate(self.published_from, self.published_to, self.precision)

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def is_discarded(self) -> bool:
        return self.status == self.Status.DISCARDED

    @property
    def is_demonstration(self) -> bool:
        return self.outlet is not None and self.outlet.is_demonstration


class RevisionQuerySet(models.QuerySet["Revision"]):
    def public(self) -> RevisionQuerySet:
        """Wordings that readers could see, in the order in which they could."""
        return self.exclude(public_number=None).not_withheld().order_by("public_number")

    def not_withheld(self) -> RevisionQuerySet:
        """Those of which nothing says that readers aren't shown them."""
        withheld = Revision._meta.get_field("withholdings").related_model
        standing = withheld._default_manager.filter(revision=OuterRef("pk"), lifted_at=None)
        return self.exclude(Exists(standing))

    def whole(self) -> RevisionQuerySet:
        """Those of articles of which no passage is withheld."""
        withheld = Passage._meta.get_field("withholdings").related_model
        passages = withheld._default_manager.filter(lifted_at=None, passage__isnull=False)
        return self.exclude(article__in=passages.values("article"))

    def visible_in(self, article: Article) -> RevisionQuerySet:
        """Wordings of an article that whoever sees the article sees, the first before the later:
        those that were public, and the text of today. What else a draft said is for its editors.
        """
        of_today = Q(pk=article.current_revision_id)
        seen = self.filter(Q(public_number__isnull=False) | of_today, article=article)
        return seen.not_withheld().order_by("number")

    def numbered(self, article: Article, number: int) -> Revision | None:
        """The wording that is shown under a number, if there is one."""
        current = article.current_revision
        if current is not None and current.shown_number == number:
            return current
        return self.public().filter(article=article, public_number=number).first()

    def make_public(self, revision: Revision) -> None:
        """Give a wording its number, where it has none: from now on it is cited by it."""
        if revision.public_number is None:
            number = self.next_public_number(revision.article_id)
            unnumbered = self.filter(pk=revision.pk, public_number=None)
            models.QuerySet.update(unnumbered, public_number=number)
            revision.public_number = number

    def next_public_number(self, article: int) -> int:
        """The number that the next wording of an article to become public gets."""
        last = self.filter(article=article).aggregate(last=Max("public_number"))["last"]
        return (last or 0) + 1

    def keep_details(self, article: Article) -> None:
        """Write what is known of an article into its wordings that carry nothing of it yet.

        Before something of it changes: earlier releases kept details in the article alone.
        """
        without = self.filter(article=article, details__isnull=True)
        models.QuerySet.update(without, details=details_of(article))

    def update(self, **kwargs: object) -> int:
        raise TypeError("A revision never changes: store a new one instead.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A revision stays: withdraw its article instead.")


class Revision(models.Model):
    """The text of an article as captured once, never edited.

    `text` is the published lines without markup, NFC, nothing mended; the title stands apart.
    `number` counts all wordings of the article, in order. `public_number` is the one by which
    readers cite it: given when it first becomes public, and never changed; a wording that never
    was has none. `details` are those of the article (`details_of`) when it was captured; None
    where they are the article's of today.
    """

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="revisions", verbose_name="المقال"
    )
    number = models.PositiveIntegerField("الترتيب")
    public_number = models.PositiveIntegerField(
        "رقم الصيغة", null=True, default=None, editable=False
    )
    title = models.TextField("العنوان")
    text = models.TextField("النص")
    sha256 = models.CharField("بصمة النسخة", max_length=64)
    text_sha256 = models.CharField("بصمة النص", max_length=64, db_index=True)
    captured_at = models.DateTimeField("حُفظت في", default=timezone.now)
    captured_by: models.ForeignKey[User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="حفظها",
    )
    reason = models.CharField("السبب", max_length=500, blank=True)
    original = models.ForeignKey(
        Original,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name="الأصل",
    )
    original_record = models.PositiveIntegerField("السجل في الأصل", default=1)
    details = models.JSONField("بيانات المقال", null=True, default=None, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "نسخة"
        verbose_name_plural = "النسخ"
        ordering = ["article", "number"]
        indexes = [models.Index(fields=["sha256"], name="revision_by_its_sha256")]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["article", "public_number"],
                condition=Q(public_number__isnull=False),
                name="revision_public_number_once",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="revisions_count_from_one"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="revision_has_title_and_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("A revision never changes: store a new one instead.")
        self.sha256 = digest(self.title, self.text)
        self.text_sha256 = hashlib.sha256(self.text.encode()).hexdigest()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("archive:revision", args=[self.article.public_id, self.shown_number])

    @property
    def shown_number(self) -> int:
        """Its public number; of a wording that is not public yet the one that it would get."""
        if self.public_number is not None:
            return self.public_number
        return Revision.objects.next_public_number(self.article_id)

    @property
    def described(self) -> Article:
        """A copy of the article with its details as they were when this was captured."""
        return described(self.article, self.details)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("A revision stays: withdraw its article instead.")


def details_of(article: Article) -> dict[str, str]:
    """What is known of an article beside its text, as values that are kept with a wording."""
    outlet = article.outlet
    return {
        "outlet": outlet.slug if outlet else "",
        "outlet_ar": outlet.name_ar if outlet else "",
        "outlet_en": outlet.name_en if outlet else "",
        "published_from": article.published_from.isoformat() if article.published_from else "",
        "published_to": article.published_to.isoformat() if article.published_to else "",
        "precision": article.precision,
        "basis": article.basis,
        "byline": article.byline,
        "url": article.url,
        "language": article.language,
    }


def described(article: Article, details: dict[str, str] | None) -> Article:
    """A copy of an article, not to be saved, with these details; without any itself."""
    if not details or details == details_of(article):
        return article
    then = copy(article)
    for name in ("precision", "basis", "byline", "url", "language"):
        setattr(then, name, details[name])
    for name in ("published_from", "published_to"):
        setattr(then, name, date.fromisoformat(details[name]) if details[name] else None)
    then.outlet = _outlet_as_named(details)
    return then


def _outlet_as_named(details: dict[str, str]) -> Source | None:
    if not details["outlet"]:
        return None
    outlet = Source.objects.filter(slug=details["outlet"]).first() or Source(slug=details["outlet"])
    outlet.name_ar, outlet.name_en = details["outlet_ar"], details["outlet_en"]
    return outlet


class Link(models.Model):
    """A span of a revision that was a link, with its address or known to be without one."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="links")
    in_title = models.BooleanField(default=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    address = models.CharField(max_length=2000, blank=True)
    missing = models.BooleanField(default=False)

    class Meta:
        verbose_name = "رابط"
        verbose_name_plural = "الروابط"
        ordering = ["revision", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="link_is_a_span"),
            models.CheckConstraint(
                condition=Q(missing=True, address="") | (Q(missing=False) & ~Q(address="")),
                name="link_has_address_or_is_missing",
            ),
        ]

    def __str__(self) -> str:
        return self.address or "رابط مفقود"


class Passage(models.Model):
    """The identity of a paragraph or subheading; its spans say where it stood."""

    public_id = models.CharField(
        "المعرّف العام", max_length=16, unique=True, default=public_id, editable=False
    )
    article = models.ForeignKey(Article, models.PROTECT, related_name="passages")

    class Meta:
        verbose_name = "مقطع"
        verbose_name_plural = "المقاطع"

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return address_of("archive:passage", self.public_id)


class PassageSpanQuerySet(models.QuerySet["PassageSpan"]):
    def current(self) -> PassageSpanQuerySet:
        """Spans in the revision that readers see."""
        return self.filter(revision=F("revision__article__current_revision"))


class PassageSpan(models.Model):
    """Where a passage stands in one revision.

    `pieces` are `[start, end]` pairs into the text, in order: one, or several for a paragraph
    that was broken by a blank line.
    """

    class Kind(models.TextChoices):
        SUBHEADING = "subheading", "عنوان فرعي"
        PARAGRAPH = "paragraph", "فقرة"

    class Cut(models.TextChoices):
        """Whether the source cut the passage off: guessed until an editor says so."""

        WHOLE = "whole", "كامل"
        PROPOSED = "proposed", "قد يكون مقطوعاً"
        CONFIRMED = "confirmed", "مقطوع في الأصل"
        REJECTED = "rejected", "سليم بعد المراجعة"

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="spans")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="spans")
    ordinal = models.PositiveIntegerField("الترتيب")
    kind = models.CharField("النوع", max_length=12, choices=Kind.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    pieces = models.JSONField()
    cut = models.CharField("اكتمال النص", max_length=10, choices=Cut.choices, default=Cut.WHOLE)

    objects = PassageSpanQuerySet.as_manager()

    class Meta:
        verbose_name = "موضع مقطع"
        verbose_name_plural = "مواضع المقاطع"
        ordering = ["revision", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "ordinal"], name="ordinal_once"),
            models.UniqueConstraint(fields=["revision", "passage"], name="passage_once_a_revision"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_is_a_span"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="passages_count_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=["subheading", "paragraph"]), name="passage_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(cut__in=["whole", "proposed", "confirmed", "rejected"]),
                name="passage_cut_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}"

    @property
    def text(self) -> str:
        """The passage as printed; pieces of a broken paragraph are joined by one space."""
        printed = self.revision.text
        return " ".join(printed[start:end] for start, end in self.pieces)

    @property
    def sha256(self) -> str:
        """Of the passage as printed, in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def is_subheading(self) -> bool:
        return self.kind == self.Kind.SUBHEADING


class PassageSuccessor(models.Model):
    """What a passage became in a revision that it did not pass into as it was.

    Of a passage that was divided or put together with another, each passage that has its words:
    itself where it kept its identity. `perhaps` where it left, and what may be it, is. `share` of
    its words, in the hundred, stand there.
    """

    class Kind(models.TextChoices):
        SPLIT = "split", "قُسم"
        MERGED = "merged", "ضُمّ"
        PERHAPS = "perhaps", "قد يكون هو"

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Passage, models.CASCADE, related_name="predecessions")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="successions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    share = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "ما صار إليه مقطع"
        verbose_name_plural = "ما صارت إليه المقاطع"
        ordering = ["revision", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "passage", "successor"], name="successor_once_a_revision"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["split", "merged", "perhaps"]), name="succession_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=100), name="succession_share_in_the_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} → {self.successor_id}"


class MinHashBand(models.Model):
    """One of the values by which near-duplicates of an article's current text are looked up."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="minhash_bands")
    band = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = "قيمة تشابه"
        verbose_name_plural = "قيم التشابه"

    def __str__(self) -> str:
        return f"{self.band}"

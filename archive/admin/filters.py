"""By what the list of articles can be narrowed beside its words."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from archive.dates import DateError, PublicationDate, parse_partial
from archive.editing import duplicates
from archive.models import (
    Article,
    Entity,
    Ingest,
    IngestRecord,
    Mention,
    Note,
    PassageSpan,
    Revision,
    Source,
    Tag,
)

LONGEST_KEY = 18  # digits


class TypedFilter(admin.SimpleListFilter):
    """One whose value is typed: its choices are too many for a list. `help` says what to type."""

    template = "admin/typed_filter.html"
    help = ""
    writing = "auto"  # the direction of what is typed

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> list[dict[str, Any]]:
        """The other parameters of the list, which its form sends along."""
        own = (self.parameter_name, PAGE_VAR)
        return [{"name": n, "value": v} for n, v in changelist.params.items() if n not in own]

    def typed(self) -> str:
        return " ".join((self.value() or "").split())


class DayTyped(TypedFilter):
    """What falls into a year, a month or a day, as typed."""

    help = "2021-11"
    writing = "ltr"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.typed():
            return queryset
        try:
            return self.within(queryset, parse_partial(self.typed()))
        except DateError:
            return queryset.none()

    def within(self, rows: QuerySet, period: PublicationDate) -> QuerySet:
        raise NotImplementedError


class PublishedIn(DayTyped):
    title = "زمن النشر"
    parameter_name = "on"

    def within(self, rows: QuerySet, period: PublicationDate) -> QuerySet:
        return rows.filter(published_from__lte=period.last, published_to__gte=period.first)


class Naming(TypedFilter):
    """Articles whose text today names a person, a body or a place, unless that was rejected."""

    title = "من يُذكر فيه"
    parameter_name = "entity"
    help = "اسمه كما في الأرشيف"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not (name := self.typed()):
            return queryset
        is_called = Q(slug=name) | Q(name_ar=name) | Q(name_en__iexact=name) | Q(names__name=name)
        entities = Entity.objects.order_by().filter(is_called)
        found = Mention.objects.exclude(status=Mention.Status.REJECTED)
        named = found.filter(entity__in=entities.values("pk")).values("revision")
        return queryset.filter(current_revision__in=named)


class BroughtBy(TypedFilter):
    """Who added the article, by the name of the account."""

    title = "من أضافه"
    parameter_name = "by"
    help = "اسم المستخدم"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not (name := self.typed()):
            return queryset
        first = Revision.objects.order_by().filter(number=1, captured_by__username=name)
        return queryset.filter(pk__in=first.values("article"))


class Handled(admin.SimpleListFilter):
    title = "عمل المكتب"
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ready", "جاهز للمراجعة"), ("mine", "أُسند إليّ"), ("noted", "عليه ملاحظات")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        match self.value():
            case "ready":
                drafts = queryset.filter(status=Article.Status.DRAFT)
                return drafts.filter(handling__ready_at__isnull=False)
            case "mine":
                return queryset.filter(handling__assigned_to=request.user)
            case "noted":
                return queryset.filter(pk__in=Note.objects.order_by().values("article"))
        return queryset


class Tagged(TypedFilter):
    title = "الوسم"
    parameter_name = "tag"
    help = "الوسم كما كُتب"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        tagged = Tag.objects.order_by().filter(name=self.typed())
        return queryset.filter(pk__in=tagged.values("article")) if self.typed() else queryset


class DateKnown(admin.SimpleListFilter):
    title = "التاريخ"
    parameter_name = "dated"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "معروف"), ("inferred", "مستنتج"), ("no", "بلا تاريخ")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        wanted = {
            "yes": {"published_from__isnull": False},
            "inferred": {"basis": Article.Basis.INFERRED},
            "no": {"published_from__isnull": True},
        }
        return queryset.filter(**wanted.get(self.value() or "", {}))


class Standing(admin.SimpleListFilter):
    """What readers see of it. Drafts that were discarded have a list of their own."""

    title = "الحالة"
    parameter_name = "status__exact"  # an address once given out stays

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [one for one in Article.Status.choices if one[0] != Article.Status.DISCARDED]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(status=self.value()) if self.value() else queryset


class OutletKnown(admin.SimpleListFilter):
    """Outlets that have articles, and those articles that have none."""

    title = "الناشر"
    parameter_name = "outlet"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        published = Source.objects.filter(Exists(Article.objects.filter(outlet=OuterRef("pk"))))
        return [("unknown", "غير معلوم"), *published.values_list("slug", "name_ar")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "unknown":
            return queryset.filter(outlet=None)
        return queryset.filter(outlet__slug=self.value()) if self.value() else queryset


class FromImport(admin.SimpleListFilter):
    """What came with one of the newest imports, or with the one in the address."""

    title = "الاستيراد"
    parameter_name = "ingest"
    OFFERED = 15

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if not request.user.has_perm("archive.view_ingest"):
            return []
        newest = Ingest.objects.order_by("-pk")
        asked = request.GET.get(self.parameter_name, "")
        shown = list(newest[: self.OFFERED])
        if asked.isdecimal() and len(asked) < LONGEST_KEY:
            shown += [one for one in newest.filter(pk=asked) if one not in shown]
        return [(str(one.pk), f"{one.name} ({one.created_at:%Y-%m-%d})") for one in shown]

    def has_output(self) -> bool:
        """Also of an address that names an import which isn't there: it finds nothing."""
        return bool(self.lookup_choices or self.value())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() not in dict(self.lookup_choices):
            return queryset.none() if self.value() else queryset
        brought = IngestRecord.objects.filter(ingest=self.value(), article__isnull=False)
        return queryset.filter(pk__in=brought.values("article"))


class NearDuplicate(admin.SimpleListFilter):
    title = "التشابه"
    parameter_name = "resembles"  # an address once given out stays

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "يكاد يطابق مقالاً آخر")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return duplicates.unsettled(queryset) if self.value() == "yes" else queryset


class ToReview(admin.SimpleListFilter):
    title = "ما يُراجع"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("cut", "مقاطع قد تكون مقطوعة"), ("names", "أسماء تنتظر التأكيد")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "cut":
            spans = PassageSpan.objects.filter(cut=PassageSpan.Cut.PROPOSED)
            return queryset.filter(Exists(spans.filter(revision=OuterRef("current_revision"))))
        if self.value() == "names":
            guesses = Mention.objects.filter(status=Mention.Status.PROPOSED, sure=False)
            return queryset.filter(Exists(guesses.filter(revision=OuterRef("current_revision"))))
        return queryset

"""«السجل»: every decision about every article, narrowed, read and taken away; nobody edits it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join, strip_tags
from django.utils.safestring import SafeString

from archive.admin.filters import DayTyped, TypedFilter
from archive.admin.lists import PlainList, shown_moment
from archive.dates import PublicationDate
from archive.models import Article, Decision
from archive.models.visibility import hidden_from
from archive.printable import one_line
from archive.templatetags.admin_text import decided

# Programs for tables take a cell that begins so for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
AT_ONCE = 500  # rows
COLUMNS = ("الوقت", "القرار", "اتخذه", "المقال", "العنوان", "التفصيل")


class MadeIn(DayTyped):
    title = "الزمن"
    parameter_name = "on"

    def within(self, rows: QuerySet, period: PublicationDate) -> QuerySet:
        days = (period.first, period.last + timedelta(days=1))
        start, end = (_midnight(day) for day in days)
        return rows.filter(made_at__gte=start, made_at__lt=end)


class MadeBy(TypedFilter):
    title = "من اتخذه"
    parameter_name = "by"
    help = "اسم المستخدم"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(made_by_name=self.typed()) if self.typed() else queryset


class MadeAbout(TypedFilter):
    title = "المقال"
    parameter_name = "article"
    help = "معرّف المقال"
    writing = "ltr"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(article__public_id=self.typed()) if self.typed() else queryset


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


@admin.register(Decision)
class DecisionAdmin(PlainList):
    """For those who publish. Decisions about articles that they may not see are left out."""

    list_display = ("made", "kind", "made_by_name", "about_article", "told")
    list_display_links = None
    list_filter = ("kind", MadeIn, MadeBy, MadeAbout)
    list_select_related = ("article__current_revision",)
    list_per_page = 100
    ordering = ("-pk",)
    sortable_by = ()
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        hidden = hidden_from(request.user) - {Article.Status.DISCARDED}
        seen = Article.objects.filter(~Q(status__in=hidden))
        found = super().get_queryset(request).filter(article__in=seen)
        return found.defer("article__current_revision__text")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.has_perm("archive.publish_article")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description="الوقت")
    def made(self, decision: Decision) -> SafeString:
        return shown_moment(decision.made_at)

    @admin.display(description="المقال")
    def about_article(self, decision: Decision) -> SafeString:
        article = decision.article
        page = "recover" if article.is_discarded else "change"
        link = reverse(f"admin:archive_article_{page}", args=[article.pk])
        return format_html_join("", '<a href="{}"><bdi>{}</bdi></a>', [(link, _title(article))])

    @admin.display(description="التفصيل")
    def told(self, decision: Decision) -> SafeString:
        return format_html_join("؛ ", "{}", ((line,) for line in decided(decision)))

    def get_urls(self) -> list[URLPattern]:
        taken = self.admin_site.admin_view(self.csv_view)
        return [path("csv/", taken, name="archive_decision_csv"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A decision has no page of its own: its article tells it."""
        decision = self.get_object(request, object_id)
        if decision is None:
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(
            reverse("admin:archive_article_change", args=[decision.article_id])
        )

    def csv_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """What the list holds under the parameters of the address, as a table for any program."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if dict(self.known_parameters(request).lists()) != dict(request.GET.lists()):
            raise Http404
        try:
            listed = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            raise Http404 from None
        day = timezone.localdate().isoformat()
        return StreamingHttpResponse(
            _table(listed.iterator(chunk_size=AT_ONCE)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="log-{day}.csv"'},
        )


def _title(article: Article) -> str:
    return one_line(article.title) or article.public_id


class _Line:
    """A file of one line: what was written last."""

    def write(self, line: str) -> str:
        return line


def _table(decisions: Iterable[Decision]) -> Iterator[str]:
    """Opens with a mark by which programs for tables know that it is UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for decision in decisions:
        yield writer.writerow([safe_cell(cell) for cell in _row(decision)])


def _row(decision: Decision) -> list[str]:
    return [
        timezone.localtime(decision.made_at).isoformat(timespec="seconds"),
        decision.get_kind_display(),
        decision.made_by_name,
        decision.article.public_id,
        _title(decision.article),
        "؛ ".join(_plain(line) for line in decided(decision)),
    ]


def _plain(line: SafeString) -> str:
    return unescape(strip_tags(line))


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before what a program for tables would run as a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text

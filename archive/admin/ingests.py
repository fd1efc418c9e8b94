"""Bulk imports in the admin: queued here, run by the worker, reported here."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import OperationalError
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from archive.admin.lists import ListAdmin, sent, shown_moment
from archive.arabic.counting import counted
from archive.editing.forms import ImportForm
from archive.ingest import queue
from archive.ingest.refusals import CannotRunError, says_unsaved
from archive.models import Article, Ingest, IngestRecord, PassageSpan

RECORDS_PER_PAGE = 100
SECONDS_TO_REFRESH = 4
UNFINISHED = (Ingest.State.QUEUED, Ingest.State.RUNNING)
LEFT = (Ingest.State.FAILED, Ingest.State.CANCELLED)


@admin.register(Ingest)
class IngestAdmin(ListAdmin):
    list_display = ("name", "state", "user", "created", "finished", "outcome")
    list_filter = ("state",)
    list_select_related = ("user",)
    search_fields = ("name",)
    search_help_text = "اسم الملف، أو رقم السجل عند المصدر كاملاً."
    list_per_page = 50
    actions = None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Ingest], search_term: str
    ) -> tuple[QuerySet[Ingest], bool]:
        for word in search_term.split():
            records = IngestRecord.objects.filter(Q(name__icontains=word) | Q(record_id=word))
            listed = records.order_by().values("ingest").distinct()
            queryset = queryset.filter(Q(name__icontains=word) | Q(pk__in=listed))
        return queryset, False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with what became of the records of each import, in one more query."""
        listed = super().get_changelist_instance(request)
        counts = counts_of(listed.result_list)
        for ingest in listed.result_list:
            ingest.counts = counts[ingest.pk]
        return listed

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An import can bring new words for articles that readers see."""
        return super().has_add_permission(request) and request.user.has_perm(
            "archive.publish_article"
        )

    def has_change_permission(self, request: HttpRequest, obj: Ingest | None = None) -> bool:
        """A report is read, not edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Ingest | None = None) -> bool:
        return False

    @admin.display(description="طُلب في", ordering="created_at")
    def created(self, ingest: Ingest) -> str:
        return shown_moment(ingest.created_at)

    @admin.display(description="انتهى في", ordering="finished_at")
    def finished(self, ingest: Ingest) -> str | None:
        return shown_moment(ingest.finished_at) if ingest.finished_at else None

    @admin.display(description="النتيجة")
    def outcome(self, ingest: Ingest) -> str:
        return "، ".join(f"{label} {count}" for _, label, count in ingest.counts)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=url_name)
            for name, view, url_name in (
                ("again", self.again_view, "archive_ingest_again"),
                ("cancel", self.cancel_view, "archive_ingest_cancel"),
            )
        ]
        return own + super().get_urls()

    def again_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go on with an import that broke off or was cancelled, when its button was pressed."""
        ingest = self._ingest_to_change(request, object_id)
        if request.method == "POST":
            if queue.enqueue_again(ingest):
                self.log_change(request, ingest, "طُلبت متابعة الاستيراد")
                messages.success(request, "دخل الاستيراد الدور، ويُكمله العامل من حيث توقف.")
            else:
                messages.warning(
                    request,
                    "لم ينقطع هذا الاستيراد، فلا شيء يُكمل. "
                    "This import did not break off: there is nothing to go on with.",
                )
        return HttpResponseRedirect(ingest.get_absolute_url())

    def cancel_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Leave an import where it is, when its button was pressed."""
        ingest = self._ingest_to_change(request, object_id)
        if request.method == "POST":
            if queue.cancel(ingest):
                self.log_change(request, ingest, "أُلغي الاستيراد")
                messages.success(request, "أُلغي الاستيراد، وما حُفظ منه باقٍ.")
            else:
                messages.warning(
                    request,
                    "انتهى هذا الاستيراد قبل أن يُلغى. This import had ended before it was "
                    "cancelled.",
                )
        return HttpResponseRedirect(ingest.get_absolute_url())

    def _ingest_to_change(self, request: HttpRequest, object_id: str) -> Ingest:
        if not self.has_add_permission(request):
            raise PermissionDenied
        ingest = self.get_object(request, object_id)
        if ingest is None:
            raise Http404
        return ingest

    def page(
        self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/archive/ingest/{template}",
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
            **kwargs,
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form, status = ImportForm(*sent(request)), 200

        def note(ingest: Ingest) -> None:
            self.log_addition(request, ingest, "طُلب استيراد")

        if request.method == "POST" and form.is_valid():
            wanted = form.cleaned_data
            try:
                ingest = queue.enqueue(
                    [(file.name, file) for file in wanted["files"]],
                    queued=note,
                    outlet=wanted["outlet"].slug if wanted["outlet"] else "",
                    published_on=wanted["published_on"],
                    undated=wanted["undated"],
                    publish=wanted["publish"],
                    by=request.user,
                )
            except CannotRunError as error:
                form.add_error(None, str(error))
            except (OSError, OperationalError) as error:
                form.add_error(None, says_unsaved(error))
                status = 503
            else:
                messages.success(request, "وصلت الملفات، ويستوردها العامل حين يأتي دورها.")
                return HttpResponseRedirect(ingest.get_absolute_url())
        context = {"title": "استيراد ملفات", "form": form}
        return self.page(request, "add.html", context, status=status)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        ingest = self.get_object(request, object_id)
        if ingest is None:
            raise Http404
        if not self.has_view_permission(request, ingest):
            raise PermissionDenied
        result = request.GET.get("result", "")
        articles = Article.objects.visible_to(request.user).with_card_details()
        records = (
            ingest.records.prefetch_related(Prefetch("article", articles))
            .annotate(passages=_passage_count())
            .order_by("number")
        )
        if result in IngestRecord.Result.values:
            records = records.filter(result=result)
        unfinished = ingest.state in UNFINISHED
        context = {
            "title": f"الاستيراد: {ingest.name}",
            "ingest": ingest,
            "unfinished": unfinished,
            "may_go_on": ingest.state in LEFT and self.has_add_permission(request),
            "may_cancel": unfinished and self.has_add_permission(request),
            "refreshes": unfinished and "still" not in request.GET,
            "seconds": SECONDS_TO_REFRESH,
            "progress": Progress(ingest),
            "counts": counts_of([ingest])[ingest.pk],
            "result": result,
            "records": Paginator(records, RECORDS_PER_PAGE).get_page(request.GET.get("page")),
        }
        response = self.page(request, "report.html", context)
        if context["refreshes"]:
            response.headers["Refresh"] = str(SECONDS_TO_REFRESH)
        return response


class Progress:
    """How far an import has come: by files, or by records where there is one file."""

    def __init__(self, ingest: Ingest) -> None:
        self.files = len(ingest.options.get("files", []))
        self.records = ingest.records.aggregate(told=Sum("records"))["told"] or 0
        self.done = ingest.records.values("name").distinct().count()
        self.state = ingest.state

    @property
    def is_measured(self) -> bool:
        return self.files > 1

    def __str__(self) -> str:
        if self.state == Ingest.State.QUEUED:
            return "ينتظر دوره."
        read = counted(self.records, "سجل واحد", "سجلان", "سجلات", "سجلاً")
        so_far = f"قُرئ {read}" if self.records else "بدأت القراءة"
        if self.is_measured:
            return f"{so_far}، من {self.done} من {self.files} من الملفات."
        return f"{so_far}."


def _passage_count() -> Subquery:
    """How many passages the article of a record has today; none where it was refused."""
    spans = PassageSpan.objects.filter(revision=OuterRef("article__current_revision"))
    return Subquery(spans.order_by().values("revision").annotate(n=Count("pk")).values("n"))


def counts_of(ingests: Collection[Ingest]) -> dict[int, list[tuple[str, str, int]]]:
    """Result, its label and how many records had it, in the order of the results.

    By primary key of the import, each of which has its list.
    """
    records = IngestRecord.objects.filter(ingest__in=[ingest.pk for ingest in ingests])
    rows = records.order_by().values_list("ingest", "result").annotate(Sum("records"))
    counts = {(ingest, result): n for ingest, result, n in rows}
    return {
        ingest.pk: [
            (r.value, str(r.label), counts[ingest.pk, r])
            for r in IngestRecord.Result
            if (ingest.pk, r) in counts
        ]
        for ingest in ingests
    }

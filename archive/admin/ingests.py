"""Bulk imports in the admin: queued here, run by the worker, reported here."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import OperationalError
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from archive.admin.bulk import BulkDesk
from archive.admin.lists import ListAdmin, sent, shown_moment
from archive.arabic.counting import counted
from archive.editing import duplicates, undoing_imports
from archive.editing.forms import ImportForm, ImportOptionsForm
from archive.ingest import queue
from archive.ingest.refusals import CannotRunError, RecordError, says_unsaved
from archive.models import Article, Ingest, IngestRecord, Original, PassageSpan, Source

RECORDS_PER_PAGE = 100
SECONDS_TO_REFRESH = 4
UNFINISHED = (Ingest.State.QUEUED, Ingest.State.RUNNING, Ingest.State.UNDOING)
MAY_BE_CANCELLED = (Ingest.State.QUEUED, Ingest.State.RUNNING)
ENDED = (Ingest.State.DONE, Ingest.State.FAILED, Ingest.State.CANCELLED)
DRAFTS, NEAR = "drafts", "near"  # filters of a report beside the results
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
                ("retry", self.retry_view, "archive_ingest_retry"),
                ("undo", self.undo_view, "archive_ingest_undo"),
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
            sent_files = form.cleaned_data["files"]
            try:
                ingest = queue.enqueue(
                    [(file.name, file) for file in sent_files.taken],
                    set_aside=sent_files.set_aside,
                    queued=note,
                    by=request.user,
                    **form.options,
                )
            except CannotRunError as error:
                form.add_error(None, str(error))
            except (OSError, OperationalError) as error:
                form.add_error(None, says_unsaved(error))
                status = 503
            else:
                messages.success(request, "وصلت الملفات، ويستوردها العامل حين يأتي دورها.")
                return HttpResponseRedirect(ingest.get_absolute_url())
        context = {"title": "استيراد ملفات", "form": form, "limits": settings.LIMITS}
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
        records = (
            _narrowed(ingest, result)
            .prefetch_related(Prefetch("article", self._articles(request)))
            .annotate(passages=_passage_count())
            .order_by("number")
        )
        unfinished = ingest.state in UNFINISHED
        page = Paginator(records, RECORDS_PER_PAGE).get_page(request.GET.get("page"))
        counts = counts_of([ingest])[ingest.pk]
        may_decide = self.has_add_permission(request)
        kept = [file["name"] for file in queue.refused_files(ingest)]
        context = {
            "title": f"الاستيراد: {ingest.name}",
            "ingest": ingest,
            "unfinished": unfinished,
            "may_go_on": ingest.state in LEFT and may_decide,
            "may_cancel": ingest.state in MAY_BE_CANCELLED and may_decide,
            "may_decide": may_decide,
            "drafts_of_import": f"?ingest={ingest.pk}&status__exact=draft",
            "acts": BulkDesk(self.admin_site.get_model_admin(Article)).offered(request),
            "may_retry": may_decide and not unfinished and bool(kept),
            "may_undo": may_decide and undoing_imports.may_be_undone(ingest),
            "seen": ingest.state in ENDED and undoing_imports.seen_by_readers(ingest).count(),
            "filters": _filters(ingest, counts, result),
            "drafts": _narrowed(ingest, DRAFTS).count(),
            "rows": _rows(page, kept),
            "refreshes": unfinished and "still" not in request.GET,
            "seconds": SECONDS_TO_REFRESH,
            "progress": Progress(ingest),
            "counts": counts,
            "result": result,
            "records": page,
        }
        response = self.page(request, "report.html", context)
        if context["refreshes"]:
            response.headers["Refresh"] = str(SECONDS_TO_REFRESH)
        return response

    def _articles(self, request: HttpRequest) -> QuerySet[Article]:
        """What a report names: what the user sees, and drafts that were discarded."""
        visible = Article.objects.visible_to(request.user) | Article.objects.discarded()
        return visible.with_card_details()

    def retry_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The files of which something was refused once more, with other options."""
        ingest = self._ingest_to_change(request, object_id)
        form = ImportOptionsForm(request.POST or None, initial=_options_of(ingest))

        def note(again: Ingest) -> None:
            self.log_addition(request, again, "طُلب استيراد")

        if request.method == "POST" and form.is_valid():
            try:
                again = queue.retry(ingest, by=request.user, queued=note, **form.options)
            except CannotRunError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "دخلت الملفات الدور مرة أخرى.")
                return HttpResponseRedirect(again.get_absolute_url())
        files = [file["name"] for file in queue.refused_files(ingest)]
        context = {"title": "إعادة المحاولة", "form": form, "ingest": ingest, "files": files}
        return self.page(request, "retry.html", context)

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What undoing would do, and the button that asks the worker for it."""
        ingest = self._ingest_to_change(request, object_id)
        if request.method == "POST":
            try:
                undoing_imports.ask(ingest, by=request.user)
            except RecordError as error:
                messages.error(request, str(error))
            else:
                self.log_change(request, ingest, "طُلب التراجع عن الاستيراد")
                messages.success(request, "يتراجع العامل عن الاستيراد، ويكمله وإن انقطع.")
            return HttpResponseRedirect(ingest.get_absolute_url())
        brought = undoing_imports.brought(ingest)
        context = {
            "title": "التراجع عن الاستيراد",
            "ingest": ingest,
            "may_undo": undoing_imports.may_be_undone(ingest),
            "seen": undoing_imports.seen_by_readers(ingest).count(),
            "proposed": ingest.records.filter(result=IngestRecord.Result.PROPOSED).count(),
            "stored": brought.filter(result=IngestRecord.Result.STORED).count(),
            "revised": brought.filter(result=IngestRecord.Result.REVISED).count(),
        }
        return self.page(request, "undo.html", context)


def _options_of(ingest: Ingest) -> dict[str, Any]:
    """How an import was asked for, as its form shows it."""
    asked = ingest.options
    return {
        **{name: asked.get(name, "") for name in ("published_on", "undated", "publish")},
        "outlet": Source.objects.filter(slug=asked.get("outlet", "")).first(),
    }


def _narrowed(ingest: Ingest, result: str) -> QuerySet[IngestRecord]:
    """Records of one result, or those whose article is a draft, or resembles another."""
    records = ingest.records.all()
    if result in IngestRecord.Result.values:
        return records.filter(result=result)
    near = duplicates.unsettled(Article.objects.filter(status=Article.Status.DRAFT))
    brought = records.filter(
        result__in=[IngestRecord.Result.STORED, IngestRecord.Result.REVISED],
        article__status=Article.Status.DRAFT,
    )
    if result == DRAFTS:
        return brought.exclude(article__in=near.values("pk"))
    return brought.filter(article__in=near.values("pk")) if result == NEAR else records


def _filters(
    ingest: Ingest, counts: list[tuple[str, str, int]], result: str
) -> list[dict[str, Any]]:
    drafts, near = (_narrowed(ingest, name).count() for name in (DRAFTS, NEAR))
    offered = [
        ("", "الكل", sum(n for *_, n in counts)),
        (NEAR, "قد تكون مكررة", near),
        (DRAFTS, "مسودات", drafts),
        *counts,
    ]
    return [
        {"value": value, "label": label, "count": n, "is_current": value == result}
        for value, label, n in offered
        if n or not value
    ]


def _rows(page: Page, kept: list[str]) -> list[dict[str, Any]]:
    """The records of a page, each with what it says of its article and what comes next.

    `kept` are the files of which something was refused, and which can be read again.
    """
    listed = list(page)
    drafts = [record.article_id for record in listed if record.article is not None]
    near = duplicates.unsettled(
        Article.objects.filter(pk__in=drafts, status=Article.Status.DRAFT)
    ).values_list("pk", flat=True)
    unsettled = set(near)
    return [
        {
            **_row(record, record.article_id in unsettled),
            "is_kept": any(queue.is_of_file(record.name, file) for file in kept),
        }
        for record in listed
    ]


def _row(record: IngestRecord, is_near: bool) -> dict[str, Any]:
    article = record.article
    brought = record.result in (IngestRecord.Result.STORED, IngestRecord.Result.REVISED)
    label = record.get_result_display()
    if brought and is_near:
        label = "قد يكون مكرراً"
    elif article is not None and record.result == IngestRecord.Result.STORED:
        label = article.get_status_display()
    is_draft = article is not None and article.status == Article.Status.DRAFT
    return {
        "record": record,
        "article": article,
        "label": label,
        "is_near": brought and is_near,
        "is_draft": is_draft,
        "may_be_chosen": brought and is_draft and not is_near,
    }


class Progress:
    """How far an import has come: by files, or by records where there is one file."""

    def __init__(self, ingest: Ingest) -> None:
        self.files = len(ingest.options.get("files", []))
        self.records = ingest.records.aggregate(told=Sum("records"))["told"] or 0
        self.done = ingest.records.values("name").distinct().count()
        self.state = ingest.state
        hashes = [file["sha256"] for file in ingest.options.get("files", [])]
        sizes = dict(Original.objects.filter(pk__in=hashes).values_list("pk", "size"))
        self.total = sum(sizes.get(one, 0) for one in hashes)  # bytes
        self.read = min(ingest.read, self.total)

    @property
    def percent(self) -> int:
        return 100 * self.read // self.total if self.total else 0

    def __str__(self) -> str:
        if self.state == Ingest.State.UNDOING:
            return "يُتراجع عنه."
        if self.state == Ingest.State.QUEUED:
            return "ينتظر دوره."
        read = counted(self.records, "سجل واحد", "سجلان", "سجلات", "سجلاً")
        so_far = f"قُرئ {read}" if self.records else "بدأت القراءة"
        if self.files > 1:
            so_far = f"{so_far}، من {self.done} من {self.files} من الملفات"
        return f"{so_far}: {self.percent} في المئة مما أُرسل."


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

"""Texts that wait for an editor: their list, and the page on which one is taken or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from archive.editing import presence, proposals
from archive.editing.forms import BilingualForm
from archive.editing.rows import RowsForm, Wording
from archive.ingest.markup import body_with_markup, title_with_markup
from archive.ingest.refusals import RecordError
from archive.models import Article, IngestRecord, Proposal
from archive.reading.changes import compare_lines, compare_words

if TYPE_CHECKING:
    from archive.admin.articles import ArticleAdmin

ON_A_PAGE = 50
CHANGED_MEANWHILE = (
    "تغيّر المقال أو وصل نص أحدث بعد أن فتحت الصفحة، فلم يُحفظ شيء. بقيت اختياراتك في الصفوف التي "
    "لم تتغير: راجع الباقي ثم احفظ. The article changed, or a newer text arrived, after you opened "
    "the page: nothing was saved. Your choices stay in the rows that are the same; look at the "
    "others, then save."
)


class ReasonForm(BilingualForm):
    reason = forms.CharField(
        label="سبب القرار",
        max_length=500,
        help_text="يراه القراء إن تغيّر المنشور: «زيادة من نص الناشر المحدّث»، مثلاً.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class ProposalsDesk:
    """The pages of proposed texts, beside the admin of articles."""

    def __init__(self, admin: ArticleAdmin) -> None:
        self.admin = admin

    def urls(self) -> list[URLPattern]:
        wrap = self.admin.admin_site.admin_view
        return [
            path("proposals/", wrap(self.list_view), name="archive_article_proposals"),
            path("<int:key>/proposal/", wrap(self.proposal_view), name="archive_article_proposal"),
        ]

    def list_view(self, request: HttpRequest) -> HttpResponse:
        if not self.admin.has_view_or_change_permission(request):
            raise PermissionDenied
        waiting = proposals.queue(self.admin.get_queryset(request))
        waiting = waiting.select_related(
            "article__current_revision", "article__outlet", "made_by"
        ).defer("body", "article__current_revision__text")
        page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
        return self.admin.page(
            request, "proposals.html", {"title": "صيغ مقترحة تنتظر القرار", "page": page}
        )

    def proposal_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if request.method != "POST":
            article = self._article(request, key)
            presence.note(article, request.user)
            return self._show(request, article)
        with transaction.atomic():  # what is sent is judged by what stands while it is stored
            article = self._article(request, key, lock="preview" not in request.POST)
            if not self.may_decide(request, article):
                raise PermissionDenied
            return self._decide(request, article)

    def may_decide(self, request: HttpRequest, article: Article) -> bool:
        return self.admin.has_change_permission(request, article)

    def _article(self, request: HttpRequest, key: int, *, lock: bool = False) -> Article:
        if not self.admin.has_view_or_change_permission(request):
            raise PermissionDenied
        visible = self.admin.get_queryset(request)
        if lock and not visible.select_for_update(of=("self",)).filter(pk=key).exists():
            raise Http404
        article = visible.select_related("current_revision", "outlet").filter(pk=key).first()
        if article is None or article.current_revision is None:
            raise Http404
        return article

    def _proposal(self, article: Article) -> Proposal | None:
        waiting = article.proposals.open().select_related("base__article", "after", "made_by")
        proposal = waiting.first()
        if proposal is not None:
            proposal.article = proposal.base.article = article
        return proposal

    def _show(self, request: HttpRequest, article: Article) -> HttpResponse:
        proposal = self._proposal(article)
        if proposal is None:
            messages.info(
                request,
                "لا صيغة مقترحة تنتظر لهذا المقال. No proposed text waits for this article.",
            )
            return HttpResponseRedirect(self.admin.address(article))
        return self._page(request, proposal, _rows(proposal), ReasonForm())

    def _decide(self, request: HttpRequest, article: Article) -> HttpResponse:
        proposal = self._proposal(article)
        if proposal is None:
            messages.warning(
                request,
                "حُسم أمر هذا المقترح قبل أن تحفظ، فلم يتغير شيء. "
                "This proposal was decided before you saved: nothing was changed.",
            )
            return HttpResponseRedirect(self.admin.address(article))
        rows = _rows(proposal, request.POST)
        reason = ReasonForm(request.POST)
        chosen = None
        if request.POST.get("seen") != _seen(proposal):
            reason.add_error(None, CHANGED_MEANWHILE)
        elif "preview" in request.POST:
            reason = ReasonForm(initial={"reason": request.POST.get("reason", "")})
            chosen = rows.wording if rows.is_valid() else None
        elif reason.is_valid() and ("keep" in request.POST or rows.is_valid()):
            try:
                return self._save(request, proposal, rows, reason.cleaned_data["reason"])
            except RecordError as error:
                reason.add_error(None, str(error))
        return self._page(request, proposal, rows, reason, chosen)

    def _save(
        self, request: HttpRequest, proposal: Proposal, rows: RowsForm, reason: str
    ) -> HttpResponse:
        """Raises RecordError, with nothing stored, for what the archive refuses."""
        if "keep" in request.POST:
            proposals.keep(proposal, reason=reason, by=request.user)
            return self._done(request, proposal.article, "أُبقي النص دون الصيغة المقترحة")
        proposals.take(proposal, rows.wording, reason=reason, by=request.user)
        return self._done(request, proposal.article, "أُخذ من الصيغة المقترحة")

    def _done(self, request: HttpRequest, article: Article, what: str) -> HttpResponse:
        self.admin.log_change(request, article, what)
        messages.success(request, f"{what}.")
        return HttpResponseRedirect(self.admin.address(article))

    def _page(
        self,
        request: HttpRequest,
        proposal: Proposal,
        rows: RowsForm,
        reason: ReasonForm,
        chosen: Wording | None = None,
    ) -> HttpResponse:
        article = proposal.article
        current = article.current_revision
        context = {
            "title": "صيغة مقترحة لمقال منشور" if article.is_published else "صيغة مقترحة",
            "article": article,
            "proposal": proposal,
            "current": current,
            "rows": rows,
            "reason": reason,
            "errors": [*rows.errors.values(), *reason.errors.values()],
            "seen": _seen(proposal),
            "record": _record_of(proposal),
            "may_decide": self.may_decide(request, article),
            "next_number": current.shown_number + 1 if article.is_published else None,
        }
        if chosen is not None:
            context["title_parts"] = list(compare_words(title_with_markup(current), chosen.title))
            context["lines"] = list(compare_lines(body_with_markup(current), chosen.body))
        return self.admin.page(request, "proposal.html", context)


def _rows(proposal: Proposal, data: Any = None) -> RowsForm:
    keep = "أبقِ المنشور" if proposal.article.is_published else "أبقِ الحالي"
    labels = (keep, "خذ المقترح", "ادمج الاثنين، ثم راجعه")
    return RowsForm(*proposals.sides(proposal), data, labels=labels)


def _seen(proposal: Proposal) -> str:
    """Names the texts that a page shows side by side."""
    return f"{proposal.pk}-{proposal.article.current_revision_id}"


def _record_of(proposal: Proposal) -> IngestRecord | None:
    """The line of the import that brought it, if it came in one that is kept."""
    result = IngestRecord.Result.PROPOSED
    records = proposal.article.ingest_records.filter(result=result).select_related("ingest")
    return records.order_by("-pk").first()

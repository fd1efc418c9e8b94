"""Articles in the admin: added, reviewed, published, corrected, withdrawn and restored."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from archive.admin.adding import KnownArticleError, NotAddedError, add_draft
from archive.admin.bulk import BulkDesk, box
from archive.admin.filters import (
    BroughtBy,
    DateKnown,
    FromImport,
    Handled,
    Naming,
    NearDuplicate,
    OutletKnown,
    PublishedIn,
    Standing,
    Tagged,
    ToReview,
)
from archive.admin.findings import FindingsDesk
from archive.admin.handling import HandlingDesk
from archive.admin.lists import ListAdmin, sent, shown_moment
from archive.admin.originals import OriginalsDesk
from archive.admin.proposals import ProposalsDesk
from archive.admin.review import ReviewForm
from archive.admin.saved_lists import SavedListsDesk
from archive.admin.settling import SettlingDesk
from archive.admin.withholding import WithholdingDesk
from archive.arabic.letters import fold
from archive.dates.printed import arabic_date
from archive.editing import actions, presence
from archive.editing.details_merge import MergedDetails, as_opened, merge, read_opened
from archive.editing.forms import (
    AddForm,
    CorrectionForm,
    Details,
    DetailsForm,
    WithdrawalForm,
)
from archive.editing.proposals import wording_of
from archive.editing.rows import RowsForm, Wording
from archive.ingest import store
from archive.ingest.markup import body_with_markup, title_with_markup
from archive.ingest.outlets import OutletBook
from archive.ingest.refusals import RecordError, says_unsaved
from archive.ingest.structure import parse
from archive.models import Article, IngestRecord, SavedList, SettledPair, Source
from archive.printable import one_line
from archive.reading.changes import compare_lines, compare_words
from archive.templatetags.archive_text import bidi

View = Callable[..., HttpResponse]

DECISIONS_SHOWN = 50  # the newest of an article; all of them stay in the database

CHANGED_MEANWHILE = (
    "غُيّر هذا المقال بعد أن فتحت الصفحة، فلم يُحفظ شيء. ما كتبته باقٍ في خاناته: قارنه بما صار "
    "إليه المقال ثم احفظ. This article was changed after you opened the page, so nothing was "
    "saved. What you wrote is still here: compare it with the article, then save."
)
CORRECTED_MEANWHILE = (
    "صُحّح هذا المقال بعد أن فتحت الصفحة، فلم يُحفظ تصحيحك، وهو باقٍ أدناه. اختر في كل صف غيّرتماه "
    "معاً ما يبقى، ثم ادمج. This article was corrected after you opened the page, so yours was not "
    "saved; it is kept below. In each row that you both changed choose what stays, then merge."
)
MERGE_LABELS = ("أبقِ ما حفظه غيرك", "خذ ما كتبته", "ادمج الاثنين، ثم راجعه")


def for_article(view: View) -> View:
    """A view of one article that the user may see; others answer 404, as the pages do.

    What changes the article is judged and stored in one transaction, in which nobody else does.
    """

    @wraps(view)
    def wrapped(
        self: ArticleAdmin, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # To compare is to change nothing: that waits for nobody who writes.
        changes = request.method == "POST" and "compare" not in request.POST
        with transaction.atomic() if changes else nullcontext():
            article = self.get_object(request, object_id)
            if article is None or article.current_revision is None:
                raise Http404
            if not self.has_view_or_change_permission(request, article):
                raise PermissionDenied
            if request.method == "GET":
                presence.note(article, request.user)
            if changes:
                article.refresh_from_db(from_queryset=Article.objects.select_for_update())
            return view(self, request, article)

    return wrapped


@admin.register(Article)
class ArticleAdmin(ListAdmin):
    list_display = ("chosen", "shown_title", "outlet", "date", "status", "added")
    list_display_links = ("shown_title",)
    list_filter = (
        Standing,
        Handled,
        ToReview,
        NearDuplicate,
        PublishedIn,
        DateKnown,
        Naming,
        BroughtBy,
        Tagged,
        FromImport,
        OutletKnown,
    )
    list_select_related = ("outlet", "current_revision")
    list_per_page = 50
    show_full_result_count = False
    # Sorting by another column takes half a second of a large archive; filters narrow by those.
    sortable_by = ("date", "added")
    search_fields = ("title_key",)
    search_help_text = "كلمات من العنوان، أو رقم السجل، أو رابط المصدر، أو معرّف المقال."
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        for word in search_term.split():
            # A word of vowel marks alone is folded to nothing, which every title holds.
            titled = Q(title_key__contains=fold(word) or word)
            known = Q(record_id=word) | Q(public_id=word) | Q(url__contains=word)
            queryset = queryset.filter(titled | known)
        return queryset, False

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        shown = tuple(super().get_list_display(request))
        return shown if BulkDesk(self).offered(request) else shown[1:]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        acts = BulkDesk(self).offered(request)
        lists = SavedList.objects.filter(user=request.user.pk)
        context = {"acts": acts, "saved_lists": lists, **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description="اختيار")
    def chosen(self, article: Article) -> str:
        return box(article)

    @admin.display(description="العنوان")
    def shown_title(self, article: Article) -> str:
        return bidi(one_line(article.title) or article.public_id, article.language)

    @admin.display(description="تاريخ النشر", ordering="published_from")
    def date(self, article: Article) -> str:
        date = arabic_date(article, "iraqi") or "بلا تاريخ"
        return f"[{date}]" if article.basis == Article.Basis.INFERRED else date

    @admin.display(description="أُضيف في", ordering="added_at")
    def added(self, article: Article) -> str:
        return shown_moment(article.added_at)

    # What each group may do. Articles are withdrawn, never deleted.

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Contributors change drafts; what readers see is for those who publish."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or obj.status == Article.Status.DRAFT or self.may_publish(request)

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.publish_article")

    def may_withdraw(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.withdraw_article")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=url_name)
            for name, view, url_name in (
                ("correct", self.correct_view, "archive_article_correct"),
                ("withdraw", self.withdraw_view, "archive_article_withdraw"),
                ("restore", self.restore_view, "archive_article_restore"),
            )
        ]
        wording = self.admin_site.admin_view(self.wording_view)
        own += [
            path("<path:object_id>/text/<int:number>/", wording, name="archive_article_wording")
        ]
        desks = (
            BulkDesk,
            OriginalsDesk,
            FindingsDesk,
            HandlingDesk,
            SavedListsDesk,
            SettlingDesk,
            ProposalsDesk,
            WithholdingDesk,
        )
        own += [address for desk in desks for address in desk(self).urls()]
        return own + super().get_urls()

    def page(
        self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        if (article := context.get("article")) is not None:
            context["colleagues"] = presence.colleagues(article, request.user)
        return TemplateResponse(
            request,
            f"admin/archive/article/{template}",
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
            **kwargs,
        )

    def address(self, article: Article, page: str = "change") -> str:
        return reverse(f"admin:archive_article_{page}", args=[article.pk])

    # Adding: a file or a text becomes a draft, which is then reviewed.

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form, status = AddForm(*sent(request)), 200

        def note(added: store.Stored) -> None:
            self.log_addition(request, added.article, "أُضيف مسودة")

        if request.method == "POST" and form.is_valid():
            try:
                added = add_draft(*form.upload, by=request.user, added=note)
            except (RecordError, NotAddedError) as error:
                form.add_error(None, str(error))
            except (OSError, OperationalError) as error:
                form.add_error(None, says_unsaved(error))
                status = 503
            except KnownArticleError as known:
                return self._already_there(request, known.article)
            else:
                return self._added(request, added)
        context = {"form": form, "title": "إضافة مقال"}
        return self.page(request, "add.html", context, status=status)

    def _added(self, request: HttpRequest, added: store.Stored) -> HttpResponse:
        if added.result != IngestRecord.Result.STORED:
            return self._already_there(request, added.article)
        messages.success(
            request, "حُفظ المقال مسودة. راجع ما فُهم منه ثم انشره؛ لا يراه القراء قبل ذلك."
        )
        if added.reason:
            messages.warning(request, added.reason)
        return HttpResponseRedirect(self.address(added.article))

    def _already_there(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Nothing was added; the editor is led to the article that the text belongs to."""
        if not self.get_queryset(request).filter(pk=article.pk).exists():
            messages.error(
                request,
                "هذا المقال في الأرشيف وقد سُحب، فلم يُضف مرة أخرى. راجع مدير الأرشيف. "
                "This article is in the archive and was withdrawn. Ask the archive's admin.",
            )
            return HttpResponseRedirect(reverse("admin:archive_article_changelist"))
        if article.proposals.open().exists():
            messages.warning(
                request,
                "هذا المقال في الأرشيف، وينتظر نص جديد له قرار محرر. "
                "The archive has this article; a new text of it waits for an editor.",
            )
            return HttpResponseRedirect(self.address(article))
        messages.warning(
            request,
            f"مكرر: هذا المقال في الأرشيف ({article.get_status_display()})، وهو المعروض هنا، فلم "
            "يُضف مرة أخرى. إن اختلف النص فصحّحه من «تصحيح النص». "
            "Duplicate: the archive has this article, shown here; nothing was added. "
            "If its words differ, correct them there.",
        )
        return HttpResponseRedirect(self.address(article))

    # Reviewing: details at one side, the passages with their flags at the other.

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        return self.review_view(request, object_id)

    @for_article
    def review_view(self, request: HttpRequest, article: Article) -> HttpResponse:
        may_change = self.has_change_permission(request, article) and not article.is_withdrawn
        data = request.POST if request.method == "POST" else None
        is_stale = data is not None and data.get("seen") != _seen(article)
        if is_stale and not may_change:
            return self._unchanged(request, article)
        if data is not None and not (may_change and self._may_press(request)):
            raise PermissionDenied
        publishing = bool(data and "publish" in data) or article.is_published
        stored, opened, seen = DetailsForm.initial_for(article), "", _seen(article)
        merged = _merged(request, stored, seen) if is_stale else None
        if merged is not None:
            data = _with_values(request.POST, merged.values)
            # Who chose between what was written meanwhile has seen it: that is saved.
            is_stale = not merged.was_chosen
            if merged.clashes:
                opened, seen = data["opened"], data.get("seen", "")
        details = DetailsForm(
            data,
            initial=stored,
            current=article.outlet,
            for_readers=publishing,
        )
        review = ReviewForm(article.current_revision, data, for_readers=publishing)
        if merged is not None and merged.clashes:
            details.full_clean()
            details.add_error(None, CHANGED_MEANWHILE)
        elif merged is not None and is_stale:
            details.full_clean()
        elif is_stale:
            details.say_what_is_stored(CHANGED_MEANWHILE)
        elif data is not None and details.is_valid() and review.is_valid():
            try:
                return self._save_review(request, article, details, review)
            except RecordError as error:
                details.add_error(None, str(error))
        return self.page(
            request,
            "review.html",
            {
                "title": self._review_title(article),
                "article": article,
                "details": details,
                "review": review,
                "missing": _missing(article),
                "errors": [*details.errors.values(), *review.errors.values()],
                "outlets": Source.objects.values_list("name_ar", flat=True),
                "waits": article.proposals.open().exists(),
                "near_duplicate_of": self._near_duplicate_of(request, article),
                "told_the_same": bool(SettledPair.objects.told_the_same([article.pk])),
                "may_change": may_change,
                "may_publish": self.may_publish(request),
                "may_withdraw": self.may_withdraw(request),
                "revisions": article.revisions.select_related("captured_by")
                .defer("text")
                .order_by("-number"),
                "decisions": article.decisions.order_by("-pk")[:DECISIONS_SHOWN],
                "withheld": article.withholdings.standing().select_related("passage", "revision"),
                "seen": seen,
                "against": _seen(article),
                "notes_told": article.notes.count(),
                "opened": opened or as_opened(stored),
                "merged": merged if is_stale else None,
            },
        )

    def _may_press(self, request: HttpRequest) -> bool:
        """Whether the button that sent the form is one for this user."""
        return "publish" not in request.POST or self.may_publish(request)

    def _unchanged(self, request: HttpRequest, article: Article) -> HttpResponse:
        """For who comes too late: the article is in another state than the page they saw."""
        messages.error(
            request,
            f"المقال الآن {article.get_status_display()}، فلم يتغير شيء. "
            f"The article is {article.status} now: nothing was changed.",
        )
        return HttpResponseRedirect(self.address(article))

    def _review_title(self, article: Article) -> str:
        return {
            Article.Status.DRAFT: "معاينة قبل النشر",
            Article.Status.PUBLISHED: "مقال منشور",
            Article.Status.WITHDRAWN: "مقال مسحوب",
        }[Article.Status(article.status)]

    def _near_duplicate_of(self, request: HttpRequest, article: Article) -> Article | None:
        """The article whose text this one nearly has, where the user may see it."""
        if article.near_duplicate_of_id is None:
            return None
        seen = self.get_queryset(request).with_card_details()
        return seen.filter(pk=article.near_duplicate_of_id).first()

    def _save_review(
        self, request: HttpRequest, article: Article, details: DetailsForm, review: ReviewForm
    ) -> HttpResponse:
        """Raises RecordError, with nothing stored, for what the archive refuses."""
        wanted = details.to_details()
        publishing = "publish" in request.POST
        with transaction.atomic():
            done = self._decide(request, review)
            done += self._amend(request, article, wanted)
            if publishing:
                actions.publish(article, by=request.user)
                done.append("نُشر")
        if done:
            self.log_change(request, article, "، ".join(done))
        if publishing:
            messages.success(
                request,
                format_html(
                    "نُشر المقال ويقرؤه القراء الآن، ويظهر في البحث بعد فهرسته. "
                    '<a href="{}">عرضه كما يراه القارئ</a>',
                    article.get_absolute_url(),
                ),
            )
        else:
            messages.success(request, "حُفظت التعديلات." if done else "لم يتغير شيء.")
        return HttpResponseRedirect(self.address(article))

    def _decide(self, request: HttpRequest, review: ReviewForm) -> list[str]:
        cuts = list(review.cut_decisions())
        guesses = list(review.guess_decisions())
        for span, status in cuts:
            actions.decide_cut(span, status, by=request.user)
        for findings, status in guesses:
            actions.decide_findings(findings, status, by=request.user)
        return ["حُسم ما كان ظناً"] if cuts or guesses else []

    def _amend(self, request: HttpRequest, article: Article, wanted: Details) -> list[str]:
        """Store what differs from the article; the names of what was changed."""
        done, changes = [], {}
        outlet = wanted.outlet
        if isinstance(outlet, str):
            outlet = OutletBook().find_or_make(outlet)
        if outlet != article.outlet:
            changes["outlet"] = outlet
            done.append("المصدر")
        published = str(wanted.published or "")
        if (published, wanted.basis) != (article.published_on, article.basis):
            changes |= {"published": wanted.published, "basis": wanted.basis}
            done.append("التاريخ")
        if wanted.byline != article.byline:
            changes["byline"] = wanted.byline
            done.append("الكاتب")
        if wanted.url != article.url:
            changes["url"] = wanted.url
            done.append("الرابط")
        if changes:
            actions.amend(article, **changes, reason=wanted.reason, by=request.user)
        if wanted.title != article.title and article.status == Article.Status.DRAFT:
            actions.correct(
                article,
                title=wanted.title,
                body=body_with_markup(article.current_revision),
                reason="تعديل العنوان في المعاينة",
                by=request.user,
            )
            done.append("العنوان")
        return [f"عُدّل {name}" for name in done]

    def wording_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """A wording that was never public, for those who work on its article."""
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        revision = get_object_or_404(article.revisions, number=number)
        context = {"title": "صيغة لم تُنشر", "article": article, "revision": revision}
        return self.page(request, "wording.html", context)

    # Correcting the words: what will change is shown before it is saved.

    @for_article
    def correct_view(self, request: HttpRequest, article: Article) -> HttpResponse:
        if article.is_withdrawn:
            return self._unchanged(request, article)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        current = article.current_revision
        form = CorrectionForm(
            *sent(request),
            initial={
                "title": title_with_markup(current),
                "body": body_with_markup(current),
                "corrected": current.number,
            },
        )
        context = {"title": "تصحيح النص", "article": article, "form": form}
        if request.method == "POST" and form.is_valid():
            if form.cleaned_data["corrected"] != current.number:
                context |= self._merged_correction(request, article, form)
            elif "save" in request.POST and form.was_compared:
                try:
                    return self._correct(request, article, form)
                except RecordError as error:
                    form.add_error(None, str(error))
            else:
                context |= self._difference(article, form)
        return self.page(request, "correct.html", context)

    def _merged_correction(
        self, request: HttpRequest, article: Article, form: CorrectionForm
    ) -> dict[str, Any]:
        """A correction of an earlier text, put together with what colleagues made of it since.

        What doesn't clash is merged and shown; where both changed the same, rows ask which stays.
        """
        current, typed = article.current_revision, form.cleaned_data
        base = article.revisions.filter(number=typed["corrected"]).first()
        if base is None:
            form.add_error(None, CORRECTED_MEANWHILE)
            return {}
        mine = Wording(title=typed["title"], body=typed["body"])
        sides = (wording_of(base), wording_of(current), mine)
        rows = RowsForm(*sides, request.POST, labels=MERGE_LABELS, ask_all=False)
        if rows.is_valid():
            merged = CorrectionForm(
                {
                    "title": rows.wording.title,
                    "body": rows.wording.body,
                    "reason": typed["reason"],
                    "corrected": current.number,
                }
            )
            merged.is_valid()
            shown = self._difference(article, merged)
            return {"form": merged, "merged_with": current, **shown}
        if not request.POST.get("chosen"):
            rows = RowsForm(*sides, labels=MERGE_LABELS, ask_all=False)
        form.add_error(None, CORRECTED_MEANWHILE)
        return {"rows": rows, "current": current}

    def _difference(self, article: Article, form: CorrectionForm) -> dict[str, Any]:
        """What the correction would change, or an error on the form."""
        old = article.current_revision
        try:
            new = parse(form.cleaned_data["body"], title=form.cleaned_data["title"])
        except RecordError as error:
            form.add_error(None, str(error))
            return {}
        if (old.title, old.text) == (new.title, new.text):
            form.add_error(
                None,
                "النص كما هو: لم يُصحَّح شيء. عدّل النص أو العنوان ثم أعد المقارنة. "
                "The text is the same: nothing was corrected. Change it, then compare again.",
            )
            return {}
        return {
            "title_parts": list(compare_words(old.title, new.title)),
            "lines": list(compare_lines(old.text, new.text)),
        }

    def _correct(
        self, request: HttpRequest, article: Article, form: CorrectionForm
    ) -> HttpResponse:
        """Raises RecordError, with nothing stored, for what the archive refuses."""
        cleaned = form.cleaned_data
        actions.correct(
            article,
            title=cleaned["title"],
            body=cleaned["body"],
            reason=cleaned["reason"],
            by=request.user,
        )
        self.log_change(request, article, f"صُحّح النص: {cleaned['reason']}")
        messages.success(request, "حُفظ التصحيح نسخة جديدة. راجع ما فُهم منها.")
        return HttpResponseRedirect(self.address(article))

    # Withdrawing and restoring.

    @for_article
    def withdraw_view(self, request: HttpRequest, article: Article) -> HttpResponse:
        if not self.may_withdraw(request):
            raise PermissionDenied
        if not article.is_published:
            return self._unchanged(request, article)
        form = WithdrawalForm(*sent(request))
        if request.method == "POST" and form.is_valid():
            actions.withdraw(article, form.cleaned_data["reason"], by=request.user)
            self.log_change(request, article, f"سُحب: {article.withdrawn_reason}")
            messages.success(request, "سُحب المقال. اختفى من البحث، ويجيب عنوانه بسبب سحبه.")
            return HttpResponseRedirect(self.address(article))
        context = {"title": "سحب المقال", "article": article, "form": form}
        return self.page(request, "withdraw.html", context)

    @for_article
    def restore_view(self, request: HttpRequest, article: Article) -> HttpResponse:
        if not self.may_withdraw(request):
            raise PermissionDenied
        if not article.is_withdrawn:
            return self._unchanged(request, article)
        if request.method == "POST":
            actions.restore(article, by=request.user)
            self.log_change(request, article, "أُعيد بعد سحبه")
            messages.success(request, "أُعيد المقال منشوراً بعناوينه نفسها.")
            return HttpResponseRedirect(self.address(article))
        context = {"title": "إعادة المقال", "article": article}
        return self.page(request, "restore.html", context)


def _missing(article: Article) -> str:
    """What is not known of the article, as a list in words."""
    wanting = [] if article.outlet else ["المصدر"]
    wanting += [] if article.published_from else ["تاريخ النشر"]
    return "، ".join(wanting)


def _merged(request: HttpRequest, stored: dict[str, Any], seen: str) -> MergedDetails | None:
    """What was sent, merged with what is stored by now; None where it doesn't say what it saw."""
    opened = read_opened(request.POST.get("opened", ""))
    if opened is None:
        return None
    return merge(opened, stored, request.POST, chosen=request.POST.get("against") == seen)


def _with_values(sent: QueryDict, values: dict[str, str]) -> QueryDict:
    """What was sent, with other values in these fields."""
    data = sent.copy()
    for name, value in values.items():
        data.pop(name, None)
        if value:
            data[name] = value
    return data


def _seen(article: Article) -> str:
    """Names the state of an article that a page shows."""
    return f"{article.current_revision.number}-{article.changed_at.isoformat()}"

"""Withholding a passage or a wording, lifting it, and bringing an old wording back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from archive.admin.lists import sent
from archive.editing import withholding
from archive.editing.forms import BilingualForm
from archive.ingest.refusals import RecordError
from archive.models import Article, Withholding

if TYPE_CHECKING:
    from archive.admin.articles import ArticleAdmin


class ReasonForm(BilingualForm):
    reason = forms.CharField(
        label="السبب", max_length=500, help_text="يراه القراء.", widget=forms.TextInput
    )


class WithholdingDesk:
    """Each act asks for its reason on a page of its own."""

    def __init__(self, articles: ArticleAdmin) -> None:
        self.articles = articles

    def urls(self) -> list[URLPattern]:
        view = self.articles.admin_site.admin_view
        return [
            path(f"<path:object_id>/{address}/", view(act), name=f"archive_article_{name}")
            for address, act, name in (
                ("withhold/p/<slug:passage>", self.passage, "withhold_passage"),
                ("withhold/r/<int:number>", self.revision, "withhold_revision"),
                ("withhold/lift/<int:key>", self.lift, "lift"),
                ("bring-back/<int:number>", self.bring_back, "bring_back"),
            )
        ]

    def passage(self, request: HttpRequest, object_id: str, passage: str) -> HttpResponse:
        article = self._article(request, object_id, may=self.articles.may_withdraw(request))
        found = article.passages.filter(public_id=passage).first() or _missing()
        span = found.spans.select_related("revision").order_by("-revision__number").first()
        return self._ask(
            request,
            article,
            title="حجب مقطع",
            text=span.text if span else "",
            note="يُحجب المقطع فوراً من كل صيغ المقال ومن البحث، ويبقى رابطه يقول إنه حُجب ولماذا. "
            "لا يُحذف من الأرشيف، ويمكن رفع الحجب.",
            act=lambda reason: withholding.withhold_passage(found, reason, by=request.user),
        )

    def revision(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        article = self._article(request, object_id, may=self.articles.may_withdraw(request))
        found = article.revisions.filter(number=number).first() or _missing()
        return self._ask(
            request,
            article,
            title="حجب صيغة",
            text=found.title,
            note="تُحجب الصيغة كلها، ويبقى رابطها يقول إنها حُجبت ولماذا.",
            act=lambda reason: withholding.withhold_revision(found, reason, by=request.user),
        )

    def lift(self, request: HttpRequest, object_id: str, key: int) -> HttpResponse:
        article = self._article(request, object_id, may=self.articles.may_withdraw(request))
        standing = Withholding.objects.standing().filter(article=article)
        found = standing.filter(pk=key).first() or _missing()
        return self._ask(
            request,
            article,
            title="رفع الحجب",
            text=found.reason,
            note="يظهر ما حُجب في الصيغ التي كان فيها. صيغة اليوم لا تتغير: أعد صيغة سابقة إن شئت.",
            act=lambda reason: withholding.lift(found, reason, by=request.user),
        )

    def bring_back(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        may = self.articles.may_publish(request)
        article = self._article(request, object_id, may=may)
        found = article.revisions.filter(number=number).first() or _missing()
        return self._ask(
            request,
            article,
            title="إعادة صيغة سابقة",
            text=found.title,
            note="يصير نص هذه الصيغة نص المقال، في صيغة جديدة مع السبب.",
            act=lambda reason: withholding.restore_wording(found, reason, by=request.user),
        )

    def _article(self, request: HttpRequest, object_id: str, *, may: bool) -> Article:
        article = self.articles.get_object(request, object_id)
        if article is None:
            raise Http404
        if not may or not self.articles.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def _ask(
        self,
        request: HttpRequest,
        article: Article,
        *,
        title: str,
        text: str,
        note: str,
        act: Callable[[str], Any],
    ) -> HttpResponse:
        form = ReasonForm(*sent(request))
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                act(reason)
            except RecordError as error:
                form.add_error(None, str(error))
            else:
                self.articles.log_change(request, article, f"{title}: {reason}")
                messages.success(request, "حُفظ، ويراه القراء الآن.")
                return HttpResponseRedirect(self.articles.address(article))
        context = {"title": title, "article": article, "text": text, "note": note, "form": form}
        return self.articles.page(request, "withhold.html", context)


def _missing() -> NoReturn:
    raise Http404

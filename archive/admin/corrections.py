"""What readers ask to be corrected: the desk's list, and the page on which one is settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.admin.lists import PlainList, sent, shown_moment
from archive.editing import readers_corrections
from archive.editing.forms import BilingualForm
from archive.ingest.refusals import RecordError
from archive.models import Article, CorrectionRequest

State = CorrectionRequest.State


class AnswerForm(BilingualForm):
    answer = forms.CharField(
        label="ما قررته وسببه",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


@admin.register(CorrectionRequest)
class CorrectionRequestAdmin(PlainList):
    """For those who may publish: others see no reader's name or address."""

    list_display = ("shown_text", "article", "received", "state")
    list_filter = ("state",)
    list_select_related = ("article__current_revision",)
    list_per_page = 50
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.has_perm("archive.publish_article")

    has_change_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description="ما كتبه القارئ")
    def shown_text(self, asked: CorrectionRequest) -> str:
        return asked.text[:120]

    @admin.display(description="وصل في", ordering="received_at")
    def received(self, asked: CorrectionRequest) -> str:
        return shown_moment(asked.received_at)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        asked = self.get_object(request, object_id)
        if asked is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, asked):
            raise PermissionDenied
        form = AnswerForm(*sent(request))
        if request.method == "POST" and form.is_valid():
            state = State.ACCEPTED if "accept" in request.POST else State.DISMISSED
            answer = form.cleaned_data["answer"]
            try:
                readers_corrections.settle(asked, state, answer, by=request.user)
            except RecordError as error:
                form.add_error(None, str(error))
                asked.refresh_from_db()
            else:
                messages.success(request, "بُتّ في الطلب.")
                return HttpResponseRedirect(
                    reverse("admin:archive_correctionrequest_changelist") + "?state__exact=open"
                )
        seen = Article.objects.visible_to(request.user).filter(pk=asked.article_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "طلب تصحيح من قارئ",
            "asked": asked,
            "article": seen.with_card_details().first(),
            "form": form,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/archive/correctionrequest/settle.html", context)

"""How an article stands at the desk, beside its preview: who has it, and notes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from archive.editing import handling
from archive.editing.forms import BilingualForm
from archive.ingest.refusals import RecordError
from archive.models import Article

if TYPE_CHECKING:
    from archive.admin.articles import ArticleAdmin


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class HandlingForm(BilingualForm):
    assigned_to = forms.ModelChoiceField(
        label="أُسند إلى",
        queryset=User.objects.filter(is_active=True, is_staff=True).order_by("username"),
        required=False,
        empty_label="لا أحد",
    )
    ready = forms.BooleanField(label="جاهز للمراجعة", required=False)
    rights = forms.CharField(
        label="الحقوق",
        required=False,
        max_length=2000,
        help_text="لمن هي، وبأي إذن يُنشر هنا. للمحررين وحدهم.",
        widget=_area(2),
    )
    provenance = forms.CharField(
        label="كيف وصل",
        required=False,
        max_length=2000,
        help_text="ممن أُخذ ومتى وكيف. للمحررين وحدهم.",
        widget=_area(2),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def to_wanted(self) -> handling.Wanted:
        cleaned = self.cleaned_data
        return handling.Wanted(
            **{name: cleaned[name] for name in ("assigned_to", "ready", "rights", "provenance")}
        )


class NoteForm(BilingualForm):
    text = forms.CharField(label="ملاحظة للزملاء", max_length=4000, widget=_area(3))


class HandlingDesk:
    """The page beside the admin of articles that takes what its preview asks of the desk."""

    def __init__(self, admin: ArticleAdmin) -> None:
        self.admin = admin

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.handling_view)
        return [path("<int:key>/desk/", view, name="archive_article_desk")]

    def handling_view(self, request: HttpRequest, key: int) -> HttpResponse:
        article = self.admin.get_queryset(request).with_card_details().filter(pk=key).first()
        if article is None:
            raise Http404
        if not self.admin.has_view_or_change_permission(request, article):
            raise PermissionDenied
        may_change = self.admin.has_change_permission(request, article)
        about = HandlingForm(
            request.POST if "handle" in request.POST else None,
            initial=_initial(article),
            auto_id="desk_%s",
        )
        note = NoteForm(request.POST if "note" in request.POST else None, auto_id="note_%s")
        if request.method == "POST":
            if not (may_change if "handle" in request.POST else self._may_note(request)):
                raise PermissionDenied
            try:
                if done := self._done(request, article, about, note):
                    messages.success(request, done)
                    return HttpResponseRedirect(request.path)
            except RecordError as error:
                about.add_error(None, str(error))
        context = {
            "title": "عمل المكتب",
            "article": article,
            "about": about,
            "note": note,
            "may_change": may_change,
            "may_note": self._may_note(request),
            "errors": [*about.errors.values(), *note.errors.values()],
            "notes": article.notes.all(),
            "tags": article.tags.all(),
        }
        return self.admin.page(request, "desk.html", context)

    def _may_note(self, request: HttpRequest) -> bool:
        return self.admin.has_change_permission(request)

    def _done(
        self, request: HttpRequest, article: Article, about: HandlingForm, note: NoteForm
    ) -> str:
        """What was done, in words; empty where a form is wrong."""
        if about.is_valid():
            seen = about.cleaned_data["seen"]
            changed = handling.handle(article, about.to_wanted(), seen=seen, by=request.user)
            return "حُفظ." if changed else "لم يتغير شيء."
        if note.is_valid():
            handling.note(article, note.cleaned_data["text"], by=request.user)
            return "كُتبت الملاحظة."
        return ""


def _initial(article: Article) -> dict[str, Any]:
    stands = handling.standing(article)
    return {
        "assigned_to": stands.assigned_to_id,
        "ready": stands.ready_at is not None,
        "rights": stands.rights,
        "provenance": stands.provenance,
        "seen": handling.state(stands),
    }

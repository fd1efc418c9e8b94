"""A reader's word to the desk, at the foot of an article.

Readers have no session and no cookie. What is sent carries a signed moment instead: it was asked
for from this archive's own page, a few seconds ago at least and a day at most.
"""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address
from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.editing import readers_corrections
from archive.editing.forms import check_printable
from archive.models import Article, Passage
from archive.views import visible

SALT = "archive.correction"


class CorrectionRequestForm(forms.Form):
    """What a reader writes; `website` is left empty by people and filled in by programs."""

    text = forms.CharField(
        label=_("What is wrong, and how do you know?"),
        max_length=settings.READER_LIMITS.text,
        validators=[check_printable],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={
            "required": _("Write what is wrong."),
            "max_length": _("At most %(limit_value)d characters are taken."),
        },
    )
    contact = forms.EmailField(
        label=_("Your e-mail, if you want an answer"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
        error_messages={"invalid": _("This is no e-mail address. Leave it empty, or mend it.")},
    )
    website = forms.CharField(required=False)
    asked = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.initial["asked"] = asked_now(article)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty."))
        return ""

    def clean_asked(self) -> str:
        asked = self.cleaned_data["asked"]
        limits = settings.READER_LIMITS
        try:
            told = signing.loads(asked, salt=SALT, max_age=limits.longest)
        except signing.BadSignature:
            raise ValidationError(_("The page was open too long. Send it again.")) from None
        if told != self.article.public_id:
            raise ValidationError(_("The page was open too long. Send it again."))
        return asked


def asked_now(article: Article) -> str:
    """Says when the form was asked for, and about which article."""
    return signing.dumps(article.public_id, salt=SALT)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form, and where it is sent to; a withdrawn article has none."""
    try:
        article = visible.visible_article(request, public_id)
    except visible.WithdrawnError as error:
        return render(request, "410.html", {"article": error.article}, status=410)
    passage = _passage(article, request.GET.get("passage", ""))
    data = request.POST if request.method == "POST" else None
    form, status = CorrectionRequestForm(article, data), 200
    if data is not None:
        status = 422
        if form.is_valid():
            try:
                return _taken_in(request, article, passage, form)
            except readers_corrections.FloodError:
                form.add_error(
                    None,
                    _("Too much was sent lately. What you wrote is still here: send it later."),
                )
                status = 429
        form.data = {**data.dict(), "asked": asked_now(article)}
    context = {
        "article": article,
        "passage": passage,
        "form": form,
        "sent": "sent" in request.GET,
    }
    response = render(request, "archive/correction.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _taken_in(
    request: HttpRequest, article: Article, passage: Passage | None, form: CorrectionRequestForm
) -> HttpResponse:
    readers_corrections.take_in(
        article,
        form.cleaned_data["text"],
        passage=passage,
        contact=form.cleaned_data["contact"],
        address=get_client_ip_address(request),
    )
    return HttpResponseRedirect(f"{request.path}?sent=1")


def _passage(article: Article, public_id: str) -> Passage | None:
    return article.passages.filter(public_id=public_id).first() if public_id else None

"""What someone sent after their session had ended: kept while they log in, then sent again."""

from __future__ import annotations

import json

from django.conf import settings
from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import UnreadablePostError

UNREADABLE = (UnreadablePostError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# Who logged in with this browser lately may send a long text without a session: it is kept for
# them. Signed, so that nobody else's is read.
COOKIE = "archive-editor"
COOKIE_DAYS = 30
PATH = "/admin/"

LONGEST_CHOICE = 40  # characters of what a form sends without anyone typing it

Fields = list[tuple[str, str]]


def fields_of(data: QueryDict) -> Fields:
    """The fields of a form, without what belongs to one session; none where it has a secret."""
    fields = [(name, str(value)) for name, values in data.lists() for value in values]
    if any("password" in name for name, _ in fields):
        return []
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]


def sent_fields(request: HttpRequest) -> tuple[Fields, list[str]]:
    """What was sent, and the names of files, which can't be sent again."""
    try:
        files = [str(file.name) for _, sent in request.FILES.lists() for file in sent]
        return fields_of(request.POST), files
    except UNREADABLE:
        return [], []


def as_kept(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False)


def read_kept(request: HttpRequest) -> Fields:
    """The fields that a page of logging in carries; none for what isn't such fields."""
    try:
        kept = json.loads(request.POST.get("kept", "") or "[]")
        return [(str(name), str(value)) for name, value in kept]
    except (TypeError, ValueError):
        return []


def remember_editor(request: HttpRequest, response: HttpResponse) -> None:
    """Let this browser send long texts for some days after its session ended."""
    response.set_cookie(
        COOKIE,
        signing.dumps(request.user.pk, salt=COOKIE),
        max_age=COOKIE_DAYS * 24 * 60 * 60,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_editor(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH)


def was_editor(request: HttpRequest) -> bool:
    """Whether someone logged in with this browser lately and didn't log out."""
    try:
        signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_DAYS * 24 * 60 * 60
        )
    except signing.BadSignature:
        return False
    return True


def is_typed(value: str) -> bool:
    """Whether a person wrote it, as far as one can tell from it."""
    return len(value) > LONGEST_CHOICE or any(letter.isspace() for letter in value)


def typed(fields: Fields) -> list[str]:
    """What a person wrote of it, to be shown; not what a page says that it was opened with."""
    words = (value for name, value in fields if name != "opened")
    return [value for value in words if any(letter.isspace() for letter in value.strip())]

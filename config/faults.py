"""What is answered to a request that can't be taken in, or not now."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse

from archive.editing.resending import is_typed
from archive.ingest.refusals import will_pass

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def nothing_is_taken() -> HttpResponse:
    """For whoever sends something to an address that only shows."""
    return HttpResponse(render_to_string("413.html"), status=413)


def length_required() -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=411)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for more than the archive takes at once, saying how much that is; 400 for the rest."""
    if isinstance(exception, TOO_MUCH):
        most = {
            "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            "megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20,
        }
        return HttpResponse(render_to_string("413.html", most), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where database or disk refuse for now, 500 for mistakes of the archive itself."""
    if will_pass(sys.exc_info()[1]):
        return unavailable(request)
    return HttpResponseServerError(render_to_string("500.html"))


def unavailable(request: HttpRequest) -> HttpResponse:
    """Asks the database nothing. Who sent a form finds in it what they sent, to send it again."""
    if request.method == "POST" and request.path_info.startswith(reverse("admin:index")):
        page = render_to_string("503_unsaved.html", _sent(request))
    else:
        page = render_to_string("503_busy.html")
    return HttpResponse(page, status=503, headers={"Retry-After": "60"})


def _sent(request: HttpRequest) -> dict[str, object]:
    """The fields of a form. Those with a secret are not printed, so it can't be sent again."""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        files = [file.name for _, sent in request.FILES.lists() for file in sent]
    except (UnreadablePostError, *TOO_MUCH):
        fields, files = [], []
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    secret = any("password" in name for name, _ in fields)
    return {
        "typed": [] if secret else [one for one in fields if is_typed(one[1])],
        "chosen": [] if secret else [one for one in fields if not is_typed(one[1])],
        "files": files,
        "again": bool(fields) and not secret and not files,
        "csrf_token": get_token(request),
    }

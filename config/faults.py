"""What is answered to a request that can't be taken in."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

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

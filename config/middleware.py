"""What holds for every page: headers of answers, and what strangers may send."""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

from archive.editing.resending import was_editor
from archive.ingest.refusals import will_pass
from config import faults

CORRECTION = re.compile(r"(?:/en)?/a/[\w-]+/correction/")

logger = logging.getLogger(__name__)

# Scripts and styles come from files of this archive only; pictures also from data: addresses,
# which the admin's own style sheets use.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurityPolicy:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class KeptByCaches:
    """What a view leaves open: pages are asked for again each time, so a withdrawal shows at once.

    What was made for someone who has logged in may hold drafts: nothing keeps that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        logged_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        kept = "private, no-store" if logged_in else "no-cache"
        response.headers.setdefault("Cache-Control", kept)
        return response


class BodiesAreForTheAdmin:
    """What is sent to an address that takes nothing is refused before anything reads it.

    Beside the admin one address takes something, and little: a reader's correction.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(reverse("admin:index")):
            if (_length(request) or _is_chunked(request)) and not _is_correction(request):
                return self._refuse(request)
        elif _is_chunked(request):  # nobody could tell how much is to come
            return faults.length_required()
        elif _length(request) > settings.LIMITS.sent:
            raise RequestDataTooBig
        return self.get_response(request)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        """A small form sent to the wrong place is told the rule, anything else that it is much."""
        small = not _is_chunked(request) and _length(request) <= settings.LIMITS.stray
        if small and request.method not in ("GET", "HEAD", "OPTIONS"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return faults.nothing_is_taken()


class NothingSaved:
    """503, with what was sent, where database or disk refuse for now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not will_pass(error):
            return None
        logger.warning("%s could not be answered", request.path, exc_info=error)
        return faults.unavailable(request)


class StrangersSendLittle:
    """Before someone has logged in, nothing longer than a name and a password is read.

    Who logged in with this browser lately may have written for longer than their session held.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_long = _length(request) > settings.LOGIN_LIMITS.form
        if is_long and not request.user.is_authenticated and not was_editor(request):
            login = reverse(settings.LOGIN_URL)
            if request.path == login:
                raise RequestDataTooBig
            if request.path.startswith(reverse("admin:index")):
                return redirect_to_login(request.path, login)
        return self.get_response(request)


def _is_correction(request: HttpRequest) -> bool:
    if request.method != "POST" or _is_chunked(request):
        return False
    if _length(request) > settings.READER_LIMITS.form:
        return False
    return CORRECTION.fullmatch(request.path_info) is not None


def _is_chunked(request: HttpRequest) -> bool:
    return "HTTP_TRANSFER_ENCODING" in request.META


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0

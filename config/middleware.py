"""Response headers that hold for every page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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

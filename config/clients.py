"""Where a request came from, when the archive stands behind its own proxy."""

from django.http import HttpRequest


def address_behind_proxy(request: HttpRequest) -> str:
    """The address that the proxy saw: the last one it wrote into X-Forwarded-For.

    What a client itself sends in that header comes before it, and counts for nothing.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")

"""The way back from a page of the archive to the results that it was opened from."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def results_before(context: template.Context) -> str:
    """The address of the results that the reader comes from; nothing for whoever doesn't.

    The address of a passage is made to be copied, so that it carries no search.
    """
    request = context["request"]
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or before.path != reverse("search:results"):
        return ""
    return f"{before.path}?{before.query}"

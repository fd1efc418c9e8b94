"""Words of a search, marked on the pages of the archive that were opened from its results."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.urls import reverse

from archive.models import Article, Revision
from search.engines.plan import Matches
from search.errors import IndexUnavailable
from search.forms import SearchForm
from search.queries import matches_in

register = template.Library()


@register.simple_tag(takes_context=True)
def searched_words(
    context: template.Context, article: Article, revision: Revision
) -> Matches | None:
    """Where the article answers the `q` of the page's address.

    Only the text as it stands today is indexed: an older revision is shown without marks, and
    so is everything while the index can't answer.
    """
    request = context["request"]
    if not request.GET.get("q") or revision.pk != article.current_revision_id:
        return None
    form = SearchForm(request.GET)
    if not form.is_valid():
        return None
    try:
        return matches_in(form.to_query(), article)
    except IndexUnavailable:
        return None


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

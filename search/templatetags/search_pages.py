"""Words of a search, marked on the pages of the archive that were opened from its results."""

from __future__ import annotations

from django import template

from archive.models import Article, Revision
from search.errors import IndexUnavailable
from search.forms import SearchForm
from search.plans import Matches
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

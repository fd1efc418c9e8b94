"""Words of a search, marked on the pages of articles that were opened from its results."""

from __future__ import annotations

from django.dispatch import receiver
from django.http import HttpRequest

from archive.models import Article
from archive.signals import article_opened
from search.engines.plan import Matches
from search.errors import IndexUnavailable
from search.forms import SearchForm
from search.queries import matches_in


@receiver(article_opened, sender=Article)
def searched_words(request: HttpRequest, article: Article, **kwargs: object) -> Matches | None:
    """Where the article answers the `q` of the page's address; nothing while the index can't."""
    if not request.GET.get("q"):
        return None
    form = SearchForm(request.GET)
    if not form.is_valid():
        return None
    try:
        return matches_in(form.to_query(), article)
    except IndexUnavailable:
        return None

"""What tests of pages ask of a page and of an article."""

from __future__ import annotations

import re
from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags

from archive.models import Article, PassageSpan


def shown(response) -> str:
    """The page as words, spaces flattened."""
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


def passage_of(article: Article, ordinal: int = 1) -> PassageSpan:
    return article.current_revision.spans.select_related("passage", "revision").get(ordinal=ordinal)


def all_pages(article: Article) -> list[str]:
    """Every address that would show the article."""
    passage = passage_of(article).passage
    return [
        article.get_absolute_url(),
        reverse("archive:revision", args=[article.public_id, 1]),
        reverse("archive:diff", args=[article.public_id, 1, 1]),
        passage.get_absolute_url(),
        reverse("archive:passage_revision", args=[passage.public_id, 1]),
    ]

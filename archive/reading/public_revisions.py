"""The wordings that readers could see of articles that had several: those with a public number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Length

from archive.models import Article, Revision


@dataclass(frozen=True, slots=True)
class Revised:
    """Articles with several public wordings, as many as may be read at once.

    `wordings` are those of each article, the first before the later. `all_looked_at` says
    whether there are no others.
    """

    wordings: list[list[Revision]]
    all_looked_at: bool


def revised_articles(most: int, most_letters: int) -> Revised:
    """The published articles whose public text was another before, the last changed first.

    At most so many of them, with so many letters together; in three queries.
    """
    revised = Article.objects.published().filter(current_revision__public_number__gt=1)
    listed = list(revised.select_related("outlet").order_by("-changed_at", "-pk")[: most + 1])
    articles = {article.pk: article for article in listed[:most]}
    by_article: dict[int, list[Any]] = defaultdict(list)
    for revision in _without_texts(articles):
        by_article[revision.article_id].append(revision)
    room, kept = most_letters, []
    for pk in articles:
        public = by_article[pk]
        room -= sum(revision.letters for revision in public)
        if room < 0:
            break
        if len(public) > 1:
            kept.append(public)
    texts = Revision.objects.in_bulk([revision.pk for public in kept for revision in public])
    for revision in texts.values():
        revision.article = articles[revision.article_id]
    wordings = [[texts[revision.pk] for revision in public] for public in kept]
    return Revised(wordings, all_looked_at=room >= 0 and len(listed) <= most)


def _without_texts(articles: Iterable[int]) -> Iterable[Any]:
    """The public revisions of these articles in order, with the number of their letters."""
    revisions = Revision.objects.public().whole().filter(article__in=articles)
    revisions = revisions.order_by("article", "public_number")
    return revisions.defer("title", "text").annotate(letters=Length("text"))

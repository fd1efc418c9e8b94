"""The wordings that readers could see: revisions of published articles from the first that was
public on, without those that came and went while the article was a draft or withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models.functions import Length

from archive.models import Article, Decision, Revision

OPENS = (Decision.Kind.PUBLISHED, Decision.Kind.RESTORED)
CLOSES = (Decision.Kind.WITHDRAWN,)
NEVER = datetime.max.replace(tzinfo=UTC)

Span = tuple[datetime, datetime]


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

    At most so many of them, with so many letters together; in four queries.
    """
    revised = Article.objects.published().filter(current_revision__number__gt=1)
    listed = list(revised.select_related("outlet").order_by("-changed_at", "-pk")[: most + 1])
    articles = {article.pk: article for article in listed[:most]}
    spans = _public_spans(articles)
    by_article: dict[int, list[Revision]] = defaultdict(list)
    for revision in _without_texts(articles):
        by_article[revision.article_id].append(revision)
    room, kept = most_letters, []
    for pk, article in articles.items():
        public = list(_public(by_article[pk], spans[pk], article))
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
    """The revisions of these articles in order, with the number of their letters."""
    revisions = Revision.objects.filter(article__in=articles).order_by("article", "number")
    return revisions.defer("title", "text").annotate(letters=Length("text"))


def _public_spans(articles: Iterable[int]) -> dict[int, list[Span]]:
    """When each article was public."""
    spans: dict[int, list[Span]] = defaultdict(list)
    since: dict[int, datetime] = {}
    decided = Decision.objects.filter(article__in=articles, kind__in=(*OPENS, *CLOSES))
    for article, kind, moment in decided.order_by("pk").values_list("article", "kind", "made_at"):
        if kind in OPENS:
            since.setdefault(article, moment)
        elif article in since:
            spans[article].append((since.pop(article), moment))
    for article, moment in since.items():
        spans[article].append((moment, NEVER))
    return spans


def _public(
    revisions: Sequence[Revision], spans: Sequence[Span], article: Article
) -> Iterator[Revision]:
    """Those of an article's revisions, in order, that were its text while it was public."""
    ends = [revision.captured_at for revision in revisions[1:]]
    for revision, end in zip(revisions, [*ends, NEVER], strict=True):
        if revision.pk == article.current_revision_id:
            yield revision
            return  # what has a higher number waits for an editor
        if any(since < end and revision.captured_at < until for since, until in spans):
            yield revision

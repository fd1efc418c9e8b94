"""Which articles have the text of an earlier one."""

from __future__ import annotations

from collections.abc import Sequence

from archive.ingest.near_duplicates import have_same_text
from archive.models import Article, SettledPair


def same_texts(article_ids: Sequence[int]) -> dict[int, int]:
    """For those of these published articles whose text an earlier article has: which one.

    Only what ingest found to be near-duplicates is compared, and an editor's word goes first. The
    earlier one may be hidden, which keeps its copies together all the same.
    """
    pairs = Article.objects.published().filter(
        pk__in=article_ids, near_duplicate_of__current_revision__isnull=False
    )
    rows = pairs.values_list(
        "pk",
        "near_duplicate_of",
        "current_revision__text",
        "near_duplicate_of__current_revision__text",
    )
    told = SettledPair.objects.told_the_same(article_ids)
    return {
        article: earlier
        for article, earlier, text, other in rows
        if earlier is not None and (article in told or have_same_text(text, other))
    }

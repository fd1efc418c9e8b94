"""What tests of search ask again and again."""

from __future__ import annotations

from search.queries import Query, find


def titles(words: str, **choices: object) -> list[str]:
    """The titles of the articles with all the words."""
    found = find(Query(words=words, **choices))
    return [result.article.title for result in found[: found.total]]

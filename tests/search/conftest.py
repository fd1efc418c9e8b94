"""Fixtures of the search tests: articles in a real index, in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from archive.models import Article
from search import authorities, indexing
from tests.factories import make_article


@pytest.fixture
def names_are_fresh() -> Iterator[None]:
    """The names that queries remember are those of this test's database."""
    authorities.forget()
    yield
    authorities.forget()


@pytest.fixture
def published(db, archive_folders, names_are_fresh) -> Callable[..., list[Article]]:
    """Publishes articles, one a text, and indexes them.

    A text is a title, or a pair of title and text.
    """

    def publish(*texts: str | tuple[str, str], **fields: object) -> list[Article]:
        articles = []
        for given in texts:
            title, text = given if isinstance(given, tuple) else (given, f"{given}.")
            articles.append(make_article(title, text, **fields))
        indexing.drain()
        return articles

    return publish

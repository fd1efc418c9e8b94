"""Fixtures of the search tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.models import Article


@pytest.fixture
def published(indexed) -> Callable[..., list[Article]]:
    """Publishes articles, one a text, and indexes them."""
    return indexed

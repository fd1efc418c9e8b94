"""What several rooms of the archive are tested with."""

import pytest
from django.db import transaction

from archive.signals import articles_changed


@pytest.fixture
def announced():
    """The keys of articles announced as changed, with whether a transaction was open."""
    heard: list[tuple[list[int], bool]] = []

    def listen(article_ids, **kwargs):
        heard.append((article_ids, transaction.get_connection().in_atomic_block))

    articles_changed.connect(listen)
    yield heard
    articles_changed.disconnect(listen)

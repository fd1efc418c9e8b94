"""What several rooms of the archive are tested with."""

from __future__ import annotations

import pytest
from django.db import transaction

from archive.citing.references import Citable
from archive.models import PassageSpan
from archive.signals import articles_changed

TEXT = "موعد الانسحاب ثابت.\n\nوأضاف أن الجدول لم يتغير."


@pytest.fixture
def announced():
    """The keys of articles announced as changed, with whether a transaction was open."""
    heard: list[tuple[list[int], bool]] = []

    def listen(article_ids, **kwargs):
        heard.append((article_ids, transaction.get_connection().in_atomic_block))

    articles_changed.connect(listen)
    yield heard
    articles_changed.disconnect(listen)


@pytest.fixture
def stored_passage(store_text):
    """The first passage of a stored article; keywords go to the store."""

    def make(text: str = TEXT, **options: object):
        options.setdefault("publish", True)
        article = store_text(text, **options).article
        return PassageSpan.objects.get(revision__article=article, ordinal=1).passage

    return make


@pytest.fixture
def cited(store_text, make_source):
    """A passage as it is cited: `cited(text, published_on="2021-11", …)`."""

    def cite(text: str = TEXT, **options: object) -> Citable:
        options.setdefault("title", "الانسحاب في موعده")
        article = store_text(text, publish=True, **options).article
        return Citable.from_span(PassageSpan.objects.get(revision__article=article, ordinal=2))

    return cite

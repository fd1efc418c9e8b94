"""An article and its text, to which the database holds."""

import pytest

from archive.models import Article, Revision


@pytest.fixture
def article(store_text) -> Article:
    return store_text("نص المقال كاملاً كما نُشر.", record_id="a1", publish=True).article


@pytest.fixture
def revision(article) -> Revision:
    return article.current_revision

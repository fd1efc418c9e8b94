"""Articles to be shown on pages."""

from __future__ import annotations

import pytest

from archive.editing import actions
from archive.models import Article
from tests.factories import TEXT, make_article


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""


@pytest.fixture
def corrected() -> Article:
    article = make_article()
    return actions.correct(
        article,
        title=article.title,
        body=TEXT.replace("ثابت", "متغير"),
        reason="خطأ في النقل",
    )

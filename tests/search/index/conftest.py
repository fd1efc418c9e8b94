"""An archive of a few articles, its index, and articles that can't be indexed."""

import pytest

from search.engines.whoosh import forward_index
from search.index import outbox
from tests.search.index.helpers import write


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has an index of its own."""


@pytest.fixture
def article():
    return write("الكاظمي في أربيل", "وصل رئيس الوزراء مصطفى الكاظمي إلى أربيل صباح اليوم.")


@pytest.fixture
def archive(article):
    """Enough articles that one more is a small change."""
    others = [write(f"خبر رقم {number}", f"نص الخبر رقم {number} عن بغداد.") for number in range(8)]
    outbox.drain()
    return [article, *others]


@pytest.fixture
def fails(monkeypatch):
    """Makes articles whose text holds a word impossible to analyse."""
    analyse = forward_index.analyse

    def make(word: str) -> None:
        def analyse_or_fail(documents):
            if any(word in document.text for document in documents):
                raise ValueError("a page of this article is missing")
            return analyse(documents)

        for module in ("index", "parallel", "writer"):
            monkeypatch.setattr(f"search.engines.whoosh.{module}.analyse", analyse_or_fail)

    return make

"""Which words of an article are marked when it is opened from a search."""

import shutil

import pytest

from archive.editing import actions
from archive.signals import article_opened
from search.index import outbox
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has an index of its own."""


@pytest.fixture
def article():
    article = make_article("موعد الانسحاب", "موعد الانسحاب ثابت كما قال الناطق.")
    outbox.drain()
    return article


def marked(client, address: str, **asked: str) -> int:
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode().count("<mark ")


def test_the_words_of_the_search_are_marked(client, article):
    assert marked(client, article.get_absolute_url(), q="موعد") == 2


def test_without_a_search_nothing_is_marked(client, article):
    assert marked(client, article.get_absolute_url()) == 0


@pytest.mark.parametrize("asked", [{"q": "موعد", "from": "yesterday"}, {"q": "سفارة"}])
def test_a_search_that_is_not_understood_or_finds_nothing_marks_nothing(client, article, asked):
    assert marked(client, article.get_absolute_url(), **asked) == 0


def test_a_revision_that_is_not_indexed_is_shown_without_marks(client, article):
    first = article.current_revision
    actions.correct(article, title="موعد الانسحاب", body="تأجل موعد الانسحاب.", reason="تصحيح")
    outbox.drain()

    assert marked(client, first.get_absolute_url(), q="موعد") == 0
    assert marked(client, article.get_absolute_url(), q="موعد") == 2


def test_without_an_index_the_article_opens_without_marks(client, article, settings):
    shutil.rmtree(settings.ARCHIVE_INDEX)

    assert marked(client, article.get_absolute_url(), q="موعد") == 0


def test_without_anybody_who_searches_the_article_opens(client, article, monkeypatch):
    monkeypatch.setattr(article_opened, "receivers", [])

    assert marked(client, article.get_absolute_url(), q="موعد") == 0

"""What Haystack's own API and commands come to."""

import pytest
from django.core.management import CommandError, call_command
from haystack.query import SearchQuerySet

from tests.search.index.helpers import found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has an index of its own."""


@pytest.fixture
def article(indexed):
    """One of two, so that what finds all is noticed."""
    article, _ = indexed("الكاظمي في أربيل", "خبر عن بغداد")
    return article


def test_haystacks_own_api_answers_plain_words_and_refuses_the_rest(article):
    assert SearchQuerySet().filter(content="الكاظمي").count() == 1
    assert [int(hit.pk) for hit in SearchQuerySet().auto_query("كاظمي أربيل")] == [article.pk]
    with pytest.raises(NotImplementedError, match=r"search[.]queries"):
        len(SearchQuerySet().filter(outlet="reuters"))


@pytest.mark.parametrize("command", ["rebuild_index", "update_index"])
def test_haystacks_commands_keep_the_index_whole(article, command):
    call_command(command)

    assert found("الكاظمي") == [article.pk]


def test_the_index_is_never_emptied(article):
    with pytest.raises(CommandError, match="rebuild_index"):
        call_command("clear_index", interactive=False)

    assert found("الكاظمي") == [article.pk]

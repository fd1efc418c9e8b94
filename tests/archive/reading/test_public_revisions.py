"""The wordings that readers could see."""

from __future__ import annotations

import pytest

from archive.editing import actions
from archive.reading.public_revisions import revised_articles
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""


def numbers(**limits) -> list[list[int]]:
    limits = {"most": 10, "most_letters": 10_000, **limits}
    return [[one.public_number for one in each] for each in revised_articles(**limits).wordings]


def corrected(article, body: str):
    return actions.correct(article, title="عنوان", body=body, reason="تصحيح")


def test_wordings_count_from_the_first_that_was_public():
    article = corrected(make_article(text="نص المسودة الأولى.", status="draft"), "نص الثانية.")
    assert numbers() == []

    actions.publish(article)
    assert numbers() == []

    corrected(article, "نص الثالثة.")
    assert numbers() == [[1, 2]]


def test_a_wording_that_came_and_went_while_the_article_was_withdrawn_was_never_public():
    article = make_article(text="نص أول.")
    actions.withdraw(article, "سبب")
    corrected(article, "نص ثان.")
    corrected(article, "نص ثالث.")
    assert numbers() == []

    actions.restore(article)
    assert numbers() == [[1, 2]]


def test_a_draft_that_an_import_publishes_anew_shows_no_wording_of_the_draft(store_text):
    store_text("نص المسودة.", record_id="a")
    store_text("نص منشور.", record_id="a", publish=True)
    assert numbers() == []

    store_text("نص منشور ثان.", record_id="a", publish=True)
    assert numbers() == [[1, 2]]


def test_so_many_articles_and_letters_are_read_and_the_rest_is_said():
    for number in range(3):
        corrected(make_article(text=f"نص {number} أول."), f"نص {number} ثان.")

    assert len(numbers()) == 3
    assert revised_articles(10, 10_000).all_looked_at
    assert not revised_articles(2, 10_000).all_looked_at
    assert len(numbers(most=2)) == 2
    assert not revised_articles(10, 30).all_looked_at
    assert len(numbers(most_letters=30)) == 1


def test_so_many_revisions_cost_the_same_few_queries(django_assert_num_queries):
    for number in range(4):
        corrected(make_article(text=f"نص {number} أول."), f"نص {number} ثان.")

    with django_assert_num_queries(3):
        revised_articles(10, 10_000)

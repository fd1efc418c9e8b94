"""Articles are found by who wrote them: beside other words, as a phrase and by «الكاتب:»."""

from __future__ import annotations

import pytest

from archive.editing import actions
from archive.models import Source
from search.index import outbox
from search.index.credits import credited
from search.queries import Query, find
from search.query import bylines
from tests.factories import make_entity
from tests.search.helpers import titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def authors(published):
    bylines.forget()
    published("سوق المدينة", byline="نبراس السلماني")
    published("سوق الضاحية", byline="هالة الجواري، البصرة")
    published("نبراس الطريق")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("نبراس السلماني", ["سوق المدينة"], id="name"),
        pytest.param("السلماني", ["سوق المدينة"], id="surname"),
        pytest.param('"هالة الجواري"', ["سوق الضاحية"], id="phrase"),
        pytest.param("هالة سوق", ["سوق الضاحية"], id="beside-a-word-of-the-text"),
        pytest.param("الكاتب:نبراس", ["سوق المدينة"], id="field"),
        pytest.param("الكاتب: هالة الجواري سوق", ["سوق الضاحية"], id="field-with-a-full-name"),
        pytest.param("سوق -الكاتب:هالة", ["سوق المدينة"], id="excluded"),
        pytest.param("author:السلماني", ["سوق المدينة"], id="field-in-english"),
        pytest.param("الكاتبة:هالة", ["سوق الضاحية"], id="field-of-a-woman"),
        pytest.param("بقلم نبراس السلماني", ["سوق المدينة"], id="by"),
        pytest.param("سوق بقلم هالة", ["سوق الضاحية"], id="by-behind-words"),
    ],
)
def test_an_author_finds_the_articles_that_carry_the_name(typed, found):
    assert titles(typed) == found


def test_the_card_shows_the_name_by_which_an_article_was_found():
    (result,) = find(Query(words="السلماني"))[:1]

    assert [(run.text, run.marked) for run in result.byline] == [
        ("نبراس ", False),
        ("السلماني", True),
    ]
    assert not any(run.marked for snippet in result.snippets for run in snippet.runs)


def test_a_withdrawn_article_is_not_found_by_its_author(published):
    (article,) = published("سوق الميناء", byline="وسن البدري")
    actions.withdraw(article, "طلب صاحب الحق")

    assert titles("الكاتب:البدري") == []
    assert titles("وسن البدري") == []


def test_a_corrected_name_is_found_at_once(published):
    (article,) = published("سوق الميناء", byline="وسن البدري")
    actions.amend(article, byline="وسن الكعبي", reason="سبب")
    outbox.drain()

    assert titles("وسن الكعبي") == ["سوق الميناء"]
    assert titles("وسن البدري") == []


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        pytest.param("هالة الجواري", "هالة الجواري", id="name"),
        pytest.param("بقلم: هالة الجواري", "هالة الجواري", id="by"),
        pytest.param("هالة الجواري، بغداد", "هالة الجواري", id="place-behind"),
        pytest.param("بغداد - هالة الجواري", "هالة الجواري", id="place-before"),
        pytest.param("هالة الجواري / نبراس السلماني", "هالة الجواري، نبراس السلماني", id="two"),
        pytest.param("هالة الجواري وسنان الراوي", "هالة الجواري، سنان الراوي", id="and"),
        pytest.param("هالة الجواري ووسام الراوي", "هالة الجواري، وسام الراوي", id="and-and-waw"),
        pytest.param("هالة وليد الجواري", "هالة وليد الجواري", id="name-with-waw"),
        pytest.param("مكتب البصرة", "", id="desk"),
        pytest.param("دجلة برس", "", id="outlet"),
        pytest.param("بغداد", "", id="place"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_only_names_of_a_byline_are_indexed(byline, names):
    make_entity("baghdad", "بغداد", "place")
    Source.objects.create(slug="dijla", name_ar="دجلة برس")

    assert credited(byline) == names

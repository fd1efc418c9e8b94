"""How many of the words an article holds is said truthfully, of each card and of a whole group."""

from __future__ import annotations

import pytest

from search.queries import MostHeld, Query, find
from tests.factories import make_entity

pytestmark = pytest.mark.django_db


def held(words: str) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    """By title, of the articles that lack words: how many they hold, of how many, which not."""
    found = find(Query(words=words))
    return {
        one.article.title: (one.held.words, one.held.total, one.held.missing)
        for one in found[: len(found)]
        if one.held
    }


def test_each_card_says_how_many_words_its_article_holds_and_which_not(published):
    published("قمح وشعير في المخزن", "قمح في السوق", "شعير وطحين في السوق")

    assert held("القمح الشعير الطحين") == {
        "قمح وشعير في المخزن": (2, 3, ("الطحين",)),
        "شعير وطحين في السوق": (2, 3, ("القمح",)),
        "قمح في السوق": (1, 3, ("الشعير", "الطحين")),
    }


def test_an_article_with_all_the_words_needs_no_count(published):
    published("قمح وشعير")

    assert held("شعير قمح") == {}


def test_a_word_that_only_resembles_is_not_held(published):
    published("زيارة الكاظمي إلى بغداد")

    assert held("زيارة الكاضمي") == {"زيارة الكاظمي إلى بغداد": (1, 2, ("الكاضمي",))}


def test_half_of_a_compound_is_not_the_compound(published):
    published("عبد الله في المخزن", "القمح والمهدي")

    found = held("عبد المهدي القمح المخزن")

    assert found["عبد الله في المخزن"][0] == 1
    assert found["القمح والمهدي"][0] == 1


def test_words_of_a_phrase_and_of_a_foreign_name_count_each(published):
    make_entity("brett", "بريت ماكغورك", name_en="Brett McGurk")
    published("بريت ماكغورك في بغداد والموصل")

    assert held("Brett McGurk بغداد الكوت") == {"بريت ماكغورك في بغداد والموصل": (3, 4, ("الكوت",))}
    assert held('"ماكغورك في بغداد" الموصل الكوت') == {
        "بريت ماكغورك في بغداد والموصل": (4, 5, ("الكوت",))
    }


def test_one_word_of_three_is_not_most_of_them(published):
    published("قمح في السوق", "قمح في المخزن")

    found = find(Query(words="قمح قطاراتية تفاوضيات"))

    assert (found.total, found.total_most) == (0, 2)
    assert found.most_held == MostHeld(words=1, total=3)


def test_most_is_said_where_it_is_sure(published):
    published("قمح وشعير وطحين", "قمح وشعير", "شعير وطحين", "قمح وطحين")

    found = find(Query(words="قمح شعير طحين"))

    assert (found.total, found.total_most) == (1, 3)
    assert found.most_held == MostHeld(words=0, total=3, is_most=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("قمح قطاراتية", "مقال واحد فيه 1 من كلمتين", id="two"),
        pytest.param("قمح شعير قطاراتية", "مقال واحد فيه 2 من 3 كلمات", id="three"),
        pytest.param(
            "قمح " + " ".join(f"زعطوط{letter}" for letter in "بتثجحخدذرز"),
            "مقال واحد فيه 1 من 11 كلمة",
            id="eleven",
        ),
    ],
)
def test_the_page_says_it_in_the_number_that_the_words_ask_for(client, published, words, said):
    published("قمح وشعير")

    page = client.get("/search/", {"q": words}).content.decode()

    assert said in page
    assert "معظم" not in page


def test_the_page_says_it_in_english(client, published):
    published("قمح وشعير")

    page = client.get("/en/search/", {"q": "قمح شعير قطاراتية"}).content.decode()

    assert "1 has 2 of 3 words" in page

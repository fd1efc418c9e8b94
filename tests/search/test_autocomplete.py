"""Autocomplete: names and phrases that lead to published articles."""

from __future__ import annotations

import pytest

from archive.editing import actions
from archive.models import EntityName, Source
from search.autocomplete import completions
from search.index.phrases import gather_phrases
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def kadhimi(db):
    return make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي", name_en="Mustafa al-Kadhimi")


def labels(typed: str, limit: int = 8) -> list[str]:
    return [completion.label for completion in completions(typed, limit)]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("مصط", id="first-word"),
        pytest.param("الكاظ", id="later-word"),
        pytest.param("كاظمي", id="without-the-article"),
        pytest.param("مصطفي الك", id="without-maqsura"),
        pytest.param("مُصطـ", id="vowel-marks-and-tatweel"),
        pytest.param("mustafa", id="english"),
        pytest.param("Kadhimi", id="english-without-the-article"),
        pytest.param("kazimi", id="by-its-sound"),
    ],
)
def test_a_person_is_offered_however_the_name_is_begun(published, kadhimi, typed):
    published("زيارة مصطفى الكاظمي")

    assert "مصطفى الكاظمي" in labels(typed)


def test_a_completion_leads_to_the_articles_it_counts(published, kadhimi):
    published("زيارة مصطفى الكاظمي", "بيان مصطفى الكاظمي", "تقرير عن القمح")

    (completion,) = completions("مصطفى الك")

    assert (completion.kind, completion.count) == ("actor", 2)
    assert completion.url_query == "actor=mustafa-al-kadhimi"


def test_outlets_and_places_are_offered(published):
    make_entity("erbil", "أربيل", kind="place")
    source = Source.objects.create(slug="newsweek", name_ar="نيوزويك", name_en="Newsweek")
    published("صواريخ على أربيل", outlet=source)

    assert [(one.kind, one.url_query) for one in completions("ارب")] == [("place", "place=erbil")]
    assert [(one.kind, one.url_query) for one in completions("news")] == [
        ("outlet", "outlet=newsweek")
    ]


def test_an_alias_leads_to_the_one_who_bears_it(published, kadhimi):
    EntityName.objects.create(entity=kadhimi, name="أبو هيا")
    published("زيارة مصطفى الكاظمي")

    assert labels("ابو هي") == ["مصطفى الكاظمي"]


def test_a_name_that_no_published_article_holds_is_not_offered(published, kadhimi):
    published("تقرير عن القمح")
    make_article("زيارة مصطفى الكاظمي", "نص.", status="draft")

    assert labels("مصطفى") == []


def test_frequent_phrases_of_headlines_are_offered(published):
    published("انسحاب القوات في موعده", "انسحاب القوات يتأخر")
    gather_phrases()

    (completion,) = completions("انسح")

    assert (completion.kind, completion.label) == ("phrase", "انسحاب القوات")
    assert completion.count == 2


def test_a_phrase_of_withdrawn_articles_is_not_offered(published):
    articles = published("انسحاب القوات في موعده", "انسحاب القوات يتأخر")
    gather_phrases()
    for article in articles:
        actions.withdraw(article, "طلب صاحب الحق")

    assert labels("انسح") == []


def test_one_letter_offers_nothing(published, kadhimi):
    published("زيارة مصطفى الكاظمي")

    assert labels("م") == []


def test_there_are_never_more_than_asked_for(published):
    for number in range(9):
        make_entity(f"person-{number}", f"حسن الاسم{number}")
    published(*(f"زيارة حسن الاسم{number}" for number in range(9)))
    gather_phrases()

    assert len(completions("حسن", 3)) == 3


@pytest.mark.parametrize("typed", ["", "؟؟", '"', "\0", "ق" * 5000, "(((", "%"])
def test_anything_typed_is_answered(published, typed):
    published("زيارة")

    assert completions(typed) == []

"""Autocomplete: what leads to published articles under the filters that are set."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.utils import translation

from archive.editing import actions
from archive.models import EntityName, Source
from search.autocomplete import completions
from search.forms import SearchForm
from search.index import outbox
from search.index.phrases import gather_phrases
from search.queries import Query, find
from tests.factories import make_article, make_entity
from tests.statements import make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def kadhimi(db):
    return make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي", name_en="Mustafa al-Kadhimi")


def labels(typed: str, limit: int = 8, **filters: object) -> list[str]:
    return [one.label for one in completions(typed, limit, Query(**filters))]


def offered(typed: str, kind: str, **filters: object) -> dict[str, int | None]:
    """What is offered of one kind, with its counts."""
    found = completions(typed, 8, Query(**filters))
    return {one.label: one.count for one in found if one.kind == kind}


def asked(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


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

    completion = completions("مصطفى الك")[0]

    assert (completion.kind, completion.count) == ("actor", 2)
    assert asked(completion.address) == {"actor": ["mustafa-al-kadhimi"]}


def test_outlets_and_places_are_offered(published):
    make_entity("erbil", "أربيل", kind="place")
    source = Source.objects.create(slug="newsweek", name_ar="نيوزويك", name_en="Newsweek")
    published("صواريخ على أربيل", outlet=source)

    place, outlet = completions("ارب")[0], completions("news")[0]
    assert (place.kind, asked(place.address)) == ("place", {"place": ["erbil"]})
    assert (outlet.kind, asked(outlet.address)) == ("outlet", {"outlet": ["newsweek"]})


def test_an_alias_leads_to_the_one_who_bears_it(published, kadhimi):
    EntityName.objects.create(entity=kadhimi, name="أبو هيا")
    published("زيارة مصطفى الكاظمي")

    assert labels("ابو هي")[0] == "مصطفى الكاظمي"


def test_a_name_that_no_published_article_holds_is_not_offered(published, kadhimi):
    published("تقرير عن القمح")
    make_article("زيارة مصطفى الكاظمي", "نص.", status="draft")

    assert labels("مصطفى") == []


def test_frequent_phrases_of_headlines_are_offered(published):
    published("انسحاب القوات في موعده", "انسحاب القوات يتأخر")
    gather_phrases()

    assert offered("انسح", "phrase") == {"انسحاب القوات": 2}


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


# Words


def test_a_word_of_the_texts_is_offered_as_it_is_printed_with_its_count(published):
    published("تقرير عن الانسحاب", "انسحاب القوات", "الأميركية")

    assert offered("انسح", "word") == {"انسحاب": 2}
    assert offered("اميركي", "word") == {}
    assert offered("الاميرك", "word") == {"الأميركية": 1}


def test_the_words_before_it_stay(published):
    published("انسحاب القوات من أربيل", "انسحاب من بغداد")

    assert offered("انسحاب ارب", "word") == {"انسحاب أربيل": 1}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param('"انسحاب القو', '"انسحاب القوات"', id="straight"),
        pytest.param("«انسحاب القو", "«انسحاب القوات»", id="angled"),
        pytest.param("“انسحاب القو", "“انسحاب القوات”", id="curled"),
    ],
)
def test_a_phrase_left_open_is_closed(published, typed, words):
    published("انسحاب القوات", "القوات بعد انسحاب")

    assert offered(typed, "word") == {words: 1}


def test_forms_of_one_word_are_one_suggestion(published):
    published("قاعدة", "قاعدته", "قاعدتها")

    assert len(offered("قاعد", "word")) == 1


def test_a_function_word_is_not_offered(published):
    published("القوات التي في بغداد")

    assert offered("الت", "word") == {}


@pytest.mark.parametrize("kind", ["draft", "withdrawn"])
def test_no_word_or_headline_of_what_is_not_published_is_offered(published, kadhimi, kind):
    published("تقرير عن القمح")
    if kind == "draft":
        make_article("فضيحة مصطفى الكاظمي", "فضيحة في الفلوجة.", status="draft")
    else:
        (article,) = published("فضيحة مصطفى الكاظمي")
        gather_phrases()
        actions.withdraw(article, "طلب صاحب الحق")

    for typed in ("فضي", "فضيحة مص", "الفلو", "مصطف", "2021-11-22"):
        assert not [one for one in labels(typed) if "فضيحة" in one or "الكاظمي" in one]


# Headlines and days


def test_a_headline_leads_to_its_article(published):
    (article,) = published("موعد الانسحاب ثابت")

    completion = completions("موعد الانس")[-1]

    assert (completion.kind, completion.label) == ("title", "موعد الانسحاب ثابت")
    assert completion.address == article.get_absolute_url()
    assert completion.count is None


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        pytest.param("22/11/2021", "22 تشرين الثاني 2021", id="day"),
        pytest.param("٢٠٢١-١١", "تشرين الثاني 2021", id="month"),
        pytest.param("نوفمبر 2021", "تشرين الثاني 2021", id="by-name"),
        pytest.param("2021", "2021", id="year"),
    ],
)
def test_a_day_is_offered_as_dates_of_the_filter(published, typed, label):
    published("في يومه", published_on="2021-11-22")
    published("في عام آخر", published_on="2019-01-01")

    with translation.override("ar"):
        assert offered(typed, "day") == {label: 1}
    assert offered("22/11/2020", "day") == {}


# Filters


def test_filters_that_are_set_stay_set_and_count(published, kadhimi):
    source = Source.objects.create(slug="newsweek", name_ar="نيوزويك")
    published("زيارة مصطفى الكاظمي", "انسحاب القوات", outlet=source, published_on="2021-11-22")
    published("بيان مصطفى الكاظمي", "انسحاب آخر", published_on="2019-01-01")
    filters = {"outlets": ("newsweek",), "since": date(2021, 1, 1), "sort": "newest"}

    name = completions("الكاظ", 8, Query(**filters))[0]
    word = completions("انسح", 8, Query(**filters))[0]

    kept = {"outlet": ["newsweek"], "from": ["2021-01"], "sort": ["newest"]}
    assert asked(name.address) == {"actor": ["mustafa-al-kadhimi"], **kept}
    assert asked(word.address) == {"q": ["انسحاب"], **kept}
    assert (name.count, word.count) == (1, 1)
    assert list(offered("زيار", "title", **filters)) == ["زيارة مصطفى الكاظمي"]
    assert offered("بيان", "title", **filters) == {}


def test_a_name_beside_another_of_its_facet_counts_what_both_find(published):
    for slug, name in (("erbil", "أربيل"), ("baghdad", "بغداد")):
        make_entity(slug, name, kind="place")
    published("صواريخ على أربيل", "صواريخ على بغداد")

    assert offered("بغد", "place", places=("erbil",)) == {"بغداد": 2}
    assert offered("بغد", "place", places=("baghdad",)) == {}
    assert offered("بغد", "place", places=("-baghdad",)) == {}


def test_an_outlet_that_is_only_relayed_is_offered_as_that(published):
    relayed = Source.objects.create(slug="reuters", name_ar="رويترز")
    make_statement("الموعد ثابت", "مسؤول", relays=[relayed])
    outbox.drain()

    found = completions("رويت")

    assert ("via", "رويترز") in [(one.kind, one.label) for one in found]


def test_every_count_is_what_its_address_finds(client, published, kadhimi):
    source = Source.objects.create(slug="newsweek", name_ar="نيوزويك")
    published("زيارة مصطفى الكاظمي", "انسحاب القوات", outlet=source, published_on="2021-11-22")
    published("بيان مصطفى الكاظمي", "انسحاب القوات غداً", published_on="2021-11-23")
    gather_phrases()

    found = [
        suggestion
        for typed in ("مصط", "انسح", "news", "2021-11", "القو")
        for filters in ({}, {"outlet": "newsweek"}, {"from": "2021-11-23"}, {"exact": "1"})
        for suggestion in client.get("/search/suggest/", {"q": typed, **filters}).json()[
            "suggestions"
        ]
        if suggestion["count"] is not None
    ]

    assert len(found) > 12
    for suggestion in found:
        form = SearchForm(QueryDict(urlsplit(suggestion["address"]).query))
        form.is_valid()
        assert find(form.to_query()).total == suggestion["count"], suggestion


def test_names_are_offered_in_the_language_of_the_page(client, published, kadhimi):
    published("زيارة مصطفى الكاظمي")

    found = client.get("/en/search/suggest/", {"q": "kadhi"}).json()["suggestions"]

    assert found[0]["label"] == "Mustafa al-Kadhimi"
    assert found[0]["about"] == "Person or body · 1 article"
    assert found[0]["address"].startswith("/en/search/")

"""The ways on from a search that found nothing: each is counted, and leads to what it counts."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils.html import strip_tags

from archive.models import Source
from search.forms import SearchForm
from search.queries import Query, find, parse
from search.query.questions import lack_of
from search.ways_on import Way, shelves, ways_on
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(published):
    """Two outlets, an article in the text of each, one person."""
    make_entity("kadhimi", "مصطفى الكاظمي")
    harbour = Source.objects.create(slug="harbour", name_ar="صحيفة المرفأ")
    tigris = Source.objects.create(slug="tigris", name_ar="شبكة دجلة")
    published("انسحاب القوات من القاعدة", outlet=harbour)
    published("زيارة مصطفى الكاظمي إلى القاعدة", outlet=tigris)


def ways(words: str = "", **choices: object) -> dict[str, int]:
    found = find(Query(words=words, **choices))
    assert found.total == 0
    return {way.label: way.count for way in ways_on(found)}


def asked_again(way: Way) -> int:
    """How many articles the address of a way leads to."""
    form = SearchForm(QueryDict(way.address.partition("?")[2]))
    form.is_valid()
    return find(form.to_query()).total


NOTHING_FOUND = [
    pytest.param({"words": "الكاظمي", "outlets": ("harbour",)}, id="outlet"),
    pytest.param({"words": "الكاظمي", "outlets": ("-tigris",)}, id="outlet-left-out"),
    pytest.param({"words": "الكاظمي", "actors": ("-kadhimi",)}, id="actor-left-out"),
    pytest.param({"words": "القاعدة", "since": "1950"}, id="dates"),
    pytest.param({"outlets": ("harbour", "tigris"), "since": "1950"}, id="two-outlets-and-dates"),
    pytest.param(
        {"words": "زلزال", "outlets": ("harbour", "tigris"), "since": "1950"},
        id="two-outlets-dates-and-an-unknown-word",
    ),
    pytest.param({"words": '"القوات انسحاب"'}, id="phrase"),
    pytest.param({"words": '"القوات انسحاب'}, id="phrase-left-open"),
    pytest.param({"words": '"رئيس الطماطم" القاعدة'}, id="phrase-beside-a-word"),
    pytest.param({"words": "العنوان:زلزال القاعدة"}, id="headline"),
    pytest.param({"words": "المصدر:المرفأ الكاظمي"}, id="field"),
    pytest.param({"words": "النص القاعدة", "where": "said"}, id="statements-alone"),
    pytest.param({"words": "القاعدة بين:1950..1951"}, id="dates-among-the-words"),
    pytest.param({"words": "القاعدة زلزال -القوات"}, id="minus"),
    pytest.param({"words": "قاعدات", "exact": True}, id="exact"),
    pytest.param({"words": "+زلزال القاعدة"}, id="plus"),
    pytest.param({"words": "المصدر:لاأحد العنوان:زلزال بين:1950..1951 -القوات"}, id="everything"),
]


@pytest.mark.parametrize("choices", NOTHING_FOUND)
def test_every_way_finds_what_it_counts(archive, choices):
    if "since" in choices:
        choices = choices | {"since": date(1950, 1, 1), "until": date(1950, 2, 1)}
    found = find(Query(**choices))

    offered = ways_on(found)

    assert all(way.count > 0 for way in offered)
    assert [asked_again(way) for way in offered] == [way.count for way in offered]
    assert len({way.address for way in offered}) == len(offered)
    assert all(way.label.count('"') % 2 == 0 for way in offered)
    assert offered or shelves(AnonymousUser())


def test_one_limit_after_the_other_is_taken_off(archive):
    assert ways("الكاظمي", outlets=("harbour",)) == {
        "البحث لدى كل الناشرين": 1,
        "بأي كلمات": 1,
    }
    assert ways("الكاظمي", outlets=("-tigris",))["من دون استبعاد شيء"] == 1
    assert ways("العنوان:زلزال القاعدة")["القاعدة"] == 2
    assert ways("المصدر:المرفأ الكاظمي")["البحث لدى كل الناشرين"] == 1


def test_words_of_headlines_alone_are_looked_for_in_the_whole_text(archive, published):
    published(("عنوان بلا شيء", "في القاعدة طائرة بيضاء."))

    found = ways("بيضاء القاعدة", where="title")

    assert (found["البحث في النص كله"], found["القاعدة"]) == (1, 2)


def test_quotation_marks_go_as_a_pair(archive):
    assert ways('"القوات انسحاب"') == {"بلا علامات اقتباس": 1}
    assert ways('زلزال "انسحاب القوات"') == {'"انسحاب القوات"': 1}


def test_two_limits_go_together_where_one_is_not_enough(archive):
    found = ways("زلزال", outlets=("harbour",), until=date(1950, 1, 1))

    assert found == {"في كل التواريخ، بأي كلمات": 1}


def test_a_draft_is_no_way_on(archive):
    make_article("زلزال عنيف في المرفأ", "نص.", status="draft")

    assert ways("زلزال عنيف") == {}


def test_where_nothing_is_left_there_is_the_archive_to_go_through(client, archive):
    page = client.get("/search/", {"outlet": "nobody", "from": "1950", "to": "1951"})

    text = re.sub(r"\s+", " ", unescape(strip_tags(page.content.decode())))
    assert "كل المقالات، الأحدث أولاً مقالان" in text
    assert re.search(
        r'href="/outlets/">الناشرون</a> <span class="rows__count">2<', str(page.content.decode())
    )
    assert 'href="/places/"' not in page.content.decode().split("nothing")[-1]


def test_an_empty_archive_offers_no_empty_list(client, published):
    published()

    assert shelves(AnonymousUser()) == []


def test_what_is_left_out_is_said_so_where_it_was_sought(client, archive):
    page = unescape(client.get("/search/", {"q": "زلزال", "outlet": "-harbour"}).content.decode())

    assert "ما عدا الناشر: \u2068صحيفة المرفأ" in page
    assert "في \u2068صحيفة المرفأ" not in page


def test_an_unknown_choice_is_taken_off_only_where_something_is_left(client, archive):
    without = client.get("/search/", {"q": "القاعدة", "outlet": "nobody"}).content.decode()
    with_more = client.get("/search/", {"q": "زلزال", "outlet": "nobody"}).content.decode()

    assert "ابحث من دونه" in without
    assert "ابحث من دونه" not in with_more


@pytest.mark.parametrize(
    ("words", "lack"),
    [
        pytest.param("من هو", "telling", id="who"),
        pytest.param("متى؟", "telling", id="when"),
        pytest.param("إلى أين", "telling", id="where"),
        pytest.param("who is it", "telling", id="english"),
        pytest.param("(", "any", id="bracket"),
        pytest.param('"', "any", id="quotation-mark"),
        pytest.param("-القوات", "wanted", id="minus"),
        pytest.param('-"القوات" -المصدر:المرفأ', "wanted", id="two-left-out"),
        pytest.param("متى القوات", "", id="a-word"),
        pytest.param("المصدر:المرفأ", "", id="a-filter"),
        pytest.param('"من هو"', "", id="a-phrase"),
        pytest.param("متى*", "", id="a-prefix"),
        pytest.param("", "", id="nothing-typed"),
    ],
)
def test_what_a_query_lacks_is_known(archive, words, lack):
    assert lack_of(parse(words)) == lack


def test_a_query_of_function_words_is_answered_and_says_what_to_add(client, archive):
    page = client.get("/search/", {"q": "من"}).content.decode()

    assert "أضف" in page
    assert "مقال واحد" in page


def test_exclusions_alone_offer_their_words(client, archive):
    found = find(Query(words="-الكاظمي"))

    assert found.total == 1
    assert (found.as_words.words.query.words, found.as_words.words.count) == ("الكاظمي", 1)
    assert not found.as_words.searched


def test_single_words_are_no_way_on_from_articles_with_most_of_them(published):
    published("قمة النهر تنعقد", "جبل", "سهل")

    assert ways("قمة النهر جبل سهل بحر") == {"قمة": 1, "النهر": 1, "جبل": 1, "سهل": 1}
    assert ways("قمة النهر تنعقد بحر غيم") == {}

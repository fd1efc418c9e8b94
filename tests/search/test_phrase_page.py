"""The page of a phrase."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from tests.archive.views.pages import shown


def page(client, phrase: str) -> str:
    return shown(client.get(reverse("search:phrase"), {"q": phrase}))


def test_it_tells_first_and_last_by_outlet_in_both_languages(client, published):
    published("نهاية العام", published_on="2020-01-05", outlet="صحيفة المرفأ")
    published("قبل نهاية العام", published_on="2021-11-22", outlet="شبكة دجلة")

    told = page(client, "«نهاية العام»")
    assert "«نهاية العام» في مقالين" in told
    places = [told.index(day) for day in ("5 كانون الثاني 2020", "22 تشرين الثاني 2021")]
    assert places == sorted(places)
    with override("en"):
        assert "January 5, 2020" in page(client, "نهاية العام")


def test_a_search_for_one_phrase_leads_there(client, published):
    published("نهاية العام", published_on="2020-01-05")
    address = reverse("search:results")

    assertContains(client.get(address, {"q": "«نهاية العام»"}), reverse("search:phrase"))
    assertNotContains(client.get(address, {"q": "نهاية العام"}), reverse("search:phrase"))
    assertNotContains(client.get(address, {"q": "«نهاية العام» -قبل"}), reverse("search:phrase"))


def test_nothing_found_says_so_with_a_way_on(client, published):
    published("نهاية العام", published_on="2020-01-05")

    told = client.get(reverse("search:phrase"), {"q": "قصطلخ طخ"})

    assertContains(told, "لا نص في الأرشيف فيه")
    assertContains(told, reverse("search:results") + "?q=")


def test_without_words_it_asks_for_them(client, published):
    published("نهاية العام")

    assert client.get(reverse("search:phrase")).status_code == 200
    assert "ليس في ما كتبته كلمة" in page(client, "؟!")
    assert "بُحث عن أول 12 كلمة وحدها" in page(client, "كلمة " * 20)
    assert client.get(reverse("search:phrase"), {"q": "a\0b"}).status_code == 200


def test_without_an_index_it_is_unavailable(client, db, archive_folders):
    assert client.get(reverse("search:phrase"), {"q": "نهاية"}).status_code == 503

"""An article is found by the address that its outlet gave it, however that was copied."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from archive.editing import actions
from search.queries import Query, find
from search.source_addresses import page_at, pages_at
from tests.search.helpers import titles

HARBOUR = "https://www.harbour.example/news/2021/bridge-77"


@pytest.mark.parametrize(
    "copied",
    [
        pytest.param(HARBOUR, id="as-stored"),
        pytest.param("http://harbour.example/news/2021/bridge-77/", id="without-www"),
        pytest.param("harbour.example/news/2021/bridge-77", id="without-scheme"),
        pytest.param("HTTPS://WWW.Harbour.Example/news/2021/bridge-77", id="capitals"),
        pytest.param(f"{HARBOUR}?utm_source=mail&fbclid=1a", id="tracking"),
        pytest.param(f"{HARBOUR}#comments", id="place-on-the-page"),
        pytest.param("https://m.harbour.example/news/2021/bridge-77", id="for-phones"),
        pytest.param(f"<{HARBOUR}>.", id="in-brackets"),
        pytest.param(f"\u2066{HARBOUR}\u2069", id="marks-of-direction"),
        pytest.param("//harbour.example/news/2021/bridge-77", id="scheme-of-the-page"),
        pytest.param(f"view-source:{HARBOUR}", id="its-source"),
        pytest.param(HARBOUR.replace("/", "\\/"), id="as-data-has-it"),
        pytest.param("https://harbour.example./news/2021/bridge-77", id="point-behind-the-host"),
        pytest.param("https://amp.harbour.example/news/2021/bridge-77", id="amp-host"),
        pytest.param("https://harbour.example/amp/news/2021/bridge-77", id="amp-before"),
        pytest.param(f"{HARBOUR}/amp/", id="amp-behind"),
        pytest.param(f"{HARBOUR}.amp?amp=1", id="amp-ending"),
        pytest.param(f"{HARBOUR}?outputType=amp", id="amp-asked"),
        pytest.param(f"https://www.google.com/amp/s/{HARBOUR[8:]}", id="amp-of-a-search-engine"),
        pytest.param(
            f"https://www-harbour-example.cdn.ampproject.org/c/s/{HARBOUR[8:]}", id="amp-cache"
        ),
        pytest.param(
            f"https://www.google.com/url?sa=t&url={quote(HARBOUR, safe='')}&usg=x", id="sent-on"
        ),
        pytest.param(
            f"https://l.facebook.com/l.php?u={quote(HARBOUR + '?fbclid=1', safe='')}&h=A",
            id="sent-on-by-a-network",
        ),
        pytest.param(f"https://web.archive.org/web/20211122000000id_/{HARBOUR}", id="web-archive"),
        pytest.param(
            "https://www-harbour-example.translate.goog/news/2021/bridge-77?_x_tr_sl=ar",
            id="translated",
        ),
        pytest.param(f"جسر على النهر {HARBOUR}?utm_source=x", id="behind-its-headline"),
    ],
)
@pytest.mark.django_db
def test_any_writing_of_an_address_finds_its_article(published, copied):
    published("جسر على النهر", url=HARBOUR)
    published("جسر آخر", url="https://www.harbour.example/news/2021/bridge-78")

    assert titles(copied) == ["جسر على النهر"]


@pytest.mark.parametrize(
    ("stored", "copied"),
    [
        pytest.param(
            "https://dijla.example/اخبار/جسر",
            "https://dijla.example/%D8%A7%D8%AE%D8%A8%D8%A7%D8%B1/%D8%AC%D8%B3%D8%B1",
            id="escaped",
        ),
        pytest.param(
            "https://dijla.example/%d8%ac%d8%b3%d8%b1", "dijla.example/جسر", id="in-letters"
        ),
        pytest.param(
            "https://dijla.example/?id=7&utm_medium=x", "https://dijla.example/?id=7", id="number"
        ),
        pytest.param(
            "https://dijla.example/n?b=2&a=1", "https://dijla.example/n?a=1&b=2", id="other-order"
        ),
        pytest.param(
            "https://xn--4gbrim.xn--ngbrx/جسر", "موقع.عرب/%D8%AC%D8%B3%D8%B1", id="host-in-letters"
        ),
        pytest.param("https://dijla.example/7/amp/", "https://dijla.example/7", id="amp-stored"),
    ],
)
@pytest.mark.django_db
def test_letters_and_questions_of_an_address_may_be_written_otherwise(published, stored, copied):
    published("جسر على النهر", url=stored)
    published("جسر آخر", url="https://dijla.example/?id=8")

    assert titles(copied) == ["جسر على النهر"]


@pytest.mark.django_db
def test_another_page_of_the_site_finds_nothing_and_the_page_says_so(published):
    published("جسر على النهر", url=HARBOUR)

    found = find(Query(words=f"{HARBOUR}0"))

    assert found.total == 0
    assert found.is_address
    assert not found.at_address


@pytest.mark.django_db
def test_a_withdrawn_article_is_not_found_by_its_address(published):
    (article,) = published("جسر على النهر", url=HARBOUR)
    actions.withdraw(article, "طلب صاحب الحق")

    assert titles(HARBOUR) == []


@pytest.mark.parametrize(
    "text",
    ["جسر", "harbour.example", "2021/11/22", "https://", "http://[/x", "a.b/ c"],
)
def test_what_is_no_page_of_a_site_is_searched_as_words(text):
    assert page_at(text) is None


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("https://harbour.example/news/2021/bridge-78", id="another-page"),
        pytest.param("https://harbour.example/news/2021/bridge-77?id=2", id="another-question"),
        pytest.param("https://harbour.example/amplitude/2021/bridge-77", id="a-word-with-amp"),
        pytest.param("https://sports.harbour.example/news/2021/bridge-77", id="another-part"),
        pytest.param("https://m.example/news/2021/bridge-77", id="a-host-of-one-letter"),
    ],
)
def test_another_address_is_another_page(other):
    assert page_at(HARBOUR) not in pages_at(other)

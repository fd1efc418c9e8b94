"""The timeline: days with what texts tell of them, beside what was published."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.models import DateReference
from archive.reading import typed_names
from tests.archive.views.pages import passage_of, shown
from tests.factories import make_article, make_editor, make_entity

pytestmark = pytest.mark.django_db

TEXT = "وصل سالم الراوي في 5 أيار 2021 إلى بغداد.\n\nغادرت القافلة أمس السبت قاعدة القلعة."

ENDS_FIRST = "المدة تنتهي قبل أن تبدأ"


@pytest.fixture(autouse=True)
def _own_figures():
    cache.clear()
    typed_names.forget()


@pytest.fixture
def article(make_source):
    make_entity("rawi", "سالم الراوي", name_en="Salim al-Rawi")
    make_entity("castle-base", "قاعدة القلعة", kind="place")
    dijla = make_source("dijla", "شبكة دجلة")
    return make_article("جولة الراوي", TEXT, published_on="2021-05-09", outlet=dijla)


def page(client, **asked: object) -> str:
    return shown(client.get(reverse("archive:timeline"), asked))


def test_a_day_stands_with_its_passages_its_rule_and_its_outlet(client, article):
    response = client.get(reverse("archive:timeline"))
    words = shown(response)

    told = ["أيار 2021", "5 الأربعاء", "وصل سالم الراوي في 5 أيار 2021 إلى بغداد."]
    told += ["اليوم مذكور في النص", "شبكة دجلة، المقطع 1"]
    told += ["8 السبت", "غادرت القافلة أمس السبت قاعدة القلعة."]
    told += ["اليوم مستنتج من «أمس السبت»، قياساً إلى تاريخ النشر (9 أيار 2021)"]
    at = words.index("أيار 2021 ذُكر في مقال واحد")
    places = [words.index(each, at) for each in told]
    assert places == sorted(places)
    assertContains(response, passage_of(article, 2).passage.get_absolute_url())


def test_beside_a_day_stands_what_was_published_or_how_long_after(client, article):
    words = page(client)

    assert "لا مقال في هذا اليوم. بعد يوم: مقال واحد جولة الراوي شبكة دجلة" in words
    assert "لا مقال في هذا اليوم. وصل" not in words


def test_an_english_page_keeps_the_words_and_explains_in_english(client, article):
    with override("en"):
        words = page(client)

    assert "5 Wednesday" in words
    assert "The day is inferred from “أمس السبت”, reckoned from the day of publication" in words
    assert "No article on this day; a day later: 1 article" in words


@pytest.mark.parametrize(
    ("asked", "kept", "left_out"),
    [
        ({"actor": "rawi"}, "وصل سالم", "غادرت القافلة"),
        ({"actor": "Salim al-Rawi"}, "وصل سالم", "غادرت القافلة"),
        ({"place": "قاعده القلعه"}, "غادرت القافلة", "وصل سالم"),
        ({"q": "قافلة"}, "غادرت القافلة", "وصل سالم"),
        ({"from": "2021-05-06"}, "غادرت القافلة", "وصل سالم"),
        ({"to": "2021-05-05"}, "وصل سالم", "غادرت القافلة"),
        ({"on": "2021-05-08"}, "غادرت القافلة", "وصل سالم"),
    ],
    ids=["slug", "name", "place", "words", "from", "to", "on"],
)
def test_each_filter_keeps_what_it_names_alone(client, article, asked, kept, left_out):
    words = page(client, **asked)

    assert kept in words
    assert left_out not in words


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"actor": "قصطلخ"}, "لا يعرف الأرشيف شخصاً ولا جهة باسم «قصطلخ»."),
        ({"place": "سالم الراوي"}, "لا يعرف الأرشيف مكاناً باسم «سالم الراوي»."),
        ({"from": "أمس"}, "ليس تاريخاً"),
        ({"on": "2021-13"}, "ليس تاريخاً"),
        ({"at": "x/y"}, "ليس تاريخاً"),
        ({"on": "2021-05-08/2021-05-01"}, ENDS_FIRST),
        ({"from": "2021-06", "to": "2021-05"}, ENDS_FIRST),
        ({"q": "ا" * 201}, "ابحث بما لا يزيد على 200"),
        ({"q": "قافلة\0"}, "في الكلمات محرف لا يرد في نص"),
    ],
    ids=["name", "place", "from", "on", "at", "on-reversed", "reversed", "long", "null"],
)
def test_a_filter_that_cannot_be_read_is_said_and_the_others_hold(client, article, asked, message):
    response = client.get(reverse("archive:timeline"), {"actor": "rawi", **asked})

    words = shown(response)
    assert message in words
    assert "وصل سالم" in words
    for value in asked.values():
        if "\0" not in value and len(value) <= 40 and "on" not in asked and "at" not in asked:
            assertContains(response, f'value="{value}"')


def test_a_shared_name_offers_those_who_bear_it(client, article):
    make_entity("rawi-2", "سالم الراوي")

    response = client.get(reverse("archive:timeline"), {"actor": "سالم الراوي"})

    assertContains(response, "أكثر من واحد")
    for slug in ("rawi", "rawi-2"):
        assertContains(response, f'href="{reverse("archive:actor", args=[slug])}"')


def test_what_a_reader_typed_is_escaped(client, article):
    response = client.get(reverse("archive:timeline"), {"actor": "<b>x", "q": '"><i>'})

    assertNotContains(response, "<b>x")
    assertNotContains(response, "<i>")


def test_nothing_told_leads_on(client, article):
    words = page(client, actor="rawi", **{"from": "2022"})

    assert "لا نص يذكر يوماً هنا" in words
    assert "الطلب نفسه في أي وقت" in words


def test_an_empty_archive_says_so(client, db):
    assert "لا نص يذكر يوماً معيّناً بعد." in page(client)


def test_unsure_and_rejected_dates_are_not_shown(client, article):
    DateReference.objects.filter(first="2021-05-05").update(sure=False)
    DateReference.objects.filter(first="2021-05-08").update(status="rejected")

    assert "لا نص يذكر يوماً معيّناً بعد." in page(client)


def test_an_earlier_revision_tells_nothing(client, article):
    assert "غادرت القافلة" in page(client)

    actions.correct(article, title="جولة الراوي", body=TEXT.split("\n\n")[0], reason="حذف")

    assert "غادرت القافلة" not in page(client)


@pytest.mark.parametrize("asked", [{}, {"actor": "rawi"}, {"on": "2021-05-05"}])
def test_drafts_and_withdrawn_articles_are_nowhere(client, article, asked):
    draft = make_article("مسودة", "وصل سالم الراوي في 5 أيار 2021 ليلاً.", status="draft")
    assert "ليلاً" not in page(client, **asked)

    client.force_login(make_editor())
    assert "ليلاً" in page(client, **asked)
    client.logout()

    actions.publish(draft)
    actions.withdraw(article, "بطلب من المصدر")
    words = page(client, **asked)
    assert "إلى بغداد" not in words
    assert "جولة الراوي" not in words
    assert "ليلاً" in words


def test_the_page_of_a_name_leads_to_its_timeline_and_back(client, article):
    assertContains(client.get("/actors/rawi/"), '/timeline/?actor=rawi"')
    assertContains(client.get("/places/castle-base/"), '/timeline/?place=castle-base"')


def test_periods_lead_to_each_other(client, article):
    for month in ("شباط", "آذار", "أيار", "تموز", "آب"):
        for day in range(1, 13):
            make_article(
                f"مقال {day} {month}",
                f"حدث أمر في {day} {month} 2019 في مكان ما.",
                published_on="2020",
            )
    cache.clear()

    first = client.get(reverse("archive:timeline"), {"from": "2019", "to": "2019"})
    after = first.context["after"]
    second = client.get(after.address)

    assert first.context["before"] is None
    assert second.context["before"].days == first.context["sections"][0].rows[0].days
    assert "from=2019-01" in after.address


def test_a_page_asks_as_few_questions_whatever_it_shows(
    client, article, django_assert_max_num_queries
):
    for number in range(30):
        make_article(
            f"مقال {number}",
            f"وصل سالم الراوي إلى قاعدة القلعة في {number % 28 + 1} أيار 2021 مرة {number}.",
            published_on=f"2021-05-{number % 28 + 1:02}",
            outlet=f"صحيفة {number}",
        )
    for asked in ({}, {"actor": "rawi", "place": "castle-base", "q": "وصل"}, {"on": "2021-05-05"}):
        cache.clear()
        with django_assert_max_num_queries(18):
            client.get(reverse("archive:timeline"), asked)


def test_the_timeline_is_in_the_menu_and_on_the_map(client, article):
    assertContains(client.get("/"), 'href="/timeline/"')
    assertContains(client.get(reverse("sitemap-pages")), "/timeline/</loc>")

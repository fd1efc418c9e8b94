"""Ledgers as readers open them."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from archive.models import Quotation
from tests.archive.views.pages import shown
from tests.factories import make_article, make_editor, make_entity
from tests.statements import make_statement

pytestmark = pytest.mark.django_db
LEDGERS = ("ledgers", "promises", "refusals", "missing")
PROMISE = "ستسلم القيادة مخازن الذخيرة في 31 كانون الأول 2021"


@pytest.fixture(autouse=True)
def _own_figures():
    cache.clear()


@pytest.fixture
def rawi():
    person = make_entity("rawi", "سالم الراوي", name_en="Salim al-Rawi")
    person.roles.create(role_ar="الناطق باسم القيادة", since="2021-08-01")
    return person


@pytest.fixture
def filled(rawi, make_source):
    """One of each: a promise with a later passage, a refusal, a link without an address."""
    mirfa = make_source("mirfa", "صحيفة المرفأ")
    promise = make_statement(PROMISE, rawi, outlet=mirfa, published_on="2021-11-22")
    make_article("الموعد يمضي", "مضى 31 كانون الأول 2021.", published_on="2022-01-03")
    dijla = make_source("dijla", "شبكة دجلة")
    make_statement("رفض التعليق على الموعد", rawi, relays=[dijla], outlet=mirfa, kind="refusal")
    make_article("عنوان", "ورد ذلك في [التقرير الأصلي](#) أمس.")
    cache.clear()
    return promise


def page(client, name: str, **asked: object) -> str:
    return shown(client.get(reverse(f"archive:{name}"), asked))


@pytest.mark.parametrize("name", LEDGERS)
def test_each_page_stands_in_both_languages_empty_or_filled(client, name, rawi):
    for language in ("ar", "en"):
        with override(language):
            assert client.get(reverse(f"archive:{name}")).status_code == 200
    assert reverse(f"archive:{name}") == f"/ledgers/{'' if name == 'ledgers' else name + '/'}"


def test_the_first_page_has_something_of_each_ledger(client, filled):
    told = page(client, "ledgers")

    assert "الوعود والمُهَل (1)" in told
    assert "مخازن الذخيرة" in told
    assert "الامتناع عن التعليق (1)" in told
    assert "التقرير الأصلي" in told
    assert "الرابط مفقود" in told


def test_statements_lead_to_the_ledgers_and_back(client, filled):
    assertContains(client.get(reverse("archive:quotations")), 'href="/ledgers/"')
    assertContains(client.get(reverse("archive:ledgers")), 'href="/quotations/"')


def test_a_promise_stands_by_its_day_with_speaker_words_and_what_came_later(client, filled):
    told = page(client, "promises")

    parts = ["31 كانون الأول 2021", "موعد مذكور في القول", "سالم الراوي", "الناطق باسم القيادة"]
    parts += ["مخازن الذخيرة", "ما كُتب عنه بعد ذلك", "3 كانون الثاني 2022", "الموعد يمضي"]
    parts += ["يذكر ذلك اليوم: «31 كانون الأول 2021»"]
    at = told.index("وعد أو مهلة واحدة")
    places = [told.index(part, at) for part in parts]
    assert places == sorted(places)


def test_where_nothing_came_later_the_page_says_up_to_when(client, rawi):
    make_statement(PROMISE, rawi, published_on="2021-11-22")
    assert "لا شيء في الأرشيف حتى 22 تشرين الثاني 2021. ولم يبلغ" in page(client, "promises")

    make_article("عنوان", "نص لا يذكر شيئاً.", published_on="2022-05-01")
    cache.clear()
    told = page(client, "promises")
    assert "لا شيء في الأرشيف حتى 1 أيار 2022." in told
    assert "لم يبلغ" not in told


@pytest.mark.parametrize("word", ["كذب", "تراجع", "نفّذ", "أخلف"])
def test_no_page_judges(client, filled, word):
    assert all(word not in page(client, name) for name in LEDGERS)


def test_what_a_rule_found_looks_like_a_guess_and_what_an_editor_confirmed_does_not(client, filled):
    assertContains(client.get(reverse("archive:promises")), "statement--guess")
    assert "لم يُراجَع" in page(client, "refusals").partition("من امتنع")[2]

    Quotation.objects.update(status=Quotation.Status.CONFIRMED)
    cache.clear()
    assertNotContains(client.get(reverse("archive:promises")), "statement--guess")
    assert "لم يُراجَع" not in page(client, "refusals").partition("الموضع")[2]


def test_one_promise_can_stand_alone(client, filled):
    told = page(client, "promises", of=filled.passage.public_id)

    assert "مخازن الذخيرة" in told
    assert client.get(reverse("archive:promises"), {"of": "nothing"}).status_code == 404


def test_many_later_passages_lead_to_all_of_them(client, filled):
    for number in range(2, 8):
        text = f"مضى 31 كانون الأول 2021 منذ أيام: {number}."
        make_article(f"الموعد {number}", text, published_on=f"2022-02-0{number}")
    cache.clear()

    told = client.get(reverse("archive:promises"))
    assertContains(told, "المقاطع كلها (7)")
    assertContains(told, f"?of={filled.passage.public_id}")
    assert page(client, "promises", of=filled.passage.public_id).count("يذكر ذلك اليوم") == 7


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"speaker": "rawi"}, True),
        ({"speaker": "nobody"}, False),
        ({"outlet": "mirfa"}, True),
        ({"outlet": "dijla"}, False),
        ({"q": "الموعد"}, True),
        ({"q": "قصطلخ"}, False),
        ({"from": "2021-11", "to": "2021-11"}, True),
        ({"from": "2022"}, False),
    ],
)
def test_filters_narrow_refusals(client, filled, asked, kept):
    told = page(client, "refusals", **asked)

    assert ("صحيفة المرفأ · المقطع 1" in told) == kept
    assert ("لا أقوال توافق هذه المرشحات" in told) != kept


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"speaker": "rawi"}, True),
        ({"outlet": "dijla"}, False),
        ({"q": "الذخيرة"}, True),
        ({"from": "2021-12", "to": "2021-12"}, True),
        ({"to": "2021-11"}, False),
    ],
)
def test_filters_narrow_promises_and_dates_are_those_they_are_due(client, filled, asked, kept):
    assert ("مخازن الذخيرة" in page(client, "promises", **asked)) == kept


def test_a_refusal_stands_with_who_about_what_to_whom_when_and_where(client, filled):
    told = page(client, "refusals").partition("الموضع")[2]

    parts = ["سالم الراوي", "الموعد", "شبكة دجلة", "22 تشرين الثاني 2021", "صحيفة المرفأ"]
    places = [told.index(part) for part in parts]
    assert places == sorted(places)


def test_who_can_be_picked_goes_by_name(client, filled):
    for slug, name in (("zzz", "أحمد الصافي"), ("aaa", "ياسر الكاتب")):
        make_statement(f"رفض التعليق على {slug}", make_entity(slug, name), kind="refusal")
    cache.clear()

    told = client.get(reverse("archive:refusals")).content.decode()
    picked = told[told.index('<select name="speaker"') :]
    places = [picked.index(name) for name in ("أحمد الصافي", "سالم الراوي", "ياسر الكاتب")]
    assert places == sorted(places)


def test_bad_input_is_said_and_the_ledger_stays(client, filled):
    told = page(client, "refusals", **{"from": "أمس"})

    assert "ليس تاريخاً" in told
    assert "امتناع واحد عن التعليق" in told
    assert client.get(reverse("archive:missing"), {"kind": "poem", "q": "a\0b"}).status_code == 200


def test_missing_sources_can_be_narrowed_and_lead_to_where_they_are_named(client, filled):
    told = client.get(reverse("archive:missing"))
    assertContains(told, "التقرير الأصلي")
    assert "لا مرجع ناقصاً بهذا الاسم" in page(client, "missing", kind="unnamed")

    told = page(client, "missing", of="document:التقرير الاصلي")
    assert "ورد ذلك في التقرير الأصلي أمس" in told
    assert "سُمّي في مقال واحد" in told
    assert client.get(reverse("archive:missing"), {"of": "document:لا"}).status_code == 404


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_may_not_be_read_is_in_no_ledger(client, rawi, status):
    make_statement(PROMISE, rawi, published_on="2021-11-22", article_status=status)
    make_statement("رفض التعليق على الموعد", rawi, kind="refusal", article_status=status)
    make_article("عنوان", "ورد ذلك في [التقرير الأصلي](#) أمس.", status=status)

    told = " ".join(page(client, name) for name in LEDGERS)

    assert "مخازن" not in told
    assert "الراوي" not in told
    assert "التقرير الأصلي" not in told


def test_an_editor_sees_what_drafts_hold_and_readers_afterwards_do_not(client, rawi):
    make_statement(PROMISE, rawi, published_on="2021-11-22", article_status="draft")
    client.force_login(make_editor())
    assert "مخازن" in page(client, "promises")

    client.logout()
    assert "مخازن" not in page(client, "promises")


@pytest.mark.parametrize("name", LEDGERS)
def test_a_page_costs_the_same_however_much_it_lists(
    client, rawi, name, django_assert_max_num_queries
):
    for number in range(8):
        make_statement(f"{PROMISE} {number}", rawi, published_on="2021-11-22")
        make_statement(f"رفض التعليق على الموعد {number}", rawi, kind="refusal")
        make_article("عنوان", f"ورد في [التقرير {number}](#) ما مضى 31 كانون الأول 2021.")
    cache.clear()

    with django_assert_max_num_queries(40):
        client.get(reverse(f"archive:{name}"))

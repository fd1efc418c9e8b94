"""Two outlets side by side, and the headline of an article beside its text."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from archive.editing import actions
from archive.editing.merging import merge
from archive.models import Entity, Quotation, Source
from tests.archive.views.pages import shown
from tests.factories import make_article, make_entity
from tests.statements import make_statement

pytestmark = pytest.mark.django_db

SHORT = "الموعد ثابت ولن يتغير"
LONG = "الموعد ثابت من حيث المبدأ"


@pytest.fixture
def rawi() -> Entity:
    person = make_entity("rawi", "سالم الراوي", name_en="Salim al-Rawi")
    person.roles.create(role_ar="الناطق باسم القيادة", role_en="Spokesman", since="2021-08-01")
    return person


@pytest.fixture
def dijla(make_source) -> Source:
    return make_source("dijla", "شبكة دجلة")


@pytest.fixture
def marfa(make_source) -> Source:
    return make_source("marfa", "موقع المرفأ")


@pytest.fixture
def both(rawi, dijla, marfa) -> tuple[Quotation, Quotation]:
    """One statement as either outlet has it, a day apart."""
    return (
        make_statement(SHORT, rawi, outlet=dijla),
        make_statement(LONG, rawi, outlet=marfa, kind="reported", published_on="2021-11-23"),
    )


def get(client, *outlets: str, **asked: object):
    outlets = outlets or ("dijla", "marfa")
    return client.get(reverse("archive:compare"), {"outlet": outlets, **asked})


def only_here(response) -> list[str]:
    _legend, page = response.content.decode().split("</details>", 1)
    return re.findall(r'<mark class="only-here">([^<]*)</mark>', page)


def test_a_statement_that_both_have_stands_in_one_row_with_what_differs(client, both):
    response = get(client)

    page = shown(response)
    assert page.count("الناطق باسم القيادة") == 1
    assert only_here(response) == ["ولن يتغير", "من حيث المبدأ"]
    assert "لدى الاثنين، بنوعين" in page
    places = [page.index(told) for told in ("شبكة دجلة مقال", "موقع المرفأ مقال", SHORT, LONG)]
    assert places == sorted(places)


def test_wordings_of_one_kind_and_equal_ones_are_told_apart(client, both):
    _, reported = both
    Quotation.objects.filter(pk=reported.pk).update(kind="direct")
    assert "لدى الاثنين، بلفظين" in shown(get(client))

    make_statement(SHORT, *_speakers(reported), outlet=reported.revision.article.outlet)
    response = get(client, to="2021-11-22")
    assert "لدى الاثنين، بلفظ واحد" in shown(response)
    assert only_here(response) == []


def _speakers(row: Quotation) -> list[Entity]:
    return [one.entity for one in row.speakers.all()]


def test_an_empty_side_says_so(client, both, marfa):
    make_statement("اللجنة ستجتمع غداً", make_entity("safi", "نوار الصافي"), outlet=marfa)

    page = shown(get(client, **{"from": "2021"}))

    assert "لدى موقع المرفأ وحده" in page
    assert "لم يرد لدى شبكة دجلة في هذه الفترة." in page


def test_the_pronoun_of_an_outlet_goes_by_its_name(client, both, dijla):
    make_statement("اللجنة ستجتمع غداً", make_entity("safi", "نوار الصافي"), outlet=dijla)

    assert "لدى شبكة دجلة وحدها" in shown(get(client))


def test_who_has_it_from_the_other_is_said(client, rawi, dijla, marfa):
    make_statement(SHORT, rawi, outlet=dijla)
    make_statement(LONG, rawi, outlet=marfa, relays=[dijla])

    page = shown(get(client))

    assert "ورد لدى موقع المرفأ نقلاً عن شبكة دجلة" in page
    assert "واحد منقول عن ناشر آخر" in page


def test_one_statement_under_two_names_says_both(client, rawi, dijla, marfa):
    words = "الجنود باقون في قاعدة عين الأسد حتى أيلول المقبل بدعوة من الحكومة"
    make_statement(words, rawi, outlet=dijla)
    ministry = make_entity("defence", "وزارة الدفاع", kind="organisation")
    make_statement(f"{words} العراقية", ministry, outlet=marfa)

    page = shown(get(client))

    assert "لدى الاثنين، باسمَي قائلَين" in page
    assert page.index("سالم الراوي") < page.index("وزارة الدفاع") < page.index(f"{words} العراقية")


def test_sources_without_a_name_stand_under_their_description(client, both, dijla):
    make_statement("القاعدتان باقيتان", "مصدر حكومي", outlet=dijla)

    page = shown(get(client))

    assert page.index("مصادر لم تُسمَّ") < page.index("مصدر حكومي") < page.index("القاعدتان")


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "المبدأ"},
        {"q": "سالم الراوي", "from": "2021-11-23"},
        {"actor": "rawi", "from": "2021-11-23"},
    ],
    ids=["words", "name", "actor"],
)
def test_what_is_compared_can_be_narrowed(client, both, dijla, asked):
    make_statement("اللجنة ستجتمع غداً", make_entity("safi", "نوار الصافي"), outlet=dijla)

    page = shown(get(client, **asked))

    assert LONG in page
    assert SHORT not in page
    assert "اللجنة ستجتمع" not in page


def test_statements_whose_words_name_somebody_are_theirs_too(client, both, rawi, dijla):
    row = make_statement("الراوي لا يتكلم باسمنا", make_entity("safi", "نوار"), outlet=dijla)
    row.revision.mentions.create(
        entity=rawi, passage=row.passage, start=0, end=6, method="name", sure=True
    )

    assert "لا يتكلم باسمنا" in shown(get(client, actor="rawi"))


def test_nothing_chosen_offers_outlets_that_quote_the_same_people(client, both):
    page = shown(client.get(reverse("archive:compare")))

    assert "اختر ناشرَين" in page
    assert re.search(r"(شبكة دجلة وموقع المرفأ|موقع المرفأ وشبكة دجلة) قائل مشترك واحد", page)
    response = client.get(reverse("archive:compare"), {"outlet": "marfa", "q": "الموعد"})
    assertContains(response, "?outlet=marfa&amp;outlet=dijla&amp;q=%D8%A7")


@pytest.mark.parametrize(
    ("outlets", "asked", "said"),
    [
        (("nobody", "marfa"), {}, "ليس في الأرشيف مقال لناشر معرّفه «nobody»"),
        (("marfa", "marfa"), {}, "الناشر الأول هو الثاني نفسه"),
        (("marfa", "dijla"), {"from": "2022", "to": "2021"}, "بدّل بين تاريخيها"),
        (("marfa", "dijla"), {"from": "2021-13"}, "ليس تاريخاً"),
        (("marfa", "dijla"), {"actor": "zz"}, "معرّفها «zz»"),
        (("marfa", "dijla"), {"q": "ك" * 500}, "ابحث بما لا يزيد على 200 حرف"),
        (("marfa", "dijla"), {"q": "a\0b"}, "محرف لا يرد في نص"),
    ],
    ids=["outlet", "twice", "period", "date", "actor", "length", "null"],
)
def test_bad_input_is_said_and_nothing_of_it_is_lost(client, both, outlets, asked, said):
    response = get(client, *outlets, **asked)

    assertContains(response, said)
    assertContains(response, '<option value="marfa" selected>')
    for name in ("from", "to"):
        if name in asked:
            assertContains(response, f'name="{name}" value="{asked[name]}"')


def test_a_third_outlet_is_left_out_and_told(client, both, make_source):
    make_article(outlet=make_source("third", "ثالث"))

    assertContains(get(client, "dijla", "marfa", "third"), "المقارنة بين ناشرَين")


def test_no_statement_that_matches_is_an_answer_too(client, both):
    page = shown(get(client, q="قصطلخ"))

    assert "لا قول لدى أي من الناشرَين يوافق المطلوب" in page
    assert "قارن كل ما لدى الاثنين" in page


def test_slugs_that_were_merged_away_lead_to_what_was_kept(client, both, make_source, dijla):
    merge(make_source("old", "دجلة القديمة"), dijla)

    response = get(client, "old", "marfa", q="الموعد")

    assertRedirects(
        response,
        "/compare/?outlet=dijla&outlet=marfa&q=%D8%A7%D9%84%D9%85%D9%88%D8%B9%D8%AF",
        status_code=301,
    )


# Who sees it


@pytest.mark.parametrize(
    "hidden",
    [{"article_status": "draft"}, {"article_status": "withdrawn"}, {"sure": False}],
    ids=["draft", "withdrawn", "proposed"],
)
def test_readers_are_shown_and_counted_what_they_may_open_alone(client, both, rawi, dijla, hidden):
    make_statement("سر لا يعرفه أحد", rawi, outlet=dijla, title="سر", **hidden)

    page = shown(get(client))

    assert "سر" not in page
    assert "شبكة دجلة مقال واحد، قول واحد" in page


def test_an_outlet_that_has_drafts_alone_is_unknown(client, both, make_source):
    make_article(outlet=make_source("secret", "ناشر سري"), status="draft")

    response = get(client, "secret", "dijla")

    assertContains(response, "ليس في الأرشيف مقال لناشر معرّفه «secret»")
    assertNotContains(response, "ناشر سري")


def test_a_withdrawal_shows_at_once(client, both):
    assert SHORT in shown(get(client))

    actions.withdraw(both[0].revision.article, "طلب صاحب الحق")

    assert SHORT not in shown(get(client))


def test_statements_of_an_older_revision_are_not_compared(client, both):
    actions.correct(
        both[0].revision.article, title="عنوان", body="متن آخر لا قول فيه.", reason="تصحيح"
    )

    assert SHORT not in shown(get(client))


# How much


def test_of_more_than_the_limit_the_newest_are_compared_and_told(client, both, rawi, settings):
    limits = settings.LIMITS
    settings.LIMITS = type(limits)(compared=2)
    for day in ("2021-10-01", "2021-10-02", "2021-12-01"):
        make_statement(
            f"قول آخر {day}", rawi, outlet=both[0].revision.article.outlet, published_on=day
        )

    page = shown(get(client))

    assert "هذه هي الأقوال منذ 22 تشرين الثاني 2021" in page
    assert "قول آخر 2021-12-01" in page
    assert "قول آخر 2021-10-02" not in page


def test_a_page_costs_the_same_however_much_is_compared(
    client, rawi, dijla, marfa, django_assert_max_num_queries
):
    for number in range(12):
        person = make_entity(f"person-{number}", f"فلان {number}")
        for outlet in (dijla, marfa):
            make_statement(f"القول رقم {number}", person, outlet=outlet, relays=["وسائل إعلام"])

    with django_assert_max_num_queries(32):
        get(client)


def test_speakers_go_on_to_the_next_page(client, rawi, dijla, marfa):
    for number in range(30):
        person = make_entity(f"person-{number}", f"فلان رقم {number}")
        make_statement(f"القول {number}", person, outlet=dijla)
    make_statement(SHORT, rawi, outlet=marfa)

    names = [re.findall(r"فلان رقم (\d+)", shown(get(client, page=page))) for page in (1, 2)]

    assert [len(listed) for listed in names] == [24, 6]
    assert len({*names[0], *names[1]}) == 30


# Headline and text

BODY = (
    "قال سالم الراوي: «الجسر الجديد مغلق أمام الشاحنات حتى الربيع». وقال سالم الراوي إن الرواتب "
    "ستدفع كاملة."
)


@pytest.fixture
def article(rawi, dijla, store_text):
    rawi.names.create(name="الراوي", kind="short")
    stored = store_text(BODY, title="الراوي: الجسر الجديد مغلق حتى الربيع", outlet=dijla)
    actions.publish(stored.article)
    return stored.article


def test_a_headline_in_other_words_is_told_by_it_and_compared(client, article):
    page = client.get(article.get_absolute_url())

    address = f"{reverse('archive:compare')}?article={article.public_id}"
    assertContains(page, f'<a href="{address}">العنوان يورد القول بلفظ آخر</a>')
    response = client.get(address)
    assert only_here(response) == ["أمام الشاحنات"]
    assert "في قول المتن ما ليس في العنوان." in shown(response)


def test_headline_and_text_stand_beside_the_other_outlets(client, article, both):
    page = shown(get(client))

    row = page[page.index("العنوان والمتن") :]
    assert row.index("الجسر الجديد مغلق حتى الربيع") < row.index("أمام الشاحنات")
    assert "ليس بين عناوين موقع المرفأ" in row
    assert page.count("الجسر الجديد مغلق حتى الربيع") == 1


def test_a_headline_that_says_nothing_of_it_has_nothing_to_compare(client, both):
    article = both[0].revision.article

    assertNotContains(client.get(article.get_absolute_url()), "بلفظ آخر")
    response = client.get(reverse("archive:compare"), {"article": article.public_id})
    assertContains(response, "لم يجد الأرشيف قولاً يورده العنوان")


def test_what_an_editor_rejected_is_not_compared(client, article):
    Quotation.objects.filter(in_title=True).update(status="rejected")

    assertNotContains(client.get(article.get_absolute_url()), "بلفظ آخر")


@pytest.mark.parametrize(("status", "code"), [("draft", 404), ("withdrawn", 410)])
def test_an_article_that_readers_may_not_open_is_not_compared(client, status, code):
    article = make_article(status=status)

    response = client.get(reverse("archive:compare"), {"article": article.public_id})

    assert response.status_code == code


def test_a_withdrawn_article_gives_its_reason(client):
    article = make_article(status="withdrawn")

    response = client.get(reverse("archive:compare"), {"article": article.public_id})

    assertContains(response, "طلب صاحب الحق", status_code=410)


def test_articles_and_outlets_lead_to_a_comparison(client, both, dijla):
    article = both[0].revision.article

    assertContains(
        client.get(article.get_absolute_url()),
        "/compare/?outlet=dijla&amp;from=2021-11-19&amp;to=2021-11-25",
    )
    assertContains(client.get(dijla.get_absolute_url()), 'href="/compare/?outlet=dijla"')


def test_in_english(client, both):
    with override("en"):
        page = shown(get(client))

    assert "At both, in two kinds" in page
    assert "Salim al-Rawi" in page

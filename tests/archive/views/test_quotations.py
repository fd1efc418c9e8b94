"""Who said what: the list of statements, what narrows it, and where else statements stand."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.models import Entity, Quotation
from archive.reading.sayings import Asked, asked_for, groups_of
from tests.archive.views.pages import shown
from tests.factories import make_editor, make_entity
from tests.statements import make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def rawi() -> Entity:
    person = make_entity("rawi", "سالم الراوي", name_en="Salim al-Rawi")
    person.roles.create(role_ar="الناطق باسم القيادة", role_en="Spokesman", since="2021-08-01")
    return person


@pytest.fixture
def newsweek(make_source):
    return make_source("newsweek", "نيوزويك")


@pytest.fixture
def statement(rawi, newsweek, make_source) -> Quotation:
    dijla = make_source("dijla", "شبكة دجلة")
    return make_statement("موعد الانسحاب ثابت", rawi, relays=[newsweek], outlet=dijla)


def listed(client, **asked: object) -> str:
    return shown(client.get(reverse("archive:quotations"), asked))


def test_a_statement_stands_with_its_speaker_office_chain_and_day(client, statement):
    page = listed(client)

    told = ["الاثنين 22 تشرين الثاني 2021", "سالم الراوي", "الناطق باسم القيادة", "نيوزويك"]
    told += ["شبكة دجلة", "موعد الانسحاب ثابت"]
    places = [page.index(each, page.index("الاثنين")) for each in told]
    assert places == sorted(places)


def test_an_english_page_names_them_in_english(client, statement):
    with override("en"):
        page = shown(client.get(reverse("archive:quotations")))

    assert "Monday, November 22, 2021" in page
    assert "Salim al-Rawi" in page
    assert "Spokesman" in page
    assert "موعد الانسحاب ثابت" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"speaker": "rawi"},
        {"outlet": "dijla"},
        {"via": "newsweek"},
        {"kind": "direct"},
        {"from": "2021-11", "to": "2021-11"},
        {"q": "الموعد"},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_each_filter_keeps_what_it_names_alone(client, statement, asked):
    other = make_entity("safi", "نوار الصافي")
    make_statement("اللجنة ستجتمع", other, kind="reported", published_on="2022-01-05")

    page = listed(client, **asked)

    assert "قول واحد" in page
    assert "موعد الانسحاب ثابت" in page
    assert "اللجنة ستجتمع" not in page


def test_speakers_that_are_not_named_can_be_asked_for(client, statement):
    make_statement("القاعدتان باقيتان", "مصدر حكومي", published_on="2022-01-05")

    page = listed(client, speaker="anonymous")

    assert "القاعدتان باقيتان" in page
    assert "موعد الانسحاب ثابت" not in page


def test_links_that_are_not_named_can_be_asked_for(client, statement, rawi):
    make_statement("القاعدتان باقيتان", rawi, relays=["وسائل إعلام كردية"])

    page = listed(client, via="unnamed")

    assert "القاعدتان باقيتان" in page
    assert "موعد الانسحاب ثابت" not in page


def test_a_term_is_no_statement_until_asked_for(client, rawi):
    make_statement("احتلال", rawi, kind="term")

    assert "لم تُستخرج أقوال بعد" in listed(client)
    assert "لفظ منسوب" in listed(client, kind="term")


def test_why_a_source_is_not_named_stands_in_its_own_words(client):
    row = make_statement("لن نعلق", "مسؤول")
    row.speakers.update(reason="لأنه غير مخول")

    assert "«لأنه غير مخول»" in listed(client)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "أمس"}, "ليس تاريخاً"),
        ({"from": "2022", "to": "2021"}, "بدّل بين تاريخيها"),
        ({"kind": "poem"}, "ليس في الأقوال نوع اسمه «poem»"),
        ({"q": "ك" * 500}, "ابحث بما لا يزيد على 200 حرف"),
        ({"q": "a\0b"}, "محرف لا يرد في نص"),
    ],
    ids=["date", "period", "kind", "length", "null"],
)
def test_bad_input_is_said_and_the_list_stays(client, statement, asked, said):
    response = client.get(reverse("archive:quotations"), asked)

    assertContains(response, said)
    assertContains(response, "موعد الانسحاب ثابت")


def test_a_speaker_whom_nobody_knows_finds_nothing_and_shows_a_way_on(client, statement):
    page = listed(client, speaker="nobody")

    assert "لا أقوال توافق هذه المرشحات" in page
    assert "كل الأقوال" in page


def test_words_that_no_statement_holds_lead_to_the_texts(client, statement):
    response = client.get(reverse("archive:quotations"), {"q": "قصطلخ"})

    assertContains(response, "لا قول فيه «<bdi")
    assertContains(response, f'href="{reverse("search:results")}?q=%D9%82')


def test_a_page_costs_the_same_however_many_statements_it_lists(
    client, rawi, django_assert_max_num_queries
):
    for number in range(8):
        make_statement(f"القول رقم {number}", rawi, relays=["وسائل إعلام"])

    with django_assert_max_num_queries(27):
        client.get(reverse("archive:quotations"))


@pytest.mark.parametrize(("asked", "others"), [({}, []), ({"q": "القول"}, ["اللجنة ستجتمع"])])
def test_a_list_goes_on_over_pages(client, rawi, monkeypatch, asked, others):
    monkeypatch.setattr("archive.views.quotations.ON_A_PAGE", 2)
    for day in range(1, 6):
        make_statement(f"القول رقم {day}", rawi, published_on=f"2021-11-0{day}")
    for words in others:
        make_statement(words, rawi)
    make_statement("احتلال", rawi, kind="term")

    pages = [listed(client, page=number, **asked) for number in (1, 2, 3, 3)]

    assert all("5 أقوال" in page for page in pages)
    found = [[day for day in range(1, 6) if f"القول رقم {day}" in page] for page in pages]
    assert found == [[4, 5], [2, 3], [1], [1]]


def test_a_day_that_goes_on_over_pages_is_not_counted(client, rawi, monkeypatch):
    monkeypatch.setattr("archive.views.quotations.ON_A_PAGE", 2)
    for number, day in enumerate((1, 1, 1, 2)):
        make_statement(f"القول رقم {number}", rawi, published_on=f"2021-11-0{day}")

    pages = [client.get(reverse("archive:quotations"), {"page": n}) for n in (1, 2)]

    counted = [page.content.decode().count('<span class="note">قول') for page in pages]
    assert counted == [1, 0]  # the second day; the first goes on over both pages


def test_bad_filters_are_told_on_the_page_of_choices_too(client, statement):
    address = reverse("archive:quotation_choices", args=["speaker"])

    assert "ليس تاريخاً" in shown(client.get(address, {"from": "أمس"}))
    assert "سالم" not in shown(client.get(address, {"outlet": "no\0ne"}))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it is about SQLite’s plans")
@pytest.mark.parametrize("asked", [{"speakers": ("rawi",)}, {"vias": ("newsweek",)}])
def test_beside_outlets_no_list_of_keys_is_gone_through_for_each_text(statement, asked):
    found = asked_for(Asked(outlets=("dijla",), **asked), AnonymousUser())

    assert [one.pk for one in found] == [statement.pk]
    assert "(revision_id=? AND rowid=?)" not in found.explain()


def test_what_narrows_is_counted_among_few_as_among_all(rawi, newsweek, monkeypatch):
    make_statement("الموعد ثابت", rawi, relays=[newsweek])
    make_statement("الموعد قريب", make_entity("safi", "نوار الصافي"), kind="refusal")
    make_statement("موعد", rawi, kind="term")
    make_statement("لا تمديد", rawi)
    for asked in (Asked(words="الموعد"), Asked(words="موعد", speakers=("rawi",))):
        answers = list(asked_for(asked, AnonymousUser()).values_list("pk", flat=True))

        among_few = groups_of(asked, AnonymousUser(), answers)

        assert answers
        assert among_few == groups_of(asked, AnonymousUser())


def test_every_speaker_is_listed_with_a_count(client, statement):
    page = shown(client.get(reverse("archive:quotation_choices", args=["speaker"])))

    assert "سالم الراوي" in page


def test_there_is_no_such_group(client):
    assert client.get("/quotations/choices/colour/").status_code == 404


@pytest.mark.parametrize(("status", "who"), [("draft", 1), ("published", 2)])
def test_readers_see_statements_of_what_they_may_open(client, rawi, status, who):
    make_statement("موعد الانسحاب ثابت", rawi, article_status=status)

    seen = "موعد الانسحاب ثابت" in listed(client)
    client.force_login(make_editor())
    seen_by_editor = "موعد الانسحاب ثابت" in listed(client)

    assert seen + seen_by_editor == who
    assert seen_by_editor


def test_a_withdrawal_takes_its_statements_along_at_once(client, statement):
    assert "موعد الانسحاب ثابت" in listed(client)

    actions.withdraw(statement.revision.article, "طلب صاحب الحق")

    assert "موعد الانسحاب ثابت" not in listed(client)
    assertNotContains(client.get(reverse("archive:actor", args=["rawi"])), "موعد الانسحاب ثابت")


# Elsewhere


def test_a_persons_page_opens_with_what_they_said(client, statement):
    page = shown(client.get(statement.speakers.get().entity.get_absolute_url()))

    assert "الأقوال (1)" in page
    assert "موعد الانسحاب ثابت" in page


def test_from_a_statement_to_the_speakers_others_on_it(client, rawi):
    first = make_statement("لا موعد محدداً", rawi, said_on="2021-07-27")
    make_statement("الموعد ثابت", rawi, said_on="2021-11-21", published_on="2021-11-22")
    make_statement("القواعد باقية", rawi)
    passage = client.get(first.passage.get_absolute_url())
    address = f"{rawi.get_absolute_url()}?on={first.passage.public_id}#said-on"
    assertContains(passage, f'href="{address}"')

    page = shown(client.get(address))

    subject = page[page.index("بترتيب أيامها") : page.index("كل الأقوال بترتيب أيامها")]
    assert subject.index("لا موعد محدداً") < subject.index("بعد 117 يوماً")
    assert "الموعد ثابت" in subject
    assert "القواعد باقية" not in subject
    assertContains(client.get(address), 'class="subject__here"', count=1)


def test_of_many_on_a_subject_the_neighbours_in_time_are_shown(client, rawi, monkeypatch):
    monkeypatch.setattr("archive.views.entities.MOST_IN_ORDER", 3)
    for day in (25, 21, 29, 22, 27, 23):  # not the order in which they came
        make_statement(f"الموعد ثابت {day}", rawi, said_on=f"2021-11-{day}")
    origin = Quotation.objects.get(said_from="2021-11-25")

    page = shown(client.get(f"{rawi.get_absolute_url()}?on={origin.passage.public_id}"))

    subject = page[page.index("بترتيب أيامها") : page.index("كل الأقوال بترتيب أيامها")]
    places = [subject.index(words) for words in ("ثابت 23", "بعد يومين", "ثابت 25", "ثابت 27")]
    assert places == sorted(places)
    assert subject.count("بعد يومين") == 2
    assert "و3 أقوال أخرى لا تظهر هنا" in subject


def test_an_outlets_page_lists_what_others_relay_from_it(client, statement, newsweek):
    address = newsweek.get_absolute_url()

    assertContains(client.get(address), "ما نُقل عنه (1)")
    assertContains(client.get(address, {"view": "said"}), "موعد الانسحاب ثابت")


def test_the_page_of_an_outlet_known_by_others_alone_says_so(client, statement, newsweek):
    said = "ليس في الأرشيف مقال لهذا الناشر"

    assertContains(client.get(newsweek.get_absolute_url()), said)
    assertNotContains(client.get(statement.revision.article.outlet.get_absolute_url()), said)


def test_a_period_in_force_is_named_and_can_be_taken_off(client, statement):
    page = client.get(reverse("archive:quotations"), {"from": "2021-11", "to": "2021", "q": "ثابت"})

    assert "التاريخ: من تشرين الثاني 2021 إلى كانون الأول 2021 ×" in shown(page)
    assertContains(page, 'href="/quotations/?q=%D8%AB%D8%A7%D8%A8%D8%AA"')


def test_the_name_of_a_filter_and_its_colon_stand_together(client, statement):
    assert "القائل: سالم الراوي ×" in listed(client, speaker="rawi")


@pytest.mark.parametrize(
    ("said_on", "printed"),
    [("2024-05", "قيل في أيار 2024"), ("2024", "قيل في 2024"), ("2024-05-03", "قيل في 3 أيار")],
)
def test_a_month_or_year_of_speech_is_named_whole(client, rawi, said_on, printed):
    make_statement("موعد الانسحاب ثابت", rawi, said_on=said_on)

    assert printed in shown(client.get(rawi.get_absolute_url()))


def test_joint_speakers_are_joined_as_arabic_writes_it(client, rawi):
    make_statement("موعد الانسحاب ثابت", rawi, make_entity("safi", "نوار الصافي"))

    assert "الناطق باسم القيادة ونوار الصافي معاً" in listed(client)
    # In a line that runs from the right a space inside a name that runs from the left is lost.
    page = client.get(f"/en{reverse('archive:quotations')}").content.decode()
    assert re.search(r'</bdi>\s*<span lang="en" dir="ltr">and</span> <bdi', page)


def test_the_front_page_says_who_said_what(client, rawi, newsweek):
    words = "موعد الانسحاب ثابت ولم يطرأ عليه أي تغيير منذ الإعلان"
    row = make_statement(words, rawi, relays=[newsweek])

    page = client.get(reverse("archive:front")).content.decode()

    said = page[page.index('id="said"') :]
    assert words in said
    assert said.index("سالم الراوي") < said.index("نيوزويك") < said.index(words)
    assert row.passage.get_absolute_url() in said


def test_a_passage_names_its_speaker_and_chain_everywhere(client, statement):
    address = statement.passage.get_absolute_url()

    page = shown(client.get(address))
    ris = client.get(f"{address}cite.ris").content.decode()
    bibtex = client.get(f"{address}cite.bib").content.decode()
    article = shown(client.get(statement.revision.article.get_absolute_url()))

    chain = "سالم الراوي، الناطق باسم القيادة، نقلاً عن نيوزويك (القائل تقدير لم يُراجَع)"
    assert chain in page
    assert "Salim al-Rawi, Spokesman, via" in page
    assert page.index("القائل") < page.index("نقلاً عن") < page.index("الناشر", page.index("القائل"))
    assert "KW  - سالم الراوي" in ris
    assert (
        f'data-copy="{chain}: https://archive.example{address}"'
        in client.get(address).content.decode()
    )
    assert f"القائل: {chain}" in ris
    assert f"القائل: {chain}" in bibtex
    assert "الناطق باسم القيادة" in article

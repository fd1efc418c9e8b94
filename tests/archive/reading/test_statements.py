"""Statements as pages show them."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.editing import actions
from archive.editing.statements import decide
from archive.models import Quotation, Role
from archive.reading.statements import (
    by_day,
    chains_of,
    office_on,
    statements,
    statements_in,
    statements_of,
)
from archive.reading.topics import (
    around,
    on_subject_of,
    others_on_subject,
    said_by,
    topics,
    weights,
)
from tests.factories import make_entity
from tests.statements import make_statement

pytestmark = pytest.mark.django_db
READER = AnonymousUser()


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""


@pytest.fixture
def rawi():
    return make_entity("rawi", "سالم الراوي")


def only() -> object:
    return statements(Quotation.objects.all())[0]


# Offices


def day(written: str) -> tuple[date, date]:
    return date.fromisoformat(written), date.fromisoformat(written)


@pytest.mark.parametrize(
    ("since", "until", "said", "held"),
    [
        pytest.param("2021-08-01", "2022-03-14", "2021-11-21", True, id="within"),
        pytest.param("2021-08-01", "", "2025-01-01", True, id="still"),
        pytest.param("2021-08-01", "", "2021-08-01", True, id="first-day"),
        pytest.param("2021-08-01", "", "2021-07-31", False, id="day-before"),
        pytest.param("2019", "2021-08-01", "2021-08-02", False, id="day-after"),
        pytest.param("2021", "", "2021-06-01", False, id="only-the-year-is-known"),
        pytest.param("2021", "", "2022-01-01", True, id="after-that-year"),
        pytest.param("2019", "2021", "2021-06-01", False, id="last-year"),
        pytest.param("", "2021-08-01", "2020-01-01", False, id="no-beginning"),
    ],
)
def test_an_office_is_shown_where_it_was_held_that_day_for_certain(since, until, said, held):
    role = Role(role_ar="الناطق", since=since, until=until)

    assert office_on([role], day(said)) == (role if held else None)


def test_of_two_offices_the_one_taken_up_last_is_shown():
    old = Role(role_ar="نائب الناطق", since="2019-01-01", until="2021-08-01")
    new = Role(role_ar="الناطق", since="2021-08-01")

    assert office_on([old, new], day("2021-08-01")) == new


@pytest.mark.parametrize("second", ["وزير الداخلية بالوكالة", "رئيس ائتلاف الموج"])
def test_who_holds_an_office_is_not_called_by_a_second_one(second):
    office = Role(role_ar="رئيس الوزراء", since="2006-05-20")
    later = Role(role_ar=second, since="2010-12-21")

    assert office_on([office, later], day("2011-10-22")) == office
    assert office_on([later], day("2011-10-22")) == later


def test_without_a_day_there_is_no_office():
    assert office_on([Role(role_ar="الناطق", since="2019")], None) is None


def test_the_office_is_that_of_the_day_of_speech_not_of_publication(rawi):
    rawi.roles.create(role_ar="نائب الناطق", since="2019-01-01", until="2021-08-01")
    rawi.roles.create(role_ar="الناطق", since="2021-08-01")
    make_statement("لا موعد محدداً", rawi, said_on="2020-01-05", published_on="2021-11-22")

    assert only().voices[0].office.role_ar == "نائب الناطق"


# Words and chains


def test_words_are_as_printed_with_a_gap_where_the_article_speaks():
    make_statement("الموعد ثابت", text="الموعد، كما قال، ثابت.", pieces=["الموعد", "ثابت"])

    assert only().words == "الموعد … ثابت"


def test_pieces_that_only_a_blank_line_parts_run_on():
    make_statement("أول", text="أول الكلام\n\nوآخره هنا.", pieces=["أول الكلام", "وآخره هنا"])

    assert only().words == "أول الكلام وآخره هنا"


def test_a_wish_is_told_with_its_verb(rawi):
    text = "ودعا الراوي خصومه إلى أن يلقوا السلاح."
    row = make_statement("يلقوا السلاح", rawi, text=text, kind="reported")
    row.start = text.index("دعا")
    row.save()

    assert only().words == "دعا الراوي خصومه إلى أن يلقوا السلاح"
    assert row.words == "يلقوا السلاح"


def test_a_passage_that_opens_with_the_words_of_others_is_nobodys(rawi):
    text = "يذكر البيان أن الموعد قريب. وقال الراوي إن الجدول واضح."
    row = make_statement("الجدول واضح", rawi, text=text, kind="reported")

    assert len(statements_in(row.revision)[row.passage_id]) == 1
    assert chains_of(statements_in(row.revision)[row.passage_id]) == []


def test_the_sentence_that_gives_a_statement_is_not_somebody_elses(rawi):
    text = "وصل الوفد. وقال الراوي لصحيفة محلية إن الجدول واضح."
    row = make_statement("الجدول واضح", rawi, text=text, kind="reported")

    assert len(chains_of(statements_in(row.revision)[row.passage_id])) == 1


def test_the_chain_runs_from_the_speaker_to_the_page(rawi, make_source):
    near, far = make_source("sumaria", "السومرية"), make_source("newsweek", "نيوزويك")
    make_statement("الموعد ثابت", rawi, relays=[near, far])

    assert [relay.source for relay in only().relays] == [far, near]


def test_who_speaks_or_publishes_is_no_link_of_its_own_chain(make_source):
    newsweek, dijla = make_source("newsweek", "نيوزويك"), make_source("dijla", "دجلة")
    make_statement("الموعد ثابت", newsweek, relays=[dijla, newsweek], outlet=dijla)

    assert only().relays == ()


def test_an_unnamed_link_is_kept_as_printed(rawi):
    make_statement("الموعد ثابت", rawi, relays=["وسائل إعلام كردية"])

    assert [(r.source, r.printed) for r in only().relays] == [(None, "وسائل إعلام كردية")]


def test_a_guess_says_which_part_is_one(rawi):
    marked = make_statement("الموعد ثابت", rawi, is_marked=True)
    reported = make_statement("الموعد قريب", rawi, kind="reported")
    confirmed = make_statement("الموعد بعيد", rawi, status="confirmed")

    guesses = {each.pk: each.guess for each in statements(Quotation.objects.all())}
    assert guesses == {marked.pk: "speaker", reported.pk: "words", confirmed.pk: ""}


def test_a_refusal_never_stands_in_marks(rawi):
    make_statement("امتنع عن التعليق", rawi, kind="refusal", is_marked=True)

    assert not only().in_marks


def test_one_statement_stands_for_each_chain_of_a_passage(rawi, make_source):
    first = make_statement("الموعد ثابت", rawi, text="الموعد ثابت. والجدول واضح. ولا تمديد.")
    revision = first.revision
    make_statement("والجدول واضح", rawi, revision=revision)
    make_statement("ولا تمديد", rawi, revision=revision, relays=[make_source("nw", "نيوزويك")])

    in_passage = statements_in(revision)[first.passage_id]

    assert len(in_passage) == 3
    assert [each.words for each in chains_of(in_passage)] == ["الموعد ثابت", "ولا تمديد"]


def test_rejected_and_unsure_statements_are_not_shown(rawi):
    first = make_statement("الموعد ثابت", rawi, text="الموعد ثابت. ولا تمديد.", sure=False)
    make_statement("ولا تمديد", rawi, revision=first.revision, status="rejected")

    assert statements_in(first.revision) == {}


def test_a_former_text_shows_no_guess_that_was_rejected_since(rawi):
    first = make_statement("الموعد ثابت", rawi, text="الموعد ثابت. ولا تمديد.")
    make_statement("ولا تمديد", rawi, revision=first.revision)
    article = first.revision.article
    actions.correct(article, title=article.title, body="الموعد ثابت. ولا تمديد هنا.", reason="سهو")
    article.current_revision.quotations.all().delete()
    assert first.passage.spans.filter(revision=article.current_revision).exists()
    again = make_statement("الموعد ثابت", rawi, revision=article.current_revision)
    make_statement("ولا تمديد", rawi, revision=article.current_revision, status="confirmed")
    decide(again, "rejected")

    here = statements_in(first.revision)[first.passage_id]
    assert [each.words for each in here] == ["ولا تمديد"]
    assert [each.words for each in statements_of(first.passage.spans.first())] == ["ولا تمديد"]


def test_queries_do_not_grow_with_the_statements(rawi, django_assert_num_queries):
    rawi.roles.create(role_ar="الناطق", since="2019")
    for number in range(6):
        make_statement(f"القول رقم {number}", rawi, relays=["وسائل إعلام"])

    with django_assert_num_queries(5):
        listed = statements(Quotation.objects.all())
        assert [each.address for each in listed]
        assert all(each.voices[0].office for each in listed)


# Days


def days_of(*, oldest_first: bool = False) -> list[list[str]]:
    found = Quotation.objects.by_day(oldest_first=oldest_first)
    return [[each.words for each in day.statements] for day in by_day(statements(found))]


def test_unknown_days_come_last_in_their_month(rawi):
    make_statement("يوم أول", rawi, published_on="2021-11-01")
    make_statement("بلا يوم", rawi, published_on="2021-11")
    make_statement("يوم أخير", rawi, published_on="2021-11-30")
    make_statement("شهر بعده", rawi, published_on="2021-12-01")
    make_statement("بلا تاريخ", rawi, published_on="")

    newest = [["شهر بعده"], ["يوم أخير"], ["يوم أول"], ["بلا يوم"], ["بلا تاريخ"]]
    oldest = [["يوم أول"], ["يوم أخير"], ["بلا يوم"], ["شهر بعده"], ["بلا تاريخ"]]
    assert days_of() == newest
    assert days_of(oldest_first=True) == oldest


def test_the_day_of_speech_goes_before_that_of_publication(rawi):
    make_statement("قيل قبلُ", rawi, said_on="2021-11-01", published_on="2021-11-22")
    make_statement("نُشر", rawi, published_on="2021-11-10")

    assert days_of() == [["نُشر"], ["قيل قبلُ"]]


# What they are about


@pytest.fixture
def background(rawi):
    """Statements of others, by which words are weighed."""
    other = make_entity("other", "نوار الصافي")
    for number in range(60):
        make_statement(f"القوات باقية في الموقع {number}", other)


def test_a_rare_word_makes_a_subject_and_a_common_one_does_not(rawi, background):
    first = make_statement("القوات تلتزم بالجدول الزمني", rawi)
    same = make_statement("والجدول لم يتغير", rawi)
    make_statement("القوات باقية", rawi)

    found = on_subject_of(said_by(rawi, READER), [first], weights(READER))

    assert set(found) == {first.pk, same.pk}
    listed = statements(Quotation.objects.by_speaker(rawi))
    assert others_on_subject(listed, READER) == {first.pk: 1, same.pk: 1}


def test_topics_are_words_of_several_statements_as_mostly_printed(rawi, background):
    make_statement("الجدول واضح", rawi)
    make_statement("التزمنا بالجدول", rawi)
    make_statement("الجدول لم يتغير", rawi)

    found = topics(said_by(rawi, READER), weights(READER))

    assert [(each.label, each.count) for each in found] == [("الجدول", 3)]


@pytest.mark.parametrize(
    ("origin", "shown"),
    [([3], [2, 3, 4]), ([1], [1, 2, 3]), ([6], [4, 5, 6]), ([], [4, 5, 6]), ([5, 2], [1, 2, 3])],
)
def test_neighbours_of_a_statement_are_as_many_on_either_side(origin, shown):
    assert list(around([1, 2, 3, 4, 5, 6], origin, 3)) == shown
    assert list(around([1, 2], origin, 3)) == [1, 2]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("موعد", True),
        ("المواعد", False),
        ("للموعد", True),
        ("المَوعِد ثابت", True),
        ("ثابت جدول", False),
        ("عد", False),
    ],
)
def test_words_are_found_with_the_article_or_without(rawi, sought, found):
    make_statement("وموعد الانسحاب ثابت", rawi)

    assert Quotation.objects.holding(sought).exists() == found

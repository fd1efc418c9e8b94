"""Statements that hold a day to come."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.models import DateReference
from archive.reading.ledgers.promises import keys_of, promises_asked_for, promises_by_key
from archive.reading.sayings import Asked
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


def listed(*, earliest_first: bool = True, **asked) -> list:
    found = promises_asked_for(Asked(**asked), READER)
    return promises_by_key(keys_of(found, earliest_first=earliest_first), READER)


def test_a_day_after_that_of_speech_makes_a_promise(rawi):
    make_statement("ستغادر القوات في 31 كانون الأول 2021", rawi, published_on="2021-11-22")

    (promise,) = listed()

    assert promise.printed == "31 كانون الأول 2021"
    assert promise.days == (date(2021, 12, 31), date(2021, 12, 31))
    assert not promise.is_counted
    assert not promise.is_approximate


def test_a_day_that_was_told_from_the_day_of_speech_says_so(rawi):
    make_statement("ستغادر القوات قبل نهاية العام الحالي", rawi, published_on="2021-07-27")
    last = date(2021, 12, 31)
    DateReference.objects.update(iso="2021-12-31", first=last, last=last, anchor="publication")
    DateReference.objects.update(sure=True, method="end-of-year-this")

    (promise,) = listed()

    assert promise.iso == "2021-12-31"
    assert promise.is_counted
    assert promise.is_about_end


@pytest.mark.parametrize(
    "words",
    ["غادرت القوات في 18 كانون الأول 2011", "سيكون عام 2021 عاماً آخر", "الموعد ثابت"],
    ids=["past", "begun", "none"],
)
def test_no_day_to_come_is_no_promise(rawi, words):
    make_statement(words, rawi, published_on="2021-11-22")

    assert listed() == []


def test_a_day_to_come_beside_the_words_is_not_in_them(rawi):
    text = "قال الراوي: الموعد ثابت. وتنعقد الجلسة في 31 كانون الأول 2021."
    make_statement("الموعد ثابت", rawi, text=text, published_on="2021-11-22")

    assert listed() == []


def test_what_the_article_says_between_two_pieces_is_not_in_them(rawi):
    text = "الموعد ثابت، قال الراوي قبل جلسة 31 كانون الأول 2021، ولا تغيير فيه."
    pieces = ["الموعد ثابت", "ولا تغيير فيه"]
    make_statement("الموعد ثابت", rawi, text=text, pieces=pieces, published_on="2021-11-22")

    assert listed() == []


def test_a_statement_stands_under_each_of_its_days(rawi):
    words = "الخروج من المدن في 30 حزيران 2009 ومن البلاد في 31 كانون الأول 2011"
    make_statement(words, rawi, published_on="2008-11-28")

    assert [promise.iso for promise in listed()] == ["2009-06-30", "2011-12-31"]
    assert [promise.iso for promise in listed(earliest_first=False)] == ["2011-12-31", "2009-06-30"]


def test_without_a_day_of_speech_nothing_is_to_come(rawi):
    make_statement("ستغادر القوات في 31 كانون الأول 2021", rawi, published_on="")

    assert listed() == []


def test_the_day_of_speech_counts_not_that_of_publication(rawi):
    make_statement(
        "تنتهي المهمة في 31 كانون الأول 2021",
        rawi,
        said_on="2021-07-26",
        published_on="2022-05-01",
    )

    assert [promise.said for promise in listed()] == [date(2021, 7, 26)]


def test_dates_asked_for_are_those_of_the_day_to_come(rawi):
    make_statement("ستغادر القوات في 31 كانون الأول 2021", rawi, published_on="2021-11-22")

    assert len(listed(since=date(2021, 12, 1))) == 1
    assert listed(until=date(2021, 11, 30)) == []
    assert listed(since=date(2022, 1, 1)) == []


def test_a_date_that_is_not_sure_waits_for_an_editor(rawi):
    make_statement("ستغادر القوات في 31 كانون الأول 2021", rawi, published_on="2021-11-22")
    DateReference.objects.update(sure=False)
    assert listed() == []

    DateReference.objects.update(status=DateReference.Status.CONFIRMED)
    assert len(listed()) == 1


def test_a_season_is_approximate_and_a_term_is_due_on_its_last_day(rawi):
    make_statement("تُسلَّم القاعدة في صيف 2022", rawi, published_on="2021-11-22")
    assert [promise.is_approximate for promise in listed()] == [True]

    DateReference.objects.update(
        method="deadline",
        iso="2021-11-22/2022-02-22",
        first=date(2021, 11, 22),
        last=date(2022, 2, 22),
        anchor="publication",
    )
    (promise,) = listed()
    assert promise.days == (date(2022, 2, 22), date(2022, 2, 22))
    assert promise.iso == "2022-02-22"


def test_the_days_of_a_statement_are_looked_up_between_its_ends(rawi):
    """An article of 4,000 statements that name a day each would ask for 16 million pairs."""
    plan = promises_asked_for(Asked(), READER).explain()

    assert "start>? AND start<?" in plan

"""What was published about a promise afterwards."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.models import Mention
from archive.reading.ledgers.later import later_coverage
from archive.reading.ledgers.promises import keys_of, promises_asked_for, promises_by_key
from archive.reading.sayings import Asked
from tests.factories import make_article, make_entity
from tests.statements import make_statement

pytestmark = pytest.mark.django_db
READER = AnonymousUser()
WORDS = "ستسلم القيادة مخازن الذخيرة والمستودعات في 31 كانون الأول 2021"


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""


@pytest.fixture
def rawi():
    return make_entity("rawi", "سالم الراوي")


@pytest.fixture
def promise(rawi):
    return make_statement(WORDS, rawi, published_on="2021-11-22")


def later() -> list:
    keys = keys_of(promises_asked_for(Asked(), READER), earliest_first=True)
    (promise,) = promises_by_key(keys, READER)
    return later_coverage([promise], READER).get(promise.due.pk, [])


def article(text: str, published_on: str, *, names=None, status: str = "published"):
    made = make_article("عنوان لا يقول شيئاً", text, published_on=published_on, status=status)
    if names:
        revision = made.current_revision
        start = revision.text.index("الراوي")
        Mention.objects.create(
            revision=revision,
            passage=revision.spans.get().passage,
            entity=names,
            start=start,
            end=start + len("الراوي"),
            method="name",
            sure=True,
        )
    return made


def test_a_passage_that_refers_to_the_same_day_says_how_it_prints_it(promise):
    article("حل الموعد الذي كان 31 كانون الأول 2021.", "2022-01-03")

    (one,) = later()

    assert one.same_day == "31 كانون الأول 2021"
    assert one.people == ()
    assert one.words == ()
    assert "حل الموعد" in one.excerpt


def test_what_was_published_before_the_statement_is_not_later(promise):
    article("الموعد 31 كانون الأول 2021.", "2021-11-01")

    assert later() == []


def test_another_day_is_not_that_day(promise):
    article("الموعد 30 كانون الأول 2021.", "2022-01-03")

    assert later() == []


def test_what_is_printed_on_that_day_of_today_must_share_words(promise):
    article("سقط اليوم، 31 كانون الأول 2021، صاروخ قرب المطار.", "2021-12-31")
    assert later() == []

    article("سُلمت اليوم، 31 كانون الأول 2021، مخازن الذخيرة.", "2021-12-31")
    assert [one.words for one in later()] == [("مخازن", "الذخيرة")]


def test_the_same_person_in_many_of_the_same_words_counts_from_the_day_on(promise, rawi):
    article("قال الراوي إن مخازن الذخيرة والمستودعات بقيت.", "2022-02-01", names=rawi)
    article("قال الراوي إن مخازن الذخيرة والمستودعات تُجرد.", "2021-12-01", names=rawi)

    (one,) = later()

    assert one.article.published_on == "2022-02-01"
    assert one.people == (rawi,)
    assert len(one.words) == 3


def test_the_same_person_in_other_words_does_not_count(promise, rawi):
    article("قال الراوي إن الذخيرة بقيت.", "2022-02-01", names=rawi)

    assert later() == []


def test_drafts_and_withdrawn_articles_and_old_wordings_stay_out(promise):
    article("الموعد 31 كانون الأول 2021 ومضى.", "2022-01-03", status="draft")
    article("الموعد 31 كانون الأول 2021 ومضى اليوم.", "2022-01-04", status="withdrawn")

    assert later() == []


def test_a_page_costs_the_same_however_many_promises_it_has(rawi, django_assert_max_num_queries):
    for month in range(1, 9):
        make_statement(f"ستسلم المخازن في {month + 10} آذار 2022", rawi, published_on="2021-11-22")
    article("سُلمت المخازن في 13 آذار 2022.", "2022-04-01")
    keys = keys_of(promises_asked_for(Asked(), READER), earliest_first=True)
    promises = promises_by_key(keys, READER)
    assert len(promises) == 8

    with django_assert_max_num_queries(10):
        found = later_coverage(promises, READER)

    assert sum(map(len, found.values())) == 1

"""When a phrase was first printed, and when last."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from archive.arabic.phrases import wording
from archive.editing import actions
from search.index import outbox
from search.sightings import Sightings, find_sightings
from tests.factories import make_article, make_entity
from tests.statements import make_statement

READER = AnonymousUser()


def sighted(phrase: str) -> Sightings:
    return find_sightings(wording(phrase), READER)


def days(found: Sightings) -> tuple[str, str]:
    return found.first.sighting.written, found.last.sighting.written


def correct(article, body: str):
    article = actions.correct(article, title="عنوان", body=body, reason="تصحيح")
    outbox.drain()
    return article


def test_the_first_and_the_last_article_are_told_in_any_spelling(published):
    published("غادرت القوات الأميركية", published_on="2021-11-22")
    published("القوات الأمريكية باقية", published_on="2020-01-05")
    published("قالت القوات الامريكيه", published_on="2022-03-01")
    published("قوات أمريكية", published_on="2019-01-01")

    found = sighted("القوات الأمريكية")

    assert found.total == 3
    assert days(found) == ("2020-01-05", "2022-03-01")


def test_it_stands_marked_in_its_passage(published):
    published(("عنوان", "فقرة أولى.\n\nهنا نهاية العام."), published_on="2021-11-22")

    place = sighted("نهاية العام").first

    assert place.ordinal == 2
    assert [run.text for run in place.runs if run.marked] == ["نهاية العام"]


def test_words_of_two_passages_are_no_phrase(published):
    published(("عنوان", "حتى نهاية\n\nالعام الجديد."), published_on="2021-11-22")

    assert sighted("نهاية العام").first is None


def test_each_outlet_has_its_own_first_and_last(published, make_source):
    mirfa = make_source("mirfa", "صحيفة المرفأ")
    for day in ("2021-01-01", "2021-02-02", "2021-03-03"):
        published(f"نهاية العام {day}", published_on=day, outlet=mirfa)
    published("نهاية العام", published_on="2020-01-01")

    (known, unknown) = sighted("نهاية العام").outlets

    assert (known.source, known.count) == (mirfa, 3)
    assert (known.first.sighting.written, known.last.sighting.written) == (
        "2021-01-01",
        "2021-03-03",
    )
    assert (unknown.source, unknown.count) == (None, 1)


def test_undated_articles_are_counted_and_stand_in_no_order(published):
    published("نهاية العام", published_on="")
    assert (sighted("نهاية العام").undated, sighted("نهاية العام").first) == (1, None)

    published("نهاية العام 2", published_on="2021-11")
    assert days(sighted("نهاية العام")) == ("2021-11", "2021-11")


def test_whoever_says_it_is_told_with_it(db, archive_folders):
    rawi = make_entity("rawi", "سالم الراوي")
    row = make_statement("الموعد نهاية العام", rawi, published_on="2021-11-22")
    outbox.drain()

    (statement,) = sighted("نهاية العام").first.statements

    assert statement.quotation == row


def test_a_revision_that_left_it_out_is_told_and_the_article_still_printed_it_first(published):
    (article,) = published(("عنوان", "كان الموعد نهاية العام."), published_on="2020-01-01")
    published("نهاية العام", published_on="2021-11-22")
    correct(article, "كان الموعد غير معروف.")

    found = sighted("نهاية العام")

    assert found.total == 1
    assert days(found) == ("2020-01-01", "2021-11-22")
    assert found.first.sighting.is_gone
    assert found.first.address.endswith("/r1/")
    (change,) = found.changes
    assert (change.added, change.before.number, change.after.number) == (False, 1, 2)
    assert change.address.endswith(f"/a/{article.public_id}/diff/1/2/")


def test_a_revision_that_brought_it_in_printed_it_on_its_own_day(published):
    (article,) = published(("عنوان", "كان الموعد غير معروف."), published_on="2020-01-01")
    published("نهاية العام", published_on="2021-11-22")
    correct(article, "كان الموعد نهاية العام.")

    found = sighted("نهاية العام")

    assert found.first.sighting.on == date(2021, 11, 22)
    assert found.last.sighting.on == timezone.localdate()
    assert found.last.sighting.is_later
    assert [change.added for change in found.changes] == [True]


def test_wordings_of_a_draft_are_never_told(db, archive_folders):
    draft = make_article("عنوان", "كان الموعد نهاية العام.", status="draft")
    correct(draft, "كان الموعد غير معروف.")
    actions.publish(draft)
    outbox.drain()

    found = sighted("نهاية العام")

    assert (found.total, found.first, found.changes) == (0, None, [])


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_may_not_be_read_printed_nothing(db, archive_folders, status):
    make_article("عنوان", "كان الموعد نهاية العام.", status=status)
    outbox.drain()

    assert sighted("نهاية العام").first is None


def test_a_withdrawal_counts_before_the_index_knows(published):
    (article,) = published("نهاية العام", published_on="2020-01-01")
    actions.withdraw(article, "سبب")

    assert (sighted("نهاية العام").total, sighted("نهاية العام").first) == (0, None)


def test_a_page_asks_the_same_few_questions(published, django_assert_max_num_queries):
    for number in range(6):
        published(
            f"نهاية العام {number}", published_on=f"2021-0{number + 1}-01", outlet=f"م{number}"
        )

    with django_assert_max_num_queries(16):
        assert len(sighted("نهاية العام").outlets) == 6

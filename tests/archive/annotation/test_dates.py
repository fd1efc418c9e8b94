"""Dates of an article, and the days on which its statements were made."""

from __future__ import annotations

import pytest

from archive.annotation.dates import find_all
from archive.annotation.write import annotate
from archive.arabic.letters import fold
from archive.dates import PublicationDate, parse_partial
from archive.editing.actions import amend
from archive.models import DateReference

TITLE = "موعد الانسحاب ثابت"


def dates(text: str, published: str = "", title: str = TITLE) -> list[tuple[str, str, bool]]:
    day: PublicationDate | None = parse_partial(published) if published else None
    found, _ = find_all(title, text, [], day)
    return [
        ((title if one.in_title else text)[one.start : one.end], one.iso, one.sure) for one in found
    ]


def test_dates_are_told_from_the_day_of_publication():
    text = "تنتهي المهمة في الحادي والثلاثين من كانون الأول المقبل."

    assert dates(text, "2021-11-22") == [
        ("الحادي والثلاثين من كانون الأول المقبل", "2021-12-31", True)
    ]


def test_without_a_day_of_publication_nothing_is_guessed():
    ((_, iso, sure),) = dates("تنتهي المهمة نهاية العام الحالي.")

    assert (iso, sure) == ("", False)


def test_the_title_is_told_from_the_dateline_of_the_text_and_flagged_where_the_page_differs():
    found = dates("بغداد – 31 كانون الأول: انتهت المهمة.", "2022-01-01", title="المهمة تنتهي اليوم")

    assert ("اليوم", "2021-12-31", False) in found


@pytest.fixture
def article(make_entity, store_text):
    make_entity("joey-hood", "جوي هود", short=["هود"])

    def store(text: str, **options):
        return store_text(text, title=TITLE, published_on="2021-11-22", **options).article

    return store


def test_a_statement_has_the_day_that_stands_beside_its_verb(article):
    revision = article("وقال جوي هود في 14 تموز الماضي إن الموعد ثابت ولن يتغير.").current_revision

    statement = revision.quotations.get()

    assert statement.said_on.isoformat() == "2021-07-14"


def test_a_date_in_speech_of_another_day_is_told_from_that_day(article):
    text = "وقال جوي هود في 14 تموز الماضي: «سنغادر الشهر المقبل من البلاد كلها»."
    revision = article(text).current_revision

    said = {fold(one.surface): one.iso for one in revision.dates.all()}

    assert said[fold("الشهر المقبل")] == "2021-08"


def test_dates_are_stored_with_what_they_were_told_from(article):
    row = article("تنتهي المهمة نهاية العام الحالي كما أُعلن.").current_revision.dates.get()

    assert (row.iso, row.first, row.last) == ("2021-12-31", row.last, row.first)
    assert (row.anchor, row.sure, row.passage is not None) == ("publication", True, True)


def test_what_a_person_decided_about_a_date_stays(article):
    revision = article("تنتهي المهمة نهاية العام الحالي كما أُعلن.").current_revision
    DateReference.objects.filter(revision=revision).update(status="rejected")

    annotate(revision)
    annotate(revision)

    row = revision.dates.get()
    assert row.status == "rejected"
    assert list(DateReference.objects.shown()) == []


def test_dates_are_looked_up_by_period(article):
    article("تنتهي المهمة نهاية العام الحالي كما أُعلن.")
    year_end = parse_partial("2021-12")
    spring = parse_partial("2021-04")

    assert DateReference.objects.between(year_end.first, year_end.last).count() == 1
    assert DateReference.objects.between(spring.first, spring.last).count() == 0


def test_dates_follow_when_the_day_of_publication_is_amended(article):
    written = article("تنتهي المهمة نهاية العام الحالي كما أُعلن.")

    amend(written, published=parse_partial("2020-05-01"), reason="سبب")

    assert written.current_revision.dates.get().iso == "2020-12-31"

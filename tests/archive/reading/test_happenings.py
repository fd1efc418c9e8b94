"""What texts tell of a day: how their days are known, which tellings stand together."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from archive.models import DateReference
from archive.reading.happenings import (
    LONGEST_SHOWN,
    ToldRow,
    group_alike,
    printed_on,
    sentence_of,
    tellings_of,
    told_rows,
)
from archive.reading.timeline import Asked, Days, Row, figures_of, rows_asked
from archive.reading.topics import Weights
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_folders")]

READER = AnonymousUser()
STRIKE = "سقطت أربعة صواريخ كاتيوشا على قاعدة القلعة قرب المطار"


@pytest.fixture(autouse=True)
def _own_figures():
    cache.clear()


def told(on: str = "", **asked: object) -> list[ToldRow]:
    if on:
        day = date.fromisoformat(on)
        asked["on"] = Days(day, day)
    question = Asked(**asked)
    return told_rows(all_rows(question), question, READER, "now")


def all_rows(question: Asked) -> list[Row]:
    return rows_asked(question, figures_of(question, READER, "now"))


def marks(*articles: tuple[str, str]) -> dict[str, str]:
    """The mark of each row, of articles given as text and day of publication."""
    for text, published in articles:
        make_article("عنوان", text, published_on=published)
    return {row.days.written: row.happenings[0].mark for row in told()}


@pytest.mark.parametrize(
    ("text", "published", "marked"),
    [
        ("غادرت القافلة في 5 أيار 2021.", "2021-05-09", {"2021-05-05": "stated"}),
        ("غادرت القافلة أمس.", "2021-05-09", {"2021-05-08": "inferred"}),
        ("غادرت القافلة صباح اليوم الأحد.", "2021-05-09", {"2021-05-09": "inferred"}),
        ("غادرت القافلة نهاية نيسان 2021.", "2021-05-09", {"2021-04-30": "unsure"}),
        ("غادرت القافلة في أيار 2021.", "2021-06-09", {"2021-05-01/2021-05-31": "unsure"}),
        ("تغادر القافلة في 5 أيار 2021.", "2021-03-09", {"2021-05-05": "announced"}),
        ("غادرت القافلة في 5 أيار 2021.", "2021-05", {"2021-05-05": "stated"}),
        ("غادرت القافلة في 5 أيار 2021.", "", {"2021-05-05": "stated"}),
    ],
    ids=["stated", "yesterday", "today", "end", "month", "announced", "same-month", "undated"],
)
def test_a_mark_says_how_the_day_is_known(text, published, marked):
    assert marks((text, published)) == marked


def test_two_readings_are_unsure_and_both_kept():
    make_article("عنوان", "غادرت القافلة في 5 أيار 2021.", published_on="2021-05-09")
    DateReference.objects.update(candidates=["2021-05-05", "2021-05-06"])

    [row] = told()

    assert row.happenings[0].mark == "unsure"
    assert list(row.happenings[0].told.readings) == ["2021-05-05", "2021-05-06"]


def test_what_several_outlets_tell_of_a_day_stands_together():
    make_article("أولى", f"{STRIKE} في 5 أيار 2021.", outlet="الأولى", published_on="2021-05-06")
    make_article(
        "ثانية", f"{STRIKE}، في 5 أيار 2021، وفق شهود.", outlet="الثانية", published_on="2021-05-07"
    )
    make_article("ثالثة", "اجتمعت اللجنة الفنية في 5 أيار 2021.", published_on="2021-05-06")

    [row] = told()

    together, alone = row.happenings
    assert [telling.outlet.name_ar for telling in together.tellings] == ["الأولى", "الثانية"]
    assert together.articles == 2
    assert alone.sentence.before.startswith("اجتمعت اللجنة")


def test_a_passage_is_counted_once_for_a_day():
    make_article("عنوان", f"{STRIKE} في 5 أيار 2021. وكان 5 أيار 2021 يوم عطلة.")

    [row] = told()

    assert len(row.happenings) == 1
    assert not row.happenings[0].left


def test_what_was_announced_for_a_day_is_one_until_the_day_is_asked_for():
    make_article("أولى", f"{STRIKE} في 5 أيار 2021.", published_on="2021-05-06")
    make_article("ثانية", "تجتمع اللجنة في 5 أيار 2021.", published_on="2021-02-01")
    make_article("ثالثة", "ينقضي الموعد في 5 أيار 2021.", published_on="2021-03-01")

    [row] = told()
    [in_full] = told("2021-05-05")

    assert [each.mark for each in row.happenings] == ["stated", "announced"]
    announced = row.happenings[-1]
    assert (announced.articles, announced.first_told.published_from) == (2, date(2021, 2, 1))
    assert len(in_full.happenings) == 3


def test_a_row_shows_some_and_counts_the_rest():
    for number, words in enumerate(("غادر الوفد", "وصل السفير", "صوّت النواب", "أُغلق الجسر")):
        make_article(f"مقال {number}", f"{words} في 5 أيار 2021.", published_on="2021-05-06")

    [row] = told()

    assert (len(row.happenings), row.left) == (2, 2)
    assert row.address.endswith("?on=2021-05-05")


def test_a_row_with_more_than_is_read_counts_no_articles(monkeypatch):
    monkeypatch.setattr("archive.reading.happenings.READ", 2)
    for number, day in enumerate(("2021-03-01", "2021-02-01", "2021-01-01")):
        make_article(f"مقال {number}", f"ينقضي الموعد {number} في 5 أيار 2021.", published_on=day)

    [row] = told()

    assert row.unread == 1
    assert row.happenings[0].articles == 0
    assert row.happenings[0].first_told.published_from == date(2021, 1, 1)


def test_an_editors_word_is_kept_with_the_day():
    make_article("عنوان", "غادرت القافلة في 5 أيار 2021.", published_on="2021-05-09")
    assert not told()[0].happenings[0].is_confirmed
    DateReference.objects.update(status="confirmed")

    assert told()[0].happenings[0].is_confirmed


def test_a_headline_leads_to_its_article():
    article = make_article("اجتماع 5 أيار 2021", "لا تاريخ هنا.", published_on="2021-05-09")

    [row] = told()

    assert row.happenings[0].told.in_title
    assert row.happenings[0].told.address == article.get_absolute_url()


def test_a_long_sentence_is_cut_around_the_day():
    words = " ".join(["كلمة"] * 60)
    make_article("عنوان", f"{words} في 5 أيار 2021 {words}.", published_on="2021-05-09")

    sentence = told()[0].happenings[0].sentence

    assert sentence.named == "5 أيار 2021"
    assert sentence.cut_before
    assert sentence.cut_after
    assert len(sentence.before + sentence.named + sentence.after) <= LONGEST_SHOWN
    assert set((sentence.before + sentence.after).split()) == {"كلمة", "في"}


def test_the_sentence_alone_is_shown():
    article = make_article("عنوان", "وصل الوفد. غادرت القافلة في 5 أيار 2021. ثم عادت.")
    [telling] = tellings_of(all_rows(Asked()), Asked(), READER)
    revision = article.current_revision

    sentence = sentence_of(telling, revision.title, revision.text)

    assert sentence.before + sentence.named + sentence.after == "غادرت القافلة في 5 أيار 2021."


def test_a_day_that_heads_an_entry_is_shown_with_it():
    make_article("سجل", "5 أيار 2021\n\nغادرت القافلة القاعدة. وبقي الحرس.\n\nثم عادت.")

    sentence = told()[0].happenings[0].sentence

    assert (sentence.named, sentence.under) == ("5 أيار 2021", "غادرت القافلة القاعدة.")


def test_a_day_that_ends_a_text_has_nothing_under_it():
    make_article("سجل", "غادرت القافلة القاعدة.\n\n5 أيار 2021")

    assert told()[0].happenings[0].sentence.under == ""


@pytest.mark.parametrize(
    ("second_day", "alike"), [("نهاية نيسان 2021", True), ("30 نيسان 2021", False)]
)
def test_an_approximate_day_leads_to_the_next_where_the_same_may_be_told(second_day, alike):
    make_article("أولى", f"{STRIKE} في 29 نيسان 2021.", published_on="2021-05-06")
    make_article("ثانية", f"{STRIKE} {second_day}، وفق شهود.", published_on="2021-05-07")

    first, second = (row.happenings[0] for row in told())

    assert (first.alike is not None, second.alike is not None) == (alike, alike)


EVENLY = Weights(Counter(), 1000)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (STRIKE, "قال شهود إن أربعة صواريخ سقطت على قاعدة القلعة قرب المطار", True),
        (STRIKE, "أُسقطت مسيّرة قرب قاعدة القلعة", False),
        (STRIKE, "اجتمعت اللجنة الفنية قرب المطار", False),
        ("غادر الوفد", "غادر الوفد بغداد", False),
    ],
    ids=["same", "same-base", "same-place", "too-short-to-tell"],
)
def test_tellings_of_one_day_are_compared_by_what_they_tell(first, second, same):
    for text in (first, second):
        make_article("عنوان", f"{text} في 5 أيار 2021.", published_on="2021-05-06")
    told_of = tellings_of(all_rows(Asked()), Asked(), READER)

    assert (len(group_alike(told_of, EVENLY)) == 1) is same


def printed(on: str, **asked: object) -> tuple[int, int, list[str]]:
    day = date.fromisoformat(on)
    found = printed_on([day], Asked(**asked), READER)[day]
    return found.count, found.later, [article.title for article in found.articles]


def test_beside_a_day_stands_what_was_published_on_it():
    make_article("في اليوم", "نص.", published_on="2021-05-05")
    make_article("في الشهر", "نص آخر.", published_on="2021-05")
    make_article("بعد يومين", "نص ثالث.", published_on="2021-05-07")

    assert printed("2021-05-05") == (1, 0, ["في اليوم"])
    assert printed("2021-05-06") == (1, 1, ["بعد يومين"])
    assert printed("2021-05-20") == (0, 0, [])


def test_what_was_published_names_whom_is_asked_for(make_entity):
    rawi = make_entity("rawi", "سالم الراوي")
    make_article("عنه", "وصل سالم الراوي.", published_on="2021-05-05")
    make_article("عن غيره", "وصل الوفد.", published_on="2021-05-05")

    assert printed("2021-05-05", actor=rawi) == (1, 0, ["عنه"])

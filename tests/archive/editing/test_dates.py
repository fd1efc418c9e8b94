"""What people decide about dates in a text holds, and can be taken back."""

import pytest

from archive.dates import DateError
from archive.editing import actions, dates, reannotating, undoing
from archive.editing.wording import find_words
from archive.ingest.refusals import RecordError
from archive.models import DateReference
from tests.factories import make_editor, recognise_anew

pytestmark = pytest.mark.django_db

FIRST = "غادرت القافلة القاعدة في السابع عشر من الشهر الحالي."
SECOND = "ويعود الوفد بعد ثلاثة أيام من الموعد، كما قال أحدهم."
TEXT = f"{FIRST}\n\n{SECOND}"
WORDS = "السابع عشر من الشهر الحالي"


@pytest.fixture
def huda(db):
    return make_editor("publish_article")


@pytest.fixture
def article(store_text):
    return store_text(TEXT, published_on="2021-11-22", record_id="a1").article


@pytest.fixture
def day(article) -> DateReference:
    return DateReference.objects.select_related("revision").get(iso="2021-11-17")


def newer(article, text: str) -> None:
    """The article gets another text."""
    actions.correct(article, title=article.title, body=text, reason="تصحيح خطأ في النقل")


def standing(words: str = WORDS) -> list[tuple[str, str]]:
    """The values and statuses of these words in today's text."""
    rows = DateReference.objects.in_current_text().select_related("revision")
    return [(row.iso, row.status) for row in rows if row.surface == words]


@pytest.mark.parametrize("status", ["confirmed", "rejected"])
def test_a_decided_date_stays_decided(day, article, huda, status):
    dates.decide(day, status, by=huda)

    recognise_anew(article)
    assert standing() == [("2021-11-17", status)]
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    assert standing() == [("2021-11-17", status)]
    decision = article.decisions.get(kind=status)
    assert (decision.made_by, decision.about["date"]) == (huda, WORDS)
    assert [decision.about[when]["status"] for when in ("before", "after")] == ["proposed", status]


def test_a_value_given_by_a_person_is_kept(day, article, huda):
    dates.change_value(day, "2021-10-17", by=huda)

    recognise_anew(article)
    assert standing() == [("2021-10-17", "confirmed")]
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    assert standing() == [("2021-10-17", "confirmed")]
    about = article.decisions.first().about
    assert [about[when]["iso"] for when in ("before", "after")] == ["2021-11-17", "2021-10-17"]


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [("2021-10", "2021-10", "month"), ("2021", "2021", "year"),
     ("2021-10-01 إلى 2021-10-05", "2021-10-01/2021-10-05", "range")],
)  # fmt: skip
def test_what_is_written_says_how_exactly_it_is_known(day, huda, written, iso, precision):
    dates.change_value(day, written, by=huda)

    day.refresh_from_db()
    assert (day.iso, day.precision) == (iso, precision)


def test_a_value_is_kept_when_the_day_of_publication_is_amended(day, article, huda):
    dates.change_value(day, "2021-10-17", by=huda)

    actions.amend(article, published=None, by=huda, reason="سبب")

    assert standing() == [("2021-10-17", "confirmed")]


def test_a_date_that_was_missed_is_marked_and_kept(article, huda):
    words = "من الموعد"
    start, end = find_words(article.current_revision.text, words)

    dates.add(article.current_revision, "2021-12-31", start=start, end=end, by=huda)
    recognise_anew(article)
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    assert standing(words) == [("2021-12-31", "confirmed")]
    row = DateReference.objects.in_current_text().get(iso="2021-12-31")
    assert "موعد" in row.words_key
    assert article.decisions.get(kind="added").about["before"] is None


def test_a_confirmed_date_hides_what_a_rule_reads_out_of_a_part_of_it(article, huda):
    words = "بعد ثلاثة أيام من الموعد"
    start, end = find_words(article.current_revision.text, words)
    dates.add(article.current_revision, "2022-01-03", start=start, end=end, by=huda)

    recognise_anew(article)

    within = DateReference.objects.filter(start__gte=start, end__lte=end)
    assert [row.iso for row in within] == ["2022-01-03"]


def test_the_same_words_are_decided_time_by_time(store_text, huda):
    """«اليوم» twice in a passage can be two days."""
    text = "وصل الوفد في السابع عشر من الشهر الحالي. وغادر في السابع عشر من الشهر الحالي."
    article = store_text(text, published_on="2021-11-22", record_id="a1").article
    _, second = DateReference.objects.order_by("start")
    DateReference.objects.filter(pk=second.pk).update(iso="2021-10-17", status="confirmed")

    recognise_anew(article)
    newer(article, f"{text} ثم عاد.")

    assert standing() == [("2021-11-17", "proposed"), ("2021-10-17", "confirmed")]


def test_recognising_again_changes_no_row(article):
    before = list(DateReference.objects.values())

    recognise_anew(article)

    assert list(DateReference.objects.values()) == before


def test_a_date_without_a_value_is_not_confirmed(article):
    unknown = DateReference.objects.select_related("revision").get(iso="")

    with pytest.raises(RecordError):
        dates.decide(unknown, "confirmed")


def test_what_is_no_date_is_refused(day, article):
    with pytest.raises(DateError):
        dates.change_value(day, "أمس")
    with pytest.raises(RecordError):
        dates.add(article.current_revision, "2021", start=day.start, end=day.end)
    with pytest.raises(RecordError):
        dates.add(article.current_revision, "2021", start=0, end=len(TEXT))


def test_decisions_are_taken_back_one_after_the_other(day, article, huda):
    dates.change_value(day, "2021-10", by=huda)
    dates.decide(day, "rejected", by=huda)

    undoing.take_back(article, huda)
    assert standing() == [("2021-10", "confirmed")]
    undoing.take_back(article, huda)
    assert standing() == [("2021-11-17", "proposed")]

    day.refresh_from_db()
    assert (day.first, day.last, day.precision) == (day.last, day.first, "day")
    assert undoing.last_decision(article, huda) is None


def test_what_another_decided_since_is_not_taken_back_along(day, article, huda):
    dates.decide(day, "confirmed", by=huda)
    dates.decide(day, "rejected")

    with pytest.raises(RecordError):
        undoing.take_back(article, huda)

    assert standing() == [("2021-11-17", "rejected")]


def test_a_marked_date_is_taken_back(article, huda):
    start, end = find_words(article.current_revision.text, "من الموعد")
    dates.add(article.current_revision, "2021-12-31", start=start, end=end, by=huda)

    undoing.take_back(article, huda)

    assert standing("من الموعد") == []


def test_a_date_that_would_be_read_otherwise_is_told(day):
    DateReference.objects.filter(pk=day.pk).update(iso="2020-11-17")

    tally = reannotating.recognise_all(reannotating.newest_first(), keep=False)

    assert tally.as_values() == {"dates": {"changed": 1}}
    assert [(one.before, one.after) for one in tally.examples] == [
        ("2020-11-17 (shown)", "2021-11-17 (shown)")
    ]

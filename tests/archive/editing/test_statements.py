"""What people decide about statements and names holds, and can be taken back."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from archive.editing import actions, statements, undoing
from archive.editing.statements import Relay, Speaker
from archive.editing.wording import find_words, span_between
from archive.ingest.refusals import RecordError
from archive.models import Citation, Decision, Mention, Quotation
from tests.factories import make_editor, recognise_anew

pytestmark = pytest.mark.django_db

FIRST = "قال جوي هود: «موعد الانسحاب ثابت ولن يتغير هذا العام»."
SECOND = "وأكد مسؤول أميركي أن المستشارين باقون بدعوة من الحكومة العراقية."
TEXT = f"{FIRST}\n\n{SECOND}"
WORDS = "موعد الانسحاب ثابت ولن يتغير هذا العام"


@pytest.fixture
def huda(db):
    return make_editor("publish_article")


@pytest.fixture
def article(store_text, make_entity):
    make_entity("joey-hood", "جوي هود")
    make_entity("baghdad", "بغداد", kind="place")
    return store_text(TEXT, record_id="a1").article


@pytest.fixture
def said(article) -> Quotation:
    """The first statement of the article."""
    return Quotation.objects.of_kind("direct").get()


def newer(article, text: str) -> None:
    """The article gets another text."""
    actions.correct(article, title=article.title, body=text, reason="تصحيح خطأ في النقل")


def current() -> list[Quotation]:
    return list(Quotation.objects.in_current_text().exclude(status="rejected").in_order())


@pytest.mark.parametrize("status", ["confirmed", "rejected"])
def test_a_decided_statement_stays_decided_when_recognised_anew(said, article, huda, status):
    statements.decide(said, status, by=huda)

    recognise_anew(article)

    assert Quotation.objects.get(pk=said.pk).status == status
    assert Quotation.objects.of_kind("direct").count() == 1
    decision = article.decisions.get()
    assert (decision.kind, decision.made_by) == (status, huda)
    assert decision.about["statement"].strip("«»") == WORDS


@pytest.mark.parametrize("status", ["confirmed", "rejected"])
def test_a_decided_statement_stays_decided_in_another_text(said, article, huda, status):
    statements.decide(said, status, by=huda)

    newer(article, f"{FIRST}\n\nفقرة جديدة تسبق الأخيرة.\n\n{SECOND}")

    same = Quotation.objects.in_current_text().get(kind="direct")
    assert (same.status, same.words, same.passage) == (status, said.words, said.passage)


def test_a_speaker_given_by_a_person_is_the_speaker_of_the_next_text_too(
    said, article, huda, make_entity
):
    other = make_entity("abu-saja", "أبو سجى البصري")

    statements.change_speakers(said, [Speaker(thing=other)], by=huda)
    recognise_anew(article)
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    same = Quotation.objects.in_current_text().get(kind="direct")
    assert [one.entity for one in same.speakers.all()] == [other]
    assert same.status == "confirmed"


def test_a_speaker_as_printed_is_linked_to_nobody(said, huda):
    statements.change_speakers(said, [Speaker(printed="ناطق باسم القوات")], by=huda)

    (speaker,) = said.speakers.all()
    assert (speaker.entity, speaker.source, speaker.printed) == (None, None, "ناطق باسم القوات")


def chain(row: Quotation) -> list[tuple[str, str]]:
    return [
        (one.source.slug if one.source else "", one.printed)
        for one in row.relays.order_by("ordinal")
    ]


def test_a_chain_given_by_a_person_is_kept(said, article, huda, make_source):
    relays = [Relay(source=make_source("newsweek", "نيوزويك")), Relay(printed="وسائل إعلام كردية")]

    statements.change_chain(said, relays, by=huda)
    recognise_anew(article)
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    same = Quotation.objects.in_current_text().get(kind="direct")
    assert chain(same) == [("newsweek", "نيوزويك"), ("", "وسائل إعلام كردية")]
    assert same.status == "confirmed"
    about = article.decisions.first().about
    assert about["before"]["relays"] == []
    assert [one["source"] for one in about["after"]["relays"]] == ["newsweek", None]


def test_a_chain_that_a_person_emptied_stays_empty(article, huda, make_source, store_text):
    make_source("newsweek", "نيوزويك")
    other = store_text(f"نقلت نيوزويك عن جوي هود قوله: «{WORDS}».", record_id="a2").article
    row = Quotation.objects.get(revision=other.current_revision)
    assert chain(row)

    statements.change_chain(row, [], by=huda)
    recognise_anew(other)

    assert chain(row) == []


@pytest.mark.parametrize("days", [(date(2021, 11, 20), date(2021, 11, 21)), None])
def test_a_day_given_by_a_person_is_kept(said, article, huda, days):
    Quotation.objects.filter(pk=said.pk).update(said_from="2020-01-01", said_to="2020-01-01")
    said.refresh_from_db()

    statements.change_day(said, days, by=huda)
    recognise_anew(article)
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    same = Quotation.objects.in_current_text().get(kind="direct")
    assert (same.said_from, same.said_to) == (days or (None, None))
    assert article.decisions.first().about["before"]["said"] == ["2020-01-01", "2020-01-01"]


def test_chain_and_day_are_taken_back(said, article, huda, make_source):
    statements.change_chain(said, [Relay(source=make_source("newsweek", "نيوزويك"))], by=huda)
    statements.change_day(said, (date(2021, 11, 20), date(2021, 11, 20)), by=huda)

    undoing.take_back(article, huda)
    said.refresh_from_db()
    assert (said.said_from, chain(said)) == (None, [("newsweek", "نيوزويك")])

    undoing.take_back(article, huda)
    said.refresh_from_db()
    assert (said.status, chain(said)) == ("proposed", [])


def test_why_a_source_is_not_named_stays_with_its_description(said, huda):
    said.speakers.all().update(entity=None, is_anonymous=True, reason="لأنه غير مخوّل بالتصريح")

    statements.change_speakers(said, [Speaker(printed="مسؤول أمني", is_anonymous=True)], by=huda)

    assert said.speakers.get().reason == "لأنه غير مخوّل بالتصريح"


def test_a_kind_given_by_a_person_is_kept(said, article, huda):
    statements.change_kind(said, "term", by=huda)

    recognise_anew(article)
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    same = [one for one in current() if one.words == said.words]
    assert [(one.kind, one.status) for one in same] == [("term", "confirmed")]


def test_a_span_given_by_a_person_replaces_that_of_the_rule(said, article, huda):
    start, end = find_words(article.current_revision.text, "موعد الانسحاب ثابت")

    new = statements.change_span(said, start, end, by=huda)
    recognise_anew(article)
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    direct = [one for one in current() if one.kind == "direct"]
    assert [one.words for one in direct] == ["موعد الانسحاب ثابت"]
    assert [str(one) for one in direct[0].speakers.all()] == ["جوي هود"]
    assert new.status == "confirmed"


def test_a_statement_that_was_missed_is_marked_and_kept(article, huda):
    words = "المستشارين باقون"
    start, end = find_words(article.current_revision.text, words)

    statements.add(
        article.current_revision,
        kind="term",
        start=start,
        end=end,
        speakers=[Speaker(printed="مسؤول أميركي", is_anonymous=True)],
        by=huda,
    )
    recognise_anew(article)
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    (same,) = [one for one in current() if one.kind == "term"]
    assert (same.words, same.status) == (words, "confirmed")
    assert [(one.printed, one.is_anonymous) for one in same.speakers.all()] == [
        ("مسؤول أميركي", True)
    ]


def test_the_same_statement_is_not_marked_twice(said, article, huda):
    with pytest.raises(RecordError):
        statements.add(
            article.current_revision, kind="direct", start=said.start, end=said.end, speakers=[]
        )


def test_a_confirmed_statement_is_not_proposed_again_one_word_longer(said, article, huda):
    """As a rule that was changed would have it."""
    statements.decide(said, "confirmed", by=huda)
    Quotation.objects.filter(pk=said.pk).update(
        end=said.end - 4, pieces=[[said.start, said.end - 4]]
    )

    recognise_anew(article)

    assert Quotation.objects.of_kind("direct").get().end == said.end - 4


def test_a_name_linked_to_somebody_else_stays_so(article, huda, make_entity):
    other = make_entity("other-hood", "جوي هود الأب")
    mention = Mention.objects.get(entity__slug="joey-hood")

    actions.relink(mention, other, by=huda)
    recognise_anew(article)
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    shown = Mention.objects.shown().in_current_text()
    assert [one.entity for one in shown] == [other]
    assert article.decisions.first().about == {
        "surface": "جوي هود",
        "slug": "other-hood",
        "passage": mention.passage.public_id,
        "instead_of": "joey-hood",
    }


def test_a_relayed_outlet_that_was_missed_is_kept(article, huda, make_source):
    source = make_source("newsweek", "نيوزويك")
    start, end = find_words(article.current_revision.text, "مسؤول أميركي")

    actions.add_citation(article.current_revision, source, start=start, end=end, by=huda)
    recognise_anew(article)
    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    kept = Citation.objects.in_current_text().get()
    assert (kept.source, kept.status, kept.surface) == (source, "confirmed", "مسؤول أميركي")


def test_a_mark_that_was_rejected_does_not_come_back_confirmed(article, huda, make_entity):
    other = make_entity("advisers", "المستشارين", kind="organisation")
    start, end = find_words(article.current_revision.text, "المستشارين")
    mark = actions.add_mention(article.current_revision, other, start=start, end=end, by=huda)
    actions.decide_mention(mark, "rejected", by=huda)

    newer(article, f"مقدمة جديدة للمقال.\n\n{TEXT}")

    kept = Mention.objects.in_current_text().filter(entity=other).exclude(status="rejected")
    assert not kept.exists()


def test_decisions_are_taken_back_one_after_the_other(said, article, huda, make_entity):
    other = make_entity("abu-saja", "أبو سجى البصري")
    statements.change_speakers(said, [Speaker(thing=other)], by=huda)
    statements.decide(said, "rejected", by=huda)

    undoing.take_back(article, huda)
    said.refresh_from_db()
    assert (said.status, said.speakers.get().entity) == ("confirmed", other)

    undoing.take_back(article, huda)
    said.refresh_from_db()
    assert (said.status, said.speakers.get().entity.slug) == ("proposed", "joey-hood")
    assert undoing.last_decision(article, huda) is None
    with pytest.raises(RecordError):
        undoing.take_back(article, huda)
    assert Decision.objects.filter(article=article).count() == 4


def test_a_changed_span_is_taken_back(said, article, huda):
    start, end = find_words(article.current_revision.text, "موعد الانسحاب ثابت")
    statements.change_span(said, start, end, by=huda)

    undoing.take_back(article, huda)

    assert Quotation.objects.of_kind("direct").get().status == "proposed"


def test_a_name_linked_to_somebody_else_is_linked_back(article, huda, make_entity):
    other = make_entity("other-hood", "جوي هود الأب")
    actions.relink(Mention.objects.get(entity__slug="joey-hood"), other, by=huda)

    undoing.take_back(article, huda)

    assert [one.entity.slug for one in Mention.objects.all()] == ["joey-hood"]
    assert Mention.objects.get().status == "proposed"


def test_what_another_decided_since_is_not_taken_back_along(said, article, huda, make_entity):
    noor = User.objects.create_user("noor")
    other = make_entity("abu-saja", "أبو سجى البصري")
    statements.decide(said, "confirmed", by=huda)
    statements.change_speakers(said, [Speaker(thing=other)], by=noor)

    with pytest.raises(RecordError):
        undoing.take_back(article, huda)

    said.refresh_from_db()
    assert (said.status, said.speakers.get().entity) == ("confirmed", other)
    undoing.take_back(article, noor)
    undoing.take_back(article, huda)
    said.refresh_from_db()
    assert said.status == "proposed"


def test_a_name_that_another_decided_since_is_not_taken_back_along(article, huda):
    name = Mention.objects.get(entity__slug="joey-hood")
    actions.decide_mention(name, "confirmed", by=huda)
    actions.decide_mention(name, "rejected")

    with pytest.raises(RecordError):
        undoing.take_back(article, huda)

    assert Mention.objects.get().status == "rejected"


@pytest.mark.parametrize("then", ["rejected", "proposed"])
def test_a_name_is_again_what_was_decided_before(article, huda, then):
    name = Mention.objects.get(entity__slug="joey-hood")
    actions.decide_mention(name, "confirmed", by=huda)
    actions.decide_mention(Mention.objects.get(), then, by=huda)

    undoing.take_back(article, huda)
    assert Mention.objects.get().status == "confirmed"
    undoing.take_back(article, huda)
    assert Mention.objects.get().status == "proposed"


def test_a_confirmed_name_linked_to_somebody_else_is_confirmed_again(article, huda, make_entity):
    other = make_entity("other-hood", "جوي هود الأب")
    actions.decide_mention(Mention.objects.get(entity__slug="joey-hood"), "confirmed", by=huda)
    actions.relink(Mention.objects.get(entity__slug="joey-hood"), other, by=huda)

    undoing.take_back(article, huda)

    assert [(one.entity.slug, one.status) for one in Mention.objects.all()] == [
        ("joey-hood", "confirmed")
    ]


def test_nobody_takes_back_what_another_decided(said, article, huda):
    statements.decide(said, "rejected")

    assert undoing.last_decision(article, huda) is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("الانسحاب", "الانسحاب", id="a-word"),
        pytest.param("الإنسحاب", "الانسحاب", id="other-letters"),
        pytest.param("«موعد الانسحاب", "«موعد الانسحاب", id="with-its-mark"),
        pytest.param("مسؤول اميركي", "مسؤول أميركي", id="two-words"),
        pytest.param("أكد مسؤول", "أكد مسؤول", id="inside-a-word"),
    ],
)
def test_words_are_found_however_they_are_typed(typed, found):
    start, end = find_words(TEXT, typed)

    assert TEXT[start:end] == found


@pytest.mark.parametrize("typed", ["لا ترد هنا", "", "،"])
def test_words_that_are_not_there_are_refused(typed):
    with pytest.raises(RecordError):
        find_words(TEXT, typed)


def test_words_that_stand_there_twice_need_their_number():
    text = "هود في بغداد، وقال هود ذلك."
    with pytest.raises(RecordError):
        find_words(text, "هود")

    assert find_words(text, "هود", occurrence=2)[0] == text.rindex("هود")


def test_a_span_goes_from_its_first_words_to_its_last():
    start, end = span_between(TEXT, "«موعد", "العام»")

    assert TEXT[start:end] == f"«{WORDS}»"

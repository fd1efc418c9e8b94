"""Quotations are written with whoever says and relays them, and decisions about them are kept."""

import pytest

from archive.annotation.found import BY_PERSON
from archive.editing import actions, statements
from archive.models import Quotation, QuotationRelay, QuotationSpeaker
from archive.preservation.consistency import inconsistent_rows
from tests.factories import recognise_anew

pytestmark = pytest.mark.django_db

TEXT = (
    "قال جوي هود لمجلة نيوزويك إن القوات ستغادر، مضيفاً: «الموعد ثابت ولن يتغير».\n\n"
    "وقال مصدر أمني طلب عدم كشف هويته لأنه غير مخوّل بالتصريح إن الجدول جاهز."
)


def words():
    return [one.words for one in Quotation.objects.in_order()]


def test_quotations_stand_in_their_passages_with_speakers_and_chain(store_text, hood, outlets):
    revision = store_text(TEXT).article.current_revision

    first, second, third = Quotation.objects.with_chain().in_order()
    passages = list(revision.spans.order_by("ordinal").values_list("passage", flat=True))
    assert [one.words for one in (first, second, third)] == [
        "القوات ستغادر",
        "الموعد ثابت ولن يتغير",
        "الجدول جاهز",
    ]
    assert [one.kind for one in (first, second, third)] == ["reported", "direct", "reported"]
    assert [one.passage_id for one in (first, second, third)] == [*passages[:1] * 2, passages[1]]
    assert [one.entity for one in first.speakers.all()] == [hood]
    assert [one.source.slug for one in first.relays.all()] == ["newsweek"]
    (source,) = third.speakers.all()
    assert (source.is_anonymous, source.printed) == (True, "مصدر أمني")
    assert source.reason == "لأنه غير مخوّل بالتصريح"


def test_a_wish_keeps_the_words_from_its_verb_on(store_text, hood, outlets):
    text = "ودعا جوي هود خصومه إلى أن يلقوا السلاح."
    article = store_text(text).article

    (one,) = Quotation.objects.all()
    assert (one.words, one.sure) == ("يلقوا السلاح", True)
    assert one.printed[one.start : one.end] == "دعا جوي هود خصومه إلى أن يلقوا السلاح"
    assert list(inconsistent_rows()) == []

    recognise_anew(article)
    assert Quotation.objects.get() == one


def test_a_headline_without_marks_is_no_direct_quotation(store_text, hood, outlets):
    body = "قال جوي هود أمس إن الموعد ثابت ولن يتغير أبداً."
    store_text(body, title="جوي هود: الموعد ثابت ولن يتغير", published_on="2021-11-24")

    headline = Quotation.objects.get(in_title=True)
    assert (headline.kind, headline.is_marked) == ("reported", False)
    assert str(headline.said_on) == "2021-11-23"  # as in the body


def test_recognising_again_changes_nothing(store_text, hood, outlets):
    article = store_text(TEXT).article
    before = list(Quotation.objects.values_list("pk", flat=True))

    recognise_anew(article)

    assert list(Quotation.objects.values_list("pk", flat=True)) == before
    assert QuotationSpeaker.objects.count() == 3


def test_what_a_person_decided_is_never_written_over(store_text, hood, outlets, make_entity):
    kerry = make_entity("kerry", "جون كيري")
    article = store_text(TEXT).article
    decided = Quotation.objects.in_order()[0]
    Quotation.objects.filter(pk=decided.pk).update(status="confirmed")
    decided.speakers.update(entity=kerry)

    recognise_anew(article)

    again = Quotation.objects.get(pk=decided.pk)
    assert (again.status, again.speakers.get().entity) == ("confirmed", kerry)
    assert len(words()) == 3


def test_a_decision_holds_for_the_same_words_in_the_next_revision(store_text, hood, outlets):
    store_text(TEXT, record_id="a1")
    rejected = Quotation.objects.in_order()[2]
    Quotation.objects.filter(pk=rejected.pk).update(status="rejected")

    store_text(f"{TEXT}\n\nوغادر الوفد بغداد بعد الاجتماع.", record_id="a1")

    current = Quotation.objects.in_current_text().in_order()
    assert [one.status for one in current] == ["proposed", "proposed", "rejected"]
    assert current.shown().count() == 2


def test_what_a_person_marked_is_carried_over_and_stays(store_text, hood, outlets):
    article = store_text(TEXT, record_id="a1").article
    revision = article.current_revision
    start = revision.text.index("مجلة نيوزويك")
    passage = revision.spans.order_by("ordinal")[0].passage
    marked = Quotation.objects.create(
        revision=revision, passage=passage, kind="term", start=start, end=start + 4,
        pieces=[[start, start + 4]], method=BY_PERSON, sure=True, status="confirmed",
    )  # fmt: skip
    QuotationSpeaker.objects.create(quotation=marked, entity=hood, printed="هود")

    recognise_anew(article)
    store_text(f"{TEXT}\n\nوغادر الوفد بغداد بعد الاجتماع.", record_id="a1")

    carried = Quotation.objects.in_current_text().get(method=BY_PERSON)
    assert (carried.words, carried.speakers.get().entity) == ("مجلة", hood)


def test_a_quotation_over_two_passages_begins_in_the_first(store_text, hood):
    article = store_text("قال جوي هود: «سنغادر في موعدنا.\n\n«ولن نعود إلى هنا أبداً».").article

    one = Quotation.objects.get()
    assert one.words == "سنغادر في موعدنا. ولن نعود إلى هنا أبداً"
    assert one.passage == article.current_revision.spans.order_by("ordinal")[0].passage


def test_a_headline_is_somebodys_words_in_the_title(store_text, hood):
    store_text("نص لا قول فيه.", title="جوي هود: القوات ستغادر قريباً")

    one = Quotation.objects.get()
    assert (one.in_title, one.passage, one.words) == (True, None, "القوات ستغادر قريباً")


def test_questions_about_quotations_chain(store_text, hood, outlets):
    store_text(TEXT)
    source = QuotationRelay.objects.first().source

    said = Quotation.objects.shown().in_current_text().speech().by_speaker(hood)

    assert [one.words for one in said.relayed_from(source).with_chain().in_order()] == words()[:2]


def test_verify_finds_a_quotation_outside_its_text(store_text, hood):
    store_text("قال جوي هود إن القوات ستغادر.")
    Quotation.objects.update(end=5000, pieces=[[0, 5000]])

    assert any("quotation lies outside" in one.problem for one in inconsistent_rows())


TWICE = "سُئل جوي هود عن الموعد فقال: «نعم». وسُئل سالم الراوي عنه فقال: «نعم»."


def said_twice() -> list[tuple[str, str]]:
    rows = Quotation.objects.in_current_text().of_kind("direct").in_order()
    return [(one.speakers.get().entity.slug, one.status) for one in rows]


@pytest.fixture
def twice(store_text, hood, make_entity):
    make_entity("rawi", "سالم الراوي")
    article = store_text(TWICE).article
    assert said_twice() == [("joey-hood", "proposed"), ("rawi", "proposed")]
    return article


def test_the_same_words_said_twice_are_decided_apart(twice):
    second = Quotation.objects.of_kind("direct").in_order().last()
    statements.decide(second, "confirmed")

    recognise_anew(twice)

    assert said_twice() == [("joey-hood", "proposed"), ("rawi", "confirmed")]


def test_the_same_words_confirmed_twice_go_on_into_the_next_text(twice):
    for row in Quotation.objects.of_kind("direct"):
        statements.decide(row, "confirmed")

    actions.correct(twice, title="عنوان", body=f"مقدمة.\n\n{TWICE}", reason="سقطت المقدمة")

    assert said_twice() == [("joey-hood", "confirmed"), ("rawi", "confirmed")]

"""Review: what was found waits in a queue, and is decided beside the text, with forms alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.admin import found
from archive.editing import actions, reannotating, review
from archive.models import Article, Citation, DateReference, Entity, Mention, Quotation
from tests.desk import messages
from tests.factories import make_article

pytestmark = pytest.mark.django_db

QUEUE = "admin:archive_article_queue"
WORDS = "موعد الانسحاب ثابت ولن يتغير هذا العام"
TEXT = (
    f"قال جوي هود: «{WORDS}». ووصل هود بعدها إلى بغداد.\n\n"
    "وأكد مسؤول أميركي أن المستشارين باقون بدعوة من الحكومة العراقية.\n\n"
    "ثم غادر هود."
)


@pytest.fixture
def article(make_entity) -> Article:
    make_entity("joey-hood", "جوي هود")
    make_entity("jim-hood", "جيم هود", short=["هود"], standalone="context")
    return make_article("موعد ثابت", TEXT)


@pytest.fixture
def guess(article) -> Quotation:
    """A statement that waits for a person."""
    rows = Quotation.objects.filter(kind="direct")
    rows.update(sure=False)
    return rows.get()


@pytest.fixture
def address() -> Callable[..., str]:
    def of(article: Article, page: str = "findings", **asked: str) -> str:
        return reverse(f"admin:archive_article_{page}", args=[article.pk], query=asked)

    return of


@pytest.fixture
def press(address) -> Callable[..., Any]:
    """Presses a button beside a finding: `press(editor, row, "confirm", …)`."""

    def send(client, row: Any, act: str, **fields: str) -> Any:
        article = row.revision.article
        sorts = {Quotation: "statement", Mention: "name", DateReference: "date"}
        sort = sorts.get(type(row), "relay")
        sent = {
            "revision": article.current_revision.number,
            "finding": f"{sort}-{row.pk}",
            "act": act,
            **fields,
        }
        return client.post(address(article), sent, follow=True)

    def of(row: Any, **asked: str) -> str:
        sorts = {Quotation: "statement", Mention: "name", DateReference: "date"}
        return address(row.revision.article, at=f"{sorts[type(row)]}-{row.pk}", **asked)

    send.address = of
    return send


def waits(kind: str = "") -> int:
    return review.queue(Article.objects.all(), kind).count()


def test_queue_lists_articles_with_what_waits_newest_first(editor, guess, make_entity):
    older = make_article("أقدم", "وصل هود أمس.", published_on="2019-01-01")
    mention = Mention.objects.filter(revision__article=older).get()
    assert not mention.sure

    response = editor.get(reverse(QUEUE))

    listed = [(article.title, dict(told)) for article, told in response.context["rows"]]
    assert listed == [
        ("موعد ثابت", {"الأقوال": 1, "الأسماء": 2}),
        ("أقدم", {"الأسماء": 1}),
    ]


def test_queue_is_narrowed_to_a_kind(editor, guess):
    make_article("أقدم", "وصل هود أمس.", published_on="2019-01-01")

    response = editor.get(reverse(QUEUE), {"kind": "statements"})

    assert [article.title for article, _ in response.context["rows"]] == ["موعد ثابت"]


def test_queue_falls_to_zero(editor, guess, press):
    for row in [guess, *Mention.objects.filter(sure=False)]:
        press(editor, row, "confirm")

    assert (waits(), waits("names"), waits("statements")) == (0, 0, 0)
    assertContains(editor.get(reverse(QUEUE)), "لا شيء ينتظر المراجعة")


def test_guesses_that_readers_see_wait_for_nobody_but_can_be_looked_at(editor, article):
    Mention.objects.filter(sure=False).delete()

    assert waits() == 0
    assert waits(review.SHOWN) == 1
    assertContains(editor.get(reverse(QUEUE), {"kind": "shown"}), article.title)


def test_withdrawn_articles_wait_for_nobody(editor, guess):
    actions.withdraw(guess.revision.article, "طلب صاحب الحق")

    assert waits() == 0


def test_text_stands_beside_what_was_found_in_it(editor, guess, address):
    response = editor.get(address(guess.revision.article))

    assertContains(response, f'id="statement-{guess.pk}"')
    assertContains(response, "found--statement-waiting")
    assertContains(response, "جوي هود")
    texts = ["".join(s.text for s in part.segments) for part in response.context["sheet"].parts]
    assert texts == ["موعد ثابت", *TEXT.split("\n\n")]


def test_printed_text_is_never_markup(editor, db, address):
    article = make_article("<b>عنوان</b>", "قال <script>متحدث</script> إن الموعد ثابت اليوم.")

    assertNotContains(editor.get(address(article)), "<script>متحدث")


def test_editor_confirms_a_statement_and_is_led_to_the_next(editor, guess, press):
    response = press(editor, guess, "confirm")

    guess.refresh_from_db()
    assert guess.status == "confirmed"
    assert response.redirect_chain[-1][0].partition("#")[2].startswith("name-")
    decision = guess.revision.article.decisions.get(kind="confirmed")
    assert decision.about["statement"].strip("«»") == WORDS


def test_editor_rejects_a_name_wherever_the_passage_has_it_so_spelt(editor, article, press):
    first = Mention.objects.filter(entity__slug="jim-hood").order_by("start").first()

    press(editor, first, "reject")

    rows = Mention.objects.filter(entity__slug="jim-hood").order_by("start")
    assert [row.status for row in rows] == ["rejected", "proposed"]


def test_editor_says_who_speaks(editor, guess, press):
    press(editor, guess, "speaker", speakers="جيم هود؛ joey-hood")

    guess.refresh_from_db()
    assert [one.entity.slug for one in guess.speakers.all()] == ["jim-hood", "joey-hood"]
    assert guess.status == "confirmed"


def test_an_unknown_speaker_is_refused_and_what_was_typed_stays(editor, guess, press):
    response = press(editor, guess, "speaker", speakers="رجل لا يعرفه أحد")

    assertContains(response, "Nobody is called “رجل لا يعرفه أحد” here")
    assertContains(response, 'value="رجل لا يعرفه أحد"')
    guess.refresh_from_db()
    assert guess.status == "proposed"


def test_a_speaker_may_stay_as_printed_or_unnamed(editor, guess, press):
    press(editor, guess, "speaker", speakers="رجل لا يعرفه أحد", as_printed="on")
    assert guess.speakers.get().printed == "رجل لا يعرفه أحد"

    press(editor, guess, "speaker", speakers="مصدر مطلع", is_anonymous="on")
    assert guess.speakers.get().is_anonymous


def test_editor_changes_the_kind_and_the_span(editor, guess, press):
    press(editor, guess, "kind", kind="reported")
    guess.refresh_from_db()
    assert guess.kind == "reported"

    press(editor, guess, "span", first="موعد الانسحاب", last="ولن يتغير")

    confirmed = Quotation.objects.get(status="confirmed")
    assert confirmed.words == "موعد الانسحاب ثابت ولن يتغير"


def test_editor_says_through_whom_it_came(editor, guess, press, make_source):
    make_source("newsweek", "نيوزويك")

    press(editor, guess, "chain", relays="نيوزويك؛ «وسائل إعلام كردية»")

    assert [str(one) for one in guess.relays.order_by("ordinal")] == [
        "نيوزويك",
        "وسائل إعلام كردية",
    ]
    guess.refresh_from_db()
    assert guess.status == "confirmed"

    opened = editor.get(press.address(guess, do="chain"))
    assertContains(opened, 'value="نيوزويك؛ «وسائل إعلام كردية»"')
    press(editor, guess, "chain", relays="")
    assert not guess.relays.exists()


def test_editor_says_on_which_day_it_was_said(editor, guess, press):
    press(editor, guess, "day", said="٢٠٢١-١١-٢٠")
    guess.refresh_from_db()
    assert str(guess.said_on) == "2021-11-20"

    press(editor, guess, "day", said="2021-11")
    guess.refresh_from_db()
    assert (str(guess.said_from), str(guess.said_to)) == ("2021-11-01", "2021-11-30")
    assertContains(editor.get(press.address(guess, do="day")), 'value="2021-11"')

    press(editor, guess, "day", said="")
    guess.refresh_from_db()
    assert guess.said_from is None


@pytest.mark.parametrize(
    ("act", "field", "typed", "told"),
    [
        ("chain", "relays", "صحيفة لا يعرفها أحد", "No outlet is called"),
        ("chain", "relays", "جوي هود", "No outlet is called"),
        ("day", "said", "أمس", "is not a date"),
        ("day", "said", "2021-12-31 إلى 2021-12-01", "ends before it begins"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(editor, guess, press, act, field, typed, told):
    response = press(editor, guess, act, **{field: typed})

    assertContains(response, told)
    assertContains(response, f'value="{typed}"')
    guess.refresh_from_db()
    assert guess.status == "proposed"


@pytest.fixture
def unsure_date(article) -> DateReference:
    """A date of which two readings disagree."""
    rows = DateReference.objects.select_related("revision")
    rows.update(sure=False, candidates=["2021", "2020"])
    return rows.get()


def test_a_date_waits_and_is_confirmed(editor, unsure_date, press):
    assert waits("dates") == 1

    press(editor, unsure_date, "confirm")

    unsure_date.refresh_from_db()
    assert (unsure_date.status, waits("dates")) == ("confirmed", 0)


def test_a_reading_of_a_date_is_chosen_by_a_button(editor, unsure_date, press):
    page = editor.get(press.address(unsure_date, kind="dates"))
    assertContains(page, 'name="value" value="2020" data-key="reading2"')

    press(editor, unsure_date, "value", value="2020")

    unsure_date.refresh_from_db()
    assert (unsure_date.iso, unsure_date.precision, unsure_date.status) == (
        "2020",
        "year",
        "confirmed",
    )


def test_what_is_no_date_is_refused(editor, unsure_date, press):
    response = press(editor, unsure_date, "value", value="قريباً")

    assertContains(response, "is not a date")
    assertContains(response, 'value="قريباً"')


def test_what_a_finding_has_not_cannot_be_changed(editor, unsure_date, press):
    assertContains(press(editor, unsure_date, "day", said="2021"), "can&#x27;t be said of")


def test_a_date_of_which_nothing_says_the_day_waits_for_nobody(editor, unsure_date, press):
    DateReference.objects.update(iso="", first=None, last=None, candidates=[])

    assert waits("dates") == 0
    page = editor.get(press.address(unsure_date))
    assertContains(page, 'data-key="main"')
    assertNotContains(page, f'id="date-{unsure_date.pk}" tabindex="-1" value="confirm"')


def test_after_the_last_of_an_article_comes_the_next_article(editor, guess, press):
    """One key a decision: no other is needed to go on, and the decision can be taken back."""
    other = make_article("أقدم", "وصل هود أمس.", published_on="2019-01-01")
    first, *rest = Mention.objects.filter(revision=guess.revision, sure=False)
    for row in (guess, first):
        assert press(editor, row, "confirm").context["article"] == guess.revision.article

    arrived = press(editor, rest[-1], "reject")

    assert arrived.context["article"] == other
    undo = arrived.context["undo"]
    assert undo["elsewhere"] == "موعد ثابت"
    back = editor.post(undo["address"], {"revision": undo["revision"], "act": "undo"}, follow=True)
    assert back.context["found"].current.ref == f"name-{rest[-1].pk}"
    assert waits() == 2


def test_after_the_last_of_all_comes_the_empty_queue(editor, unsure_date, press):
    Mention.objects.all().delete()
    Quotation.objects.all().delete()

    assertContains(press(editor, unsure_date, "confirm"), "لا شيء ينتظر المراجعة")


def test_words_that_are_not_there_are_refused_beside_their_field(editor, guess, press):
    response = press(editor, guess, "span", first="لم تُطبع هذه", last="ولن يتغير")

    assertContains(response, "Copy it from the text as printed")
    assertContains(response, 'value="لم تُطبع هذه"')


def test_editor_links_a_name_to_somebody_else(editor, article, press):
    mention = Mention.objects.filter(entity__slug="jim-hood").first()

    press(editor, mention, "link", thing="joey-hood")

    added = Mention.objects.get(method="person")
    assert (added.entity.slug, added.start) == ("joey-hood", mention.start)


@pytest.mark.parametrize(
    ("what", "who", "first", "last"),
    [
        pytest.param("name", "جوي هود", "المستشارين", "", id="name"),
        pytest.param("term", "جوي هود", "بدعوة", "العراقية", id="statement"),
        pytest.param("relay", "نيوزويك", "مسؤول أميركي", "", id="relay"),
        pytest.param("date", "", "بدعوة", "", id="date"),
    ],
)
def test_editor_marks_what_was_missed(
    editor, article, address, make_source, what, who, first, last
):
    make_source("newsweek", "نيوزويك")
    sent = {
        "revision": 1,
        "act": "missed",
        "missed-passage": "2",
        "missed-first": first,
        "missed-last": last,
        "missed-what": what,
        "missed-who": who,
        "missed-value": "2021-11" if what == "date" else "",
    }

    response = editor.post(address(article), sent, follow=True)

    assert "أُضيف ما فات" in messages(response)
    models = {"name": Mention, "term": Quotation, "relay": Citation, "date": DateReference}
    model = models[what]
    row = model.objects.get(method="person")
    assert row.status == "confirmed"
    assert row.surface.startswith(first)
    assert article.decisions.filter(kind="added").exists()


def test_what_was_missed_is_refused_beside_its_fields(editor, article, address):
    sent = {
        "revision": 1,
        "act": "missed",
        "missed-passage": "1",
        "missed-first": "كلمات لم ترد",
        "missed-what": "name",
        "missed-who": "لا أحد",
    }

    response = editor.post(address(article), sent)

    assertContains(response, "is not in this passage")
    assertContains(response, "Nothing is called “لا أحد”")
    assertContains(response, 'value="كلمات لم ترد"')


def test_last_decision_is_taken_back(editor, guess, press, address):
    press(editor, guess, "confirm")

    editor.post(address(guess.revision.article), {"revision": 1, "act": "undo"})

    guess.refresh_from_db()
    assert guess.status == "proposed"


def test_a_page_of_an_older_text_decides_nothing(editor, guess, press):
    article = guess.revision.article
    actions.correct(article, title=article.title, body=f"{TEXT}\n\nزيادة.", reason="نقص في النقل")
    article.refresh_from_db()

    response = press(editor, guess, "confirm", revision="1")

    assert "not saved" in messages(response)
    assert not Quotation.objects.filter(status="confirmed").exists()


def test_what_is_gone_is_told_so(editor, guess, press):
    pk = guess.pk
    guess.delete()
    guess.pk = pk

    assertContains(press(editor, guess, "confirm"), "recognised anew after you")


def test_contributor_sees_and_does_not_decide(contributor, guess, press, address):
    page = contributor.get(address(guess.revision.article))
    assertContains(page, "القرار فيه للمحررين")
    assertNotContains(page, 'value="confirm"')

    assert press(contributor, guess, "confirm").status_code == 403
    named = contributor.get(address(guess.revision.article, "name"))
    assert named.status_code == 403


def test_stranger_is_asked_to_log_in(client, article, address):
    for page in (address(article), reverse(QUEUE)):
        assert client.get(page).status_code == 302


def test_no_such_article_is_not_found(editor):
    assert editor.get(reverse("admin:archive_article_findings", args=[999999])).status_code == 404


def test_a_page_asks_a_bounded_number_of_questions(
    editor, article, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(45):
        editor.get(address(article))


# A name for the archive.


def shown_of(response: Any) -> str:
    """What the button applies that stands below the effect."""
    return response.context["form"].shown


def test_alias_shows_what_it_would_change_and_is_then_applied(editor, article, address):
    make_article("آخر", "ونفى أبو سجى أي اتفاق.")
    reannotating.note_recognised_with(reannotating.fingerprint())
    sent = {"name": "أبو سجى", "entity": "جوي هود", "standalone": "yes"}

    shown = editor.post(address(article, "name"), {**sent, "look": "1"})
    assertContains(shown, "يُضاف: اسم واحد")
    assertContains(shown, "آخر")
    assert not Mention.objects.filter(revision__title="آخر").exists()
    other = editor.post(
        address(article, "name"), {**sent, "name": "أبو سج", "apply": shown_of(shown)}
    )
    assert other.context["effect"]  # of what was typed since, and nothing is applied

    sent["apply"] = shown_of(shown)
    response = editor.post(address(article, "name"), sent, follow=True)

    assert Mention.objects.get(revision__title="آخر").entity.slug == "joey-hood"
    assert "أبو سجى" in messages(response)


def test_new_entity_takes_the_name_from_whom_it_was_linked_to(editor, article, address):
    mention = Mention.objects.filter(entity__slug="jim-hood").first()
    sent = {
        "name": "هود",
        "kind": "person",
        "name_en": "Sam Hood",
        "standalone": "context",
        "though_shared": "on",
        "finding": f"name-{mention.pk}",
    }

    shown = editor.post(address(article, "name"), sent)
    editor.post(address(article, "name"), {**sent, "apply": shown_of(shown)})

    assert Entity.objects.get(slug="sam-hood").name_ar == "هود"
    mention.refresh_from_db()
    assert mention.status == "rejected"
    assert Mention.objects.get(method="person", start=mention.start).entity.slug == "sam-hood"


def test_a_speaker_whom_nobody_knows_can_become_an_entity(editor, guess, address, press):
    press(editor, guess, "speaker", speakers="«سالم الراوي»")
    page = editor.get(press.address(guess))
    assertContains(page, 'data-key="new"')
    assert page.context["found"].current.name_to_give == "سالم الراوي"
    press(editor, guess, "reopen")
    sent = {"name": "سالم الراوي", "kind": "person", "name_en": "Salim al-Rawi"}

    shown = editor.post(address(guess.revision.article, "name"), sent)
    sent["apply"] = shown_of(shown)
    editor.post(address(guess.revision.article, "name"), sent)

    assert Entity.objects.get(slug="salim-al-rawi").name_ar == "سالم الراوي"


def test_a_name_that_another_bears_needs_a_word(editor, article, address):
    sent = {"name": "جيم هود", "entity": "joey-hood", "apply": "1"}

    assertContains(editor.post(address(article, "name"), sent), "Another bears this name")
    assert not Entity.objects.get(slug="joey-hood").names.exists()


def test_a_new_entity_needs_its_kind_and_a_latin_name(editor, article, address):
    response = editor.post(address(article, "name"), {"name": "أبو سجى", "apply": "1"})

    assertContains(response, "Choose the kind of the new entity")
    assertContains(response, "in Latin letters")
    assert Entity.objects.count() == 2


def test_progress_of_the_worker_is_shown(editor, article):
    reannotating.note_if_due()

    assertContains(editor.get(reverse(QUEUE)), "يتعرّف الأرشيف من جديد على المقالات")
    assertContains(editor.get(reverse("admin:index")), "يتعرّف الأرشيف من جديد على المقالات")


def test_decision_of_a_colleague_is_not_overwritten_unseen(editor, chief, guess, press):
    seen = editor.get(press.address(guess)).context["found"].current.seen
    press(chief, guess, "confirm")

    response = press(editor, guess, "reject", seen=seen)

    guess.refresh_from_db()
    assert guess.status == "confirmed"
    assertContains(response, "قرّر زميل في هذا بعد أن فتحت الصفحة")
    press(editor, guess, "reject", seen=response.context["found"].current.seen)
    guess.refresh_from_db()
    assert guess.status == "rejected"


def test_correction_that_comes_after_a_colleagues_keeps_what_was_typed(editor, chief, guess, press):
    seen = editor.get(press.address(guess)).context["found"].current.seen
    press(chief, guess, "speaker", speakers="جيم هود")

    response = press(editor, guess, "speaker", seen=seen, speakers="joey-hood")

    assert [one.entity.slug for one in guess.speakers.all()] == ["jim-hood"]
    assertContains(response, "قرّر زميل في هذا بعد أن فتحت الصفحة")
    assertContains(response, 'value="joey-hood"')


def test_decision_about_a_text_that_was_corrected_at_that_moment_is_told_to_look_again(
    editor, guess, press
):
    article, number = guess.revision.article, guess.revision.number
    actions.correct(article, title="موعد ثابت", body=f"{TEXT}\n\nانتهى.", reason="تتمة")

    response = press(editor, guess, "confirm", revision=str(number))

    assert not Quotation.objects.filter(status="confirmed").exists()
    assert "تغيّر" in messages(response)


@pytest.mark.parametrize("in_one_passage", [False, True])
def test_a_page_shows_no_more_than_a_browser_can_lay_out(
    editor, make_entity, address, monkeypatch, in_one_passage
):
    """What is left stands on sheets that links lead to, and so do the keys for what waits."""
    monkeypatch.setattr(found, "ON_A_SHEET", 10)
    make_entity("rawi", "سالم الراوي")
    said = [f"قال سالم الراوي إن الجسر رقم {number} سليم." for number in range(20)]
    article = make_article("الجسور", (" " if in_one_passage else "\n\n").join(said))
    Quotation.objects.update(sure=False)
    rows = list(Quotation.objects.order_by("start"))
    assert len(rows) == 20

    listed = set()
    for row in rows:
        page = editor.get(address(article, at=f"statement-{row.pk}"))
        parts = page.context["sheet"].parts
        assert sum(len(part.items) for part in parts) <= 10
        assert f'id="statement-{row.pk}"' in page.content.decode()
        listed |= {one.row.pk for part in parts for one in part.items if one.is_statement}

    assert listed == {row.pk for row in rows}
    first = editor.get(address(article))
    assert ("المقاطع</a>" in first.content.decode()) is not in_one_passage
    assert ("ما وُجد بعدها" in first.content.decode()) is in_one_passage


@pytest.mark.parametrize("written", ["4", "999999999", "²", "٣", "x" * 5000, "-1"])
def test_any_passage_may_be_asked_for(editor, article, address, written):
    assert editor.get(address(article, passage=written)).status_code == 200

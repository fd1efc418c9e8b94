"""Reviewing: details are completed, guesses decided, and only then does a reader see it."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.models import Article, Mention, PassageSpan, Source
from tests.desk import FIRST, SECOND, TEXT, TITLE, messages

COMPLETE = {"outlet_unknown": "on", "precision": "unknown"}


@pytest.fixture
def cut(draft) -> PassageSpan:
    return PassageSpan.objects.get(cut="proposed")


def test_publishing_asks_for_date_outlet_and_the_cut_passage(editor, draft, cut, review):
    response = review(editor, draft, "publish")

    draft.refresh_from_db()
    assert draft.status == "draft"
    assertContains(response, "Enter the date of publication")
    assertContains(response, "Name the outlet")
    assertContains(response, f"Passage {cut.ordinal}: decide")


def test_unknown_date_and_outlet_are_published_when_said_to_be_unknown(
    editor, client, draft, cut, review
):
    decided = {f"review-cut-{cut.pk}": "confirmed"}

    response = review(editor, draft, "publish", **COMPLETE, **decided)

    draft.refresh_from_db()
    cut.refresh_from_db()
    assert (draft.status, draft.precision, draft.outlet) == ("published", "unknown", None)
    assert cut.cut == "confirmed"
    assert "نُشر المقال" in messages(response)
    assertContains(client.get(draft.get_absolute_url()), FIRST)


def test_draft_is_kept_with_what_is_known_so_far(contributor, draft, review):
    review(contributor, draft, "save", byline="هدى سالم", url="https://example.org/4821")

    draft.refresh_from_db()
    assert (draft.byline, draft.url) == ("هدى سالم", "https://example.org/4821")
    assert draft.status == "draft"


@pytest.mark.parametrize(
    ("written", "precision", "approximate", "kept"),
    [
        ("2021-11-22", "", "", ("2021-11-22", "day", "stated")),
        ("٢٠٢١-١١-٢٢", "day", "", ("2021-11-22", "day", "stated")),
        ("2021-11-22", "month", "", ("2021-11", "month", "stated")),
        ("2021-11", "year", "on", ("2021", "year", "inferred")),
        ("", "unknown", "", ("", "unknown", "")),
    ],
)
def test_date_is_kept_as_closely_as_it_is_known(
    editor, draft, review, written, precision, approximate, kept
):
    changes = {"published_on": written, "precision": precision}
    if approximate:
        changes["approximate"] = approximate

    review(editor, draft, "save", **changes)

    draft.refresh_from_db()
    assert (draft.published_on, draft.precision, draft.basis) == kept


@pytest.mark.parametrize(
    ("written", "precision", "told"),
    [
        ("22 نوفمبر", "", "is not a date"),
        ("2021-13", "", "is not a date"),
        ("2021-11", "day", "Complete the date"),
        ("2021-11-22", "unknown", "Clear the date"),
    ],
)
def test_unclear_date_is_asked_about(editor, draft, review, written, precision, told):
    response = review(editor, draft, "save", published_on=written, precision=precision)

    assertContains(response, told)
    draft.refresh_from_db()
    assert draft.published_from is None


def test_outlet_is_known_by_any_of_its_names(editor, draft, review, make_source):
    outlet = make_source("newsweek", "نيوزويك", aliases=("نيوز ويك",))

    review(editor, draft, "save", outlet="نيوز ويك")

    draft.refresh_from_db()
    assert draft.outlet == outlet


def test_new_outlet_needs_a_second_word_and_stays_to_be_confirmed(editor, draft, review):
    asked = review(editor, draft, "save", outlet="جريدة جديدة")
    made_before = Source.objects.exists()
    review(editor, draft, "save", outlet="جريدة جديدة", new_outlet="on")

    draft.refresh_from_db()
    assertContains(asked, "There is no outlet called")
    assert not made_before
    assert (draft.outlet.name_ar, draft.outlet.confirmed) == ("جريدة جديدة", False)


def test_outlet_and_unknown_together_are_asked_about(editor, draft, review, make_source):
    make_source("dijla", "شبكة دجلة")

    response = review(editor, draft, "save", outlet="شبكة دجلة", outlet_unknown="on")

    assertContains(response, "Clear the outlet")


def test_two_outlets_of_one_name_are_not_taken_for_each_other(
    editor, store_text, make_source, review
):
    make_source("madar-syria", "المدار")
    outlet = make_source("madar-iraq", "المدار")
    article = store_text(TEXT, title=TITLE, outlet=outlet).article

    review(editor, article, "save", byline="هدى سالم")

    article.refresh_from_db()
    assert (article.outlet, article.byline) == (outlet, "هدى سالم")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("byline", "ك" * 301, "At most 300 characters fit; it has 301"),
        ("byline", "كاتب\x00", "Remove it and try again"),
        ("byline", "كاتب\x1b[31m", "control character (U+001B)"),
        ("precision", "قرن", "Choose from the list"),
    ],
)
def test_what_a_field_does_not_take_is_said_in_both_languages(
    editor, draft, review, field, typed, told
):
    response = review(editor, draft, "save", **{field: typed})

    assertContains(response, told)
    assertContains(response, 'role="alert"')
    assert draft.decisions.count() == 0


@pytest.mark.parametrize("url", ["javascript:alert(1)", "example.org", "https://a b.org", "x"])
def test_address_that_is_none_is_asked_about(editor, draft, review, url):
    response = review(editor, draft, "save", url=url)

    draft.refresh_from_db()
    assertContains(response, "This is no web address")
    assert draft.url == ""


def test_published_spacing_of_a_headline_survives_saving(editor, store_text, review):
    article = store_text(TEXT, title="عنوان  بفراغين").article

    review(editor, article, "save", byline="هدى سالم")

    article.refresh_from_db()
    assert article.title == "عنوان  بفراغين"
    assert article.revisions.count() == 1


def test_editor_sees_a_draft_as_its_reader_will(editor, draft):
    assertContains(editor.get(draft.get_absolute_url()), FIRST)


def test_headline_of_a_draft_can_be_mended_and_links_survive_it(editor, draft, review):
    review(editor, draft, "save", title="عنوان أصح")

    draft.refresh_from_db()
    links = draft.current_revision.links.values_list("address", "missing")
    assert draft.title == "عنوان أصح"
    assert list(links) == [("", True), ("https://example.org/a", False)]


def test_headline_of_a_published_article_changes_only_with_a_reason(editor, published, review):
    review(editor, published, "save", title="عنوان آخر", precision="day", outlet_unknown="on")

    published.refresh_from_db()
    assert published.title == TITLE


def test_unsure_name_is_confirmed_or_rejected_everywhere_at_once(
    editor, store_text, make_entity, review
):
    make_entity("rawi", "سالم الراوي", short=["الراوي"], standalone="context")
    article = store_text("قال الراوي كلمته أمس في النجف.\n\nثم خرج الراوي من القاعة.").article
    guesses = list(Mention.objects.filter(sure=False))

    review(editor, article, "save", **{f"review-name-{guesses[0].pk}": "confirmed"})

    assert len(guesses) == 2
    assert set(Mention.objects.values_list("status", flat=True)) == {"confirmed"}


def test_name_that_stands_often_in_a_passage_is_one_decision_of_it(
    editor, store_text, make_entity, review
):
    make_entity("rawi", "سالم الراوي", short=["الراوي"], standalone="context")
    text = "قال الراوي إن الموعد ثابت، وأضاف الراوي أن القاعة مغلقة، ثم ختم الراوي بالشكر."
    article = store_text(text).article
    guesses = list(Mention.objects.filter(sure=False))

    review(editor, article, "save", **{f"review-name-{guesses[0].pk}": "rejected"})

    assert len(guesses) == 3
    assert set(Mention.objects.values_list("status", flat=True)) == {"rejected"}
    assert article.decisions.count() == 1


def test_deciding_about_a_name_of_forty_passages_asks_no_more_than_of_one(
    editor, store_text, make_entity, review, django_assert_max_num_queries
):
    make_entity("rawi", "سالم الراوي", short=["الراوي"], standalone="context")
    text = "\n\n".join(f"قال الراوي إن الموعد رقم {number} ثابت." for number in range(40))
    article = store_text(text).article
    first = Mention.objects.filter(sure=False).first()

    with django_assert_max_num_queries(70):
        review(editor, article, "save", **{f"review-name-{first.pk}": "confirmed"})

    assert Mention.objects.filter(status="confirmed").count() == 40
    assert article.decisions.count() == 40


def test_sure_name_can_be_rejected(editor, store_text, make_entity, review, client):
    make_entity("rawi", "سالم الراوي")
    article = store_text("قال سالم الراوي كلمته أمس في بغداد.").article
    mention = Mention.objects.get()

    review(editor, article, "save", **{f"review-name-{mention.pk}": "rejected"})

    mention.refresh_from_db()
    assert mention.status == "rejected"
    assert not Mention.objects.shown().exists()


def test_editor_marks_a_passage_that_the_rules_took_for_whole(editor, draft, review):
    whole = PassageSpan.objects.get(ordinal=1)

    review(editor, draft, "save", **{f"review-cut-{whole.pk}": "on"})

    whole.refresh_from_db()
    assert whole.cut == "confirmed"


def test_decided_passage_can_be_decided_again(editor, draft, cut, review):
    actions.decide_cut(cut, "confirmed")

    review(editor, draft, "save", **{f"review-cut-{cut.pk}": "rejected"})

    cut.refresh_from_db()
    assert cut.cut == "rejected"


def test_page_opened_before_another_change_saves_nothing(editor, draft, page):
    seen = editor.get(page(draft)).context["seen"]
    actions.amend(draft, byline="غيره")

    response = editor.post(
        page(draft), {"seen": seen, "title": TITLE, "byline": "متأخر", "save": ""}, follow=True
    )

    draft.refresh_from_db()
    assert draft.byline == "غيره"
    assertContains(response, "changed after you opened")


def test_who_comes_too_late_keeps_what_was_typed_and_sees_what_is_stored(editor, draft, page):
    late = {"seen": editor.get(page(draft)).context["seen"], "title": TITLE, "byline": "متأخر"}
    actions.amend(draft, byline="غيره")

    told = editor.post(page(draft), {**late, "save": ""})
    editor.post(page(draft), {**late, "seen": told.context["seen"], "save": ""})

    draft.refresh_from_db()
    assert told.context["details"]["byline"].value() == "متأخر"
    assertContains(told, "في الأرشيف الآن: «غيره»")
    assert draft.byline == "متأخر"


def test_contributor_whose_draft_was_published_meanwhile_is_told(contributor, draft, page):
    seen = contributor.get(page(draft)).context["seen"]
    actions.publish(draft)

    response = contributor.post(
        page(draft), {"seen": seen, "title": TITLE, "byline": "متأخر", "save": ""}, follow=True
    )

    draft.refresh_from_db()
    assert draft.byline == ""
    assert "The article is published now: nothing was changed" in messages(response)


def test_two_articles_never_share_a_record_of_an_outlet(editor, store_text, make_source, review):
    outlet = make_source("dijla", "شبكة دجلة")
    store_text("نص المقال الأول كما نُشر.", record_id="7", outlet=outlet)
    other = store_text("نص مختلف كل الاختلاف عنه.", record_id="7").article

    response = review(editor, other, "save", outlet="شبكة دجلة")

    other.refresh_from_db()
    assert other.outlet is None
    assertContains(response, "already has an article")
    assert response.context["details"]["outlet"].value() == "شبكة دجلة"


def test_stored_markup_is_printed_not_obeyed(editor, store_text, page):
    hostile = '<script>alert(1)</script>" onload="x'
    article = store_text(f"{hostile} قال الناطق.", title=hostile).article

    response = editor.get(page(article))

    assertNotContains(response, "<script>alert(1)</script>")
    assertContains(response, "&lt;script&gt;alert(1)")


def test_what_was_done_is_in_the_history(editor, draft, cut, review, page):
    review(editor, draft, "publish", **COMPLETE, **{f"review-cut-{cut.pk}": "rejected"})

    done = LogEntry.objects.get(object_id=str(draft.pk)).change_message

    assert "نُشر" in done
    assert "حُسم ما كان ظناً" in done
    assertContains(editor.get(page(draft, "history")), "نُشر")


def test_page_says_who_decided_what(editor, draft, cut, review, page):
    review(editor, draft, "publish", **COMPLETE, **{f"review-cut-{cut.pk}": "rejected"})

    response = editor.get(page(draft))

    assertContains(response, 'id="decisions"')
    for decision in draft.decisions.all():
        assertContains(response, f"{decision.get_kind_display()}،")
        assertContains(response, f"<bdi>{decision.made_by_name}</bdi>")


def test_saving_without_a_change_changes_nothing(editor, published, review):
    before = Article.objects.values().get()
    cut = PassageSpan.objects.get(cut="proposed")
    actions.decide_cut(cut, "confirmed")

    review(editor, published, "save", outlet_unknown="on")

    after = Article.objects.values().get()
    assert {**after, "changed_at": None} == {**before, "changed_at": None}
    assert published.revisions.count() == 1


def test_article_of_sixty_passages_asks_the_database_no_more_than_a_short_one(
    editor, store_text, page, django_assert_max_num_queries
):
    article = store_text("\n\n".join(f"{FIRST} {number}." for number in range(60))).article
    editor.get(page(article))

    with django_assert_max_num_queries(25):
        editor.get(page(article))


def test_reader_sees_the_text_of_the_draft_nowhere(client, draft):
    passage = PassageSpan.objects.get(ordinal=2).passage

    for address in (draft.get_absolute_url(), passage.get_absolute_url(), "/outlets/"):
        assertNotContains(client.get(address), SECOND, status_code=404) if (
            address != "/outlets/"
        ) else assertNotContains(client.get(address), TEXT)


def test_each_error_leads_to_its_field(editor, draft, review):
    shown = review(editor, draft, "publish", published_on="أمس")

    assertContains(shown, '<a href="#id_published_on">')
    assertContains(shown, '<p class="foot foot__row">')

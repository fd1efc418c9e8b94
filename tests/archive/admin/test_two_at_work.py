"""Two at one article: what doesn't clash is merged, what does is shown, nothing is lost."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.models import Article
from tests.desk import FIRST, SECOND, TEXT, TITLE

THEIRS = TEXT.replace("المتحدث", "الناطق")
REASON = "خطأ في النقل"


@pytest.fixture
def sent():
    """A correction of the first text, as its form is sent."""

    def make(body: str, **changes: str) -> dict[str, str]:
        return {"title": TITLE, "body": body, "reason": REASON, "corrected": "1", **changes}

    return make


def test_corrections_of_different_paragraphs_are_merged_shown_and_saved(
    editor, published, page, sent
):
    actions.correct(published, title=TITLE, body=THEIRS, reason="صفته")
    mine = TEXT.replace("المستشارين", "المدربين")

    shown = editor.post(page(published, "correct"), sent(mine, save=""))
    form = shown.context["form"]
    again = {name: form[name].value() for name in form.fields}
    editor.post(page(published, "correct"), {**again, "compared": form.wording, "save": ""})

    assertContains(shown, "فدُمج تصحيحك")
    assertContains(shown, "<ins>المدربين</ins>")
    assertNotContains(shown, "<del>الناطق</del>")
    published.refresh_from_db()
    text = published.current_revision.text
    assert published.current_revision.number == 3
    assert "الناطق" in text
    assert "المدربين" in text


def test_corrections_of_the_same_paragraph_are_asked_about_and_nothing_is_lost(
    editor, published, page, sent
):
    actions.correct(published, title=TITLE, body=THEIRS, reason="صفته")
    mine = TEXT.replace("ثابت", "قائم")

    asked = editor.post(page(published, "correct"), sent(mine, save=""))
    [question] = asked.context["rows"].questions
    answers = {
        "chosen": "1",
        question.choice.html_name: "merged",
        question.text.html_name: question.text.value(),
    }
    merged = editor.post(page(published, "correct"), sent(mine, compare="", **answers))

    assertContains(asked, "corrected after you opened")
    assert asked.context["form"]["body"].value() == mine
    assertContains(merged, "<ins>قائم</ins>")
    body = merged.context["form"]["body"].value()
    assert body.startswith(FIRST.replace("المتحدث", "الناطق").replace("ثابت", "قائم"))
    assert published.revisions.count() == 2


@pytest.mark.parametrize(("choice", "kept"), [("live", "الناطق"), ("other", "المتحدثة")])
def test_a_choice_takes_one_of_the_two(editor, published, page, sent, choice, kept):
    actions.correct(published, title=TITLE, body=THEIRS, reason="صفته")
    mine = TEXT.replace("المتحدث", "المتحدثة") + "\n\nزيادة لي."

    asked = editor.post(page(published, "correct"), sent(mine, save=""))
    [question] = asked.context["rows"].questions
    answers = {"chosen": "1", question.choice.html_name: choice}
    merged = editor.post(page(published, "correct"), sent(mine, compare="", **answers))

    body = merged.context["form"]["body"].value()
    assert body.startswith(f"قال {kept} ")
    assert body.endswith("زيادة لي.")


def test_a_row_without_a_choice_is_asked_about_again(editor, published, page, sent):
    actions.correct(published, title=TITLE, body=THEIRS, reason="صفته")
    mine = TEXT.replace("ثابت", "قائم")

    response = editor.post(page(published, "correct"), sent(mine, compare="", chosen="1"))

    assertContains(response, "choose what stays")
    assert response.context["form"]["body"].value() == mine


@pytest.fixture
def opened(page):
    """What the page of an article's details sends, when it was opened now."""

    def make(client, article: Article, **changes: str) -> dict[str, str]:
        context = client.get(page(article)).context
        data = {name: context[name] for name in ("seen", "opened", "against")}
        form = context["details"]
        for name in form.fields:
            value = form[name].value()
            if value and name not in ("precision",):
                data[name] = "on" if value is True else value
        return {**data, "precision": form["precision"].value() or "", **changes}

    return make


def test_details_that_do_not_clash_are_merged_and_shown_before_they_are_saved(
    editor, draft, page, opened
):
    mine = opened(editor, draft, url="https://example.org/mine")
    actions.amend(draft, byline="غيري")

    shown = editor.post(page(draft), {**mine, "save": ""})
    again = {**mine, "byline": shown.context["details"]["byline"].value(), "save": ""}
    again |= {name: shown.context[name] for name in ("seen", "opened", "against")}
    editor.post(page(draft), again)

    assertContains(shown, "فدُمج ما كتبته")
    assert shown.context["details"]["byline"].value() == "غيري"
    draft.refresh_from_db()
    assert (draft.byline, draft.url) == ("غيري", "https://example.org/mine")


@pytest.mark.parametrize(("choice", "kept"), [("mine", "سعد"), ("stored", "غيري"), ("", "غيري")])
def test_details_that_clash_are_chosen_between(editor, draft, page, opened, choice, kept):
    mine = opened(editor, draft, byline="سعد", url="https://example.org/mine")
    actions.amend(draft, byline="غيري")

    shown = editor.post(page(draft), {**mine, "save": ""})
    hidden = {name: shown.context[name] for name in ("seen", "opened", "against")}
    response = editor.post(page(draft), {**mine, **hidden, "choice-byline": choice, "save": ""})

    assertContains(shown, "choice-byline")
    assert shown.context["details"]["byline"].value() == "سعد"
    draft.refresh_from_db()
    assert draft.byline == kept
    if choice:
        assert draft.url == "https://example.org/mine"
    else:
        assert response.context["details"]["byline"].value() == "سعد"


def test_choice_made_before_a_third_change_is_asked_again(editor, draft, page, opened):
    mine = opened(editor, draft, byline="سعد")
    actions.amend(draft, byline="غيري")
    shown = editor.post(page(draft), {**mine, "save": ""})
    hidden = {name: shown.context[name] for name in ("seen", "opened", "against")}
    actions.amend(draft, byline="ثالث")

    response = editor.post(page(draft), {**mine, **hidden, "choice-byline": "mine", "save": ""})

    assertContains(response, "ثالث")
    draft.refresh_from_db()
    assert draft.byline == "ثالث"


def test_correction_of_a_text_that_others_left_alone_is_not_asked_about(
    editor, published, page, sent
):
    actions.amend(published, byline="غيري", reason="عن النسخة الورقية")
    mine = TEXT.replace(SECOND, SECOND + " الجنود.")

    shown = editor.post(page(published, "correct"), sent(mine, save=""))

    assertContains(shown, "فدُمج تصحيحك")

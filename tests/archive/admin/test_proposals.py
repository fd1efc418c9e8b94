"""Texts that wait: their list, their page, and that nobody else ever sees them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from archive.admin.site import waiting_work
from archive.annotation.names import Recogniser
from archive.dates import parse_partial
from archive.editing import actions
from archive.ingest import store
from archive.ingest.parsed import parse_text
from archive.models import Article, Decision, Proposal
from search.queries import Query, find
from tests.desk import FIRST, SECOND, TEXT, TITLE, messages

LAST = "وختم بأن [البيان](#) نُشر على [الموقع](https://example.org/a)."
ADDED = "ولم يحدد الطرفان موعداً للاجتماع التالي زرقاء."
# The source changed the first paragraph and added one; an editor corrected the first.
THEIRS = TEXT.replace("المتحدث", "الناطق") + f"\n\n{ADDED}"
OURS = TEXT.replace("ثابت", "قائم")
BOTH = FIRST.replace("المتحدث", "الناطق").replace("ثابت", "قائم")
REASON = "زيادة من نص الناشر المحدّث"


def arrive(text: str, **known: str) -> store.Stored:
    parsed = parse_text(text, Recogniser(), title=TITLE, record_id="a1", **known)
    return store.store(parsed, published=parse_partial("2021-11-22"), publish=True)


@pytest.fixture
def corrected(db) -> Article:
    article = arrive(TEXT).article
    return actions.correct(article, title=TITLE, body=OURS, reason="خطأ في النقل")


@pytest.fixture
def proposal(corrected) -> Proposal:
    arrive(THEIRS)
    return corrected.proposals.get()


@pytest.fixture
def decide(page):
    """Opens the page of a proposal, answers its rows and presses a button."""

    def press(client, proposal, button, *, clash="merged", reason=REASON, **changes):
        address = page(proposal.article, "proposal")
        opened = client.get(address)
        rows = opened.context["rows"]
        data = {"seen": opened.context["seen"], "reason": reason}
        for question in rows.questions:
            data[question.choice.html_name] = clash if question.asked.is_clash else "other"
            if question.text:
                data[question.text.html_name] = question.text.value()
        return client.post(address, {**data, **changes, button: ""}, follow=True)

    return press


def test_page_shows_base_live_and_proposed_with_a_choice_a_row(editor, proposal, page):
    response = editor.get(page(proposal.article, "proposal"))

    clash, added = response.context["rows"].questions
    assert (clash.asked.base, clash.asked.is_clash) == (FIRST, True)
    assert clash.asked.merged == BOTH
    assert (added.asked.base, added.choice.value()) == ("", "other")
    assertContains(response, "<ins>قائم</ins>")
    assertContains(response, "<ins>الناطق</ins>")


def test_parts_are_taken_with_a_reason_that_readers_see(editor, client, proposal, decide):
    decide(editor, proposal, "take")

    article = Article.objects.get()
    proposal.refresh_from_db()
    assert proposal.state == "partly"
    assert article.current_revision.text.split("\n\n")[0] == BOTH
    assert ADDED in article.current_revision.text
    assert article.current_revision.links.count() == 2
    assert (article.current_revision.public_number, article.current_revision.reason) == (3, REASON)
    decision = article.decisions.filter(kind="taken").get()
    assert decision.about["reason"] == REASON
    assert decision.made_by == editor.get("/admin/").wsgi_request.user
    assertContains(client.get(article.get_absolute_url()), ADDED)


def test_it_is_taken_whole_and_then_is_the_text_of_its_record(editor, proposal, decide):
    decide(editor, proposal, "take", clash="other")

    proposal.refresh_from_db()
    assert proposal.state == "taken"
    assert arrive(THEIRS).result == "unchanged"


def test_nothing_is_taken_and_the_queue_falls_to_zero(editor, proposal, decide):
    user = editor.get("/admin/").wsgi_request.user
    waiting = {work.label: work.count for work in waiting_work(user)}
    assert waiting["صيغ مقترحة تنتظر القرار"] == 1

    decide(editor, proposal, "keep")

    waiting = {work.label: work.count for work in waiting_work(user)}
    assert waiting["صيغ مقترحة تنتظر القرار"] == 0
    article = Article.objects.get()
    assert article.revisions.count() == 2
    assert article.decisions.get(kind="kept").about["reason"] == REASON
    assert arrive(THEIRS).result == "unchanged"


def test_what_was_decided_once_is_not_asked_again(editor, proposal, decide, page):
    decide(editor, proposal, "keep")
    more = "وحضر اللقاء رئيس الأركان."
    arrive(f"{THEIRS}\n\n{more}")

    response = editor.get(page(proposal.article, "proposal"))

    [question] = response.context["rows"].questions
    assert question.asked.other[0].text == more


def test_details_that_the_record_states_are_a_row_of_their_own(editor, corrected, decide, page):
    arrive(THEIRS, byline="سعد العاني")
    proposal = corrected.proposals.get()

    decide(editor, proposal, "take")

    article = Article.objects.get()
    assert article.byline == "سعد العاني"
    assert article.current_revision.details["byline"] == "سعد العاني"
    assert article.revisions.get(number=2).details["byline"] == ""
    [change] = article.decisions.get(kind="taken").about["changes"]
    assert change == {"field": "byline", "before": "", "after": "سعد العاني"}


@pytest.mark.parametrize("button", ["take", "keep"])
def test_a_decision_needs_a_reason(editor, proposal, decide, button):
    response = decide(editor, proposal, button, reason=" ")

    assertContains(response, "Fill in this field")
    proposal.refresh_from_db()
    assert proposal.is_open


def test_a_clash_without_a_choice_is_asked_for_and_what_was_typed_stays(editor, proposal, decide):
    rows = editor.get(reverse("admin:archive_article_proposal", args=[proposal.article_id]))
    clash = rows.context["rows"].questions[0]
    typed = {clash.text.html_name: "جملة كتبها المحرر بيده."}

    response = decide(editor, proposal, "take", clash="", **typed)

    assertContains(response, "choose what stays")
    assertContains(response, "جملة كتبها المحرر بيده.")
    assert Article.objects.get().revisions.count() == 2


def test_what_will_change_is_shown_before_it_is_saved(editor, proposal, decide):
    response = decide(editor, proposal, "preview")

    assertContains(response, 'id="difference"')
    assertContains(response, REASON)
    assert Article.objects.get().revisions.count() == 2


def test_a_newer_text_or_a_correction_in_between_is_said_and_nothing_is_saved(
    editor, proposal, decide
):
    stale = decide(editor, proposal, "take", seen=f"{proposal.pk}-0")

    assertContains(stale, "after you opened the page")
    assert Article.objects.get().revisions.count() == 2


def test_second_of_two_editors_is_told_that_it_was_decided(editor, chief, proposal, decide, page):
    data = {"seen": "x", "reason": REASON, "keep": ""}
    decide(chief, proposal, "keep")

    response = editor.post(page(proposal.article, "proposal"), data, follow=True)

    assert "was decided before" in messages(response)
    assert Decision.objects.filter(kind="kept").count() == 1


def test_contributor_sees_it_and_decides_nothing(contributor, proposal, decide, page):
    assertContains(contributor.get(page(proposal.article, "proposal")), ADDED)

    assert decide(contributor, proposal, "keep").status_code == 403


def test_list_and_article_lead_to_it(editor, proposal, page):
    address = page(proposal.article, "proposal")

    assertContains(editor.get(reverse("admin:archive_article_proposals")), address)
    assertContains(editor.get(page(proposal.article)), address)


def test_article_without_a_proposal_says_so(editor, corrected, page):
    response = editor.get(page(corrected, "proposal"))

    assertRedirects(response, page(corrected))


def test_readers_never_see_it(client, proposal, indexed):
    indexed()
    article = proposal.article
    own = article.get_absolute_url()
    addresses = [
        own,
        article.passages.first().get_absolute_url(),
        f"{own}r/2/",
        f"{own}diff/1/2/",
        "/",
        "/about/",
        "/search/?q=زرقاء",
        "/search/?q=قائم",
        "/quotations/?q=زرقاء",
        "/timeline/",
        "/outlets/",
        "/sitemap.xml",
    ]
    for address in addresses:
        response = client.get(address)
        assert ADDED not in response.content.decode(), address
        assert response.status_code == 200, address
    assert len(find(Query(words="زرقاء"))) == 0
    assert len(find(Query(words="قائم"))) == 1
    assert client.get(f"{own}r/3/").status_code == 404
    assert client.get(f"/admin/archive/article/{article.pk}/proposal/").status_code == 302


@pytest.mark.django_db
def test_proposals_are_visible_to_colleagues_alone(proposal, django_user_model):
    reader = django_user_model.objects.create_user("reader")

    assert not Proposal.objects.visible_to(reader).exists()


def test_draft_that_was_corrected_keeps_its_correction(editor, store_text, decide):
    article = store_text(TEXT, title=TITLE, record_id="d1").article
    actions.correct(article, title=TITLE, body=OURS, reason="خطأ")
    store_text(f"{TEXT}\n\n{ADDED}", title=TITLE, record_id="d1")
    proposal = article.proposals.get()

    response = decide(editor, proposal, "take")

    article.refresh_from_db()
    assert response.status_code == 200
    assert article.status == "draft"
    assert article.current_revision.public_number is None
    assert "قائم" in article.current_revision.text
    assert ADDED in article.current_revision.text


def test_page_asks_the_database_as_often_for_a_long_text(
    editor, corrected, page, django_assert_max_num_queries
):
    arrive("\n\n".join([THEIRS, *(f"{SECOND} {number}." for number in range(80))]))

    with django_assert_max_num_queries(25):
        editor.get(page(corrected, "proposal"))

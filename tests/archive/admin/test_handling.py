"""Work is shared out at the desk, and nothing of it reaches readers."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.models import Decision, Handling, Note

INDEX = reverse("admin:index")
LIST = reverse("admin:archive_article_changelist")


def send(client, page, article, **changes):
    opened = client.get(page(article, "desk"))
    data = {name: opened.context["about"][name].value() or "" for name in ("seen",)}
    return client.post(page(article, "desk"), {**data, "handle": "", **changes}, follow=True)


def test_draft_is_ready_and_assigned_and_its_reviewer_finds_it(editor, contributor, draft, page):
    reviewer = User.objects.get(pk=editor.session["_auth_user_id"])

    send(contributor, page, draft, ready="on", assigned_to=reviewer.pk)

    assertContains(editor.get(INDEX), "مسودات جاهزة للمراجعة")
    assertContains(editor.get(INDEX), "مسودات أُسندت إليك")
    assertNotContains(contributor.get(INDEX), "مسودات أُسندت إليك")
    for desk in ("ready", "mine"):
        assertContains(editor.get(LIST, {"desk": desk}), draft.title)
    told = Decision.objects.latest("pk").about["changes"]
    assert [one["field"] for one in told] == ["assigned_to", "ready"]


def test_rights_provenance_and_notes_are_seen_by_no_reader(editor, client, published, page):
    send(editor, page, published, rights="إذن خاص من الناشر", provenance="قرص من مكتبة")
    editor.post(page(published, "desk"), {"note": "", "text": "اسأل القانوني\n\nقبل الجمعة"})

    shown = editor.get(page(published, "desk"))
    for words in ("إذن خاص من الناشر", "قرص من مكتبة", "قبل الجمعة"):
        assertContains(shown, words)
        for address in (f"/a/{published.public_id}/", f"/en/a/{published.public_id}/"):
            assertNotContains(client.get(address), words)
    assertContains(editor.get(page(published)), "عمل المكتب وملاحظاته (1)")
    assertContains(editor.get(LIST, {"desk": "noted"}), published.title)


def test_of_two_colleagues_the_second_overwrites_nothing_unseen(editor, draft, page):
    send(editor, page, draft, rights="الأول")

    said = editor.post(page(draft, "desk"), {"handle": "", "seen": "", "rights": "الثاني"})

    assertContains(said, "nothing was saved")
    assert Handling.objects.get().rights == "الأول"


def test_empty_note_is_refused(editor, draft, page):
    assertContains(editor.post(page(draft, "desk"), {"note": "", "text": " "}), "املأ هذه الخانة")
    assert not Note.objects.exists()


def test_contributor_leaves_a_published_article_as_it_stands(contributor, published, page):
    assert contributor.post(page(published, "desk"), {"handle": "", "seen": ""}).status_code == 403


@pytest.mark.parametrize("sent", [{"handle": ""}, {"note": "", "text": "كلمة"}])
def test_article_that_is_hidden_from_a_colleague_is_not_reached(editor, published, page, sent):
    actions.withdraw(published, "طلب صاحبه")

    assert editor.post(page(published, "desk"), sent).status_code == 404
    assert editor.get(page(published, "desk")).status_code == 404

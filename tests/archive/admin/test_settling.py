"""Editors settle what resembles what, and put drafts away, until nothing waits."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import discarding
from archive.models import Article, SettledPair, Source
from tests.desk import PARAGRAPHS, TITLE, messages

LONG = "\n\n".join(PARAGRAPHS)
INDEX = reverse("admin:index")
DISCARDED = reverse("admin:archive_article_discarded")


@pytest.fixture
def pair(store_text) -> tuple[Article, Article]:
    """A published article of one outlet, and a draft of another's that nearly has its text."""
    outlets = [
        Source.objects.create(slug=slug, name_ar=name)
        for slug, name in (("dijla", "شبكة دجلة"), ("hilal", "وكالة الهلال"))
    ]
    earlier = store_text(LONG, title=TITLE, outlet=outlets[0], publish=True).article
    changed = LONG.replace("فجر الأحد", "مساء الاثنين")
    later = store_text(changed, title=TITLE, outlet=outlets[1], published_on="2021-11-22").article
    return earlier, later


def settle(client, page, pair, decision: str, **more: object):
    data = {"decision": decision, "earlier": pair[0].pk, **more}
    return client.post(page(pair[1], "near"), data, follow=True)


def test_two_texts_stand_side_by_side_with_what_only_one_has(editor, page, pair):
    shown = editor.get(page(pair[1], "near"))

    assertContains(shown, '<span class="only-here">فجر الأحد،</span>')
    assertContains(shown, '<span class="only-here">مساء الاثنين،</span>')
    assertContains(shown, "المقاطع المطابقة (2)")
    assertContains(shown, "ويُنشران معاً")


def test_one_story_of_two_outlets_is_published_and_readers_are_told(editor, client, page, pair):
    later = pair[1]

    said = settle(editor, page, pair, "same")

    later.refresh_from_db()
    assert later.is_published
    assert "ونُشرا معاً" in messages(said)
    assertNotContains(editor.get(INDEX), "تكاد تطابق")
    for one in pair:
        assertContains(client.get(one.get_absolute_url()), "النص نفسه لدى ناشرين")
        assertNotContains(client.get(one.get_absolute_url()), "نص يكاد يطابقه")


def test_draft_without_a_date_is_settled_and_not_published(editor, page, pair):
    Article.objects.filter(pk=pair[1].pk).update(
        published_from=None, published_to=None, precision="unknown", basis=""
    )

    settle(editor, page, pair, "same")

    assert Article.objects.get(pk=pair[1].pk).status == "draft"
    assert SettledPair.objects.get().verdict == "same"


def test_what_is_no_duplicate_leaves_the_queue(editor, client, page, pair):
    settle(editor, page, pair, "different")

    assertNotContains(editor.get(INDEX), "تكاد تطابق")
    assertNotContains(editor.get(page(pair[1])), "جنباً إلى جنب")


def test_duplicate_is_discarded_and_brought_back(editor, page, pair):
    later = pair[1]

    settle(editor, page, pair, "discard")

    assert editor.get(page(later)).status_code == 404
    assertContains(editor.get(DISCARDED), TITLE)
    assertContains(editor.get(page(later, "recover")), "مساء الاثنين")
    assertNotContains(editor.get(reverse("admin:archive_article_changelist")), later.public_id)

    editor.post(page(later, "recover"))

    assertContains(editor.get(page(later)), "جنباً إلى جنب")


def test_decision_about_another_pair_than_was_shown_is_not_taken(editor, page, pair):
    said = settle(editor, page, pair, "different", earlier=pair[1].pk)

    assert "your decision was not saved" in messages(said)
    assert not SettledPair.objects.exists()


def test_draft_is_discarded_from_its_page_with_a_reason(editor, draft, page):
    assertContains(editor.get(page(draft)), page(draft, "discard"))
    assertContains(editor.get(page(draft, "discard")), "المسودات المهملة")

    editor.post(page(draft, "discard"), {"reason": "لا صلة له"})

    assertContains(editor.get(DISCARDED), "لا صلة له")


def test_published_article_is_not_discarded(editor, published, page):
    said = editor.post(page(published, "discard"), follow=True)

    assert "drafts alone are discarded" in messages(said)
    published.refresh_from_db()
    assert published.is_published


@pytest.mark.parametrize("name", ["near", "discard", "recover"])
def test_who_may_not_publish_settles_nothing(contributor, page, pair, name):
    if name == "recover":
        discarding.discard(pair[1])

    for answer in (contributor.get(page(pair[1], name)), contributor.post(page(pair[1], name))):
        assert answer.status_code == 403
    assert contributor.get(DISCARDED).status_code == 403


def test_readers_get_nothing_of_a_discarded_draft(editor, client, draft):
    address = draft.get_absolute_url()
    discarding.discard(draft)

    assert client.get(address).status_code == 404
    assert editor.get(address).status_code == 404

"""Lists that one colleague named are found again by that colleague alone."""

from __future__ import annotations

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.models import SavedList
from tests.desk import messages

LIST = reverse("admin:archive_article_changelist")
LISTS = reverse("admin:archive_article_lists")


def test_list_is_named_found_again_and_forgotten(editor, contributor, draft):
    editor.post(f"{LISTS}?status__exact=draft", {"name": "ما ينتظرني"})

    assertContains(editor.get(LIST), '<a href="?status__exact=draft">ما ينتظرني</a>')
    assertNotContains(contributor.get(LIST), "ما ينتظرني")

    key = SavedList.objects.get().pk
    contributor.post(LISTS, {"forget": key})
    assert SavedList.objects.exists()
    editor.post(LISTS, {"forget": key})
    assert not SavedList.objects.exists()


def test_list_without_a_name_or_a_filter_is_not_kept(editor, client):
    assert "اكتب لها اسماً" in messages(editor.post(LISTS, {"name": "الكل"}, follow=True))
    editor.post(f"{LISTS}?status__exact=draft", {"name": " "})
    editor.post(f"{LISTS}?outlet__name=x", {"name": "غريبة"})
    editor.post(f"{LISTS}?status__exact=draft", {"name": "و" * 81})
    editor.post(LISTS, {"forget": "x"})

    assert not SavedList.objects.exists()
    assert client.post(LISTS, {"name": "أ"})["Location"].startswith("/admin/login/")

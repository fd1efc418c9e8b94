"""What was received, beside what was made of it, for those who work on it."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains

from archive.editing import actions
from archive.models import Article
from archive.preservation import originals
from tests.desk import TEXT, TITLE

BYTES = f"{TITLE}\n\n{TEXT}".encode("cp1256", errors="replace")


@pytest.fixture
def sent(editor) -> Article:
    file = SimpleUploadedFile("خبر.txt", BYTES)
    editor.post(reverse("admin:archive_article_add"), {"file": file})
    return Article.objects.get()


def address(article: Article, name: str = "original", number: int = 1) -> str:
    return reverse(f"admin:archive_article_{name}", args=[article.pk, number])


def test_original_stands_beside_the_text(editor, sent, page):
    assertContains(editor.get(page(sent)), address(sent))

    shown = editor.get(address(sent))

    assertContains(shown, "[البيان](#)")
    assertContains(shown, hashlib.sha256(BYTES).hexdigest())


def test_original_is_downloaded_as_it_came_under_its_name(editor, sent):
    answer = editor.get(address(sent, "original_file"))

    assert b"".join(answer.streaming_content) == BYTES
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-SHA256"] == hashlib.sha256(BYTES).hexdigest()


def test_original_that_is_no_text_or_is_gone_is_only_named(editor, sent):
    originals.path_of(hashlib.sha256(BYTES).hexdigest()).unlink()

    assertContains(editor.get(address(sent)), "ليس ملفاً نصياً")
    assert editor.get(address(sent, "original_file")).status_code == 404
    assert editor.get(address(sent, number=9)).status_code == 404


def test_readers_and_who_may_not_see_the_article_get_no_original(editor, client, sent, published):
    assert client.get(address(sent, "original_file")).status_code == 302
    actions.publish(sent)
    actions.withdraw(sent, "طلب صاحبه")

    for name in ("original", "original_file"):
        assert editor.get(address(sent, name)).status_code == 404
    assert editor.get(address(published)).status_code == 404

"""Where database or disk refuse for now, nothing is saved and nothing that was typed is lost."""

from __future__ import annotations

import errno
import re

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.models import Article, Source
from tests.desk import TEXT, TITLE

REFUSALS = [
    pytest.param(OperationalError("database is locked"), id="locked"),
    pytest.param(OperationalError("database or disk is full"), id="full-database"),
    pytest.param(OSError(errno.ENOSPC, "No space left on device"), id="full-disk"),
]
TYPED = f"{TEXT}\n\nوفقرة جديدة <b>كتبها</b> المحرر & لم تُحفظ."


@pytest.fixture
def refuses(monkeypatch):
    """Makes a function fail as a locked database or a full disk make it fail."""

    def make(target: object, name: str, error: Exception) -> None:
        def fail(*arguments, **options):
            raise error

        monkeypatch.setattr(target, name, fail)

    return make


def page(name: str, article: Article) -> str:
    return reverse(f"admin:archive_article_{name}", args=[article.pk])


def correction(article: Article) -> dict[str, str]:
    return {
        "title": TITLE,
        "body": TYPED,
        "reason": "خطأ في النقل",
        "corrected": str(article.current_revision.number),
        "compare": "1",
    }


def compared(client, article: Article) -> dict[str, str]:
    """The form of a correction after its comparison, as its button sends it."""
    response = client.post(page("correct", article), correction(article))
    wording = re.search(r'name="compared" value="(\w+)"', response.content.decode())
    sent = correction(article) | {"compared": wording[1] if wording else ""}
    del sent["compare"]
    return sent | {"save": "1"}


def retyped(content: str) -> dict[str, str]:
    """The fields of the form that an answer holds, as a browser reads them."""
    from html import unescape

    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', content)
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', content, re.DOTALL)
    fields = {name: unescape(value) for name, value in [*hidden, *areas]}
    fields.pop("csrfmiddlewaretoken")
    return fields


@pytest.mark.parametrize("error", REFUSALS)
def test_correction_is_kept_on_the_page_and_saved_when_sent_again(
    editor, published, refuses, monkeypatch, error
):
    sent = compared(editor, published)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "announce_changes", lambda changed: (_ for _ in ()).throw(error))
        response = editor.post(page("correct", published), sent)

    assertContains(response, "لم يُحفظ شيء", status_code=503)
    assert response.headers["Retry-After"] == "60"
    assertNotContains(response, "<b>كتبها</b>", status_code=503)
    assert retyped(response.content.decode()) == sent
    assert published.revisions.count() == 1

    editor.post(page("correct", published), retyped(response.content.decode()))
    assert published.revisions.count() == 2


@pytest.mark.parametrize("error", REFUSALS)
def test_review_is_kept_on_the_page(editor, published, refuses, error):
    sent = {"title": TITLE, "outlet": "مصدر كتبه المحرر", "new_outlet": "on", "seen": "1"}
    refuses(BaseDatabaseWrapper, "savepoint", error)

    response = editor.post(page("change", published), sent)

    assertContains(response, "لم يُحفظ شيء", status_code=503)
    assert retyped(response.content.decode()) == sent


def test_form_of_another_list_is_kept_too(admin_client, refuses):
    refuses(Source, "save", OperationalError("database is locked"))
    sent = {
        "slug": "a",
        "name_ar": "صحيفة كتب اسمها المحرر",
        "kind": "newspaper",
        "names-TOTAL_FORMS": "0",
        "names-INITIAL_FORMS": "0",
    }

    response = admin_client.post(reverse("admin:archive_source_add"), sent)

    assertContains(response, "صحيفة كتب اسمها المحرر", status_code=503)


def test_password_is_never_printed(db, client, refuses):
    User.objects.create_user("أحمد", password="a long secret")
    refuses(User, "check_password", OperationalError("database is locked"))

    response = client.post(
        reverse("admin:login"), {"username": "أحمد", "password": "a long secret"}
    )

    assertContains(response, "لم يُحفظ شيء", status_code=503)
    assertNotContains(response, "a long secret", status_code=503)
    assertNotContains(response, "<button", status_code=503)


@pytest.mark.parametrize("error", REFUSALS)
def test_reader_is_asked_to_come_back(client, published, refuses, error):
    refuses(type(Article.objects.all()), "visible_to", error)

    response = client.get(published.get_absolute_url())

    assertContains(response, "أعد المحاولة بعد دقيقة", status_code=503)


def test_refusal_outside_a_view_is_no_bare_error_either(db, refuses):
    from django.contrib.sessions.middleware import SessionMiddleware

    refuses(SessionMiddleware, "process_response", OperationalError("database is locked"))

    response = Client(raise_request_exception=False).get("/about/")

    assertContains(response, "أعد المحاولة بعد دقيقة", status_code=503)


def test_mistake_of_the_archive_is_none_of_the_disk(db, refuses):
    refuses(type(Article.objects.all()), "visible_to", OSError(errno.ENOENT, "on purpose"))

    response = Client(raise_request_exception=False).get("/a/abcdefghjk/")

    assert response.status_code == 500

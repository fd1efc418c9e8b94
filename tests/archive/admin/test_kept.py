"""A session that ended loses nothing, and colleagues see who is at work."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from archive.editing.roles import EDITOR
from archive.models import Article, Visit
from tests.desk import TEXT, TITLE

LONG = f"{TEXT}\n\n" + "كلمة " * 6000 + "أخيرة"
PASSWORD = "a long and winding word"


@pytest.fixture
def huda(db) -> User:
    user = User.objects.create_user("huda", password=PASSWORD, is_staff=True, first_name="هدى")
    user.groups.set([Group.objects.get(name=EDITOR)])
    return user


@pytest.fixture
def browser(huda) -> Client:
    """A browser in which someone logged in, and whose session has ended since."""
    client = Client(enforce_csrf_checks=True)
    page = client.get(reverse("admin:login"))
    client.post(reverse("admin:login"), login(page))
    Session.objects.all().delete()
    return client


def token(response) -> str:
    return str(response.context["csrf_token"])


def login(page, **more: str) -> dict[str, str]:
    return {
        "username": "huda",
        "password": PASSWORD,
        "next": page.context.get("next") or "",
        "csrfmiddlewaretoken": token(page),
        **more,
    }


def correction(client: Client, **changes: str) -> dict[str, str]:
    cookie = client.cookies["csrftoken"].value
    sent = {"title": TITLE, "body": LONG, "reason": "خطأ", "corrected": "1", "compare": ""}
    return {**sent, "csrfmiddlewaretoken": cookie, **changes}


def test_what_is_sent_after_the_session_ended_is_kept_and_sent_again(browser, published, page):
    address = page(published, "correct")

    asked = browser.post(address, correction(browser))
    kept = browser.post(reverse("admin:login"), login(asked, kept=asked.context["kept"]))
    again = dict(kept.context["fields"])
    shown = browser.post(kept.context["address"], {**again, "csrfmiddlewaretoken": token(kept)})

    assert asked.status_code == 403
    assertContains(asked, "Your session had ended", status_code=403)
    assert kept.context["address"] == address
    assertContains(kept, "أعد الإرسال")
    assert "csrfmiddlewaretoken" not in again
    assert again["body"].splitlines() == LONG.splitlines()
    assertContains(shown, "ما سيتغير")


def test_wrong_password_keeps_it_too(browser, published, page):
    asked = browser.post(page(published, "correct"), correction(browser))

    wrong = login(asked, kept=asked.context["kept"]) | {"password": "wrong"}
    response = browser.post(reverse("admin:login"), wrong)

    assert dict(json.loads(response.context["kept"]))["title"] == TITLE


def test_file_that_was_sent_with_it_is_named(browser):
    sent = {
        "text": "نص",
        "file": SimpleUploadedFile("خبر.txt", b"text"),
        "csrfmiddlewaretoken": correction(browser)["csrfmiddlewaretoken"],
    }

    asked = browser.post(reverse("admin:archive_article_add"), sent)

    assertContains(asked, "خبر.txt", status_code=403)


def test_stranger_is_led_to_log_in_and_nothing_of_theirs_is_read(client, published, page):
    address = page(published, "correct")

    response = client.post(address, {"body": LONG})

    assertRedirects(
        response, f"{reverse('admin:login')}?next={address}", fetch_redirect_response=False
    )


def test_forged_cookie_lets_nobody_send_more(client, published, page):
    client.cookies["archive-editor"] = "1:forged:signature"

    assert client.post(page(published, "correct"), {"body": LONG}).status_code == 302


def test_what_is_kept_is_offered_to_pages_of_the_admin_alone(browser):
    form = browser.get(reverse("admin:login"))
    sent = login(form, kept='[["body", "نص"]]') | {"next": "/"}

    response = browser.post(reverse("admin:login"), sent)

    assert (response.status_code, response.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("kept", ["{", "[1, 2]", "null", '"x"', '{"a": 1}'])
def test_kept_fields_that_are_none_are_no_error(browser, kept):
    form = browser.get(reverse("admin:login"))

    assert browser.post(reverse("admin:login"), login(form, kept=kept)).status_code in (200, 302)


def test_logging_out_forgets_the_browser(browser, huda):
    form = browser.get(reverse("admin:login"))
    browser.post(reverse("admin:login"), login(form))
    inside = browser.get(reverse("admin:index"))

    browser.post(reverse("admin:logout"), {"csrfmiddlewaretoken": token(inside)})

    assert browser.cookies["archive-editor"].value == ""


# Who is at work.


def test_colleague_who_opened_the_article_is_named_and_nobody_is_locked_out(
    editor, huda, draft, page, review
):
    other = Client()
    other.force_login(huda)
    other.get(page(draft, "correct"))

    response = editor.get(page(draft))

    assertContains(response, "يعمل عليه الآن")
    assertContains(response, "هدى")
    review(editor, draft, "save", byline="سعد")
    assert Article.objects.get().byline == "سعد"


def test_own_visits_and_old_ones_are_not_told(editor, huda, draft, page):
    editor.get(page(draft))
    Visit.objects.create(article=draft, user=huda, at=timezone.now() - timedelta(minutes=11))

    assertNotContains(editor.get(page(draft)), "يعمل عليه الآن")


def test_visit_is_noted_once_a_minute_and_forgotten_after_a_day(editor, huda, draft, page):
    Visit.objects.create(article=draft, user=huda, at=timezone.now() - timedelta(days=2))

    editor.get(page(draft))
    editor.get(page(draft, "correct"))

    assert Visit.objects.exclude(user=huda).count() == 1
    assert not Visit.objects.filter(user=huda).exists()

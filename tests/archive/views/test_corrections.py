"""A reader's word to the desk: taken in without an account, within limits, and settled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from archive.editing import actions
from archive.models import CorrectionRequest
from archive.views.corrections import asked_now
from tests.archive.views.pages import shown
from tests.factories import make_article, make_editor

pytestmark = pytest.mark.django_db
WORDS = "الرقم في الفقرة الثانية خطأ: هو ٣٥ لا ٥٣."


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def strict_client() -> Client:
    return Client(enforce_csrf_checks=True)


def address(article, query: str = "") -> str:
    return reverse("archive:correction", args=[article.public_id]) + query


def send(client, article, query: str = "", **fields):
    data = {"text": WORDS, "contact": "", "website": "", "asked": asked_now(article), **fields}
    return client.post(address(article, query), data)


def test_an_article_leads_to_the_form_which_sets_no_cookie(client, article):
    page = client.get(article.get_absolute_url()).content.decode()
    assert address(article) in page

    form = client.get(address(article))

    assert "ما الخطأ" in shown(form)
    assert not form.cookies


def test_what_is_sent_waits_for_the_desk(strict_client, article):
    passage = article.passages.first()

    response = send(strict_client, article, f"?passage={passage.public_id}", contact="a@b.example")

    assert response.status_code == 302
    assert "وصلت رسالتك" in shown(strict_client.get(response["Location"]))
    stored = CorrectionRequest.objects.get()
    assert (stored.text, stored.contact, stored.passage, stored.state) == (
        WORDS,
        "a@b.example",
        passage,
        "open",
    )
    assert "127.0.0.1" not in stored.sender


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": ""}, "اكتب ما الخطأ"),
        ({"text": "ن" * 4001}, "4000"),
        ({"contact": "ليس بريداً"}, "ليس هذا عنوان بريد"),
        ({"asked": "x"}, "فُتحت الصفحة منذ وقت طويل"),
        ({"website": "https://spam.example"}, "اترك هذه الخانة فارغة"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, article, fields, told):
    response = send(client, article, **fields)

    assert response.status_code == 422
    assert told in shown(response)
    assert (fields.get("text", WORDS) or "textarea") in response.content.decode()
    assert not CorrectionRequest.objects.exists()


def test_a_form_of_another_article_is_not_taken(client, article):
    other = make_article(title="خبر آخر", text="نص آخر لا شأن له بالأول.")

    assert send(client, article, asked=asked_now(other)).status_code == 422


def test_a_flood_is_stopped_by_network_and_in_all_and_loses_no_word(client, article, settings):
    settings.READER_LIMITS = replace(settings.READER_LIMITS, from_network=2, in_all=3)
    for _ in range(2):
        assert send(client, article).status_code == 302

    refused = send(client, article)
    assert refused.status_code == 429
    assert WORDS in refused.content.decode()

    far = Client(REMOTE_ADDR="192.0.2.7")
    assert send(far, article).status_code == 302
    assert send(Client(REMOTE_ADDR="198.51.100.7"), article).status_code == 429


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_nothing_is_taken_about_what_readers_do_not_see(client, status):
    article = make_article(status=status)

    assert send(client, article).status_code in (404, 410)
    assert not CorrectionRequest.objects.exists()


def test_other_addresses_and_larger_forms_still_take_nothing(client, article):
    assert client.post(article.get_absolute_url(), {"text": WORDS}).status_code == 405
    large = client.post(address(article), {"text": "a" * 40_000})
    assert large.status_code in (405, 413)


def test_an_editor_settles_it_once_with_a_reason(client, article):
    send(client, article)
    asked = CorrectionRequest.objects.get()
    client.force_login(make_editor("view_article", "publish_article"))
    page = reverse("admin:archive_correctionrequest_change", args=[asked.pk])
    assert "طلبات تصحيح من القراء" in shown(client.get(reverse("admin:index")))
    assert WORDS in client.get(page).content.decode()

    assert client.post(page, {"answer": "", "accept": ""}).status_code == 200
    asked.refresh_from_db()
    assert asked.state == "open"

    client.post(page, {"answer": "صُحّح الرقم", "accept": ""})
    again = client.post(page, {"answer": "غير ذلك", "dismiss": ""})

    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("accepted", "صُحّح الرقم")
    assert "قبل ذلك" in shown(again)
    assert "طلبات تصحيح من القراء" not in shown(client.get(reverse("admin:index")))


def test_who_may_not_publish_sees_no_letters(client, article):
    send(client, article)
    asked = CorrectionRequest.objects.get()
    client.force_login(make_editor("view_article"))

    assert client.get(
        reverse("admin:archive_correctionrequest_change", args=[asked.pk])
    ).status_code in (302, 403)
    assert "طلبات تصحيح" not in shown(client.get(reverse("admin:index")))


def test_a_letter_about_an_article_withdrawn_later_stays(client, article):
    send(client, article)
    actions.withdraw(article, "سبب")
    client.force_login(make_editor("view_article", "publish_article"))

    page = reverse("admin:archive_correctionrequest_change", args=[1])
    response = client.get(page)

    assert WORDS in response.content.decode()
    assert article.title not in response.content.decode()

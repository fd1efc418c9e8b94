"""What is sent to the archive outside the admin is refused before anything reads it."""

from __future__ import annotations

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse

pytestmark = pytest.mark.django_db
MULTIPART = "multipart/form-data; boundary=x"


@pytest.fixture
def untouched(monkeypatch):
    """Fails the test when the body of a request is looked at."""

    def read(self):
        pytest.fail("the body was read")

    monkeypatch.setattr(WSGIRequest, "_load_post_and_files", read)
    monkeypatch.setattr(WSGIRequest, "body", property(read))


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize("address", ["/", "/search/", "/en/search/", "/nowhere/", "/healthz/"])
@pytest.mark.parametrize("kind", [MULTIPART, "application/x-www-form-urlencoded", "text/plain"])
def test_body_outside_the_admin_is_refused_unread(client, untouched, method, address, kind):
    response = client.generic(method, address, b"--x\r\n" * 1000, content_type=kind)

    assert response.status_code == 413
    if method != "HEAD":
        assert "neither read nor stored" in response.content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_small_form_sent_to_a_page_is_told_that_pages_take_none(client, untouched, method):
    response = client.generic(method, "/about/", b"a=b", content_type=MULTIPART)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_body_of_unknown_length_is_refused_unread(client, untouched):
    page = client.get("/", headers={"transfer-encoding": "chunked"})
    admin = client.post(reverse("admin:login"), headers={"transfer-encoding": "chunked"})

    assert (page.status_code, admin.status_code) == (413, 411)


def test_more_than_the_admin_takes_at_once_is_refused_unread(admin_client, untouched, limit):
    limit(sent=100)

    response = admin_client.post(
        reverse("admin:archive_ingest_add"), b"x" * 101, content_type=MULTIPART
    )

    assert response.status_code == 413
    assert "أرسل على دفعات" in response.content.decode()


def test_requests_without_a_body_are_answered(client):
    assert client.get("/about/").status_code == 200
    assert client.generic("POST", "/about/").status_code == 405
    assert client.get("/about/", CONTENT_LENGTH="").status_code == 200
    assert client.get("/about/", CONTENT_LENGTH="many").status_code == 200

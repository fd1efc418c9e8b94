"""Pages that stand when nothing else does: mistakes of readers, and of the archive."""

from __future__ import annotations

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import path

from config.faults import bad_request


def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [path("broken/", broken)]
ALONE = ("400.html", "403.html", "403_csrf.html", "429.html", "500.html")


@pytest.mark.parametrize("name", ALONE)
def test_it_needs_nothing_to_be_shown_and_speaks_both_languages(name):
    page = render_to_string(name)

    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1" in page
    assert 'lang="en"' in page
    assert 'href="/"' in page


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_of_the_archive_says_what_to_do_and_nothing_of_its_cause():
    response = Client(raise_request_exception=False).get("/broken/")

    assert response.status_code == 500
    assert "تعذّر إتمام الطلب، أعد المحاولة" in response.content.decode()
    assert "on purpose" not in response.content.decode()


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        pytest.param("DATA_UPLOAD_MAX_NUMBER_FILES", 2, id="files"),
        pytest.param("DATA_UPLOAD_MAX_NUMBER_FIELDS", 2, id="fields"),
        pytest.param("DATA_UPLOAD_MAX_MEMORY_SIZE", 40, id="text"),
    ],
)
def test_who_sends_too_much_at_once_is_told_what_to_do(client, settings, limit, most):
    setattr(settings, limit, most)
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(3)]

    response = client.post("/admin/login/", {"a": "x" * 50, "b": "", "c": "", "files": files})

    assert response.status_code == 413
    assert "أرسل على دفعات" in response.content.decode()
    assert "send less at a time" in response.content.decode()


def test_request_that_makes_no_sense_is_no_large_one():
    answer = bad_request(RequestFactory().get("/"), SuspiciousOperation("on purpose"))

    assert answer.status_code == 400
    assert "on purpose" not in answer.content.decode()

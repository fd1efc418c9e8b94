"""Pages that stand when nothing else does: mistakes of readers, and of the archive."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import override_settings
from django.urls import path


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

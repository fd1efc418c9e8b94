"""What holds on every page of the archive."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from archive.models import Source
from tests.archive.views.pages import passage_of, shown
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""


def test_demonstration_says_what_it_is_on_each_of_its_pages(client):
    desk = Source.objects.create(slug="desk-baghdad", name_ar="موجز الأرشيف: بغداد", kind="desk")
    article = make_article(outlet=desk)
    passage = passage_of(article).passage

    for address in (
        article.get_absolute_url(),
        reverse("archive:revision", args=[article.public_id, 1]),
        passage.get_absolute_url(),
        reverse("archive:outlet", args=["desk-baghdad"]),
        reverse("archive:outlets"),
        reverse("archive:front"),
    ):
        assert "مادة تجريبية" in shown(client.get(address)), address


def test_articles_of_others_are_not_called_demonstration(client):
    article = make_article(outlet="صحيفة المرفأ")

    assert "تجريبية" not in shown(client.get(article.get_absolute_url()))


def test_pages_carry_no_script_or_style_of_their_own(client):
    article = make_article()

    for address in (article.get_absolute_url(), reverse("archive:front"), reverse("archive:about")):
        response = client.get(address)
        page = response.content.decode()
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", page), address


@pytest.mark.parametrize("address", ["/a/x/", "/en/a/x/", "/nothing/"])
def test_a_missing_page_offers_the_search_box(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()

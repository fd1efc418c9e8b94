"""The pages of outlets."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.models import Source
from tests.archive.views.pages import shown
from tests.factories import make_article, make_editor

pytestmark = pytest.mark.django_db


def test_lists_print_iraqi_months_unless_set_otherwise(client, settings):
    outlet = Source.objects.create(slug="harbour", name_ar="صحيفة المرفأ")
    make_article(outlet=outlet)
    page = reverse("archive:outlet", args=["harbour"])

    assert "22 تشرين الثاني 2021" in shown(client.get(page))
    settings.ARCHIVE_MONTHS = "arabic"
    assert "22 نوفمبر 2021" in shown(client.get(page))


def test_outlet_that_readers_see_nothing_of_has_no_page_for_them(client):
    """Else an empty page would tell that there are drafts, or that an article was withdrawn."""
    for slug, fields in (("drafts", {"status": "draft"}), ("nothing", None)):
        outlet = Source.objects.create(slug=slug, name_ar=f"صحيفة {slug}")
        if fields:
            make_article(outlet=outlet, **fields)
    drafts, nothing = (reverse("archive:outlet", args=[slug]) for slug in ("drafts", "nothing"))

    assert client.get(drafts).status_code == client.get(nothing).status_code == 404
    assert client.get(drafts, {"view": "relayed"}).status_code == 404
    client.force_login(make_editor())
    assert client.get(drafts).status_code == 200


def test_an_outlet_page_lists_what_it_published_and_who_relays_it(client):
    newsweek = Source.objects.create(slug="newsweek", name_ar="نيوزويك", kind="magazine")
    make_article(title="مقالها هي", outlet=newsweek, text="نص من المجلة عن القوات في المنطقة كلها.")
    make_article(
        title="مقال ينقل عنها",
        outlet="صحيفة المرفأ",
        text="نقلاً عن نيوزويك، قال مسؤول إن الموعد ثابت ولا تغيير فيه.",
    )
    page = reverse("archive:outlet", args=["newsweek"])

    assert "مقالها هي" in shown(client.get(page))
    assert "مقال ينقل عنها" in shown(client.get(page, {"view": "relayed"}))

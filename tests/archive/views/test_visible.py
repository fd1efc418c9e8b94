"""Who sees what under an address."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.editing import actions
from archive.models import Entity, Source
from tests.archive.views.pages import all_pages, passage_of, shown
from tests.factories import make_article, make_editor, make_entity

pytestmark = pytest.mark.django_db


def test_unknown_addresses_are_not_found(client):
    for name in ("archive:article", "archive:passage", "archive:actor", "archive:outlet"):
        assert client.get(reverse(name, args=["nothing-here"])).status_code == 404


def test_a_draft_is_nowhere_for_readers(client):
    person = make_entity("joey-hood", "جوي هود")
    base = make_entity("camp-taji", "معسكر التاجي", kind=Entity.Kind.PLACE)
    outlet = Source.objects.create(slug="harbour", name_ar="صحيفة المرفأ")
    draft = make_article(
        title="عنوان لم ينشر",
        text="زار جوي هود معسكر التاجي وقال إن الموعد ثابت ولا تغيير فيه أبداً.",
        outlet=outlet,
        status="draft",
    )

    for address in all_pages(draft):
        assert client.get(address).status_code == 404, address
    for address in (
        reverse("archive:front"),
        reverse("archive:actors"),
        reverse("archive:places"),
        reverse("archive:outlets"),
        reverse("archive:about"),
        person.get_absolute_url(),
        f"{person.get_absolute_url()}?view=articles",
        base.get_absolute_url(),
        outlet.get_absolute_url(),
    ):
        page = shown(client.get(address))
        assert "عنوان لم ينشر" not in page, address
        assert "الموعد ثابت" not in page, address
        assert "مقال واحد" not in page, address


def test_an_editor_sees_drafts_and_is_told_that_readers_do_not(client):
    client.force_login(make_editor())
    draft = make_article(status="draft")

    page = client.get(draft.get_absolute_url())

    assert page.status_code == 200
    assert "مسودة" in shown(page)
    assert (
        "og:image" not in client.get(passage_of(draft).passage.get_absolute_url()).content.decode()
    )


def test_a_withdrawn_article_answers_410_with_the_reason_alone(client):
    article = make_article(status="withdrawn")

    addresses = list(all_pages(article))
    assert addresses
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 410, address
        assert "طلب صاحب الحق" in shown(response)
        assert "موعد الانسحاب" not in shown(response)


def test_a_restored_article_answers_again(client):
    article = make_article(status="withdrawn")

    actions.restore(article)

    assert client.get(article.get_absolute_url()).status_code == 200


def test_every_page_answers_head_and_refuses_post(client):
    article = make_article()

    assert client.head(article.get_absolute_url()).status_code == 200
    assert client.post(article.get_absolute_url()).status_code == 405

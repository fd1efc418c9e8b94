"""However much the archive holds, a page asks the database as few questions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from archive.models import Article, Entity
from tests.factories import make_article, make_editor, make_entity

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 25


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has a folder of its own, and figures of its own."""
    cache.clear()


def publish(count: int, first: int = 0) -> list[Article]:
    """Articles that name everyone, from one outlet, each on a day of its own."""
    return [
        make_article(
            f"اجتماع رقم {number}",
            f"التقى سعد العامري وفد شبكة دجلة في قصر النخيل في {number + 1} أيار 2019.\n\n"
            f"وقال سعد العامري إن الموعد ثابت، نقلاً عن وكالة الفجر {number}.",
            outlet="صحيفة الأيام",
            published_on=f"20{number % 20 + 3:02}-05-11",
        )
        for number in range(first, first + count)
    ]


@pytest.fixture
def known(db) -> None:
    make_entity("saad-al-ameri", "سعد العامري")
    make_entity("dijla-delegation", "وفد شبكة دجلة", Entity.Kind.ORGANISATION)
    make_entity("palm-palace", "قصر النخيل", Entity.Kind.PLACE)


ADDRESSES = {
    "front": reverse("archive:front"),
    "actors": reverse("archive:actors"),
    "people": reverse("archive:actors") + "?kind=person",
    "places": reverse("archive:places"),
    "actor": reverse("archive:actor", args=["saad-al-ameri"]),
    "actor-articles": reverse("archive:actor", args=["saad-al-ameri"]) + "?view=articles",
    "place": reverse("archive:place", args=["palm-palace"]),
    "outlets": reverse("archive:outlets"),
    "outlet": reverse("archive:outlet", args=["outlet-0"]),
    "timeline": reverse("archive:timeline"),
    "timeline-narrowed": reverse("archive:timeline") + "?actor=saad-al-ameri&place=palm-palace",
    "timeline-day": reverse("archive:timeline") + "?on=2019-05-02",
    "about": reverse("archive:about"),
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("as_editor", [False, True], ids=["reader", "editor"])
def test_questions_of_a_page_do_not_grow_with_the_archive(
    client, known, address, as_editor, django_assert_max_num_queries
):
    if as_editor:
        client.force_login(make_editor())
    publish(FEW)
    with django_assert_max_num_queries(31) as asked:
        assert client.get(address).status_code == 200
    with_few = len(asked)

    publish(MANY, first=FEW)
    cache.clear()

    with django_assert_max_num_queries(with_few):
        assert client.get(address).status_code == 200


def test_lists_of_people_and_places_count_the_articles_of_each(client, known):
    publish(FEW)

    people = client.get(reverse("archive:actors")).content.decode()
    places = client.get(reverse("archive:places")).content.decode()

    assert "سعد العامري" in people
    assert "3 مقالات" in people
    assert "قصر النخيل" not in people
    assert "قصر النخيل" in places
    assert "3 مقالات" in places


def test_long_lists_of_people_have_pages(client, monkeypatch, known):
    monkeypatch.setattr("archive.views.entities.ON_A_LIST", 1)
    make_entity("second", "رائد الحمداني")
    make_article("لقاء", "التقى سعد العامري رائد الحمداني في قصر النخيل.")
    make_article("بيان", "قال سعد العامري إن الموعد ثابت.")

    first = client.get(ADDRESSES["people"]).content.decode()
    second = client.get(ADDRESSES["people"] + "&page=2").content.decode()

    assert "سعد العامري" in first
    assert "رائد الحمداني" not in first
    assert "رائد الحمداني" in second
    assert "سعد العامري" not in second


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite goes about it")
def test_a_few_articles_are_looked_up_by_key_however_many_are_published(db):
    readers = Article.objects.visible_to(AnonymousUser())

    assert "rowid=?" in readers.filter(pk__in=[1, 2, 3]).explain()

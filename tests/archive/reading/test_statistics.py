"""Figures are worked out once for each version of the archive, and never shown out of date."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse

from archive.editing import actions
from archive.models import Article, Entity, Ingest
from archive.reading import statistics
from archive.reading.statistics import remembered, version
from tests.factories import make_article, make_editor, make_entity

pytestmark = pytest.mark.django_db

HOOD = reverse("archive:actor", args=["joey-hood"])


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has a folder of its own, and figures of its own."""
    cache.clear()


@pytest.fixture
def hood() -> Entity:
    return make_entity("joey-hood", "جوي هود")


def naming(*paragraphs: str, **fields: str) -> Article:
    return make_article(text="\n\n".join(f"قال جوي هود {each}." for each in paragraphs), **fields)


def listed(client, **asked: str) -> list[str]:
    """What the passages of the page say after the name."""
    page = client.get(HOOD, {"view": "passages", **asked}).content.decode()
    return re.findall(r"<b>جوي هود</b> (.*?)\.</p>", page)


def passages(client) -> int:
    page = client.get(HOOD).content.decode()
    found = re.search(r"المقاطع \((\d+)\)", page)
    return int(found[1]) if found else 0


# What a version is


def test_readers_have_another_version_after_any_change_of_what_they_see(hood):
    article = naming("إن الموعد ثابت")
    versions = [version()]

    actions.withdraw(article, "طلب صاحب الحق")
    versions.append(version())
    actions.restore(article)
    versions.append(version())
    actions.correct(article, title="عنوان آخر", body="قال جوي هود إن الموعد تغير.", reason="خطأ")
    versions.append(version())
    actions.decide_mention(article.current_revision.mentions.get(), "rejected")
    versions.append(version())

    assert len(set(versions)) == len(versions)


def test_a_draft_changes_what_editors_see_alone(hood):
    editor = make_editor()
    before = version(), version(editor)

    naming("إن الموعد ثابت", status="draft")

    assert version() == before[0] == version(AnonymousUser())
    assert version(editor) != before[1]


# What is remembered for whom


def test_what_an_editor_saw_is_not_shown_to_readers(client, hood):
    editor = make_editor()
    naming("إن الموعد ثابت")
    naming("إن الموعد سري", status="draft")

    client.force_login(editor)
    assert passages(client) == 2
    client.logout()

    assert passages(client) == 1
    assert listed(client) == ["إن الموعد ثابت"]


def test_what_readers_saw_is_not_all_that_editors_see(client, hood):
    editor = make_editor()
    naming("إن الموعد ثابت")
    naming("إن الموعد سري", status="draft")
    assert passages(client) == 1

    client.force_login(editor)

    assert passages(client) == 2


def test_a_withdrawn_article_is_gone_even_where_its_place_is_remembered(client, hood, monkeypatch):
    kept = naming("إن الموعد ثابت")
    gone = naming("إن الموعد قريب")
    monkeypatch.setattr("archive.views.entities.version", lambda viewer: "as-ever")
    assert len(listed(client)) == 2

    actions.withdraw(gone, "طلب صاحب الحق")

    assert listed(client) == ["إن الموعد ثابت"]
    assert kept.is_published


# Pages of passages


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", ["رابع", "ثان", "ثالث", "أول", "بلا تاريخ"]),
        ("oldest", ["أول", "ثان", "ثالث", "رابع", "بلا تاريخ"]),
    ],
)
def test_passages_follow_the_dates_of_their_articles_over_all_pages(
    client, hood, monkeypatch, sort, order
):
    monkeypatch.setattr("archive.views.entities.ON_A_PAGE", 2)
    naming("ثان", "ثالث", published_on="2021-07-18")
    naming("بلا تاريخ", published_on="")
    naming("رابع", published_on="2021-09-01")
    naming("أول", published_on="2020-01-03")

    pages = [listed(client, sort=sort, page=str(number)) for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [2, 2, 1]
    assert [one for page in pages for one in page] == order


# While an import runs


@pytest.fixture
def importing():
    Ingest.objects.create(name="a.jsonl", state=Ingest.State.RUNNING)
    statistics._import_runs.forget()
    yield
    statistics._import_runs.forget()


def how_many() -> int:
    return remembered("how-many", Article.objects.published().count)


def test_an_import_under_way_has_nothing_counted_anew_for_a_moment(importing, monkeypatch):
    make_article(text="وصل الوفد.")
    assert how_many() == 1
    make_article(text="غادر الوفد.")

    assert how_many() == 1

    monkeypatch.setattr(statistics, "DURING_IMPORT", 0.0)
    assert how_many() == 2


def test_a_withdrawal_is_counted_at_once_even_then(importing):
    article = make_article(text="وصل الوفد.")
    assert how_many() == 1

    actions.withdraw(article, "خطأ")

    assert how_many() == 0


def test_without_an_import_every_change_is_counted_at_once():
    make_article(text="وصل الوفد.")
    assert how_many() == 1

    make_article(text="غادر الوفد.")

    assert how_many() == 2

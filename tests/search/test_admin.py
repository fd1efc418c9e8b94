"""The page that says where the index stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing.roles import ADMIN, CONTRIBUTOR, EDITOR
from archive.preservation import last_runs
from search.index import outbox
from search.models import Change, IndexState

PAGE = "admin:search_indexstate_changelist"
REBUILD = "admin:search_indexstate_rebuild"


@pytest.fixture
def log_in(client, archive_folders, db):
    def as_member_of(group: str):
        user = User.objects.create_user(f"a-{len(group)}", is_staff=True)
        user.groups.set([Group.objects.get(name=group)])
        client.force_login(user)
        return client

    return as_member_of


def seen(ago: timedelta) -> None:
    state = IndexState.load()
    state.worker_seen_at = timezone.now() - ago
    state.save()


def test_page_says_that_there_is_no_index_and_no_worker(log_in):
    response = log_in(EDITOR).get(reverse(PAGE))

    assertContains(response, "The index is missing or damaged")
    assertContains(response, "The worker is not running")


def test_page_says_that_an_older_index_serves_until_another_is_built(log_in, monkeypatch):
    outbox.rebuild()
    client = log_in(EDITOR)
    assertNotContains(client.get(reverse(PAGE)), "an earlier release")
    monkeypatch.setattr("search.engines.whoosh.generations.SCHEMA_VERSION", 99)

    assertContains(client.get(reverse(PAGE)), "an earlier release")


def test_living_worker_is_not_reported_as_stopped(log_in):
    seen(timedelta(seconds=5))

    assertNotContains(log_in(EDITOR).get(reverse(PAGE)), "The worker is not running")


def test_worker_that_was_last_seen_long_ago_is_reported(log_in):
    seen(timedelta(hours=1))

    assertContains(log_in(EDITOR).get(reverse(PAGE)), "The worker is not running")


def test_page_counts_articles_that_wait_and_names_those_that_failed(log_in):
    Change.objects.bulk_create([Change(article_id=7), Change(article_id=7), Change(article_id=8)])
    Change.objects.create(article_id=9, error="ValueError: bad", attempts=3)

    response = log_in(EDITOR).get(reverse(PAGE))

    assert response.context["standing"].waiting == 3
    assertContains(response, "ValueError: bad")


def test_chief_asks_for_a_rebuild_once(log_in):
    client = log_in(ADMIN)

    client.post(reverse(REBUILD))
    first = IndexState.load().rebuild_requested_at
    response = client.post(reverse(REBUILD), follow=True)

    assert first is not None
    assert IndexState.load().rebuild_requested_at == first
    assertContains(response, "إعادة البناء مطلوبة")


def test_opening_the_address_of_the_button_asks_for_nothing(log_in):
    response = log_in(ADMIN).get(reverse(REBUILD), follow=True)

    assert IndexState.load().rebuild_requested_at is None
    assert response.redirect_chain == [(reverse(PAGE), 302)]
    assert not list(response.context["messages"])


@pytest.mark.parametrize("method", ["get", "post"])
def test_editor_sees_the_page_and_asks_for_no_rebuild(log_in, method):
    client = log_in(EDITOR)

    assert getattr(client, method)(reverse(REBUILD)).status_code == 403
    assertNotContains(client.get(reverse(PAGE)), reverse(REBUILD))
    assert IndexState.load().rebuild_requested_at is None


def test_page_tells_what_the_last_backup_and_verification_came_to(log_in):
    last_runs.note("backup", about="/backup/archive")
    last_runs.note("verify", left=2, named=["original a.txt: The file is missing."])

    response = log_in(EDITOR).get(reverse(PAGE))

    assertContains(response, "/backup/archive")
    assertContains(response, "فروق وُجدت: 2")
    assertContains(response, "original a.txt: The file is missing.")


def test_page_says_why_a_backup_could_not_be_made(log_in):
    last_runs.note("backup", error="No space left <on> device")

    response = log_in(EDITOR).get(reverse(PAGE))

    assertContains(response, "No space left &lt;on&gt; device")
    assertContains(response, "تعذّر في آخر مرة")


def test_front_tells_of_trouble_with_backups_to_those_who_may_see_the_index(log_in):
    last_runs.note("backup", error="No space left on device")
    last_runs.note("verify")

    response = log_in(EDITOR).get(reverse("admin:index"))

    assertContains(response, "النسخ الاحتياطي: ")
    assertNotContains(response, "التحقق من سلامة المحفوظ")
    assertNotContains(response, "No space left on device")


def test_front_tells_a_contributor_nothing_of_backups(log_in):
    last_runs.note("backup", error="No space left on device")

    assertNotContains(log_in(CONTRIBUTOR).get(reverse("admin:index")), "النسخ الاحتياطي")


def test_front_is_silent_where_all_is_well(log_in):
    last_runs.note("backup")
    last_runs.note("verify")

    assertNotContains(log_in(EDITOR).get(reverse("admin:index")), "النسخ الاحتياطي")

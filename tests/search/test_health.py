"""What is said to whatever watches over the archive."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from search.models import Change, IndexState
from tests.search.engines.whoosh.helpers import index_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has an index of its own."""


@pytest.fixture
def archive(indexed):
    return indexed("انسحاب القوات", "وصول القوات")


def test_readyz_tells_what_is_wrong(client, archive):
    answer = client.get(reverse("readyz"))
    assert (answer.status_code, answer.json()["failing"]) == (200, [])
    assert "worker" in answer.json()["lagging"]

    (index_folder().path / "CURRENT").unlink()

    answer = client.get(reverse("readyz"))
    assert (answer.status_code, answer.json()["failing"]) == (503, ["index"])


def test_readyz_says_that_an_older_index_serves_until_another_is_built(
    client, archive, monkeypatch
):
    IndexState.objects.update_or_create(pk=1, defaults={"worker_seen_at": timezone.now()})
    monkeypatch.setattr("search.engines.whoosh.generations.SCHEMA_VERSION", 99)

    answer = client.get(reverse("readyz"))

    assert (answer.status_code, answer.json()["lagging"]) == (200, ["index"])
    assert "schema" in answer.json()["index"]["outdated"]


def test_readyz_says_that_a_table_is_missing(client, archive):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {Change._meta.db_table} RENAME TO elsewhere")

    answer = client.get(reverse("readyz"))

    assert (answer.status_code, answer.json()["failing"]) == (503, ["database"])


def test_readyz_says_that_the_outbox_grows_old(client, archive):
    IndexState.objects.update_or_create(pk=1, defaults={"worker_seen_at": timezone.now()})
    assert client.get(reverse("readyz")).json()["status"] == "ready"

    Change.objects.create(article_id=1, created_at=timezone.now() - timedelta(minutes=5))

    answer = client.get(reverse("readyz")).json()
    assert answer["lagging"] == ["outbox"]
    assert answer["outbox"]["oldest_seconds"] >= 300


def test_healthz_answers_without_index_or_worker(client):
    assert client.get(reverse("healthz")).json() == {"status": "alive"}

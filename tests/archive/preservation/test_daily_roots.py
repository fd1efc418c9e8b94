"""One hash a day over all that was kept and decided."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from archive.editing import actions
from archive.models import Article, DailyRoot, Decision
from archive.preservation import daily_roots, merkle
from tests.factories import TEXT, make_article

pytestmark = pytest.mark.django_db
GUIDE = (Path(__file__).parents[3] / "docs/verify.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1, hours=2)


@pytest.fixture
def closed(tomorrow) -> Article:
    article = make_article()
    make_article(title="خبر آخر", text="نص آخر لا شأن له بالأول.")
    daily_roots.close_days(tomorrow)
    return article


def test_a_day_is_closed_when_it_is_over_and_once(tomorrow):
    make_article()

    assert daily_roots.close_days(timezone.now()) == []
    [day] = daily_roots.close_days(tomorrow)
    assert (day.originals, day.revisions, day.decisions) == (0, 1, 1)
    assert daily_roots.close_days(tomorrow) == []


def test_days_are_chained_and_empty_ones_have_none(closed, tomorrow):
    first = DailyRoot.objects.get()
    days = timedelta(days=5)
    Decision.objects.bulk_create(
        [Decision(article=closed, kind="amended", about={}, made_at=timezone.now() + days)]
    )

    [second] = daily_roots.close_days(tomorrow + days)

    assert (second.day - first.day).days == 5
    assert second.chained == daily_roots.chained(first.chained, second.root)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("archive_revision", "sha256 = '" + "0" * 64 + "'"),
        ("archive_decision", "kind = 'withdrawn'"),
    ],
)
def test_what_was_changed_behind_the_triggers_is_found(closed, table, change):
    assert list(daily_roots.check_roots()) == []

    with connection.cursor() as cursor:
        for trigger in ("revision_never_changes", "decision_never_changes"):
            drop = f"DROP TRIGGER {trigger}"
            on = f" ON archive_{trigger.partition('_')[0]}"
            cursor.execute(drop if connection.vendor == "sqlite" else drop + on)
        cursor.execute(f"UPDATE {table} SET {change}")  # noqa: S608

    [found] = daily_roots.check_roots()
    assert (found.kind, found.name) == ("root", DailyRoot.objects.get().day.isoformat())


def test_what_came_later_to_a_closed_day_is_found(closed):
    actions.withdraw(closed, "سبب")

    assert [found.kind for found in daily_roots.check_roots()] == ["root"]


def test_a_root_never_changes(closed):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE archive_dailyroot SET root = chained")


def test_a_proof_leads_to_the_root_and_is_for_those_who_see_the_article(client, closed):
    address = reverse("archive:proof", args=[closed.public_id, 1])

    proof = client.get(address).json()

    leaf = merkle.leaf_hash(proof["entry"].encode())
    path = [bytes.fromhex(each) for each in proof["path"]]
    assert closed.current_revision.sha256 in proof["entry"]
    assert merkle.proves(leaf, proof["index"], proof["size"], path, bytes.fromhex(proof["root"]))
    actions.withdraw(closed, "سبب")
    assert client.get(address).status_code == 410


def test_no_proof_before_the_day_is_closed_or_of_a_draft(client):
    article, draft = make_article(), make_article(title="مسودة", text=TEXT + " ", status="draft")

    for one in (article, draft):
        assert client.get(reverse("archive:proof", args=[one.public_id, 1])).status_code == 404


def scripts() -> list[str]:
    return re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


def test_the_scripts_of_the_guide_check_what_the_archive_gives(client, closed, tmp_path):
    of_proof, of_chain = scripts()
    proof, roots = tmp_path / "proof.json", tmp_path / "roots.jsonl"
    proof.write_bytes(client.get(reverse("archive:proof", args=[closed.public_id, 1])).content)
    roots.write_bytes(client.get(reverse("archive:roots")).getvalue())

    for script, file in ((of_proof, proof), (of_chain, roots)):
        done = subprocess.run(
            [sys.executable, "-c", script, file], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    told = json.loads(proof.read_text(encoding="utf-8"))
    proof.write_text(json.dumps({**told, "entry": told["entry"] + "0"}), encoding="utf-8")
    assert subprocess.run([sys.executable, "-c", of_proof, proof], check=False).returncode


def test_the_page_shows_roots_and_says_when_there_are_none(client, closed):
    page = client.get(reverse("archive:fixity")).content.decode()
    day = DailyRoot.objects.get()

    assert day.root in page
    assert day.chained in page


def test_the_page_of_an_archive_without_roots(client):
    response = client.get(reverse("archive:fixity"))

    assert response.status_code == 200
    assert "لم يُغلق" in response.content.decode()

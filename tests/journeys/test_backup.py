"""An archive backed up, and restored into an empty folder: the same archive."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

QUERIES = ("القوات", "انسحاب", '"عين الأسد"', "وزارة الدفاع -بغداد")
RECORDS = [
    {
        "id": f"a{number}",
        "title": f"القوات تغادر القاعدة {number}",
        "body": f"غادرت القوات القتالية قاعدة عين الأسد في الأنبار.\n\n"
        f"وقالت وزارة الدفاع إن الانسحاب رقم {number} تم في موعده.",
        "published_on": f"202{number % 2}-0{number + 1}",
    }
    for number in range(6)
]
Manage = Callable[..., list[list[dict[str, Any]]]]
SEVERAL = """
import io, json, sys
import django
from django.core.management import call_command
django.setup()
for arguments in json.loads(sys.argv[1]):
    printed = io.StringIO()
    call_command(*arguments, stdout=printed)
    print(json.dumps([json.loads(line) for line in printed.getvalue().splitlines() if "{" in line]))
"""


@pytest.fixture
def manage(tmp_path: Path) -> Callable[[str], Manage]:
    """Commands of the archive in one of this test's folders, in one process of its own:
    `manage("live")(["migrate"], ["verify", "--json"])` gives what each printed."""

    def of(folder: str) -> Manage:
        environment = {
            **os.environ,
            "ARCHIVE_DATA": str(tmp_path / folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "PYTHONWARNINGS": "ignore",
        }

        def run(*commands: list[str], fails: bool = False) -> list[list[dict[str, Any]]]:
            done = subprocess.run(
                [sys.executable, "-c", SEVERAL, json.dumps(commands)],
                cwd=settings.BASE_DIR,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert bool(done.returncode) == fails, done.stdout + done.stderr
            return [json.loads(line) for line in done.stdout.splitlines()]

        return run

    return of


def shown(run: Manage, articles: list[str]) -> list[Any]:
    """What readers and colleagues get of an archive: articles with passages, and answers."""
    searches = [["search", words, "--json", "--limit", "50"] for words in QUERIES]
    found, *answers = run(["show", *articles, "--json"], *searches)
    for [answer] in answers:
        del answer["cpu_ms"]
    return [found, *answers]


def test_an_archive_comes_back_with_its_ids_hashes_passages_and_answers(manage, tmp_path):
    live, restored, backups = manage("live"), manage("restored"), str(tmp_path / "backups")
    first = RECORDS[0] | {"body": RECORDS[0]["body"] + "\n\nثم صُحّح الخبر."}
    for name, records in (("all", RECORDS), ("edited", [first])):
        lines = (json.dumps(one) for one in records)
        (tmp_path / name).with_suffix(".jsonl").write_text("\n".join(lines), encoding="utf-8")
    _, stored, _ = live(
        ["migrate"],
        ["ingest", str(tmp_path / "all.jsonl"), "--publish", "--json"],
        ["ingest", str(tmp_path / "edited.jsonl"), "--publish", "--json"],
    )
    articles = [one["article"] for one in stored]
    before = shown(live, articles)
    live(["backup", backups, "--json"])
    shutil.rmtree(tmp_path / "live")

    [[report, differences]] = restored(["restore", backups, "--json"])

    assert (report["articles"], report["refused"]) == (len(RECORDS), 0)
    assert differences == {"differences": 0, "mended": 0, "left": 0}
    found, *answers = before
    assert [one["revision"] for one in found] == [2, 1, 1, 1, 1, 1]
    assert [answer["total"] for [answer] in answers] == [6, 6, 6, 6]
    assert shown(restored, articles) == before
    restored(["restore", backups], fails=True)
    assert shown(restored, articles) == before


def test_a_backup_of_an_older_release_is_migrated(manage, tmp_path):
    """Its newest migrations undone, as the release before them left the database."""
    backups = tmp_path / "backups"
    newest = MigrationLoader(None).graph.leaf_nodes("archive")[0]
    before = MigrationLoader(None).graph.node_map[newest].parents
    (older,) = (node.key for node in before if node.key[0] == "archive")
    manage("live")(["migrate"], ["migrate", *older], ["backup", str(backups)])
    (made,) = backups.glob("*/manifest.json")
    held = json.loads(made.read_text(encoding="utf-8"))["migrations"]
    assert list(older) in held
    assert list(newest) not in held

    manage("restored")(["restore", str(backups)], ["migrate", "--check"])

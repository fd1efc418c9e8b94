"""What `manage.py verify` says, mends and leaves."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.editing import actions
from archive.models import Article, Revision
from archive.preservation import originals
from search.index import outbox
from search.models import Change
from tests.archive.preservation.test_fixity import tamper
from tests.search.index.helpers import found

pytestmark = pytest.mark.django_db

BODY = "أعلنت وزارة الدفاع أن آخر رتل سيغادر القاعدة نهاية الشهر."


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has an index and originals of its own."""


@pytest.fixture
def archive(tmp_path) -> list[Article]:
    """Four published articles of one file, and their index."""
    lines = (
        {"id": f"a{number}", "title": f"خبر {number}", "body": f"{BODY} {number}"}
        for number in range(4)
    )
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    call_command("ingest", path, undated=True, publish=True, verbosity=0)
    return list(Article.objects.order_by("pk"))


def verify(*options: str) -> tuple[int, list[dict[str, Any]], dict[str, int]]:
    """Exit code, differences, and the counts at the end."""
    printed, code = StringIO(), 0
    try:
        call_command("verify", "--json", *options, stdout=printed)
    except CommandError as error:
        code = error.returncode
    *differences, counts = [json.loads(line) for line in printed.getvalue().splitlines()]
    return code, differences, counts


def test_a_sound_archive_has_no_differences(archive):
    assert verify() == (0, [], {"differences": 0, "mended": 0, "left": 0})


def test_everything_mended_is_a_success_with_its_counts(archive):
    tamper(archive[0].current_revision, text="الكويت")
    tamper(archive[1].current_revision, sha256="0" * 64)
    Article.objects.filter(pk=archive[2].pk).update(status="withdrawn", withdrawn_reason="سرّاً")

    assert verify()[0] == 1
    code, differences, counts = verify("--repair")

    assert (code, counts["left"]) == (0, 0)
    assert counts["mended"] == counts["differences"] == len(differences)
    assert {one["kind"] for one in differences} == {"revision", "article"}
    assert verify() == (0, [], {"differences": 0, "mended": 0, "left": 0})


def test_an_article_whose_words_were_put_back_is_found_by_them(archive):
    tamper(archive[0].current_revision, text="الكويت", text_sha256="0" * 64)
    outbox.index_articles([archive[0].pk])
    assert found("الكويت") == [archive[0].pk]

    verify("--repair")

    assert found("الكويت") == []
    assert archive[0].pk in found("رتل")
    assert not Change.objects.exists()


def test_what_is_left_is_named_and_said_by_the_exit_code(archive):
    actions.correct(archive[0], title="عنوان", body="نص بلا أصل.", reason="خطأ")
    outbox.drain()
    tamper(Revision.objects.get(article=archive[0], number=2), text="الكويت")
    tamper(archive[1].current_revision, text="الكويت")
    path = originals.path_of(archive[1].current_revision.original_id)
    path.rename(path.with_name("moved by hand"))

    code, differences, counts = verify("--repair")

    assert (code, counts) == (1, {"differences": 3, "mended": 2, "left": 1})
    (left,) = [one for one in differences if not one["mended"]]
    assert left["name"] == f"{archive[0].public_id}/r/2"
    assert path.is_file()


def test_without_repair_nothing_is_written(archive):
    tamper(archive[0].current_revision, text="الكويت")
    path = originals.path_of(archive[0].current_revision.original_id)
    path.rename(path.with_name("moved by hand"))

    code, differences, _ = verify()

    assert code == 1
    assert [one["mended"] for one in differences] == [False, False]
    assert not path.exists()
    assert Revision.objects.get(pk=archive[0].current_revision_id).text == "الكويت"


def test_it_is_told_in_words_too(archive, capsys):
    tamper(archive[0].current_revision, text="الكويت")

    call_command("verify", "--repair")
    call_command("verify")

    printed = capsys.readouterr().out
    assert "1 mended, 0 left" in printed
    assert "Everything is as it should be" in printed

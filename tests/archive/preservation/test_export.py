"""The way out and back in: the same addresses, keys, hashes and answers."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from archive.editing import actions, readers_corrections
from archive.models import Article, Decision, Original, Passage, Quotation, Revision
from archive.preservation import exporting, originals
from archive.preservation.exporting import export, exported_models
from archive.preservation.importing import import_export
from archive.preservation.refusals import BackupError
from tests.archive.views.pages import shown
from tests.factories import TEXT, make_article, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(archive_folders, run_command, tmp_path) -> list[Article]:
    """Articles of each kind, with decisions, two of them from a kept file."""
    lines = [
        {
            "id": f"r{number}",
            "title": f"خبر {number}",
            "body": f"{TEXT}\n\nالخبر رقم {number} من الملف.",
            "outlet": "وكالة مصنوعة",
            "published_on": "2021-11-22",
        }
        for number in range(2)
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    run_command("ingest", file, "--publish")
    editor = make_editor("publish_article")
    first = Article.objects.order_by("pk").first()
    actions.correct(first, title="خبر مصحح", body=TEXT, reason="تصحيح", by=editor)
    actions.withdraw(make_article(text="نص يُسحب بعد نشره."), "طلب صاحبه", by=editor)
    make_article(text="نص لا يزال مسودة.", status="draft")
    readers_corrections.take_in(first, "رقم خطأ", passage=None, contact="", address="192.0.2.1")
    return list(Article.objects.order_by("pk"))


def rows() -> dict[str, list[dict]]:
    """Every row but whose account made it."""
    return {
        model._meta.label: [
            {
                field.attname: getattr(row, field.attname)
                for field in model._meta.concrete_fields
                if not (field.is_relation and field.related_model._meta.label == "auth.User")
            }
            for row in model._base_manager.order_by("pk")
        ]
        for model in exported_models()
    }


def empty() -> None:
    for model in exported_models():
        kept = model._base_manager.all()
        kept._raw_delete(kept.db)
    shutil.rmtree(settings.ARCHIVE_ORIGINALS)


def answers(client, articles) -> list[str]:
    pages = [article.get_absolute_url() for article in articles]
    pages += [passage.get_absolute_url() for passage in Passage.objects.order_by("pk")]
    pages += [reverse("archive:article_ris", args=[article.public_id]) for article in articles]
    return [
        f"{page} {response.status_code} {shown(response)}"
        for page in pages
        for response in [client.get(page)]
    ]


def found(run_command) -> list:
    code, [answer] = run_command("search", "موعد الانسحاب")
    del answer["cpu_ms"]
    return [code, answer]


def test_an_empty_archive_becomes_the_one_that_was_exported(filled, client, run_command, tmp_path):
    call_command("rebuild_index", verbosity=0)
    before, was, had = answers(client, filled), rows(), found(run_command)
    exported = export(tmp_path / "out")
    kept = {one.pk: originals.path_of(one.pk).read_bytes() for one in Original.objects.all()}
    empty()

    imported = import_export(tmp_path / "out")
    call_command("rebuild_index", verbosity=0)

    assert imported.rows == exported.rows
    assert rows() == was
    assert answers(client, filled) == before
    assert found(run_command) == had
    assert {one: originals.path_of(one).read_bytes() for one in kept} == kept
    assert kept
    call_command("verify", verbosity=0)
    # The archive goes on: keys, numbers and triggers are as they would have been.
    again = actions.correct(filled[0], title="خبر", body=TEXT + " ثم.", reason="تصحيح")
    assert again.current_revision.public_number == 3
    assert Revision.objects.filter(article=filled[0]).count() == 3


def test_two_exports_of_one_state_are_the_same_files(filled, tmp_path):
    for name in ("a", "b"):
        export(tmp_path / name)

    first, second = ((tmp_path / name / exporting.MANIFEST).read_text() for name in ("a", "b"))
    assert first == second


def test_it_is_a_bag_that_any_tool_can_check(filled, tmp_path):
    export(tmp_path / "out")
    folder = tmp_path / "out"

    listed = {}
    for manifest in (exporting.MANIFEST, "tagmanifest-sha256.txt"):
        for line in (folder / manifest).read_text().splitlines():
            digest, name = line.split("  ", 1)
            listed[name] = digest
    payload = {str(path.relative_to(folder)) for path in (folder / "data").rglob("*.*")}
    assert payload <= listed.keys()
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert (folder / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")


def test_published_articles_stand_in_a_file_that_can_be_taken_in(filled, run_command, tmp_path):
    export(tmp_path / "out")
    empty()

    code, report = run_command("ingest", tmp_path / "out" / exporting.ARTICLES, "--undated")

    assert code == 0
    assert [line["result"] for line in report] == ["stored", "stored"]
    told = (tmp_path / "out" / exporting.ARTICLES).read_text()
    assert "مسودة" not in told
    assert "يُسحب" not in told


def test_accounts_stay_behind_and_names_of_who_decided_go_along(filled, tmp_path):
    export(tmp_path / "out")
    empty()
    import_export(tmp_path / "out")

    corrected = Decision.objects.get(kind="corrected")
    assert corrected.made_by is None
    assert corrected.made_by_name


def test_what_was_changed_on_the_way_is_refused_and_nothing_is_stored(filled, tmp_path):
    export(tmp_path / "out")
    empty()
    file = tmp_path / "out" / exporting.ROWS / "revision.jsonl"
    file.write_bytes(file.read_bytes().replace("ثابت".encode(), "متغير".encode()))

    with pytest.raises(BackupError, match=r"revision\.jsonl"):
        import_export(tmp_path / "out")

    assert not Article.objects.exists()


def test_a_filled_archive_takes_no_export(filled, tmp_path):
    export(tmp_path / "out")

    with pytest.raises(BackupError, match="holds articles"):
        import_export(tmp_path / "out")


def test_rows_come_all_or_none(filled, tmp_path, monkeypatch):
    export(tmp_path / "out")
    empty()

    def full(listed) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.preservation.importing._set_sequences", full)

    with pytest.raises(BackupError):
        import_export(tmp_path / "out")

    assert not Quotation.objects.exists()
    assert not Article.objects.exists()


def test_a_folder_that_is_there_is_not_written_over(filled, tmp_path):
    (tmp_path / "out").mkdir()

    with pytest.raises(BackupError, match="is there already"):
        export(tmp_path / "out")


@pytest.mark.parametrize("content", [None, b"{}", b"not json"])
def test_a_folder_that_is_no_export_is_named_as_such(filled, tmp_path, content):
    folder = tmp_path / "x"
    folder.mkdir()
    if content is not None:
        (folder / exporting.ABOUT).write_bytes(content)
    empty()

    with pytest.raises(BackupError, match="no whole export"):
        import_export(folder)


def test_an_export_of_a_newer_release_is_refused(filled, tmp_path):
    export(tmp_path / "out")
    about: Path = tmp_path / "out" / exporting.ABOUT
    told = json.loads(about.read_text())
    about.write_text(json.dumps({**told, "migration": "9999_later"}))
    empty()

    with pytest.raises(BackupError, match="newer release"):
        import_export(tmp_path / "out")


def test_an_original_that_was_lost_is_told_and_the_rest_is_written(filled, run_command, tmp_path):
    lost = Original.objects.get()
    path = originals.path_of(lost.pk)
    path.chmod(0o600)
    path.write_bytes(b"other bytes")

    code, report = run_command("export", tmp_path / "out")

    assert code == 1
    assert report[0]["original"] == lost.pk
    assert report[1]["lost"] == 1
    assert (tmp_path / "out" / exporting.MANIFEST).exists()


def test_the_commands_answer_with_their_exit_codes(filled, run_command, tmp_path):
    assert run_command("export", tmp_path / "out")[0] == 0
    assert run_command("export", tmp_path / "out")[0] == 2
    assert run_command("import_export", tmp_path / "out")[0] == 2
    with pytest.raises(CommandError):
        call_command("export")

"""A backup is whole or is none, and holds what the archive held."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import stat
from collections import namedtuple
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.models import Original
from archive.preservation import backup, backups, files, last_runs, originals, snapshots
from archive.preservation.originals import keep_data
from archive.preservation.refusals import BackupError
from tests.archive.preservation.conftest import an_original, contents, quietly, rows, sha256_of


def pool_of(folder: Path) -> dict[str, bytes]:
    return {Path(name).name: data for name, data in contents(folder / "originals").items()}


def of_names(*names: str) -> dict[str, bytes]:
    data = [f"الأصل {name}".encode() for name in names]
    return {sha256_of(one): one for one in data}


def test_a_backup_holds_database_originals_and_secrets_with_their_hashes(make, backups_at):
    made, refused = make()

    inside = backups_at / made.manifest.name
    held = json.loads((inside / "manifest.json").read_text(encoding="utf-8"))
    assert refused == []
    assert {name: (one["size"], one["sha256"]) for name, one in held["files"].items()} == {
        name: (len(data), sha256_of(data))
        for name, data in contents(inside).items()
        if name != "manifest.json"
    }
    assert set(held["files"]) == {"archive.sqlite3", "env", "originals.sha256"}
    assert rows(inside / "archive.sqlite3") == set(pool_of(backups_at))
    assert pool_of(backups_at) == of_names("0", "1", "2")
    assert held["counts"] == {"articles": 0, "revisions": 0, "passages": 0, "originals": 3}
    assert ["archive", "0001_initial"] in held["migrations"]
    assert (inside / "env").read_text() == "SECRET_KEY=of-the-live-one\n"


def test_nobody_else_reads_a_backup(make, backups_at):
    make()

    for path in (backups_at, *backups_at.rglob("*")):
        assert stat.S_IMODE(path.lstat().st_mode) & 0o077 == 0, path


def test_the_list_of_originals_is_read_by_sha256sum(make, backups_at):
    made, _ = make()

    lines = (backups_at / made.manifest.name / "originals.sha256").read_text().splitlines()

    assert len(lines) == 3
    for line in lines:
        sha256, name = line.split("  ")
        assert sha256_of((backups_at / name).read_bytes()) == sha256


def test_only_what_is_new_is_copied_again(make, monkeypatch):
    first, _ = make()
    new = keep_data("الأصل 3".encode(), "3.txt")
    opened = []
    really_open = files.open_plain
    monkeypatch.setattr(
        files,
        "open_plain",
        lambda folder, name: opened.append((folder, name)) or really_open(folder, name),
    )

    second, _ = make()

    live = originals.path_of(new.sha256).parent.parent
    assert (first.added, second.added) == (3, 1)
    assert [name for folder, name in opened if folder == live] == [backups.in_pool(new.sha256)]
    assert second.manifest.counts["originals"] == 4


def test_what_the_pool_lost_or_cut_off_is_copied_again(make, backups_at):
    make()
    lost, cut = sorted((backups_at / "originals").glob("*/*"))[:2]
    lost.unlink()
    cut.chmod(0o600)
    cut.write_bytes(b"")

    made, _ = make()

    assert made.added == 2
    assert pool_of(backups_at) == of_names("0", "1", "2")


@pytest.mark.parametrize("trouble", ["missing", "changed", "link", "folder"])
def test_an_original_that_is_not_sound_is_named_and_the_rest_goes_on(
    make, backups_at, tmp_path, trouble
):
    one = an_original()
    path = originals.path_of(one.sha256)
    data = path.read_bytes()
    path.unlink()
    if trouble == "changed":
        path.write_bytes(b"x" * one.size)
    elif trouble == "link":
        (tmp_path / "outside").write_bytes(data)
        path.symlink_to(tmp_path / "outside")
    elif trouble == "folder":
        path.mkdir()

    made, refused = make()

    assert [(refusal.sha256, refusal.name) for refusal in refused] == [(one.sha256, one.name)]
    assert made.manifest.refused == refused
    assert len(pool_of(backups_at)) == 2
    assert one.sha256 not in set(backups.listed(backups_at, made.manifest.name))


def test_a_folder_of_originals_that_is_a_link_is_not_followed(make, backups_at, tmp_path):
    one = an_original()
    folder = originals.path_of(one.sha256).parent
    shutil.move(folder, tmp_path / "outside")
    folder.symlink_to(tmp_path / "outside")

    _, refused = make()

    assert [refusal.sha256 for refusal in refused] == [one.sha256]
    assert len(pool_of(backups_at)) == 2


def test_a_damaged_original_stays_sound_in_the_pool(make, backups_at):
    make()
    path = originals.path_of(an_original().sha256)
    path.chmod(0o600)
    path.write_bytes(b"x" * path.stat().st_size)

    _, refused = make()

    assert refused == []
    assert pool_of(backups_at) == of_names("0", "1", "2")


@pytest.mark.parametrize("moment", ["database", "originals", "manifest", "name"])
def test_a_backup_that_broke_off_is_none_and_the_next_run_completes(
    make, backups_at, monkeypatch, moment
):
    broken = {
        "database": (snapshots, "check"),
        "originals": (backup._Making, "_copy_environment"),
        "manifest": (files, "write_bytes"),
        "name": (Path, "rename"),
    }[moment]

    def break_off(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken_off:
        broken_off.setattr(*broken, break_off)
        with pytest.raises(KeyboardInterrupt):
            make()
    assert backups.whole(backups_at) == []
    with pytest.raises(BackupError, match="no finished backup"):
        backups.chosen(backups_at)
    (backups_at / "originals").mkdir(exist_ok=True)
    (backups_at / "originals" / ".half-written").write_bytes(b"half")

    made, _ = make()

    assert backups.whole(backups_at) == [made.manifest.name]
    assert {path.name for path in backups_at.iterdir()} == {"originals", made.manifest.name}
    assert pool_of(backups_at) == of_names("0", "1", "2")
    assert made.added == (3 if moment == "database" else 0)


def test_the_oldest_go_and_with_them_the_originals_that_only_they_had(make, backups_at, archive):
    make()
    gone = an_original()
    gone.delete()
    later = [make(keep=2)[0] for _ in range(2)]

    assert backups.whole(backups_at) == [made.manifest.name for made in later]
    assert [len(made.removed) for made in later] == [0, 1]
    assert gone.sha256 not in pool_of(backups_at)
    assert set(pool_of(backups_at)) == set(Original.objects.values_list("pk", flat=True))


def test_no_original_goes_while_a_list_that_may_name_it_is_damaged(make, backups_at):
    make()
    an_original().delete()
    damaged, _ = make(keep=2)
    (backups_at / damaged.manifest.name / "originals.sha256").write_bytes(b"")

    made, _ = make(keep=2)

    assert len(made.removed) == 1
    assert len(pool_of(backups_at)) == 3


def test_each_backup_follows_the_one_before_also_when_the_clock_was_put_back(make, backups_at):
    made, _ = make()
    (backups_at / made.manifest.name).rename(backups_at / "2099-01-01T000000Z")
    names = [make()[0].manifest.name for _ in range(10)]

    assert backups.whole(backups_at) == ["2099-01-01T000000Z", *names]
    now, _ = make(keep=1)
    assert backups.whole(backups_at) == [now.manifest.name]


@pytest.mark.parametrize("where", ["data", "within", "around"])
def test_no_backup_into_what_it_saves(archive, where):
    folder = {"data": archive, "within": archive / "backups", "around": archive.parent}[where]

    with pytest.raises(BackupError, match="outside"):
        backup.back_up(folder, keep=None, progress=quietly, refuse=print)

    assert not (archive / "backups").exists()


def test_two_backups_at_once_are_refused(make, backups_at):
    backups_at.mkdir()
    with files.locked(backups_at), pytest.raises(BackupError, match="at work"):
        make()


def test_a_disk_without_room_is_said_before_anything_is_written(make, backups_at, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda folder: usage(backup.SPARE))

    with pytest.raises(BackupError, match="not room enough"):
        make()

    assert list(backups_at.iterdir()) == []


@pytest.mark.parametrize("file", ["archive.sqlite3", "env", "originals.sha256"])
def test_a_backup_that_changed_is_told(make, backups_at, file):
    made, _ = make()
    path = backups_at / made.manifest.name / file
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(BackupError, match=file):
        backups.check(backups_at, backups.read_manifest(backups_at, made.manifest.name))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="list"),
        pytest.param('{"format": 1}', id="without-files"),
        pytest.param('{"format": 1, "files": {"../../env": {}}}', id="names-outside"),
    ],
)
def test_a_garbled_manifest_is_told(make, backups_at, content):
    made, _ = make()
    (backups_at / made.manifest.name / "manifest.json").write_text(content)

    with pytest.raises(BackupError, match="is damaged"):
        backups.read_manifest(backups_at, made.manifest.name)


# The command


@pytest.fixture
def command(run_command, archive, settings) -> object:
    """`run_command` over the archive of these tests."""
    settings.ARCHIVE_DATA = archive
    settings.ARCHIVE_ORIGINALS = archive / "originals"
    return run_command


def test_the_command_reports_and_keeps_the_result_for_the_admin(command, backups_at):
    code, [report] = command("backup", backups_at, "--keep", 3)

    run = last_runs.last("backup")
    assert code == 0
    assert report["backup"] == backups.whole(backups_at)[0]
    assert (report["originals"], report["added"], report["refused"]) == (3, 3, 0)
    assert run.succeeded
    assert run.about == str(backups_at)


def test_the_command_ends_with_1_when_an_original_is_lost(command, backups_at):
    one = an_original()
    originals.path_of(one.sha256).unlink()

    code, [refusal, report] = command("backup", backups_at)

    assert code == 1
    assert (refusal["original"], refusal["name"]) == (one.sha256, one.name)
    assert report["refused"] == 1
    assert last_runs.last("backup").left == 1


def test_the_command_checks_the_newest_backup(command, backups_at):
    command("backup", backups_at)
    assert command("backup", backups_at, "--check")[0] == 0
    rotten = next((backups_at / "originals").glob("*/*"))
    rotten.chmod(0o600)
    rotten.write_bytes(b"x" * rotten.stat().st_size)

    code, [refusal, _] = command("backup", backups_at, "--check")

    assert (code, refusal["original"]) == (1, rotten.name)
    assert last_runs.last("backup").succeeded


@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(OSError(errno.ENOSPC, "No space left on device"), id="full"),
        pytest.param(PermissionError(errno.EACCES, "Permission denied"), id="unwritable"),
    ],
)
def test_a_disk_that_refuses_is_said_in_both_languages(command, backups_at, monkeypatch, refusal):
    def refuse(*arguments, **options):
        raise refusal

    monkeypatch.setattr(files.os, "fsync", refuse)

    with pytest.raises(CommandError, match=r"أفسح مكاناً .* Make room") as told:
        call_command("backup", str(backups_at), verbosity=0)

    assert told.value.returncode == 2
    assert backups.whole(backups_at) == []


def test_a_disk_that_fills_under_the_database_is_said_in_both_languages(
    command, backups_at, monkeypatch
):
    def fill(*arguments):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(snapshots, "copy_pages", fill)

    with pytest.raises(
        CommandError, match=r"تعذّر نسخ قاعدة البيانات .* could not be copied"
    ) as told:
        call_command("backup", str(backups_at), verbosity=0)

    assert told.value.returncode == 2
    assert "disk is full" in last_runs.last("backup").error
    assert list(backups_at.iterdir()) == []


@pytest.mark.parametrize("keep", ["0", "-1", "many", "٣"])
def test_how_many_are_kept_is_a_number(keep):
    with pytest.raises(CommandError, match="A number from 1 on"):
        call_command("backup", "unused", f"--keep={keep}")


def test_a_folder_that_is_a_file_is_refused(command, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match="Reading or writing failed") as told:
        call_command("backup", str(tmp_path / "file"), verbosity=0)

    assert told.value.returncode == 2
    assert os.path.getsize(tmp_path / "file") == 0

"""What a backup holds comes back, into an empty folder only, whatever breaks it off."""

from __future__ import annotations

import json
import sqlite3
import stat

import pytest

from archive.preservation import files, snapshots
from archive.preservation import restore as restoring
from archive.preservation.backups import MANIFEST
from archive.preservation.refusals import BackupError
from tests.archive.preservation.conftest import contents, quietly, rows


def test_everything_comes_back_as_it_was(make, backups_at, elsewhere, bring_back, archive):
    made, _ = make()
    before = contents(archive)
    folder = elsewhere()

    restored, refused = bring_back()

    after = contents(folder)
    kept = {name: data for name, data in before.items() if name.startswith("originals/")}
    assert refused == []
    assert restored.originals == len(kept) == 3
    assert {name: after[name] for name in kept} == kept
    assert after["env"] == before["env"]
    copy = backups_at / made.manifest.name / "archive.sqlite3"
    assert after["archive.sqlite3"] == copy.read_bytes()
    assert after.keys() - kept.keys() == {"env", "archive.sqlite3", restoring.NOTE}
    restoring.finish()
    assert not (folder / restoring.NOTE).exists()


def test_secrets_and_database_come_back_private(make, elsewhere, bring_back):
    make()
    folder = elsewhere()

    bring_back()

    for name in ("env", "archive.sqlite3"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "originals").stat().st_mode) == 0o700


def test_secrets_made_meanwhile_stay_beside_those_that_came_back(make, elsewhere, bring_back):
    make()
    folder = elsewhere()
    (folder / "env").write_text("SECRET_KEY=made-for-this-command\n")

    bring_back()

    assert (folder / "env").read_text() == "SECRET_KEY=of-the-live-one\n"
    assert (folder / "env.before-restore").read_text() == "SECRET_KEY=made-for-this-command\n"


@pytest.mark.parametrize(
    "name", ["archive.sqlite3", "archive.sqlite3-wal", "originals/ab/other", "index/CURRENT"]
)
def test_nothing_is_restored_over_an_archive(make, elsewhere, bring_back, name):
    make()
    folder = elsewhere()
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"of another archive")
    before = contents(folder)

    with pytest.raises(BackupError, match="would not replace"):
        bring_back()

    assert contents(folder) == before


def test_the_empty_file_that_a_command_left_is_no_database(make, elsewhere, bring_back):
    make()
    folder = elsewhere()
    (folder / "archive.sqlite3").touch()

    bring_back()

    assert len(rows(folder / "archive.sqlite3")) == 3


def test_a_database_that_appears_meanwhile_is_not_replaced(make, elsewhere, bring_back):
    make()
    folder = elsewhere()

    def appear(done: int, total: int, label: str) -> None:
        if label == snapshots.DATABASE:
            (folder / "archive.sqlite3").write_bytes(b"of another archive")

    for _ in range(2):
        with pytest.raises(BackupError, match="would not replace"):
            bring_back(progress=appear)
        assert (folder / "archive.sqlite3").read_bytes() == b"of another archive"


MOMENTS = {
    "between two originals": None,
    "after the originals": (restoring._Restoring, "_environment"),
    "before the database": (restoring._Restoring, "_database"),
    "before it is in place": (snapshots, "put_back"),
    "when it is in place": (restoring.Restored, "__init__"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_restore_that_broke_off_goes_on(make, elsewhere, bring_back, monkeypatch, moment):
    make()
    folder = elsewhere()
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        if place := MOMENTS[moment]:
            broken.setattr(*place, break_off)
        bring_back(progress=quietly if place else break_off)
    before = contents(folder)
    assert len(before) > 1
    written = []
    really_write = files.write

    def write(source, where, name, **options):
        written.append(name)
        return really_write(source, where, name, **options)

    monkeypatch.setattr(files, "write", write)

    restored, refused = bring_back()

    assert refused == []
    assert restored.originals == 3
    assert len(rows(folder / "archive.sqlite3")) == 3
    # What is there already is not copied again.
    assert not {name.removeprefix("originals/") for name in before} & set(written) - {
        restoring.NOTE,
        restoring.HALF_WRITTEN,
    }
    assert (restoring.HALF_WRITTEN in written) == ("archive.sqlite3" not in before)


def break_off(*arguments: object, **options: object) -> None:
    raise KeyboardInterrupt


def test_a_migrated_database_is_not_overwritten_by_a_run_that_goes_on(make, elsewhere, bring_back):
    make()
    folder = elsewhere()
    bring_back()
    with sqlite3.connect(folder / "archive.sqlite3") as database:
        database.execute("CREATE TABLE made_by_a_migration (id)")

    bring_back()

    assert rows(folder / "archive.sqlite3", "SELECT count(*) FROM made_by_a_migration") == {0}


def test_another_backup_does_not_go_on_with_this_one(make, elsewhere, bring_back, monkeypatch):
    first, _ = make()
    make()
    elsewhere()
    with monkeypatch.context() as broken_off:
        broken_off.setattr(restoring._Restoring, "_database", lambda self: None)
        bring_back(first.manifest.name)

    with pytest.raises(BackupError, match=first.manifest.name):
        bring_back()

    bring_back(first.manifest.name)


def test_a_lost_or_rotten_original_is_named_and_the_rest_comes_back(
    make, backups_at, elsewhere, bring_back
):
    make()
    lost, rotten = sorted((backups_at / "originals").glob("*/*"))[:2]
    lost.unlink()
    rotten.chmod(0o600)
    rotten.write_bytes(b"x" * rotten.stat().st_size)
    folder = elsewhere()

    restored, refused = bring_back()

    assert {one.sha256 for one in refused} == {lost.name, rotten.name}
    assert (restored.originals, restored.refused) == (1, 2)
    assert len([name for name in contents(folder) if name.startswith("originals/")]) == 1


def test_a_link_in_a_backup_is_not_followed(make, backups_at, elsewhere, bring_back, tmp_path):
    make()
    path = sorted((backups_at / "originals").glob("*/*"))[0]
    (tmp_path / "outside").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "outside")
    elsewhere()

    _, refused = bring_back()

    assert [one.sha256 for one in refused] == [path.name]


def test_a_damaged_database_is_told_before_anything_is_written(
    make, backups_at, elsewhere, bring_back
):
    made, _ = make()
    with (backups_at / made.manifest.name / "archive.sqlite3").open("r+b") as file:
        file.write(b"x")
    folder = elsewhere()

    with pytest.raises(BackupError, match="is damaged"):
        bring_back()

    assert contents(folder) == {}


def _changed(backups_at, name, **changes):
    path = backups_at / name / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes))


def test_a_backup_of_a_newer_release_is_refused(make, backups_at, elsewhere, bring_back):
    made, _ = make()
    newer = [*made.manifest.migrations, ("archive", "9999_what_is_to_come")]
    _changed(backups_at, made.manifest.name, migrations=newer)
    folder = elsewhere()

    with pytest.raises(BackupError, match="newer release"):
        bring_back()

    assert contents(folder) == {}


def test_a_manifest_of_a_newer_release_is_refused(make, backups_at, elsewhere, bring_back):
    made, _ = make()
    _changed(backups_at, made.manifest.name, format=2)
    elsewhere()

    with pytest.raises(BackupError, match="newer release"):
        bring_back()


def test_a_backup_of_another_kind_of_database_is_refused(
    make, backups_at, elsewhere, bring_back, monkeypatch
):
    make()
    elsewhere()
    monkeypatch.setattr(snapshots, "kind", lambda: "postgresql")

    with pytest.raises(BackupError, match="DATABASE_URL"):
        bring_back()


def test_an_unknown_backup_is_refused_and_the_others_are_named(make, elsewhere, bring_back):
    made, _ = make()
    elsewhere()

    with pytest.raises(BackupError, match=made.manifest.name):
        bring_back("2001-01-01T000000Z")
    with pytest.raises(BackupError, match="no backup of this name"):
        bring_back("../elsewhere")


def test_a_backup_is_not_thinned_out_while_it_is_restored(make, backups_at, elsewhere, bring_back):
    make()
    with files.locked(backups_at, shared=True):
        with pytest.raises(BackupError, match="at work"):
            make(keep=1)
        elsewhere()
        bring_back()

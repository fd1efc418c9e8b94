"""The database copied while others write to it."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from archive.preservation import snapshots
from archive.preservation.refusals import BackupError
from tests.archive.preservation.conftest import quietly, rows

FEW_PAGES = 8


@pytest.fixture
def written_to(tmp_path: Path) -> Path:
    """A database in WAL mode, as the archive's is, of many times FEW_PAGES pages."""
    path = tmp_path / "written.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE kept (number INTEGER PRIMARY KEY, text TEXT)")
        database.executemany("INSERT INTO kept (text) VALUES (?)", [("نص" * 900,)] * 100)
    return path


def test_a_copy_ends_in_one_pass_and_shows_one_moment_whatever_is_written(
    written_to, tmp_path, monkeypatch
):
    monkeypatch.setattr(snapshots, "PAGES", FEW_PAGES)
    steps = 0
    with (
        closing(sqlite3.connect(written_to)) as other,
        closing(sqlite3.connect(written_to, isolation_level=None)) as source,
    ):
        (pages,) = source.execute("PRAGMA page_count").fetchone()

        def write(done: int, total: int, label: str) -> None:
            nonlocal steps
            steps += 1
            assert steps < 10 * pages, "it begins again and again"
            with other:
                other.execute("INSERT INTO kept (text) VALUES ('بعد ذلك')")

        snapshots.copy_pages(source, tmp_path / "copy.sqlite3", write)

    assert steps == -(-pages // FEW_PAGES)
    assert rows(tmp_path / "copy.sqlite3", "SELECT count(*) FROM kept") == {100}
    assert rows(written_to, "SELECT count(*) FROM kept") == {100 + steps}
    snapshots.check(tmp_path / "copy.sqlite3", "sqlite")


def test_a_copy_is_one_file_that_needs_no_other(written_to, tmp_path):
    copy = tmp_path / "copies" / "copy.sqlite3"
    copy.parent.mkdir()
    with closing(sqlite3.connect(written_to, isolation_level=None)) as source:
        snapshots.copy_pages(source, copy, quietly)

    assert rows(copy, "PRAGMA journal_mode") == {"delete"}
    assert list(copy.parent.iterdir()) == [copy]


def test_the_source_is_free_again_after_a_copy_that_broke_off(written_to, tmp_path):
    def break_off(done: int, total: int, label: str) -> None:
        raise KeyboardInterrupt

    with closing(sqlite3.connect(written_to, isolation_level=None)) as source:
        with pytest.raises(KeyboardInterrupt):
            snapshots.copy_pages(source, tmp_path / "copy.sqlite3", break_off)

        assert not source.in_transaction


def test_a_damaged_copy_is_refused(written_to, tmp_path):
    with written_to.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096)

    with pytest.raises(BackupError, match="not sound"):
        snapshots.check(written_to, "sqlite")


# PostgreSQL


@pytest.fixture
def postgresql(tmp_path, monkeypatch) -> Path:
    """Programs in the place of PostgreSQL's, which write down how they were called."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("pg_dump", "pg_restore"):
        script = programs / name
        script.write_text(
            "#!/bin/sh\n"
            f'echo "{name} $*" >>"{tmp_path}/called"\n'
            f'env | grep ^PG >>"{tmp_path}/environment"\n'
            f'test ! -e "{tmp_path}/broken" || {{ echo "connection lost" >&2; exit 1; }}\n'
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(connection, "vendor", "postgresql")
    parameters = {
        "dbname": "archive",
        "user": "editor",
        "password": "a secret",
        "host": "db.example",
        "port": 5433,
        "sslmode": "require",
        "client_encoding": "UTF8",
    }
    monkeypatch.setattr(connection, "get_connection_params", lambda: parameters)
    return tmp_path


def test_secrets_of_postgresql_stand_on_no_command_line(postgresql):
    snapshots.put_back(Path("archive.dump"), Path("unused"))

    environment = (postgresql / "environment").read_text().splitlines()
    assert sorted(environment) == [
        "PGDATABASE=archive",
        "PGHOST=db.example",
        "PGPASSWORD=a secret",
        "PGPORT=5433",
        "PGSSLMODE=require",
        "PGUSER=editor",
    ]
    called = (postgresql / "called").read_text()
    assert called.startswith("pg_restore --single-transaction")
    assert "secret" not in called


def test_what_a_program_of_postgresql_said_last_is_said(postgresql):
    (postgresql / "broken").touch()

    with pytest.raises(BackupError, match="connection lost"):
        snapshots.check(Path("archive.dump"), "postgresql")


def test_a_missing_program_of_postgresql_is_named(postgresql, monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(BackupError, match="postgresql-client"):
        snapshots.check(Path("archive.dump"), "postgresql")


def test_another_kind_of_database_is_refused(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "oracle")

    with pytest.raises(BackupError, match="oracle"):
        snapshots.kind()

"""The database copied as it stands at one moment, while others write to it, and put back.

SQLite is copied by its own backup function over a read transaction that is held from the first
page to the last: what others commit meanwhile goes into the write-ahead log and is not seen.
Without that transaction each commit makes the copy begin again, and it never ends where a worker
runs. PostgreSQL is copied by `pg_dump`, whose snapshot is that of the transaction which counts.
Names and passwords reach its programs through the environment, never on the command line.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from django.db import connection, transaction

from archive.preservation import files
from archive.preservation.refusals import BackupError

Kind = Literal["sqlite", "postgresql"]
Ask = Callable[[str], Iterator[Sequence[Any]]]
Progress = Callable[[int, int, str], None]  # done, of how many, doing what

FILES: dict[Kind, str] = {"sqlite": "archive.sqlite3", "postgresql": "archive.dump"}
PAGES = 4096  # of the database in one step
DATABASE = "قاعدة البيانات · database"

# What libpq reads from the environment, by the names that the connection has for it.
LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "options": "PGOPTIONS",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}


def kind() -> Kind:
    """Which database the archive has."""
    if connection.vendor in FILES:
        return connection.vendor
    raise BackupError(
        f"لا نسخ احتياطي لقاعدة بيانات من نوع {connection.vendor}: انسخها بأدواتها.",
        f"There is no backup of a database of this kind ({connection.vendor}): use its own tools.",
    )


@contextmanager
def taken(target: Path, progress: Progress) -> Iterator[Ask]:
    """Copy the database to `target`; gives a way to ask the state that was copied.

    Raises `BackupError`. The copy is on the disk and was found whole.
    """
    if kind() == "postgresql":
        with _dumped(target, progress) as ask:
            yield ask
        return
    connection.ensure_connection()
    with _said_of(target):
        target.touch(mode=files.PRIVATE, exist_ok=False)
        copy_pages(connection.connection, target, progress)
    files.sync(target)
    check(target, "sqlite")
    with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        yield copy.execute


def copy_pages(source: sqlite3.Connection, target: Path, progress: Progress) -> None:
    """Copy an SQLite database page by page, in one pass whatever is written meanwhile."""
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous=OFF")  # it is synced once, when it is whole
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment
            source.backup(
                copy,
                pages=PAGES,
                progress=lambda _, left, total: progress(total - left, total, DATABASE),
            )
        finally:
            with suppress(sqlite3.Error):  # not in a transaction any more: whatever broke it off
                source.execute("ROLLBACK")
        # One file that needs no other beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def check(path: Path, of: str) -> None:
    """Read a copy through. Raises `BackupError` when it is not a whole database."""
    if of == "postgresql":
        _run(["pg_restore", f"--file={os.devnull}", str(path)])
        return
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            found = [row for (row,) in copy.execute("PRAGMA integrity_check(3)")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    if found != ["ok"]:
        raise BackupError(
            f"قاعدة البيانات المنسوخة ليست سليمة ({'; '.join(found)}). شغّل «manage.py verify»، "
            "واستعد آخر نسخة احتياطية سليمة إن كان التلف في الأصل.",
            f"The copy of the database is not sound ({'; '.join(found)}). Run “manage.py verify”, "
            "and restore the last sound backup if the archive's own database is damaged.",
        )


# Putting back


def database_path() -> Path:
    return Path(connection.settings_dict["NAME"])


def what_is_there() -> list[str]:
    """What a restored database would have to replace: names of files, or of tables."""
    if kind() == "postgresql":
        return sorted(connection.introspection.table_names())
    path = database_path()
    left = [path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal")]
    # A command that only looked leaves an empty file behind: no database.
    return [str(one) for one in left if one.exists() and (one != path or one.stat().st_size)]


def put_back(source: Path, half_written: Path) -> None:
    """Give the archive its database from a copy. Never in place of another: raises `BackupError`.

    `half_written` is where the bytes stand meanwhile, on the disk of the database.
    """
    if kind() == "postgresql":
        name = connection.get_connection_params()["dbname"]
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run(["pg_restore", *options, f"--dbname={name}", str(source)])
        return
    path = database_path()
    if path.exists() and not path.stat().st_size:
        path.unlink()
    try:
        os.link(half_written, path)
    except FileExistsError as error:
        raise there_is_one([str(path)]) from error
    half_written.unlink()
    files.sync(path.parent)


def there_is_one(names: Sequence[str]) -> BackupError:
    shown = ", ".join(names[:3])
    return BackupError(
        f"في مجلد البيانات أو قاعدتها ما لا يُستبدل: {shown}. أوقف الخدمات، وانقل المجلد جانباً "
        "أو سمِّ مجلداً فارغاً في ARCHIVE_DATA، ثم أعد الأمر.",
        f"There is something already that a restore would not replace: {shown}. Stop the "
        "services, move the data folder aside or name an empty one in ARCHIVE_DATA, and run the "
        "command again.",
    )


# PostgreSQL


@contextmanager
def _dumped(target: Path, progress: Progress) -> Iterator[Ask]:
    progress(0, 1, DATABASE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        options = ["--format=custom", "--no-owner", "--no-privileges"]
        _run(["pg_dump", *options, f"--snapshot={moment}", f"--file={target}"])
        target.chmod(files.PRIVATE)
        files.sync(target)
        check(target, "postgresql")
        progress(1, 1, DATABASE)

        def ask(question: str) -> Iterator[Sequence[Any]]:
            cursor.execute(question)
            return iter(cursor.fetchall())

        yield ask


def _run(command: list[str]) -> None:
    """Run one of PostgreSQL's programs. Raises `BackupError` with what it said last."""
    program = shutil.which(command[0])
    if program is None:
        raise BackupError(
            f"ينقص البرنامج {command[0]}: ثبّت حزمة postgresql-client من إصدار الخادم نفسه.",
            f"{command[0]} is missing: install the package postgresql-client of the server's "
            "own version.",
        )
    done = subprocess.run(  # noqa: S603
        [program, *command[1:]],
        env={**os.environ, **libpq_environment()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
        raise BackupError(
            f"توقف {command[0]} قبل أن يتم عمله: {said}",
            f"{command[0]} broke off: {said}",
        )


def libpq_environment() -> dict[str, str]:
    """How PostgreSQL's own programs reach the database of the settings."""
    if connection.vendor != "postgresql":
        return {}
    params = connection.get_connection_params()
    return {LIBPQ[name]: str(value) for name, value in params.items() if name in LIBPQ and value}


@contextmanager
def _said_of(target: Path) -> Iterator[None]:
    """SQLite's own errors, as what they mean for whoever runs a backup."""
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(
            f"تعذّر نسخ قاعدة البيانات إلى {target.parent} ({error}). تحقق من المساحة والأذونات "
            "هناك ثم أعد الأمر؛ لم تُعدّ هذه النسخة، وما سبقها باقٍ.",
            f"The database could not be copied to {target.parent} ({error}). Look at the space "
            "and the permissions there, then run the command again: this backup does not count, "
            "and the earlier ones are as they were.",
        ) from error

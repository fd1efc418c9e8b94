"""A backup made while the archive runs: the database at one moment, then the originals it names.

In this order every original that the copied rows refer to is there already. What an earlier
backup in the same folder holds is not copied again, so a run after one that was broken off goes
on with the originals, and copies the database anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from archive.preservation import backups, files, originals, snapshots
from archive.preservation.backups import ENVIRONMENT, LIST, MANIFEST, POOL, Manifest, Refused
from archive.preservation.refusals import BackupError, refused_by_disk
from archive.preservation.snapshots import Ask, Progress

SPARE = 64 * 1024 * 1024  # bytes that a backup leaves free
COUNTED = {
    "articles": "SELECT count(*) FROM archive_article",
    "revisions": "SELECT count(*) FROM archive_revision",
    "passages": "SELECT count(*) FROM archive_passage",
    "originals": "SELECT count(*) FROM archive_original",
}
EVERY_ORIGINAL = "SELECT sha256, size, name FROM archive_original ORDER BY sha256"
Refuse = Callable[[Refused], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a backup came to."""

    manifest: Manifest
    added: int  # originals that no earlier backup here had
    added_bytes: int
    removed: list[str]  # older backups


def back_up(folder: Path, *, keep: int | None, progress: Progress, refuse: Refuse) -> Made:
    """Make a backup in a folder, which may hold earlier ones; `keep` says how many are to stay.

    An original that is missing or damaged is handed to `refuse`, and the rest goes on. Raises
    `BackupError` when there is no backup to be had, or another is being made.
    """
    folder = folder.absolute()
    try:
        _look_at(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with files.locked(folder) as alone:
            if not alone:
                raise BackupError(
                    f"أمر آخر يعمل في {folder}. انتظر حتى ينتهي ثم أعد المحاولة.",
                    f"Another command is at work in {folder}. Wait for its end and try again.",
                )
            try:
                return _Making(folder, progress, refuse).make(keep)
            except (OSError, BackupError):
                # What is half done takes room that the archive itself may need.
                backups.clear(folder)
                raise
    except OSError as error:
        raise refused_by_disk(error) from error


def _look_at(folder: Path) -> None:
    """A backup within what it saves would be lost with it."""
    data, wanted = Path(settings.ARCHIVE_DATA).resolve(), folder.resolve()
    if wanted.is_relative_to(data) or data.is_relative_to(wanted):
        raise BackupError(
            f"المجلد {folder} في مجلد البيانات نفسه أو حوله. سمِّ مجلداً خارجه، على قرص آخر إن أمكن.",
            f"{folder} lies within the data folder, or around it. Name one outside, on another "
            "disk if you can.",
        )


class _Making:
    def __init__(self, folder: Path, progress: Progress, refuse: Refuse) -> None:
        self.folder = folder
        self.unfinished = folder / backups.UNFINISHED
        self.progress = progress
        self.tell = refuse
        self.refused: list[Refused] = []
        self.added = self.added_bytes = 0

    def make(self, keep: int | None) -> Made:
        kind = snapshots.kind()
        backups.clear(self.folder)
        _see_that_it_fits(self.folder, _size_of_database())
        self.unfinished.mkdir(mode=0o700)
        name = backups.new_name(self.folder)
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        with snapshots.taken(self.unfinished / snapshots.FILES[kind], self.progress) as ask:
            counts = {what: _one(ask, question) for what, question in COUNTED.items()}
            migrations = list(ask("SELECT app, name FROM django_migrations ORDER BY app, name"))
            originals_bytes = self._copy_originals(ask)
        self._copy_environment()
        parts = [part.name for part in self.unfinished.iterdir()]
        manifest = Manifest(
            name=name,
            made_at=made_at,
            database=kind,
            files={part: files.read_back(self.unfinished, part) for part in sorted(parts)},
            counts=counts,
            originals_bytes=originals_bytes,
            migrations=[(app, migration) for app, migration in migrations],
            refused=self.refused,
        )
        files.write_bytes(manifest.as_json().encode(), self.unfinished, MANIFEST)
        self.unfinished.rename(self.folder / manifest.name)
        files.sync(self.folder)
        return Made(
            manifest=manifest,
            added=self.added,
            added_bytes=self.added_bytes,
            removed=backups.thin_out(self.folder, keep=keep) if keep else [],
        )

    def _copy_originals(self, ask: Ask) -> int:
        """Copy those that are not here yet, and list all; returns the bytes of those listed."""
        pool = self.folder / POOL
        pool.mkdir(mode=0o700, exist_ok=True)
        new = sum(size for sha256, size, _ in ask(EVERY_ORIGINAL) if not _has(pool, sha256, size))
        _see_that_it_fits(self.folder, new)
        listed_bytes, done = 0, 0
        touched = set()
        with (self.unfinished / LIST).open("x", encoding="ascii", newline="\n") as listing:
            (self.unfinished / LIST).chmod(files.PRIVATE)
            for sha256, size, name in ask(EVERY_ORIGINAL):
                if not _has(pool, sha256, size):
                    done += size
                    self.progress(done, new, backups.ORIGINALS)
                    if not self._copy_original(pool, sha256, name):
                        continue
                    touched.add(sha256[:2])
                listed_bytes += size
                listing.write(f"{sha256}  {POOL}/{backups.in_pool(sha256)}\n")
            listing.flush()
            os.fsync(listing.fileno())
        for part in sorted(touched):
            files.sync(pool / part)
        files.sync(pool)
        return listed_bytes

    def _copy_original(self, pool: Path, sha256: str, name: str) -> bool:
        inside = backups.in_pool(sha256)
        try:
            source = files.open_plain(Path(settings.ARCHIVE_ORIGINALS), inside)
        except OSError as error:
            return self._refuse(sha256, name, error)
        with source:
            try:
                copied = files.write(source, pool, inside, sha256=sha256, mode=originals.READ_ONLY)
            except files.DamagedSourceError as error:
                return self._refuse(sha256, name, error)
        self.added += 1
        self.added_bytes += copied.size
        return True

    def _refuse(self, sha256: str, name: str, error: OSError) -> bool:
        wrong = (
            ("الملف مفقود", "the file is missing")
            if isinstance(error, FileNotFoundError)
            else ("لا يُقرأ الملف أو تغيّرت بايتاته", "the file can't be read, or its bytes changed")
        )
        refused = Refused(sha256, name, f"{wrong[0]}. {wrong[1]} ({error}).")
        self.refused.append(refused)
        self.tell(refused)
        return False

    def _copy_environment(self) -> None:
        try:
            source = files.open_plain(Path(settings.ARCHIVE_DATA), ENVIRONMENT)
        except FileNotFoundError:  # this installation has its settings elsewhere
            return
        with source:
            files.write(source, self.unfinished, ENVIRONMENT)


def _has(pool: Path, sha256: str, size: int) -> bool:
    return files.size_of(pool, backups.in_pool(sha256)) == size


def _one(ask: Ask, question: str) -> int:
    ((value,),) = ask(question)
    return value


def _size_of_database() -> int:
    """An estimate from above: a dump is smaller than what it was made of."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute("PRAGMA page_size")
        return pages * cursor.fetchone()[0]


def _see_that_it_fits(folder: Path, needed: int) -> None:
    """Said before it is begun: the disk may be the one on which the archive itself writes."""
    free = shutil.disk_usage(folder).free
    if needed + SPARE > free:
        wanted, there = (f"{size / 1e6:,.0f}" for size in (needed + SPARE, free))
        raise BackupError(
            f"لا مكان يكفي في {folder}: تحتاج النسخة إلى {wanted} ميغابايت والمتاح {there}. أفسح "
            "مكاناً، أو احذف نسخاً أقدم بالخيار --keep، ثم أعد الأمر.",
            f"There is not room enough in {folder}: the backup needs {wanted} MB, and {there} MB "
            "are free. Make room, or let --keep remove older backups, then run the command again.",
        )

"""An archive brought back from a backup, into a folder that holds none.

Originals come first, each proven by its SHA-256 as it is copied, and the database last: until it
is there nothing can be taken for an archive. A note of what is being restored lets a run after
one that was broken off go on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from archive.preservation import backups, files, originals, snapshots
from archive.preservation.backup import Refuse
from archive.preservation.backups import ENVIRONMENT, POOL, Manifest, Refused
from archive.preservation.refusals import BackupError, refused_by_disk
from archive.preservation.snapshots import Progress

NOTE = "restoring.json"
BEFORE = "env.before-restore"
HALF_WRITTEN = ".restoring.sqlite3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was brought back; it has still to be migrated and indexed, and `finish` to be called."""

    manifest: Manifest
    originals: int
    refused: int


def restore(folder: Path, name: str = "", *, progress: Progress, refuse: Refuse) -> Restored:
    """Bring back the newest backup of a folder, or the one of this name.

    An original that the backup lost is handed to `refuse`, and the rest goes on. Raises
    `BackupError` before anything is written where the backup is damaged or of a newer release,
    or where there is an archive already.
    """
    try:
        folder = folder.absolute()
        manifest = backups.read_manifest(folder, backups.chosen(folder, name))
        _see_that_it_suits(manifest)
        data = Path(settings.ARCHIVE_DATA)
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with files.locked(folder, shared=True) as there, files.locked(data) as alone:
            if not (there and alone):
                raise BackupError(
                    "أمر آخر ينسخ أو يستعيد الآن. انتظر حتى ينتهي ثم أعد المحاولة.",
                    "Another command is backing up or restoring now. Wait for its end and try "
                    "again.",
                )
            backups.check(folder, manifest)
            return _Restoring(folder, manifest, progress, refuse).run()
    except OSError as error:
        raise refused_by_disk(error) from error


def finish() -> None:
    """The archive is migrated and indexed: nothing is left to go on with."""
    data = Path(settings.ARCHIVE_DATA)
    (data / NOTE).unlink(missing_ok=True)
    files.sync(data)


def _see_that_it_suits(manifest: Manifest) -> None:
    if manifest.database != snapshots.kind():
        raise BackupError(
            f"النسخة من قاعدة {manifest.database} وقاعدة هذا الأرشيف {snapshots.kind()}: اضبط "
            "DATABASE_URL كما كان ثم أعد الأمر.",
            f"The backup is of a database of the kind {manifest.database}, and this archive's is "
            f"{snapshots.kind()}: set DATABASE_URL as it was, then run the command again.",
        )
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations).union(
        *(migration.replaces for migration in loader.disk_migrations.values())
    )
    if not set(manifest.migrations) <= known:
        raise backups.made_by_newer(manifest.name)


class _Restoring:
    def __init__(
        self, folder: Path, manifest: Manifest, progress: Progress, refuse: Refuse
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.progress = progress
        self.refuse = refuse
        self.data = Path(settings.ARCHIVE_DATA)
        self.about = {"backup": manifest.name, "manifest": backups.digest_of(manifest)}

    def run(self) -> Restored:
        begun = self._begun()
        if begun is None:
            self._see_that_it_is_empty()
            self._note(placing=False)
        kept, refused = self._originals()
        self._environment()
        # Once it may stand in its place, the database is not copied again: it may be in use.
        if not (begun and begun.get("placing") and snapshots.what_is_there()):
            self._database()
        return Restored(manifest=self.manifest, originals=kept, refused=refused)

    def _begun(self) -> dict[str, object] | None:
        try:
            begun = json.loads((self.data / NOTE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError:
            begun = None
        if not isinstance(begun, dict):  # cut off by another hand: it was written whole
            begun = {}
        if {key: begun.get(key) for key in self.about} == self.about:
            return begun
        raise BackupError(
            f"استعادة نسخة أخرى ({begun.get('backup')}) بدأت هنا ولم تتم. أتممها بالخيار "
            "--backup، أو سمِّ مجلداً فارغاً في ARCHIVE_DATA.",
            f"Restoring another backup ({begun.get('backup')}) was begun here and not finished. "
            "Finish it with --backup, or name an empty folder in ARCHIVE_DATA.",
        )

    def _note(self, *, placing: bool) -> None:
        content = json.dumps({**self.about, "placing": placing}).encode()
        files.write_bytes(content, self.data, NOTE)

    def _see_that_it_is_empty(self) -> None:
        kept = Path(settings.ARCHIVE_ORIGINALS)
        found = [str(path) for path in (kept, Path(settings.ARCHIVE_INDEX)) if _has_files(path)]
        if found := snapshots.what_is_there() + found:
            raise snapshots.there_is_one(found)

    def _originals(self) -> tuple[int, int]:
        kept = Path(settings.ARCHIVE_ORIGINALS)
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.clear_half_written(kept)
        count = refused = done = 0
        touched = set()
        for sha256 in backups.listed(self.folder, self.manifest.name):
            try:
                done += self._original(kept, sha256)
            except files.DamagedSourceError as error:
                refused += 1
                self.refuse(Refused(sha256, "", str(error)))
                continue
            count += 1
            touched.add(sha256[:2])
            self.progress(done, self.manifest.originals_bytes, backups.ORIGINALS)
        for part in sorted(touched):
            files.sync(kept / part)
        files.sync(kept)
        for lost in self.manifest.refused:
            self.refuse(lost)
        return count, refused + len(self.manifest.refused)

    def _original(self, kept: Path, sha256: str) -> int:
        """Copy one, unless a run before this one did; returns its bytes."""
        inside = backups.in_pool(sha256)
        if files.size_of(kept, inside) is not None:
            found = files.measure(kept, inside)
            if found.sha256 == sha256:
                return found.size
        try:
            source = files.open_plain(self.folder / POOL, inside)
        except OSError as error:
            raise files.DamagedSourceError(error.errno, error.strerror) from error
        with source:
            mode = originals.READ_ONLY
            return files.write(source, kept, inside, sha256=sha256, mode=mode).size

    def _environment(self) -> None:
        """The secrets of the archive that was; those that were made here meanwhile stay beside."""
        if ENVIRONMENT not in self.manifest.files:
            return
        with files.open_plain(self.folder / self.manifest.name, ENVIRONMENT) as file:
            content = file.read()
        path = self.data / ENVIRONMENT
        if path.exists():
            held = path.read_bytes()
            if held == content:
                return
            files.write_bytes(held, self.data, BEFORE)
        files.write_bytes(content, self.data, ENVIRONMENT)

    def _database(self) -> None:
        source = self.folder / self.manifest.name / self.manifest.database_file
        half_written = snapshots.database_path().with_name(HALF_WRITTEN)
        if self.manifest.database == "sqlite":
            self.progress(0, 1, snapshots.DATABASE)
            half_written.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            wanted = self.manifest.files[self.manifest.database_file]
            with files.open_plain(source.parent, source.name) as file:
                files.write(file, half_written.parent, half_written.name, sha256=wanted.sha256)
        self._note(placing=True)
        try:
            snapshots.put_back(source, half_written)
        except BackupError:
            self._note(placing=False)  # what stands there, if anything, is not ours
            raise
        self.progress(1, 1, snapshots.DATABASE)


def _has_files(folder: Path) -> bool:
    return folder.is_dir() and any(path.is_file() for path in folder.rglob("*"))

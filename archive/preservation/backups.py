"""What a folder of backups holds, and whether it is still as it was written.

    originals/ab/abcdef…      the bytes of every upload, once for all backups
    2026-12-01T023000Z/       one backup
      archive.sqlite3         the database (`archive.dump` of PostgreSQL)
      originals.sha256        the originals it refers to, as `sha256sum -c` reads them
      env                     the installation's secrets, where it has such a file
      manifest.json           sizes, SHA-256 and counts of all this; written last
    .unfinished/              one that was broken off: never taken for whole, removed by the next

A backup gets its name once everything in it is on the disk and was read back.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.preservation import files, snapshots
from archive.preservation.files import Measured
from archive.preservation.refusals import BackupError
from archive.preservation.snapshots import Progress

FORMAT = 1
MANIFEST = "manifest.json"
LIST = "originals.sha256"
ENVIRONMENT = "env"
POOL = "originals"
UNFINISHED = ".unfinished"
REMOVING = ".removing-"
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
ORIGINALS = "الأصول · originals"


@dataclass(frozen=True, slots=True)
class Refused:
    """An original that could not be copied."""

    sha256: str
    name: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one backup consists of. Paths are never taken from it: names in it are known ones."""

    name: str
    made_at: str
    database: str
    files: dict[str, Measured]
    counts: dict[str, int]
    originals_bytes: int
    migrations: list[tuple[str, str]]
    refused: list[Refused] = field(default_factory=list)
    format: int = FORMAT

    @property
    def database_file(self) -> str:
        return snapshots.FILES[self.database]  # type: ignore[index]

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def in_pool(sha256: str) -> str:
    """Where an original lies, in a folder of backups as in the archive's own."""
    return f"{sha256[:2]}/{sha256}"


def new_name(folder: Path) -> str:
    """A name for a backup of this moment; it follows all others, even where the clock went back."""
    now = f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    newest = max((_order(name) for name in whole(folder)), default=("", 0))
    return now if (now, 0) > newest else f"{newest[0]}-{newest[1] + 1}"


def whole(folder: Path) -> list[str]:
    """The backups that were finished, the oldest first."""
    found = (
        path.name
        for path in folder.iterdir()
        if NAME.fullmatch(path.name) and (path / MANIFEST).is_file() and not path.is_symlink()
    )
    return sorted(found, key=_order)


def _order(name: str) -> tuple[str, int]:
    moment, _, number = name.partition("Z")
    return f"{moment}Z", int(number[1:] or 0)


def chosen(folder: Path, name: str = "") -> str:
    """The backup of this name, or the newest. Raises `BackupError`."""
    names = whole(folder) if folder.is_dir() else []
    if name in names:
        return name
    if not names:
        raise BackupError(
            f"لا نسخة احتياطية تامة في {folder}. سمِّ المجلد الذي كتبه «manage.py backup».",
            f"There is no finished backup in {folder}. Name the folder that “manage.py backup” "
            "wrote to.",
        )
    if name:
        listed = ", ".join(names[-10:])
        raise BackupError(
            f"لا نسخة بهذا الاسم: {name}. الموجود: {listed}.",
            f"There is no backup of this name: {name}. There are: {listed}.",
        )
    return names[-1]


def read_manifest(folder: Path, name: str) -> Manifest:
    """Raises `BackupError` when it is damaged, or of a newer release."""
    try:
        with files.open_plain(folder / name, MANIFEST) as file:
            held = json.load(file)
        if held["format"] != FORMAT:
            raise made_by_newer(name)
        return _manifest(name, held)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(name, f"{MANIFEST}: {error}") from error


def _manifest(name: str, held: dict[str, Any]) -> Manifest:
    known = {*snapshots.FILES.values(), LIST, ENVIRONMENT}
    manifest = Manifest(
        name=name,
        made_at=held["made_at"],
        database=held["database"],
        files={part: Measured(**held["files"][part]) for part in held["files"] if part in known},
        counts=held["counts"],
        originals_bytes=held["originals_bytes"],
        migrations=[(app, migration) for app, migration in held["migrations"]],
        refused=[Refused(**one) for one in held["refused"]],
    )
    if not {manifest.database_file, LIST} <= manifest.files.keys():
        raise ValueError("it names no database")
    return manifest


def check(folder: Path, manifest: Manifest) -> None:
    """Read all but the originals through. Raises `BackupError` at the first that has changed."""
    inside = folder / manifest.name
    for part, written in manifest.files.items():
        try:
            found = files.read_back(inside, part)
        except OSError as error:
            raise damaged(manifest.name, f"{part}: {error}") from error
        if found != written:
            raise damaged(manifest.name, f"{part}: SHA-256 {found.sha256}")
    snapshots.check(inside / manifest.database_file, manifest.database)


def check_originals(folder: Path, manifest: Manifest, progress: Progress) -> Iterator[Refused]:
    """The originals of a backup that are no longer as they were written."""
    done = 0
    for sha256 in listed(folder, manifest.name):
        try:
            found = files.read_back(folder / POOL, in_pool(sha256))
        except OSError as error:
            yield Refused(sha256, "", str(error))
            continue
        done += found.size
        progress(done, manifest.originals_bytes, ORIGINALS)
        if found.sha256 != sha256:
            yield Refused(sha256, "", f"SHA-256 {found.sha256}")


def listed(folder: Path, name: str) -> Iterator[str]:
    """The originals that a backup refers to."""
    with files.open_plain(folder / name, LIST) as file:
        for line in file:
            sha256 = line[:64].decode("ascii", "replace")
            if SHA256.fullmatch(sha256):
                yield sha256


def thin_out(folder: Path, *, keep: int) -> list[str]:
    """Remove the oldest backups beyond `keep`, and the originals that only they referred to.
    Returns their names."""
    removed = whole(folder)[:-keep]
    for name in removed:
        # From its new name on it is none any more, however far the removal gets.
        (folder / name).rename(folder / f"{REMOVING}{name}")
    files.sync(folder)
    clear(folder)
    if removed:
        _forget_originals(folder)
    return removed


def clear(folder: Path) -> None:
    """Remove what is not whole: only under the folder's lock."""
    for path in (folder / UNFINISHED, *folder.glob(f"{REMOVING}*")):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
    if (folder / POOL).is_dir():
        files.clear_half_written(folder / POOL)


def _forget_originals(folder: Path) -> None:
    wanted: set[str] = set()
    for name in whole(folder):
        try:
            manifest = read_manifest(folder, name)
            if files.measure(folder / name, LIST) != manifest.files[LIST]:
                return  # whatever it refers to stays
            wanted.update(listed(folder, name))
        except (BackupError, OSError):
            return
    for part in (folder / POOL).iterdir():
        if part.is_symlink() or not part.is_dir():
            continue
        for path in part.iterdir():
            if SHA256.fullmatch(path.name) and path.name not in wanted:
                path.unlink()


def digest_of(manifest: Manifest) -> str:
    return hashlib.sha256(manifest.as_json().encode()).hexdigest()


def damaged(name: str, what: str) -> BackupError:
    return BackupError(
        f"النسخة الاحتياطية {name} تالفة ({what}). اختر نسخة أخرى بالخيار --backup.",
        f"The backup {name} is damaged ({what}). Choose another one by --backup.",
    )


def made_by_newer(name: str) -> BackupError:
    return BackupError(
        f"صُنعت النسخة {name} بإصدار أحدث من الأرشيف: ثبّت ذلك الإصدار أو ما بعده ثم أعد الأمر.",
        f"The backup {name} was made by a newer release of the archive: install that release or "
        "a later one, then run the command again.",
    )

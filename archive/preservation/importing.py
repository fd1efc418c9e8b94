"""An export read back into an archive that holds nothing, with the same keys and addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction

from archive.models import Article, Original
from archive.preservation import exporting, files, originals
from archive.preservation.exporting import Progress
from archive.preservation.refusals import BackupError, refused_by_disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    rows: dict[str, int]
    originals: int


def import_export(folder: Path, *, progress: Progress = lambda done, total, what: None) -> Imported:
    """Take in all that a folder of `export` holds; rows in one transaction, or none.

    Raises BackupError where a file is not as its manifest says, where it is of a newer release, or
    where the archive holds articles already.
    """
    folder = folder.absolute()
    try:
        about = _about(folder)
        _check_empty()
        _check_sums(folder, progress)
        kept = _originals(folder, progress)
        with transaction.atomic():
            rows = _rows(folder, about, progress)
    except OSError as error:
        raise refused_by_disk(error) from error
    return Imported(rows=rows, originals=kept)


def _about(folder: Path) -> dict[str, Any]:
    try:
        with files.open_plain(folder, exporting.ABOUT) as file:
            about = json.loads(file.read())
        version, migration = about["version"], about["migration"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(
            f"ليس في {folder} تصدير كامل من هذا الأرشيف. سمِّ المجلد الذي كتبه «export».",
            f"There is no whole export of this archive in {folder}. Name the folder that “export” "
            "wrote.",
        ) from error
    if version != exporting.VERSION or migration > exporting.last_migration():
        raise BackupError(
            "التصدير من إصدار أحدث من هذا. حدّث الأرشيف ثم أعد الأمر.",
            "The export is of a newer release. Update the archive, then run the command again.",
        )
    return about


def _check_empty() -> None:
    if Article.objects.exists() or Original.objects.exists():
        raise BackupError(
            "في هذا الأرشيف مقالات. استورد إلى مجلد بيانات جديد (ARCHIVE_DATA).",
            "This archive holds articles. Import into a new data folder (ARCHIVE_DATA).",
        )


def _check_sums(folder: Path, progress: Progress) -> None:
    with files.open_plain(folder, exporting.MANIFEST) as file:
        lines = file.read().decode().splitlines()
    for done, line in enumerate(lines):
        progress(done, len(lines), "manifest")
        digest, _, name = line.partition("  ")
        try:
            found = files.measure(folder, name).sha256
        except OSError:
            found = ""
        if found != digest:
            raise BackupError(
                f"الملف {name} ليس كما كُتب. احصل على نسخة سليمة من التصدير.",
                f"The file {name} is not as it was written. Get an undamaged copy of the export.",
            )


def _originals(folder: Path, progress: Progress) -> int:
    names = sorted(path.name for path in (folder / exporting.ORIGINALS).glob("*/*"))
    for done, sha256 in enumerate(names):
        progress(done, len(names), "originals")
        name = f"{exporting.ORIGINALS}/{sha256[:2]}/{sha256}"
        with files.open_plain(folder, name) as file:
            if originals.keep_bytes(file)[0] != sha256:
                raise files.DamagedSourceError(name)
    return len(names)


def _rows(folder: Path, about: dict[str, Any], progress: Progress) -> dict[str, int]:
    """Rows of all models; those of an archive that was only set up give way.

    What they refer to is looked at when all are there: foreign keys are checked at the end.
    """
    listed = exporting.exported_models()
    for model in (*exporting.MADE_ANEW, *listed):
        rows = model._base_manager.all()
        rows._raw_delete(rows.db)
    made = {}
    for done, model in enumerate(listed):
        name = str(model._meta.model_name)
        progress(done, len(listed), name)
        made[name] = sum(_created(model, some) for some in _batches(_lines(folder, name)))
    _set_sequences(listed)
    if made != {name: about["rows"].get(name, 0) for name in made}:
        raise BackupError(
            "عدد الصفوف ليس كما في التصدير. احصل على نسخة سليمة منه.",
            "There are not as many rows as the export names. Get an undamaged copy of it.",
        )
    return made


def _created(model: type[models.Model], lines: list[dict[str, Any]]) -> int:
    rows = [_row(model, line) for line in lines]
    with _moments_kept(model):
        return len(models.QuerySet(model).bulk_create(rows))


@contextmanager
def _moments_kept(model: type[models.Model]) -> Iterator[None]:
    """Fields that are set to the moment of saving keep theirs meanwhile."""
    fields = [one for one in model._meta.concrete_fields if getattr(one, "auto_now", False)]
    for field in fields:
        field.auto_now = False
    try:
        yield
    finally:
        for field in fields:
            field.auto_now = True


def _batches(lines: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(lines, exporting.AT_ONCE)):
        yield some


def _lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    try:
        file = files.open_plain(folder, f"{exporting.ROWS}/{name}.jsonl")
    except FileNotFoundError:  # an older release had none of these
        return
    with file:
        for line in file:
            yield json.loads(line)


def _row(model: type[models.Model], line: dict[str, Any]) -> models.Model:
    told = {"model": model._meta.label_lower, "pk": line.pop("pk"), "fields": line}
    [found] = serializers.deserialize("python", [told], handle_forward_references=False)
    return found.object


def _set_sequences(listed: list[type[models.Model]]) -> None:
    """On PostgreSQL the next key follows the last one; SQLite counts by itself."""
    statements = connection.ops.sequence_reset_sql(no_style(), listed)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

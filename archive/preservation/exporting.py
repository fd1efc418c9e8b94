"""The way out: everything that the archive holds, as files that any program can read.

A folder in the shape of a BagIt bag (RFC 8493). Its payload:

- `data/articles.jsonl`: published articles in the shape that `manage.py ingest` takes, with the
  addresses under which they stand;
- `data/rows/<model>.jsonl`: every row of the archive, a JSON object a line: articles, revisions,
  passages, statements, decisions, merged names and so on, with their keys;
- `data/originals/ab/<SHA-256>`: the bytes of every upload.

Accounts, and what is kept of logins, stay behind: decisions carry the names of who made them.
What follows from the rest (tallies, the index) is made anew. The folder takes its name when all of
it is on the disk: one that is half written can't be taken for whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from archive.ingest.markup import body_with_markup, title_with_markup
from archive.models import (
    Article,
    Original,
    SavedList,
    TalliedArticle,
    Tally,
    TallyChange,
    TallyState,
    Visit,
)
from archive.preservation import files, originals
from archive.preservation.refusals import BackupError, refused_by_disk

Progress = Callable[[int, int, str], None]

VERSION = 1
ROWS = "data/rows"
ORIGINALS = "data/originals"
ARTICLES = "data/articles.jsonl"
MANIFEST = "manifest-sha256.txt"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ABOUT = "archive.json"
MADE_ANEW: tuple[type[models.Model], ...] = (
    Tally,
    TalliedArticle,
    TallyChange,
    TallyState,
    Visit,
)
OF_ACCOUNTS: tuple[type[models.Model], ...] = (SavedList,)  # they stay behind with them
AT_ONCE = 500  # rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What a folder holds: rows by model, originals, and those that could not be read."""

    folder: Path
    rows: dict[str, int]
    originals: int
    lost: list[str]


def exported_models() -> list[type[models.Model]]:
    """The archive's models. Articles come last: a trigger asks for the revision of each."""
    kept = [
        model
        for model in apps.get_app_config("archive").get_models()
        if model not in (*MADE_ANEW, *OF_ACCOUNTS) and model is not Article
    ]
    return [*kept, Article]


def export(folder: Path, *, progress: Progress = lambda done, total, what: None) -> Exported:
    """Write everything into a new folder. Raises BackupError where it is there or can't be."""
    folder = folder.absolute()
    if folder.exists():
        raise BackupError(
            f"المجلد {folder} موجود. سمِّ مجلداً جديداً.",
            f"The folder {folder} is there already. Name a new one.",
        )
    half = folder.with_name(f".half-{folder.name}")
    try:
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700, parents=True)
        with _one_moment():
            exported = _Export(half, progress).run()
        _sync_all(half)
        os.rename(half, folder)
        files.sync(folder.parent)
    except OSError as error:
        raise refused_by_disk(error) from error
    return Exported(
        folder=folder,
        rows=exported.rows,
        originals=exported.originals,
        lost=exported.lost,
    )


@contextmanager
def _one_moment() -> Iterator[None]:
    """All rows as of one moment, whoever writes meanwhile."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


class _Encoder(DjangoJSONEncoder):
    """Moments to the microsecond: hashes of decisions are made over them."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


class _Export:
    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder = folder
        self.progress = progress
        self.sums: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        self.lost: list[str] = []
        self.originals = 0

    def run(self) -> _Export:
        listed = exported_models()
        for done, model in enumerate(listed):
            self.progress(done, len(listed), model._meta.model_name or "")
            name = f"{ROWS}/{model._meta.model_name}.jsonl"
            self.rows[str(model._meta.model_name)] = self._write(name, _rows_of(model))
        self._write(ARTICLES, _articles())
        self._copy_originals()
        self._write_tags()
        return self

    def _write(self, name: str, lines: Iterable[dict[str, Any]]) -> int:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, count = hashlib.sha256(), 0
        with path.open("wb") as file:
            for line in lines:
                told = json.dumps(line, ensure_ascii=False, cls=_Encoder)
                written = f"{told}\n".encode()
                digest.update(written)
                file.write(written)
                count += 1
        self.sums[name] = digest.hexdigest()
        return count

    def _copy_originals(self) -> None:
        kept = list(Original.objects.order_by("pk").values_list("pk", flat=True))
        for done, sha256 in enumerate(kept):
            self.progress(done, len(kept), "originals")
            name = f"{ORIGINALS}/{sha256[:2]}/{sha256}"
            try:
                with originals.path_of(sha256).open("rb") as source:
                    files.write(source, self.folder, name, sha256=sha256)
            except (files.DamagedSourceError, FileNotFoundError):
                self.lost.append(sha256)
                continue
            self.sums[name] = sha256
            self.originals += 1

    def _write_tags(self) -> None:
        sizes = [(self.folder / name).stat().st_size for name in self.sums]
        manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
        info = (
            f"Bagging-Date: {datetime.now(UTC):%Y-%m-%d}\n"
            f"Payload-Oxum: {sum(sizes)}.{len(sizes)}\n"
            f"External-Description: {settings.ARCHIVE_NAME}\n"
        )
        about = {
            "version": VERSION,
            "migration": last_migration(),
            "site": settings.SITE_URL,
            "rows": self.rows,
            "lost": self.lost,
        }
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": info,
            MANIFEST: manifest,
            ABOUT: json.dumps(about, ensure_ascii=False, indent=1) + "\n",
        }
        for name, text in tags.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        sums = "".join(
            f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n"
            for name, text in sorted(tags.items())
        )
        (self.folder / "tagmanifest-sha256.txt").write_text(sums, encoding="utf-8")


def last_migration() -> str:
    """The name of the newest migration that this release knows."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return loader.graph.leaf_nodes("archive")[0][1]


def _rows_of(model: type[models.Model]) -> Iterator[dict[str, Any]]:
    """Its rows in the order of their keys, without who has an account."""
    accounts = [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == settings.AUTH_USER_MODEL
    ]
    rows = model._base_manager.order_by("pk").iterator(chunk_size=AT_ONCE)
    for row in rows:
        [told] = serializers.serialize("python", [row])
        told["fields"].update(dict.fromkeys(accounts))
        yield {"pk": told["pk"], **told["fields"]}


def _articles() -> Iterator[dict[str, Any]]:
    """Published articles as records that can be taken in anywhere."""
    published = Article.objects.published().with_card_details().order_by("pk")
    for article in published.iterator(chunk_size=AT_ONCE):
        revision = article.current_revision
        assert revision is not None
        yield {
            "id": article.record_id or article.public_id,
            "title": title_with_markup(revision),
            "body": body_with_markup(revision),
            "outlet": article.outlet.slug if article.outlet else "",
            "published_on": article.published_on,
            "url": article.url,
            "byline": article.byline,
            "language": article.language,
            "article": article.public_id,
            "address": f"{settings.SITE_URL}{article.get_absolute_url()}",
            "revision": revision.public_number,
            "sha256": revision.sha256,
        }


def _sync_all(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        files.sync(path)

"""Indexes for tests, made from articles without a database."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from search.engines.document import Document
from search.engines.whoosh.forward_index import analyse
from search.engines.whoosh.generations import Generation, IndexFolder
from search.engines.whoosh.snapshot import Snapshot, open_snapshot
from search.engines.whoosh.writer import build, change


def built(folder: Path, documents: Sequence[Document]) -> Generation:
    return build(folder, analyse(documents))


def snapshot_of(folder: Path, documents: Sequence[Document]) -> Snapshot:
    return open_snapshot(built(folder, documents), {})


def changed(
    generation: Generation, documents: Sequence[Document], gone: Sequence[int] = ()
) -> Snapshot:
    change(generation, gone, documents)
    return open_snapshot(generation, {})


def index_folder() -> IndexFolder:
    """The folder of the archive under test."""
    return IndexFolder(Path(settings.ARCHIVE_INDEX))

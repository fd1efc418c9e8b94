"""Indexes for tests, made from articles without a database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings

from archive.arabic.letters import fold
from search.engines.document import Document, fingerprint
from search.engines.plan import Plan, Term
from search.engines.whoosh.forward_index import analyse
from search.engines.whoosh.generations import Generation, IndexFolder
from search.engines.whoosh.searcher import find
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


def article(pk: int, text: str = "انسحاب القوات الأمريكية من العراق", **changes) -> Document:
    document = Document(
        article=pk,
        revision=pk,
        fingerprint=fingerprint(pk, text),
        title="بغداد تطلب جدولاً زمنياً",
        text=text,
        passages=((0, len(text)),),
        outlet="reuters",
        actors=("centcom",),
        places=("baghdad",),
        first=date(2021, 11, 22),
        last=date(2021, 11, 22),
        precision="day",
    )
    return replace(document, **changes)


def total(snapshot, word: str) -> int:
    return find(snapshot, Plan(clauses=(Term(fold(word)),))).total

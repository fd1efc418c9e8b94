"""One article from an editor's file or pasted text, kept as a draft."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from django.contrib.auth.models import User
from django.db import transaction

from archive.editing.forms import PASTED_NAME
from archive.ingest import readers, store
from archive.ingest.outlets import OutletBook
from archive.ingest.parsed import Origin
from archive.ingest.parser import parse_apart
from archive.models import Article, IngestRecord, Source
from archive.preservation import originals

Result = IngestRecord.Result


class NotAddedError(Exception):
    """The text can't be kept; `str()` says why and what to do, in Arabic and English."""


class KnownArticleError(Exception):
    """The archive holds this article with other words: it is corrected, not added again."""

    def __init__(self, article: Article) -> None:
        self.article = article


def add_draft(
    name: str, data: bytes, by: User, added: Callable[[store.Stored], None]
) -> store.Stored:
    """Keep the bytes and store their one article as a draft, or find the one that has this text.

    Raises NotAddedError, KnownArticleError, or RecordError for a text that is no article; OSError
    and OperationalError where disk or database refuse. `added` is called in the transaction of the
    article: both are kept, or neither.
    """
    record = _only_record(name, data)
    if name == PASTED_NAME and record.id_from_name:
        record = replace(record, id="", id_from_name=False)
    parsed = parse_apart(record)
    original = originals.keep_data(data, name)
    with transaction.atomic():
        stated = record.published_on is not None
        stored = store.store(
            parsed,
            outlet=_outlet_of(record),
            published=record.published_on or record.inferred_on,
            basis=Article.Basis.STATED if stated else Article.Basis.INFERRED,
            by=by,
            origin=Origin(original, record.number),
        )
        if stored.result == Result.REVISED:
            # Readers would see the new words before anyone compared them with the old.
            raise KnownArticleError(Article.objects.get(pk=stored.article.pk))
        if stored.result == Result.STORED:
            added(stored)
    return replace(stored, reason=f"{stored.reason} {record.note}".strip())


def _outlet_of(record: readers.Record) -> Source | None:
    """The outlet that a record names, or the one on whose site its address is."""
    outlets = OutletBook()
    return outlets.find_or_make(record.outlet) if record.outlet else outlets.of_address(record.url)


def _only_record(name: str, data: bytes) -> readers.Record:
    # No more than tells one from several: a packed file may hold gigabytes.
    record, *more = islice(readers.read_stream(io.BytesIO(data), name), 2)
    if isinstance(record, readers.Refused):
        raise NotAddedError(record.reason)
    if more:
        raise NotAddedError(
            "في الملف أكثر من مقال. أضفه من صفحة الاستيراد. "
            "The file holds more than one article. Add it on the import page."
        )
    return record

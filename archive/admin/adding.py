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
from archive.models import Article, IngestRecord
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
        outlet = OutletBook().find_or_make(record.outlet) if record.outlet else None
        stored = store.store(
            parsed,
            outlet=outlet,
            published=record.published_on,
            by=by,
            origin=Origin(original, record.number),
        )
        if stored.result == Result.REVISED:
            # Readers would see the new words before anyone compared them with the old.
            raise KnownArticleError(Article.objects.get(pk=stored.article.pk))
        if stored.result == Result.STORED:
            added(stored)
    return stored


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

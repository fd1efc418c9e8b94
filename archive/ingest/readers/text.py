"""Plain text or Markdown: one article a file, with or without front matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from django.conf import settings

from archive.ingest.encodings import decode
from archive.ingest.readers.headers import Header, read_header
from archive.ingest.readers.printed import with_headline, with_its_letters
from archive.ingest.readers.records import LENGTHS, Read, record_of, with_note, without_ending
from archive.ingest.refusals import UnreadableFileError

ENDINGS = (".markdown", ".md", ".txt")
_MARKDOWN = (".markdown", ".md")


def read_text(file: IO[bytes], name: str) -> Iterator[Read]:
    """The one article of a file; its name is the id of one that has no other."""
    largest = settings.LIMITS.article_file
    data = file.read(largest + 1)
    if len(data) > largest:
        raise UnreadableFileError(
            f"الملف أكبر من {largest >> 20} ميغابايت. قسّمه: مقال واحد في كل ملف نصي.",
            f"The file is larger than {largest >> 20} MB. Split it: one article a text file.",
        )
    text, encoding = decode(data)
    header = read_header(text)
    record = record_of(
        header.fields, number=1, name=name, body=_without_title(header), encoding=encoding
    )
    record = with_note(record, header.note)
    if not name.lower().endswith(_MARKDOWN):
        record = replace(record, body=with_its_letters(record.body))
    if record.title is None:
        record = with_headline(record)
    if not record.id:
        bare = without_ending(name, ENDINGS)
        record = replace(record, id=bare[: LENGTHS["id"]], id_from_name=True)
    yield record


def _without_title(header: Header) -> str:
    """The text, without the title that its header gives already."""
    title = header.fields.get("title")
    first, _, rest = header.body.lstrip("\n").partition("\n")
    repeats = isinstance(title, str) and first.lstrip("#").strip() == title.strip() != ""
    return rest if repeats else header.body

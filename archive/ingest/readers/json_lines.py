"""JSON Lines: an object a line, an article an object; also packed with gzip."""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from django.conf import settings

from archive.ingest import encodings
from archive.ingest.encodings import decode
from archive.ingest.readers.fields import check_body, mapped
from archive.ingest.readers.printed import with_headline, with_its_letters
from archive.ingest.readers.records import (
    Read,
    Record,
    Refused,
    record_of,
    shown_id,
    text_of,
    with_note,
)
from archive.ingest.refusals import RecordError, UnreadableFileError

LONGEST_HEADLINE = 25  # words


def read_json_lines(file: IO[bytes], name: str) -> Iterator[Read]:
    """The articles in order. A broken line is refused by its number, the rest is read."""
    empty = True
    for number, line, encoding in _numbered_lines(file):
        if isinstance(line, RecordError):
            yield Refused(number=number, name=name, reason=str(line))
        elif not line.strip():
            continue
        else:
            yield _json_record(line, number=number, name=name, encoding=encoding)
        empty = False
    if empty:
        raise UnreadableFileError(
            "الملف فارغ. اختر الملف الذي فيه المقالات.",
            "The file is empty. Choose the one with the articles.",
        )


def read_packed_json_lines(file: IO[bytes], name: str) -> Iterator[Read]:
    """The same, compressed with gzip."""
    number = 0
    try:
        with _Unpacked(fileobj=file, mode="rb") as unpacked:
            for read_so_far in read_json_lines(unpacked, name):
                number = read_so_far.number
                yield read_so_far
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = UnreadableFileError(
            f"الملف المضغوط تالف بعد السطر {number}. احصل على نسخة سليمة منه.",
            f"The gzip file is damaged after line {number} ({error}). Get an undamaged copy.",
        )
        yield Refused(number=number + 1, name=name, reason=str(reason))
    except UnreadableFileError as error:
        yield Refused(number=number + 1, name=name, reason=str(error))


class _Unpacked(gzip.GzipFile):
    """A gzip file that is given up when it grows out of all proportion."""

    def readline(self, size: int | None = -1) -> bytes:
        """Raises UnreadableFileError for a file that was made to fill a memory or a day."""
        limits = settings.LIMITS
        if self.tell() > limits.json_line + limits.unpacked * self.fileobj.tell():
            raise UnreadableFileError(
                f"الملف المضغوط يتضخم أكثر من {limits.unpacked} ضعف. فكّ ضغطه وتحقق مما فيه.",
                f"The gzip file grows more than {limits.unpacked} times. Unpack it and look "
                "inside.",
            )
        return super().readline(size)


def _numbered_lines(file: IO[bytes]) -> Iterator[tuple[int, str | RecordError, str]]:
    """Line number, line or what is wrong with it, and the encoding so far."""
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in start:
        text, encoding = _utf_16(file)
        for number, line in enumerate(text.split("\n"), start=1):
            yield number, line, encoding
        return
    encoding, number, longest = encodings.UTF_8, 0, settings.LIMITS.json_line
    while data := file.readline(longest + 1):
        number += 1
        if len(data) > longest:
            yield number, _too_long(longest), encoding
            _skip_rest_of_line(file, data, longest)
            continue
        if not data.strip():
            continue
        try:
            line, found = decode(data)
        except RecordError as error:
            yield number, error, encoding
            continue
        encoding = found if encoding == encodings.UTF_8 else encoding
        yield number, line, encoding


def _utf_16(file: IO[bytes]) -> tuple[str, str]:
    largest = settings.LIMITS.utf_16
    data = file.read(largest + 1)
    if len(data) > largest:
        raise UnreadableFileError(
            f"الملف بترميز UTF-16 وأكبر من {largest >> 20} ميغابايت. احفظه بترميز UTF-8.",
            f"The file is UTF-16 and larger than {largest >> 20} MB. Save it as UTF-8.",
        )
    return decode(data)


def _skip_rest_of_line(file: IO[bytes], data: bytes, longest: int) -> None:
    while data and not data.endswith(b"\n"):
        data = file.readline(longest)


def _too_long(longest: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"السطر أطول من {longest >> 20} ميغابايت، فليس مقالاً واحداً. اجعل كل مقال في سطر.",
        f"The line is longer than {longest >> 20} MB, so it is not one article. "
        "Put each article on a line of its own.",
    )


def _json_record(line: str, *, number: int, name: str, encoding: str) -> Read:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:  # no JSON, a number too long, nested too deep
        column = getattr(error, "colno", 1)
        reason = (
            f"السطر {number} ليس JSON سليماً (الحرف {column}). صحّحه أو احذفه. "
            f"Line {number} is not valid JSON (character {column}). Mend it or take it out."
        )
        return Refused(number=number, name=name, reason=reason)
    if not isinstance(fields, dict):
        reason = RecordError(
            f"السطر {number} ليس سجلاً. اكتب كائناً فيه title وbody.",
            f"Line {number} is not a record. Write an object with title and body.",
        )
        return Refused(number=number, name=name, reason=str(reason))
    return record_of_object(fields, number=number, name=name, encoding=encoding)


def record_of_object(fields: dict[str, Any], *, number: int, name: str, encoding: str) -> Read:
    """The record of one object of JSON, under whatever names its fields came."""
    known, note = mapped(fields)
    try:
        check_body(known, fields)
        body = text_of(known, "body")
        record = record_of(known, number=number, name=name, body=body, encoding=encoding)
    except RecordError as error:
        return Refused(number=number, name=name, reason=str(error), id=shown_id(known.get("id")))
    record = with_note(replace(record, body=with_its_letters(record.body)), note)
    if record.title is not None:
        return record
    with_title = with_headline(record)
    return with_title if with_title.title else untitled(with_title)


def untitled(record: Record) -> Record:
    """The first line of the text becomes the title: said, and held back where it is a sentence."""
    first = next((line for line in record.body.split("\n") if line.strip()), "").strip()
    is_lead = first.endswith((".", "،")) or len(first.split()) > LONGEST_HEADLINE
    held = " وحُفظ مسودة. It is kept as a draft." if is_lead else ""
    note = (
        "لا عنوان (title) في السجل: صار سطره الأول عنواناً. "
        f"The record has no title: its first line became the title.{held}"
    )
    return with_note(replace(record, draft=record.draft or is_lead), note)

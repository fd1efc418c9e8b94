"""Readers, one per format: a file in, records out.

Plain text and Markdown hold one article a file, JSON Lines one a line. What a reader can't use
is a `Refused` with the reason, in its place among the records.
"""

from __future__ import annotations

import codecs
import gzip
import json
import os
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from archive.dates import DateError, PublicationDate, parse_partial
from archive.ingest import encodings
from archive.ingest.encodings import decode
from archive.ingest.errors import RecordError, UnreadableFileError

LARGEST_TEXT = 10 * 1024 * 1024  # bytes in a file of one article
LONGEST_LINE = 10 * 1024 * 1024  # bytes in one JSON line
LONGEST_FRONT_MATTER = 40  # lines
LARGEST_UTF_16 = 200 * 1024 * 1024  # bytes of JSON Lines in UTF-16, which are read at once
# Articles shrink to a tenth; what shrinks to less than a hundredth was made to fill a memory.
MOST_UNPACKED = 100  # times the bytes that were packed

FIELDS = ("id", "title", "body", "outlet", "published_on", "url", "byline", "language")
LENGTHS = {"id": 200, "outlet": 200, "url": 2000, "byline": 300, "language": 10}

_FRONT_LINE = re.compile(r"([A-Za-z_][\w-]*)\s*:(?:\s+(.*))?")
# Feeds print letters and spaces that browsers would escape: only what could break out is refused.
_ADDRESS = re.compile(r"https?://[^\x00-\x20<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One article as it arrived.

    `number` counts the records of a file from 1 (the line, in JSON Lines). `title` is None where
    the first line of `body` is the title. `id_from_name` says that `id` is the file's name, for
    want of another. `note` is for the report.
    """

    number: int
    name: str
    body: str
    title: str | None = None
    id: str = ""
    id_from_name: bool = False
    outlet: str = ""
    published_on: PublicationDate | None = None
    url: str = ""
    byline: str = ""
    language: str = ""
    encoding: str = "utf-8"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that could not be read; `reason` is for the report."""

    number: int
    name: str
    reason: str
    id: str = ""


Read = Record | Refused
Reader = Callable[[IO[bytes], str], Iterator[Read]]


def reader_for(name: str) -> Reader | None:
    """The reader of a file with this name, or None where the archive reads no such file."""
    lowered = name.lower()
    for ending, reader in READERS.items():
        if lowered.endswith(ending):
            return reader
    return None


def read(path: Path) -> Iterator[Read]:
    """The records of one file, in its order.

    A file that can't be read at all is one `Refused`. Raises OSError when it can't be opened.
    """
    with path.open("rb") as file:
        yield from read_stream(file, shown_name(path))


def read_stream(file: IO[bytes], name: str) -> Iterator[Read]:
    """The same for an open file, whose name says its format."""
    reader = reader_for(name)
    if reader is None:
        known = " ".join(READERS)
        yield Refused(
            number=1,
            name=name,
            reason=f"لا يقرأ الأرشيف هذا النوع من الملفات. يقرأ: {known}. "
            f"The archive does not read files of this kind. It reads: {known}.",
        )
        return
    try:
        yield from reader(file, name)
    except RecordError as error:
        yield Refused(number=1, name=name, reason=str(error))


def shown_name(path: Path) -> str:
    """A file's name as a report can print it and the database keep it, whatever its bytes."""
    name = os.fsencode(path.name).decode("utf-8", errors="replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def stem(name: str) -> str:
    """A file's name without the ending by which it was read."""
    base = Path(name).name
    for ending in READERS:
        if base.lower().endswith(ending):
            return base[: -len(ending)]
    return Path(base).stem


def read_text(file: IO[bytes], name: str) -> Iterator[Read]:
    """Plain text or Markdown: one article, with or without front matter."""
    data = file.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise UnreadableFileError(
            f"الملف أكبر من {LARGEST_TEXT >> 20} ميغابايت. قسّمه: مقال واحد في كل ملف نصي.",
            f"The file is larger than {LARGEST_TEXT >> 20} MB. Split it: one article a text file.",
        )
    text, encoding = decode(data)
    fields, body, unknown = front_matter(text)
    record = _record(fields, number=1, name=name, body=body, encoding=encoding)
    if unknown:
        known = "، ".join(unknown)
        record = replace(record, note=f"حقول لم تُستعمل: {known}. Fields not used: {known}.")
    if not record.id:
        record = replace(record, id=stem(name)[: LENGTHS["id"]], id_from_name=True)
    yield record


def front_matter(text: str) -> tuple[dict[str, Any], str, list[str]]:
    """Fields between two `---` lines at the top, the text after them, and fields unknown here.

    A text that opens with a rule and no `name: value` lines has no front matter.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].strip() != "---":
        return {}, text, []
    fields: dict[str, Any] = {}
    for place, line in enumerate(lines[1:LONGEST_FRONT_MATTER], start=1):
        if line.strip() == "---":
            unknown = [name for name in fields if name not in FIELDS]
            known = {name: value for name, value in fields.items() if name in FIELDS}
            return known, "\n".join(lines[place + 1 :]), unknown
        match = _FRONT_LINE.fullmatch(line.strip())
        if match:
            fields[match[1].lower()] = _unquoted((match[2] or "").strip())
        elif line.strip() and not line.lstrip().startswith("#"):
            return {}, text, []
    return {}, text, []


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def read_json_lines(file: IO[bytes], name: str) -> Iterator[Read]:
    """JSON Lines: an object a line. A broken line is refused by its number, the rest is read."""
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
        if self.tell() > LONGEST_LINE + MOST_UNPACKED * self.fileobj.tell():
            raise UnreadableFileError(
                f"الملف المضغوط يتضخم أكثر من {MOST_UNPACKED} ضعف. فكّ ضغطه وتحقق مما فيه.",
                f"The gzip file grows more than {MOST_UNPACKED} times. Unpack it and look inside.",
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
    encoding, number = encodings.UTF_8, 0
    while data := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(data) > LONGEST_LINE:
            yield number, _too_long(), encoding
            _skip_rest_of_line(file, data)
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
    data = file.read(LARGEST_UTF_16 + 1)
    if len(data) > LARGEST_UTF_16:
        raise UnreadableFileError(
            f"الملف بترميز UTF-16 وأكبر من {LARGEST_UTF_16 >> 20} ميغابايت. احفظه بترميز UTF-8.",
            f"The file is UTF-16 and larger than {LARGEST_UTF_16 >> 20} MB. Save it as UTF-8.",
        )
    return decode(data)


def _skip_rest_of_line(file: IO[bytes], data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = file.readline(LONGEST_LINE)


def _too_long() -> UnreadableFileError:
    return UnreadableFileError(
        f"السطر أطول من {LONGEST_LINE >> 20} ميغابايت، فليس مقالاً واحداً. اجعل كل مقال في سطر.",
        f"The line is longer than {LONGEST_LINE >> 20} MB, so it is not one article. "
        "Put each article on a line of its own.",
    )


def _json_record(line: str, *, number: int, name: str, encoding: str) -> Read:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:  # no JSON, a number too long, nested too deep
        place = getattr(error, "colno", 1)
        reason = (
            f"السطر {number} ليس JSON سليماً (الحرف {place}). صحّحه أو احذفه. "
            f"Line {number} is not valid JSON (character {place}). Mend it or take it out."
        )
        return Refused(number=number, name=name, reason=reason)
    known = fields.get("id") if isinstance(fields, dict) else None
    try:
        if not isinstance(fields, dict):
            raise RecordError(
                f"السطر {number} ليس سجلاً. اكتب كائناً فيه title وbody.",
                f"Line {number} is not a record. Write an object with title and body.",
            )
        body = _text(fields, "body")
        return _record(fields, number=number, name=name, body=body, encoding=encoding)
    except RecordError as error:
        return Refused(number=number, name=name, reason=str(error), id=_shown_id(known))


def _shown_id(known: Any) -> str:
    """The id of a refused record, where a report can print it."""
    if not isinstance(known, (str, int)) or isinstance(known, bool):
        return ""
    shown = str(known)
    return "" if encodings.unprintable(shown) else shown[: LENGTHS["id"]]


def _record(fields: dict[str, Any], *, number: int, name: str, body: str, encoding: str) -> Record:
    """Raises RecordError for a field that is wrong."""
    url = _text(fields, "url").strip()
    if url and not is_address(url):
        raise RecordError(
            f"«{url[:80]}» ليس عنوان صفحة: ابدأه بـ https:// بلا فراغات.",
            f"“{url[:80]}” is no web address: begin it with https:// and leave no spaces.",
        )
    return Record(
        number=number,
        name=name,
        body=body,
        title=_text(fields, "title").strip() or None,
        id=_text(fields, "id").strip(),
        outlet=_text(fields, "outlet").strip(),
        published_on=_date(_text(fields, "published_on")),
        url=url,
        byline=_text(fields, "byline").strip(),
        language=_text(fields, "language").strip(),
        encoding=encoding,
    )


def is_address(written: str) -> bool:
    """Whether it can be the address of a page."""
    return _ADDRESS.fullmatch(written) is not None


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if name in ("id", "published_on") and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise RecordError(f"الحقل {name} يجب أن يكون نصاً.", f"The field {name} must be a text.")
    if letter := encodings.unprintable(value):
        point = f"U+{ord(letter):04X}"
        raise RecordError(
            f"في الحقل {name} رمز لا يُطبع ({point}). احذفه وأعد المحاولة.",
            f"The field {name} holds a character that isn't printed ({point}). Remove it and "
            "try again.",
        )
    if len(value.strip()) > LENGTHS.get(name, LONGEST_LINE):
        raise RecordError(
            f"الحقل {name} أطول من {LENGTHS[name]} حرف. اختصره.",
            f"The field {name} is longer than {LENGTHS[name]} characters. Shorten it.",
        )
    return value


def _date(written: str) -> PublicationDate | None:
    if not written.strip():
        return None
    try:
        return parse_partial(written)
    except DateError as error:
        raise RecordError(error.arabic, error.english) from None


# Longer endings first.
READERS: dict[str, Reader] = {
    ".jsonl.gz": read_packed_json_lines,
    ".ndjson.gz": read_packed_json_lines,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".markdown": read_text,
    ".md": read_text,
    ".txt": read_text,
}

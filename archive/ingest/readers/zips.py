"""ZIP files opened under limits: those that hold files, and those that documents are kept in."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from typing import IO

from django.conf import settings

from archive.ingest.refusals import UnreadableFileError

# What reading a damaged ZIP file raises.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    NotImplementedError,
)
_END = struct.Struct("<4s4H2LH")  # the record at the end of a ZIP file
_END_MARK = b"PK\x05\x06"
_LONGEST_COMMENT = (1 << 16) - 1
_DOCTYPE = b"<!DOCTYPE"
_PROLOGUE = 4096  # bytes of an XML file in which a document type may stand


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    """The ZIP file, its list read. Raises UnreadableFileError for one that is damaged, or whose
    list is longer than a memory is to hold."""
    entries, size = _at_its_end(file)
    limits = settings.LIMITS
    if entries > limits.zip_entries or size > limits.zip_list:
        raise UnreadableFileError(
            f"في الملف المضغوط أكثر من {limits.zip_entries:,} ملف. قسّمه.",
            f"The ZIP file holds more than {limits.zip_entries:,} files. Split it.",
        )
    try:
        file.seek(0)
        return zipfile.ZipFile(file)
    except DAMAGED:
        raise damaged() from None


def opened_document(file: IO[bytes]) -> zipfile.ZipFile:
    """The same for a document that is kept in one: raises UnreadableFileError also for one that
    unpacks to more than it can hold, that is locked, or whose XML brings declarations of its own.
    """
    zipped = opened(file)
    entries = zipped.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked()
    for entry in entries:
        if entry.file_size > most_unpacked(entry):
            raise swollen()
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")) and _declares(zipped, entry):
            raise UnreadableFileError(
                "في المستند تعريفات XML خارجة عن صيغته (DOCTYPE)، فلا يُفتح. احفظه من برنامجه من "
                "جديد.",
                "The document holds XML declarations that its format has not (DOCTYPE), and is "
                "not opened. Save it from its program again.",
            )
    return zipped


def part(zipped: zipfile.ZipFile, name: str) -> bytes:
    """One file of a document, empty where there is none. Raises UnreadableFileError."""
    try:
        return zipped.read(name)
    except KeyError:
        return b""
    except DAMAGED:
        raise damaged() from None


def most_unpacked(entry: zipfile.ZipInfo) -> int:
    """The bytes that a packed file may grow to; what was made to fill a memory grows to more."""
    limits = settings.LIMITS
    return int(limits.json_line + limits.unpacked * entry.compress_size)


def damaged() -> UnreadableFileError:
    return UnreadableFileError(
        "الملف تالف أو ناقص (ZIP). احصل على نسخة سليمة منه، أو أضف النص في ملف .txt.",
        "The file is damaged or only a part of it (ZIP). Get an undamaged copy, or add the text "
        "as .txt.",
    )


def locked() -> UnreadableFileError:
    return UnreadableFileError(
        "الملف محمي بكلمة مرور. احفظه بلا كلمة مرور ثم أضفه.",
        "The file is locked with a password. Save it without one, then add it.",
    )


def swollen() -> UnreadableFileError:
    times = settings.LIMITS.unpacked
    return UnreadableFileError(
        f"يتضخم عند فك الضغط أكثر من {times} ضعف، فلم يُفك. تحقق مما فيه.",
        f"It grows more than {times} times when unpacked, and was not unpacked. Look inside.",
    )


def _at_its_end(file: IO[bytes]) -> tuple[int, int]:
    """How many files it says that it holds, and the bytes of their list."""
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - _END.size - _LONGEST_COMMENT))
    tail = file.read()
    start = tail.rfind(_END_MARK)
    if start < 0 or len(tail) - start < _END.size:
        raise damaged()
    _, _, _, _, entries, size, _, _ = _END.unpack_from(tail, start)
    return entries, size


def _declares(zipped: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    try:
        with zipped.open(entry) as opened_entry:
            return _DOCTYPE in opened_entry.read(_PROLOGUE).replace(b"\0", b"").upper()
    except DAMAGED:
        raise damaged() from None

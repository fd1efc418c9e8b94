"""Rich Text documents: their words, paragraph by paragraph. Where links led is left out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from striprtf.striprtf import rtf_to_text

from archive.ingest.encodings import UTF_8
from archive.ingest.readers.documents import (
    left_out_note,
    record_of_document,
    typed_paragraphs,
)
from archive.ingest.readers.records import Read
from archive.ingest.refusals import UnreadableFileError

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_GROUPS = re.compile(r"\\[\\{}]|[{}]")
_OPENS_ADDRESS = re.compile(r"\{\\\*\\fldinst\b")
_PICTURE = re.compile(r"\{(?:\\\*)?\\(?:pict|shppict|object)\b")
# Letters without a picture that a word needs, and cells, which are paragraphs here.
_NAMED = (
    (re.compile(r"\\zwnj\b ?"), r"{\\uc1\\u8204?}"),
    (re.compile(r"\\zwj\b ?"), r"{\\uc1\\u8205?}"),
    (re.compile(r"\\rtlmark\b ?"), r"{\\uc1\\u8207?}"),
    (re.compile(r"\\ltrmark\b ?"), r"{\\uc1\\u8206?}"),
    (re.compile(r"\\(?:nest)?(?:cell|row)\b ?"), r"\\par "),
)
_LATIN = "cp1252"


def read_rtf(file: IO[bytes], name: str) -> Iterator[Read]:
    """The one article of a document. Raises UnreadableFileError."""
    largest = settings.LIMITS.article_file
    data = file.read(largest + 1)
    if len(data) > largest:
        raise UnreadableFileError(
            f"المستند أكبر من {largest >> 20} ميغابايت. احفظه بلا صور، أو نصاً.",
            f"The document is larger than {largest >> 20} MB. Save it without pictures, or "
            "as text.",
        )
    codec = _codec(data)
    try:
        source = data.decode(codec)
        links, source = _without_addresses(source)
        for named, written in _NAMED:
            source = named.sub(written, source)
        text = _whole_letters(rtf_to_text(source, encoding=codec, errors="strict"))
    except UnicodeDecodeError:
        raise _damaged() from None
    left_out = left_out_note(
        (
            ("عناوين روابط", "addresses of links", links),
            ("صور وكائنات", "pictures and objects", len(_PICTURE.findall(source))),
        )
    )
    paragraphs = (line.strip(" \t\xa0") for line in text.replace("\f", "\n").split("\n"))
    body = typed_paragraphs(f"{line}\n" if line else line for line in paragraphs)
    encoding = UTF_8 if data.isascii() and codec == _LATIN else codec.replace("cp", "windows-")
    yield record_of_document(name, body, notes=left_out, encoding=encoding)


def _codec(data: bytes) -> str:
    found = _CODE_PAGE.search(data[:4096])
    codec = f"cp{int(found[1])}" if found and int(found[1]) else _LATIN
    try:
        codecs.lookup(codec)
    except LookupError:
        return _LATIN
    return codec


def _without_addresses(source: str) -> tuple[int, str]:
    """How many links, and the source without where they lead. Raises UnreadableFileError for a
    document that breaks off within a group."""
    parts: list[str] = []
    taken = depth = links = 0
    leaving = None  # the depth of the group that is being left out
    for mark in _GROUPS.finditer(source):
        if mark[0] == "{":
            depth += 1
            if leaving is None and _OPENS_ADDRESS.match(source, mark.start()):
                leaving, links = depth, links + 1
                parts.append(source[taken : mark.start()])
        elif mark[0] == "}":
            if leaving == depth:
                leaving, taken = None, mark.end()
            depth -= 1
            if not depth:
                return links, "".join([*parts, source[taken : mark.end()]])
    raise _damaged()


def _whole_letters(text: str) -> str:
    """Letters that came as two halves (surrogates) put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _damaged() -> UnreadableFileError:
    return UnreadableFileError(
        "مستند RTF تالف أو ناقص. احصل على نسخة سليمة منه، أو احفظه نصاً.",
        "The RTF document is damaged or only a part of it. Get an undamaged copy, or save it as "
        "text.",
    )

"""Plain text or Markdown: one article a file, with or without front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from django.conf import settings

from archive.ingest.encodings import decode
from archive.ingest.readers.records import FIELDS, LENGTHS, Read, record_of, without_ending
from archive.ingest.refusals import UnreadableFileError

ENDINGS = (".markdown", ".md", ".txt")

_FRONT_LINE = re.compile(r"([A-Za-z_][\w-]*+)\s*+:(?:\s++(.*))?")


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
    fields, body, unknown = front_matter(text)
    record = record_of(fields, number=1, name=name, body=body, encoding=encoding)
    if unknown:
        known = "، ".join(unknown)
        record = replace(record, note=f"حقول لم تُستعمل: {known}. Fields not used: {known}.")
    if not record.id:
        bare = without_ending(name, ENDINGS)
        record = replace(record, id=bare[: LENGTHS["id"]], id_from_name=True)
    yield record


def front_matter(text: str) -> tuple[dict[str, Any], str, list[str]]:
    """Fields between two `---` lines at the top, the text after them, and fields unknown here.

    A text that opens with a rule and no `name: value` lines has no front matter.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].strip() != "---":
        return {}, text, []
    fields: dict[str, Any] = {}
    for number, line in enumerate(lines[1 : settings.LIMITS.front_matter], start=1):
        if line.strip() == "---":
            unknown = [name for name in fields if name not in FIELDS]
            known = {name: value for name, value in fields.items() if name in FIELDS}
            return known, "\n".join(lines[number + 1 :]), unknown
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

"""A file in, records out: the door to one reader a format.

- `records`: what every reader gives: a `Record`, or a `Refused` with the reason in its place;
- `text`: plain text and Markdown, one article a file, with front matter;
- `json_lines`: JSON Lines, one article a line, also packed with gzip.

A reader takes an open file and its name. A new format is a module with a reader, and its endings
below.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from archive.ingest.readers import text
from archive.ingest.readers.json_lines import read_json_lines, read_packed_json_lines
from archive.ingest.readers.records import (
    Read,
    Reader,
    Record,
    Refused,
    is_address,
    without_ending,
)
from archive.ingest.readers.text import read_text
from archive.ingest.refusals import RecordError

__all__ = [
    "READERS",
    "Read",
    "Reader",
    "Record",
    "Refused",
    "is_address",
    "read",
    "read_stream",
    "reader_for",
    "shown_name",
    "stem",
]

# Longer endings first.
READERS: dict[str, Reader] = {
    ".jsonl.gz": read_packed_json_lines,
    ".ndjson.gz": read_packed_json_lines,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    **dict.fromkeys(text.ENDINGS, read_text),
}


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
    return without_ending(name, READERS)

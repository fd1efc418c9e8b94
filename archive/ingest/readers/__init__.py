"""A file in, records out: the door to one reader a format.

- `kinds`: which kind of file it is, told from its bytes;
- `records`: what every reader gives: a `Record`, or a `Refused` with the reason in its place;
- `checked`: what every record is asked: are its letters those that were printed; `companions`: is
  it an article, and in which language; `printed`: which line is the headline;
- `apart`: readers of risky formats, in a process of their own;
- `text`: plain text and Markdown, one article a file; `headers`: the fields at its top;
- `json_lines`: JSON Lines, one article a line, also packed with gzip; `json_document`: arrays of
  records, and objects around them; `fields`: what their fields are called;
- `html`: saved web pages; `page_text`: the text of one, `page_details`: what it states of itself;
- `mhtml`: pages saved in one file; `mail`: messages and mailboxes;
- `warc`: archives of the web, packed or not; `feeds`: RSS and Atom;
- `tables`: delimited texts and spreadsheets, one article a row;
- `docx`, `odt`, `rtf`: documents of office programs, which share `documents`; `xml` and `zips`
  open what they are kept in;
- `pdf`: their words, as drafts;
- `press_databases`: exports of Nexis, Factiva and ProQuest, many articles a file;
- `packed`: files in a ZIP file, each read as what it is; `bags`: those of a BagIt folder;
- `channels`: what channels of Telegram and pages of Facebook posted, as these export it;
- `news_xml`: items as agencies deliver them, NITF and NewsML.

A reader takes an open file and its name. A new format is a kind, a module with a reader, and a
line below.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from archive.ingest.readers import kinds
from archive.ingest.readers.apart import apart as working_apart
from archive.ingest.readers.checked import checked
from archive.ingest.readers.json_document import read_json_document
from archive.ingest.readers.json_lines import read_json_lines, read_packed_json_lines
from archive.ingest.readers.kinds import Kind, kind_of
from archive.ingest.readers.packed import read_zip
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
    "ENDINGS",
    "READERS",
    "Kind",
    "Read",
    "Reader",
    "Record",
    "Refused",
    "is_address",
    "kind_of",
    "printed",
    "read",
    "read_stream",
    "readers_for",
    "shown_name",
    "stem",
]

READERS: dict[Kind, Reader] = {
    kinds.TEXT: read_text,
    kinds.JSON: read_json_document,
    kinds.JSON_LINES: read_json_lines,
    kinds.PACKED_JSON_LINES: read_packed_json_lines,
    kinds.HTML: working_apart("html", "read_html"),
    kinds.MHTML: working_apart("mhtml", "read_mhtml"),
    kinds.WARC: working_apart("warc", "read_warc"),
    kinds.WACZ: working_apart("warc", "read_wacz"),
    kinds.FEED: working_apart("feeds", "read_feed"),
    kinds.NITF: working_apart("news_xml", "read_news"),
    kinds.NEWSML: working_apart("news_xml", "read_news"),
    kinds.TELEGRAM: working_apart("channels", "read_telegram"),
    kinds.TELEGRAM_PAGE: working_apart("channels", "read_telegram_page"),
    kinds.FACEBOOK: working_apart("channels", "read_facebook"),
    kinds.MAIL: working_apart("mail", "read_mail"),
    kinds.MAILBOX: working_apart("mail", "read_mailbox"),
    kinds.TABLE: working_apart("tables", "read_table"),
    kinds.XLSX: working_apart("tables", "read_spreadsheet"),
    kinds.ODS: working_apart("tables", "read_spreadsheet"),
    kinds.DOCX: working_apart("docx", "read_docx"),
    kinds.ODT: working_apart("odt", "read_odt"),
    kinds.RTF: working_apart("rtf", "read_rtf"),
    kinds.PDF: working_apart("pdf", "read_pdf"),
    kinds.PRESS_DATABASE: working_apart("press_databases", "read_press_database"),
    kinds.ZIP: read_zip,
}

# As people name files of the kinds that are read, longer ones first: offered where files are
# chosen, and taken off a name. What a file is, its bytes say.
ENDINGS = (
    ".jsonl.gz",
    ".ndjson.gz",
    ".json",
    ".jsonl",
    ".ndjson",
    ".markdown",
    ".md",
    ".txt",
    ".html",
    ".htm",
    ".mhtml",
    ".mht",
    ".eml",
    ".mbox",
    ".warc.gz",
    ".warc",
    ".wacz",
    ".rss",
    ".atom",
    ".xml",
    ".csv",
    ".tsv",
    ".xlsx",
    ".ods",
    ".docx",
    ".odt",
    ".rtf",
    ".pdf",
    ".zip",
)

_TEXTS = (kinds.TEXT, kinds.JSON_LINES, kinds.PACKED_JSON_LINES)


def readers_for(file: IO[bytes], name: str) -> list[Reader]:
    """The readers by which a file may once have been taken in, the likeliest first."""
    kind = kind_of(file, name)
    return [READERS[one] for one in dict.fromkeys((kind, *_TEXTS)) if one in READERS]


def read(path: Path) -> Iterator[Read]:
    """The records of one file, in its order.

    A file that can't be read at all is one `Refused`. Raises OSError when it can't be opened.
    """
    with path.open("rb") as file:
        yield from read_stream(file, shown_name(path))


def read_stream(file: IO[bytes], name: str) -> Iterator[Read]:
    """The same for an open file."""
    kind = kind_of(file, name)
    reader = READERS.get(kind)
    try:
        if reader is None:
            known = " ".join(ENDINGS)
            reason = f"{kind.refusal} يقرأ: {known}. It reads: {known}."
            yield Refused(number=1, name=name, reason=reason)
        else:
            yield from map(checked, reader(file, name))
    except RecordError as error:
        yield Refused(number=1, name=name, reason=str(error))


def shown_name(path: Path) -> str:
    """A file's name as a report can print it and the database keep it, whatever its bytes."""
    return printed(os.fsencode(path.name).decode("utf-8", errors="replace"))


def printed(name: str) -> str:
    """A name with a mark for each letter that nobody could print."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def stem(name: str) -> str:
    """A file's name without the ending by which it was read."""
    return without_ending(name, ENDINGS)

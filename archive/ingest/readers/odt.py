"""OpenDocument texts: headings, paragraphs, lists, cells, links and breaks of lines of the text
itself. Notes, changes that were tracked, heads and feet of pages and pictures are left out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from archive.ingest.readers import zips
from archive.ingest.readers.documents import (
    MARKS_OF_ITEMS,
    Paragraph,
    body_of,
    collapsed,
    left_out_note,
    properties_note,
    record_of_document,
)
from archive.ingest.readers.records import Read
from archive.ingest.readers.xml import parsed
from archive.ingest.refusals import UnreadableFileError

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_HEADING = f"{_TEXT}h"
_PARAGRAPHS = (f"{_TEXT}p", _HEADING)
_NOT_READ = (f"{_TEXT}note", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation")
_MOST_SPACES = 1000
_ENCRYPTED = b"encryption-data"


def read_odt(file: IO[bytes], name: str) -> Iterator[Read]:
    """The one article of a document. Raises UnreadableFileError."""
    with zips.opened_document(file) as zipped:
        if _ENCRYPTED in zips.part(zipped, "META-INF/manifest.xml"):
            raise zips.locked()
        content = zips.part(zipped, "content.xml")
        properties = _properties(zipped)
    if not content:
        raise UnreadableFileError(
            "لا نص في المستند (content.xml). احصل على نسخة سليمة منه.",
            "The document has no text (content.xml). Get an undamaged copy.",
        )
    root = parsed(content)
    text = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if text is None:
        text = etree.Element("none")
    left_out = left_out_note(
        (
            ("صور وأشكال", "pictures and shapes", len(text.findall(f".//{_DRAW}frame"))),
            ("حواشٍ", "notes", len(text.findall(f".//{_TEXT}note"))),
            (*MARKS_OF_ITEMS, len(text.findall(f".//{_TEXT}list-item"))),
        )
    )
    body = body_of(_paragraphs(text))
    yield record_of_document(name, body, notes=[*left_out, *properties])


def _paragraphs(text: Any) -> Iterator[Paragraph]:
    """Those of lists, cells and frames too, each behind the one that it stands in."""
    for skipped in _NOT_READ:
        for element in list(text.iter(skipped)):
            _take_out(element)
    for element in text.iter(*_PARAGRAPHS):
        paragraph = Paragraph(heading=element.tag == _HEADING)
        _write(element, paragraph)
        yield paragraph


def _take_out(element: Any) -> None:
    """Remove an element, and not the words behind it."""
    parent, tail = element.getparent(), element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _write(element: Any, paragraph: Paragraph) -> None:
    """The words of one paragraph, in one pass; a paragraph inside it is one of its own."""
    inside = 0
    for event, part in etree.iterwalk(element, events=("start", "end")):
        nested = part is not element and part.tag in _PARAGRAPHS
        if event == "start":
            inside += nested
            if not inside:
                _begin(part, paragraph)
            continue
        if not inside and part.tag == f"{_TEXT}a":
            paragraph.close_link()
        inside -= nested
        if not inside and part is not element:
            paragraph.write(collapsed(part.tail or ""))


def _begin(part: Any, paragraph: Paragraph) -> None:
    if part.tag == f"{_TEXT}line-break":
        paragraph.end_line()
    elif part.tag == f"{_TEXT}tab":
        paragraph.write("\t")
    elif part.tag == f"{_TEXT}s":
        count = part.get(f"{_TEXT}c", "1")
        paragraph.write(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
    elif part.tag == f"{_TEXT}a":
        paragraph.open_link(part.get(_HREF, ""))
    if isinstance(part.tag, str):
        paragraph.write(collapsed(part.text or ""))


def _properties(zipped: zipfile.ZipFile) -> list[str]:
    data = zips.part(zipped, "meta.xml")
    if not data:
        return []
    stated = {
        etree.QName(element).localname: element.text or ""
        for element in parsed(data).iter(etree.Element)
    }
    author = stated.get("initial-creator") or stated.get("creator", "")
    return properties_note(stated.get("title", ""), author, stated.get("creation-date", ""))

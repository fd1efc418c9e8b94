"""Word documents: headings, paragraphs and links of the text itself. Heads and feet of pages,
pictures and what stands outside the file are left out; nothing outside is opened."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree, html

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

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='title'] => h1:fresh"
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_BLOCKS = _HEADINGS | {"p", "li", "ul", "ol", "table", "thead", "tbody", "tr", "td", "th", "dl"}
_NOTES = ("footnote-", "endnote-", "comment-")
_TO_NOTES = tuple(f"#{name}" for name in _NOTES)
_EXTERNAL = b'TargetMode="External"'
_LINK = b"/hyperlink"


def read_docx(file: IO[bytes], name: str) -> Iterator[Read]:
    """The one article of a document. Raises UnreadableFileError."""
    with zips.opened_document(file) as zipped:
        properties = _properties(zipped)
        references = _references_outside(zipped)
    file.seek(0)
    try:
        result = mammoth.convert_to_html(
            file, style_map=_STYLES, convert_image=_no_picture, external_file_access=False
        )
    except (ExpatError, OSError):  # no XML, or no part with a text
        raise zips.damaged() from None
    page = html.fragment_fromstring(result.value, create_parent="div")
    notes = _take_out_notes(page)
    body = body_of(_paragraphs(page))
    left_out = left_out_note(
        (
            ("صور", "pictures", len(page.findall(".//img"))),
            ("حواشٍ", "notes", notes),
            (*MARKS_OF_ITEMS, len(page.findall(".//li"))),
            ("مراجع إلى خارج الملف لم تُفتح", "references outside, not opened", references),
        )
    )
    yield record_of_document(name, body, notes=[*left_out, *properties])


def _no_picture(picture: Any) -> list[Any]:
    return [mammoth.html.element("img", {})]


def _paragraphs(page: Any) -> Iterator[Paragraph]:
    """Those of headings, lists and cells too, in their order."""
    writing = Paragraph()
    for event, element in etree.iterwalk(page, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS:
                yield writing
                writing = Paragraph(heading=tag in _HEADINGS)
            elif tag == "br":
                writing.end_line()
            elif tag == "a":
                writing.open_link(element.get("href", ""))
            if not _is_sign_of_note(element):
                writing.write(collapsed(element.text or ""))
            continue
        if tag == "a":
            writing.close_link()
        elif tag in _BLOCKS:
            yield writing
            writing = Paragraph()
        if element is not page:
            writing.write(collapsed(element.tail or ""))
    yield writing


def _take_out_notes(page: Any) -> int:
    """Notes stand in a list behind the text; returns how many they were."""
    found = [item for item in page.iter("li", "dt", "dd") if item.get("id", "").startswith(_NOTES)]
    for item in found:
        item.getparent().remove(item)
    return len(found)


def _is_sign_of_note(element: Any) -> bool:
    """Numbers and arrows that lead to notes and back, which no line of the document holds."""
    return element.tag == "a" and element.get("href", "").startswith(_TO_NOTES)


def _references_outside(zipped: zipfile.ZipFile) -> int:
    """Templates, pictures and objects that the document names outside itself; not its links."""
    relations = [name for name in zipped.namelist() if name.endswith(".rels")]
    return sum(
        _EXTERNAL in relation and _LINK not in relation
        for name in relations
        for relation in zips.part(zipped, name).split(b"<Relationship ")
    )


def _properties(zipped: zipfile.ZipFile) -> list[str]:
    data = zips.part(zipped, "docProps/core.xml")
    if not data:
        return []
    stated = {
        etree.QName(element).localname: element.text or ""
        for element in parsed(data).iterchildren(etree.Element)
    }
    return properties_note(
        stated.get("title", ""), stated.get("creator", ""), stated.get("created", "")
    )

"""XML of files that others wrote: no entity is resolved, nothing is fetched."""

from __future__ import annotations

from typing import Any

from lxml import etree

from archive.ingest.refusals import UnreadableFileError


def outermost(data: bytes) -> Any:
    """The outermost element. Raises UnreadableFileError for what is no XML."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(
            "ملف XML تالف أو ناقص. احصل على نسخة سليمة منه.",
            f"The XML is damaged or only a part of it ({error.msg}). Get an undamaged copy.",
        ) from None


def parsed(data: bytes) -> Any:
    """The same. Raises UnreadableFileError for what declares a type of document too."""
    root = outermost(data)
    if root.getroottree().docinfo.doctype:
        raise UnreadableFileError(
            "في الملف تعريفات XML (DOCTYPE)، فلا يُفتح. احفظه من برنامجه من جديد.",
            "The file holds XML declarations (DOCTYPE) and is not opened. Save it from its "
            "program again.",
        )
    return root

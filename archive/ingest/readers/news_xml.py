"""News items as agencies deliver them: NITF, NewsML-G2 and NewsML 1 (IPTC), each an article."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from lxml import etree

from archive.dates import DateError, PublicationDate, parse_partial
from archive.ingest import encodings
from archive.ingest.readers.html import check_letters, whole
from archive.ingest.readers.page_details import language_code
from archive.ingest.readers.page_text import blocks_of, body_of, literal, printed
from archive.ingest.readers.records import LENGTHS, Read, Record, Refused, is_address
from archive.ingest.readers.xml import outermost
from archive.ingest.refusals import RecordError, UnreadableFileError

_ITEMS = ("newsItem", "NewsItem")
# What holds the text of an item, whichever of the formats it is in.
_CONTENTS = ("body.content", "body", "DataContent", "inlineData", "inlineXML")
# Elements of NITF by those of a page that are set like them, or are beside the text like them.
_SET_AS = {"block": "div", "body.content": "div", "hl1": "h2", "hl2": "h2", "media": "object"}
_NOT_PUBLISHED = ("canceled", "cancelled", "withheld")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T\s].{0,40})?")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_news(file: IO[bytes], name: str) -> Iterator[Read]:
    """The items of a file in their order, each refused by itself.

    Raises RecordError for what is no XML, declares entities, or holds no item with a text.
    """
    root = _tree(file)
    items = [root] if root.tag == "nitf" else [one for tag in _ITEMS for one in root.iter(tag)]
    if not items:
        raise UnreadableFileError(
            "لا خبر في هذا الملف، وقد يكون قائمة بأخبار في ملفات أخرى. أضف تلك الملفات.",
            "There is no news item in this file: it may list others. Add their files.",
        )
    for number, item in enumerate(items, start=1):
        known = _id(item)
        try:
            yield _record(item, number, name, known)
        except RecordError as error:
            yield Refused(number=number, name=name, reason=str(error), id=known)


def _tree(file: IO[bytes]) -> etree._Element:
    """Its elements, named without their namespaces."""
    root = outermost(whole(file, settings.LIMITS.article_file))
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise UnreadableFileError(
            "يُعرّف الملف كيانات (ENTITY)، فلا يُفتح. احصل عليه من وكالته بلا تعريفات.",
            "The file declares entities and is not opened. Get it from its agency without them.",
        )
    for entity in list(root.iter(etree.Entity)):
        _print(entity)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _print(entity: etree._Element) -> None:
    """A letter written by its name in HTML, which files of news use without declaring it."""
    letter = html.unescape(entity.text)
    if letter == entity.text:
        raise UnreadableFileError(
            f"في الملف كيان غير معروف ({entity.text[:40]}). احصل على نسخة سليمة منه.",
            f"The file holds an unknown entity ({entity.text[:40]}). Get an undamaged copy.",
        )
    parent, before = entity.getparent(), entity.getprevious()
    printed_text = letter + (entity.tail or "")
    if before is None:
        parent.text = (parent.text or "") + printed_text
    else:
        before.tail = (before.tail or "") + printed_text
    entity.tail = None
    parent.remove(entity)


def _record(item: etree._Element, number: int, name: str, known: str) -> Record:
    status = _attribute(item, "pubStatus", "qcode") or _attribute(item, "Status", "FormalName")
    if status.lower().endswith(_NOT_PUBLISHED):
        raise UnreadableFileError(
            "هذا خبر ألغته وكالته أو حجبته. لا يُحفظ.",
            "This item was canceled or withheld by its agency. It is not stored.",
        )
    title = _words(item, "hl1", "headline", "HeadLine", "title")
    body = _body(item)
    if not body.strip():
        raise UnreadableFileError(
            "لا نص في هذا الخبر. احصل على الملف الذي فيه نصه.",
            "There is no text in this item. Get the file that holds it.",
        )
    check_letters(title, body)
    return Record(
        number=number,
        name=name,
        title=literal(title) or None,
        body=body,
        id=known,
        outlet=_short(_outlet(item), "outlet"),
        published_on=_day(item),
        url=_address(item),
        byline=_short(_words(item, "byline", "by", "ByLine"), "byline"),
        language=language_code(_attribute(item, "language", "tag") or item.get(_XML_LANGUAGE, "")),
    )


def _body(item: etree._Element) -> str:
    """The text, after the second headline where there is one."""
    content = next((found for tag in _CONTENTS for found in item.iter(tag)), None)
    if content is None:
        return ""
    for element in content.iter(etree.Element):
        element.tag = _SET_AS.get(element.tag, element.tag)
    within = len(content) > 0
    text = content.text or ""
    if within:
        body = body_of(blocks_of(content))
    elif text.lstrip().startswith("<"):
        body = printed(text)  # a page as text
    else:
        body = "\n\n".join(literal(line.strip()) for line in text.splitlines() if line.strip())
    second = [_spaced(found) for head in item.iter("hedline") for found in head.iter("hl2")]
    return "\n\n".join([*(literal(words) for words in second if words), body])


def _words(item: etree._Element, *tags: str) -> str:
    """What the first of these elements that isn't empty prints, on one line."""
    found = (_spaced(element) for tag in tags for element in item.iter(tag))
    return next((words for words in found if words), "")


def _spaced(element: etree._Element) -> str:
    text = " ".join("".join(element.itertext()).split())
    return "" if encodings.unprintable(text) else text


def _attribute(item: etree._Element, tag: str, name: str) -> str:
    found = (element.get(name, "").strip() for element in item.iter(tag))
    return next((value for value in found if value), "")


def _short(text: str, field: str) -> str:
    return text if len(text) <= LENGTHS[field] else ""


def _id(item: etree._Element) -> str:
    known = (
        item.get("guid", "").strip()
        or _attribute(item, "doc-id", "id-string")
        or _words(item, "PublicIdentifier", "NewsItemId")
    )
    return "" if len(known) > LENGTHS["id"] or encodings.unprintable(known) else known


def _outlet(item: etree._Element) -> str:
    provider = next(item.iter("provider"), None)
    named = _words(provider, "name") or provider.get("literal", "") if provider is not None else ""
    return (
        _attribute(item, "pubdata", "name")
        or named
        or _words(item, "creditline", "CreditLine")
        or _attribute(item, "doc.copyright", "holder")
    )


def _day(item: etree._Element) -> PublicationDate | None:
    stated = (
        _attribute(item, "pubdata", "date.publication"),
        _attribute(item, "date.release", "norm"),
        _attribute(item, "date.issue", "norm"),
        _words(item, "firstCreated", "FirstCreated", "versionCreated", "DateId"),
    )
    for written in stated:
        found = _DAY.fullmatch(written)
        try:
            if found:
                return parse_partial(f"{found[1]}-{found[2]}-{found[3]}")
        except DateError:
            continue
    return None


def _address(item: etree._Element) -> str:
    stated = _attribute(item, "pubdata", "ex-ref")
    return stated if is_address(stated) and len(stated) <= LENGTHS["url"] else ""

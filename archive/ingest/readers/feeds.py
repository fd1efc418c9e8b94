"""Feeds (RSS, Atom) kept as files: each entry an article. Nothing is fetched."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

import feedparser
from django.conf import settings
from feedparser.exceptions import CharacterEncodingOverride, NonXMLContentType

from archive.ingest import encodings
from archive.ingest.readers.html import check_letters, whole
from archive.ingest.readers.page_details import language_code, stated_day
from archive.ingest.readers.page_text import blocks_of, literal, printed, tree_of
from archive.ingest.readers.records import LENGTHS, Read, Record, Refused, is_address
from archive.ingest.refusals import RecordError, UnreadableFileError

# What it minds of a feed whose text it read all the same.
_HARMLESS = (CharacterEncodingOverride, NonXMLContentType)
_DECLARES = b"<!entity"
_DAMAGED = (
    "الخلاصة ليست XML سليماً، فقد ينقص نصها، وحُفظ المقال مسودة. The feed is not well-formed XML: "
    "its text may be incomplete, and the article is kept as a draft."
)
_SUMMARY = (
    "في الخلاصة ملخص لهذا المقال لا نصه، فحُفظ مسودة. The feed has a summary of this entry and not "
    "its text: it is kept as a draft."
)


def read_feed(file: IO[bytes], name: str) -> Iterator[Read]:
    """The entries in their order. Of one that holds a summary alone a draft is made.

    Raises RecordError for a file without entries, or one that declares entities.
    """
    feed = _parsed(file)
    told = _DAMAGED if _is_damaged(feed) else ""
    for number, entry in enumerate(feed.entries, start=1):
        try:
            yield _record(feed, entry, number, name, told)
        except RecordError as error:
            yield Refused(number=number, name=name, reason=str(error), id=_id(entry))


def _parsed(file: IO[bytes]) -> Any:
    data = whole(file, settings.LIMITS.article_file)
    if _DECLARES in data.replace(b"\0", b"").lower():
        raise UnreadableFileError(
            "تُعرّف الخلاصة كيانات (ENTITY)، فلا تُفتح. احفظها من موقعها من جديد.",
            "The feed declares entities and is not opened. Save it anew from its site.",
        )
    # As bytes it would be taken for an address to fetch, if it looked like one.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False)
    if not feed.entries:
        raise UnreadableFileError(
            "لا مقالات في هذه الخلاصة. احفظها من موقعها من جديد.",
            "There are no entries in this feed. Save it anew from its site.",
        )
    return feed


def _is_damaged(feed: Any) -> bool:
    return bool(feed.bozo) and not isinstance(feed.get("bozo_exception"), _HARMLESS)


def _record(feed: Any, entry: Any, number: int, name: str, told: str) -> Record:
    address = _address(entry)
    title = _title(entry)
    body, is_whole = _body(entry, address)
    if not body.strip():
        raise UnreadableFileError(
            "لا نص لهذا المقال في الخلاصة. افتحه في موقعه واحفظه.",
            "The feed has no text of this entry. Open it on its site and save that.",
        )
    check_letters(title, body)
    summary = "" if is_whole else _SUMMARY
    return Record(
        number=number,
        name=name,
        title=literal(title) or None,
        body=body,
        id=_id(entry),
        published_on=stated_day(_day(feed, entry)),
        url=address,
        byline=_byline(entry),
        language=language_code(str(feed.feed.get("language") or "")),
        draft=bool(summary or told),
        note=" ".join(one for one in (_from(feed), summary, told) if one),
    )


def _id(entry: Any) -> str:
    known = str(entry.get("id", "")).strip()
    return "" if len(known) > LENGTHS["id"] or encodings.unprintable(known) else known


def _address(entry: Any) -> str:
    link = str(entry.get("link", "")).strip()
    return link if is_address(link) and len(link) <= LENGTHS["url"] else ""


def _title(entry: Any) -> str:
    detail = entry.get("title_detail") or {}
    value = str(detail.get("value") or "")
    if _is_html(detail) and value.strip():
        value = " ".join(block.text for block in blocks_of(tree_of(value)))
    return " ".join(value.split())


def _text(detail: Any, address: str) -> str:
    """What it prints, with its links."""
    value = str(detail.get("value") or "")
    if _is_html(detail):
        return printed(value, address)
    return "\n\n".join(literal(line.strip()) for line in value.splitlines() if line.strip())


def _is_html(detail: Any) -> bool:
    return "html" in str(detail.get("type", ""))


def _body(entry: Any, address: str) -> tuple[str, bool]:
    """The text, and whether it is more than a summary."""
    contents = [_text(detail, address) for detail in entry.get("content", ())]
    longest = max(contents, key=len, default="")
    if longest.strip():
        return longest, True
    return _text(entry.get("summary_detail") or {}, address), False


def _day(feed: Any, entry: Any) -> str:
    """In RSS 1.0 the one date of an item comes as if it were that of a change."""
    stated = str(entry.get("published") or "")
    return stated or (str(entry.get("updated") or "") if feed.version.startswith("rss") else "")


def _byline(entry: Any) -> str:
    named = entry.get("author_detail") or {}
    written = str(named.get("name") or entry.get("author") or "")
    byline = " ".join(word for word in written.split() if "@" not in word).strip("()")
    return "" if len(byline) > LENGTHS["byline"] or encodings.unprintable(byline) else byline


def _from(feed: Any) -> str:
    title = " ".join(str(feed.feed.get("title") or "").split())[:100]
    return f"من الخلاصة «{title}». From the feed “{title}”." if title else ""

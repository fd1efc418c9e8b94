"""A web page saved in one file with its pictures (MHTML): the article of its main part."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from typing import IO

from archive.ingest.readers.html import article_of
from archive.ingest.readers.mail import charset_of, header, message_of, payload_of, sent_at
from archive.ingest.readers.records import Read, captured, is_address
from archive.ingest.refusals import UnreadableFileError

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read_mhtml(file: IO[bytes], name: str) -> Iterator[Read]:
    """The one article. Raises RecordError for a file without a page, or a page without one."""
    message = message_of(file)
    part = _main_part(message)
    record = article_of(
        payload_of(part),
        number=1,
        name=name,
        address=_address(message, part),
        declared=charset_of(part),
    )
    saved = sent_at(message)
    yield record if saved is None else captured(record, saved)


def _main_part(message: EmailMessage) -> EmailMessage:
    """The page that the file says it is of, or else the first."""
    pages = [
        part
        for part in message.walk()
        if part.get_content_type() in _PAGES and isinstance(part, EmailMessage)
    ]
    if not pages:
        raise UnreadableFileError(
            "لا صفحة في هذا الملف. احفظ الصفحة من جديد، أو احفظ نص المقال (.txt).",
            "There is no page in this file. Save the page again, or the article's text (.txt).",
        )
    start = str(message.get_param("start") or "")
    location = header(message, "Snapshot-Content-Location")
    for part in pages:
        if start and header(part, "Content-ID") == start:
            return part
        if location and header(part, "Content-Location") == location:
            return part
    return pages[0]


def _address(message: EmailMessage, part: EmailMessage) -> str:
    stated = (header(message, "Snapshot-Content-Location"), header(part, "Content-Location"))
    return next((address for address in stated if is_address(address)), "")

"""Mail: each message an article, its subject the title."""

from __future__ import annotations

import email
import email.policy
import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import IO

from django.conf import settings

from archive.dates import PublicationDate
from archive.ingest import encodings
from archive.ingest.readers.html import check_letters, too_large
from archive.ingest.readers.page_details import day_of
from archive.ingest.readers.page_text import decoded, literal, printed
from archive.ingest.readers.records import LENGTHS, Read, Record, Refused
from archive.ingest.refusals import RecordError, UnreadableFileError

_QUOTED_FROM = re.compile(rb">+From ")
_NAMELESS = frozenset({"", "us-ascii", "ascii", "unknown-8bit"})
# Programs that break lines do so at 72 or 76 letters; nobody's paragraphs are all as long.
_BROKEN_FROM, _BROKEN_TO, _BROKEN_LINES = 55, 80, 2
# What the library raises for headers that its grammar doesn't foresee.
_HEADER_ERRORS = (AttributeError, IndexError, KeyError, TypeError, ValueError, LookupError)


def read_mail(file: IO[bytes], name: str) -> Iterator[Read]:
    """The article of one message. Raises RecordError for one without a text."""
    yield _record(file, 1, name)


def read_mailbox(file: IO[bytes], name: str) -> Iterator[Read]:
    """The messages of a mailbox in its order, each refused by itself."""
    for number, data in enumerate(_messages(file), start=1):
        try:
            yield _record(io.BytesIO(data), number, name)
        except RecordError as error:
            yield Refused(number=number, name=name, reason=str(error))


def message_of(file: IO[bytes]) -> EmailMessage:
    """Raises UnreadableFileError for one too large, or parts within parts beyond what is read."""
    largest = settings.LIMITS.upload
    if file.seek(0, os.SEEK_END) > largest:
        raise too_large(largest)
    file.seek(0)
    try:
        # Read piece by piece: pages are saved with all their pictures.
        message = email.message_from_binary_file(file, policy=email.policy.default)
        for _ in message.walk():
            pass
    except RecursionError:
        raise UnreadableFileError(
            "في الرسالة أجزاء متداخلة أعمق مما يُقرأ. احفظ نصها (.txt).",
            "The message's parts are nested deeper than can be read. Save its text (.txt).",
        ) from None
    assert isinstance(message, EmailMessage)  # as its policy makes them
    return message


def header(message: EmailMessage, name: str) -> str:
    """On one line; empty where it is missing or can't be read."""
    try:
        value = message[name]
        text = " ".join(str(value or "").split())
        if "\ufffd" in text:
            text = _raw_header(message, name) or text
    except _HEADER_ERRORS:
        return ""
    return "" if encodings.unprintable(text) else text


def _raw_header(message: EmailMessage, name: str) -> str:
    """One whose letters stand there in an encoding that nobody declared; empty for another."""
    for named, value in message.raw_items():
        raw = str(value).encode("ascii", errors="surrogateescape")
        if named.lower() == name.lower() and not raw.isascii():
            return " ".join(decoded(raw)[0].split())
    return ""


def sent_at(message: EmailMessage) -> datetime | None:
    """One without a time zone, as programs that don't know theirs write it, is in UTC."""
    try:
        moment: datetime | None = message["Date"].datetime
    except _HEADER_ERRORS:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def payload_of(part: EmailMessage) -> bytes:
    """Its bytes, taken out of what they were packed in for the way."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def charset_of(part: EmailMessage) -> str:
    """The encoding that is declared, where it can be one of Arabic."""
    try:
        name = part.get_content_charset() or ""
    except _HEADER_ERRORS:
        return ""
    return "" if name in _NAMELESS else name


def _messages(file: IO[bytes]) -> Iterator[bytes]:
    lines: list[bytes] = []
    after_blank = True
    for line in file:
        if after_blank and _opens_message(line):
            if any(part.strip() for part in lines):
                yield b"".join(lines)
            lines = []
        else:
            lines.append(line[1:] if _QUOTED_FROM.match(line) else line)
        after_blank = not line.strip()
    if any(part.strip() for part in lines):
        yield b"".join(lines)


def _opens_message(line: bytes) -> bool:
    """Who sent it, and when, as `ctime` writes it: the year at the end."""
    return line.startswith(b"From ") and line.rstrip()[-4:].isdigit()


def _record(file: IO[bytes], number: int, name: str) -> Record:
    message = message_of(file)
    body, encoding, note = _text(message)
    if not body.strip():
        raise UnreadableFileError(
            "لا نص في هذه الرسالة. احفظ ما فيها من مرفقات ثم أضفها.",
            "There is no text in this message. Save what is attached to it, and add that.",
        )
    title = header(message, "Subject")
    check_letters(title, body)
    notes = [note, *_notes(message)]
    return Record(
        number=number,
        name=name,
        title=literal(title) or None,
        body=body,
        id=header(message, "Message-ID").strip("<> ")[: LENGTHS["id"]],
        published_on=_day(message),
        encoding=encoding,
        note=" ".join(one for one in notes if one),
    )


def _text(message: EmailMessage) -> tuple[str, str, str]:
    """The body, its encoding, and what was done to it."""
    try:
        part = message.get_body(preferencelist=("plain", "html"))
    except (*_HEADER_ERRORS, RecursionError):
        part = None
    if part is None or not payload_of(part).strip():
        return "", encodings.UTF_8, ""
    text, encoding = decoded(payload_of(part), charset_of(part))
    if part.get_content_type() == "text/html":
        return printed(text), encoding, ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, note = _unbroken(part, lines)
    return (
        "\n".join(literal(line) for line in lines),
        encoding,
        note,
    )


def _unbroken(part: EmailMessage, lines: list[str]) -> tuple[list[str], str]:
    """Lines as they were typed, where a program broke them: it says so (RFC 3676), or all are as
    long as such a program makes them."""
    if str(part.get_param("format", "")).lower() == "flowed":
        ends = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
        lines = [line.removeprefix(" ") for line in lines]
        return _join(lines, lambda line: line.endswith(" ") and line != "-- ", ends), ""
    if not _are_broken(lines):
        return lines, ""
    joined = _join([line.strip() for line in lines], lambda line: len(line) >= _BROKEN_FROM, " ")
    return joined, (
        "وُصلت أسطر كسرها برنامج البريد. Lines that a mail program had broken were joined."
    )


def _join(lines: list[str], goes_on: Callable[[str], bool], space: str) -> list[str]:
    joined: list[list[str]] = [[]]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if goes_on(line) and following.strip():
            joined[-1].append(line.rstrip(" ") + space)
        else:
            joined[-1].append(line)
            joined.append([])
    return ["".join(parts) for parts in joined[:-1]]


def _are_broken(lines: list[str]) -> bool:
    inner = [
        len(line.strip())
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if line.strip() and following.strip()
    ]
    return (
        len(inner) >= _BROKEN_LINES
        and min(inner) >= _BROKEN_FROM
        and max(len(line.strip()) for line in lines) <= _BROKEN_TO
    )


def _day(message: EmailMessage) -> PublicationDate | None:
    sent = sent_at(message)
    return None if sent is None else day_of(sent)


def _notes(message: EmailMessage) -> Iterator[str]:
    if sender := header(message, "From"):
        yield f"رسالة من {sender}. A message from {sender}."
    if _day(message) is not None:
        yield "التاريخ يوم إرسالها. Its date is the day it was sent."
    if attached := [name for part in message.walk() if (name := _attached(part))]:
        names = "، ".join(attached[:20])
        yield f"مرفقات لم تُقرأ: {names}. Attachments not read: {names}."


def _attached(part: EmailMessage) -> str:
    """What an attachment is called, or its kind; empty for a part that is none."""
    try:
        name, is_attached = part.get_filename() or "", part.is_attachment()
    except _HEADER_ERRORS:
        return ""
    if not (name or is_attached):
        return ""
    name = " ".join(name.split())
    return part.get_content_type() if not name or encodings.unprintable(name) else name[:100]

"""One article as it arrived, whatever its format, and what is wrong with one that can't be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings

from archive.arabic.language_names import language_code
from archive.dates import DateError, PublicationDate, parse_stated
from archive.ingest import encodings
from archive.ingest.refusals import RecordError

FIELDS = ("id", "title", "body", "outlet", "published_on", "url", "byline", "language")
LENGTHS = {"id": 200, "outlet": 200, "url": 2000, "byline": 300, "language": 40}

# Feeds print letters and spaces that browsers would escape: only what could break out is refused.
_ADDRESS = re.compile(r"https?://[^\x00-\x20<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside a packed one: its bytes, and which of its records one is."""

    data: bytes
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One article as it arrived.

    `number` counts the records of a file from 1 (the line, in JSON Lines). `title` is None where
    the first line of `body` is the title. `id_from_name` says that `id` is the file's name, for
    want of another. `captured_at` is when a page was saved from the web, which tells nothing of
    its publication. `draft` says that it is never published by the run that stores it, whatever was
    asked. `inferred_on` is a day printed over the headline, for a record that states none. `note`
    is for the report: what was guessed, mended or left out, in Arabic and English.
    `member` is the file that it stood in, where that was a part of a packed one, and `name` tells
    both: `container.zip/member.txt`.
    """

    number: int
    name: str
    body: str
    title: str | None = None
    id: str = ""
    id_from_name: bool = False
    outlet: str = ""
    published_on: PublicationDate | None = None
    url: str = ""
    byline: str = ""
    language: str = ""
    encoding: str = "utf-8"
    captured_at: datetime | None = None
    draft: bool = False
    inferred_on: PublicationDate | None = None
    note: str = ""
    member: Member | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record that could not be read; `reason` is for the report."""

    number: int
    name: str
    reason: str
    id: str = ""


Read = Record | Refused


def with_note(record: Record, note: str) -> Record:
    """The record with this said too."""
    return replace(record, note=f"{record.note} {note}".strip())


def captured(record: Record, moment: datetime) -> Record:
    """The record of a page that was saved at this moment, with that said."""
    told = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    note = f"حُفظت الصفحة في {told} UTC. The page was captured on {told} UTC."
    return with_note(replace(record, captured_at=moment), note)


Reader = Callable[[IO[bytes], str], Iterator[Read]]


def record_of(
    fields: dict[str, Any], *, number: int, name: str, body: str, encoding: str
) -> Record:
    """The record of a format's fields. Raises RecordError for a field that is wrong."""
    url = text_of(fields, "url").strip()
    outlet = text_of(fields, "outlet").strip()
    if not url and is_address(outlet) and has_path(outlet):
        url = outlet  # clippers write the page's address as its source
    if url and not is_address(url):
        raise RecordError(
            f"«{url[:80]}» ليس عنوان صفحة: ابدأه بـ https:// بلا فراغات.",
            f"“{url[:80]}” is no web address: begin it with https:// and leave no spaces.",
        )
    return Record(
        number=number,
        name=name,
        body=body,
        title=text_of(fields, "title").strip() or None,
        id=text_of(fields, "id").strip(),
        outlet=outlet,
        published_on=_date(text_of(fields, "published_on")),
        url=url,
        byline=text_of(fields, "byline").strip(),
        language=_language(text_of(fields, "language").strip()),
        encoding=encoding,
    )


def _language(written: str) -> str:
    """Raises RecordError for what is neither the code nor the name of a language."""
    code = language_code(written) if written else ""
    if written and not code:
        raise RecordError(
            f"«{written[:40]}» ليست لغة معروفة. اكتب رمزها في language: ar أو en أو ku.",
            f"“{written[:40]}” is no known language. Write its code in language: ar, en or ku.",
        )
    return code


def has_path(address: str) -> bool:
    """Whether it is the address of a page of a site and not of the site itself."""
    return bool(urlsplit(address).path.strip("/"))


def is_address(written: str) -> bool:
    """Whether it can be the address of a page."""
    return _ADDRESS.fullmatch(written) is not None


def text_of(fields: dict[str, Any], name: str) -> str:
    """One field, empty where there is none. Raises RecordError for what is no text or too long."""
    value = fields.get(name)
    if value is None:
        return ""
    if name in ("id", "published_on") and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise RecordError(f"الحقل {name} يجب أن يكون نصاً.", f"The field {name} must be a text.")
    if letter := encodings.unprintable(value):
        point = f"U+{ord(letter):04X}"
        raise RecordError(
            f"في الحقل {name} رمز لا يُطبع ({point}). احذفه وأعد المحاولة.",
            f"The field {name} holds a character that isn't printed ({point}). Remove it and "
            "try again.",
        )
    longest = LENGTHS.get(name, settings.LIMITS.field)
    if len(value.strip()) > longest:
        raise RecordError(
            f"الحقل {name} أطول من {longest} حرف. اختصره.",
            f"The field {name} is longer than {longest} characters. Shorten it.",
        )
    return value


def _date(written: str) -> PublicationDate | None:
    if not written.strip():
        return None
    try:
        return parse_stated(written)
    except DateError as error:
        raise RecordError(error.arabic, error.english) from None


def shown_id(known: Any) -> str:
    """The id of a refused record, where a report can print it."""
    if not isinstance(known, (str, int)) or isinstance(known, bool):
        return ""
    shown = str(known)
    return "" if encodings.unprintable(shown) else shown[: LENGTHS["id"]]


def without_ending(name: str, endings: Iterable[str]) -> str:
    """A file's name without the first of these endings that it has, or without any."""
    base = Path(name).name
    for ending in endings:
        if base.lower().endswith(ending):
            return base[: -len(ending)]
    return Path(base).stem

"""A JSON document: an array of records, an object around them, or objects one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings

from archive.ingest.encodings import decode
from archive.ingest.readers.fields import mapped
from archive.ingest.readers.json_lines import record_of_object
from archive.ingest.readers.records import Read, Refused
from archive.ingest.refusals import RecordError, UnreadableFileError

DEEPEST = 4  # objects around the records


def read_json_document(file: IO[bytes], name: str) -> Iterator[Read]:
    """The articles in order, whatever stands around them."""
    largest = settings.LIMITS.upload
    data = file.read(largest + 1)
    if len(data) > largest:
        raise UnreadableFileError(
            f"ملف JSON أكبر من {largest >> 20} ميغابايت. اجعله JSON Lines: مقال في كل سطر.",
            f"The JSON document is larger than {largest >> 20} MB. Make it JSON Lines: an article "
            "a line.",
        )
    text, encoding = decode(data)
    number = 0
    for number, one in enumerate(_records(_values(text.removeprefix("\ufeff"))), start=1):
        if isinstance(one, dict):
            yield record_of_object(one, number=number, name=name, encoding=encoding)
        else:
            yield Refused(number=number, name=name, reason=str(_no_record(number)))
    if not number:
        raise UnreadableFileError(
            "لا مقالات في مستند JSON هذا: لا كائن فيه له عنوان ونص (title وbody).",
            "This JSON document holds no articles: no object with a title and a body.",
        )


def _values(text: str) -> Iterator[Any]:
    """The values that stand one after the other, with commas or without."""
    decoder, at = json.JSONDecoder(), 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at >= len(text):
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _broken(text, getattr(error, "pos", at)) from None
        yield value


def _records(values: Iterator[Any]) -> Iterator[Any]:
    for value in values:
        found = _within(value, DEEPEST)
        yield from [value] if found is None else found


def _within(value: Any, depth: int) -> list[Any] | None:
    """The records of a value: itself, the members of a list, or what lies deeper; None for none."""
    if isinstance(value, list):
        return [_unwrapped(one) for one in value]
    if not isinstance(value, Mapping) or is_record(value):
        return None
    members = list(value.values())
    if members and all(is_record(one) for one in members):
        return [{"id": key, **one} for key, one in value.items()]
    lists = [one for one in members if isinstance(one, list) and any(map(_is_wrapped, one))]
    if lists:
        return [_unwrapped(one) for one in max(lists, key=len)]
    if depth:
        for one in members:
            if isinstance(one, Mapping) and (found := _within(one, depth - 1)) is not None:
                return found
            if is_record(one):
                return [one]
    return None


def is_record(value: Any) -> bool:
    """Whether an object has a text, and a title or an address beside it."""
    if not isinstance(value, Mapping):
        return False
    known, _ = mapped(value)
    return isinstance(known.get("body"), str) and len(known) > 1


def _is_wrapped(value: Any) -> bool:
    return is_record(value) or is_record(_unwrapped(value))


def _unwrapped(value: Any) -> Any:
    """The record in an object that only holds it and what an index knows of it."""
    if not isinstance(value, Mapping) or is_record(value):
        return value
    within = [one for one in value.values() if is_record(one)]
    return within[0] if len(within) == 1 else value


def _broken(text: str, at: int) -> UnreadableFileError:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return UnreadableFileError(
        f"مستند JSON غير سليم عند السطر {line} (الحرف {column}). صحّحه ثم أعد المحاولة.",
        f"The JSON document is not valid at line {line} (character {column}). Mend it and try "
        "again.",
    )


def _no_record(number: int) -> RecordError:
    return RecordError(
        f"العنصر {number} من مستند JSON ليس سجلاً. اكتب كائناً فيه title وbody.",
        f"Item {number} of the JSON document is no record. Write an object with title and body.",
    )

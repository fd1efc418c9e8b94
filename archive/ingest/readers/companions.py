"""Files that lie beside articles and are none (licences, lists); and texts in no Arabic."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from archive.arabic.letters import arabic_letters
from archive.arabic.plausible import english_share
from archive.ingest.readers.records import Record, with_note
from archive.ingest.refusals import RecordError

BEGINNING = 500  # characters, which tell the letters of most
LOOKED_AT = 4000
ENGLISH = 0.15  # of the words hold English sentences together; in prose it is a third
SENTENCE = 6  # words of a line that may be one

# Names that their own specifications and customs give: robots exclusion (RFC 9309), security.txt
# (RFC 9116), BagIt (RFC 8493), GNU's standards for what a program comes with, pip.
_NAMES = re.compile(
    r"(?:robots|humans|security|ads|bagit|bag-info|(?:tag)?manifest-\w++|notice|authors|readme"
    r"|(?:un)?licen[cs]e(?:[-_.]\w++)*+|copying(?:\.\w++)?|contributors|changelog|constraints"
    r"|requirements(?:[-_.]\w++)*+|checksums?|(?:md5|sha\d++)sums?|sitemap|urls?|links|index|todo"
    r"|install)",
    re.I,
)
_LICENCE = re.compile(
    r"^.{0,60}\b(?:(?:un)?licen[cs]e|copyright \(c\)|all rights reserved|public domain)\b",
    re.I | re.M,
)
_ARABIC = re.compile(rf"[{arabic_letters()}]{{2,}}+")
_OTHER = re.compile(r"[^\W\d_]{2,}+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S++", re.I)
_OPENING = 300  # characters in which a licence says what it is


def in_a_language(record: Record) -> Record:
    """The record with its language where it isn't Arabic.

    Raises RecordError for what is no article. A text in Arabic letters is as it came.
    """
    begins = f"{record.title or ''}\n{record.body[:BEGINNING]}"
    arabic = len(_ARABIC.findall(begins))
    if arabic and 2 * arabic >= len(_OTHER.findall(begins)):
        return record
    text = f"{record.title or ''}\n{record.body[:LOOKED_AT]}"
    if _lies_beside(record.name, text):
        raise _no_article()
    if record.language and record.language != "ar":
        return record
    bare = _ADDRESS.sub(" ", text)
    if not any(len(_OTHER.findall(line)) >= SENTENCE for line in bare.split("\n")):
        if arabic or not _OTHER.search(text):
            return record
        raise _no_article()
    if english_share(bare) >= ENGLISH:
        note = "النص بالإنكليزية. The text is in English."
        return with_note(replace(record, language="en"), note)
    return with_note(
        replace(record, draft=True),
        "النص ليس بالعربية ولغته غير معروفة: حُفظ مسودة. اكتب رمزها في language. The text is not in "
        "Arabic, and its language is unknown: it is kept as a draft. Write its code in language.",
    )


def _lies_beside(name: str, text: str) -> bool:
    stem = PurePosixPath(name).name.rsplit(".", 1)[0]
    return _NAMES.fullmatch(stem) is not None or _LICENCE.search(text[:_OPENING]) is not None


def _no_article() -> RecordError:
    return RecordError(
        "هذا ليس مقالاً: لا نص عربياً فيه، بل قائمة أو رخصة أو إعدادات. أضف المقالات وحدها.",
        "This is no article: it holds no Arabic text but a list, a licence or settings. Add the "
        "articles alone.",
    )

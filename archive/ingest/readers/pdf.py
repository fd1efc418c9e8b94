"""PDFs, as drafts only: a page says where each letter stands, not in what order they are read.

Letters that stand in reverse are noticed where every record is asked (`checked`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from archive.arabic.letters import is_arabic
from archive.ingest.readers.documents import (
    properties_note,
    record_of_document,
    typed_paragraphs,
)
from archive.ingest.readers.records import Read
from archive.ingest.refusals import UnreadableFileError

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_FEWEST_LETTERS = 20  # of a whole file; pictures of pages carry a stamp at most
_SHARE = 0.05  # of the Arabic letters, from which on a report speaks of shapes
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_pdf(file: IO[bytes], name: str) -> Iterator[Read]:
    """The one draft of a file. Raises UnreadableFileError."""
    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise UnreadableFileError(
                "ملف PDF محمي بكلمة مرور أو بأذونات. احفظه بلا حماية ثم أضفه.",
                "The PDF is locked with a password or permissions. Save it unlocked, then add it.",
            )
        pages = [page.extract_text() or "" for page in reader.pages]
        stated = _stated(reader)
    except PyPdfError as error:
        raise UnreadableFileError(
            "ملف PDF تالف أو ناقص. احصل على نسخة سليمة منه، أو أضف نصه.",
            f"The PDF is damaged or only a part of it ({error}). Get an undamaged copy, or add its "
            "text.",
        ) from None
    text = "\n\n".join(pages)
    if sum(letter.isalpha() for letter in text) < _FEWEST_LETTERS:
        raise UnreadableFileError(
            "لا نص في ملف PDF هذا، بل صور صفحات. استخرج نصها ببرنامج تعرّف ضوئي (OCR) ثم أضفه.",
            "There is no text in this PDF, only pictures of pages. Read them with a program for "
            "text recognition (OCR), then add the text.",
        )
    lost = len(_CONTROLS.findall(text))
    lines = (line.strip() for line in _CONTROLS.sub("\ufffd", text).splitlines())
    notes = [*_doubts(text, len(pages), lost), *properties_note(*stated)]
    yield replace(record_of_document(name, typed_paragraphs(lines), notes=notes), draft=True)


def _stated(reader: PdfReader) -> tuple[str, str, str]:
    facts = reader.metadata
    if facts is None:
        return "", "", ""
    return _text(facts.title), _text(facts.author), _day(facts)


def _text(value: Any) -> str:
    return str(value or "").replace("\0", "")


def _day(facts: Any) -> str:
    try:
        made = facts.creation_date
    except ValueError:
        return ""
    return made.date().isoformat() if made is not None else ""


def _doubts(text: str, pages: int, lost: int) -> list[str]:
    """What an editor is to look at, said in the order of how much it hurts."""
    notes = [
        f"نص مستخرج من PDF (صفحاته {pages})، فبقي مسودة: راجع ترتيب الأسطر والأعمدة والعنوان قبل "
        f"النشر. Text taken from a PDF (pages: {pages}), kept as a draft: check the order of lines "
        "and columns, and the title, before publishing."
    ]
    arabic = sum(map(is_arabic, text))
    shaped = sum("\ufb50" <= letter <= "\ufefc" for letter in text)
    if shaped > _SHARE * max(arabic, 1):
        notes.append(
            "حروفه أشكال طباعية لا حروف (ﻛـ ﻠـ)، فلا تُوجد بالبحث. Its letters are shapes for "
            "print, which a search does not find."
        )
    if lost:
        notes.append(
            f"رموز لم تُقرأ ({lost}) مكانها �. Signs that can't be read ({lost}) stand as �."
        )
    return notes

"""PDFs, as drafts only: a page says where each letter stands, not in what order they are read.

Letters that stand in reverse are noticed where every record is asked (`checked`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from archive.arabic.plausible import arabic_share, is_reversed
from archive.arabic.shapes import as_letters, from_the_right
from archive.ingest.readers.documents import (
    properties_note,
    record_of_document,
    typed_paragraphs,
)
from archive.ingest.readers.records import Read
from archive.ingest.refusals import UnreadableFileError

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_FEWEST_LETTERS = 20  # of a whole file; pictures of pages carry a stamp at most
_ARABIC = 0.3  # of the letters of a page, from which on its lines are read from the right
_GAP = " " * 8  # as wide as between columns
_OF_COLUMNS = 5  # lines with such a gap
_SPACES = re.compile(" {2,}+")
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
        pages = [_words_of(page) for page in reader.pages]
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
    lost, gaps = (
        len(_CONTROLS.findall(text)),
        sum(_GAP in line.strip() for line in text.splitlines()),
    )
    text, shapes = as_letters(_CONTROLS.sub("\ufffd", text))
    notes = [*_doubts(len(pages), shapes, lost, gaps), *properties_note(*stated)]
    lines = (_SPACES.sub(" ", line.strip()) for line in text.splitlines())
    yield replace(record_of_document(name, typed_paragraphs(lines), notes=notes), draft=True)


def _words_of(page: PageObject) -> str:
    """The lines of a page, those of Arabic letters read from the right.

    Where letters stand from the left as drawn, the order is taken from their places on the page,
    since that of the file is as its program liked it.
    """
    text = page.extract_text() or ""
    if arabic_share(text) < _ARABIC:
        return text
    placed = page.extract_text(extraction_mode="layout") or ""
    if not is_reversed(placed):
        return text
    lines = placed.splitlines()
    return "\n".join(from_the_right(one) if arabic_share(one) else one for one in lines)


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


def _doubts(pages: int, shapes: int, lost: int, gaps: int) -> list[str]:
    """What an editor is to look at, said in the order of how much it hurts."""
    notes = [
        f"نص مستخرج من PDF (صفحاته {pages})، فبقي مسودة: راجع ترتيب الكلمات والأسطر والعنوان قبل "
        f"النشر. Text taken from a PDF (pages: {pages}), kept as a draft: check the order of words "
        "and lines, and the title, before publishing."
    ]
    if gaps >= _OF_COLUMNS:
        notes.append(
            "في صفحاته أعمدة أو جداول، وقد اختلطت أسطرها. It has columns or tables, whose lines "
            "may be mixed."
        )
    if shapes:
        notes.append(
            f"كُتبت أشكال حروفه الطباعية ({shapes}) حروفاً. Shapes that letters take in print "
            f"({shapes}) are written as letters."
        )
    if lost:
        notes.append(
            f"رموز لم تُقرأ ({lost}) مكانها �. Signs that can't be read ({lost}) stand as �."
        )
    return notes

"""Tables of articles, a row an article: delimited text of any usual sort, and spreadsheets.

The first row names the columns; how each is read is told with the articles. A table in which
nothing holds the texts is refused by the names of its columns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from typing import IO, Any

from django.conf import settings

from archive.arabic.field_names import meant_by
from archive.ingest import encodings
from archive.ingest.encodings import decode
from archive.ingest.readers import kinds, zips
from archive.ingest.readers.documents import typed_paragraphs
from archive.ingest.readers.records import Read, Refused, record_of
from archive.ingest.refusals import RecordError, UnreadableFileError

# python-calamine is loaded where a spreadsheet is read.

_LINE = re.compile(r"[^\n]++\n?+|\n")
_SAID = re.compile(r"sep=([^\w\s]|\t)\r?\n", re.IGNORECASE)  # as spreadsheets say it
_TITLED_ROWS = 5  # above the names of the columns, as spreadsheets have them
_FEWEST_LETTERS = 2  # of a text; fewer mark that there is none
_NAMES_SHOWN = 20
_LONGEST_SHOWN = 40  # characters of a column's name
_LINES_OF_MARK = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x85|\v|\f|_x000D_\n?")

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field, and the names of those that hold none."""

    fields: dict[str, int]
    names: tuple[str, ...]

    @property
    def note(self) -> str:
        """How the columns are read, for the report; empty where they have the archive's names."""
        taken = set(self.fields.values())
        read = [
            f"{field} ← {_shown(self.names[at])}"
            for field, at in self.fields.items()
            if self.names[at].lower() != field
        ]
        unused = [_shown(name) for at, name in enumerate(self.names) if name and at not in taken]
        notes = []
        if read:
            notes.append(f"أعمدة الجدول: {'، '.join(read)}. Columns: {', '.join(read)}.")
        if unused:
            shown = unused[:_NAMES_SHOWN]
            notes.append(
                f"أعمدة لم تُستعمل: {'، '.join(shown)}. Columns not used: {', '.join(shown)}."
            )
        if "title" not in self.fields:
            notes.append(
                "لا عمود للعنوان: السطر الأول من النص عنوان. "
                "No column of titles: the first line of the text is the title."
            )
        return " ".join(notes)


def read_table(file: IO[bytes], name: str) -> Iterator[Read]:
    """The articles of a delimited text, row by row. Raises UnreadableFileError."""
    largest = settings.LIMITS.upload
    data = file.read(largest + 1)
    if len(data) > largest:
        raise UnreadableFileError(
            f"الجدول أكبر من {largest >> 20} ميغابايت. قسّمه.",
            f"The table is larger than {largest >> 20} MB. Split it.",
        )
    text, encoding = decode(data)
    del data
    csv.field_size_limit(settings.LIMITS.field)
    # Strictly: a cell whose marks are not its own would lose them, or swallow the rows behind it.
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    rows = csv.reader(_lines(text), delimiter=said[1] if said else _delimiter(text), strict=True)
    yield from _records(_numbered(_whole(rows)), count(1), name, encoding)


def read_spreadsheet(file: IO[bytes], name: str) -> Iterator[Read]:
    """The articles of each sheet that is shown. Raises UnreadableFileError."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    zips.opened_document(file).close()
    file.seek(0)
    numbers = count(1)
    try:
        book = CalamineWorkbook.from_filelike(file)
        sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        for sheet in sheets:
            if sheet.visible != SheetVisibleEnum.Visible:
                yield _hidden(sheet.name, next(numbers), name)
                continue
            read = book.get_sheet_by_name(sheet.name)
            rows = _numbered(read.to_python(skip_empty_area=False))
            try:
                yield from _records(rows, numbers, name, encodings.UTF_8)
            except UnreadableFileError as error:
                if len(sheets) == 1:
                    raise
                reason = f"«{sheet.name}»: {error}"
                yield Refused(number=next(numbers), name=name, reason=reason)
    except PasswordError:
        raise zips.locked() from None
    except CalamineError as error:
        raise UnreadableFileError(
            "الجدول تالف أو ليس كما يقول نوعه. احصل على نسخة سليمة منه، أو احفظه CSV.",
            f"The spreadsheet is damaged or not what it says ({error}). Get an undamaged copy, or "
            "save it as CSV.",
        ) from None


def _lines(text: str) -> Iterator[str]:
    """One after the other, so that a large table stands in memory once."""
    if "\n" not in text:
        text = text.replace("\r", "\n")
    return (found[0] for found in _LINE.finditer(text))


def _delimiter(text: str) -> str:
    sample = text[: kinds.SAMPLE]
    if found := kinds.delimiter_of(sample):
        return found
    first = sample.split("\n", 1)[0]
    return max(kinds.DELIMITERS, key=first.count) if first else ","


def _whole(rows: Any) -> Iterator[Row]:
    """The rows of a csv reader. Raises UnreadableFileError at marks around cells that are wrong."""
    number = 1
    try:
        for row in rows:
            number = rows.line_num + 1
            yield row
    except csv.Error as error:
        raise UnreadableFileError(
            f"لا تُقرأ الخلية التي تبدأ في السطر {number}: علامة اقتباس لا تُغلق أو لم تُضاعف داخل "
            "الخلية، أو خلية أطول مما يُقبل. صحّحها أو احفظ الجدول XLSX.",
            f"The cell that begins in line {number} can't be read ({error}): a quotation mark does "
            "not close or is not doubled inside the cell, or the cell is too long. Mend it, or "
            "save the table as XLSX.",
        ) from None


def _numbered(rows: Iterable[Row]) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with their numbers from 1."""
    for number, row in enumerate(rows, start=1):
        cells = [_written(cell) for cell in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _written(cell: Any) -> str:
    """A cell as text: a date is its day, a whole number has no point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _records(
    rows: Iterator[tuple[int, list[str]]], numbers: Iterator[int], name: str, encoding: str
) -> Iterator[Read]:
    columns: Columns | None = None
    above: list[list[str]] = []
    empty = True
    for row_number, row in rows:
        if columns is not None:
            empty = False
            yield _record(row, columns, row_number, next(numbers), name, encoding)
            continue
        columns = _columns(row)
        above.append(row)
        if columns is None and len(above) == _TITLED_ROWS:
            break
    if not above:
        raise UnreadableFileError(
            "الجدول فارغ. اختر الجدول الذي فيه المقالات.",
            "The table is empty. Choose the one with the articles.",
        )
    if columns is None:
        raise _not_understood(above[0])
    if empty:
        raise UnreadableFileError(
            "في الجدول أسماء أعمدة ولا صفوف تحتها. أضف المقالات.",
            "The table has names of columns and no rows below them. Add the articles.",
        )


def _columns(row: Row) -> Columns | None:
    """What a row of names means; None for one that names no column of texts."""
    best: dict[str, tuple[int, int]] = {}
    for at, cell in enumerate(row):
        if (meant := meant_by(cell)) is not None:
            field, rank = meant
            best[field] = min(best.get(field, (rank, at)), (rank, at))
    if "body" not in best or len(best) < 2:
        return None
    fields = {field: at for field, (_, at) in best.items()}
    return Columns(fields, tuple(cell.strip() for cell in row))


def _record(
    row: Row, columns: Columns, row_number: int, number: int, name: str, encoding: str
) -> Read:
    fields = {field: row[at] for field, at in columns.fields.items() if at < len(row)}
    try:
        if len(row) > len(columns.names) and any(
            cell.strip() for cell in row[len(columns.names) :]
        ):
            raise RecordError(
                "في الصف خلايا أكثر من الأعمدة: لعل فيه فاصلاً خارج علامتي اقتباس.",
                "The row has more cells than there are columns: it may hold a delimiter outside "
                "of quotation marks.",
            )
        body = typed_paragraphs(_LINES_OF_MARK.split(fields.pop("body", "")))
        if sum(letter.isalpha() for letter in body) < _FEWEST_LETTERS:
            raise RecordError(
                "خلية النص فارغة. املأها، أو أضف المقال نصاً (.txt).",
                "The cell of the text is empty. Fill it, or add the article as text (.txt).",
            )
        title = " ".join(_LINES_OF_MARK.split(fields.get("title", "")))
        fields["title"] = typed_paragraphs([title.strip()])
        record = record_of(fields, number=number, name=name, body=body, encoding=encoding)
    except RecordError as error:
        reason = f"الصف {row_number}: {error.arabic} Row {row_number}: {error.english}"
        return Refused(number=number, name=name, reason=reason)
    return replace(record, note=columns.note)


def _not_understood(row: Row) -> UnreadableFileError:
    names = [_shown(cell) for cell in row[:_NAMES_SHOWN] if cell.strip()]
    return UnreadableFileError(
        f"هذا جدول لم يُعرف فيه عمود النص، وأعمدته: {'، '.join(names)}. سمِّ الأعمدة في صفه الأول: "
        "title (العنوان) وbody (النص)، وما عُرف من outlet (الناشر) وpublished_on (التاريخ) وbyline "
        "(الكاتب) وurl (الرابط) وid، أو احفظ كل مقال نصاً (.txt).",
        f"This is a table in which no column of texts is known; its columns: {', '.join(names)}. "
        "Name them in its first row: title and body and, where known, outlet, published_on, "
        "byline, url, id; or save each article as text (.txt).",
    )


def _hidden(sheet: str, number: int, name: str) -> Refused:
    reason = (
        f"الورقة «{sheet}» مخفية، فلم تُقرأ. أظهرها إن كان فيها مقالات. "
        f"The sheet “{sheet}” is hidden and was not read. Show it if it holds articles."
    )
    return Refused(number=number, name=name, reason=reason)


def _shown(name: str) -> str:
    bare = " ".join(name.split())
    return bare if len(bare) <= _LONGEST_SHOWN else f"{bare[:_LONGEST_SHOWN]}…"

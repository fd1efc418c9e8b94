"""Which kind of file it is: told from its bytes, the name deciding only between kinds of text.

The signatures are those that the formats' own specifications name; that text is a web page, a
mail or a table is told from how it begins.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from archive.arabic.field_names import meant_by
from archive.ingest.readers import zips
from archive.ingest.refusals import UnreadableFileError

SAMPLE = 1 << 16  # bytes that tell the kind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, as a sentence names it, and what to do with one that isn't read."""

    arabic: str
    english: str
    advice_arabic: str = "احفظ المقال نصاً (txt) بترميز UTF-8."
    advice_english: str = "Save the article as plain text (txt) in UTF-8."

    @property
    def refusal(self) -> str:
        return (
            f"هذا {self.arabic}، ولا يقرؤه الأرشيف. {self.advice_arabic} "
            f"This is {self.english}, which the archive does not read. {self.advice_english}"
        )


_UNPACK = ("فكّ ضغطه ثم أضف ما فيه.", "Unpack it and add what is inside.")
_TYPE_OUT = (
    "الأرشيف يقرأ نصوصاً: أضف نص المقال.",
    "The archive reads texts: add the article's text.",
)
_SAVE_AGAIN = (
    "افتحه في برنامجه واحفظه بصيغة DOCX أو نصاً.",
    "Open it in its program and save it as DOCX or as text.",
)

TEXT = Kind("ملف نصي", "a plain text")
JSON_LINES = Kind("ملف JSON Lines", "a JSON Lines file")
PACKED_JSON_LINES = Kind("ملف JSON Lines مضغوط", "a packed JSON Lines file")
JSON = Kind("مستند JSON", "a JSON document")
TELEGRAM = Kind("تصدير قناة تيليغرام (JSON)", "a Telegram channel's export (JSON)")
TELEGRAM_PAGE = Kind("تصدير قناة تيليغرام (HTML)", "a Telegram channel's export (HTML)")
FACEBOOK = Kind("تصدير صفحة فيسبوك (JSON)", "a Facebook page's export (JSON)")
HTML = Kind("صفحة ويب محفوظة (HTML)", "a saved web page (HTML)")
MHTML = Kind("صفحة ويب محفوظة (MHTML)", "a saved web page (MHTML)")
XML = Kind("ملف XML", "an XML file")
FEED = Kind("خلاصة (RSS أو Atom)", "a feed (RSS or Atom)")
NITF = Kind("خبر بصيغة NITF (XML)", "a news item in NITF (XML)")
NEWSML = Kind("خبر بصيغة NewsML (XML)", "a news item in NewsML (XML)")
MAIL = Kind("رسالة بريد", "a mail message (MIME)")
MAILBOX = Kind("صندوق بريد (mbox)", "a mailbox (mbox)")
TABLE = Kind("جدول نصي (CSV)", "a table (CSV)")
PRESS_DATABASE = Kind(
    "ملف من قاعدة صحافة فيه مقالات", "a press database's export of several articles"
)
RTF = Kind("مستند بصيغة RTF", "a Rich Text document (RTF)", *_SAVE_AGAIN)
DOCX = Kind("مستند وورد (DOCX)", "a Word document (DOCX)")
ODT = Kind("مستند OpenDocument", "an OpenDocument text (ODT)")
XLSX = Kind("جدول إكسل (XLSX)", "a spreadsheet (XLSX)")
ODS = Kind("جدول OpenDocument", "an OpenDocument spreadsheet (ODS)")
OLD_OFFICE = Kind(
    "مستند أوفيس قديم (doc أو xls)", "an old Office document (doc or xls)", *_SAVE_AGAIN
)
PDF = Kind("ملف PDF", "a PDF")
ZIP = Kind("ملف مضغوط (ZIP)", "a ZIP archive", *_UNPACK)
EPUB = Kind("كتاب إلكتروني (EPUB)", "an e-book (EPUB)")
PRESENTATION = Kind("عرض شرائح (PPTX)", "a presentation (PPTX)")
WARC = Kind("أرشيف ويب (WARC)", "a web archive (WARC)")
WACZ = Kind("أرشيف ويب (WACZ)", "a web archive (WACZ)")
GZIP = Kind("ملف مضغوط (gzip)", "a gzip file", *_UNPACK)
PACKED = Kind("ملف مضغوط", "a packed archive", *_UNPACK)
IMAGE = Kind("صورة", "a picture", *_TYPE_OUT)
SOUND_OR_VIDEO = Kind("تسجيل صوت أو صورة", "a sound or video recording", *_TYPE_OUT)
PROGRAM = Kind("برنامج", "a program", *_TYPE_OUT)
SUBTITLES = Kind("ملف ترجمة مرئية (SRT أو VTT)", "a file of subtitles (SRT or VTT)", *_TYPE_OUT)
SHORTCUT = Kind("اختصار إلى صفحة ويب", "a shortcut to a web page", *_TYPE_OUT)
CARD = Kind(
    "بطاقة أو موعد (vCard أو iCalendar)", "a card or an appointment (vCard, iCalendar)", *_TYPE_OUT
)
REFERENCES = Kind("ملف مراجع (RIS أو BibTeX)", "a file of references (RIS or BibTeX)", *_TYPE_OUT)
TYPESET = Kind("ملف تنضيد (LaTeX أو PostScript)", "a file for typesetting (LaTeX, PostScript)")
DATABASE = Kind("قاعدة بيانات (SQLite)", "a database (SQLite)")

# Longer signatures before shorter ones that they begin with.
_SIGNATURES: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"{\\rtf", RTF),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (0, b"WARC/", WARC),
    (0, b"SQLite format 3\x00", DATABASE),
    (0, b"7z\xbc\xaf\x27\x1c", PACKED),
    (0, b"Rar!\x1a\x07", PACKED),
    (0, b"BZh", PACKED),
    (0, b"\xfd7zXZ\x00", PACKED),
    (0, b"\x28\xb5\x2f\xfd", PACKED),
    (257, b"ustar", PACKED),
    (0, b"\x89PNG\r\n\x1a\n", IMAGE),
    (0, b"\xff\xd8\xff", IMAGE),
    (0, b"GIF8", IMAGE),
    (0, b"II*\x00", IMAGE),
    (0, b"MM\x00*", IMAGE),
    (8, b"WEBP", IMAGE),
    (0, b"RIFF", SOUND_OR_VIDEO),
    (0, b"OggS", SOUND_OR_VIDEO),
    (0, b"ID3", SOUND_OR_VIDEO),
    (4, b"ftyp", SOUND_OR_VIDEO),
    (0, b"\x1aE\xdf\xa3", SOUND_OR_VIDEO),
    (0, b"\x7fELF", PROGRAM),
    (0, b"MZ\x90\x00", PROGRAM),
)
_ZIPPED = {  # by what its entry `mimetype` holds
    b"application/vnd.oasis.opendocument.text": ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": ODS,
    b"application/epub+zip": EPUB,
}
_ROOTS = (  # of XML, by the name of the outermost element without its prefix
    (re.compile(rb"rss|feed|RDF"), FEED),
    (re.compile(rb"nitf"), NITF),
    (re.compile(rb"newsMessage|newsItem|NewsML|NewsItem|packageItem"), NEWSML),
    (re.compile(rb"html"), HTML),
)
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*+:)?([A-Za-z_][\w.-]*+)[\s/>]")
_PROLOGUE = re.compile(
    rb"\s*+(?:<\?[^>]{0,1000}+>|<!--(?:[^-]|-(?!->)){0,5000}+-->"
    rb"|<!doctype[^>\[]{0,1000}+(?:\[[^\]]*+\]\s*+)?>)",
    re.I,
)
_PAGE = re.compile(rb"\s*+(?:<!doctype html|<html[\s>])", re.I)
_MAIL_HEADER = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|Content-Type|From|To|Subject|Date"
    rb"|Content-Transfer-Encoding|Reply-To|Snapshot-Content-Location):",
    re.I,
)
_LEAST_HEADERS = 3


def kind_of(file: IO[bytes], name: str) -> Kind:
    """The kind of an open file, which stands at its beginning again afterwards."""
    beginning = file.read(SAMPLE)
    file.seek(0)
    if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind = _zipped(file)
        file.seek(0)
        return kind
    if beginning.startswith(b"\x1f\x8b"):
        return _packed(beginning, name)
    if (known := _signed(beginning)) is not None:
        return known
    return _kind_of_text(beginning, name)


def _signed(beginning: bytes) -> Kind | None:
    for start, signature, kind in _SIGNATURES:
        if beginning.startswith(signature, start):
            return kind
    # Its own specification lets a PDF open with other bytes.
    return PDF if b"%PDF-" in beginning[:1024] else None


def _zipped(file: IO[bytes]) -> Kind:
    try:
        with zips.opened(file) as zipped:
            names = set(zipped.namelist())
            if "mimetype" in names:
                with zipped.open("mimetype") as told:
                    return _ZIPPED.get(told.read(200).strip(), ZIP)
    except (UnreadableFileError, *zips.DAMAGED):
        return ZIP  # its reader says what is wrong with it
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PRESENTATION)):
            if any(inside.startswith(folder) for inside in names):
                return kind
    if "datapackage.json" in names and any(inside.startswith("archive/") for inside in names):
        return WACZ
    return ZIP


def _packed(beginning: bytes, name: str) -> Kind:
    """By what is inside, as far as a beginning tells."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        inside = unpacker.decompress(beginning, SAMPLE)
    except zlib.error:
        inside = b""
    if inside.startswith(b"WARC/"):
        return WARC
    bare = name.lower().removesuffix(".gz")
    lines = bare.endswith(_LINE_ENDINGS) or (inside and _kind_of_text(inside, bare) is JSON_LINES)
    return PACKED_JSON_LINES if lines else GZIP


_LINE_ENDINGS = (".jsonl", ".ndjson")
_TABLE_ENDINGS = (".csv", ".tsv", ".tab")


def _kind_of_text(beginning: bytes, name: str) -> Kind:
    sample = _without_marks(beginning)
    if _PAGE.match(sample):
        return TELEGRAM_PAGE if _PAGE_OF_TELEGRAM in sample else HTML
    if sample.lstrip().startswith((b"<?xml", b"<rss", b"<feed", b"<nitf", b"<!DOCTYPE")):
        return _xml(sample)
    if (mail := _mail(sample)) is not None:
        return mail
    if sample.lstrip()[:1] in (b"{", b"[") and (found := _json(sample, name)) is not None:
        return found
    if name.lower().endswith(_LINE_ENDINGS):
        return JSON_LINES
    return _kind_of_lines(sample, name)


def _kind_of_lines(sample: bytes, name: str) -> Kind:
    """What isn't told by its first bytes: by lines that only such files have."""
    text = _as_text(sample)
    for pattern, kind in _OPENINGS:
        if pattern.match(text):
            return kind
    if _is_fragment(text):
        return HTML
    if _is_press_database(text):
        return PRESS_DATABASE
    is_table = name.lower().endswith(_TABLE_ENDINGS) or delimiter_of(text)
    return TABLE if is_table else TEXT


def _as_text(sample: bytes) -> str:
    """Readable where it is UTF-8, and as far as ASCII goes where it isn't."""
    try:
        return sample.decode()
    except UnicodeDecodeError as error:
        # A beginning may break off in mid-letter.
        broken = error.start < len(sample) - 3
        return sample.decode("windows-1256" if broken else "utf-8", errors="ignore")


_OPENINGS = (
    (re.compile(r"\s*+WEBVTT(?:\s|\Z)"), SUBTITLES),
    (re.compile(r"\s*+\d++[ \t\r]*+\n\d\d:\d\d:\d\d[,.]\d{3} --> "), SUBTITLES),
    (re.compile(r"\s*+\[InternetShortcut\]"), SHORTCUT),
    (re.compile(r"\s*+BEGIN:V(?:CARD|CALENDAR)"), CARD),
    (re.compile(r"\s*+(?:%!PS|\\documentclass|\\begin\{)"), TYPESET),
    (re.compile(r"\s*+TY  - [A-Z]{3,5}\b"), REFERENCES),
    (re.compile(r"\s*+@[A-Za-z]{3,20}\{[^,\s]{1,100}+,"), REFERENCES),
)
# Elements of the bodies of pages, as fragments of them hold.
_ELEMENT = re.compile(
    r"<(/?)(?:p|div|span|br|hr|a|b|i|u|em|strong|h[1-6]|ul|ol|li|table|tbody|thead|tr|td|th|img"
    r"|figure|figcaption|article|section|header|footer|main|nav|aside|blockquote|font|center|body"
    r"|head|title|meta|link|script|style|iframe|html)(?=[\s/>])[^<>]*+>",
    re.I,
)


def _is_fragment(text: str) -> bool:
    """A piece of a page: it opens with an element that it closes, or with a comment."""
    opening = text.lstrip()
    if opening.startswith("<!--"):
        opening = opening.partition("-->")[2].lstrip()
    if _ELEMENT.match(opening) is None:
        return False
    closing = sum(1 for found in _ELEMENT.finditer(opening[:10_000]) if found[1])
    return closing > 0 or len(_ELEMENT.findall(opening[:10_000])) > 2


# Marks that exports of press databases set around each article; two of one system tell it.
_PRESS_DATABASES = (
    (  # Nexis and LexisNexis, older and newer
        re.compile(r"^[ \t]*+\d++ of \d++ DOCUMENTS?[ \t\r]*+$", re.M),
        re.compile(r"^[ \t]*+(?:LOAD-DATE|Load-Date):", re.M),
        re.compile(r"^[ \t]*+(?:LENGTH|Length): *+\d++ words", re.M | re.I),
        re.compile(r"^[ \t]*+End of Document[ \t\r]*+$", re.M),
        re.compile(r"^[ \t]*+(?:PUBLICATION-TYPE|DOCUMENT-TYPE|JOURNAL-CODE):", re.M | re.I),
    ),
    (  # Factiva, with its two-letter codes and without
        re.compile(r"^HD[\t ]", re.M),
        re.compile(r"^(?:SN|SC)[\t ]", re.M),
        re.compile(r"^(?:PD|ET)[\t ]", re.M),
        re.compile(r"^(?:LP|TD)[\t ]*$|^LP[\t ]", re.M),
        re.compile(r"^(?:AN[\t ]+)?Document [A-Z]{3,10}0\w{10,30}[ \t\r]*+$", re.M),
        re.compile(r"^[ \t]*+\d{1,6} words[ \t\r]*+$", re.M),
    ),
    (  # ProQuest
        re.compile(r"^[ \t]*+Document \d++ of \d++[ \t\r]*+$", re.M),
        re.compile(r"^[ \t]*+ProQuest document ID:", re.M | re.I),
        re.compile(r"^[ \t]*+(?:Publication title|Publication date|Document URL):", re.M | re.I),
        re.compile(r"^[ \t]*+Full text:", re.M | re.I),
    ),
)
_LEAST_MARKS = 2


def _is_press_database(text: str) -> bool:
    return any(
        sum(mark.search(text) is not None for mark in marks) >= _LEAST_MARKS
        for marks in _PRESS_DATABASES
    )


DELIMITERS = "\t;,|\N{ARABIC SEMICOLON}"
_LEAST_COLUMNS = 2
_LEAST_NAMED = 2
_LONGEST_NAME = 40  # characters of a column's name
_PLAIN_ROWS = 3  # rows alike, where no name of a column is known
_PLAIN_COLUMNS = 3


def delimiter_of(text: str) -> str:
    """What parts the cells of a table, empty for a text that is none.

    In a table the first line names columns and the next ones fill them, or all rows are alike.
    """
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return next((mark for mark in DELIMITERS if mark in first and _fills(text, mark)), "")


def _fills(text: str, delimiter: str) -> bool:
    rows = _rows(text, delimiter)
    if len(rows) < 2 or len(rows[0]) < _LEAST_COLUMNS:
        return False
    named = {found[0] for cell in rows[0] if (found := meant_by(cell)) is not None}
    alike = all(len(row) == len(rows[0]) for row in rows[1:])
    if len(named) >= _LEAST_NAMED and all(len(cell) <= _LONGEST_NAME for cell in rows[0]):
        return alike or len(rows[1]) == len(rows[0])
    if delimiter in ",\N{ARABIC SEMICOLON}":
        return False  # sentences have them too
    return alike and len(rows) >= _PLAIN_ROWS and len(rows[0]) >= _PLAIN_COLUMNS


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows that are not empty; the last one of a sample, which may break off, is left."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)[:_LINES_TRIED]
    rows: list[list[str]] = []
    try:
        read = csv.reader(lines, delimiter=delimiter)
        rows.extend(row for row in read if any(cell.strip() for cell in row))
    except csv.Error:
        return []
    return rows[:-1] if len(rows) > _PLAIN_ROWS else rows


_LINES_TRIED = 60


def _without_marks(beginning: bytes) -> bytes:
    """Its text in UTF-8 where it came in UTF-16: else ASCII letters are the same in all."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return beginning.decode("utf-16", errors="ignore").encode(errors="ignore")
    if b"\0" in beginning[:4]:
        order = "utf-16-be" if beginning[0] == 0 else "utf-16-le"
        return beginning.decode(order, errors="ignore").encode(errors="ignore")
    return beginning.removeprefix(codecs.BOM_UTF8)


def _xml(sample: bytes) -> Kind:
    position = 0
    while found := _PROLOGUE.match(sample, position):
        position = found.end()
    root = _ROOT.match(sample.lstrip() if not position else sample[position:].lstrip())
    if root is None:
        return XML
    for pattern, kind in _ROOTS:
        if pattern.fullmatch(root[1]):
            return kind
    return XML


def _mail(sample: bytes) -> Kind | None:
    """Mail opens with headers, of which several are known ones; `From ` opens a mailbox."""
    lines = sample.lstrip().split(b"\n", 60)[:60]
    is_box = lines[0].startswith(b"From ")
    headers = list(_header_names(lines[1:] if is_box else lines))
    if len(headers) < _LEAST_HEADERS or not any(b"@" in line for line in lines):
        return _saved_page(sample, headers)
    return MAILBOX if is_box else _saved_page(sample, headers) or MAIL


def _saved_page(sample: bytes, headers: list[bytes]) -> Kind | None:
    is_page = b"multipart/related" in sample[:4096] and b"mime-version" in headers
    return MHTML if is_page else None


def _header_names(lines: list[bytes]) -> Iterator[bytes]:
    for line in lines:
        if not line.strip():
            return
        if found := _MAIL_HEADER.match(line):
            yield found[0].rstrip(b":").lower()


def _json(sample: bytes, name: str) -> Kind | None:
    """Lines where the first is an object by itself, or is meant to be by the file's name."""
    text = sample.lstrip()
    if (channel := _channel(text)) is not None:
        return channel
    first, _, rest = text.partition(b"\n")
    if not rest.strip() and _OPENS_COLLECTION.match(text):
        return JSON
    if _is_object(first) or (text[:1] == b"{" and not rest and len(sample) >= SAMPLE):
        return JSON_LINES
    opens = rest.lstrip()[:1]
    by_lines = name.lower().endswith(_LINE_ENDINGS)
    if text[:1] == b"{":
        goes_on = first.rstrip().endswith((b"{", b"[", b","))
        if (opens == b"{" or by_lines) and not goes_on:
            return JSON_LINES  # a broken line
        return JSON if _OPENS_OBJECT.match(text) else None
    return JSON if _OPENS_ARRAY.match(text) else None


_OPENS_OBJECT = re.compile(rb"\{\s*+(?:\"(?:[^\"\\\n]|\\.){0,200}+\"\s*+:|\})")
# An object on one line that holds objects: «{"articles": [{…», «{"status": "ok", "data": {…».
_OPENS_COLLECTION = re.compile(
    rb"\{\s*+(?:\"[^\"\\]{0,60}+\"\s*+:\s*+(?:\"[^\"\\]{0,60}+\"|[\w.+-]{1,30}+|\[\])\s*+,\s*+){0,12}"
    rb"\"[^\"\\]{0,60}+\"\s*+:\s*+(?:\[\s*+)?+\{"
)
_OPENS_ARRAY = re.compile(rb"\[\s*+(?:[\[{\"\]]|-?\d[\d.]*+\s*+[,\]])")


# As Telegram Desktop and Facebook's «Download your information» write what was posted.
_OF_TELEGRAM = (
    re.compile(
        rb"\"type\"\s*+:\s*+\"(?:(?:personal|bot)_chat|saved_messages"
        rb"|(?:private|public)_(?:channel|group|supergroup))\""
    ),
    re.compile(rb"\"messages\"\s*+:\s*+\["),
)
_OF_FACEBOOK = (
    re.compile(rb"\"timestamp\"\s*+:\s*+\d{9,11}\s*+[,}]"),
    re.compile(rb"\"data\"\s*+:\s*+\["),
    re.compile(rb"\"post\"\s*+:\s*+\""),
)
_PAGE_OF_TELEGRAM = b'class="page_body chat_page"'


def _channel(text: bytes) -> Kind | None:
    if text[:1] == b"{" and all(pattern.search(text) for pattern in _OF_TELEGRAM):
        return TELEGRAM
    return FACEBOOK if all(pattern.search(text) for pattern in _OF_FACEBOOK) else None


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False

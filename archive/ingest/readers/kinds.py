"""Which kind of file it is: told from its bytes, the name deciding only between kinds of text.

The signatures are those that the formats' own specifications name; that text is a web page, a
mail or a table is told from how it begins.
"""

from __future__ import annotations

import codecs
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

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
JSON = Kind(
    "ملف JSON",
    "a JSON document",
    "اجعله JSON Lines: مقال في كل سطر.",
    "Make it JSON Lines: an article a line.",
)
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
    rb"\s*+(?:<\?[^>]{0,1000}+>|<!--(?:[^-]|-(?!->)){0,5000}+-->|<!doctype[^>]{0,1000}+>)", re.I
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
        with zipfile.ZipFile(file) as zipped:
            names = set(zipped.namelist())
            if "mimetype" in names:
                with zipped.open("mimetype") as told:
                    return _ZIPPED.get(told.read(200).strip(), ZIP)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error):
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


def _kind_of_text(beginning: bytes, name: str) -> Kind:
    sample = _without_marks(beginning)
    if _PAGE.match(sample):
        return HTML
    if sample.lstrip().startswith((b"<?xml", b"<rss", b"<feed", b"<nitf", b"<!DOCTYPE")):
        return _xml(sample)
    if (mail := _mail(sample)) is not None:
        return mail
    if sample.lstrip()[:1] in (b"{", b"["):
        return _json(sample, name)
    if name.lower().endswith(_LINE_ENDINGS):
        return JSON_LINES
    return TEXT


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


def _json(sample: bytes, name: str) -> Kind:
    """Lines where the first is an object by itself, or is meant to be by the file's name."""
    first, _, rest = sample.lstrip().partition(b"\n")
    if _is_object(first) or (not rest and len(sample) >= SAMPLE):
        return JSON_LINES
    # An array or an object that goes on after its first line.
    opens = rest.lstrip()[:1]
    if first.strip() in (b"[", b"{") and opens in (b"[", b"{", b'"'):
        return JSON_LINES if first.strip() == opens == b"{" else JSON
    if name.lower().endswith(_LINE_ENDINGS):
        return JSON_LINES
    return JSON if first[:1] == b"[" or name.lower().endswith(".json") else TEXT


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False

"""Letters that are not what was printed: read with a wrong encoding, lost, or written as codes.

A text is looked at as a whole and line by line. What was meant is offered where a round trip
proves it: written in the wrong encoding and read in the right one, the letters come out as words.
Texts that only hold a few odd signs are left alone: an article about encodings is one.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from functools import lru_cache

from archive.arabic import plausible
from archive.ingest import tags
from archive.ingest.refusals import RecordError

LEAST_LETTERS = 12  # that are written wrongly or as codes, or it is only shown how that looks
ROUNDS = 3  # a text may be wrong twice, and more often in one way after another
LOOKED_AT = 1 << 16  # characters of a line


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text; `repaired` is what was meant, or empty where that is unknown."""

    arabic: str
    english: str
    repaired: str = ""


def repair(text: str) -> tuple[str, list[Fault]]:
    """The text as it was meant, and what was wrong with it, one after the other.

    Raises RecordError where what was meant can't be proven.
    """
    faults: list[Fault] = []
    for _ in range(ROUNDS):
        fault = fault_in(text)
        if fault is None:
            return text, faults
        if not fault.repaired:
            raise RecordError(fault.arabic, fault.english)
        faults.append(fault)
        text = fault.repaired
    return text, faults


def fault_in(text: str) -> Fault | None:
    """The first thing that is wrong with the letters of a text, or None."""
    for look in (_lost, _misread, _as_codes, _as_markup, _reversed):
        if (fault := look(text)) is not None:
            return fault
    return None


# Letters that are lost

_LOST_WORD = re.compile(r"[^\w\s?]{0,3}+\?{2,}+[^\w\s?]{0,3}+")
_REPLACED = "\N{REPLACEMENT CHARACTER}"
_LEAST_WORDS = 3
_LEAST_MARKS = 8
_LOST_SHARE = 0.5


def _lost(text: str) -> Fault | None:
    if text.count("?") >= _LEAST_MARKS:
        for line in text.splitlines():
            if _is_lost(line):
                return Fault(
                    "ضاعت حروف هذا النص: حلّت محلها علامات استفهام (????) حين حُفظ بترميز لا يعرف "
                    "العربية. لا تُستعاد: خذه من مصدره مرة أخرى واحفظه بترميز UTF-8.",
                    "The letters of this text are lost: they became question marks (????) when it "
                    "was saved in an encoding without Arabic. They can't be restored: take it from "
                    "its source again and save it as UTF-8.",
                )
    if _REPLACED in text and (within := _replaced_within_words(text)):
        return Fault(
            f"ضاعت حروف من هذا النص: في {within} كلمة منه علامة الحرف المفقود (U+FFFD). "
            "خذه من مصدره مرة أخرى واحفظه بترميز UTF-8.",
            f"Letters of this text are lost: {within} of its words hold the sign of a lost letter "
            "(U+FFFD). Take it from its source again and save it as UTF-8.",
        )
    return None


def _is_lost(line: str) -> bool:
    words = line.split()
    lost = [word for word in words if _LOST_WORD.fullmatch(word)]
    if len(lost) < _LEAST_WORDS and not (len(lost) == len(words) > 1):
        return False
    marks = sum(word.count("?") for word in lost)
    return marks >= _LEAST_MARKS and len(lost) >= _LOST_SHARE * len(words)


def _replaced_within_words(text: str) -> int:
    return sum(
        _REPLACED in word and (word.count(_REPLACED) > 1 or any(map(str.isalnum, word)))
        for word in text.split()
    )


# Letters that were read with a wrong encoding

_UTF_8_AS = (
    ("cp1252", "Windows-1252"),
    ("latin-1", "ISO 8859-1"),
    ("cp1256", "Windows-1256"),
    ("cp1251", "Windows-1251"),
    ("cp1253", "Windows-1253"),
    ("cp1254", "Windows-1254"),
    ("iso8859_6", "ISO 8859-6"),
    ("cp437", "CP437"),
    ("cp850", "CP850"),
    ("cp720", "CP720"),
    ("mac_roman", "Mac Roman"),
    ("mac_arabic", "Mac Arabic"),
    ("koi8_r", "KOI8-R"),
)
_SINGLE_BYTES = (("cp1256", "Windows-1256"), ("iso8859_6", "ISO 8859-6"), ("cp720", "CP720"))
_SINGLE_BYTES_AS = (
    ("cp1252", "Windows-1252"),
    ("latin-1", "ISO 8859-1"),
    ("cp437", "CP437"),
    ("cp850", "CP850"),
    ("mac_roman", "Mac Roman"),
    ("cp1251", "Windows-1251"),
)
# UTF-8 writes Arabic letters in two bytes: one of these, then one of the continuing ones.
_LEADS = range(0xD8, 0xDC)
_CONTINUING = range(0x80, 0xC0)
# The second bytes of the commonest letters: without them no text of some words is written.
_COMMONEST = (0xA7, 0x84, 0x8A, 0x85, 0x86, 0x88)
_LEADS_TWICE = (0xC2, 0xC3, 0xE2)  # of letters that were the two bytes of another
_ARABIC_AS = tuple(one for one in _UTF_8_AS if one[0] in ("iso8859_6", "cp720", "mac_arabic"))
_LEAST_SIGNS = 2
_LEAST_RUN = 3


def _misread(text: str) -> Fault | None:
    letters = frozenset(text)
    found = _likeliest_misreading(text, letters)
    if found is None:
        return _single_bytes(text, letters) or _twice(text, letters)
    codec, name = found
    lines = [_read_again(line, codec) for line in text.split("\n")]
    repaired = "\n".join(line for line in lines if line is not None)
    if None in lines or not plausible.arabic_share(repaired):
        return Fault(*_says_misread("UTF-8", name, ""))
    return Fault(*_says_misread("UTF-8", name, repaired), repaired)


def _likeliest_misreading(text: str, letters: frozenset[str]) -> tuple[str, str] | None:
    """The encoding with which the most letters of UTF-8 were read."""
    best, most = None, LEAST_LETTERS - 1
    for codec, name in _UTF_8_AS:
        if len(letters & _signs_of(codec, *_COMMONEST)) < _LEAST_SIGNS:
            continue
        found = sum(len(run[0]) for run in _pairs_as(codec).finditer(text)) // 2
        if found > most:
            best, most = (codec, name), found
    return best


def _twice(text: str, letters: frozenset[str]) -> Fault | None:
    """Letters of UTF-8 that were read wrongly, written in UTF-8 and read wrongly once more."""
    for codec, name in _UTF_8_AS:
        signs = _signs_of(codec, *_LEADS_TWICE)
        alone = codec == "cp1256"  # whose other signs are letters of every text
        if len(letters & signs) < _LEAST_SIGNS or (codec, name) in _ARABIC_AS:
            continue
        if alone and _read_as(codec, _LEADS_TWICE[-1]) not in letters:
            continue
        if sum(map(text.count, signs)) < LEAST_LETTERS:
            continue
        lines = [_read_again(line, codec) for line in text.split("\n")]
        repaired = "\n".join(line for line in lines if line is not None)
        if None not in lines and _likeliest_misreading(repaired, frozenset(repaired)):
            return Fault(*_says_misread("UTF-8", name, repaired), repaired)
    return None


@lru_cache(maxsize=64)
def _signs_of(codec: str, *data: int) -> frozenset[str]:
    """How an encoding reads these bytes."""
    return frozenset(_read_as(codec, byte) for byte in data)


@lru_cache(maxsize=len(_UTF_8_AS))
def _pairs_as(codec: str) -> re.Pattern[str]:
    """How three or more letters of two bytes each were read."""
    leads = "".join(_read_as(codec, byte) for byte in _LEADS)
    continuing = "".join(_read_as(codec, byte) for byte in _CONTINUING) + _REPLACED
    pair = rf"[{re.escape(leads)}][{re.escape(continuing)}][ \u00a0]?"
    return re.compile(rf"(?:{pair}){{{_LEAST_RUN},}}+")


def _read_as(codec: str, byte: int) -> str:
    """As programs read bytes that an encoding leaves undefined: as the control of that number."""
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


@lru_cache(maxsize=32)
def _written_in(codec: str) -> dict[int, int]:
    """From characters to the bytes that were read as them."""
    return {ord(_read_as(codec, byte)): byte for byte in range(256)}


def _read_again(line: str, codec: str, meant: str = "utf-8") -> str | None:
    """The line with its bytes read as they were meant; itself where it holds none; None if not."""
    if line.isascii():
        return line
    table = _written_in(codec)
    try:
        data = bytes(table[ord(letter)] for letter in line)
        return data.decode(meant)
    except (KeyError, UnicodeDecodeError):
        return line if not _pairs_as(codec).search(line) else None


def _single_bytes(text: str, letters: frozenset[str]) -> Fault | None:
    """Arabic of one byte a letter, read as another such encoding: «ãÏÑÓÉ Íí»."""
    if (
        sum("\u0080" <= letter <= "\u00ff" or "\u0370" <= letter < "\u0530" for letter in letters)
        < 4
    ):
        return None
    odd = _ODD_WORD.findall(text[:LOOKED_AT])
    if sum(map(len, odd)) < LEAST_LETTERS or plausible.plausibility(text) > plausible.SURE:
        return None
    for codec, name in _SINGLE_BYTES_AS:
        for meant, meant_name in _SINGLE_BYTES:
            lines = [_read_again(line, codec, meant) for line in text.split("\n")]
            repaired = "\n".join(line for line in lines if line is not None)
            if None not in lines and plausible.plausibility(repaired) > plausible.SURE:
                return Fault(*_says_misread(meant_name, name, repaired), repaired)
    return None


# A word of four letters or signs, none of them ASCII or Arabic.
_ODD_WORD = re.compile(r"[\u0080-\u024f\u0370-\u052f\u2010-\u25ff]{4,}+")


def _says_misread(meant: str, read: str, repaired: str) -> tuple[str, str]:
    arabic = f"حروف هذا النص مشوّهة: ترميزه {meant} وقُرئ على أنه {read}."
    english = f"The letters of this text are garbled: its encoding is {meant}, read as {read}."
    if repaired:
        return arabic, english
    return (
        f"{arabic} خذه من مصدره مرة أخرى واحفظه بترميز UTF-8.",
        f"{english} Take it from its source again and save it as UTF-8.",
    )


# Letters that were written as codes

_CODES: tuple[tuple[re.Pattern[str], str, str, Callable[[str], str]], ...] = (
    (
        re.compile(r"(?:&(?:amp;)?+#(?:x0?6[0-9a-f]{2}|1[5-7]\d\d);[ \n]?){3,}+", re.I),
        "رموز HTML مرقّمة (مثل ‎&#1604;)",
        "character references (&#1604;)",
        lambda text: html.unescape(html.unescape(text)),
    ),
    (
        re.compile(r"(?:\\{1,2}u\{?06[0-9a-f]{2}\}?[ \n]?){3,}+", re.I),
        "رموز ‎\\u06xx",
        "escapes (\\u0644)",
        lambda text: _UNICODE_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text),
    ),
    (
        re.compile(r"(?:[<(]?U\+06[0-9a-f]{2}[>)]?[ \n]?){3,}+", re.I),
        "رموز ‎U+06xx",
        "code points (U+0644)",
        lambda text: _CODE_POINT.sub(lambda found: chr(int(found[1], 16)), text),
    ),
    (
        re.compile(r"(?:%D[89AB]%[89AB][0-9A-F](?:%20|\+|[ \n])?){3,}+", re.I),
        "رموز الروابط (‎%D9%84)",
        "percent-encoded (%D9%84)",
        urllib.parse.unquote_plus,
    ),
    (
        re.compile(r"(?:=D[89AB](?:=\n)?=[89AB][0-9A-F](?:=\n|=20|[ \n])?){3,}+", re.I),
        "ترميز البريد quoted-printable (‎=D9=84)",
        "quoted-printable (=D9=84)",
        lambda text: _quoted_printable(text),
    ),
    (
        re.compile(r"(?:\\xD[89AB]\\x[89AB][0-9A-F][ \n]?){3,}+", re.I),
        "بايتات مكتوبة (‎\\xd9\\x84)",
        "bytes written out (\\xd9\\x84)",
        lambda text: _BYTES.sub(lambda found: _bytes_of(found[0]), text),
    ),
    (
        re.compile(r"=\?[\w-]{3,20}\?[bq]\?[^?\s]{4,}+\?=", re.I),
        "ترميز عناوين البريد (‎=?UTF-8?B?…?=)",
        "encoded words of mail (=?UTF-8?B?…?=)",
        lambda text: _encoded_words(text),
    ),
)
_UNICODE_ESCAPE = re.compile(r"\\{1,2}u\{?([0-9a-fA-F]{4})\}?")
_CODE_POINT = re.compile(r"[<(]?U\+([0-9a-fA-F]{4})[>)]?")
_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2})++")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S++|\]\([^()\s]*+\)", re.I)
_CODE_SIGNS = ("&#", "&amp;#", "\\u", "\\U", "U+", "u+", "%D", "%d", "=D", "=d", "\\x", "=?")


def _as_codes(text: str) -> Fault | None:
    if any(sign in text for sign in _CODE_SIGNS):
        bare = _ADDRESS.sub(" ", text) if "%" in text else text
        for pattern, arabic, english, decode in _CODES:
            letters = sum(len(_LETTER.findall(found[0])) for found in pattern.finditer(bare))
            if letters >= LEAST_LETTERS or (letters and _hardly_any_arabic(bare)):
                return _decoded(text, arabic, english, decode)
            if "=?" in pattern.pattern[:4] and pattern.search(bare):
                return _decoded(text, arabic, english, decode)
    if (meant := _base64(text)) or (meant := _utf_7(text)):
        name = "base64" if _BASE_64.fullmatch(text.strip()) else "UTF-7"
        return Fault(*_says_codes(f"ترميز {name}", name, meant), meant)
    return _controls(text)


# What writes one letter in the codes above.
_LETTER = re.compile(r"&(?:amp;)?+#|u\{?0|U\+|%D|=D|\\xD", re.I)


def _hardly_any_arabic(text: str) -> bool:
    return plausible.arabic_share(text) < 0.1


def _decoded(text: str, arabic: str, english: str, decode: Callable[[str], str]) -> Fault:
    try:
        meant = decode(text)
    except (ValueError, OverflowError):
        meant = ""
    if not plausible.arabic_share(meant) or any("\ud800" <= one <= "\udfff" for one in meant):
        meant = ""
    return Fault(*_says_codes(arabic, english, meant), meant)


def _says_codes(arabic: str, english: str, repaired: str) -> tuple[str, str]:
    said = (
        f"حروف هذا النص مرمّزة لا مكتوبة: {arabic}.",
        f"The letters of this text are encoded, not written: {english}.",
    )
    if repaired:
        return said
    return (
        f"{said[0]} احفظه نصاً بترميز UTF-8.",
        f"{said[1]} Save it as plain text in UTF-8.",
    )


_QUOTED = re.compile(r"(?:=[0-9A-Fa-f]{2})++")


def _quoted_printable(text: str) -> str:
    joined = text.replace("=\r\n", "").replace("=\n", "")
    return _QUOTED.sub(
        lambda found: bytes.fromhex(found[0].replace("=", "")).decode("utf-8"), joined
    )


def _bytes_of(written: str) -> str:
    return bytes.fromhex(written.replace("\\x", "")).decode("utf-8")


_ENCODED_WORDS = re.compile(r"=\?[\w-]{3,20}\?[bqBQ]\?[^?\s]{0,2000}+\?=")


def _encoded_words(text: str) -> str:
    def words(found: re.Match[str]) -> str:
        try:
            return str(make_header(decode_header(found[0])))
        except (HeaderParseError, LookupError, binascii.Error) as error:
            raise ValueError(found[0]) from error

    return _ENCODED_WORDS.sub(words, text)


_BASE_64 = re.compile(r"(?:[A-Za-z0-9+/]{4,}+={0,2}+\s*+)++")
_SHORTEST_CODED = 24


def _base64(text: str) -> str:
    bare = text.strip()
    if len(bare) < _SHORTEST_CODED or not bare.isascii() or not _BASE_64.fullmatch(bare):
        return ""
    try:
        data = base64.b64decode("".join(bare.split()), validate=True)
        meant = data.decode("utf-8")
    except ValueError:
        return ""
    return meant if plausible.arabic_share(meant) > 0.5 else ""


_UTF_7 = re.compile(r"\+(?:BiI|Bi|Bj|Bk)[A-Za-z0-9+/]{6,}+-?")


def _utf_7(text: str) -> str:
    if not text.isascii() or len(_UTF_7.findall(text)) < _LEAST_WORDS:
        return ""
    try:
        meant = text.encode().decode("utf-7")
    except UnicodeDecodeError:
        return ""
    return meant if plausible.arabic_share(meant) > 0.5 else ""


# Marks of Windows-1252 read as ISO 8859-1, which has controls in their place.
_CONTROL = re.compile(r"[\x80-\x84\x86-\x9f]")


def _controls(text: str) -> Fault | None:
    if _CONTROL.search(text) is None:
        return None
    meant = re.sub(r"[\x80-\x9f]", lambda found: _mark_of(found[0]), text)
    arabic, english = _says_misread("Windows-1252", "ISO 8859-1", "x")
    left = len(_CONTROL.findall(meant))
    if 0 < left < _LEAST_WORDS:
        return None  # a stray sign that nothing explains
    repaired = "" if left else meant
    return Fault(
        f"{arabic} فيه رموز تحكم لا تُطبع (C1).", f"{english} It holds C1 controls.", repaired
    )


def _mark_of(control: str) -> str:
    try:
        return codecs.decode(control.encode("latin-1"), "cp1252")
    except UnicodeDecodeError:
        return control


# Pages' markup, and line breaks, that were left in a text


def _as_markup(text: str) -> Fault | None:
    if tags.are_in(text):
        return Fault(
            "في النص وسوم HTML أو رموزها (مثل ‎<p> و‎&nbsp;).",
            "The text holds HTML tags or character references (<p>, &nbsp;).",
            tags.without(text),
        )
    if "\\n" in text and _BREAKS.search(text):
        return Fault(
            "في النص فواصل أسطر مكتوبة حرفين (‎\\n).",
            "The text holds line breaks written out as two letters (\\n).",
            _BREAK.sub("\n", text).replace("\\t", " ").replace('\\"', '"'),
        )
    return None


_BREAKS = re.compile(r"(?:\\r)?\\n(?:\\r)?\\n|[.!؟?»\"]\\n(?=[^\s\\])[^\\]*+\\n(?=[^\s\\])")
_BREAK = re.compile(r"(?:\\r)?\\n")


# Letters in the order in which they stand on a screen

_REVERSED_SHARE = 0.2


def _reversed(text: str) -> Fault | None:
    if not plausible.may_be_reversed(text):
        return None
    lines = [line for line in text.split("\n") if line.strip()]
    turned = [line for line in lines if plausible.is_reversed(line[:LOOKED_AT])]
    if not turned or sum(map(len, turned)) < _REVERSED_SHARE * sum(map(len, lines)):
        return None
    meant = plausible.turned(turned[0][:LOOKED_AT])[:80]
    return Fault(
        f"حروف هذا النص معكوسة: نُسخ بترتيبه المرئي، كما تفعل ملفات PDF. لعل أوله «{meant}». "
        "خذه من مصدر آخر، أو صحّح ترتيبه ثم أعد المحاولة.",
        "The letters of this text stand in reverse, in visual order, as when copied out of a PDF. "
        f"It may begin “{meant}”. Take it from another source, or mend its order and try again.",
    )


def says(faults: list[Fault]) -> str:
    """What was wrong with a text that was repaired, for its note."""
    said: Iterator[str] = (part for fault in faults for part in (fault.arabic, fault.english))
    return " ".join(dict.fromkeys(said))

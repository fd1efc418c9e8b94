"""Which encoding a text arrived in: told from its bytes alone."""

from __future__ import annotations

import codecs
from contextlib import suppress

from archive.arabic.letters import is_arabic
from archive.arabic.plausible import SURE, plausibility
from archive.ingest.refusals import UnreadableFileError

UTF_8 = "utf-8"
UTF_8_MARKED = "utf-8-sig"
UTF_16 = "utf-16"
WINDOWS_1256 = "windows-1256"

# Enough to tell; what follows is decoded with the same encoding or refused.
SAMPLE = 1 << 16

_MARKS = (
    (codecs.BOM_UTF8, UTF_8_MARKED),
    (codecs.BOM_UTF16_LE, UTF_16),
    (codecs.BOM_UTF16_BE, UTF_16),
)
_PRINTED_CONTROLS = frozenset("\t\n\r\f\x1a")


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding: `utf-8`, `utf-8-sig`, `utf-16`, or one of a byte a letter:
    `windows-1256`, `iso8859-6`, `cp720`, `mac-arabic`.

    `utf-8-sig` is UTF-8 that opens with a byte order mark. Raises UnreadableFileError for an empty
    or binary file, for damaged UTF-8, for two encodings in one, and for others.
    """
    if not data.strip():
        raise _empty()
    codec = _codec(data)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _damaged(codec, error) from None
    _check_printable(text)
    return text, _name(codec)


def detect(data: bytes, *, whole: bool = True) -> str:
    """The encoding alone, also of a beginning (`whole` False) that breaks off in mid-letter.

    Raises UnreadableFileError as `decode` does.
    """
    if not data.strip():
        raise _empty()
    if not whole:
        data = data[: data.rfind(b"\n") + 1] or data
    return _name(_codec(data))


def _name(codec: str) -> str:
    return codec.removesuffix("-le").removesuffix("-be")


def _codec(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _unknown()
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\0" in data[:SAMPLE]:
        return _unmarked_utf_16(data[:SAMPLE])
    try:
        data.decode(UTF_8)
    except UnicodeDecodeError as error:
        if (line := _first_line_in_another(data)) is not None:
            raise _two_encodings(line) from None
        if _is_damaged_utf_8(data):
            raise _damaged(UTF_8, error) from None
        if _reads_as_windows_1256(data):
            return WINDOWS_1256
        if (likeliest := _likeliest(data)) is not None:
            return likeliest
        raise _unknown() from None
    return UTF_8


# Of a byte a letter; every one of them gives most bytes a meaning, so that the words decide.
_SINGLE_BYTES = (WINDOWS_1256, "iso8859-6", "cp720", "mac-arabic")
# The likeliest is so many times as likely as the next that says something else.
_CLEARLY = 2


def _likeliest(data: bytes) -> str | None:
    """The encoding in which the bytes are Arabic words, where no other is nearly as likely."""
    read: dict[str, str] = {}
    for name in _SINGLE_BYTES:
        with suppress(UnicodeDecodeError):
            read.setdefault(data[:SAMPLE].decode(name), name)
    ranked = sorted(((plausibility(text), name) for text, name in read.items()), reverse=True)
    if not ranked or ranked[0][0] < SURE:
        return None
    others = [share for share, _ in ranked[1:]]
    return ranked[0][1] if ranked[0][0] >= _CLEARLY * max(others, default=0) else None


_LEAST_LETTERS = 8  # of a line that tell its encoding


def _first_line_in_another(data: bytes) -> int | None:
    """The first line, from 1, whose encoding is not that of the lines before it."""
    first = None
    for number, line in enumerate(data[:SAMPLE].split(b"\n"), start=1):
        if line.isascii() or sum(byte > 0x7F for byte in line) < _LEAST_LETTERS:
            continue
        is_utf_8 = _is_utf_8(line)
        if first is None:
            first = is_utf_8
        elif first != is_utf_8:
            other = line.decode(UTF_8, errors="replace")
            damaged = not is_utf_8 and sum(map(is_arabic, other)) > other.count("\ufffd")
            if not damaged:
                return number
    return None


def _is_utf_8(line: bytes) -> bool:
    try:
        return any(map(is_arabic, line.decode(UTF_8)))
    except UnicodeDecodeError:
        return False


def _unmarked_utf_16(sample: bytes) -> str:
    """UTF-16 without its mark: in one of the two byte orders nearly all is Arabic or ASCII."""
    even = sample[: len(sample) // 2 * 2]
    for name in ("utf-16-le", "utf-16-be"):
        text = even.decode(name, errors="replace")
        known = sum(
            is_arabic(letter) or " " <= letter <= "~" or letter in "\r\n\t" for letter in text
        )
        if known >= 0.9 * len(text):
            return name
    raise UnreadableFileError(
        "هذا ملف ثنائي لا نص فيه. احفظ المقال نصاً (txt) بترميز UTF-8.",
        "This is a binary file, not text. Save the article as plain text in UTF-8.",
    )


def _is_damaged_utf_8(data: bytes) -> bool:
    """Nearly all of what isn't ASCII reads as UTF-8: damaged in places rather than another."""
    read = data.decode(UTF_8, errors="replace")
    letters = sum(is_arabic(letter) for letter in read)
    return letters > 10 * read.count("\ufffd")


def _reads_as_windows_1256(data: bytes) -> bool:
    """Whether the upper half of the bytes are Arabic letters, as words and not between others.

    Windows-1256 gives every byte a meaning, so decoding it never fails. ISO 8859-6 read with it
    puts accented Latin letters inside Arabic words.
    """
    text = data[:SAMPLE].decode(WINDOWS_1256)
    upper = [letter for letter in text if letter > "\x7f"]
    arabic = sum(is_arabic(letter) for letter in upper)
    latin = sum(letter.isalpha() and not is_arabic(letter) for letter in upper)
    return bool(upper) and arabic >= 0.7 * len(upper) and latin <= 0.02 * len(upper)


def unprintable(text: str) -> str:
    """A control character or half a letter (a lone surrogate) in a text; empty where none is."""
    return min((letter for letter in set(text) if _is_unprintable(letter)), default="")


def _is_unprintable(letter: str) -> bool:
    control = letter < " " or letter == "\x7f"
    return (control and letter not in _PRINTED_CONTROLS) or "\ud800" <= letter <= "\udfff"


def _check_printable(text: str) -> None:
    if letter := unprintable(text):
        raise UnreadableFileError(
            f"في الملف رمز تحكم لا يُطبع (U+{ord(letter):04X}). احفظ الملف نصاً من جديد.",
            f"The file holds a control character (U+{ord(letter):04X}). Save it as text again.",
        )


def _empty() -> UnreadableFileError:
    return UnreadableFileError(
        "الملف فارغ. اختر الملف الذي فيه المقال.",
        "The file is empty. Choose the one with the article.",
    )


def _damaged(name: str, error: UnicodeDecodeError) -> UnreadableFileError:
    return UnreadableFileError(
        f"الملف بترميز {name.upper()} وفيه بايت تالف عند الموضع {error.start}. "
        "احصل على نسخة سليمة منه.",
        f"The file is {name.upper()} with a damaged byte at position {error.start}. "
        "Get an undamaged copy.",
    )


def _two_encodings(line: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"في الملف ترميزان: السطر {line} بترميز غير ترميز ما قبله (أحدهما UTF-8). "
        "افصلهما واحفظ كلاً منهما بترميز UTF-8.",
        f"The file mixes two encodings: line {line} is in another than the lines before it (one of "
        "them is UTF-8). Part them and save each as UTF-8.",
    )


def _unknown() -> UnreadableFileError:
    return UnreadableFileError(
        "ترميز الملف غير معروف. احفظه بترميز UTF-8 "
        "(يُقرأ أيضاً UTF-16 وWindows-1256 وISO 8859-6 وCP720).",
        "The file's encoding is unknown. Save it as UTF-8 (UTF-16, Windows-1256, ISO 8859-6 and "
        "CP720 are read too).",
    )

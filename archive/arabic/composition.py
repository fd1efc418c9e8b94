"""Letters and the marks on them, composed to NFC in a time that grows as the text does.

Normalising puts the marks on a letter in order, which costs the square of their number, inside C
and without letting another thread run. Text is safe to stream with thirty marks on a letter
(Unicode Standard Annex #15, Stream-Safe Text Format); more were never printed to be read. That
format would break their run with a character that nobody printed: here a letter that carries more
stays as it came, and the rest of its text is composed around it.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable

MOST_MARKS = 30

# Second and third letters of a Hangul syllable, which compose with the one before.
_JAMO = range(0x1160, 0x1200)


class _Classes(dict[int, str]):
    """`m` for each mark, `l` for each letter; filled as they are met."""

    def __missing__(self, point: int) -> str:
        self[point] = kind = "m" if joins_previous(chr(point)) else "l"
        return kind


_CLASSES = _Classes()
_OVERLADEN = re.compile(f"l?m{{{MOST_MARKS + 1},}}")


def composed(text: str) -> str:
    """The text in NFC, but for letters under more than `MOST_MARKS` marks, which stay."""
    if unicodedata.is_normalized("NFC", text):
        return text
    parts: list[str] = []
    at = 0
    for letter in _OVERLADEN.finditer(text.translate(_CLASSES)):
        parts.append(unicodedata.normalize("NFC", text[at : letter.start()]))
        parts.append(text[letter.start() : letter.end()])
        at = letter.end()
    return "".join([*parts, unicodedata.normalize("NFC", text[at:])])


def composed_offsets(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """Where each of these offsets of a text falls in `composed(text)`."""
    letters = [match.start() for match in re.finditer("l", text.translate(_CLASSES))]
    edges = [0, *letters, len(text)] if letters[:1] != [0] else [*letters, len(text)]
    moved: dict[int, int] = {}
    passed = length = 0  # as far as the letter in which the last offset lay
    for offset in sorted(set(offsets)):
        index = bisect_right(edges, offset) - 1
        begins, ends = edges[index], edges[min(index + 1, len(edges) - 1)]
        length += len(composed(text[passed:begins]))
        passed = begins
        stays = ends - begins > MOST_MARKS + 1
        moved[offset] = length + (offset - begins if stays else len(composed(text[begins:offset])))
    return moved


def joins_previous(letter: str) -> bool:
    """Whether a letter may compose with, or be ordered among, what stands before it."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Mc"):
        return True
    return ord(letter) in _JAMO

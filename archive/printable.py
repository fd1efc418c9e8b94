"""Stored and sent text where a line of plain text is printed: logs, terminals, references.

Pages need none of this: a browser prints no control characters, and `<bdi>` keeps directions in.
"""

from __future__ import annotations

import unicodedata

DELETE = "\x7f"
SYMBOL_FOR_DELETE = "\N{SYMBOL FOR DELETE}"
SYMBOL_FOR_NULL = ord("\N{SYMBOL FOR NULL}")  # the symbols of the others follow in their order
SYMBOL_FOR_NEWLINE = "\N{SYMBOL FOR NEWLINE}"
OPEN_DIRECTION = (
    "\N{LEFT-TO-RIGHT EMBEDDING}\N{RIGHT-TO-LEFT EMBEDDING}"
    "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}"
)
CLOSE_DIRECTION = "\N{POP DIRECTIONAL FORMATTING}\N{POP DIRECTIONAL ISOLATE}"


def one_line(text: str) -> str:
    """The text on one line that can hide nothing: what moves a cursor, colours a terminal, ends a
    line or turns the direction of what follows is shown as a symbol or a number."""
    return "".join(_shown(letter) for letter in text)


def quoted(text: str, most: int = 150) -> str:
    """One line between quotation marks, which it can't close itself, cut where it is too long."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return '"' + one_line(cut).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shown(letter: str) -> str:
    if letter < " ":
        return chr(SYMBOL_FOR_NULL + ord(letter))
    if letter == DELETE:
        return SYMBOL_FOR_DELETE
    kind = unicodedata.category(letter)
    if kind in ("Zl", "Zp"):
        return SYMBOL_FOR_NEWLINE
    if kind in ("Cc", "Cs") or letter in OPEN_DIRECTION or letter in CLOSE_DIRECTION:
        return f"<U+{ord(letter):04X}>"
    return letter

"""Stored and sent text where plain text is printed: logs, terminals, references.

Pages need none of this: a browser prints no control characters, and `<bdi>` keeps directions in.
"""

from __future__ import annotations

import json
import re
import unicodedata

DELETE = "\x7f"
SYMBOL_FOR_DELETE = "\N{SYMBOL FOR DELETE}"
SYMBOL_FOR_NULL = ord("\N{SYMBOL FOR NULL}")  # the symbols of the others follow in their order
SYMBOL_FOR_NEWLINE = "\N{SYMBOL FOR NEWLINE}"
PDF = "\N{POP DIRECTIONAL FORMATTING}"
PDI = "\N{POP DIRECTIONAL ISOLATE}"
CLOSED_BY = {
    "\N{LEFT-TO-RIGHT EMBEDDING}": PDF,
    "\N{RIGHT-TO-LEFT EMBEDDING}": PDF,
    "\N{LEFT-TO-RIGHT OVERRIDE}": PDF,
    "\N{RIGHT-TO-LEFT OVERRIDE}": PDF,
    "\N{LEFT-TO-RIGHT ISOLATE}": PDI,
    "\N{RIGHT-TO-LEFT ISOLATE}": PDI,
    "\N{FIRST STRONG ISOLATE}": PDI,
}
DIRECTIONS = {*CLOSED_BY, PDF, PDI}
ACTED_ON = re.compile(f"[\x7f-\x9f\u2028\u2029{''.join(sorted(DIRECTIONS))}]")


def one_line(text: str) -> str:
    """The text on one line that can hide nothing: what moves a cursor, colours a terminal, ends a
    line or turns the direction of what follows is shown as a symbol or a number."""
    return "".join(_shown(letter) for letter in text)


def lines(text: str) -> str:
    """Text of several lines, each as `one_line` shows it."""
    return "\n".join(one_line(line) for line in text.split("\n"))


def json_line(value: object) -> str:
    """JSON with its letters as they are, and as numbers those that a terminal would act on."""
    written = json.dumps(value, ensure_ascii=False)
    return ACTED_ON.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def closed(text: str) -> str:
    """The text with every change of direction ended that it begins, and no other.

    So none reaches what is printed after it, whatever was stored.
    """
    kept, opened, isolates = [], [], 0
    for letter in text:
        if letter in CLOSED_BY:
            opened.append(CLOSED_BY[letter])
            isolates += opened[-1] == PDI
        elif letter == PDI and isolates:
            isolates -= 1
            while opened.pop() != PDI:  # an isolate's end also ends what was begun within it
                continue
        elif letter == PDF and opened[-1:] == [PDF]:
            opened.pop()
        elif letter in (PDI, PDF):
            continue
        kept.append(letter)
    return "".join([*kept, *reversed(opened)])


def quoted(text: str, most: int = 150) -> str:
    """One line between quotation marks, which it can't close itself, cut where it is too long."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return '"' + one_line(cut).replace("\\", "\\\\").replace('"', '\\"') + '"'


def without_controls(text: str) -> str:
    """The text with control characters as symbols or numbers; directions stay in force."""
    return "".join(_named(letter) for letter in text)


def _shown(letter: str) -> str:
    if letter in DIRECTIONS:
        return _number(letter)
    if unicodedata.category(letter) in ("Zl", "Zp"):
        return SYMBOL_FOR_NEWLINE
    return _named(letter)


def _named(letter: str) -> str:
    if letter < " ":
        return chr(SYMBOL_FOR_NULL + ord(letter))
    if letter == DELETE:
        return SYMBOL_FOR_DELETE
    return _number(letter) if unicodedata.category(letter) in ("Cc", "Cs") else letter


def _number(letter: str) -> str:
    return f"<U+{ord(letter):04X}>"

"""How letters stand on a printed page: in the shapes that they take, and from the left as drawn."""

import re
import unicodedata

from archive.arabic.letters import SPACING_MARKS, TATWEEL

_SHAPES = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")

# What is read from the left within a line that is read from the right.
_FROM_THE_LEFT = re.compile("[0-9\u0660-\u0669A-Za-z]++(?:[.,:/%+-][0-9\u0660-\u0669A-Za-z]++)*+")
_FACING = str.maketrans("()[]{}<>\u00ab\u00bb", ")(][}{><\u00bb\u00ab")


def as_letters(text: str) -> tuple[str, int]:
    """The text with letters for their shapes, and how many those were; one shape, such as that of
    لا, may be several letters."""
    return _SHAPES.subn(lambda shape: _letters(shape[0]), text)


def from_the_right(line: str) -> str:
    """A line whose letters were taken from the left of the page, as it is read from the right;
    numbers and Latin words keep their direction."""
    turned = line[::-1].translate(_FACING)
    return _FROM_THE_LEFT.sub(lambda words: words[0][::-1], turned)


def _letters(shape: str) -> str:
    letters = unicodedata.normalize("NFKC", shape)
    return letters.strip(f" {TATWEEL}") if shape in SPACING_MARKS else letters

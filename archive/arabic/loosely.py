"""Words found in text that isn't indexed, however their letters and marks were written."""

from __future__ import annotations

import re
from functools import cache

from archive.arabic.letters import BEH, arabic_marks, fold

MARKS = f"[{arabic_marks()}]*"


@cache
def _spellings() -> dict[str, str]:
    """For each folded letter, all the letters of the Arabic blocks that fold to it."""
    spellings: dict[str, str] = {}
    for point in range(0x0600, 0x0700):
        letter = chr(point)
        folded = fold(letter + BEH).removesuffix(BEH)  # as it is inside a word
        if letter.isalnum() and len(folded) == 1:
            spellings[folded] = spellings.get(folded, "") + letter
    return spellings


def loosely(word: str) -> str:
    """A regular expression that finds the word however its letters were written.

    `الامريكيه` finds «الأمريكية» and «الأَمريكيّة». For the lists of the admin; readers are
    served by the index.
    """
    spellings = _spellings()
    pattern = []
    for letter in fold(word):
        known = spellings.get(letter, "")
        choices = "".join(sorted({letter, *known}))
        pattern.append(f"[{choices}]" if known else re.escape(letter))
    return MARKS.join(pattern)

"""What stands in a byline: names between commas and dashes, words that open it, desks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import fold

# Between the parts of a byline. A dash parts where spaces stand around it.
_PARTS = re.compile(r"[،,;؛|/\\()\[\]:•·]| [-–—]+ | (?:من|في|and) ")


def parts_of(byline: str) -> Iterator[list[str]]:
    """The printed words of each part, without those with which a line of credit opens."""
    for part in _PARTS.split(" ".join(byline.split())):
        printed = part.split()
        while printed and fold(printed[0]) in _words("opening"):
            printed = printed[1:]
        yield printed


def is_desk(printed: str) -> bool:
    """Whether what opens so is a desk, a bureau or a trade and names nobody."""
    return fold(printed) in _words("desk")


@lru_cache(maxsize=4)
def _words(kind: str) -> frozenset[str]:
    return tables.words_by_kind("credits")[kind]

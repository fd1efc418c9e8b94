"""What of a byline is indexed: the names of those who wrote, and nothing else that stands there.

«أسيل الدهان، بغداد» is indexed without its place, «مكتب أربيل» and «رويترز» not at all: a search
for the place or the outlet would find everything written there.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.arabic.letters import fold
from archive.arabic.tables import rows
from archive.arabic.tokens import keys
from search.query.authorities import authorities, bare_words

# Between the parts of a byline. A dash parts where spaces stand around it.
_PARTS = re.compile(r"[،,;؛|/\\()\[\]:•·]|\s[-–—]+\s|\s(?:من|في|and)\s")
# A desk, a bureau and a trade name nobody. From the bylines that newsrooms print.
_DESKS = """
مكتب قسم فريق وحدة غرفة هيئة أسرة إدارة تحرير التحرير وكالة وكالات الوكالات متابعات متابعة خاص
مراسلون مراسلو موفدون الترجمة ترجمة الموقع staff desk bureau newsroom agencies
"""
DESKS = frozenset(map(fold, _DESKS.split()))


def credited(byline: str) -> str:
    """The names in a byline, as printed; empty where it names a desk, a place or an outlet."""
    return "، ".join(name for part in _PARTS.split(byline) if (name := _name(part)))


def _name(part: str) -> str:
    printed = part.split()
    while printed and fold(printed[0]) in _opening():
        printed = printed[1:]
    name = " ".join(printed)
    if not keys(name) or (fold(printed[0]) in DESKS):
        return ""
    known = authorities().slugs
    words = bare_words(name)
    return "" if words in known["place"] or words in known["outlet"] else name


@lru_cache(maxsize=1)
def _opening() -> frozenset[str]:
    """The words with which a line of credit opens."""
    return frozenset(dict(rows("credits"))["opening"].split())

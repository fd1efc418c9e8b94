"""What of a byline is indexed: the names of those who wrote, and nothing else that stands there.

«أسيل الدهان، بغداد» is indexed without its place, «مكتب أربيل» and «رويترز» not at all: a search
for the place or the outlet would find everything written there.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.arabic.bylines import is_desk, parts_of
from archive.arabic.tokens import keys
from search.query.authorities import authorities, bare_words


def credited(byline: str) -> str:
    """The names in a byline, as printed; empty where it names a desk, a place or an outlet."""
    return "، ".join(name for part in parts_of(byline) if (name := _name(part)))


def _name(printed: Sequence[str]) -> str:
    name = " ".join(printed)
    if not keys(name) or is_desk(printed[0]):
        return ""
    known = authorities().slugs
    words = bare_words(name)
    return "" if words in known["place"] or words in known["outlet"] else name

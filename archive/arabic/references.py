"""What a text refers to, told by its first noun."""

from __future__ import annotations

from functools import lru_cache

from archive.arabic import tables
from archive.arabic.speech import bare_noun
from archive.arabic.tokens import keys


@lru_cache(maxsize=8)
def nouns(kind: str) -> frozenset[str]:
    """The folded words of one kind of `data/references.tsv`."""
    return frozenset(
        word for name, words in tables.rows("references") if name == kind for word in words.split()
    )


def is_document(name: str) -> bool:
    """Whether a name is that of something written or recorded: «التقرير الأصلي», «بيان للقيادة»."""
    first = next(iter(keys(name)), "")
    return bare_noun(first) in nouns("document")

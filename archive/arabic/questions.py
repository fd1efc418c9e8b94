"""Words by which a question opens that asks what somebody said: «من قال إن …», «ماذا قال … عن»."""

from functools import lru_cache
from typing import Literal

from archive.arabic import tables
from archive.arabic.letters import without_marks

Kind = Literal["who", "what", "relative", "that", "about"]


def is_word_of_question(kind: Kind, printed: str) -> bool:
    """Whether a printed word, its vowel marks aside, is of one kind of `questions.tsv`."""
    return without_marks(printed) in _words()[kind]


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    rows = tables.rows("questions", folded=False)
    return {kind: frozenset(words.split()) for kind, words in rows}

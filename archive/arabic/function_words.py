"""Words that hold sentences together: no question is about them."""

from __future__ import annotations

from functools import lru_cache

from archive.arabic.letters import SUKUN, without_marks
from archive.arabic.tables import rows

# «أو» so written that it is read as the word, where the same letters would be an operator.
OR_AS_A_WORD = f"أو{SUKUN}"


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Words that hold sentences together and say nothing of what they are about."""
    lines = rows("function_words", folded=False)
    return frozenset(word for (words,) in lines for word in words.split())


@lru_cache(maxsize=1)
def english_function_words() -> frozenset[str]:
    """The same of English, folded."""
    return frozenset(word for (words,) in rows("english_function_words") for word in words.split())


def is_function_word(printed: str) -> bool:
    """Whether a word as printed holds sentences together; vowel marks and tatweel don't count."""
    return without_marks(printed) in function_words()

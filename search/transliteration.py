"""Latin and Kurdish words, met with the Arabic words of the archive by their consonants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.arabic.latin import is_latin, name_words
from search.wordlist import word_list

if TYPE_CHECKING:
    from search.engines.whoosh.engine import Vocabulary

SHORTEST = 3  # letters of a Latin word that is read as an Arabic one
MOST_FORMS = 4
# Readings that are nearly as good as the best one are offered with it.
NEARLY = 0.04


def arabic_forms(printed: str, key: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words of the archive that a Latin or Kurdish word may stand for, best first.

    `printed` keeps the letters by which Kurdish is told from Arabic; `key` is the folded word.
    """
    if len(key) < SHORTEST or not any(map(str.isalpha, key)):
        return ()
    word = name_words([key])[0] if is_latin(key) else printed
    found = word_list(vocabulary).skeletons.candidates(word)
    if not found:
        return ()
    best = found[0][0]
    near = (form for score, form in found if score >= best - NEARLY)
    by_stem: dict[str, str] = {}
    for form in near:
        by_stem.setdefault(vocabulary.stem(form), form)
    return tuple(by_stem.values())[:MOST_FORMS]

"""Latin and Kurdish words, met with the Arabic words of the archive by their consonants."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from archive.arabic.function_words import english_function_words, is_function_word
from archive.arabic.latin import is_latin, name_words, similarity, translations
from archive.arabic.letters import fold
from archive.arabic.tokens import LONGEST_WORD
from search.query.wordlist import word_list

if TYPE_CHECKING:
    from search.engines.base import Vocabulary

SHORTEST = 3  # letters of a Latin word that is read as an Arabic one
VOWELS = frozenset("aeiouy")
WELL_READ = 0.9  # similarity
MOST_FORMS = 6
# Readings that are nearly as good as the best one are offered with it; a word of a known name
# is likelier to be meant than another that reads a little better.
NEARLY = 0.06
NEARLY_A_NAME = 0.06


def arabic_forms(
    printed: str, key: str, vocabulary: Vocabulary, names: Collection[str] = ()
) -> tuple[str, ...]:
    """The words of the archive that a Latin or Kurdish word may stand for, best first.

    `printed` keeps the letters by which Kurdish is told from Arabic; `key` is the folded word.
    `names` are words of known names, without article. English words of the newsroom stand for
    Arabic ones; function words and abbreviations stand for none.
    """
    if len(key) > LONGEST_WORD:
        return ()
    if not is_latin(key):
        return _one_a_stem(_read_aloud(printed, vocabulary, names), vocabulary)
    if key in english_function_words() or not key.isalpha():  # «A-10» is spelt, not read aloud
        return ()
    translated = translations(key)
    if len(key) < SHORTEST or VOWELS.isdisjoint(key):
        return translated
    word = name_words([key])[0]
    if printed[0].islower() or printed.isupper():
        # Arabic leaves short vowels out, so that most English words sound like some Arabic one.
        # Without a capital a word is taken for a name only if it is a known one and reads well;
        # so is one of capitals alone, which is mostly an acronym («SOFA» is no «صفة»).
        known = [form for form in _read_aloud(word, vocabulary, names) if fold(form) in names]
        spoken = [form for form in known if similarity(word, form) >= WELL_READ]
    else:
        spoken = _read_aloud(word, vocabulary, names)
    return _one_a_stem([*translated, *spoken[: 1 if translated else MOST_FORMS]], vocabulary)


def _read_aloud(word: str, vocabulary: Vocabulary, names: Collection[str]) -> list[str]:
    """Words that sound like it, best first; words of known names before the best of the others."""
    candidates = word_list(vocabulary).skeletons.candidates(word)
    found = [(score, form) for score, form in candidates if not is_function_word(form)]
    if not found:
        return []
    best = found[0][0]
    named = [(score, form) for score, form in found if fold(form) in names]
    near = [form for score, form in named if score >= best - NEARLY_A_NAME]
    if near:
        return list(dict.fromkeys([*near, found[0][1]]))
    return [form for score, form in found if score >= best - NEARLY]


def _one_a_stem(forms: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    by_stem: dict[str, str] = {}
    for form in forms:
        by_stem.setdefault(vocabulary.stem(form), form)
    return tuple(by_stem.values())[:MOST_FORMS]

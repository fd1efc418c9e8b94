"""Alef maqsura and yeh, where they make two words of the same letters.

Keyboards and newsrooms mix the two, so folding writes one for both («مصطفى», «مصطفي»). A few words
are others with the other letter («على» and the name «علي», «قوى» and «قوي»): in the index and in
queries their keys keep the alef maqsura. Folding such a key gives the common one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.attested import TO_THE
from archive.arabic.letters import (
    ALEF_HAMZA_BELOW,
    ALEF_MADDA,
    ALEF_MAQSURA,
    ARTICLE,
    BEH,
    FEH,
    KAF,
    LAM,
    WAW,
    YEH,
    fold,
    without_marks,
)

# The letter of keys that may stand for both, and what finds either in a pattern.
EITHER = {YEH: f"[{YEH}{ALEF_MAQSURA}]"}

_AND = ("", WAW, FEH)
_BEFORE_A_NOUN = ("", BEH, LAM, KAF, ARTICLE, BEH + ARTICLE, KAF + ARTICLE, TO_THE)
_BEFORE = {
    "noun": tuple(one + other for one in _AND for other in _BEFORE_A_NOUN),
    "verb": _AND,
    "particle": _AND,
    "hamza": _AND,
}


def told_apart(printed: str, key: str) -> str:
    """The key of a printed word, in alef maqsura where that makes it another word.

    `key` is its folded form.
    """
    if not key.endswith(YEH):
        return key
    core, kind = _core(key)
    if not core or not _ends_in_maqsura(without_marks(printed), kind):
        return key
    return with_maqsura(key)


def key_told_apart(printed: str) -> str:
    """The key of a word of the tables."""
    return told_apart(printed, fold(printed))


def _ends_in_maqsura(printed: str, kind: str) -> bool:
    if kind == "hamza" and ALEF_MADDA in printed:
        return False
    return printed.endswith(ALEF_MAQSURA) or (kind == "hamza" and ALEF_HAMZA_BELOW in printed)


def is_no_name(key: str) -> bool:
    """Whether a key in alef maqsura is a particle or a verb, beside which the other is a name."""
    return keeps_maqsura(key) and _core(fold(key))[1] != "noun"


def leaves_out_dots(text: str) -> bool:
    """Whether a text is printed without the dots of a final yeh: «على» may be a name in it."""
    return _without_dots().search(text) is not None


@lru_cache(maxsize=1)
def _without_dots() -> re.Pattern[str]:
    words = map(with_maqsura, tables.words_by_kind("yeh")["dotted"])
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def keeps_maqsura(key: str) -> bool:
    """Whether a key is one of those that the letter tells apart."""
    return key.endswith(ALEF_MAQSURA)


def with_maqsura(key: str) -> str:
    """A folded word in yeh, in alef maqsura."""
    return key[: -len(YEH)] + ALEF_MAQSURA


def core_of(key: str) -> str:
    """A word that keeps its alef maqsura, without what is written before it."""
    core, _ = _core(fold(key))
    return with_maqsura(core) if core else key


@lru_cache(maxsize=1 << 14)
def _core(key: str) -> tuple[str, str]:
    """The listed word that a folded one holds, and its kind; nothing where it holds none."""
    known = tables.words_by_kind("yeh")
    for kind, openings in _BEFORE.items():
        for before in openings:
            if key.startswith(before) and key[len(before) :] in known[kind]:
                return key[len(before) :], kind
    return "", ""

"""Occasions on which things are said: nouns for them, and words that lead back to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from archive.arabic import tables
from archive.arabic.letters import ALEF, ARTICLE, BEH, FEH, HEH, KAF, LAM, MEEM, TEH, WAW

Kind = Literal["talk", "speech", "meeting"]
MEETING = "meeting"

_PARTICLES = WAW + FEH + BEH + LAM + KAF
_POSSESSIVES = (HEH, HEH + ALEF, HEH + MEEM, HEH + MEEM + ALEF)


class Occasion(NamedTuple):
    """A noun for an occasion, all meetings under one, and whether a word leads back to it."""

    kind: Kind
    noun: str
    definite: bool


def occasion(word: str) -> Occasion | None:
    """«جلسة», «الجلسة», «كلمته», «والتقت» (a meeting); None for any other word.

    `word` is a folded key.
    """
    forms = _forms()
    found = forms.get(word)
    if found is None and word[:1] in _PARTICLES:
        found = forms.get(word[1:])
        if found is None and word.startswith(LAM + LAM):
            found = forms.get(ALEF + word[1:])
    return found


def leads_to_day(word: str) -> bool:
    """«ليلتها», «يومها»."""
    return word in _words("then") or word[1:] in _words("then")


def goes_on(word: str) -> bool:
    """«وأضاف», «وتابعت»: the same one goes on in the same talk."""
    bare = word[1:] if word[:1] in WAW + FEH else word
    return word in _words("goes on") or bare in _words("goes on")


def answers(word: str) -> bool:
    """«وأجاب»: another speaks in the same talk."""
    return word in _words("answers") or word[1:] in _words("answers")


def breaks_in(word: str) -> bool:
    """«قاطعه»: somebody speaks in the midst of another's words."""
    return word in _words("breaks in") or word[1:] in _words("breaks in")


def says_when(word: str) -> bool:
    """«في», «ختام», «بعد» before an occasion."""
    return word in _words("says when") or word[1:] in _words("says when")


def takes_the_word(word: str) -> bool:
    """«(افتتح الجلسة) بالقول»."""
    return word in _words("takes the word")


def is_since(word: str) -> bool:
    """«منذ تسلّمه المنصب في آذار»: the date says since when."""
    return word in _words("since")


def bounds(word: str) -> bool:
    """«قبل», «حتى» right before a date."""
    return word in _words("bounds")


def tells_zone(word: str) -> bool:
    """«بتوقيت»."""
    return word in _words("zone")


def is_of_another_time(words: Sequence[str]) -> bool:
    """«لاحقاً», «قبل أيام»."""
    if any(word in _words("later") for word in words):
        return True
    return any(bounds(word) and after in _words("long ago") for word, after in pairwise(words))


def is_of_earlier(words: Sequence[str]) -> bool:
    """«سابقاً», «قبل أيام»: before the days that a text is about."""
    if any(word in _words("earlier") for word in words):
        return True
    return any(
        word in _words("before") and after in _words("long ago") for word, after in pairwise(words)
    )


@lru_cache(maxsize=1)
def _forms() -> dict[str, Occasion]:
    forms: dict[str, Occasion] = {}
    for kind, noun, *verbs in tables.rows("occasions"):
        if kind not in ("talk", "speech", "meeting"):
            continue
        kind_of: Kind = "talk" if kind == "talk" else "speech" if kind == "speech" else "meeting"
        # «اجتمع الوزيران … وقال بعد اللقاء»: a meeting goes by several nouns.
        name = MEETING if kind == "meeting" else noun
        forms[noun] = forms[noun + ALEF] = Occasion(kind_of, name, definite=False)
        stem = noun[:-1] + TEH if noun.endswith(HEH) else noun
        for form in (ARTICLE + noun, *(stem + ending for ending in _POSSESSIVES)):
            forms[form] = Occasion(kind_of, name, definite=True)
        for listed in verbs:
            for verb in listed.split():
                forms[verb] = Occasion(kind_of, name, definite=False)
    return forms


@lru_cache(maxsize=16)
def _words(kind: str) -> frozenset[str]:
    return tables.words_by_kind("occasions")[kind]

"""Words around reported speech: who speaks, to whom, of what, and where a report ends.

The words stand in `data/speech.tsv` by kind; here they are recognised behind particles and with
the article, and compared by what is left of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from archive.arabic import tables
from archive.arabic.letters import (
    ALEF,
    ALEF_HAMZA,
    ALEF_HAMZA_BELOW,
    ARTICLE,
    BEH,
    FEH,
    HEH,
    KAF,
    LAM,
    MEEM,
    NOON,
    TEH,
    WAW,
    YEH,
    without_marks,
)

MOST_REMEMBERED = 1 << 15
LEAST_OF_HER_PAST = 4  # letters of «جاءت»
LEAST_OF_PLURAL = 4  # «ناشطون», and no «دون»
NONE: frozenset[str] = frozenset()

THAT = ALEF + NOON
_PRONOUNS = frozenset(
    (HEH, HEH + ALEF, HEH + MEEM, HEH + NOON, HEH + MEEM + ALEF, NOON + YEH, NOON + ALEF, YEH, KAF,
     KAF + MEEM)
)  # fmt: skip
_PREPOSITIONS = (BEH, LAM, KAF)
_CONJUNCTIONS = (WAW, FEH)


@lru_cache(maxsize=256)
def words_of(kind: str) -> frozenset[str]:
    """The folded words of one kind; empty where there is no such kind."""
    return tables.words_by_kind("speech").get(kind, NONE)


@lru_cache(maxsize=1)
def announcing() -> frozenset[str]:
    """Words other than verbs that may say that somebody speaks: «قوله», «وجاء»."""
    nouns = words_of("said") | words_of("saying_of") | words_of("led_to")
    return nouns | _with_and("stands_in")


@lru_cache(maxsize=1)
def attributing() -> frozenset[str]:
    """«بحسب», «ووفق»: words that attribute a sentence to somebody."""
    return _with_and("according")


@lru_cache(maxsize=1)
def refusing() -> frozenset[str]:
    """Words that may say that somebody doesn't."""
    return (
        _with_and("refuse")
        | _with_and("keeps")
        | _with_and("out_of_reach")
        | _with_and("none_of")
        | words_of("unreachable")
        | words_of("reply")
    )


def _with_and(kind: str) -> frozenset[str]:
    plain = words_of(kind)
    return plain | {before + word for before in _CONJUNCTIONS for word in plain}


@lru_cache(maxsize=MOST_REMEMBERED)
def is_any(kind: str, key: str) -> bool:
    """Whether a word is of a kind, with «و» or «ف» written onto it or without."""
    wanted = words_of(kind)
    return key in wanted or (key[:1] in _CONJUNCTIONS and key[1:] in wanted)


@lru_cache(maxsize=MOST_REMEMBERED)
def is_identity(key: str) -> bool:
    """Whether a word is somebody's name or identity, with any pronoun: «هويتيهما», «أسمائها»."""
    word = key[1:] if key[:1] in (*_CONJUNCTIONS, BEH, LAM) and key[1:] else key
    return any(
        one in words_of("identity")
        or any(form in words_of("identity_of") for form in _without_any_pronoun(one))
        for one in (key, word)
    )


def _without_any_pronoun(key: str) -> Iterator[str]:
    for ending in (HEH + MEEM + ALEF, HEH + ALEF, HEH + MEEM, HEH + NOON, HEH):
        rest = key.removesuffix(ending)
        if rest != key and len(rest) > 1:
            yield rest
            yield rest.removesuffix(YEH)  # of two: «اسميهما»
            yield rest.removesuffix(TEH) + HEH
            yield rest.removesuffix(TEH + YEH) + HEH


@lru_cache(maxsize=MOST_REMEMBERED)
def is_noun(kind: str, key: str) -> bool:
    """Whether a word is a noun of a kind: with particles, the article, or made feminine too."""
    return any(_is_noun_of(kind, form) for form in _without_particles(key))


def _is_noun_of(kind: str, noun: str) -> bool:
    wanted = words_of(kind)
    if noun in wanted:
        return True
    # «مصادرة» is no feminine of «مصادر».
    return noun.endswith(HEH) and noun[:-1] in wanted and noun[:-1] not in words_of("plural")


def _without_particles(key: str) -> Iterator[str]:
    """A word, and what is left of it without particles, article and the ending of «ضابطاً»."""
    for form in _bare_forms(key):
        yield form
        if form.endswith(ALEF) and len(form) > 2:
            yield form[:-1]


def _bare_forms(key: str) -> Iterator[str]:
    yield key
    rest = key
    for _ in range(2):
        if rest.startswith(LAM + LAM) and len(rest) > 4:
            yield rest[2:]
        if rest.startswith(ARTICLE) and len(rest) > 4:
            yield rest[2:]
        if rest[:1] not in (*_CONJUNCTIONS, *_PREPOSITIONS) or len(rest) < 4:
            return
        rest = rest[1:]
        yield rest
    if rest.startswith(ARTICLE) and len(rest) > 4:
        yield rest[2:]


@lru_cache(maxsize=MOST_REMEMBERED)
def is_definite(key: str) -> bool:
    """Whether a noun carries the article, behind particles or not."""
    if any(form in words_of("own_al") for form in (key, key[1:])):
        return False
    return (
        key.startswith((ARTICLE, LAM + LAM))
        or (key[:1] in (WAW, FEH, BEH, KAF) and key[1:].startswith((ARTICLE, LAM + LAM)))
        or (key[:1] in _CONJUNCTIONS and key[1:2] in _PREPOSITIONS and key[2:].startswith(ARTICLE))
    )


def is_feminine_noun(key: str) -> bool:
    """Whether a noun ends as feminine ones do."""
    return key.endswith(HEH)


def is_feminine_past(key: str) -> bool:
    """Whether a word may be a verb of hers in the past: «التقت»."""
    return key.endswith(TEH) and len(key) > 2 and not is_definite(key)


def is_her_past(key: str) -> bool:
    """The same where no plural and no common noun ends so: «انتقلت», against «قوات», «وقت»."""
    if key.endswith(ALEF + TEH) or len(key) < LEAST_OF_HER_PAST:
        return False
    return is_feminine_past(key) and key not in words_of("ends_in_teh")


def has_her_pronoun(key: str) -> bool:
    """«قولها», against «قوله»."""
    return key.endswith(HEH + ALEF)


def has_their_pronoun(key: str) -> bool:
    """«قولهم», «قولهما»."""
    return key.endswith((HEH + MEEM, HEH + MEEM + ALEF))


def is_attached_to(key: str) -> bool:
    """Whether «ل» is written onto a noun: «لمسؤول», «للوزير»."""
    return key[:1] == LAM


def is_to(key: str) -> bool:
    """Whether a word is «ل» alone, as in «لـ«الشرق الأوسط»»."""
    return key == LAM


def is_to_the(key: str) -> bool:
    """«للسومرية»: «ل» and the article in one."""
    return key.removeprefix(WAW).startswith(LAM + LAM)


def is_that_not(printed: str) -> bool:
    """«ألا», «وألّا»: «that» and «not» in one word, and no «إلا»."""
    return without_marks(printed).removeprefix(WAW) == ALEF_HAMZA + LAM + ALEF


def has_pronoun(printed: str) -> bool:
    """Whether a noun carries «ـه», «ـها» or «ـهم»: what is printed tells «ـه» from «ـة»."""
    return printed.endswith((HEH, HEH + ALEF, HEH + MEEM))


def how_many(key: str) -> int:
    """What «الثلاث» and «الأربعة» count behind a noun; 0 for other words."""
    return next((n for n in (3, 4) if key in words_of(f"how_many_{n}")), 0)


def as_masculine(noun: str) -> str:
    """A title as it is said of him."""
    return noun.removesuffix(HEH)


def without_case(key: str) -> str:
    """«تعليقاً» as «تعليق»."""
    return key.removesuffix(ALEF)


def is_told_to(key: str) -> bool:
    """«للصحفيين», «لصحيفة»: behind a verb of saying no subject, but whoever it was said to."""
    return key.startswith(LAM + LAM) or (key[:1] == LAM and is_noun("kind", key[1:]))


def is_behind_preposition(kind: str, key: str) -> bool:
    """Whether «ل», «ب» or «ك» is written onto a noun of a kind: «لثلاثة», no subject."""
    word = key[1:] if key[:1] in _CONJUNCTIONS else key
    if word[:1] not in _PREPOSITIONS or word in words_of(kind) or key in words_of(kind):
        return False
    return is_noun(kind, word[1:])


def is_only_and(printed: str) -> bool:
    """Whether what is written onto a word is nothing, or «و»."""
    return printed.strip(WAW) == ""


def opens_sentence(key: str) -> bool:
    """Whether a word is a verb in the past with which news often begins: «التقى», «واستقبلت»."""
    return is_any("opens_sentence", key) or (
        key.endswith(TEH) and is_any("opens_sentence", key.removesuffix(TEH))
    )


def begins_with_and(key: str) -> bool:
    return key[:1] == WAW


def behind_by(key: str) -> str:
    """What is left of a word behind «ب» written onto it; nothing where there is none."""
    word = key[1:] if key[:2] == WAW + BEH else key
    return word[1:] if word[:1] == BEH and len(word) > 3 else ""


def may_be_behind_by(key: str) -> bool:
    """Whether «ب» may be written onto a word: «بالجيش», «بوزارة»."""
    return key[:1] == BEH


def behind_so(key: str) -> str:
    """What is left of a word behind «ف» written onto it; nothing where there is none."""
    return key[1:] if key[:1] == FEH else ""


@lru_cache(maxsize=MOST_REMEMBERED)
def bare_noun(noun: str) -> str:
    """A noun without «و», «ل», «ب», «ك» before the article, and without the article."""
    word = noun
    while word[:1] in (WAW, FEH, BEH, KAF) and word[1:].startswith((ARTICLE, LAM + LAM)):
        word = word[1:]
    if word.startswith(LAM + LAM):
        return word[2:]
    return word.removeprefix(ARTICLE)


@lru_cache(maxsize=MOST_REMEMBERED)
def noun_of(kind: str, key: str) -> str:
    """The noun of a kind that a word is, without particles and in the masculine as listed."""
    wanted = words_of(kind)
    for form in _without_particles(key):
        if form in wanted:
            return form
        if form.endswith(HEH) and form[:-1] in wanted:
            return form[:-1]
    return ""


def without_pronoun(key: str) -> str:
    """«خلالها» as «خلال»."""
    for ending in (HEH + ALEF, HEH):
        if key.endswith(ending) and len(key) > len(ending) + 2:
            return key[: -len(ending)]
    return key


def without_his(key: str) -> str:
    """«بيانه», «بيانها» as «بيان», «مسؤولوه» as «مسؤول»."""
    for ending in (WAW + HEH + ALEF, WAW + HEH, HEH + ALEF, HEH + MEEM, HEH):
        if key.endswith(ending) and len(key) > len(ending) + 2:
            return key[: -len(ending)]
    return key


def is_latin(key: str) -> bool:
    """Whether a word is written in Latin letters, which is somebody's name."""
    return key.isascii() and key.isalpha()


def ends_as_adverb(key: str) -> bool:
    """«مجدداً», «صراحةً» without its marks, «متحدثاً»: no subject."""
    return key.endswith(ALEF) and not is_definite(key) and len(key) > LEAST_OF_PLURAL - 1


def is_nominative_plural(key: str) -> bool:
    """«الفلاحون», «ناشطون»: a subject, wherever it stands."""
    return key.endswith(WAW + NOON) and len(key) > LEAST_OF_PLURAL


def opens_clause(key: str) -> Literal["", "bare", "pronoun"]:
    """Whether a word is «that»: alone, with a pronoun («أنه»), or not at all."""
    word = key
    if word[:1] in _CONJUNCTIONS and len(word) > 2:
        word = word[1:]
    if word[:1] == BEH and len(word) > 2:
        word = word[1:]
    if word == THAT:
        return "bare"
    if word.startswith(THAT) and word[2:] in _PRONOUNS:
        return "pronoun"
    return ""


def opens_with_inna(printed: str) -> bool:
    """Whether «إن» is printed, with its hamza below, and not «أن»."""
    return without_marks(printed).startswith(ALEF_HAMZA_BELOW + NOON)


def opens_so_that(key: str) -> bool:
    """«فإن», «فإنه»: what an attribution before it is about."""
    return key[:1] == FEH and opens_clause(key) != ""


def joins_clause(key: str) -> bool:
    """«وأن», «وأنه»: one more clause under the same verb."""
    return key[:1] == WAW and opens_clause(key) != ""

"""Every form of an Arabic verb, from the two that a dictionary prints of it.

Forms are written without vowels, as newsrooms write them. What varies with the class of the verb
is where its stem ends: sound stems never change, hollow ones lose their long vowel, defective
ones their last letter, doubled ones write it twice, and a last hamza changes its seat.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from archive.arabic import tables
from archive.arabic.letters import (
    ALEF,
    ALEF_HAMZA,
    ALEF_HAMZA_BELOW,
    ALEF_MADDA,
    ALEF_MAQSURA,
    HAMZA,
    MEEM,
    NOON,
    SHADDA,
    TEH,
    TEH_MARBUTA,
    WAW,
    WAW_HAMZA,
    YEH,
    YEH_HAMZA,
    without_marks,
)

Measure = Literal["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "X"]
VerbClass = Literal["sound", "assimilated", "hollow", "defective", "doubled", "hamzated"]
Tense = Literal["perfect", "imperfect", "jussive", "participle", "masdar"]
Voice = Literal["active", "passive"]
Gender = Literal["m", "f", "c"]
Number = Literal["s", "d", "p"]
Case = Literal["", "accusative", "oblique"]
Stems = Mapping[str, tuple[str, ...]]

WEAK_ENDS = (ALEF, WAW, YEH, ALEF_MAQSURA)
HAMZA_SEATS = (ALEF_HAMZA, WAW_HAMZA, YEH_HAMZA, HAMZA)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb by what a dictionary prints of it, its doubled letter marked: «أكّد», «يؤكّد»."""

    lemma: str
    present: str
    measure: Measure
    masdars: tuple[str, ...] = ()

    @property
    def past(self) -> str:
        return without_marks(self.lemma)

    @property
    def verb_class(self) -> VerbClass:
        past = self.past
        if past[-1] in (ALEF, ALEF_MAQSURA):
            return "defective"
        if self.is_doubled:
            return "doubled"
        if len(past) > 2 and past[-2] == ALEF:
            return "hollow"
        if past[0] == WAW:
            return "assimilated"
        hamzated = past[-1] in HAMZA_SEATS or past[len(past) // 2] in HAMZA_SEATS
        first = self.measure in ("I", "II", "III") and past[0] == ALEF_HAMZA
        return "hamzated" if hamzated or first else "sound"

    @property
    def is_doubled(self) -> bool:
        return unicodedata.normalize("NFD", self.lemma).endswith(SHADDA)


class Form(NamedTuple):
    """A form as printed without vowels; participles and verbal nouns have no person.

    `linked` forms stand before a pronoun written on them. The tense `jussive` is also that of
    the subjunctive, and stands only for what is written otherwise than the imperfect; `case` is
    told only where it is written.
    """

    printed: str
    tense: Tense
    voice: Voice
    person: Literal[1, 2, 3] | None
    gender: Gender
    number: Number
    linked: bool = False
    case: Case = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table of persons."""

    tense: Tense
    person: Literal[1, 2, 3]
    gender: Gender
    number: Number
    stem: str
    before: str
    after: str


@lru_cache(maxsize=1)
def _persons() -> Mapping[str, tuple[_Row, ...]]:
    rows: dict[str, list[_Row]] = {}
    for tense, person, gender, number, stem, before, after in tables.rows(
        "conjugation", folded=False
    ):
        row = _Row(
            cast("Tense", tense),
            cast("Literal[1, 2, 3]", int(person)),
            cast("Gender", gender),
            cast("Number", number),
            stem,
            before.strip("-"),
            after.strip("-"),
        )
        rows.setdefault(tense, []).append(row)
    return {tense: tuple(rows) for tense, rows in rows.items()}


def conjugate(verb: Verb) -> Iterator[Form]:
    """All forms: both tenses and voices, the active participle, the verbal nouns."""
    present = without_marks(verb.present)[1:]
    hollow = verb.verb_class == "hollow"
    pasts: dict[Voice, str] = {"active": verb.past, "passive": _passive_past(verb)}
    for voice, stem in pasts.items():
        stems = _stems(stem, doubled=verb.is_doubled, hollow=hollow)
        yield from _forms("perfect", voice, stems)
    presents: dict[Voice, str] = {"active": present, "passive": _passive_present(verb)}
    for voice, stem in presents.items():
        stems = _stems(stem, doubled=verb.is_doubled, hollow=hollow)
        yield from _forms("imperfect", voice, stems)
        yield from _forms("jussive", voice, stems)
    yield from _participles(verb)
    for masdar in verb.masdars or _masdar(verb):
        yield from _verbal_nouns(without_marks(masdar))


def _forms(tense: Tense, voice: Voice, stems: Stems) -> Iterator[Form]:
    for row in _persons()[tense]:
        if row.stem == "short" and stems["short"] == stems["bare"]:
            continue  # written as the imperfect is
        if voice == "passive" and row.person == 2:
            continue  # no newsroom writes it
        for stem in stems[row.stem]:
            after = row.after
            if row.stem == "closed" and stem[-1] == after[:1]:
                after = after[1:]  # «أعلنّا»: two letters without a vowel between are written once
            printed = _joined(row.before, stem, after)
            yield Form(printed, tense, voice, row.person, row.gender, row.number)
            if voice == "active":
                for linked in _linked(printed, row):
                    yield Form(linked, tense, voice, row.person, row.gender, row.number, True)


def _linked(printed: str, row: _Row) -> tuple[str, ...]:
    """A form as it stands before a pronoun: «نفا|ه», «قالو|ه»."""
    if row.after == WAW + ALEF:
        return (printed[:-1],)
    if printed.endswith(ALEF_MAQSURA):
        return (printed[:-1] + ALEF,)
    if printed[-1] in HAMZA_SEATS and not row.after:
        return tuple(printed[:-1] + seat for seat in (printed[-1], *_seats(printed[-1])))
    return (printed,)


def _joined(before: str, stem: str, after: str) -> str:
    """A stem with its affixes; hamza and alef are written as one letter."""
    if before == stem[:1] == ALEF_HAMZA:
        return ALEF_MADDA + stem[1:] + after
    if stem.endswith(ALEF_HAMZA) and after.startswith(ALEF):
        return before + stem[:-1] + ALEF_MADDA + after[1:]
    return before + stem + after


def _seats(hamza: str) -> tuple[str, ...]:
    """The other seats on which newsrooms write a last hamza before a long u."""
    return (WAW_HAMZA, HAMZA) if hamza == ALEF_HAMZA else ()


def _stems(bare: str, *, doubled: bool, hollow: bool) -> dict[str, tuple[str, ...]]:
    """What the endings are written on, by the names that the table of persons gives the stems."""
    kinds = ("bare", "open", "dual", "plural", "closed", "short")
    stems: dict[str, tuple[str, ...]] = dict.fromkeys(kinds, (bare,))
    last = bare[-1]
    if doubled:
        stems |= {"closed": (bare + last,), "short": (bare, bare + last)}
    elif hollow:
        short = bare[:-2] + last
        stems |= {"closed": (short,), "short": (short,)}
    elif last in WEAK_ENDS:
        stems |= _defective(bare)
    elif last == ALEF_HAMZA:
        stems["plural"] = tuple(bare[:-1] + seat for seat in (last, *_seats(last)))
    return stems


def _defective(bare: str) -> dict[str, tuple[str, ...]]:
    """A weak last letter gives way to long vowels, and becomes waw or yeh before the rest."""
    cut, last = bare[:-1], bare[-1]
    glide = cut + (WAW if last in (ALEF, WAW) else YEH)
    return {
        "open": (cut if last in (ALEF, ALEF_MAQSURA) else bare,),
        "dual": (glide,),
        "plural": (cut,),
        "closed": (glide,),
        "short": (cut,),
    }


def _passive_past(verb: Verb) -> str:
    """«قيل», «نُفي», «طولب», «سُئل»; others are written as in the active."""
    past = verb.past
    if verb.verb_class == "hollow":
        past = past[:-2] + YEH + past[-1]
    elif past[-1] in WEAK_ENDS:
        past = past[:-1] + YEH
    elif past[-1] == ALEF_HAMZA:
        past = past[:-1] + YEH_HAMZA
    if verb.measure in ("III", "VI"):
        past = past.replace(ALEF, WAW, 1)
    elif verb.measure == "I" and past[1] == ALEF_HAMZA:
        past = past[0] + YEH_HAMZA + past[2:]
    return past


def _passive_present(verb: Verb) -> str:
    """The stem of «يُقال», «يُنفى», «يوعد», «يُنبأ»."""
    stem = without_marks(verb.present)[1:]
    if verb.verb_class == "hollow":
        return stem[:-2] + ALEF + stem[-1]
    if stem[-1] in WEAK_ENDS:
        stem = stem[:-1] + ALEF_MAQSURA
    if stem[-1] == YEH_HAMZA:
        stem = stem[:-1] + ALEF_HAMZA
    if verb.measure == "I" and verb.past[0] == WAW:
        return WAW + stem
    if verb.measure == "I" and stem[0] == ALEF_HAMZA:
        return WAW_HAMZA + stem[1:]
    return stem


def _participles(verb: Verb) -> Iterator[Form]:
    bare = _participle(verb)
    short = bare
    if bare.endswith(YEH):
        short = bare[:-2] + bare[-2:-1].replace(YEH_HAMZA, HAMZA)
    stems = {"bare": (bare,), "accusative": (bare,), "plural": (short,), "short": (short,)}
    for row in _persons()["participle"]:
        for stem in stems[row.stem]:
            case: Case = "accusative" if row.stem == "accusative" else ""
            if row.after.endswith(YEH + NOON):
                case = "oblique"
            printed = _joined("", stem, row.after)
            yield Form(printed, "participle", "active", None, row.gender, row.number, case=case)


def _participle(verb: Verb) -> str:
    """The masculine singular of who does it, a defective one with its yeh: «قائل», «نافي»."""
    if verb.measure == "I":
        return _simple_participle(verb)
    stem = MEEM + without_marks(verb.present)[1:]
    if stem[-1] == ALEF_MAQSURA:
        return stem[:-1] + YEH
    return stem[:-1] + YEH_HAMZA if stem[-1] == ALEF_HAMZA else stem


def _simple_participle(verb: Verb) -> str:
    past = verb.past
    if verb.verb_class == "doubled":
        return past[0] + ALEF + past[-1]
    opening = ALEF_MADDA if past[0] == ALEF_HAMZA else past[0] + ALEF
    middle, last = past[1], past[2]
    if middle in (ALEF, ALEF_HAMZA):
        middle = YEH_HAMZA
    if last in WEAK_ENDS:
        last = YEH
    return opening + middle + (YEH_HAMZA if last == ALEF_HAMZA else last)


def _verbal_nouns(masdar: str) -> Iterator[Form]:
    feminine = masdar.endswith(TEH_MARBUTA)
    gender: Gender = "f" if feminine else "m"
    plural = masdar[:-1] if feminine else masdar
    yield Form(masdar, "masdar", "active", None, gender, "s")
    if not feminine:
        printed = masdar if masdar.endswith(ALEF + HAMZA) else _joined("", masdar, ALEF)
        yield Form(printed, "masdar", "active", None, gender, "s", False, "accusative")
    yield Form(_joined("", plural, ALEF + TEH), "masdar", "active", None, "f", "p")
    for linked in _linked_nouns(masdar, plural):
        yield Form(linked, "masdar", "active", None, gender, "s", True)


def _linked_nouns(masdar: str, plural: str) -> Iterator[str]:
    if masdar.endswith(TEH_MARBUTA):
        yield masdar[:-1] + TEH
    elif masdar.endswith(HAMZA):
        yield from (masdar[:-1] + seat for seat in (HAMZA, WAW_HAMZA, YEH_HAMZA))
    else:
        yield masdar
    yield plural + ALEF + TEH


def _masdar(verb: Verb) -> tuple[str, ...]:
    """The verbal noun of a derived measure, which follows from the measure."""
    past, last = verb.past, verb.past[-1]
    weak = last in WEAK_ENDS
    match verb.measure:
        case "II":
            ending = YEH + TEH_MARBUTA if weak else None
            if last == ALEF_HAMZA:
                ending = YEH_HAMZA + TEH_MARBUTA
            return (TEH + past[:2] + (ending or YEH + last),)
        case "III":
            return (MEEM + (past[:-1] + ALEF if weak else past) + TEH_MARBUTA,)
        case "V":
            if last == ALEF_HAMZA:
                return (past[:-1] + WAW_HAMZA,)
            return (past[:-1] + YEH if weak else past,)
        case "VI":
            return (past.replace(HAMZA, WAW_HAMZA),)
        case _:
            return (_long_masdar(verb),)


def _long_masdar(verb: Verb) -> str:
    """«إعلان», «إشارة», «إيضاح», «إبداء»; «اعتبار», «اختيار», «استعادة»."""
    past = verb.past
    if verb.measure == "IV":
        past = ALEF_HAMZA_BELOW + (YEH if past[1] == WAW else past[1]) + past[2:]
    last = past[-1]
    if verb.verb_class == "hollow":
        if verb.measure in ("IV", "X"):
            return past + TEH_MARBUTA
        return past[:-2] + YEH + ALEF + last
    if last in WEAK_ENDS or last == ALEF_HAMZA:
        return past[:-1] + ALEF + HAMZA
    return (past if verb.is_doubled else past[:-1]) + ALEF + last

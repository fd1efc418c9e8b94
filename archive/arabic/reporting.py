"""Verbs of saying: which verb a word is a form of, and who, when and how it says it speaks.

The verbs stand in `data/reporting.tsv`; `conjugation` makes their forms. A form alone is no
proof that anybody spoke: it may be another word too (`ambiguous`), or one form of several verbs
or persons, all of which are returned.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from archive.arabic import tables
from archive.arabic.composition import composed
from archive.arabic.conjugation import (
    Case,
    Form,
    Gender,
    Measure,
    Number,
    Tense,
    Verb,
    VerbClass,
    Voice,
    conjugate,
)
from archive.arabic.function_words import function_words
from archive.arabic.letters import (
    ALEF,
    ALEF_HAMZA,
    ALEF_HAMZA_BELOW,
    ALEF_MADDA,
    ALEF_MAQSURA,
    ARTICLE,
    BEH,
    DAMMA,
    FEH,
    HAMZA,
    HEH,
    KAF,
    LAM,
    MEEM,
    NOON,
    SEEN,
    SHADDA,
    SUKUN,
    TATWEEL,
    TEH,
    TEH_MARBUTA,
    WAW,
    WAW_HAMZA,
    YEH,
    YEH_HAMZA,
    fold,
    without_marks,
)

Kind = Literal[
    "say", "state", "explain", "point-out", "stress", "announce", "quote", "write", "read-out",
    "add", "continue", "conclude", "deny", "reject", "refuse", "warn", "threaten", "promise",
    "call-for", "describe", "deem", "hope", "agree", "admit", "reply", "comment", "ask", "claim",
    "accuse", "condemn", "praise", "express",
]  # fmt: skip
Homograph = Literal["", "seldom", "often", "mostly", "never"]
TENSES: tuple[Tense, ...] = ("perfect", "imperfect", "jussive", "participle", "masdar")

CONTINUING: frozenset[Kind] = frozenset(("add", "continue", "conclude"))
SURE: tuple[Homograph, ...] = ("", "seldom")
FINITE: frozenset[Tense] = frozenset(("perfect", "imperfect", "jussive"))

CONJUNCTIONS = ("", WAW, FEH)
# Of the future; «let him say», «so that he says».
BEFORE_A_VERB = ("", SEEN, LAM)
BEFORE_A_NOUN = ("", ARTICLE, BEH, LAM, KAF, BEH + ARTICLE, KAF + ARTICLE, LAM + LAM)
PRONOUNS = (
    HEH,
    HEH + ALEF,
    HEH + MEEM,
    HEH + NOON,
    HEH + MEEM + ALEF,
    NOON + ALEF,
    NOON + YEH,
    KAF,
    KAF + MEEM,
)

_PARTICLES = tuple(dict.fromkeys((*BEFORE_A_VERB, *BEFORE_A_NOUN)))
_FIRST_OF_PARTICLES = frozenset(particle[:1] for particle in _PARTICLES if particle)
_LAST_OF_PRONOUNS = frozenset(pronoun[-1] for pronoun in PRONOUNS)

# All that folding changes in a form printed without marks.
HAMZAS = (ALEF_HAMZA, ALEF_HAMZA_BELOW, ALEF_MADDA, WAW_HAMZA, YEH_HAMZA)
# A hamza so near the end of a word is folded by where it stands.
HAMZAS_AT_END = frozenset((*HAMZAS, HAMZA))
AT_END = 3  # letters
FOLDED = (*HAMZAS, ALEF_MAQSURA, TEH_MARBUTA)

SHORTEST = 3  # letters of a form but for a perfect («رد»): shorter ones are too easily chance

MOST_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """One reading of a word as a form of a verb of saying.

    Participles and verbal nouns have no person; the tense `jussive` is the subjunctive's too, and
    `case` is told only where it is written. `homograph` says how often the form is another word.
    `particle` is what is written on its front («و», «وس», «بال»), `pronoun` what is written on
    its end, both folded.
    """

    lemma: str
    kind: Kind
    governs: frozenset[str]
    measure: Measure
    verb_class: VerbClass
    tense: Tense
    voice: Voice
    person: Literal[1, 2, 3] | None
    gender: Gender
    number: Number
    case: Case
    homograph: Homograph
    particle: str = ""
    pronoun: str = ""

    @property
    def ambiguous(self) -> bool:
        """Whether the form may be another word, as far as it is printed."""
        return bool(self.homograph)

    @property
    def is_finite(self) -> bool:
        return self.tense in FINITE

    @property
    def is_future(self) -> bool:
        return self.particle.endswith(SEEN)

    @property
    def continues(self) -> bool:
        """Whether it carries on what an earlier speaker says: «وأردف», «مشيراً»."""
        return self.is_adverbial or self.kind in CONTINUING

    @property
    def is_adverbial(self) -> bool:
        """A participle that stands as «مشيراً», «مشيرةً» and «مشيرين» do."""
        feminine = (self.gender, self.number) == ("f", "s")
        return self.tense == "participle" and (feminine or self.case != "")


class _Entry(NamedTuple):
    """A row of the table of verbs."""

    verb: Verb
    kind: Kind
    governs: frozenset[str]


class _Forms(NamedTuple):
    """Folded forms with what they are; `linked` ones stand before a pronoun."""

    plain: Mapping[str, Sequence[tuple[_Entry, Form]]]
    linked: Mapping[str, Sequence[tuple[_Entry, Form]]]


def reporting_verb(word: str) -> list[ReportingVerb]:
    """What a word, printed or folded, may be as a form of a verb of saying; none where it is none.

    The likeliest comes first: finite forms before nouns, the third person before the others.
    Vowel marks, where they are printed, decide between «بيّن» and «بين».
    """
    found = _readings(fold(word))
    if word.endswith(TEH_MARBUTA):  # «القوة» is no «ألقوه»
        found = tuple(one for one in found if not one.pronoun and not one.is_finite)
    if without_marks(word) == word:
        return list(found)
    return [told for one in found if (told := _as_marked(one, word)) is not None]


def sayings(word: str, *, often: bool = False) -> list[ReportingVerb]:
    """The readings of a word by which somebody speaks: finite ones of the third person.

    `often` also takes forms that are often another word, but not those that mostly are.
    """
    taken = (*SURE, "often") if often else SURE
    return [
        one
        for one in reporting_verb(word)
        if one.is_finite and one.person == 3 and one.homograph in taken
    ]


@lru_cache(maxsize=1)
def forms_of_saying() -> tuple[str, ...]:
    """Folded forms that say by themselves that somebody spoke or speaks, for a search.

    Those of one person in both tenses, and of several men in the past: others are rare in news.
    """
    homographs = _homographs()
    return tuple(
        key
        for key, readings in _forms().plain.items()
        if homographs.get(key, "") in SURE and any(_is_searched(form) for _, form in readings)
    )


def _is_searched(form: Form) -> bool:
    if form.voice != "active" or form.person != 3:
        return False
    if form.tense == "imperfect":
        return form.number == "s"
    of_men = (form.gender, form.number) == ("m", "p")
    return form.tense == "perfect" and (form.number == "s" or of_men)


@lru_cache(maxsize=MOST_REMEMBERED)
def _readings(key: str) -> tuple[ReportingVerb, ...]:
    found = [one for before, rest in _fronts(key) for one in _without_particle(before, rest)]
    if how := _homographs().get(key, ""):
        found = [replace(one, homograph=how) for one in found if how != "never"]
    if any(one.tense == "masdar" for one in found):
        found = [_beside_a_noun(one) for one in found]
    found.sort(key=_rank)
    return tuple(dict.fromkeys(found))


def _beside_a_noun(one: ReportingVerb) -> ReportingVerb:
    """«إضافة» is as often the noun as «أضافه», and «رداً», «مطالبة» far oftener than the others."""
    if one.tense == "participle" or (one.number == "d" and not one.pronoun):
        return replace(one, homograph="mostly")
    unsure = one.pronoun and one.is_finite and one.homograph in SURE
    return replace(one, homograph="often") if unsure else one


def _fronts(key: str) -> Iterator[tuple[str, str]]:
    """A word cut behind each run of particles that it may open with."""
    for conjunction in CONJUNCTIONS:
        if key.startswith(conjunction):
            rest = key[len(conjunction) :]
            for particle in _PARTICLES if rest[:1] in _FIRST_OF_PARTICLES else ("",):
                if rest.startswith(particle) and len(rest) > len(particle) + 1:
                    yield conjunction + particle, rest[len(particle) :]


def _without_particle(before: str, rest: str) -> Iterator[ReportingVerb]:
    forms = _forms()
    if _homographs().get(rest) == "never":
        return
    particle = before.lstrip(WAW + FEH)
    for entry, form in forms.plain.get(rest, ()):
        if _may_carry(form, particle):
            yield _reading(entry, form, rest, before)
    for pronoun in PRONOUNS if rest[-1:] in _LAST_OF_PRONOUNS else ():
        if not rest.endswith(pronoun):
            continue
        for entry, form in forms.linked.get(rest[: -len(pronoun)], ()):
            if _may_carry(form, particle) and _may_govern(entry, form):
                yield _reading(entry, form, rest, before, pronoun)


def _may_carry(form: Form, particle: str) -> bool:
    if form.tense == "perfect":
        return not particle
    if form.tense == "jussive":
        return particle in ("", LAM)
    return particle in (BEFORE_A_VERB if form.tense in FINITE else BEFORE_A_NOUN)


def _may_govern(entry: _Entry, form: Form) -> bool:
    """Nouns carry any pronoun; verbs only those of an object."""
    return form.tense not in FINITE or "object" in entry.governs


def _reading(
    entry: _Entry, form: Form, rest: str, particle: str, pronoun: str = ""
) -> ReportingVerb:
    return ReportingVerb(
        lemma=entry.verb.lemma,
        kind=entry.kind,
        governs=entry.governs,
        measure=entry.verb.measure,
        verb_class=entry.verb.verb_class,
        tense=form.tense,
        voice=form.voice,
        person=form.person,
        gender=form.gender,
        number=form.number,
        case=form.case,
        homograph=_homographs().get(rest) or _by_its_kind(form, particle),
        particle=particle,
        pronoun=pronoun,
    )


def _by_its_kind(form: Form, particle: str) -> Homograph:
    """Participles are nouns («المصدر», «مركز») but where they carry a sentence on («مشيرةً»).

    A jussive that has lost its vowel («يجب», «يدل») is mostly another verb's imperfect.
    """
    if form.tense == "participle":
        carries_on = form.case or (form.gender, form.number) == ("f", "s")
        return "" if carries_on and not particle else "mostly"
    return "mostly" if form.tense == "jussive" and form.number == "s" else ""


def _rank(one: ReportingVerb) -> tuple[bool, bool, int, int, int]:
    return (
        bool(one.homograph),
        not one.is_finite,
        TENSES.index(one.tense),
        -(one.person or 0),
        one.voice == "passive",
    )


def _as_marked(one: ReportingVerb, printed: str) -> ReportingVerb | None:
    """The reading where printed marks allow it, and surely where they show its doubled letter."""
    told = _marks(printed)
    doubled = {letter for letter, marks in _marks(one.lemma) if SHADDA in marks}
    marked = [marks for letter, marks in told if letter in doubled]
    if any(SHADDA in marks for marks in marked):
        # «تسلّم» is as well the noun, or he, of the fifth measure.
        fifth = one.tense == "imperfect" and told[len(one.particle)][0] == TEH
        return one if fifth else replace(one, homograph="")
    if any(SUKUN in marks for marks in marked):
        return None
    if one.tense == "perfect" and one.voice == "active" and _opens_with_damma(one, told):
        return None
    simple = one.measure == "I" and not doubled and not one.particle.endswith(LAM)
    if simple and any(SHADDA in marks for _, marks in told[:-1]):
        return None  # another measure: «ذكّر» is no «ذكر»
    return one


def _opens_with_damma(one: ReportingVerb, told: Sequence[tuple[str, str]]) -> bool:
    """«كُتب», «وأُعلن»: a perfect in the passive, whoever wrote."""
    first = len(one.particle)
    return first < len(told) and DAMMA in told[first][1]


def _marks(printed: str) -> list[tuple[str, str]]:
    """Each letter of a word with the marks that are printed on it."""
    letters: list[tuple[str, str]] = []
    for letter in composed(printed):
        if letters and unicodedata.combining(letter):
            letters[-1] = letters[-1][0], letters[-1][1] + letter
        elif letter != TATWEEL:
            letters.append((letter, ""))
    return letters


@lru_cache(maxsize=1)
def _entries() -> tuple[_Entry, ...]:
    found = []
    for lemma, present, measure, kind, governs, masdars in tables.rows("reporting", folded=False):
        verb = Verb(lemma, present, cast("Measure", measure), tuple(masdars.split()))
        found.append(_Entry(verb, cast("Kind", kind), frozenset(governs.split())))
    return tuple(found)


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    plain: dict[str, list[tuple[_Entry, Form]]] = {}
    linked: dict[str, list[tuple[_Entry, Form]]] = {}
    folds = str.maketrans({letter: fold(letter + BEH).removesuffix(BEH) for letter in FOLDED})
    for entry in _entries():
        for form in conjugate(entry.verb):
            printed = form.printed
            if form.linked or HAMZAS_AT_END.isdisjoint(printed[-AT_END:]):
                key = printed.translate(folds)  # no marks to fold: five times as fast
            else:
                key = fold(printed)
            if len(key) >= SHORTEST or form.tense == "perfect":
                (linked if form.linked else plain).setdefault(key, []).append((entry, form))
    return _Forms(plain, linked)


@lru_cache(maxsize=1)
def _homographs() -> dict[str, Homograph]:
    homographs: dict[str, Homograph] = dict.fromkeys(map(fold, function_words()), "mostly")
    for how, words in tables.rows("reporting_homographs"):
        homographs |= dict.fromkeys(words.split(), cast("Homograph", how))
    return homographs

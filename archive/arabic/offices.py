"""Offices as a text words them, brought to one form: «السفيرة الأميركية في بغداد»."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.attested import TO_THE
from archive.arabic.function_words import function_words
from archive.arabic.letters import HEH, fold
from archive.arabic.nationalities import state_of, state_of_capital
from archive.arabic.particles import CONJUNCTIONS, PREPOSITIONS, is_one_of, without_article
from archive.arabic.spelling import common_spelling
from archive.arabic.tokens import keys

STATE = "@"
CAPITAL = "#"

# Shorter words carry no particle.
SHORTEST_JOINED = 3

Wording = tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def tokens_of(word: str) -> Wording:
    """What a folded word may be in an office, likeliest first: «للقوات» is قوات, or itself."""
    readings = [word]
    if word[:1] in tuple(CONJUNCTIONS) and len(word) > SHORTEST_JOINED:
        word = word[1:]
        readings.append(word)
    if word.startswith(TO_THE):
        readings.append(word[len(TO_THE) :])
    elif word[:1] in tuple(PREPOSITIONS) and len(word) > SHORTEST_JOINED:
        readings.append(word[1:])
    return tuple(dict.fromkeys(_token(reading) for reading in readings))


def _token(word: str) -> str:
    if (state := state_of(word)) is not None:
        return STATE + state
    if (state := state_of_capital(word)) is not None:
        return CAPITAL + state
    bare = without_article(word) if len(word) > 4 else word
    masculine = bare.removesuffix(HEH)
    return masculine if masculine in heads() else common_spelling(bare)


@lru_cache(maxsize=1 << 12)
def opens_an_office(word: str) -> bool:
    return any(token in heads() for token in tokens_of(word))


def names_an_office(word: str) -> bool:
    """Whether a folded word without particles is the noun of an office: «الرئيسة»."""
    return head_of_office(word) in heads()


def head_of_office(word: str) -> str:
    return _token(word)


def is_current(word: str) -> bool:
    """Whether it says that an office is held today: «الحالي»."""
    return without_article(word) in _words("current")


def is_skipped(word: str) -> bool:
    """Whether a word only joins the parts of an office: «في», «لدى»."""
    return word in _joining()


def denies_before(word: str) -> bool:
    """Whether what stands before an office says that somebody else is meant: «نائب»."""
    return is_one_of(word, _words("before")) or is_one_of(without_article(word), _words("before"))


def denies_after(word: str) -> bool:
    """The same of what stands behind it: «السابق», «بالوكالة»."""
    for token in (word, word[1:] if word[:1] in tuple(PREPOSITIONS + CONJUNCTIONS) else word):
        if without_article(token) in _words("after"):
            return True
    return False


@lru_cache(maxsize=1 << 10)
def is_second(office: str) -> bool:
    """Whether somebody who holds another office is called by that one: who only acts in this
    («بالوكالة»), or heads a party («رئيس ائتلاف …»)."""
    words = keys(office)
    return any(map(denies_after, words[-1:])) or any(
        without_article(word) in _words("party") for word in words[1:2]
    )


@lru_cache(maxsize=1)
def heads() -> frozenset[str]:
    return _words("head")


def wording(words: Iterable[str]) -> Wording:
    """The office that folded words tell, in the shortest wording of those that mean the same."""
    office = tuple(_listed(word) for word in words if not is_skipped(word))
    if office and office[0] in _words("diplomat"):
        office = tuple(STATE + t[1:] if t.startswith(CAPITAL) else t for t in office)
    for group in _groups():
        for phrase in group[1:]:
            while (other := _reworded(office, phrase, group[0])) is not None:
                office = other
    return office


def wordings(office: Wording) -> tuple[Wording, ...]:
    """A shortest wording with all others of its office."""
    known = {office: None}
    for group in _groups():
        for one in list(known):
            for phrase in group[1:]:
                if (other := _reworded(one, group[0], phrase)) is not None:
                    known[other] = None
    if office[0] in _words("diplomat") and office[-1].startswith(STATE):
        known |= {(*one[:-1], CAPITAL + one[-1][1:]): None for one in list(known)}
    return tuple(known)


def _listed(word: str) -> str:
    """A word of an office as it stands in a list: a particle comes off where a noun is left."""
    readings = tokens_of(word)
    if len(readings) == 1 or readings[0].startswith(STATE) or readings[0] in heads():
        return readings[0]
    if word.startswith(TO_THE) or readings[1].startswith(STATE):
        return readings[1]
    bare = word[0] in PREPOSITIONS and word[1:] in tables.known_words()
    return readings[1] if bare else readings[0]


def _reworded(office: Wording, phrase: Wording, other: Wording) -> Wording | None:
    """The office with the first `phrase` in it said in other words; None where it isn't there."""
    for place in range(len(office) - len(phrase) + 1):
        states = _bind(phrase, office[place : place + len(phrase)])
        if states is None:
            continue
        rest = iter(states)
        said = (next(rest) if token == STATE else token for token in other)
        return (*office[:place], *said, *office[place + len(phrase) :])
    return None


def _bind(phrase: Wording, words: Sequence[str]) -> list[str] | None:
    """The states for which a phrase's @ stand, where it fits."""
    states = []
    for token, word in zip(phrase, words, strict=True):
        if token == STATE and word.startswith(STATE):
            states.append(word)
        elif token != word:
            return None
    return states


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[Wording, ...], ...]:
    """Wordings that mean the same: the shortest, then the others, the longest first."""
    groups = []
    for kind, line in tables.rows("offices"):
        if kind == "same":
            phrases = [tuple(map(_pattern, phrase.split())) for phrase in line.split("|")]
            shortest, *others = sorted(dict.fromkeys(phrases), key=len)
            groups.append((shortest, *reversed(others)))
    return tuple(groups)


def _pattern(word: str) -> str:
    if word.startswith(STATE):
        return STATE + (state_of(word[1:]) or "") if word[1:] else STATE
    return _listed(word)


@lru_cache(maxsize=1)
def _joining() -> frozenset[str]:
    return frozenset(map(fold, function_words()))


@lru_cache(maxsize=8)
def _words(kind: str) -> frozenset[str]:
    rows = tables.rows("offices")
    return frozenset(word for name, line in rows if name == kind for word in line.split())

"""Words beside the names of people: titles, kinship, first names that stand in no list."""

from functools import lru_cache

from archive.arabic import tables
from archive.arabic.attested import TO_THE
from archive.arabic.letters import ALEF, ARTICLE, FEH, HEH, LAM, MEEM, NOON, TEH, WAW, YEH
from archive.arabic.particles import CONJUNCTIONS, PREPOSITIONS, is_one_of, without_article
from archive.arabic.spelling import NATIVE_OPENINGS, NATIVE_SOUNDS
from archive.arabic.stem import SERVANT_OF

SHORTEST_FOREIGN = 5

# Arabic words end so where foreign first names don't: plurals, pronouns, broken plurals.
NATIVE_ENDINGS = (HEH, ALEF + TEH, TEH, WAW + ALEF, WAW, WAW + NOON, YEH)
NATIVE_ENDINGS_IN_ALEF = (
    WAW + ALEF,
    HEH + ALEF,
    NOON + ALEF + HEH + ALEF,
    HEH + MEEM + ALEF,
    LAM + MEEM + ALEF,
    FEH + YEH + MEEM + ALEF,
    ALEF + YEH + ALEF,
)


def is_title(word: str) -> bool:
    """Whether a folded word is said before a full name: «النائب», «وللجنرال», «زوجته»."""
    return _is(word, "title")


def is_honorific(word: str) -> bool:
    """Whether it is said of any person: «السيد»."""
    return _is(word, "honorific")


def is_english_title(word: str) -> bool:
    return word in _words("latin")


def is_kin(word: str) -> bool:
    """Whether the name after it is that of a relative or a family: «عائلة», «ونجل»."""
    return _is(word, "kin")


def tells_generations(word: str) -> bool:
    """Whether it tells, behind a name, father from son: «الأب», «الابن»."""
    return word in _words("generation")


def opens_a_name(word: str) -> bool:
    """Whether it makes one name with the next: «عبد», «وأبو»."""
    return _is(word, "part")


def makes_a_first_name(word: str, following: str) -> bool:
    """Whether two words are one first name: «عبد الكريم», «صلاح الدين», «فتح الله»."""
    if _is(word, "no_name"):
        return False
    if following.startswith(ARTICLE) and is_one_of(word, frozenset({SERVANT_OF})):
        return True
    return is_one_of(word, _first_halves().get(following, frozenset()))


def goes_on_a_title(word: str) -> bool:
    """Whether it belongs to the rank before it: «الفريق أول», «اللواء الركن»."""
    return without_article(word) in _words("rank")


@lru_cache(maxsize=1 << 14)
def looks_foreign(word: str) -> bool:
    """Whether a folded word that is in no table is spelt like a foreign name: «روزالين»."""
    if not NATIVE_SOUNDS.isdisjoint(word) or _is_known(word):
        return False
    if word.endswith(ALEF):
        return len(word) >= SHORTEST_FOREIGN - 1 and not word.endswith(NATIVE_ENDINGS_IN_ALEF)
    opening = word[1] if word[0] in CONJUNCTIONS else word[0]
    if len(word) < SHORTEST_FOREIGN or opening in NATIVE_OPENINGS:
        return False
    return not word.endswith(NATIVE_ENDINGS)


def _is_known(word: str) -> bool:
    """Whether the tables know the word, without particles and a feminine ending."""
    known = tables.known_words()
    for _ in range(3):
        if word in known or word + HEH in known or word.removesuffix(TEH) in known:
            return True
        if len(word) < SHORTEST_FOREIGN or word[0] not in CONJUNCTIONS + PREPOSITIONS:
            return False
        word = word[1:]
    return False


def _is(word: str, kind: str) -> bool:
    """Whether a word is of a kind, under the particles that it may carry: «وللجنرال»."""
    wanted = _words(kind)
    readings = (word, word[1:]) if word[:1] in tuple(CONJUNCTIONS) else (word,)
    return any(
        is_one_of(reading, wanted)
        or (reading.startswith(TO_THE) and ARTICLE + reading.removeprefix(TO_THE) in wanted)
        for reading in readings
    )


@lru_cache(maxsize=1)
def _first_halves() -> dict[str, frozenset[str]]:
    """The words that make one with a second: «صلاح» and others with «الدين»."""
    halves: dict[str, set[str]] = {}
    for first, second in tables.compounds():
        halves.setdefault(second, set()).add(first)
    return {second: frozenset(firsts) for second, firsts in halves.items()}


@lru_cache(maxsize=8)
def _words(kind: str) -> frozenset[str]:
    rows = tables.rows("people")
    return frozenset(word for name, words in rows if name == kind for word in words.split())

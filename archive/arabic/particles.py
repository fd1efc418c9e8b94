"""Particles and the article that are written on a word: put on, and taken off.

The functions know the word alone; `Particles` takes off only what an archive's words allow.
"""

from collections.abc import Iterator
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.attested import TO_THE, Attested
from archive.arabic.endings import Endings
from archive.arabic.letters import (
    ALEF,
    ARTICLE,
    BEH,
    FEH,
    HAMZA,
    HEH,
    KAF,
    LAM,
    MEEM,
    NOON,
    SEEN,
    TATWEEL,
    TEH,
    WAW,
    YEH,
)

CONJUNCTIONS = WAW + FEH
PREPOSITIONS = BEH + LAM + KAF
WRITTEN_ON = CONJUNCTIONS + PREPOSITIONS
IMPERFECT = YEH + TEH + NOON

BEFORE_A_NOUN = (ARTICLE, *(particle + ARTICLE for particle in WAW + FEH + BEH + KAF))

# The rest must be attested this often for each time the word is: conjunctions often outnumber
# the bare verb (a report has «and he added» more than «he added»), prepositions seldom.
CONJUNCTION_SHARE = 0.05
PREPOSITION_SHARE = 0.5

# A noun seen under the article may be this rare beside a set phrase that holds it («because of»).
SET_PHRASE_SHARE = 0.1

# One article in so many is a slip of the keyboard.
STRAY = 20

# An inflected word of the table gives way to a reading this many times as frequent.
FAR_COMMONER = 4

# From this length a word may be vouched for by what it is without its ending.
LONG = 5

# Letters left after the article when the archive never shows the word without it.
SURE_WITH_ARTICLE = 3

# Letters of a word that is looked for behind particles, and of one that is known inflected.
SHORTEST_WITH_PARTICLE = 4
SHORTEST_LISTED = 3

# What may follow a whole word: the words of `beginnings` keep their first letter inflected too.
WHOLE_ENDINGS = (
    ALEF,
    HEH,
    YEH,
    HEH + ALEF,
    HEH + MEEM,
    HEH + MEEM + ALEF,
    HEH + NOON,
    NOON + ALEF,
    ALEF + TEH,
    YEH + HEH,
    YEH + NOON,
    WAW + NOON,
    ALEF + NOON,
    TEH,
    WAW + ALEF,
)
LINKED_FEMININES = (
    TEH + HEH,
    TEH + HEH + ALEF,
    TEH + HEH + MEEM,
    TEH + HEH + MEEM + ALEF,
    TEH + ALEF,
    TEH + YEH,
    TEH + NOON + ALEF,
    TEH + YEH + NOON,
)

# Before a pronoun a final hamza sits on yeh or waw, of which folding leaves the seat.
LINKED_HAMZAS = tuple(
    seat + pronoun
    for seat in (YEH, WAW)
    for pronoun in (HEH, HEH + ALEF, HEH + MEEM, HEH + MEEM + ALEF, NOON + ALEF)
)


def has_article(word: str) -> bool:
    return word.startswith(ARTICLE)


def with_article(bare_word: str) -> str:
    return ARTICLE + bare_word


def without_article(word: str) -> str:
    """A folded word without the article, however little is left of it."""
    return word.removeprefix(ARTICLE)


def bare(word: str) -> str:
    """A folded word without the article, unless a single letter would be left."""
    return without_article(word) if len(word) > len(ARTICLE) + 1 else word


def with_and(word: str) -> str:
    return WAW + word


def without_and(word: str) -> str:
    return word.removeprefix(WAW)


def ends_with_to(printed: str) -> bool:
    """Whether what is printed before a name is «ل», attached to it."""
    return printed.rstrip(TATWEEL).endswith(LAM)


def with_particle(word: str) -> tuple[str, ...]:
    """A word alone, and with each of the particles that are written on it."""
    words = [word, *(particle + word for particle in WRITTEN_ON)]
    if has_article(word):
        words.append(TO_THE + without_article(word))
    return tuple(words)


def before_a_noun(beginning: str) -> tuple[str, ...]:
    """The beginning of a noun with what the article and its particles put before it."""
    to_the = LAM + beginning if beginning.startswith(LAM) else TO_THE + beginning
    return (*(before + beginning for before in BEFORE_A_NOUN), to_the)


def is_one_of(word: str, wanted: frozenset[str]) -> bool:
    """Whether a word is wanted, as it is or after one or two attached particles."""
    if word in wanted:
        return True
    if word.startswith(TO_THE):
        return word[len(TO_THE) :] in wanted
    if word[:1] and word[0] in WRITTEN_ON:
        return word[1:] in wanted or (word[1:2] in tuple(WRITTEN_ON) and word[2:] in wanted)
    return False


def joins_by_and(word: str) -> bool:
    """«وفي», «ويرى», but not «والعراق», nor «وزير», whose first letter is its own."""
    if not word.startswith(WAW) or word.startswith(WAW + ARTICLE) or len(word) < 4:
        return False
    return word not in tables.whole_beginnings()


def written_with(word: str) -> tuple[str, ...]:
    """A folded word with one or two particles before it, but where that may be another word.

    Words of `beginnings` and their inflections keep their first letter: «وزير» is no «زير». A
    short word is too easily the rest of another.
    """
    if len(word) < SHORTEST_WITH_PARTICLE or word.startswith(ARTICLE):
        return ()
    prepositions = [preposition + word for preposition in PREPOSITIONS]
    carrying = [conjunction + word for conjunction in CONJUNCTIONS]
    carrying += [WAW + one for one in prepositions if not may_be_whole(one)]
    return tuple(one for one in (*carrying, *prepositions) if not may_be_whole(one))


def may_be_whole(word: str) -> bool:
    """Whether the first letter of a word may be its own, whatever an archive has of the rest."""
    whole = tables.whole_beginnings()
    if word in whole or word in _linked_beginnings() or word in tables.known_words():
        return True
    return any(len(one) >= SHORTEST_LISTED and one in whole for one in _without_endings(word))


class Particles:
    """Takes wa-, fa-, bi-, li-, ka-, sa- and al- off the words of one archive."""

    def __init__(self, attested: Attested, endings: Endings) -> None:
        self._attested = attested
        self._endings = endings
        self._whole = tables.whole_beginnings()
        self._linked = _linked_beginnings()

    def strip(self, word: str) -> str:
        """A folded word without its particles: itself where it carries none."""
        word = self._without_one(word, CONJUNCTIONS)
        if word.startswith(TO_THE):
            return self._without_to_the(word)
        word = self._without_one(word, PREPOSITIONS)
        return self._without_article(self._without_future(word))

    def _is_whole(self, word: str) -> bool:
        if word in self._whole or word in self._linked:
            return True
        # The least length of what is listed leaves room for the article.
        least = 4 if word.startswith(ARTICLE) else 3
        return any(
            len(listed) >= least and listed in self._whole and not self._outweighs(word[1:], listed)
            for listed in _without_endings(word)
        )

    def _outweighs(self, rest: str, listed: str) -> bool:
        """Whether what follows the first letter is far commoner than the listed word."""
        return self._attested.nouns(rest) > FAR_COMMONER * self._attested.nouns(listed)

    def _without_one(self, word: str, particles: str) -> str:
        rest = word[1:]
        if len(rest) < 3 or word[0] not in particles or self._is_whole(word):
            return word
        if rest.startswith(ARTICLE) and self._carries_article(rest):
            return rest
        if word[0] in CONJUNCTIONS and self._carries_preposition(rest):
            return rest
        return rest if self._is_likelier(rest, word) else word

    def _carries_preposition(self, word: str) -> bool:
        """Whether what follows a conjunction is a word with a preposition."""
        if word.startswith(TO_THE):
            return len(word) > 4
        rest = word[1:]
        if len(rest) < 4 or word[0] not in PREPOSITIONS or self._is_whole(word):
            return False
        if rest.startswith(ARTICLE):
            return self._carries_article(rest)
        return self._is_likelier(rest, word)

    def _carries_article(self, word: str) -> bool:
        rest = word[len(ARTICLE) :]
        if len(rest) < SURE_WITH_ARTICLE:
            return self._attested.count(word) > 0
        return len(rest) > SURE_WITH_ARTICLE or self._attested.nouns(rest) > 0

    def _is_likelier(self, rest: str, word: str) -> bool:
        attested = self._attested
        if attested.under_article(word) * STRAY > attested.seen(word):
            return False
        if attested.under_preposition(word) * 4 > attested.nouns(rest):
            return False
        conjunction = word[0] in CONJUNCTIONS
        if conjunction and attested.seen(WAW + word) * 4 > attested.nouns(rest):
            return False
        share = CONJUNCTION_SHARE if conjunction else PREPOSITION_SHARE
        if attested.under_article(rest) > SET_PHRASE_SHARE * attested.seen(word):
            return True
        return self._evidence(rest) >= max(1, share * attested.seen(word))

    def _evidence(self, rest: str) -> int:
        """How often the rest of a word is attested: as it is, or a long one without its ending."""
        if (nouns := self._attested.nouns(rest)) or len(rest) < LONG:
            return nouns
        shorter = self._endings.shorten(rest)
        return self._attested.nouns(shorter) if shorter else 0

    def _without_to_the(self, word: str) -> str:
        """`lil-` holds the article, and one lam of a word that opens with lam."""
        rest = word[len(TO_THE) :]
        if len(rest) < 2 or self._is_whole(word):
            return word
        if self._attested.nouns(LAM + rest) > self._attested.nouns(rest):
            return LAM + rest
        return rest if len(rest) > 2 or self._attested.nouns(rest) else word

    def _without_future(self, word: str) -> str:
        rest = word[1:]
        if word[:1] != SEEN or len(rest) < 4 or rest[0] not in IMPERFECT or self._is_whole(word):
            return word
        if self._attested.under_article(word):
            return word
        return rest if self._evidence(rest) >= max(1, self._attested.seen(word)) else word

    def _without_article(self, word: str) -> str:
        rest = word[len(ARTICLE) :]
        if not word.startswith(ARTICLE) or len(rest) < 2 or self._is_whole(word):
            return word
        if self._attested.under_article(word) > self._attested.seen(rest):
            return word
        if len(rest) == 2 and not self._attested.count(rest):
            return word
        return rest


@lru_cache(maxsize=1)
def _linked_beginnings() -> frozenset[str]:
    """Words of `beginnings` with what their last letter becomes before a pronoun."""
    whole = tables.whole_beginnings()
    feminines = (
        word[:-1] + ending for word in whole if word.endswith(HEH) for ending in LINKED_FEMININES
    )
    hamzas = (
        word[:-1] + ending for word in whole if word.endswith(HAMZA) for ending in LINKED_HAMZAS
    )
    return frozenset((*feminines, *hamzas))


def _without_endings(word: str) -> Iterator[str]:
    """What may stand before an ending of a word."""
    for ending in WHOLE_ENDINGS:
        if word.endswith(ending):
            yield word[: -len(ending)]

"""Words across scripts: Latin and Kurdish spellings of names, met with Arabic ones.

A word's skeleton is its consonants, in the few classes that transliterations keep apart. Words
of one skeleton are then ranked by how well they read letter by letter, vowels included.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import log2

from archive.arabic.composition import composed
from archive.arabic.letters import (
    AIN,
    ALEF,
    ARTICLE,
    BEH,
    DAL,
    GHAIN,
    HAH,
    HAMZA,
    HEH,
    LAM,
    NEIGHBOUR_LETTERS,
    NOON,
    WAW,
    YEH,
    fold,
    is_arabic,
)
from archive.arabic.stem import joins
from archive.arabic.tables import rows
from archive.arabic.tokens import LONGEST_WORD

NO_CLASS = "-"
WEAK_START = {WAW: "w", YEH: "y"}
LATIN_WEAK_START = {"w": "w", "wh": "w", "y": "y"}
LATIN_ARTICLES = frozenset(("al", "el", "ul", "as", "ash", "an", "ar", "at", "ad", "az"))
# The article of a name in one word: Aljazeera, Alsumaria.
ATTACHED_ARTICLE = re.compile(r"^[ae]l(?=.{5})")
SERVANT = re.compile(r"abd[aeou]l|abd")
SOFTENING = "eiy"
# Names of two words that Latin letters write as one, and what Arabic writes for the known half:
# «servant of the», «… of God», «… of the faith», and the Turkish «son of …».
SERVANT_OF_THE = re.compile(r"abd[aeiou](?:l|[nrstz](?=[nrstz]))(?P<other>.{3,})")
OF_GOD = re.compile(r"(?P<other>.{3,}?)[aeou]?l+ah")
SON_OF = re.compile(r"(?P<other>.{3,}?)ogh?lo?u")
OF_THE_FAITH = re.compile(r"(?P<other>.{3,}?)[aeou]?l?[aeou]?d+(?:i|ee|ei)ne?")
# A doubled consonant, but not the h of «sh» or «kh» before another h.
DOUBLED = re.compile(r"([bcdfgjklmnpqrstvwxyz]|(?<![sctkgdz])h)\1+")
MOST_SKELETONS = 48

# What a letter costs that the other script leaves out.
SHORT_VOWEL = 0.12
LONG_VOWEL = 0.4
WEAK_CONSONANT = 0.35
SILENT = 0.15
CONSONANT = 1.0
# Each further reading of a Latin letter costs this much more.
RARER_READING = 0.09

# What it costs to take the first letters of a Latin word for the article.
WITHOUT_ARTICLE = 0.04

# What a doubling of a form's frequency adds to its score.
FREQUENCY = 0.008

FINAL_A = frozenset((ALEF, HEH, YEH))
VOWELS = frozenset("aeiou")
WEAK_UNITS = frozenset(("h", "w", "y", "wh"))


def is_foreign(key: str, printed: str) -> bool:
    """Whether a word is in Latin letters, or in Arabic ones that Arabic doesn't have."""
    return is_latin(key) or not NEIGHBOUR_LETTERS.keys().isdisjoint(printed)


def is_latin(key: str) -> bool:
    """Whether a folded word is written in Latin letters."""
    return bool(key) and key[0].isalpha() and unicodedata.name(key[0], "").startswith("LATIN")


@lru_cache(maxsize=1)
def _readings() -> dict[str, tuple[str, ...]]:
    """Latin letters to the Arabic ones they may stand for, folded, likeliest first."""
    table = {}
    for unit, letters, _ in rows("sounds", folded=False):
        table[unit] = tuple(dict.fromkeys(fold(group) for group in letters.split()))
    return table


@lru_cache(maxsize=1)
def _unit_classes() -> dict[str, tuple[str, ...]]:
    return {unit: tuple(classes.split()) for unit, _, classes in rows("sounds", folded=False)}


@lru_cache(maxsize=1)
def _letter_classes() -> dict[str, str]:
    """Arabic letters to the class of the Latin letter that they are first written with."""
    ranks: dict[str, tuple[int, str]] = {}
    for _, letters, classes in rows("sounds", folded=False):
        for rank, letter in enumerate(letters.split()):
            known = ranks.get(letter)
            if len(letter) == 1 and (known is None or rank < known[0]):
                ranks[letter] = rank, classes.split()[0]
    return {letter: "" if kind == NO_CLASS else kind for letter, (_, kind) in ranks.items()}


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    units = sorted(_readings(), key=len, reverse=True)
    return re.compile("|".join(units))


def _units(word: str) -> list[str]:
    """A Latin word in the letters and groups that stand for one sound, doubles once."""
    plain = DOUBLED.sub(r"\1", word)
    return _unit_pattern().findall(plain)


def skeleton(word: str) -> str:
    """The likeliest consonant skeleton of a word in either script, folded or as printed."""
    return skeletons(word)[0]


def skeletons(word: str) -> tuple[str, ...]:
    """The skeletons that a word may have, likeliest first: Latin letters are ambiguous."""
    if len(word) > LONGEST_WORD:
        return ("",)
    latin = _in_latin(word)
    return (_arabic_skeleton(fold(word)),) if latin is None else _latin_skeletons(latin)


def _in_latin(word: str) -> str | None:
    """A Latin or Kurdish word in folded Latin letters; None for an Arabic one."""
    if not any(map(is_arabic, word)):
        return fold(word).removeprefix("al-")
    letters = composed(word)
    if NEIGHBOUR_LETTERS.keys().isdisjoint(letters):
        return None
    return ("w" if letters[0] == WAW else "") + "".join(
        _kurdish().get(letter, "") for letter in letters.removeprefix(WAW)
    )


@lru_cache(maxsize=1)
def _kurdish() -> dict[str, str]:
    return dict(rows("kurdish", folded=False))


def _arabic_skeleton(word: str) -> str:
    """The skeleton of a folded Arabic word."""
    classes = _letter_classes()
    bare = _without_article(word)
    sounds = [classes.get(letter, "") for letter in bare]
    start = WEAK_START.get(bare[:1], "") if len(bare) > 1 else ""
    if bare.endswith((HEH, HAH)) and len(sounds) > 1:
        sounds[-1] = ""
    return start + _squeeze(sounds).replace("tc", "c")


def _latin_skeletons(word: str) -> tuple[str, ...]:
    units = _units(word)
    if not units:
        return ("",)
    start = LATIN_WEAK_START.get(units[0], "")
    choices = [_classes_of(units, place) for place in range(len(units))]
    if units[-1] == "h":
        choices[-1] = ("",)
    found = (start + _squeeze(choice) for choice in product(*choices))
    return tuple(dict.fromkeys(found))[:MOST_SKELETONS]


def _classes_of(units: Sequence[str], place: int) -> tuple[str, ...]:
    unit = units[place]
    after = units[place + 1][0] if place + 1 < len(units) else ""
    if unit == "c" and after and after in SOFTENING:
        return ("s",)
    if unit == "ch" and after in ("r", "l"):
        return ("k",)
    if unit == "c" and not after and place and units[place - 1] == "i":
        return ("k", "c")  # the ending -ic of Slavic names
    if unit == "h" and place and units[place - 1][-1] in VOWELS and after not in VOWELS:
        return ("h", "")
    return tuple("" if kind == NO_CLASS else kind for kind in _unit_classes()[unit])


def _squeeze(sounds: Iterable[str]) -> str:
    """Sounds in one string, the same one twice in a row written once."""
    return re.sub(r"(.)\1+", r"\1", "".join(sounds))


def _without_article(word: str) -> str:
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) > 4 else word


def similarity(latin: str, arabic: str) -> float:
    """How well a Latin (or Kurdish) spelling reads as an Arabic word: 1 throughout, 0 not at all.

    The article of the Arabic word counts for nothing.
    """
    units = _units(_in_latin(latin) or fold(latin))
    letters = _without_article(fold(arabic))
    if not units or not letters or max(len(units), len(letters)) > LONGEST_WORD:
        return 0.0
    costs = [[0.0] * (len(letters) + 1) for _ in range(len(units) + 1)]
    for i in range(len(units) + 1):
        for j in range(len(letters) + 1):
            if i or j:
                costs[i][j] = _cheapest(costs, units, letters, i, j)
    return max(0.0, 1 - costs[-1][-1] / max(len(units), len(letters)))


def _cheapest(
    costs: list[list[float]], units: Sequence[str], letters: str, i: int, j: int
) -> float:
    options = []
    if i:
        options.append(costs[i - 1][j] + _unread(units, i - 1))
    if j:
        options.append(costs[i][j - 1] + _unwritten(letters, j - 1))
    if i and j:
        if j == len(letters) and _is_final_vowel(units, i - 1) and letters[-1] in FINAL_A:
            options.append(costs[i - 1][j - 1])
        for rank, group in enumerate(_readings()[units[i - 1]]):
            if letters.endswith(group, 0, j):
                options.append(costs[i - 1][j - len(group)] + rank * RARER_READING)
    return min(options)


def _is_final_vowel(units: Sequence[str], place: int) -> bool:
    """Whether a unit is the last sound: an a or e that nothing but a silent h follows."""
    return units[place] in "ae" and list(units[place + 1 :]) in ([], ["h"])


def _unread(units: Sequence[str], place: int) -> float:
    """The cost of Latin letters that the Arabic word doesn't write."""
    unit = units[place]
    if place == len(units) - 1 and (unit == "e" or (unit == "h" and _is_mute_h(units))):
        return SHORT_VOWEL / 3
    if unit[0] in VOWELS:
        return SHORT_VOWEL if len(unit) == 1 else LONG_VOWEL
    return WEAK_CONSONANT if unit in WEAK_UNITS else CONSONANT


def _is_mute_h(units: Sequence[str]) -> bool:
    """Whether a final h writes the end of an a or e (Basrah), as none does after an i (Falih)."""
    return len(units) > 1 and units[-2][-1] in "ae"


def _unwritten(letters: str, place: int) -> float:
    """The cost of an Arabic letter that the Latin word doesn't write."""
    letter = letters[place]
    if letter in (AIN, HAMZA):
        return SILENT / 3 if place == 0 else SILENT
    return LONG_VOWEL if letter in (ALEF, WAW, YEH, HEH) else CONSONANT


@lru_cache(maxsize=1)
def _english() -> dict[str, tuple[str, ...]]:
    return {english: tuple(arabic.split()) for english, arabic in rows("english")}


def translations(word: str) -> tuple[str, ...]:
    """The folded Arabic words that newsrooms write for a folded English one; often none."""
    return _english().get(word, ())


def name_words(words: Sequence[str]) -> list[str]:
    """The words of a Latin name without its articles, Abdul as the Abd that Arabic splits off."""
    kept = [word for word in words if word not in LATIN_ARTICLES] or list(words)
    return [SERVANT.sub("abd", word, count=1) if SERVANT.fullmatch(word) else word for word in kept]


def halves(word: str) -> tuple[str, str, str] | None:
    """A Latin name that Arabic writes as two words: what stands before its other half, that half
    in Latin letters, and what stands after it, both folded."""
    if len(word) > LONGEST_WORD:
        return None
    if match := OF_GOD.fullmatch(word):
        return "", match["other"], ARTICLE + LAM + HEH
    if match := OF_THE_FAITH.fullmatch(word):
        return "", match["other"], ARTICLE + DAL + YEH + NOON
    if match := SON_OF.fullmatch(word):
        return "", match["other"], ALEF + WAW + GHAIN + LAM + WAW
    if match := SERVANT_OF_THE.fullmatch(word):
        return AIN + BEH + DAL, match["other"], ""
    return None


class Skeletons:
    """An archive's words by their skeletons.

    `vocabulary` maps folded forms to how often the archive has them.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._words: dict[str, list[str]] = defaultdict(list)
        self._counts: dict[str, int] = defaultdict(int)
        for word, count in vocabulary.items():
            if len(word) > 1 and is_arabic(word[0]):
                bare = _without_article(word)
                if bare not in self._counts:
                    self._words[_arabic_skeleton(bare)].append(bare)
                self._counts[bare] += count

    def candidates(self, word: str, *, least: float = 0.6) -> list[tuple[float, str]]:
        """(score, form) of the words that a Latin or Kurdish one may stand for, best first.

        Forms come without the article; the two words of a joined name (`halves`) run together.
        The score is the similarity, and a little for how often the archive has the form: of two
        good readings the reader means the one that is written.
        """
        found = self._like(word, least)
        if (bare := ATTACHED_ARTICLE.sub("", word)) != word:
            for form, score in self._like(bare, least).items():
                found[form] = max(score - WITHOUT_ARTICLE, found.get(form, 0.0))
        if parts := halves(word):
            for form, score in self._joined(*parts, least).items():
                found[form] = max(score, found.get(form, 0.0))
        return sorted(((score, form) for form, score in found.items()), key=_best_first)

    def _joined(self, before: str, other: str, after: str, least: float) -> dict[str, float]:
        """Names of two words run together, as far as the two are ever written so."""
        found = {}
        for form, score in self._like(other, least).items():
            first, second = (before, ARTICLE + form) if before else (form, after)
            if joins(first, second):
                found[first + second] = score
        return found

    def _like(self, word: str, least: float) -> dict[str, float]:
        """The archive's words that read like a Latin or Kurdish one, with their scores."""
        found = {}
        for form in {form for shape in skeletons(word) for form in self._words.get(shape, ())}:
            likeness = similarity(word, form)
            if likeness >= least:
                found[form] = likeness + FREQUENCY * log2(1 + self._counts[form])
        return found


def _best_first(one: tuple[float, str]) -> tuple[float, str]:
    score, form = one
    return -score, form

"""Words, and where they stand in the published text.

Indexing, queries, highlighting and name matching all split words here, so that a hit can always
be marked where it was printed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import (
    BEH,
    FEH,
    HAMZA,
    KAF,
    KASRATAN,
    LAM,
    WAW,
    YEH,
    arabic_letters,
    arabic_marks,
    fold,
)
from archive.arabic.yeh import told_apart

_ARABIC = arabic_letters()
_MARKS = arabic_marks()
# Joiners, soft hyphens, direction controls and selectors of variants: inside a word they are
# skipped, at its ends left outside. A zero-width space is none of them: it parts words.
_CONTROLS = (
    r"\u00ad\u034f\u061c\u180b-\u180e\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_LATIN = r"[^\W\d_\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefe]"
_ACCENTS = r"[\u0300-\u036f]"
_APOSTROPHES = r"['\u2018\u2019\u02bc\u02bb\u02be\u02bf`\u00b4]"

# Apostrophes and half rings that Unicode counts as letters; scholars write hamza and ain with them.
RINGS = frozenset("\u02bc\u02bb\u02be\u02bf")

_ARABIC_WORD = rf"[{_ARABIC}](?:[{_ARABIC}{_MARKS}]|[{_CONTROLS}]++(?=[{_ARABIC}{_MARKS}]))*"
_INITIALS = r"(?<![A-Za-z\d])(?:[A-Za-z]\.){2,}(?:[A-Za-z](?![A-Za-z\d]))?"
_MODEL = r"(?<![A-Za-z\d])[A-Za-z]{1,3}[-\u2010\u2011]?\d++(?:[A-Za-z]\d*+)?(?![A-Za-z\d])"
# One mark for all thousands of a number, with controls beside it or none: 2.500 is no decimal, for
# those that newsrooms print seldom have three places. A number doesn't open with nought.
_MARKS_OF_THOUSANDS = (r"\.", r"[,\u066c]", r"\u060c", r"['\u2019]")
_GROUPS = "|".join(
    rf"(?:[{_CONTROLS}]?+{mark}[{_CONTROLS}]?+\d{{3}})+" for mark in _MARKS_OF_THOUSANDS
)
_THOUSANDS = (
    rf"(?<!\d)(?<!\d[.])(?=[1-9\u0661-\u0669\u06f1-\u06f9])\d{{1,3}}(?:{_GROUPS})(?!\d|\.\d{{3}})"
)
_DECIMAL = r"(?<!\d)(?<!\d[.])\d++[.\u066b]\d++(?![.\d])"
_GENERATION = r"(?<!\d)\d{1,2}[A-Za-z](?![A-Za-z\d])"
_LATIN_WORD = (
    rf"{_LATIN}(?:{_LATIN}|{_ACCENTS}|{_APOSTROPHES}(?={_LATIN})|[{_CONTROLS}]++(?={_LATIN}))*"
)
_NUMBER = r"\d+"

_KINDS = (_ARABIC_WORD, _INITIALS, _MODEL, _GENERATION, _LATIN_WORD, _THOUSANDS, _DECIMAL, _NUMBER)
WORD = re.compile("|".join(_KINDS))

# What may stand inside a word and says nothing: F-16 is F16, U.S. is US, 1,000 is 1000.
_INNER = re.compile(rf"[-\u2010\u2011,\u060c\u066c.\s]|{_APOSTROPHES}")
_IS_THOUSANDS = re.compile(_THOUSANDS)
_INNER_OF_DECIMAL = re.compile(r"(?<=\d)[.\u066b](?=\d)")

# The longest words that newsrooms print have some thirty letters. A longer run of letters is looked
# for as it is spelt: it has no stem, no inflection and no likeness, whose cost is the square of it.
LONGEST_WORD = 64

GROUP = 3  # digits between two marks of thousands

_PARTICLES = (WAW, FEH, BEH, LAM, KAF)

MOST_REMEMBERED = 1 << 18
LONGEST_REMEMBERED = 4 * LONGEST_WORD  # letters with their marks


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    `text[start:end]` is the word as printed, with its vowel marks and tatweel; positions count
    code points and `end` is exclusive.
    """

    key: str  # folded form, the one compared
    start: int
    end: int


def word_key(word: str) -> str:
    """The key of one printed word: folded, without hyphens, apostrophes or commas of thousands.

    A noun that its kasratan shows to lack a final yeh has it.
    """
    key = fold(word)
    if KASRATAN in word and _lacks_its_yeh(key):
        return _with_its_yeh(key)
    if key.isalnum() and RINGS.isdisjoint(key):
        return key
    if _is_decimal(word, key):
        return key.replace("\u066b", ".")
    return _INNER.sub("", key) or word


def _lacks_its_yeh(key: str) -> bool:
    """Whether a word printed with kasratan is a noun in a weak yeh; particles may stand before."""
    full, known = _with_its_yeh(key), tables.defective()
    return full in known or (key[:1] in _PARTICLES and full[1:] in known)


def _with_its_yeh(key: str) -> str:
    """The noun with its final yeh, before which a hamza has a seat («ناءٍ», «النائي»)."""
    return key.removesuffix(HAMZA) + YEH + YEH if key.endswith(HAMZA) else key + YEH


def _is_decimal(word: str, key: str) -> bool:
    return (
        _INNER_OF_DECIMAL.search(word) is not None
        and key.count(".") + key.count("\u066b") == 1
        and not _IS_THOUSANDS.fullmatch(word)
    )


class _Keys(dict[str, str]):
    """Keys of the printed forms met so far; forgets all when full, so memory stays bounded."""

    def __missing__(self, word: str) -> str:
        key = word_key(word)
        if len(word) > LONGEST_REMEMBERED:
            return key
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[word] = key
        return key


_KEYS = _Keys()


class _ToldApart(dict[str, str]):
    """The same, in alef maqsura where that letter makes another word."""

    def __missing__(self, word: str) -> str:
        key = told_apart(word, _KEYS[word])
        if len(word) > LONGEST_REMEMBERED:
            return key
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[word] = key
        return key


_TOLD_APART = _ToldApart()


def _known(*, told: bool) -> dict[str, str]:
    return _TOLD_APART if told else _KEYS


def tokenize(text: str, *, told: bool = False) -> Iterator[Token]:
    """The words of a text in order; they never overlap.

    Here and below `told` asks for the keys of the index and of queries, which keep a final alef
    maqsura where it makes another word («على» and the name «علي»).
    """
    known = _known(told=told)
    for match in WORD.finditer(text):
        yield Token(known[match[0]], match.start(), match.end())


def keys(text: str, *, told: bool = False) -> list[str]:
    """The keys of a text's words in order: `tokenize` for callers that need no positions."""
    return list(map(_known(told=told).__getitem__, WORD.findall(text)))


def grouped_numbers(keys: Sequence[str]) -> list[tuple[int, int, str]]:
    """Numbers whose thousands a space parts: (start, end, whole number), `end` exclusive.

    Whether no more than a space stands between them is for the caller to know.
    """
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(keys):
        end = at + 1
        if _opens_a_number(keys[at]):
            while end < len(keys) and is_group(keys[end]):
                end += 1
            if end > at + 1:
                found.append((at, end, "".join(keys[at:end])))
        at = end
    return found


def _opens_a_number(key: str) -> bool:
    """Whether thousands may follow: one to three digits, the first no nought."""
    return len(key) <= GROUP and key.isdecimal() and key[0] != "0"


def is_group(key: str) -> bool:
    return len(key) == GROUP and key.isdecimal()


def spans(text: str, *, told: bool = False) -> tuple[list[str], list[int], list[int]]:
    """Keys, starts and ends of a text's words: `tokenize` in three columns, for the indexer."""
    known = _known(told=told)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        words.append(known[match[0]])
        starts.append(start)
        ends.append(end)
    return words, starts, ends


@lru_cache(maxsize=4)
def spans_kept(text: str) -> tuple[list[str], list[int], list[int]]:
    """The same for the recognisers, which go over one title and text several times: read only."""
    return spans(text)

"""Words, and where they stand in the published text.

Indexing, queries, highlighting and name matching all split words here, so that a hit can always
be marked where it was printed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.arabic.letters import arabic_letters, arabic_marks, fold

_ARABIC = arabic_letters()
_MARKS = arabic_marks()
# Zero-width and direction controls: inside a word they are skipped, at its ends left outside.
_CONTROLS = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LATIN = r"[^\W\d_\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefe]"
_ACCENTS = r"[\u0300-\u036f]"
_APOSTROPHES = r"['\u2018\u2019\u02bc\u02bb\u02be\u02bf`\u00b4]"

_ARABIC_WORD = rf"[{_ARABIC}](?:[{_ARABIC}{_MARKS}]|[{_CONTROLS}]++(?=[{_ARABIC}{_MARKS}]))*"
_INITIALS = r"(?<![A-Za-z\d])(?:[A-Za-z]\.){2,}(?:[A-Za-z](?![A-Za-z\d]))?"
_MODEL = r"(?<![A-Za-z\d])[A-Za-z]{1,3}[-\u2010\u2011]?\d++(?:[A-Za-z]\d*+)?(?![A-Za-z\d])"
_THOUSANDS = r"(?<!\d)\d{1,3}(?:[,\u066c]\d{3})+(?!\d)"
_DECIMAL = r"(?<!\d)(?<!\d[.])\d++[.\u066b]\d++(?![.\d])"
_GENERATION = r"(?<!\d)\d{1,2}[A-Za-z](?![A-Za-z\d])"
_LATIN_WORD = (
    rf"{_LATIN}(?:{_LATIN}|{_ACCENTS}|{_APOSTROPHES}(?={_LATIN})|[{_CONTROLS}]++(?={_LATIN}))*"
)
_NUMBER = r"\d+"

_KINDS = (_ARABIC_WORD, _INITIALS, _MODEL, _GENERATION, _LATIN_WORD, _THOUSANDS, _DECIMAL, _NUMBER)
WORD = re.compile("|".join(_KINDS))

# What may stand inside a word and says nothing: F-16 is F16, U.S. is US, 1,000 is 1000.
_INNER = re.compile(rf"[-\u2010\u2011,\u066c.\s]|{_APOSTROPHES}")
_INNER_OF_DECIMAL = re.compile(r"(?<=\d)[.\u066b](?=\d)")

# The longest words that newsrooms print have some thirty letters. A longer run of letters is looked
# for as it is spelt: it has no stem, no inflection and no likeness, whose cost is the square of it.
LONGEST_WORD = 64

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
    """The key of one printed word: folded, without hyphens, apostrophes or commas of thousands."""
    key = fold(word)
    if key.isalnum():
        return key
    if _INNER_OF_DECIMAL.search(word) and key.count(".") + key.count("\u066b") == 1:
        return key.replace("\u066b", ".")
    return _INNER.sub("", key) or word


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


def tokenize(text: str) -> Iterator[Token]:
    """The words of a text in order; they never overlap."""
    for match in WORD.finditer(text):
        yield Token(_KEYS[match[0]], match.start(), match.end())


def keys(text: str) -> list[str]:
    """The keys of a text's words in order: `tokenize` for callers that need no positions."""
    return list(map(_KEYS.__getitem__, WORD.findall(text)))


def spans(text: str) -> tuple[list[str], list[int], list[int]]:
    """Keys, starts and ends of a text's words: `tokenize` in three columns, for the indexer."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        words.append(_KEYS[match[0]])
        starts.append(start)
        ends.append(end)
    return words, starts, ends


@lru_cache(maxsize=4)
def spans_kept(text: str) -> tuple[list[str], list[int], list[int]]:
    """The same for the recognisers, which go over one title and text several times: read only."""
    return spans(text)

"""Names of the authorities, found in a text however they are spelt."""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.attested import TO_THE
from archive.arabic.letters import (
    ALEF,
    ARTICLE,
    BEH,
    HEH,
    NOON,
    THAL,
    WAW,
    YEH,
    fold,
)
from archive.arabic.particles import CONJUNCTIONS, WRITTEN_ON
from archive.arabic.spelling import common_spelling
from archive.arabic.stem import SERVANT_OF, joins
from archive.arabic.tokens import keys, spans

# "Father of", "lord of" and "sons of" end as their place in the sentence asks; "son of" loses its
# alef between two names. Each with the form that stands for all.
KINSHIP = {
    **dict.fromkeys((ALEF + BEH + ALEF, ALEF + BEH + YEH), ALEF + BEH + WAW),
    **dict.fromkeys((THAL + ALEF, THAL + YEH), THAL + WAW),
    BEH + NOON + YEH: BEH + NOON + WAW,
    ALEF + BEH + NOON: BEH + NOON,
}

# Indefinite nouns and adjectives end so; names in alef or teh marbuta, being diptotes, never do.
TANWIN = re.compile("[\N{ARABIC FATHATAN}\N{ARABIC DAMMATAN}\N{ARABIC KASRATAN}]")
DIPTOTE_ENDS = (ALEF, HEH)
NO_NAME = "\N{ARABIC FATHATAN}"  # added to a key: folding leaves none in the key of a name

# A name may break at spaces, dashes and quotation marks; any other mark ends it.
_GAP = re.compile(r"(?:[^\S\n]*|[^\S\n]?[-\u2010-\u2015\"'«»“”‘’][^\S\n]?)\Z")
_AFTER_INITIAL = re.compile(r"\.\s?\Z")

# Shorter remains of a word are too likely to be chance.
SHORTEST_ALONE = 3


def given_names() -> frozenset[str]:
    """First names that say, before a surname, that another bearer of it may be meant; folded."""
    return _given_names("name")


def everyday_words() -> frozenset[str]:
    """First names that are everyday words too («باسم»): no sign of another bearer."""
    return _given_names("not")


@lru_cache(maxsize=2)
def _given_names(kind: str) -> frozenset[str]:
    rows = tables.rows("given_names")
    return frozenset(word for name, words in rows if name == kind for word in words.split())


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name found in a text: `text[start:end]` is the name as printed.

    An attached particle (wa-, fa-, bi-, li-, ka-) stands before `start`, outside the name; the
    article belongs to the name, and lil-, which has swallowed it, does too. `ids` are all that
    bear the name; `name` is the name as given.
    """

    start: int
    end: int
    ids: tuple[Hashable, ...]
    name: str


@dataclass(slots=True)
class _Node:
    after: dict[str, "_Node"] = field(default_factory=dict)
    ids: list[Hashable] = field(default_factory=list)
    name: str = ""


class NameMatcher:
    """Finds names in texts; built once from (id, name) pairs, in any script."""

    def __init__(self, names: Iterable[tuple[Hashable, str]]) -> None:
        self._whole = tables.whole_beginnings()
        self._root = _Node()
        for identity, name in names:
            for words in _writings(keys(name)):
                self._add(words, identity, name)

    def find(self, text: str) -> list[NameMatch]:
        """The names in a text in order, the longest at each place; they never overlap."""
        printed = _Printed.of(text)
        matches: list[NameMatch] = []
        place = 0
        while place < len(printed.keys):
            found = self._longest_at(place, printed)
            if found is None:
                place += 1
                continue
            matches.append(printed.match(place, found))
            place = found.after
        return matches

    def _add(self, words: list[str], identity: Hashable, name: str) -> None:
        node = self._root
        for place, word in enumerate(words):
            node = node.after.setdefault(self._form(word, place), _Node())
        if node is not self._root and identity not in node.ids:
            node.ids.append(identity)
            node.name = node.name or name

    def _form(self, word: str, place: int) -> str:
        """A word of a name as the matcher compares it.

        Later words that end like a surname lose the article, which newsrooms add and drop.
        """
        word = KINSHIP.get(word, word)
        article = ARTICLE if word.startswith(ARTICLE) and len(word) > 4 else ""
        bare = word.removeprefix(article)
        spelt = common_spelling(bare)
        if place and spelt.endswith(YEH):
            return spelt
        return article + spelt

    def _longest_at(self, place: int, printed: "_Printed") -> "_Found | None":
        longest: _Found | None = None
        for first, dropped in self._first_words(printed.keys[place]):
            found = self._walk(first, place, printed)
            if found is None:
                continue
            node, after = found
            if dropped and after == place + 1 and len(first) < SHORTEST_ALONE:
                continue
            if longest is None or after > longest.after:
                longest = _Found(node, after, dropped)
        return longest

    def _first_words(self, word: str) -> Iterator[tuple[str, int]]:
        """The word, and what is left of it without particles, with the letters dropped."""
        yield word, 0
        if word in self._whole or self._form(word, 0) in self._root.after:
            return
        rest, dropped = word, 0
        if rest[0] in CONJUNCTIONS:
            rest, dropped = rest[1:], 1
            yield rest, dropped
        if rest.startswith(TO_THE):
            yield ARTICLE + rest[2:], dropped
        if rest and rest[0] in WRITTEN_ON[2:]:
            yield rest[1:], dropped + 1

    def _walk(self, first: str, place: int, printed: "_Printed") -> tuple[_Node, int] | None:
        """The longest name that opens with `first`, and the place after it."""
        longest: tuple[_Node, int] | None = None
        node = self._root.after.get(self._form(first, 0)) if first else None
        after = place + 1
        while node is not None:
            if node.ids:
                longest = node, after
            if not printed.goes_on(after):
                break
            node = node.after.get(self._form(printed.keys[after], 1))
            after += 1
        return longest


@dataclass(frozen=True, slots=True)
class _Found:
    node: _Node
    after: int  # the place of the first word behind the name
    dropped: int  # letters of attached particles


@dataclass(frozen=True, slots=True)
class _Printed:
    """A text and its words."""

    text: str
    keys: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> "_Printed":
        words, starts, ends = spans(text)
        if TANWIN.search(text):
            places = enumerate(zip(words, starts, ends, strict=True))
            for place, (word, start, end) in places:
                if word.endswith(DIPTOTE_ENDS) and TANWIN.search(text, start, end):
                    words[place] += NO_NAME
        return cls(text, words, starts, ends)

    def goes_on(self, place: int) -> bool:
        """Whether a name may run on into the word at a place."""
        if place >= len(self.keys):
            return False
        end, start = self.ends[place - 1], self.starts[place]
        gap = self.text[end:start]
        if gap == " " or _GAP.match(gap):
            return True
        return self.text[end - 1].isascii() and _AFTER_INITIAL.match(gap) is not None

    def match(self, place: int, found: _Found) -> NameMatch:
        start = _skip_letters(self.text, self.starts[place], found.dropped)
        end = self.ends[found.after - 1]
        return NameMatch(start, end, tuple(found.node.ids), found.node.name)


def _writings(words: list[str]) -> list[list[str]]:
    """A name's words as they are, with its compounds written as one word, and as two."""
    joined: list[str] = []
    split: list[str] = []
    for word in words:
        if joined and joins(joined[-1], word):
            joined[-1] += word
        else:
            joined.append(word)
        split += _halves(word)
    return [words, *(other for other in (joined, split) if other != words)]


def _halves(word: str) -> list[str]:
    """Abd and the name after it, where a word holds both."""
    rest = word.removeprefix(SERVANT_OF)
    return [SERVANT_OF, rest] if rest != word and rest.startswith(ARTICLE) else [word]


def _skip_letters(text: str, start: int, letters: int) -> int:
    """The position after so many folded letters, and the marks that sit on them."""
    passed = 0
    while passed < letters:
        passed += len(fold(text[start]))
        start += 1
    while letters and not fold(text[start]):
        start += 1
    return start

"""Names of the authorities, found in a text however they are spelt."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.attested import TO_THE
from archive.arabic.letters import (
    ALEF,
    ALEF_MAQSURA,
    ARTICLE,
    BEH,
    HEH,
    NOON,
    TEH,
    THAL,
    WAW,
    YEH,
    fold,
)
from archive.arabic.particles import CONJUNCTIONS, WRITTEN_ON
from archive.arabic.spelling import common_spelling
from archive.arabic.stem import SERVANT_OF, joins
from archive.arabic.tokens import keys, spans
from archive.arabic.yeh import is_no_name, leaves_out_dots

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

# Two of a kind: «قاعدتي», «وزارتا». What is left names one.
DUAL_OF_FEMININE = (TEH + ALEF, TEH + YEH)
DUAL = (ALEF, YEH)

MOST_REMEMBERED = 1 << 16


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
    after: dict[str, _Node] = field(default_factory=dict)
    ids: list[Hashable] = field(default_factory=list)
    name: str = ""


class NameMatcher:
    """Finds names in texts; built once from (id, name) pairs, in any script."""

    def __init__(self, names: Iterable[tuple[Hashable, str]]) -> None:
        self._whole = tables.whole_beginnings()
        self._root = _Node()
        self._firsts: dict[str, tuple[_First, ...]] = {}
        for identity, name in names:
            for words in _writings(keys(name)):
                self._add(words, identity, name)

    def find(self, text: str | Printed) -> list[NameMatch]:
        """The names in a text in order, the longest at each place; they never overlap.

        A noun that several names share is said once: «كتائب حزب الله وسيد الشهداء» holds two.
        """
        printed = Printed.of(text) if isinstance(text, str) else text
        matches: list[NameMatch] = []
        head: str | None = None  # the first word of the name that ends where we stand
        place = 0
        words = printed.keys
        while place < len(words):
            found = self._longest_at(place, printed) if self._first_words(words[place]) else None
            if head is not None:
                found = self._longer(found, self._shared(head, place, printed))
            if found is None:
                place += 1
                head = None
                continue
            matches.append(printed.match(place, found))
            place = found.after
            head = found.head
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

    def _longest_at(self, place: int, printed: Printed) -> _Found | None:
        longest: _Found | None = None
        for first in self._first_words(printed.keys[place]):
            found = self._walk(first.node, place + 1, printed)
            if found is None:
                continue
            node, after = found
            if after == place + 1 and not first.alone:
                continue
            if longest is None or after > longest.after:
                head = first.form if after > place + 1 else None
                longest = _Found(node, after, first.dropped, head)
        return longest

    def _shared(self, head: str, place: int, printed: Printed) -> _Found | None:
        """A name whose first word was said before the name to which «و» joins it."""
        word = printed.keys[place]
        if len(word) < SHORTEST_ALONE or word[0] != WAW or word in self._whole:
            return None
        if not printed.is_next(place):
            return None
        node = self._root.after[head].after.get(self._form(word[1:], 1))
        found = self._walk(node, place + 1, printed) if node is not None else None
        return _Found(found[0], found[1], 1, head) if found is not None else None

    def _longer(self, found: _Found | None, other: _Found | None) -> _Found | None:
        """The longer of two readings; a name that stands by itself is itself."""
        if found is None or other is None:
            return found or other
        return other if other.after > found.after else found

    def _first_words(self, word: str) -> tuple[_First, ...]:
        """The names that may open with a word: as it is, or without attached particles."""
        known = self._firsts.get(word)
        if known is None:
            if len(self._firsts) >= MOST_REMEMBERED:
                self._firsts.clear()
            known = self._firsts[word] = tuple(self._openings(word))
        return known

    def _openings(self, word: str) -> Iterator[_First]:
        for rest, dropped, alone in self._readings(word):
            form = self._form(rest, 0)
            node = self._root.after.get(form)
            if node is not None:
                yield _First(form, node, dropped, alone)

    def _readings(self, word: str) -> Iterator[tuple[str, int, bool]]:
        """The word, and what is left of it without particles: with the letters dropped, and
        whether that may be a whole name."""
        yield word, 0, True
        if word in self._whole or self._form(word, 0) in self._root.after:
            return
        rest, dropped = word, 0
        yield from ((one, 0, False) for one in _one_of_two(word))
        if rest[0] in CONJUNCTIONS and len(rest) > 1:
            rest, dropped = rest[1:], 1
            yield rest, dropped, len(rest) >= SHORTEST_ALONE
            yield from ((one, dropped, False) for one in _one_of_two(rest))
        if rest.startswith(TO_THE):
            yield ARTICLE + rest[2:], dropped, True
        if rest[0] in WRITTEN_ON[2:] and len(rest) > 1:
            yield rest[1:], dropped + 1, len(rest) > SHORTEST_ALONE

    def _walk(self, node: _Node, after: int, printed: Printed) -> tuple[_Node, int] | None:
        """The longest name that goes on from `node`, and the place after it."""
        longest: tuple[_Node, int] | None = None
        following: _Node | None = node
        while following is not None:
            if following.ids:
                longest = following, after
            if not following.after or not printed.goes_on(after):
                break
            following = following.after.get(self._form(printed.keys[after], 1))
            after += 1
        return longest


@dataclass(frozen=True, slots=True)
class _First:
    """A way to read a word as the first of a name."""

    form: str
    node: _Node
    dropped: int  # letters of attached particles
    alone: bool  # whether it may be all of the name


@dataclass(frozen=True, slots=True)
class _Found:
    node: _Node
    after: int  # the place of the first word behind the name
    dropped: int  # letters of attached particles
    head: str | None  # the first word of a name of several


@dataclass(frozen=True, slots=True)
class Printed:
    """A text and its words, split once for all that look into it."""

    text: str
    words: list[str]
    keys: list[str]  # the words, with a mark on those that tanwin or alef maqsura tell from names
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Printed:
        words, starts, ends = spans(text)
        marked = words
        if ALEF_MAQSURA in text and not leaves_out_dots(text):
            told = spans(text, told=True)[0]
            marked = [
                word + NO_NAME * is_no_name(key) for word, key in zip(words, told, strict=True)
            ]
        if TANWIN.search(text):
            marked = list(marked)
            places = enumerate(zip(words, starts, ends, strict=True))
            for place, (word, start, end) in places:
                if word.endswith(DIPTOTE_ENDS) and TANWIN.search(text, start, end):
                    marked[place] += NO_NAME
        return cls(text, words, marked, starts, ends)

    def is_next(self, place: int) -> bool:
        """Whether only a space stands between a word and the one before it."""
        return 0 < place < len(self.words) and (
            self.text[self.ends[place - 1] : self.starts[place]] == " "
        )

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
        start = skip_letters(self.text, self.starts[place], found.dropped)
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


def _one_of_two(word: str) -> Iterator[str]:
    """The singular, where a word may be the dual of a noun that two names share."""
    for ending in DUAL_OF_FEMININE:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + HEH
    for ending in DUAL:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            yield word.removesuffix(ending)


def _halves(word: str) -> list[str]:
    """Abd and the name after it, where a word holds both."""
    rest = word.removeprefix(SERVANT_OF)
    return [SERVANT_OF, rest] if rest != word and rest.startswith(ARTICLE) else [word]


def skip_letters(text: str, start: int, letters: int) -> int:
    """The position after so many folded letters, and the marks that sit on them."""
    passed = 0
    while passed < letters:
        passed += len(fold(text[start]))
        start += 1
    while letters and not fold(text[start]):
        start += 1
    return start

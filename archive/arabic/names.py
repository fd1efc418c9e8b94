"""Names of the authorities, found in a text however they are spelt."""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from archive.arabic import tables
from archive.arabic.letters import ARTICLE, BEH, FEH, KAF, LAM, WAW, YEH, fold
from archive.arabic.spelling import common_spelling
from archive.arabic.stem import joins
from archive.arabic.tokens import keys, spans

PARTICLES = WAW + FEH + BEH + LAM + KAF
CONJUNCTIONS = WAW + FEH
TO_THE = LAM + LAM

# A name may break at spaces, dashes and quotation marks; any other mark ends it.
_GAP = re.compile(r"(?:[^\S\n]*\n?[^\S\n]*|\s?[-\u2010-\u2015]\s?|\s?[\"'«»“”‘’]\s?)\Z")
_AFTER_INITIAL = re.compile(r"\.\s?\Z")

# Shorter remains of a word are too likely to be chance.
SHORTEST_ALONE = 3


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
        words, starts, ends = spans(text)
        matches: list[NameMatch] = []
        place = 0
        while place < len(words):
            match = self._match_at(place, words, starts, ends, text)
            if match is None:
                place += 1
                continue
            found, place = match
            matches.append(found)
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
        article = ARTICLE if word.startswith(ARTICLE) and len(word) > 4 else ""
        bare = word.removeprefix(article)
        spelt = common_spelling(bare)
        if place and spelt.endswith(YEH):
            return spelt
        return article + spelt

    def _match_at(
        self, place: int, words: list[str], starts: list[int], ends: list[int], text: str
    ) -> tuple[NameMatch, int] | None:
        longest: tuple[int, int, _Node] | None = None
        for first, dropped in self._first_words(words[place]):
            node, after = self._walk(first, place, words, starts, ends, text)
            alone = after == place + 1
            if node is None or (dropped and alone and len(first) < SHORTEST_ALONE):
                continue
            if longest is None or after > longest[0]:
                longest = after, dropped, node
        if longest is None:
            return None
        after, dropped, node = longest
        start = _skip_letters(text, starts[place], dropped)
        return NameMatch(start, ends[after - 1], tuple(node.ids), node.name), after

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
        if rest and rest[0] in PARTICLES[2:]:
            yield rest[1:], dropped + 1

    def _walk(
        self,
        first: str,
        place: int,
        words: list[str],
        starts: list[int],
        ends: list[int],
        text: str,
    ) -> tuple[_Node | None, int]:
        """The longest name that opens with `first`, and the place after it."""
        node = self._root.after.get(self._form(first, 0)) if first else None
        last, after = None, place + 1
        while node is not None:
            if node.ids:
                last, after_last = node, after
            if after >= len(words) or not _joined(text, ends[after - 1], starts[after]):
                break
            node = node.after.get(self._form(words[after], 1))
            after += 1
        return (last, after_last) if last is not None else (None, place)


def _writings(words: list[str]) -> Iterator[list[str]]:
    """A name's words as they are, and with its compounds written as one word and as two."""
    yield words
    joined: list[str] = []
    for word in words:
        if joined and joins(joined[-1], word):
            joined[-1] += word
        else:
            joined.append(word)
    if joined != words:
        yield joined


def _joined(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    if gap in (" ", ""):
        return True
    if _GAP.match(gap):
        return True
    return text[end - 1].isascii() and _AFTER_INITIAL.match(gap) is not None


def _skip_letters(text: str, start: int, letters: int) -> int:
    """The position after so many folded letters, and the marks that sit on them."""
    passed = 0
    while passed < letters:
        passed += len(fold(text[start]))
        start += 1
    while letters and not fold(text[start]):
        start += 1
    return start

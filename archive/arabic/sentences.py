"""How sentences open, carry on and end: what tells whether a broken line goes on.

Words are folded keys. Nothing here is certain: each rule is about how newsrooms write.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.particles import joins_by_and
from archive.arabic.reporting import reporting_verb, sayings
from archive.arabic.tokens import LONGEST_WORD

WORDS_OF_AN_OPENING = 8
LONGEST_SENTENCE = 600  # characters; what runs on longer is cut between two words

_BORDER = re.compile(r"\n|[!?؟…]|\.(?!\d)")
_CLOSING = frozenset("\"”“»›'’)]")


class Sentences:
    """The sentences of a text: each within its line, its marks and full stop included."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        for border in _borders(text):
            self._go_on_to(border)
        self._go_on_to(len(text))

    def _go_on_to(self, border: int) -> None:
        text, last = self._text, self._starts[-1]
        while border - last > LONGEST_SENTENCE:
            space = text.rfind(" ", last + 1, last + LONGEST_SENTENCE)
            last = space + 1 if space > 0 else last + LONGEST_SENTENCE
            self._starts.append(last)
        if border > last:
            self._starts.append(border)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence of a span begins and ends, without space around it."""
        after = bisect_right(self._starts, end - 1)
        first = self._starts[bisect_right(self._starts, start) - 1]
        last = self._starts[after] if after < len(self._starts) else len(self._text)
        sentence = self._text[first:last]
        first += len(sentence) - len(sentence.lstrip())
        return first, first + len(sentence.strip())


def _borders(text: str) -> Iterator[int]:
    """Where a sentence ends; a full stop inside a number or after one letter («د.») ends none."""
    for match in _BORDER.finditer(text):
        at, end = match.start(), match.end()
        if match[0] == "\n":
            yield end
            continue
        while end < len(text) and text[end] in _CLOSING:
            end += 1
        one_letter = text[at - 1 : at].isalpha() and not text[max(0, at - 2) : at - 1].isalpha()
        initial = match[0] == "." and one_letter
        if end == len(text) or (text[end].isspace() and not initial):
            yield end


def wants_more(word: str) -> bool:
    """Whether not even a headline ends so: a preposition, a conjunction, a relative."""
    return word in _wanting("always")


def wants_more_in_prose(word: str) -> bool:
    """Whether a sentence doesn't end so, though a headline may: «هو», «رئيس»."""
    return word in _wanting("in prose")


def opens_paragraph(words: Sequence[str]) -> bool:
    """Whether words open a paragraph as newsrooms do, and hardly ever go on in mid-sentence.

    A verb of saying («وأضاف», «الشمري أكد»), a set opening («من جهته», «كما»), or «و» before a
    word that isn't definite. Where a sentence was broken at random, one line in ten looks so; of
    real openings in agency news, four in five.
    """
    words = words[:WORDS_OF_AN_OPENING]
    if words[0] in _openers() or " ".join(words[:2]) in _openers():
        return True
    if said(words[0], often=True):
        return True
    if wants_more(words[0]):
        return False
    return any(map(said, words[1:])) or joins_by_and(words[0])


def said(word: str, *, often: bool = False) -> bool:
    """A verb of saying in the past, after «و» or «ف» too."""
    return len(word) <= LONGEST_WORD and _said(word, often)


@lru_cache(maxsize=1 << 14)
def _said(word: str, often: bool) -> bool:
    told = sayings(word, often=often)
    return any(verb.tense == "perfect" and not verb.pronoun for verb in told)


def carries_on(word: str) -> bool:
    """Whether no paragraph opens so: «الذي», «مشيراً»."""
    return len(word) <= LONGEST_WORD and _carries_on(word)


@lru_cache(maxsize=1 << 14)
def _carries_on(word: str) -> bool:
    return word in _following() or any(
        verb.is_adverbial and not verb.ambiguous for verb in reporting_verb(word)
    )


def is_credit(line: str) -> bool:
    """«كتب / فلان», «المصدر: …», «اقرأ أيضاً»: a line that belongs to no paragraph."""
    return _credit().match(line) is not None


@lru_cache(maxsize=1)
def _credit() -> re.Pattern[str]:
    rows = {kind: words.split() for kind, words in tables.rows("credits", folded=False)}
    opening, after = ("|".join(map(re.escape, rows[kind])) for kind in ("opening", "after"))
    return re.compile(rf"\s*(?:{opening})\s*(?:/|:|\||-|–|{after})")


@lru_cache(maxsize=2)
def _wanting(wanted: str) -> frozenset[str]:
    rows = tables.rows("wanting")
    return frozenset(word for kind, words in rows if kind == wanted for word in words.split())


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(opener for openers in tables.rows("openers") for opener in openers)


@lru_cache(maxsize=1)
def _following() -> frozenset[str]:
    return frozenset(word for (words,) in tables.rows("following") for word in words.split())

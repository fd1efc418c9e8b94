"""How sentences open, carry on and end: what tells whether a broken line goes on.

Words are folded keys. Nothing here is certain: each rule is about how newsrooms write.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import ARTICLE, TEH, WAW, YEH
from archive.arabic.particles import joins_by_and
from archive.arabic.reporting import reporting_verb, sayings
from archive.arabic.speech import opens_clause
from archive.arabic.tokens import LONGEST_WORD, keys

WORDS_OF_AN_OPENING = 8
WORDS_OF_A_NAME = 3
WORDS_TO_CLAUSE = 8  # from a verb of saying to what is said
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

    def after(self, end: int) -> tuple[int, int]:
        """The same for the sentence that begins behind an offset; empty where the text ends."""
        text = self._text
        while end < len(text) and text[end].isspace():
            end += 1
        return self.around(end, end + 1) if end < len(text) else (end, end)


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


def wants_noun(word: str) -> bool:
    """Whether only a noun can follow: «في», «رئيس»."""
    return word in _wanting("noun")


def asks(word: str) -> bool:
    """Whether a question opens so: «هل», «ما»."""
    return word in _wanting("asks")


def is_no_noun(word: str) -> bool:
    """Whether a word never stands where a noun is wanted: «لم», «عندما», a verb in the past."""
    if word in _wanting("no noun") or word in _happened():
        return True
    return said(word, often=True)


def opens_paragraph(words: Sequence[str], *, paused: bool = False, wanted: bool = False) -> bool:
    """Whether words open a paragraph as newsrooms do, and hardly ever go on in mid-sentence.

    A verb of saying («وأضاف», «الشمري أكد»), a set opening («من جهته», «كما»), or «و» before a
    word that isn't definite. `paused` says that the line before ends with a comma, after which
    «و» goes on; `wanted` that its last word wants another, so that a noun goes on unless the verb
    follows close. `words` are those of the first sentence.
    """
    words = words[:WORDS_OF_AN_OPENING]
    if any(" ".join(words[:length]) in _openers() for length in (1, 2, 3)):
        return True
    if said(words[0], often=True):
        return True
    if wants_more(words[0]):
        return False
    reach = WORDS_OF_A_NAME if wanted else WORDS_OF_AN_OPENING
    if any(map(said, words[1:reach])):
        return True
    return joins_by_and(words[0]) and not paused


def said(word: str, *, often: bool = False) -> bool:
    """A verb of saying in the past, after «و» or «ف» too."""
    return len(word) <= LONGEST_WORD and _said(word, often)


@lru_cache(maxsize=1 << 14)
def _said(word: str, often: bool) -> bool:
    told = sayings(word, often=often)
    return any(verb.tense == "perfect" and not verb.pronoun for verb in told)


def reports_speech(sentence: str) -> bool:
    """Whether somebody is said to say that something is so: «يذكر البيان أن …»."""
    words = keys(sentence)
    verbs = [at for at, word in enumerate(words) if sayings(word)]
    clauses = [at for at, word in enumerate(words) if opens_clause(word)]
    return any(0 < there - at <= WORDS_TO_CLAUSE for at in verbs for there in clauses)


def carries_on(word: str) -> bool:
    """Whether no paragraph opens so: «الذي», «مشيراً»."""
    return len(word) <= LONGEST_WORD and _carries_on(word)


@lru_cache(maxsize=1 << 14)
def _carries_on(word: str) -> bool:
    return word in _following() or any(
        _is_adverbial(form) for form in (word, word[1:] if word.startswith(WAW) else "") if form
    )


def _is_adverbial(word: str) -> bool:
    return any(verb.is_adverbial and not verb.ambiguous for verb in reporting_verb(word))


def is_credit(line: str) -> bool:
    """«كتب / فلان», «المصدر: …», «اقرأ أيضاً»: a line that belongs to no paragraph."""
    return _credit().match(line) is not None


@lru_cache(maxsize=1)
def _credit() -> re.Pattern[str]:
    rows = {kind: words.split() for kind, words in tables.rows("credits", folded=False)}
    opening, after = ("|".join(map(re.escape, rows[kind])) for kind in ("opening", "after"))
    return re.compile(rf"\s*(?:{opening})\s*(?:/|:|\||-|–|{after})")


def _wanting(wanted: str) -> frozenset[str]:
    return tables.words_by_kind("wanting")[wanted]


@lru_cache(maxsize=1)
def _happened() -> frozenset[str]:
    """Verbs of what happened, with the feminine."""
    rows = tables.rows("tense")
    listed = [word for kind, words in rows if kind == "past" for word in words.split()]
    verbs = [word for word in listed if not word.startswith(ARTICLE)]
    feminine = [(word[:-1] if word.endswith(YEH) else word) + TEH for word in verbs]
    return frozenset(verbs + feminine)


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(opener for openers in tables.rows("openers") for opener in openers)


@lru_cache(maxsize=1)
def _following() -> frozenset[str]:
    return frozenset(word for (words,) in tables.rows("following") for word in words.split())

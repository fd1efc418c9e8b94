"""What a reader typed, cut into tokens: words, phrases, signs, brackets, operators, fields, dates.

The lexer knows what a mark is where it stands; what it means among the others is the parser's to
say. Each letter is passed once, but for a few that are looked at ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Literal

from archive.arabic.letters import fold
from search.query.syntax import (
    AND_WORDS,
    NOT_WORDS,
    OR_WORDS,
    Between,
    FieldName,
    Word,
    field_named,
    words_in,
)

MOST_IN_A_NAME = 6

CLOSING = {
    '"': '"“”',
    "“": '”“"',
    "”": '”“"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
}
_CLOSING = {opening: re.compile(f"[{marks}]") for opening, marks in CLOSING.items()}
MINUS = "-\N{MINUS SIGN}\N{EN DASH}"
STAR = "*\N{ARABIC FIVE POINTED STAR}"

_DATE = r"(?:1[5-9]|2[01])\d{2}(?:[-/.]\d{1,2}(?:[-/.]\d{1,2})?)?"
_BETWEEN = re.compile(
    rf"\s*(?P<first>{_DATE})"
    rf"(?:(?:\s*+(?:\.{{2,}}+|…|،|,|~)\s*+|\s++(?:-|–|—|و|إلى|الى|حتى|and|to|until)?\s*+|[-–—])"
    rf"(?P<last>{_DATE}))?(?![\d-])",
    re.IGNORECASE,
)
# One word or two («نقلاً عن»), with their vowel marks.
_WORD = r"[^\W\d_][\w\u064b-\u0652]*+"
_FIELD = re.compile(rf"(?P<name>{_WORD}(?: {_WORD})?+)[:：]\s*")
# After these «قال:» is the verb of a question: «من قال: …».
_ASKING = re.compile(r"(?<!\S)(?:مَ?ن|ال[ذت]ي)\s+\Z")
LONGEST_ASKING = 8  # letters, spaces included
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd]")
_BREAKS = re.escape("".join(CLOSING) + "()|" + STAR)
_RUN = re.compile(rf"[^\s{_BREAKS}]+")
_SPACES = re.compile(r"\s*")
# A name may hold a colon («موجز الأرشيف: بغداد»), which then ends its word.
_PLAIN = re.compile(rf"[ ]+(?P<word>[^\s:{_BREAKS}]+):?(?=[\s{_BREAKS}]|$)")


class Mark(Enum):
    """Tokens that say all by their kind."""

    OPENING = auto()
    CLOSING = auto()
    STRAY = auto()  # a quotation mark without its partner, a star without a word
    NO_DATES = auto()  # `between:` without dates after it


@dataclass(frozen=True, slots=True)
class Run:
    """Words that no space parts, usually one; `starred` where a star follows."""

    words: tuple[Word, ...]
    starred: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands between two quotation marks, which may be nothing."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A plus or minus before a word, phrase or bracket; NOT is a minus."""

    sign: Literal["+", "-"]


@dataclass(frozen=True, slots=True)
class Operator:
    """What joins its neighbours, as printed: nothing for a bar."""

    name: Literal["AND", "OR"]
    printed: str


@dataclass(frozen=True, slots=True)
class FieldStart:
    """A field's name and its colon."""

    name: FieldName


@dataclass(frozen=True, slots=True)
class Dates:
    """`between:` and its dates as typed, twice the same where one was."""

    between: Between


Token = Mark | Run | Phrase | Sign | Operator | FieldStart | Dates


def printable(text: str) -> str:
    """The text without control characters, which no reader means to type."""
    return _CONTROLS.sub(" ", text).strip()


class Lexer:
    """The tokens of a printable text, one after the other; `offset` is where the next begins.

    Between two tokens the parser may take plain words that belong to a name (`words_ahead`,
    `take_ahead`), which only it can know of.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self._ahead: Sequence[re.Match[str]] = ()
        self._left_open: set[str] = set()  # quotation marks that nothing closes from here on

    def tokens(self) -> Iterator[Token]:
        while self.offset < len(self.text):
            letter = self.text[self.offset]
            if letter.isspace():
                self.offset += 1
            elif letter in CLOSING:
                yield self._phrase(letter)
            elif letter in "()|" or letter in STAR:
                self.offset += 1
                yield _alone(letter)
            elif letter in MINUS + "+" and self._stands_before_a_word():
                self.offset += 1
                yield Sign("+" if letter == "+" else "-")
            else:
                yield from self._field()

    # Names of several words

    def words_ahead(self) -> list[str]:
        """The plain words that follow right here; at most `MOST_IN_A_NAME`."""
        ahead: list[re.Match[str]] = []
        offset = self.offset
        while len(ahead) < MOST_IN_A_NAME and (match := _PLAIN.match(self.text, offset)):
            ahead.append(match)
            offset = match.end()
        self._ahead = ahead
        return [match["word"] for match in ahead]

    def take_ahead(self, count: int) -> None:
        """Pass so many of the words ahead: they have been read."""
        if count:
            self.offset = self._ahead[count - 1].end()

    # Tokens

    def _phrase(self, opening: str) -> Token:
        closing = None
        if opening not in self._left_open:
            closing = _CLOSING[opening].search(self.text, self.offset + 1)
        if closing is None:
            self._left_open.add(opening)
            self.offset += 1
            return Mark.STRAY
        words = words_in(self.text[self.offset + 1 : closing.start()])
        self.offset = closing.end()
        return Phrase(words)

    def _stands_before_a_word(self) -> bool:
        before = self.text[self.offset - 1] if self.offset else " "
        starts = before.isspace() or before in "(|" or before in CLOSING
        return starts and self._begins_a_word(self.offset + 1)

    def _begins_a_word(self, offset: int) -> bool:
        letter = self.text[offset : offset + 1]
        return bool(letter) and (letter.isalnum() or letter in CLOSING or letter == "(")

    def _field(self) -> Iterator[Token]:
        """A field's name where one begins here, else a run of words."""
        match = _FIELD.match(self.text, self.offset)
        name = field_named(match["name"]) if match else None
        if name == "said" and _ASKING.search(
            self.text[max(0, self.offset - LONGEST_ASKING) : self.offset]
        ):
            name = None
        if match is None or name is None or match.end() >= len(self.text):
            yield from self._run()
        elif name == "between":
            yield from self._between(match.end())
        else:
            self.offset = match.end()
            yield FieldStart(name)

    def _between(self, offset: int) -> Iterator[Token]:
        match = _BETWEEN.match(self._digits, offset)
        if match is None:
            yield Mark.NO_DATES
            yield from self._run()
        else:
            self.offset = match.end()
            yield Dates((match["first"], match["last"] or match["first"]))

    @cached_property
    def _digits(self) -> str:
        """The text with the digits of every script written as 0-9, at the same offsets."""
        return "".join(fold(letter) if letter.isdecimal() else letter for letter in self.text)

    def _run(self) -> Iterator[Token]:
        """What stands up to the next space or mark: an operator, or words."""
        match = _RUN.match(self.text, self.offset)
        if match is None:
            self.offset += 1
            return
        self.offset = match.end()
        if operator := self._operator(match[0]):
            yield operator
            return
        starred = self.text[self.offset : self.offset + 1] in tuple(STAR)
        self.offset += starred
        if words := words_in(match[0]):
            yield Run(words, starred)

    def _operator(self, run: str) -> Token | None:
        if run in OR_WORDS:
            return Operator("OR", run)
        if run in AND_WORDS:
            return Operator("AND", run)
        if run in NOT_WORDS:
            spaces = _SPACES.match(self.text, self.offset)
            if spaces and self._begins_a_word(spaces.end()):
                self.offset = spaces.end()
                return Sign("-")
        return None


def _alone(letter: str) -> Token:
    match letter:
        case "(":
            return Mark.OPENING
        case ")":
            return Mark.CLOSING
        case "|":
            return Operator("OR", "")
    return Mark.STRAY

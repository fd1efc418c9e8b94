"""What a reader typed, cut into tokens: words, phrases, signs, brackets, operators, fields, dates.

The lexer knows what a mark is where it stands; what it means among the others is the parser's to
say. Each letter is passed once, but for a few that are looked at ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache, cached_property
from typing import Literal

from archive.arabic.letters import fold, is_arabic
from archive.dates.typed import date_pattern
from search.query.syntax import (
    AND_WORDS,
    NOT_WORDS,
    OR_WORDS,
    SMALL_OPERATORS,
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
# A long dash joins, or parts a headline: it excludes nothing.
MINUS = "-\N{MINUS SIGN}"
STAR = "*\N{ARABIC FIVE POINTED STAR}"

_TO = r"\s*+(?:\.{2,}+|…|،|,|~)\s*+|\s++(?:-|–|—|و|إلى|الى|حتى|and|to|until)?\s*+|[-–—]"
# One word or two («نقلاً عن»), with their vowel marks.
_WORD = r"[^\W\d_][\w\u064b-\u0652]*+"
_FIELD = re.compile(rf"(?P<name>{_WORD}(?: {_WORD})?+)[:：]\s*")
# After these «قال:» is the verb of a question: «من قال: …».
_ASKING = re.compile(r"(?<!\S)(?:مَ?ن|ال[ذت]ي)\s+\Z")
LONGEST_ASKING = 8  # letters, spaces included
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufffd]")
_DIRECTIONS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BREAKS = re.escape("".join(CLOSING) + "()|" + STAR)
_RUN = re.compile(rf"[^\s{_BREAKS}]+")
# What other query languages write behind a word or phrase: weight, likeness, words between.
_WEIGHT = r"\^[\d\u0660-\u0669.,]++"
_BEHIND = re.compile(rf"{_WEIGHT}|~(?P<within>[\d\u0660-\u0669]{{0,3}}+)[.,\d]*+")
# What they write between words: NEAR/5, W/3, ADJ.
_NEARNESS = re.compile(r"(?:NEAR|ADJ|PRE|W|N)(?:/?\d{1,3})|NEAR|ADJ")
_STARS = re.escape(STAR)
_STARRED = re.compile(rf"(?<=\w)([{_STARS}])(?!\w)")
# One letter (?) or any letters (*) that the reader doesn't know, inside a word.
_LETTERS = r"[^\W\d_][\w\u064b-\u0652]*+"
_PATTERN = re.compile(
    rf"{_LETTERS}(?:[?{_STARS}]{_LETTERS})++[{_STARS}]?(?=[\s{_BREAKS}.,،؛!؟:]|$)"
)
SMALL_SENTENCE = 3  # words, of which the middle one is an operator
_SPACES = re.compile(r"\s*")
# A name may hold a colon («موجز الأرشيف: بغداد»), which then ends its word.
_PLAIN = re.compile(rf"[ ]+(?P<word>[^\s:{_BREAKS}]+):?(?=[\s{_BREAKS}]|$)")


@cache
def _dates() -> re.Pattern[str]:
    """A date, or two, as they are printed."""
    date = date_pattern()
    return re.compile(
        rf"\s*(?P<first>{date})(?:(?:{_TO})(?P<last>{date}))?(?![\d-])", re.IGNORECASE
    )


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
    """What stands between two quotation marks, which may be nothing.

    `within` is how many words apart they may stand (`"…"~5`), 0 for side by side.
    """

    words: tuple[Word, ...]
    within: int = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word with letters left open, as typed: `?` for one, a star for any."""

    printed: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """A mark of another query language, as typed, which says nothing here."""

    printed: str


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
    """A field's name and its colon; `spaced` where a space follows, as in a headline."""

    name: FieldName
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """`between:` and its dates as typed, twice the same where one was."""

    between: Between


Token = Mark | Run | Phrase | Unknown | Leftover | Sign | Operator | FieldStart | Dates


def printable(text: str) -> str:
    """The text without control characters, which no reader means to type.

    Marks of direction would stand between a sign and its word; a zero-width space parts words.
    """
    return _CONTROLS.sub(" ", _DIRECTIONS.sub("", text)).strip()


class Lexer:
    """The tokens of a printable text, one after the other; `offset` is where the next begins.

    Between two tokens the parser may take plain words that belong to a name (`words_ahead`,
    `take_ahead`), which only it can know of. `plainly` takes signs, operators, brackets and
    fields for what stands in a sentence.
    """

    def __init__(self, text: str, *, plainly: bool = False) -> None:
        self.text = text
        self.plainly = plainly
        self.offset = 0
        self._ahead: Sequence[re.Match[str]] = ()
        self._left_open: set[str] = set()  # quotation marks that nothing closes from here on

    def tokens(self) -> Iterator[Token]:
        while self.offset < len(self.text):
            letter = self.text[self.offset]
            if letter.isspace():
                self.offset += 1
            elif letter in CLOSING:
                yield from self._phrase(letter)
            elif self.plainly:
                yield from self._plain_run()
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

    def _plain_run(self) -> Iterator[Token]:
        """Words up to the next space or mark; a mark is passed."""
        match = _RUN.match(self.text, self.offset)
        self.offset = match.end() if match else self.offset + 1
        if match and match[0].isascii() and self._operator(match):
            return
        if match and (words := words_in(_BEHIND.sub(" ", match[0]))):
            yield Run(words, starred=False)

    def _phrase(self, opening: str) -> Iterator[Token]:
        closing = None
        if opening not in self._left_open:
            closing = _CLOSING[opening].search(self.text, self.offset + 1)
        if closing is None:
            self._left_open.add(opening)
            self.offset += 1
            yield Mark.STRAY
            return
        words = _quoted_words(self.text[self.offset + 1 : closing.start()])
        self.offset = closing.end()
        behind = _BEHIND.match(self.text, self.offset)
        within = int(fold(behind["within"] or "0")) if behind else 0
        yield Phrase(words, within if len(words) > 1 else 0)
        if behind:
            self.offset = behind.end()
            if not (within and len(words) > 1):
                yield Leftover(behind[0])

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
            yield FieldStart(name, spaced=match[0][-1].isspace())

    def _between(self, offset: int) -> Iterator[Token]:
        match = _dates().match(self._digits, offset)
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
        if pattern := _PATTERN.match(self.text, self.offset):
            self.offset = pattern.end()
            yield Unknown(pattern[0])
            return
        match = _RUN.match(self.text, self.offset)
        if match is None:
            self.offset += 1
            return
        self.offset = match.end()
        if operator := self._operator(match):
            yield operator
            return
        if _NEARNESS.fullmatch(match[0]) and match.start():
            yield Leftover(match[0])
            return
        starred = self.text[self.offset : self.offset + 1] in tuple(STAR)
        self.offset += starred
        if words := words_in(_BEHIND.sub(" ", match[0])):
            yield Run(words, starred)
        for behind in _BEHIND.finditer(match[0]):
            yield Leftover(behind[0])

    def _operator(self, match: re.Match[str]) -> Token | None:
        run = match[0]
        if run in SMALL_OPERATORS:
            if not self._joins_words(match):
                return None
            run = run.upper()
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

    def _joins_words(self, match: re.Match[str]) -> bool:
        """Whether an English operator in small letters joins Arabic words, or the only two.

        In an English sentence it is a word of it.
        """
        before, after = self.text[: match.start()].rstrip(), self.text[match.end() :].lstrip()
        if not before or not after:
            return False
        if len(self.text.split(maxsplit=SMALL_SENTENCE)) <= SMALL_SENTENCE:
            return True
        marks = CLOSING.keys() | set("()")
        return any(is_arabic(letter) or letter in marks for letter in (before[-1], after[0]))


def _quoted_words(text: str) -> tuple[Word, ...]:
    """The words between quotation marks; a star right behind one asks for its beginning."""
    words: list[Word] = []
    for part in _STARRED.split(text):
        starred = part in tuple(STAR)
        if starred and words and not words[-1].prefix:
            words[-1] = replace(words[-1], prefix=True)
        elif not starred:
            words += words_in(part)
    return tuple(words)


def _alone(letter: str) -> Token:
    match letter:
        case "(":
            return Mark.OPENING
        case ")":
            return Mark.CLOSING
        case "|":
            return Operator("OR", "")
    return Mark.STRAY

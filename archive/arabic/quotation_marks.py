"""Quotation marks paired: which words of a text stand between marks, however these were typed.

Newsrooms type "…", “…”, «…», ‹…›, ''…'' and mixtures of them; leave marks open at the end of a
paragraph and open them again in the next; lose the last one; and write inches and minutes with
the same sign. A span never reaches beyond its passage unless the next one opens with a mark
again, so that a lost mark can't swallow the rest of an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.arabic.letters import BEH, FEH, KAF, LAM, TATWEEL, WAW
from archive.arabic.reporting import sayings

# Closed by its mark; left open to the end of its passage; without a partner where it stands.
State = Literal["closed", "cut", "unpaired"]
Span = tuple[int, int]

LEFT_GUILLEMETS = "«‹"
RIGHT_GUILLEMETS = "»›"
CURLY = "“”„‟"
STRAIGHT = '"\N{DOUBLE PRIME}\N{FULLWIDTH QUOTATION MARK}'
DOUBLED = ("''", "’’", "‘‘", "``")
MOST_NESTED = 6

_MARK = re.compile(
    "|".join(map(re.escape, DOUBLED)) + f"|[{LEFT_GUILLEMETS}{RIGHT_GUILLEMETS}{CURLY}{STRAIGHT}]"
)
_PROCLITICS = re.compile(rf"[{WAW}{FEH}{BEH}{LAM}{KAF}{TATWEEL}]{{1,3}}")
_SENTENCE_END = re.compile(r"[.!?؟](?=\s|$)")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]\w*)")
_INSERTION = re.compile(r"\[[^\[\]\n]{1,200}\]|\([^()\n]{1,200}\)")
_BEFORE_OPENING = "([{:،,؛;.!?؟-–—…|/"
_AFTER_CLOSING = ")]}:،,؛;.!?؟-–—…|/"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks.

    `start` and `end` take in the marks; `pieces` are the words themselves, one piece a paragraph
    where the marks were opened again. `depth` counts the quotations around it; `insertions` are
    brackets inside, which may be an editor's words.
    """

    start: int
    end: int
    pieces: tuple[Span, ...]
    state: State = "closed"
    depth: int = 0
    insertions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    family: str
    may_open: bool
    may_close: bool


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner, and the pieces that came before this passage."""

    mark: _Mark
    start: int
    before: list[Span] = field(default_factory=list)


def pair_marks(text: str, passages: Sequence[Sequence[Span]]) -> list[Quoted]:
    """All quotations of a text, by their start.

    `passages` are spans of the text in order; a passage that a blank line broke has several.
    """
    found: list[Quoted] = []
    carried: _Open | None = None
    for number, pieces in enumerate(passages):
        reopens = number + 1 < len(passages) and _opens_again(text, passages[number + 1])
        carried = _Passage(text, pieces, found).read(carried, reopens)
    return sorted(found, key=lambda one: (one.start, -one.end))


def insertions(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Brackets inside a quotation: an editor's words, or the speaker's aside."""
    return tuple(match.span() for match in _INSERTION.finditer(text, start, end))


class _Passage:
    """One pass over the marks of a passage."""

    def __init__(self, text: str, pieces: Sequence[Span], found: list[Quoted]) -> None:
        self.text = text
        self.pieces = pieces
        self.first, self.last = pieces[0][0], pieces[-1][1]
        self.found = found
        self.open: list[_Open] = []
        self.marks: list[_Mark] = []
        self._last_closing: dict[str, int] = {}

    def read(self, carried: _Open | None, reopens: bool) -> _Open | None:
        """Pair the marks; returns the quotation that goes on in the next passage, if one does."""
        self.marks = list(_marks(self.text, self.pieces))
        self._last_closing = {
            mark.family: index for index, mark in enumerate(self.marks) if mark.may_close
        }
        following = iter(range(len(self.marks)))
        if carried is not None:
            first = self.marks[next(following)]
            self.open.append(_Open(first, carried.start, carried.before))
        for index in following:
            self._take(index)
        return self._leave(reopens)

    def _take(self, index: int) -> None:
        mark = self.marks[index]
        level = self._closed_by(index)
        if level is not None:
            self._close(level, mark)
        elif mark.may_open and len(self.open) < MOST_NESTED:
            if not self._closes_twice(index):
                self._give_up_same(mark)
            self.open.append(_Open(mark, mark.start))

    def _closes_twice(self, index: int) -> bool:
        """Whether the next two marks only close: then this one opens inside of one like it."""
        following = self.marks[index + 1 : index + 3]
        return len(following) == 2 and all(
            mark.may_close and not mark.may_open and mark.family == self.marks[index].family
            for mark in following
        )

    def _closed_by(self, index: int) -> int | None:
        """Which open quotation this mark closes: the innermost of its family that it can."""
        mark = self.marks[index]
        if not self.open:
            return None
        top = len(self.open) - 1
        if self._matches(self.open[top].mark, mark):
            return None if mark.may_open and not mark.may_close else top
        for level in range(top - 1, -1, -1):
            if mark.may_close and self._matches(self.open[level].mark, mark):
                return level
        if mark.may_close and not mark.may_open and not self._has_partner_later(index):
            return top
        return None

    def _matches(self, opening: _Mark, closing: _Mark) -> bool:
        return closing.family == _closing_of(opening.family)

    def _has_partner_later(self, index: int) -> bool:
        return self._last_closing.get(_closing_of(self.open[-1].mark.family), -1) > index

    def _close(self, level: int, mark: _Mark) -> None:
        for left in self.open[level + 1 :]:
            self._keep_unpaired(left, mark.start)
        opened = self.open[level]
        del self.open[level:]
        inside = (*opened.before, *self._spans(opened.mark.end, mark.start))
        if any(self.text[start:end].strip() for start, end in inside):
            self._keep(opened.start, mark.end, inside, "closed", level)

    def _give_up_same(self, mark: _Mark) -> None:
        """A mark that opens where one of its family is open: that one lost its partner."""
        for level, opened in enumerate(self.open):
            if opened.mark.family == mark.family and mark.family in ('"', "''"):
                for left in self.open[level:]:
                    self._keep_unpaired(left, mark.start)
                del self.open[level:]
                return

    def _leave(self, reopens: bool) -> _Open | None:
        if not self.open:
            return None
        opened = self.open[0]
        for left in self.open[1:]:
            self._keep_unpaired(left, self.last)
        inside = [*opened.before, *self._spans(opened.mark.end, self.last)]
        if reopens:
            return _Open(opened.mark, opened.start, inside)
        end = self._end_of_words(opened.mark.end)
        inside = [*opened.before, *self._spans(opened.mark.end, end)]
        if inside:
            self._keep(opened.start, end, tuple(inside), "cut", 0)
        return None

    def _end_of_words(self, start: int) -> int:
        """Where words end that no mark closes: before a sentence that goes on («وأضاف»)."""
        for match in _SENTENCE_END.finditer(self.text, start, self.last):
            word = _NEXT_WORD.match(self.text, match.end(), self.last)
            if word and any(
                one.tense == "perfect" and one.particle == WAW for one in sayings(word[1])
            ):
                return match.end()
        return self.last

    def _keep_unpaired(self, opened: _Open, before: int) -> None:
        """Words after a mark without a partner, as far as their sentence goes."""
        match = _SENTENCE_END.search(self.text, opened.mark.end, before)
        inside = (*opened.before, *self._spans(opened.mark.end, match.end() if match else before))
        if inside:
            self._keep(opened.start, inside[-1][1], inside, "unpaired", 0)

    def _keep(
        self, start: int, end: int, inside: tuple[Span, ...], state: State, depth: int
    ) -> None:
        brackets = tuple(span for piece in inside for span in insertions(self.text, *piece))
        self.found.append(Quoted(start, end, inside, state, depth, brackets))

    def _spans(self, start: int, end: int) -> list[Span]:
        """The words between two offsets, one span a piece of the passage, without outer spaces."""
        spans = []
        for first, last in self.pieces:
            span = _stripped(self.text, max(start, first), min(end, last))
            if span[0] < span[1]:
                spans.append(span)
        return spans


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _opens_again(text: str, pieces: Sequence[Span]) -> bool:
    start, end = pieces[0]
    while start < end and text[start].isspace():
        start += 1
    match = _MARK.match(text, start, end)
    return match is not None and not text[match.end() : match.end() + 1].isspace()


def _marks(text: str, pieces: Sequence[Span]) -> Iterator[_Mark]:
    seen = 0  # marks of the straight and curly kinds before this one
    for first, last in pieces:
        for match in _MARK.finditer(text, first, last):
            before = text[match.start() - 1] if match.start() > pieces[0][0] else " "
            after = text[match.end()] if match.end() < last else " "
            if match[0] in STRAIGHT and before.isdigit() and seen % 2 == 0:
                continue  # inches or minutes: nothing is open that it could close
            mark = _mark(match, text, before, after, first)
            seen += mark.family == '"'
            yield mark


def _mark(match: re.Match[str], text: str, before: str, after: str, first: int) -> _Mark:
    attached = _is_attached(text, match.start(), first)
    starts = before.isspace() or before in _BEFORE_OPENING or attached or bool(_MARK.match(before))
    ends = after.isspace() or after in _AFTER_CLOSING or bool(_MARK.match(after))
    inner = not after.isspace() and after not in _AFTER_CLOSING
    family = _family(match[0])
    if family == "<":
        may_open, may_close = True, ends and not inner
    elif family == ">":
        may_open, may_close = starts and inner and not ends, True
    else:
        # With a space on both sides the marks take turns.
        may_open = starts
        may_close = (
            (ends and not before.isspace()) or (before.isspace() and after.isspace()) or not starts
        )
        if starts and inner:
            may_close = may_close and not inner
    return _Mark(match.start(), match.end(), family, may_open, may_close)


def _is_attached(text: str, start: int, first: int) -> bool:
    """Whether only particles stand between the mark and the space before it: و"النجباء"."""
    begins = start
    while begins > first and not text[begins - 1].isspace() and start - begins < 4:
        begins -= 1
    return begins < start and _PROCLITICS.fullmatch(text, begins, start) is not None


def _closing_of(family: str) -> str:
    return {"<": ">", ">": "<"}.get(family, family)


def _family(mark: str) -> str:
    if mark in LEFT_GUILLEMETS:
        return "<"
    if mark in RIGHT_GUILLEMETS:
        return ">"
    return "''" if mark in DOUBLED else '"'

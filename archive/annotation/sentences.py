"""A passage as the finders of statements read it: its words, sentences and marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from archive.arabic.quotation_marks import Quoted
from archive.arabic.reporting import ReportingVerb
from archive.arabic.tokens import spans_kept

if TYPE_CHECKING:
    from archive.annotation.asides import Aside

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"[!?؟…]|\.(?!\d)")
_CLOSING = frozenset("\"”“»›'’)]")


class Word(NamedTuple):
    """A word of a passage; `quote` is the index of the outermost quotation it stands in."""

    key: str
    start: int
    end: int
    quote: int | None = None


class PassageText:
    """One passage of an article; offsets are those of the article's text.

    `number` counts passages from 0; the title is a passage of a text of its own, number -1.
    """

    def __init__(
        self, number: int, text: str, pieces: Sequence[Span], quotes: Sequence[Quoted], *, cut: bool
    ) -> None:
        # `quotes` are those that begin, go on or end in the passage
        self.number = number
        self.text = text
        self.pieces = tuple(pieces)
        self.cut = cut
        self.start, self.end = pieces[0][0], pieces[-1][1]
        self.quotes = [one for one in quotes if one.depth == 0 and one.state != "unpaired"]
        self._quote_starts = [one.start for one in self.quotes]
        self.nested = [one for one in quotes if one.depth > 0]
        self.words = list(self._words())
        self.starts = [word.start for word in self.words]
        self.sizes = Counter(word.quote for word in self.words if word.quote is not None)
        self.sentences = list(self._sentences())
        self._sentence_starts = [sentence.start for sentence in self.sentences]
        self.named: frozenset[int] = frozenset()  # words that begin or go on a name
        self.in_long_names: frozenset[int] = frozenset()  # those of names of several words
        self.verbs: dict[int, ReportingVerb | None] = {}  # filled by `archive.annotation.verbs`
        self.asides: dict[int, Aside] | None = None  # filled by `archive.annotation.asides`

    def _words(self) -> Iterator[Word]:
        keys, starts, ends = spans_kept(self.text)
        quotes = iter(enumerate(self.quotes))
        current = next(quotes, None)
        for first, last in self.pieces:
            for at in range(bisect_left(starts, first), bisect_left(starts, last)):
                start = starts[at]
                while current is not None and current[1].end <= start:
                    current = next(quotes, None)
                inside = current is not None and current[1].start < ends[at]
                yield Word(keys[at], start, ends[at], current[0] if current and inside else None)

    def _sentences(self) -> Iterator[range]:
        """Ranges of word indexes; a full stop inside marks ends a sentence only with them."""
        first = 0
        for match in _SENTENCE_END.finditer(self.text, self.start, self.end):
            end = self._after_closing(match.end())
            if end < self.end and not self.text[end].isspace():
                continue
            before = bisect_left(self._quote_starts, match.start()) - 1
            if before >= 0 and end < self.quotes[before].end:
                continue
            after = bisect_left(self.starts, end)
            if after > first:
                yield range(first, after)
                first = after
        if first < len(self.words):
            yield range(first, len(self.words))

    def _after_closing(self, offset: int) -> int:
        """Where the quotation marks and brackets end that close right behind a full stop."""
        while offset < self.end and self.text[offset] in _CLOSING:
            offset += 1
        return offset

    def sentence_at(self, index: int) -> range:
        """The sentence that holds a word."""
        if index >= len(self.words):
            return range(len(self.words), len(self.words))
        return self.sentences[bisect_right(self._sentence_starts, index) - 1]

    def between(self, index: int) -> str:
        """What is printed between a word and the next."""
        end = self.words[index].end
        after = self.words[index + 1].start if index + 1 < len(self.words) else self.end
        return self.text[end:after]

    def before(self, index: int) -> str:
        """What is printed between a word and the one before it."""
        return self.between(index - 1) if index else self.text[self.start : self.words[0].start]

    def index_at(self, offset: int) -> int:
        """The index of the first word that begins at an offset or after it."""
        return bisect_left(self.starts, offset)

    def word_at(self, offset: int) -> int:
        """The index of the word that an offset stands in, or the last before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def quotes_between(self, start: int, end: int) -> list[Quoted]:
        """The quotations that open between two offsets."""
        first = bisect_left(self._quote_starts, start)
        return self.quotes[first : bisect_left(self._quote_starts, end)]

    def words_between(self, start: int, end: int) -> int:
        """How many words begin between two offsets."""
        return bisect_left(self.starts, end) - bisect_left(self.starts, start)

    def printed(self, index: int) -> str:
        word = self.words[index]
        return self.text[word.start : word.end]

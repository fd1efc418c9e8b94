"""The title or the text of an article, its words looked up by offset."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from archive.arabic.function_words import is_function_word
from archive.arabic.name_matching import Printed
from archive.arabic.particles import ends_with_to
from archive.arabic.punctuation import PAUSES, SENTENCE_ENDS
from archive.arabic.relaying import asks, attributes, is_kind_of_outlet, prints, reports
from archive.arabic.speech import is_to_the
from archive.arabic.tables import known_words

WORDS_NEAR = 9
WORDS_FROM_VERB = 5  # from «قال» to «للسومرية»
OPENING_MARKS = tuple('«“"‹„')
CLOSING_MARKS = tuple('»”"›“')


class Part:
    """The title or the text of an article, its words looked up by offset."""

    def __init__(self, in_title: bool, text: str, anchors: Sequence[tuple[int, int]]) -> None:
        self.in_title = in_title
        self.text = text
        self.anchors = anchors

    @cached_property
    def printed(self) -> Printed:
        return Printed.of(self.text)

    @property
    def words(self) -> tuple[list[str], list[int], list[int]]:
        return self.printed.words, self.printed.starts, self.printed.ends

    def place_before(self, start: int) -> int | None:
        """The place of the word that stands right before, with only a space between."""
        _, _, ends = self.words
        place = bisect_right(ends, start) - 1
        return place if place >= 0 and self.text[ends[place] : start] == " " else None

    def place_at(self, start: int) -> int:
        """The place of the word in which an offset lies, or of the last before it."""
        return bisect_right(self.printed.starts, start) - 1

    def is_function_word(self, place: int) -> bool:
        """Asked of the word as printed: folding writes the preposition «على» as the name «علي»."""
        return is_function_word(self.text[self.printed.starts[place] : self.printed.ends[place]])

    def words_before(self, start: int) -> list[str]:
        """Up to two words right before, the nearest first, each joined by a space alone; none
        from a function word on."""
        place = self.place_before(start)
        before: list[str] = []
        while place is not None and len(before) < 2 and not self.is_function_word(place):
            before.append(self.printed.words[place])
            place = place - 1 if self.printed.is_next(place) else None
        return before

    def word_after_comma(self, end: int) -> str | None:
        """The word that follows behind a comma: «صوفيا فلان، زوجة الرئيس»."""
        words, starts, _ = self.words
        place = bisect_right(starts, end)
        if place >= len(words):
            return None
        gap = self.text[end : starts[place]].strip(" ")
        return words[place] if gap and all(mark in PAUSES for mark in gap) else None

    def words_after(self, end: int) -> list[str]:
        """The keys of up to two words that follow, with only a space before each."""
        words, starts, ends = self.words
        after: list[str] = []
        for index in range(bisect_right(starts, end), len(words))[:2]:
            if self.text[end : starts[index]] != " ":
                break
            after.append(words[index])
            end = ends[index]
        return after

    def has_kind_before(self, start: int) -> bool:
        """Whether a noun such as «صحيفة» or «لوكالة» stands right before the name."""
        words, starts, ends = self.words
        index = bisect_right(starts, start) - 1
        if index >= 0 and ends[index] > start:  # the name's own word, or one it is attached to
            index -= 1
        if index < 0 or self.text[ends[index] : start].strip(' "«“[(\u00a0'):
            return False
        return is_kind_of_outlet(words[index])

    def is_printing(self, start: int, end: int) -> bool:
        """Whether only an outlet can be meant: «ذكرت بغداد اليوم نقلاً عن», «لـ«الشرق الأوسط»»."""
        words, starts = self.printed.words, self.printed.starts
        index = bisect_right(starts, start) - 1
        if self.text[start - 1 : start] in OPENING_MARKS and self.text[end : end + 1] in (
            CLOSING_MARKS
        ):
            before = self.text[max(0, start - 3) : start - 1]
            return ends_with_to(before) or (
                index > 0 and (asks(words[index - 1]) or reports(words[index - 1]))
            )
        if is_to_the(words[index]) and starts[index] + 1 >= start:
            near = words[max(0, index - WORDS_FROM_VERB) : index]
            told = words[index][2:] not in known_words()
            return told and any(map(reports, near))
        after = bisect_right(starts, end - 1)
        if index < 1 or after >= len(words) or starts[index] != start:
            return False
        return prints(words[index - 1]) and attributes(words[after])

    def is_attributed_before(self, start: int) -> bool:
        """Whether «نقلاً عن» stands right before the name."""
        words, starts, _ = self.words
        index = bisect_right(starts, start) - 1
        around = words[max(0, index - 2) : index + 1]
        return any(map(attributes, around))

    def reports_near(self, start: int, end: int) -> bool:
        """Whether a word of reporting stands in the same sentence near a name.

        A link, «لنيوزويك» and «نيوزويك: …» say the same.
        """
        if any(first < end and start < last for first, last in self.anchors):
            return True
        if self.text[end : end + 1] == ":" or self._is_told(start):
            return True
        words, starts, _ = self.words
        index = bisect_right(starts, start) - 1
        after = bisect_right(starts, end - 1)
        near = [
            *self._clause(range(index, max(-1, index - WORDS_NEAR), -1), start, end),
            *self._clause(range(after, min(len(words), after + WORDS_NEAR)), start, end),
        ]
        return any(map(reports, near))

    def _is_told(self, start: int) -> bool:
        """Whether «ل» is attached to the name: said to the outlet."""
        _, starts, _ = self.words
        index = bisect_right(starts, start) - 1
        return index >= 0 and ends_with_to(self.text[starts[index] : start])

    def _clause(self, indexes: Iterable[int], start: int, end: int) -> Iterator[str]:
        words, starts, ends = self.words
        for index in indexes:
            between = (
                self.text[ends[index] : start]
                if ends[index] <= start
                else self.text[end : starts[index]]
            )
            if any(mark in between for mark in SENTENCE_ENDS):
                return
            yield words[index]

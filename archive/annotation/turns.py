"""Speech that no verb announces: headlines, the turns of an interview, statements read out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.annotation.clauses import end_of_clause
from archive.annotation.sayings import Content, Saying
from archive.annotation.sentences import PassageText, Span
from archive.annotation.speakers import Speakers, carried
from archive.annotation.statements import Part, Statement, is_sure
from archive.annotation.subjects import Finder
from archive.annotation.verbs import verb_at
from archive.arabic.punctuation import QUOTES, SENTENCE_ENDS
from archive.arabic.speech import words_of

LONGEST_SPEAKER = 9  # words before the colon of a headline
LONGEST_BLOCK = 12  # passages of a statement read out
LEAST_QUESTIONS = 2  # passages that ask before an article is taken for an interview
LONGEST_QUESTION = 60  # words
COLONS = ":"
TURN_MARKS = ":/-–—ـ.)"


class Turns:
    """Reads the passages of a part that are turns of speech as a whole."""

    def __init__(
        self,
        part: Part,
        finder: Finder,
        passages: Sequence[PassageText],
        seen: set[int],
        interviewee: Speakers,
    ) -> None:
        self._part = part
        self._finder = finder
        self._passages = passages
        self._seen = seen
        self._replies = () if part.is_title else frozenset(_replies(passages))
        self._interviewee = interviewee
        self._block: Statement | None = None

    def of(self, passage: PassageText) -> Iterator[Statement]:
        """What a passage is a turn or the beginning of a block of."""
        opened, self._block = self._block, None
        if opened is not None:
            yield from self._block_of(passage, opened)
        elif passage.number in self._replies:
            yield from self._reply(passage)

    # Headlines and turns that open with a name

    def headline(self, passage: PassageText, sayings: Sequence[Saying]) -> Iterator[Statement]:
        """«المالكي: لن نسمح …»: a name, a colon, and what its bearer says."""
        sentences = passage.sentences if self._part.is_title else passage.sentences[:1]
        for sentence in sentences:
            yield from self._headline(passage, sentence, sayings)

    def _headline(
        self, passage: PassageText, sentence: range, sayings: Sequence[Saying]
    ) -> Iterator[Statement]:
        index = self._colon(passage, sentence)
        if index is None:
            return
        first = next((at for at in sentence if not passage.words[at].key.isdigit()), index)
        phrase = range(min(first, index), index + 1)
        if not self._reaches_colon(phrase):
            return
        speakers = tuple(
            one
            for one in self._finder.of_zone(phrase)
            if (one.thing is not None or one.kind == "anonymous")
            and (passage.number not in self._part.subheadings or one.kind == "person")
        )
        if not speakers or (not self._part.is_title and not _is_whole(passage, phrase, speakers)):
            return
        content = _colon_content(passage, index)
        if content is None or any(one.content.first == content.first for one in sayings):
            return
        self._finder.memory.spoke.append(speakers)
        self._seen |= {one.start for one in content.quoted}
        yield Statement(
            "direct",
            passage.number,
            content.pieces,
            speakers,
            tuple(one.pieces for one in content.quoted),
            cut=content.cut,
            rule="colon",
            # «السوداني: أول الشراكات …»: without marks a colon may only say what it is about.
            sure=content.kind == "direct" and is_sure(speakers),
            is_marked=content.kind == "direct",
        )

    def _colon(self, passage: PassageText, sentence: range) -> int | None:
        """The index of the word before the colon of a headline."""
        for index in sentence[: min(LONGEST_SPEAKER, len(sentence) - 1)]:
            if passage.words[index].quote is not None or verb_at(passage, index) is not None:
                return None
            gap = passage.between(index)
            if COLONS in gap and not passage.words[index].key.isdigit():
                return index
            if any(mark in gap for mark in SENTENCE_ENDS):
                return None
        return None

    def _reaches_colon(self, phrase: range) -> bool:
        """Whether nothing but an adverb stands between whoever speaks and the colon."""
        stop = self._finder.phrase(phrase).stop
        for name in self._finder.names_in(phrase):
            after = self._finder.passage.index_at(name.end)
            if name.kind == "person" and not self._finder.is_complement(name, phrase.start):
                stop = min(stop, after)
                break
        return (
            stop >= phrase.stop or self._finder.is_adverb(stop) or self._finder.pauses_before(stop)
        )

    # Interviews

    def _reply(self, passage: PassageText) -> Iterator[Statement]:
        speakers = self._interviewee or self._spoke_first()
        first = 1 if passage.words[0].key in words_of("answer") else 0
        if first >= len(passage.words):
            return
        start = passage.words[first].start
        quote = passage.words[first].quote
        if quote is not None:
            start = min(start, passage.quotes[quote].start)
        yield Statement(
            "direct",
            passage.number,
            _within(passage, start, passage.end),
            carried(speakers, "reply", sure=bool(self._interviewee)),
            rule="reply",
            sure=False,  # what looks like question and answer may be headings and text
            cut=passage.cut,
        )

    def _spoke_first(self) -> Speakers:
        """Whoever an interview without a name in its headline is with: proposed."""
        people = [one for one in self._finder.names[:40] if one.kind == "person"]
        if not people:
            return ()
        return (self._finder.speaker(people[0], range(0)),)

    # Statements read out

    def open_block(self, passage: PassageText, saying: Saying, speakers: Speakers) -> None:
        """A colon that ends a passage: the next ones are what is said, up to «انتهى»."""
        if saying.is_speech and speakers:
            self._block = Statement(
                "direct",
                passage.number,
                ((passage.end, passage.end),),
                speakers,
                rule="block",
                sure=is_sure(speakers),
            )

    def _block_of(self, passage: PassageText, opened: Statement) -> Iterator[Statement]:
        quoted = passage.words[0].quote is not None
        pieces: list[Span] = []
        for later in self._passages[passage.number : passage.number + LONGEST_BLOCK]:
            if not later.words or (later.words[0].quote is not None) != quoted:
                break
            ends = _block_end(later)
            if ends == 0 or (pieces and verb_at(later, 0) is not None):
                break
            if quoted:
                one = later.quotes[later.words[0].quote or 0]
                if one.state == "cut" and not pieces:
                    self._seen.add(one.start)
                    pieces = [*one.pieces, *self._up_to_closing(later.number)]
                    break
                if one.start in self._seen or later.index_at(one.end) < len(later.words):
                    break
                self._seen.add(one.start)
                pieces += one.pieces
                continue
            if ends is not None:
                pieces.append((later.start, later.words[ends - 1].end))
                break
            pieces += later.pieces
            if not self._goes_on(later):
                break
        if pieces:
            yield Statement(
                "direct",
                passage.number,
                tuple(pieces),
                opened.speakers,
                (tuple(pieces),) if quoted else (),
                rule="block",
                sure=opened.sure,
                is_marked=quoted,
            )

    def _up_to_closing(self, number: int) -> list[Span]:
        """The passages up to one that ends with the mark that was missed."""
        pieces: list[Span] = []
        for later in self._passages[number + 1 : number + LONGEST_BLOCK]:
            if not later.words or later.words[0].quote is not None or _block_end(later) == 0:
                break
            printed = later.text[later.start : later.end].rstrip(" .،")
            if printed[-1:] in tuple(QUOTES):
                end = later.start + len(printed) - 1
                return [*pieces, *_within(later, later.start, end)]
            pieces += later.pieces
        return []

    def _goes_on(self, passage: PassageText) -> bool:
        """Whether «انتهى» is still to come: without it a block is its first passage."""
        later = self._passages[passage.number + 1 : passage.number + LONGEST_BLOCK]
        return any(_block_end(one) is not None for one in later)


def _replies(passages: Sequence[PassageText]) -> Iterator[int]:
    """The numbers of passages that answer a question standing alone before them."""
    asking = [_asks(one) for one in passages]
    if sum(asking) < LEAST_QUESTIONS:
        return
    for number in range(1, len(passages)):
        one = passages[number]
        if asking[number - 1] and not asking[number] and one.words:
            yield number


def _asks(passage: PassageText) -> bool:
    """A question that is a passage of its own, or opens with «س:»."""
    if not passage.words or len(passage.words) > LONGEST_QUESTION:
        return False
    if passage.words[0].key in words_of("question"):
        return any(mark in passage.between(0) for mark in TURN_MARKS)
    printed = passage.text[passage.start : passage.end].rstrip(' "”»')
    return printed.endswith(("?", "\N{ARABIC QUESTION MARK}")) and passage.words[0].quote is None


def _is_whole(passage: PassageText, phrase: range, speakers: Speakers) -> bool:
    return speakers[-1].end >= passage.words[phrase.stop - 1].end


def _colon_content(passage: PassageText, index: int) -> Content | None:
    """What stands behind the colon: marks that hold all of it, or its words."""
    following = index + 1
    if following >= len(passage.words):
        return None
    sentence = passage.sentence_at(following)
    last = end_of_clause(passage, following, sentence.stop)
    quote = passage.words[following].quote
    if quote is not None and (
        passage.index_at(passage.quotes[quote].end) >= last
        or any(mark in _behind(passage, quote) for mark in ".\N{ARABIC COMMA},!?")
    ):
        one = passage.quotes[quote]
        return Content("direct", one.pieces, (one,), following, last, one.state == "cut")
    if last - following < 2:
        return None
    start, end = passage.words[following].start, passage.words[last - 1].end
    if quote is not None:
        start = min(start, passage.quotes[quote].start)
    closing = passage.words[last - 1].quote
    if closing is not None:
        end = max(end, passage.quotes[closing].end)
    quoted = tuple(one for one in passage.quotes if start <= one.start and one.end <= end)
    return Content("unmarked", _within(passage, start, end), quoted, following, last)


def _behind(passage: PassageText, quote: int) -> str:
    """What is printed between a quotation and the next word."""
    end = passage.quotes[quote].end
    after = passage.index_at(end)
    stop = passage.words[after].start if after < len(passage.words) else passage.end
    return passage.text[end:stop]


def _within(passage: PassageText, start: int, end: int) -> tuple[Span, ...]:
    return tuple(
        (max(start, first), min(end, last))
        for first, last in passage.pieces
        if first < end and last > start
    )


def _block_end(passage: PassageText) -> int | None:
    for index in (0, len(passage.words) - 1):
        if index >= 0 and passage.words and passage.words[index].key in words_of("block_end"):
            return index
    return None

"""Speech that no verb announces: headlines, the turns of an interview, statements read out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.annotation.chains import Chains, Relay
from archive.annotation.clauses import end_of_clause
from archive.annotation.refusals import first_person_refusals
from archive.annotation.sayings import Content, Saying
from archive.annotation.sentences import PassageText, Span
from archive.annotation.speakers import Speakers, carried
from archive.annotation.statements import Part, Statement, is_sure
from archive.annotation.subjects import Finder
from archive.annotation.verbs import verb_at
from archive.arabic.interviews import addresses, is_answer
from archive.arabic.punctuation import QUOTES, SENTENCE_ENDS
from archive.arabic.speech import is_any, is_noun, words_of

LONGEST_SPEAKER = 9  # words before the colon of a headline
LONGEST_BLOCK = 12  # passages of a statement read out
LEAST_QUESTIONS = 2  # passages that ask before an article is taken for an interview
LONGEST_QUESTION = 60  # words
LONGEST_ADDRESS = 25  # words of a question without its mark
LEAST_TURNS = 2  # passages that the same name opens
LONGEST_LABEL = 4  # words before the colon of a turn
QUESTION_MARKS = ("?", "\N{ARABIC QUESTION MARK}")
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
        chains: Chains,
    ) -> None:
        self._part = part
        self._finder = finder
        self._passages = passages
        self._seen = seen
        self._replies = {} if part.is_title else _replies(passages, part.subheadings)
        self._labels = Counter() if part.is_title else _labels(passages)
        self._chains = chains
        self._interviewee = interviewee
        self._block: Statement | None = None

    def of(self, passage: PassageText) -> Iterator[Statement]:
        """What a passage is a turn or the beginning of a block of."""
        opened, self._block = self._block, None
        if opened is not None:
            yield from self._block_of(passage, opened)
        elif passage.number in self._replies and not self._takes_turns(passage):
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
        takes_turns = self._takes_turns(passage)
        if takes_turns and (content is None or content.kind == "unmarked"):
            if self._is_question(passage, speakers):
                return
            content = _rest_of(passage, index + 1)
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
            self._told(passage, sentence, index, content, speakers),
            cut=content.cut,
            rule="colon",
            # «السوداني: أول الشراكات …»: without marks a colon may only say what it is about.
            sure=(content.kind == "direct" or takes_turns) and is_sure(speakers),
            is_marked=content.kind == "direct",
        )

    def _takes_turns(self, passage: PassageText) -> bool:
        """Whether the same words open several passages: «زيباري: …», «زيباري: …»."""
        return self._labels[_label(passage)] >= LEAST_TURNS

    def _is_question(self, passage: PassageText, speakers: Speakers) -> bool:
        return speakers[0].kind == "outlet" or _asks(passage)

    def _told(
        self,
        passage: PassageText,
        sentence: range,
        index: int,
        content: Content,
        speakers: Speakers,
    ) -> tuple[Relay, ...]:
        """«الحكيم لنيوزويك: …»: the outlet that was told."""
        saying = Saying(index, "colon", None, content)
        before = range(sentence.start, index + 1)
        found = self._chains.of(passage, before, saying, speakers)
        return tuple(one for one in found if speakers[0].thing != one.thing)

    def _colon(self, passage: PassageText, sentence: range) -> int | None:
        """The index of the word before the colon of a headline."""
        for index in sentence[: min(LONGEST_SPEAKER, len(sentence) - 1)]:
            if verb_at(passage, index) is not None:
                return None
            if passage.words[index].quote is not None and not self._is_outlet(index):
                return None
            gap = passage.between(index)
            if COLONS in gap and not passage.words[index].key.isdigit():
                return index
            if any(mark in gap for mark in SENTENCE_ENDS):
                return None
        return None

    def _is_outlet(self, index: int) -> bool:
        """«لـ«نيوزويك»: …»."""
        word = self._finder.words[index]
        found = self._finder.names_between(word.start, word.end)
        return any(one.kind == "outlet" for one in found) or index in self._finder.passage.named

    def _reaches_colon(self, phrase: range) -> bool:
        """Whether nothing but an adverb stands between whoever speaks and the colon."""
        stop = self._finder.phrase(phrase).stop
        for name in self._finder.names_in(phrase):
            after = self._finder.passage.index_at(name.end)
            if name.kind == "person" and not self._finder.is_complement(name, phrase.start):
                stop = min(stop, after)
                break
        return (
            stop >= phrase.stop
            or self._finder.is_adverb(stop)
            or self._finder.pauses_before(stop)
            or self._finder.is_told_at(stop)
        )

    # Interviews

    def _reply(self, passage: PassageText) -> Iterator[Statement]:
        speakers = self._interviewee or self._spoke_first()
        labelled = is_labelled(passage, "answer")
        first = 1 if labelled else 0
        if first >= len(passage.words):
            return
        start = passage.words[first].start
        quote = passage.words[first].quote
        if quote is not None:
            start = min(start, passage.quotes[quote].start)
        pieces = list(_within(passage, start, passage.end))
        last = passage
        for number in self._replies[passage.number][1:]:
            last = self._passages[number]
            pieces += last.pieces
        said = Statement(
            "direct",
            passage.number,
            tuple(pieces),
            carried(speakers, "reply"),
            rule="reply",
            # Without labels, what looks like question and answer may be headings and text.
            sure=labelled and bool(self._interviewee) and is_sure(speakers),
            cut=last.cut,
        )
        yield said
        for refusal in first_person_refusals(passage, first):
            yield replace(said, kind="refusal", pieces=(refusal.span,))

    def _spoke_first(self) -> Speakers:
        """Whoever an interview without a name in its headline is with: proposed."""
        people = [one for one in self._finder.names[:40] if one.kind == "person"]
        if not people:
            return ()
        return carried((self._finder.speaker(people[0], range(0)),), "reply", sure=False)

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

    def open_block_by_noun(self, passage: PassageText) -> None:
        """«وفي ما يلي نص بيان الوزارة:», where no verb says who speaks."""
        printed = passage.text[passage.start : passage.end].rstrip()
        if self._block is not None or not printed.endswith(COLONS):
            return
        sentence = passage.sentence_at(len(passage.words) - 1)
        if not any(is_noun("written", self._finder.key(at)) for at in sentence):
            return
        speakers = self._finder.written_by(sentence)
        if speakers:
            self._block = Statement(
                "direct",
                passage.number,
                ((passage.end, passage.end),),
                speakers,
                rule="block",
                sure=is_sure(tuple(replace(one, rule="block") for one in speakers)),
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


def _replies(passages: Sequence[PassageText], subheadings: frozenset[int]) -> dict[int, range]:
    """The passages of each reply by the number of its first: what answers a question before it.

    A reply goes on up to the next question; after the last one the outlet may speak again.
    """
    asking = [one.number not in subheadings and _asks(one) for one in passages]
    if sum(asking) < LEAST_QUESTIONS:
        return {}
    asking = [sure or _is_addressed(passages, asking, number) for number, sure in enumerate(asking)]
    last_question = max(number for number, asks in enumerate(asking) if asks)
    found = {}
    for number in range(1, len(passages)):
        if asking[number - 1] and not asking[number] and passages[number].words:
            stop = number + 1
            while stop < last_question and not asking[stop] and stop not in subheadings:
                stop += 1
            found[number] = range(number, stop if stop <= last_question else number + 1)
    return found


def _asks(passage: PassageText) -> bool:
    """A question that is a passage of its own, or opens with «س:»."""
    if not passage.words or len(passage.words) > LONGEST_QUESTION:
        return False
    if is_labelled(passage, "question"):
        return True
    if is_labelled(passage, "answer") or passage.words[0].quote is not None:
        return False
    printed = passage.text[passage.start : passage.end].rstrip(' "”»*_')
    if printed.endswith(QUESTION_MARKS):
        return True
    return is_any("asking", passage.words[0].key) and any(m in printed for m in QUESTION_MARKS)


def _is_addressed(passages: Sequence[PassageText], asking: Sequence[bool], number: int) -> bool:
    """«قيل إنك وصفت المحضر بأنه مرثية.»: between two replies, and said to whoever answers."""
    if not 1 < number < len(passages) - 1 or asking[number - 1] or asking[number + 1]:
        return False
    if not any(asking[:number]) or not any(asking[number + 1 :]):
        return False
    keys = [word.key for word in passages[number].words]
    return 0 < len(keys) <= LONGEST_ADDRESS and addresses(keys) and not is_answer(keys)


def is_labelled(passage: PassageText, kind: str) -> bool:
    """Whether «س:» or «ج/» opens a passage."""
    return passage.words[0].key in words_of(kind) and any(
        mark in passage.between(0) for mark in TURN_MARKS
    )


def _labels(passages: Sequence[PassageText]) -> Counter[tuple[str, ...]]:
    """The words before a colon that open passages: several alike are whoever takes turns."""
    found = (_label(one) for one in passages)
    return Counter(label for label in found if label)


def _label(passage: PassageText) -> tuple[str, ...]:
    for index in range(min(LONGEST_LABEL, len(passage.words))):
        if COLONS in passage.between(index):
            label = tuple(word.key for word in passage.words[: index + 1])
            is_letter = label[0] in words_of("question") or label[0] in words_of("answer")
            return () if is_letter else label
    return ()


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


def _rest_of(passage: PassageText, first: int) -> Content:
    """All of a passage from a word on."""
    start = passage.words[first].start
    quoted = tuple(one for one in passage.quotes if start <= one.start)
    pieces = _within(passage, start, passage.end)
    return Content("unmarked", pieces, quoted, first, len(passage.words), passage.cut)


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

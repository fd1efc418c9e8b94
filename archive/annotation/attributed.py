"""Sentences that a phrase attributes to somebody, without a verb: «بحسب مصدر مطلع، فإن …»."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from archive.annotation.asides import aside_at
from archive.annotation.chains import Chains
from archive.annotation.clauses import end_of_clause
from archive.annotation.sayings import Saying, spoken_content
from archive.annotation.sentences import PassageText
from archive.annotation.speakers import Speakers
from archive.annotation.statements import Statement
from archive.annotation.subjects import Finder
from archive.annotation.verbs import is_paused, verb_at
from archive.arabic.speech import attributing, is_any, opens_so_that, words_of

LONGEST_ATTRIBUTION = 16  # words of «بحسب المتحدث باسم …»
LONGEST_WITH_REASON = 40  # the same of a source who says why he isn't named
LEAST = 3  # words of a sentence that is worth attributing


class Attributed:
    """Finds sentences that «بحسب», «وفق» give to somebody."""

    def __init__(self, finder: Finder, chains: Chains) -> None:
        self._finder = finder
        self._chains = chains

    def of(self, passage: PassageText, sayings: Sequence[Saying]) -> Iterator[Statement]:
        if not any(
            word.key in attributing() or word.key in words_of("as_said") for word in passage.words
        ):
            return
        announced = [one.index for one in sayings]
        said = {passage.sentence_at(one.index).start for one in sayings}
        for sentence in passage.sentences:
            made = self._opening(passage, sentence, announced)
            if made is None and sentence.start not in said:
                made = self._closing(passage, sentence)
            if made is not None:
                yield made

    def _opening(
        self, passage: PassageText, sentence: range, announced: Sequence[int]
    ) -> Statement | None:
        """«وبحسب مصدر حكومي، فإن الاجتماع سيعقد»."""
        if not is_any("according", self._finder.key(sentence.start)):
            return None
        skipped = 0  # words before it say why somebody isn't named
        for at in sentence[2:LONGEST_WITH_REASON]:
            aside = aside_at(passage, at)
            skipped = max(skipped, aside.stop if aside is not None else 0)
            if at < skipped:
                continue
            if at - sentence.start > LONGEST_ATTRIBUTION and not skipped:
                return None
            relays = is_any("relay", self._finder.key(at)) or self._is_what_said(passage, at)
            if verb_at(passage, at) is not None and not relays:
                return None
            if not opens_so_that(self._finder.key(at)):
                continue
            first = at + 1
            if bisect_right(announced, at) < bisect_right(announced, first + 3):
                return None  # «وبحسب الوكالة، فإن هود أكد أن …» is what Hood says
            last = end_of_clause(passage, first, sentence.stop)
            speakers = self._taken_from(range(sentence.start + 1, at))
            speakers = speakers or self._who(passage, range(sentence.start + 1, at))
            return self._made(passage, sentence, sentence.start, first, last, speakers)
        return None

    def _taken_from(self, zone: range) -> Speakers:
        """«بحسب الوكالة التي نقلت عن مصدر»: whom an outlet takes it from."""
        key = self._finder.key
        for at in reversed(zone[2:-1]):
            if key(at) in words_of("about_whom") and is_any("relay", key(at - 1)):
                return self._finder.of_zone(range(at + 1, zone.stop))
        return ()

    def _is_what_said(self, passage: PassageText, at: int) -> bool:
        """«بحسب ما أوردت الصحيفة»."""
        return at > 0 and passage.words[at - 1].key in words_of("what_is_printed")

    def _closing(self, passage: PassageText, sentence: range) -> Statement | None:
        """«الاجتماع سيعقد في واشنطن، بحسب مصدر حكومي», «…، كما يقول معلم متقاعد»."""
        for at in sentence[LEAST:]:
            if passage.words[at].quote is not None:
                continue
            as_said = self._is_as_said(passage, at)
            if not as_said and not is_any("according", self._finder.key(at)):
                continue
            if not is_paused(passage, at) or sentence.stop - at > LONGEST_ATTRIBUTION:
                continue
            speakers = self._who(passage, range(at + 1, sentence.stop))
            if any(passage.words[before].quote is not None for before in range(sentence.start, at)):
                return None  # what the marks hold is for another rule
            return self._made(passage, sentence, at, sentence.start, at, speakers)
        return None

    def _is_as_said(self, passage: PassageText, at: int) -> bool:
        """«كما يقول», «هكذا صرح»."""
        if self._finder.key(at) not in words_of("as_said") or at + 1 >= len(passage.words):
            return False
        verb = verb_at(passage, at + 1)
        return verb is not None and verb.is_finite

    def _who(self, passage: PassageText, zone: range) -> Speakers:
        key = self._finder.key
        while zone and (
            key(zone.start) in words_of("what_is_printed")
            or key(zone.start) in words_of("measure_of")
            or verb_at(passage, zone.start) is not None
            or is_any("demonstrative", key(zone.start))
        ):
            zone = zone[1:]
        found = self._finder.of_zone(zone)
        return tuple(one for one in found if one.kind != "unknown")

    def _made(
        self,
        passage: PassageText,
        sentence: range,
        cue: int,
        first: int,
        last: int,
        speakers: Speakers,
    ) -> Statement | None:
        if not speakers or last - first < LEAST:
            return None
        content = spoken_content(passage, "reported", first, last)
        saying = Saying(cue, "verb", None, content)
        self._finder.memory.spoke.append(speakers)
        return Statement(
            "reported",
            passage.number,
            content.pieces,
            speakers,
            tuple(one.pieces for one in content.quoted),
            self._chains.of(passage, sentence, saying, speakers),
            cut=content.cut,
            rule="according",
            sure=False,  # how much of what stands before is theirs is a guess
        )

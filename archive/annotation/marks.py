"""Words in marks that no verb before them reports: «"…"، قال السفير», a holder's own terms."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from archive.annotation.sayings import TERM_WORDS, Content, Saying, quotes_left
from archive.annotation.sentences import PassageText, Span
from archive.annotation.speakers import Speakers, carried
from archive.annotation.statements import Statement, is_sure
from archive.annotation.subjects import Finder
from archive.annotation.verbs import reading_at, verb_at
from archive.arabic.punctuation import DASHES, PAUSES, QUOTES, SENTENCE_ENDS
from archive.arabic.quotation_marks import Quoted
from archive.arabic.speech import begins_with_and, is_any, is_noun, is_to, opens_clause, words_of

SPACES_AND_MARKS = f" {QUOTES}'"
LONGEST_PHRASE = 14  # words behind «بحسب»
TO_LABEL = 6  # words from «واصفاً» to the mark
TO_DESCRIPTION = 16  # words from «وصفه بأنه» to the mark


class Marks:
    """`seen` are the starts of quotations that a statement has; shared with whoever reads."""

    def __init__(self, finder: Finder, seen: set[int]) -> None:
        self._finder = finder
        self._seen = seen

    def left(self, passage: PassageText, sayings: Sequence[Saying]) -> Iterator[Statement]:
        """The statements among quotations of a passage that no report of speech has taken."""
        left = dict.fromkeys(
            at for at in quotes_left(passage, sayings) if passage.quotes[at].start not in self._seen
        )
        done: set[int] = set()
        for at in left:
            made = None if at in done else self._statement(passage, at, left, done)
            if made is not None:
                self._seen.add(passage.quotes[at].start)
                yield made

    def nested(self, passage: PassageText) -> Iterator[Statement]:
        """«"نرفض ما سماه الوزير «الانسحاب الشكلي»"»: somebody's term in another's quotation."""
        for one in passage.nested:
            first = passage.index_at(one.start)
            size = passage.words_between(one.start, one.end)
            if one.depth != 1 or not 0 < size <= TERM_WORDS + 2 or one.start < passage.start:
                continue
            near = range(max(0, first - TO_LABEL), first)
            calling = [at for at in near if is_any("describes", passage.words[at].key)]
            if not calling:
                continue
            name = self._finder.name_at(calling[-1] + 1)
            speakers = (
                (self._finder.speaker(name, range(calling[-1] + 1, first)),)
                if name is not None and name.kind != "place"
                else self._finder.holder_behind(calling[-1] + 1)
            )
            if speakers:
                pieces = one.pieces
                yield Statement(
                    "term", passage.number, pieces, speakers, (pieces,), rule="nested-term",
                    is_marked=True,
                )  # fmt: skip

    def _statement(
        self, passage: PassageText, at: int, left: Container[int], done: set[int]
    ) -> Statement | None:
        quote = passage.quotes[at]
        if quote.start < passage.start:
            return None
        first, after = passage.index_at(quote.start), passage.index_at(quote.end)
        size = passage.sizes[at]
        if self._is_named(passage, first) or self._is_subject(passage, first, after):
            return None
        made = self._described(passage, at, first, size)
        made = made or self._before_verb(passage, at, after, left, done)
        made = made or self._of_noun(passage, at, first)
        made = made or self._term(passage, at, first, size)
        if made is None and size > TERM_WORDS:
            made = self._alone(passage, at, first, after)
        return made

    def _described(self, passage: PassageText, at: int, first: int, size: int) -> Statement | None:
        """«واصفاً الاتفاق بأنه "متوازن"، قال …»: a label, whatever verb follows."""
        near = range(max(passage.sentence_at(first).start, first - TO_LABEL), first)
        if any(is_any("describes", passage.words[before].key) for before in near):
            return self._term(passage, at, first, size)
        return None

    def _of_noun(self, passage: PassageText, at: int, first: int) -> Statement | None:
        """«أصدرت اللجنة بياناً من سطرين: "…"», «من أقوال فلان: "…"»: proposed."""
        quote = passage.quotes[at]
        if not first or ":" not in passage.text[passage.words[first - 1].end : quote.start]:
            return None
        sentence = passage.sentence_at(first)
        zone = range(max(sentence.start, first - LONGEST_PHRASE), first)
        nouns = [one for one in zone if self._is_speech(passage.words[one].key)]
        if not nouns or any(passage.words[one].quote is not None for one in zone):
            return None
        speakers = self._finder.written_by(zone)
        speakers = speakers or self._finder.subject_of_sentence(sentence, nouns[-1])
        if not speakers:
            return None
        return Statement(
            "direct",
            passage.number,
            quote.pieces,
            speakers,
            (quote.pieces,),
            cut=quote.state == "cut",
            rule="noun-of-speech",
            is_marked=True,
        )

    def _is_speech(self, key: str) -> bool:
        return is_noun("written", key) or is_noun("talk", key)

    def are_a_name(self, passage: PassageText, pieces: Sequence[Span]) -> bool:
        """Whether marks hold a name, or what a noun before them says is one."""
        return self._is_named(passage, passage.index_at(pieces[0][0])) or self.hold_a_name(pieces)

    def are_a_label(self, passage: PassageText, pieces: Sequence[Span]) -> bool:
        """Whether somebody is said to call a thing so: other words in marks may be the outlet's."""
        first = passage.index_at(pieces[0][0])
        near = range(max(passage.sentence_at(first).start, first - TO_LABEL), first)
        return any(is_any("describes", passage.words[at].key) for at in near)

    def hold_a_name(self, pieces: Sequence[Span]) -> bool:
        return any(
            one.start <= start + 2 and end - 2 <= one.end
            for start, end in pieces[:1]
            for one in self._finder.names_between(start, end)
        )

    def _is_named(self, passage: PassageText, first: int) -> bool:
        if not first:
            return False
        before = passage.words[first - 1].key
        return is_noun("name_noun", before) or before in words_of("written_on") or is_to(before)

    def _is_subject(self, passage: PassageText, first: int, after: int) -> bool:
        """«وأكدت "حركة البناء" أن …»: the name of whoever speaks."""
        if not first or after >= len(passage.words) or verb_at(passage, first - 1) is None:
            return False
        return opens_clause(passage.words[after].key) == "bare"

    def _before_verb(
        self, passage: PassageText, at: int, after: int, left: Container[int], done: set[int]
    ) -> Statement | None:
        """«"…"، قال السفير، "…"» and «"…"، على حد قوله»."""
        quote = passage.quotes[at]
        speakers = () if self._is_within_another(passage, at) else self._said_after(passage, after)
        if not speakers:
            return None
        if self._is_a_part(passage, at):
            speakers = carried(speakers, speakers[0].rule, sure=False)
        pieces, cut = list(quote.pieces), quote.state == "cut"
        following = at + 1
        if following in left and self._goes_on(passage, after, following):
            pieces += passage.quotes[following].pieces
            cut = passage.quotes[following].state == "cut"
            self._seen.add(passage.quotes[following].start)
            done.add(following)
        self._finder.memory.spoke.append(speakers)
        return Statement(
            "direct",
            passage.number,
            tuple(pieces),
            speakers,
            (tuple(pieces),),
            cut=cut,
            rule="before-verb",
            sure=is_sure(speakers),
            is_marked=True,
            when=self._when_after(passage, at, after),
        )

    def _when_after(self, passage: PassageText, at: int, after: int) -> Span | None:
        """Where a day may stand, if the words about who spoke are a sentence of their own."""
        sentence = passage.sentence_at(after)
        if passage.index_at(passage.quotes[at].start) >= sentence.start:
            return None
        last = min(sentence.stop, after + LONGEST_PHRASE) - 1
        return passage.words[after].start, passage.words[last].end

    def _said_after(self, passage: PassageText, after: int) -> Speakers:
        """The speaker whom the words right behind a quotation name."""
        if after >= len(passage.words):
            return ()
        sentence = passage.sentence_at(after)
        first = after
        if is_any("first_said", passage.words[after].key) and after + 1 < sentence.stop:
            after += 1
        key = self._finder.key
        in_these_words = key(after + 1) in words_of("in_these_words")
        if is_any("demonstrative", key(after)) and (
            key(after + 1) in words_of("what_is_printed") or in_these_words
        ):
            after = min(after + 2, sentence.stop - 1)
            if in_these_words and verb_at(passage, after) is None:
                return self._whoever_did(after, sentence)
        if after == first and not passage.before(after).strip(SPACES_AND_MARKS):
            # No comma: «"الرسالة" أكدت …» goes on.
            return () if verb_at(passage, after) else self._measured(passage, after, sentence)
        verb = verb_at(passage, after)
        if verb is None or not verb.is_finite:
            return self._measured(passage, after, sentence)
        if begins_with_and(verb.particle):
            return ()  # the next sentence, whatever stands before it
        last = after + 1
        while last < sentence.stop and passage.words[last].quote is None and last - after < 20:
            last += 1
        content = Content("none", (), first=last, last=last)
        return self._finder.speakers(Saying(after, "verb", verb, content), sentence, [])

    def _whoever_did(self, verb: int, sentence: range) -> Speakers:
        """«"…". بهذه الكلمات أنهى الوزير المهمة»: whoever did something with these words."""
        found = self._finder.of_zone(range(verb + 1, sentence.stop))
        return tuple(one for one in found if one.kind == "person" and one.thing is not None)

    def _measured(self, passage: PassageText, after: int, sentence: range) -> Speakers:
        """«على حد قوله»: the last speaker; «بحسب قول الوزير», «بحسب الوزير»: whoever is named."""
        key = self._finder.key
        index = after
        if key(index) in words_of("on") and key(index + 1) in words_of("limit"):
            index += 2
        elif is_any("according", key(index)):
            index += 1
        else:
            return ()
        if index >= sentence.stop:
            return ()
        if key(index) in words_of("measure"):
            return self._finder.said_by_pronoun(key(index))
        if key(index) in words_of("measure_of"):
            index += 1
        elif key(index) in words_of("what_is_printed") and index + 1 < sentence.stop:
            index += 2 if verb_at(passage, index + 1) else 1
        return self._finder.of_zone(range(index, min(sentence.stop, index + LONGEST_PHRASE)))

    def _is_within_another(self, passage: PassageText, at: int) -> bool:
        """«وبينما يصرون على أنهم "ضيوف"، يقول …»: a word that what stands before it holds."""
        first = passage.index_at(passage.quotes[at].start)
        opens = first == passage.sentence_at(first).start
        return passage.sizes[at] <= TERM_WORDS and not opens

    def _is_a_part(self, passage: PassageText, at: int) -> bool:
        """«السبب الحقيقي لانفجار هواتف "غالاكسي نوت"، حسب مصادر»: a few words of a sentence whose
        others are the outlet's."""
        first = passage.index_at(passage.quotes[at].start)
        opens = first == passage.sentence_at(first).start
        return passage.sizes[at] <= TERM_WORDS + 2 and not opens

    def _goes_on(self, passage: PassageText, after: int, following: int) -> bool:
        """Whether a second quotation goes on with the first: a comma, and no full stop between."""
        start, end = passage.words[after].start, passage.quotes[following].start
        between = passage.text[start:end]
        pauses = (*PAUSES, ":", *DASHES)
        return is_within_sentence(between) and between.rstrip().endswith(pauses)

    def _term(self, passage: PassageText, at: int, first: int, size: int) -> Statement | None:
        """«وصفه بأنه "احتلال"», «ما سماه "الاحتلال"»: a word with a holder."""
        quote = passage.quotes[at]
        if size > TERM_WORDS + 2 or self.are_a_name(passage, quote.pieces):
            return None
        sentence = passage.sentence_at(first)
        for index in range(first - 1, max(sentence.start, first - TO_DESCRIPTION) - 1, -1):
            describes = is_any("describes", passage.words[index].key)
            verb = verb_at(passage, index) or (reading_at(passage, index) if describes else None)
            if not describes and (verb is None or verb.kind == "deny"):
                continue
            content = Content("none", (), first=first, last=first)
            saying = Saying(index, "verb", verb, content)
            carries_on = verb is not None and not verb.is_finite
            before = self._finder.spoke_before(index, sentence) if carries_on else ()
            speakers = before or self._finder.speakers(saying, sentence, [])
            return Statement(
                "term",
                passage.number,
                quote.pieces,
                speakers,
                (quote.pieces,),
                cut=quote.state == "cut",
                rule="describes" if describes else "said-term",
                sure=describes and is_sure(speakers),
                is_marked=True,
            )
        return None

    def _alone(self, passage: PassageText, at: int, first: int, after: int) -> Statement | None:
        """A passage that is one quotation: proposed as the last speaker's."""
        covers = first == 0 and after >= len(passage.words)
        if not covers or not self._finder.memory.spoke:
            return None
        quote = passage.quotes[at]
        return Statement(
            "direct",
            passage.number,
            quote.pieces,
            carried(self._finder.memory.spoke[-1], "continued", sure=False),
            (quote.pieces,),
            cut=quote.state == "cut",
            rule="alone",
            is_marked=True,
        )

    def with_piece_before(self, passage: PassageText, saying: Saying, content: Content) -> Content:
        """«"…"، قال السفير، "…"»: joins the first half of a quotation that its verb splits."""
        before = self._piece_before(passage, saying)
        if before is None:
            return content
        self._seen.add(before.start)
        return replace(
            content,
            pieces=(*before.pieces, *content.pieces),
            quoted=(before, *content.quoted),
        )

    def _piece_before(self, passage: PassageText, saying: Saying) -> Quoted | None:
        content = saying.content
        if saying.cue != "verb" or content.kind != "direct" or not saying.index:
            return None
        quote = passage.words[saying.index - 1].quote
        if quote is None or passage.quotes[quote].start in self._seen:
            return None
        before = passage.quotes[quote]
        if self._is_within_another(passage, quote):
            return None
        gap = passage.text[before.end : passage.words[saying.index].start]
        between = passage.text[passage.words[saying.index].start : content.pieces[0][0]]
        if gap.strip(f" \u00a0{PAUSES}{DASHES}"):
            return None
        return before if is_within_sentence(between) else None


def is_within_sentence(printed: str) -> bool:
    return not any(mark in printed for mark in SENTENCE_ENDS)

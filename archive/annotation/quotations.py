"""Who said what, through whom: the statements of an article.

A statement is the words of somebody, as printed, with whoever speaks and the outlets between the
speaker and the page. Its kind says how it is told: in marks or after a colon (`direct`), in a
clause (`reported`), as a refusal to speak (`refusal`), or as one's word for a thing (`term`).
What a rule isn't sure of is proposed to an editor and not shown.

Passages are read in order; each goes through `sayings` (which words announce speech, and what
they report), `subjects` (who speaks), `chains` (through whom), `marks` (words in marks that no
verb before them reports), `turns` (headlines, interviews, statements read out) and `refusals`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.annotation.asides import aside_at
from archive.annotation.attributed import Attributed
from archive.annotation.chains import Chains, Relay
from archive.annotation.marks import Marks
from archive.annotation.refusals import Refusal, refusals_in
from archive.annotation.sayings import TERM_WORDS, Content, Saying, sayings_in
from archive.annotation.sentences import PassageText, Span
from archive.annotation.speakers import OfficesOnDay, Speaker, Speakers
from archive.annotation.statements import Kind, Part, Statement, is_sure
from archive.annotation.subjects import Finder
from archive.annotation.turns import Turns
from archive.annotation.verbs import is_paused, reading_at, verb_at
from archive.arabic.interviews import tells_of_conversation
from archive.arabic.letters import fold
from archive.arabic.quotation_marks import Quoted, pair_marks
from archive.arabic.speech import (
    begins_with_and,
    is_any,
    is_noun,
    noun_of,
    opens_clause,
    words_of,
)
from archive.arabic.tokens import keys

# Verbs behind whose colon words without marks are speech, and no list.
SPEAKING = frozenset(
    ("say", "state", "write", "add", "continue", "conclude", "reply", "comment", "ask", "stress")
)
# Verbs whose clause says what is wanted, promised or held of something: apart from them it would
# say that it is so, or of nothing.
TOLD_WITH_VERB = frozenset(
    ("hope", "call-for", "promise", "threaten", "agree", "accuse", "describe", "express")
)
LONGEST_LEAD = 25  # words from such a verb to its clause
WORDS_ABOUT_WHEN = 8  # before a verb of saying, in which a date may say when it was said
PASSAGES_BETWEEN = 4  # two references to an outlet that hold what it relays between them


def find_statements(
    parts: Sequence[Part],
    first_names: frozenset[str],
    offices: OfficesOnDay | None = None,
) -> list[list[Statement]]:
    """The statements of each part of an article, in order: its title, then its text.

    `offices` says who holds the offices that noun phrases name.
    """
    interviewee: Speakers = ()
    is_interview = any(_is_with_somebody(part.text) for part in parts if part.is_title)
    found: list[list[Statement]] = []
    for part in parts:
        reader = _Reader(
            part,
            Finder(part.names, first_names, offices or OfficesOnDay(), is_title=part.is_title),
            interviewee,
            is_interview,
        )
        found.append(reader.read())
        if part.is_title:
            interviewee = next((one.speakers for one in found[-1] if one.rule == "colon"), ())
            interviewee = interviewee or reader.only_person()
    return found


class _Reader:
    """One pass over the passages of a part."""

    def __init__(
        self,
        part: Part,
        finder: Finder,
        interviewee: Speakers,
        is_interview: bool,
    ) -> None:
        self.part = part if not is_interview else replace(part, subheadings=frozenset())
        self.finder = finder
        self.chains = Chains(self.finder)
        self.attributed = Attributed(self.finder, self.chains)
        self.passages = list(_passages(part))
        self.teller: Speakers = ()  # whoever tells what the speaker of a report said
        self.sayings: list[Saying] = []  # those of the passage that is read
        self.seen: set[int] = set()  # starts of quotations that a statement has
        self.marks = Marks(self.finder, self.seen)
        self.turns = Turns(
            self.part, self.finder, self.passages, self.seen, interviewee, self.chains
        )

    def read(self) -> list[Statement]:
        found: list[Statement] = []
        for passage in self.passages:
            if not passage.words:
                continue
            self.finder.open_passage(passage)
            self._note_outlets(passage)
            found += self._passage(passage)
        found += [term for one in found for term in self._terms_within(one)]
        found = [_without_terms(self.passages, one) for one in found]
        ordered = sorted(_apart(found), key=lambda one: (one.start, one.end))
        return list(_chained(ordered))

    def only_person(self) -> Speakers:
        """The one person whom a headline names: an interview may be with them."""
        people = {one.thing: one for one in self.part.names if one.kind == "person"}
        if len(people) != 1:
            return ()
        (one,) = people.values()
        return (Speaker(one.start, one.end, "person", one, one.feminine, sure=False),)

    def _terms_within(self, one: Statement) -> Iterator[Statement]:
        """The single words in marks of a longer statement: the speaker's words for a thing."""
        if one.kind not in ("reported", "refusal") and (one.kind != "direct" or one.is_marked):
            return
        passage = self.passages[one.passage]
        for pieces in one.quoted:
            if _is_term(passage, pieces) and not self.marks.are_a_name(passage, pieces):
                sure = one.sure and self.marks.are_a_label(passage, pieces)
                yield replace(
                    one, kind="term", pieces=pieces, quoted=(pieces,), is_marked=True, cut=False,
                    sure=sure,
                )  # fmt: skip

    def _note_outlets(self, passage: PassageText) -> None:
        for name in self.finder.here:
            if name.kind == "outlet":
                index = passage.word_at(name.start)
                kinds = [
                    noun_of("kind", passage.words[at].key)
                    for at in range(max(0, index - 2), index + 1)
                    if is_noun("kind", passage.words[at].key)
                ]
                for kind in kinds[-1:] or sorted(name.nouns) or [""]:
                    self.finder.memory.outlets[kind] = name

    def _passage(self, passage: PassageText) -> Iterator[Statement]:
        turn = list(self.turns.of(passage))
        yield from turn
        sayings = self.sayings = sayings_in(passage)
        yield from self.turns.headline(passage, sayings) if not turn else ()
        acts = [(one.index, one) for one in sayings]
        acts += [(one.verb, one) for one in refusals_in(passage)]
        acts.sort(key=lambda act: act[0], reverse=True)
        for sentence in passage.sentences:
            earlier: list[tuple[Saying, Speakers]] = []
            while acts and acts[-1][0] < sentence.stop:
                yield from self._act(passage, sentence, acts.pop()[1], earlier)
            self.finder.note_subject(sentence)
            self.finder.remember_names(sentence)
        self.turns.open_block_by_noun(passage)
        yield from self.attributed.of(passage, sayings)
        yield from self.marks.left(passage, sayings)
        yield from self.marks.nested(passage)

    def _act(
        self,
        passage: PassageText,
        sentence: range,
        act: Saying | Refusal,
        earlier: list[tuple[Saying, Speakers]],
    ) -> Iterator[Statement]:
        """A report of speech, or a refusal to speak, with whoever speaks."""
        if isinstance(act, Refusal):
            yield from self._refusal(passage, sentence, act, earlier)
            return
        self.teller = ()
        if act.within is not None:
            speakers = self._speaks_within(act, range(*act.within))
        else:
            speakers = self._speakers(act, sentence, earlier)
        made = self._statement(passage, sentence, act, speakers, earlier)
        if act.within is None:
            earlier.append((act, speakers))
            self.finder.acts.append((act.index, speakers))
        if speakers and act.is_speech and not self._is_in_passing(act, earlier[:-1]):
            self.finder.memory.spoke.append(speakers)
        if made is not None:
            yield made

    def _is_in_passing(self, act: Saying, earlier: Sequence[tuple[Saying, Speakers]]) -> bool:
        """«قال فلان إن الغارة استهدفت منزلاً قال متحدث إنه معسكر»: who goes on is the first."""
        verb = act.verb
        if verb is None or not verb.is_finite or not earlier or act.within is not None:
            return False
        joined = begins_with_and(verb.particle) or verb.particle != ""
        return not joined and not is_paused(self.finder.passage, act.index)

    def _speakers(
        self, saying: Saying, sentence: range, earlier: list[tuple[Saying, Speakers]]
    ) -> Speakers:
        if saying.verb is not None and saying.verb.kind == "quote":
            quoted = self.finder.after_about(
                saying.content.first, range(saying.index, sentence.stop)
            )
            if quoted:
                return quoted
            if self._is_of_somebody(saying):
                own = self.finder.speakers(saying, sentence, earlier)
                return tuple(replace(one, sure=False) for one in own)
        relayed = self._relayed_before(saying) or self._relayed_behind(saying, sentence)
        own = self.finder.speakers(saying, sentence, earlier)
        if not relayed and self._is_relayed(saying):
            own = tuple(replace(one, sure=False) for one in own)
        self.teller = own[:1] if relayed else ()
        return relayed or own

    def _is_of_somebody(self, saying: Saying) -> bool:
        """«ونقل مسؤول عن فلان إن»: of one who isn't understood."""
        between = range(saying.index + 1, saying.content.first)
        return any(self.finder.key(at) in words_of("about_whom") for at in between)

    def _speaks_within(self, act: Saying, clause: range) -> Speakers:
        own = self.finder.speaks_within(act, clause)
        if act.verb is None or act.verb.kind != "quote":
            return own
        self.teller = own[:1]
        return self._last_about_whom(range(act.index + 1, act.content.first))

    def _relayed_before(self, saying: Saying) -> Speakers:
        """«ذكرت الصحيفة، نقلاً عن مصدر في الدفاع المدني، أن …»."""
        for at in range(saying.index + 1, saying.content.first - 2):
            key = self.finder.key(at)
            if is_any("relay", key) and self.finder.key(at + 1) in words_of("about_whom"):
                return self._last_about_whom(range(at + 1, saying.content.first))
        return ()

    def _is_relayed(self, saying: Saying) -> bool:
        """«أفادت الوكالة، نقلاً عن …، بأن»: of one who isn't understood."""
        key = self.finder.key
        return any(
            is_any("relay", key(at)) and key(at + 1) in words_of("about_whom")
            for at in range(saying.index + 1, saying.content.first - 1)
        )

    def _last_about_whom(self, zone: range) -> Speakers:
        """«نقلاً عن الصحيفة عن مصدر»: who stands at the end of the chain."""
        for at in reversed(zone):
            if self.finder.key(at) not in words_of("about_whom") or at + 1 >= zone.stop:
                continue
            if aside_at(self.finder.passage, at) is not None:
                continue
            found = self.finder.of_zone(range(at + 1, zone.stop))
            if found and found[0].kind != "unknown":
                return found
        return ()

    def _relayed_behind(self, saying: Saying, sentence: range) -> Speakers:
        """«…، نقلاً عن موظف في اللجنة»: the source that stands behind what was said."""
        last = saying.content.last
        if last + 2 >= sentence.stop or not is_any("relay", self.finder.key(last)):
            return ()
        if self.finder.key(last + 1) not in words_of("about_whom"):
            return ()
        found = self.finder.of_zone(range(last + 2, sentence.stop))
        return found if found and found[0].kind in ("person", "anonymous", "body") else ()

    def _statement(
        self,
        passage: PassageText,
        sentence: range,
        saying: Saying,
        speakers: Speakers,
        earlier: Sequence[tuple[Saying, Speakers]],
    ) -> Statement | None:
        content = saying.content
        if content.kind == "none":
            self.turns.open_block(passage, saying, speakers)
            return None
        self.seen |= {one.start for one in content.quoted}
        if not saying.is_speech or self._is_denied(saying):
            return None
        if content.quoted and len(content.quoted[0].pieces) > 1:
            first = content.quoted[0].start
            if first < passage.start:
                return None  # it goes on from the passage before, which has it
        kind: Kind = "reported" if content.kind == "reported" else "direct"
        if _calls_by_a_term(passage, saying):
            kind = "term"
            content = replace(content, pieces=content.quoted[0].pieces)
        if (kind != "direct" and not speakers) or (
            kind == "direct"
            and len(content.quoted) == 1
            and self.marks.hold_a_name(content.quoted[0].pieces)
        ):
            return None
        if kind == "direct":
            content = self.marks.with_piece_before(passage, saying, content)
        hedged = self.finder.is_accused(saying, sentence)
        told_from = _told_from(passage, saying)
        return Statement(
            kind,
            passage.number,
            content.pieces,
            speakers,
            tuple(one.pieces for one in content.quoted),
            self._via(passage, sentence, saying, speakers, earlier),
            self._on_behalf(passage, saying),
            _when(passage, saying),
            content.cut or (passage.cut and content.last >= len(passage.words)),
            speakers[0].rule if speakers else "no-speaker",
            is_sure(speakers)
            and not content.is_noun
            and not content.is_guess
            and not self._only_names_a_topic(saying)
            and not hedged
            and (told_from is None or content.first - saying.index <= LONGEST_LEAD)
            and (saying.within is None or _are_outlets(earlier)),
            is_marked=content.kind == "direct" or kind == "term",
            read_by=self._read_by(saying, sentence, speakers),
            hedged=hedged,
            cue=passage.words[saying.index].start,
            told_from=told_from,
        )

    def _via(
        self,
        passage: PassageText,
        sentence: range,
        saying: Saying,
        speakers: Speakers,
        earlier: Sequence[tuple[Saying, Speakers]],
    ) -> tuple[Relay, ...]:
        apart = self._apart(saying, sentence, earlier)
        via = self.chains.of(passage, sentence, saying, speakers, apart)
        tellers = [one for one in self.teller if one.kind == "outlet" and one.named is not None]
        if not tellers and not via and self._is_taken_over(passage, sentence, saying):
            tellers = self.finder.outlets_that_spoke()
        if tellers and all(link.thing != tellers[0].thing for link in via):
            one = tellers[0]  # «وأضافت …، نقلاً عن موظف»: the outlet that went on
            return (Relay(one.start, one.end, one.named), *via)
        return via

    def _is_taken_over(self, passage: PassageText, sentence: range, saying: Saying) -> bool:
        """«ونقلت عن مصدر قوله»: by an outlet that the sentence doesn't name."""
        first = max(sentence.start, saying.index - WORDS_ABOUT_WHEN)
        verbs = (verb_at(passage, at) for at in range(first, saying.index + 1))
        return any(verb is not None and verb.kind == "quote" for verb in verbs)

    def _apart(
        self, saying: Saying, sentence: range, earlier: Sequence[tuple[Saying, Speakers]]
    ) -> list[range]:
        """The words of reports in the same sentence that others make: «…، فيما ذكرت الوكالة أن …».

        A verb that names nobody anew goes on with what was relayed before it.
        """
        later = [
            range(one.index, one.content.last)
            for one in self.sayings
            if saying.content.last <= one.index < sentence.stop and one.cue == "verb"
        ][:1]
        last = saying.content.last
        if last < sentence.stop and self._tells_more(last):
            later.append(range(last, sentence.stop))
        if saying.cue != "verb" or saying.within is not None or not self.finder.names_anew(saying):
            return later
        before = [
            range(max(sentence.start, one.index - 1), one.content.last) for one, _ in earlier[-2:]
        ]
        return [range(sentence.start, self._contrast_before(saying, sentence)), *before, *later]

    def _tells_more(self, index: int) -> bool:
        """«…، وتحدث مسؤول آخر إلى شبكة …»: another act than what stands before it."""
        if self.finder.key(index) in words_of("whereas"):
            return True
        verb = verb_at(self.finder.passage, index)
        if verb is None or not verb.is_finite:
            return False
        return begins_with_and(verb.particle) and begins_with_and(self.finder.key(index))

    def _contrast_before(self, saying: Saying, sentence: range) -> int:
        """Where «فيما» or «في وقت» sets a report beside what stands before it."""
        key = self.finder.key
        for at in range(saying.index - 1, max(sentence.start, saying.index - WORDS_ABOUT_WHEN), -1):
            if key(at) in words_of("whereas"):
                return at
            if key(at) in words_of("at_the_time") and key(at - 1) in words_of("in"):
                return at
        return sentence.start

    def _read_by(self, saying: Saying, sentence: range, speakers: Speakers) -> Span | None:
        if not speakers or speakers[0].rule != "written":
            return None
        return self.finder.reader(saying, sentence)

    def _only_names_a_topic(self, saying: Saying) -> bool:
        """«الناتو: انسحاب مؤقت أم نهاية»: without marks a colon may say what it is about, or list
        what was announced."""
        if saying.content.kind != "unmarked":
            return False
        return self.part.is_title or (saying.verb is not None and saying.verb.kind not in SPEAKING)

    def _is_denied(self, saying: Saying) -> bool:
        """«نفى أن …»: the clause is what somebody says is not so."""
        return (
            saying.verb is not None
            and saying.verb.kind in ("deny", "reject")
            and saying.content.kind == "reported"
        )

    def _on_behalf(self, passage: PassageText, saying: Saying) -> Span | None:
        """«نيابة عن القائد العام»: the words for whoever somebody else speaks for."""
        stop = saying.content.first
        sentence = passage.sentence_at(saying.index)
        since = max(sentence.start, saying.index - WORDS_ABOUT_WHEN)
        for index in range(since, stop):
            following = self.finder.key(index + 1)
            if is_any("on_behalf", self.finder.key(index)) and following in words_of("about_them"):
                return self._whose_words(range(sentence.start, index))
            for_others = is_any("on_behalf", self.finder.key(index)) and following in words_of(
                "about_whom"
            )
            in_the_name = self.finder.key(index) in words_of("speaking") and following in words_of(
                "name_of"
            )
            if not for_others and not in_the_name:
                continue
            first = last = index + 2
            while (
                last < stop
                and not opens_clause(passage.words[last].key)
                and not (last > first and self.finder.pauses_before(last))
            ):
                last += 1
            if last > first:
                return passage.words[first].start, passage.words[last - 1].end
        return None

    def _whose_words(self, zone: range) -> Span | None:
        """«ألقى كلمة رئيس الوزراء نيابة عنه»: whoever «عنه» stands for."""
        for index in reversed(zone):
            key = self.finder.key(index)
            if (is_noun("written", key) or is_noun("talk", key)) and index + 1 < zone.stop:
                return self.finder.span(range(index + 1, zone.stop))
        return None

    def _refusal(
        self,
        passage: PassageText,
        sentence: range,
        refusal: Refusal,
        earlier: list[tuple[Saying, Speakers]],
    ) -> Iterator[Statement]:
        speakers = self._who_refused(sentence, refusal, earlier)
        if not speakers:
            return
        content = Content("none", (refusal.span,), first=refusal.noun, last=refusal.last)
        saying = Saying(refusal.verb, "verb", reading_at(passage, refusal.verb), content)
        if refusal.of_whom is None:
            earlier.append((saying, speakers))
        yield Statement(
            "refusal",
            passage.number,
            (refusal.span,),
            speakers,
            via=self.chains.of(passage, sentence, saying, speakers),
            rule="refusal",
            sure=is_sure(speakers) and not self._is_guessed(refusal, speakers),
        )

    def _is_guessed(self, refusal: Refusal, speakers: Speakers) -> bool:
        """«لا جواب من بغداد»; in a headline, whoever opens it and may not be who refuses."""
        if refusal.is_missing and speakers[0].kind == "place":
            return True
        passage = self.finder.passage
        between = passage.text[speakers[0].end : passage.words[refusal.verb].start]
        return self.part.is_title and (speakers[0].rule == "sentence-subject" or ":" in between)

    def _who_refused(
        self, sentence: range, refusal: Refusal, earlier: list[tuple[Saying, Speakers]]
    ) -> Speakers:
        if refusal.of_whom is not None:
            return self.finder.named_or_described(range(refusal.of_whom, refusal.last))
        passage = self.finder.passage
        if refusal.asked is not None:
            return self.finder.asked(range(refusal.asked, refusal.verb))
        content = Content("none", (), first=refusal.noun, last=refusal.noun)
        verb = reading_at(passage, refusal.verb)
        saying = Saying(refusal.verb, "verb", verb, content)
        return self.finder.refusers(saying, sentence, earlier)


def _is_with_somebody(title: str) -> bool:
    """«فلان في حوار شامل», «مقابلة مع فلان»: what a headline says of an interview."""
    words = keys(title)
    pairs = set(pairwise(words))
    return tells_of_conversation(words) or any(
        (before, talk) in pairs or (talk, behind) in pairs
        for talk in words_of("interview")
        for before in words_of("in")
        for behind in words_of("to")
    )


def _passages(part: Part) -> Iterator[PassageText]:
    """The passages with the quotations that stand in each, all in one pass."""
    quotes = sorted(pair_marks(part.text, part.passages), key=lambda one: one.start)
    following = 0
    going_on: list[Quoted] = []
    for number, pieces in enumerate(part.passages):
        start, end = pieces[0][0], pieces[-1][1]
        going_on = [one for one in going_on if one.end > start]
        while following < len(quotes) and quotes[following].start < end:
            going_on.append(quotes[following])
            following += 1
        yield PassageText(number, part.text, pieces, going_on, cut=number in part.cut)


def _are_outlets(earlier: Sequence[tuple[Saying, Speakers]]) -> bool:
    """Whether an outlet tells what somebody said, and no other speaker."""
    return bool(earlier) and all(one.kind == "outlet" for one in earlier[-1][1])


def _when(passage: PassageText, saying: Saying) -> Span | None:
    """The words around a cue in which a date may say when it was said."""
    sentence = passage.sentence_at(saying.index)
    first = max(sentence.start, saying.index - WORDS_ABOUT_WHEN)
    last = min(saying.content.first, sentence.stop) or saying.index + 1
    if last <= first:
        return None
    return passage.words[first].start, passage.words[last - 1].end


def _told_from(passage: PassageText, saying: Saying) -> int | None:
    """Where the words begin that a clause can't be told without: «دعا إلى أن …», «وصفه بأنه …»."""
    verb, content = saying.verb, saying.content
    if verb is None or content.kind != "reported" or content.is_noun:
        return None
    foresees = fold(verb.lemma) in words_of("foresees")
    if verb.kind not in TOLD_WITH_VERB and not foresees and not content.of_noun:
        return None
    joined = verb.particle[:1] != "" and begins_with_and(verb.particle)
    return passage.words[saying.index].start + joined


def _calls_by_a_term(passage: PassageText, saying: Saying) -> bool:
    """«وصف الوجود بأنه "احتلال"»: a few words in marks, and nothing else, for a thing."""
    quoted = saying.content.quoted
    if saying.verb is None or saying.verb.kind not in ("describe", "deem") or len(quoted) != 1:
        return False
    opens = passage.index_at(quoted[0].start) <= saying.content.first
    size = passage.words_between(quoted[0].start, quoted[0].end)
    return (
        opens and size <= TERM_WORDS + 2 and saying.content.last - saying.content.first <= size + 1
    )


def _is_term(passage: PassageText, pieces: Sequence[Span]) -> bool:
    return 0 < sum(passage.words_between(*piece) for piece in pieces) <= TERM_WORDS


def _without_terms(passages: Sequence[PassageText], one: Statement) -> Statement:
    if one.kind != "reported" and (one.kind != "direct" or one.is_marked):
        return one
    kept = tuple(pieces for pieces in one.quoted if not _is_term(passages[one.passage], pieces))
    return one if kept == one.quoted else replace(one, quoted=kept)


def _apart(found: Sequence[Statement]) -> Iterator[Statement]:
    """No two statements of one kind with the same words."""
    seen = set()
    for one in found:
        key = one.kind, one.pieces
        if key not in seen:
            seen.add(key)
            yield one


def _chained(found: Sequence[Statement]) -> Iterator[Statement]:
    """What stands between two references to one relayed outlet is relayed from it too."""
    following: list[Relay | None] = []
    distance: list[int] = []
    coming: tuple[Relay | None, int] = (None, 0)
    for one in reversed(found):
        following.append(coming[0])
        distance.append(coming[1])
        if one.via:
            coming = (one.via[0], one.passage)
    following.reverse()
    distance.reverse()
    before: tuple[Relay | None, int] = (None, 0)
    last: Statement | None = None
    sources: dict[Span, tuple[Relay, ...]] = {}  # through whom one who isn't named speaks
    for one, after, at in zip(found, following, distance, strict=True):
        if one.via:
            before = (one.via[0], one.passage)
            last = one
            if (teller := _source(one)) is not None:
                sources[teller] = one.via
            yield one
            continue
        source = _source(one)
        if source is not None and source in sources:
            last = replace(one, via=sources[source])
            yield last
            continue
        if last is not None and _goes_on_from(last, one):
            last = replace(one, via=last.via)
            yield last
            continue
        relay, since = before
        near = relay is not None and at - since <= PASSAGES_BETWEEN
        if relay is None or after is None or not near or relay.thing is None:
            yield one
        elif relay.thing == after.thing and one.passage - since < PASSAGES_BETWEEN:
            yield replace(one, via=(relay,))
        else:
            yield one


def _source(one: Statement) -> Span | None:
    """The words for a source that isn't named, the same wherever it speaks again."""
    if len(one.speakers) == 1 and one.speakers[0].kind == "anonymous":
        return one.speakers[0].start, one.speakers[0].end
    return None


def _goes_on_from(before: Statement, one: Statement) -> bool:
    """Whether the same people say more in the same passage."""
    return (
        before.passage == one.passage
        and bool(one.speakers)
        and list(map(_who, one.speakers)) == list(map(_who, before.speakers))
    )


def _who(speaker: Speaker) -> object:
    return speaker.thing or (speaker.start, speaker.end)


__all__ = ["Part", "Statement", "find_statements"]

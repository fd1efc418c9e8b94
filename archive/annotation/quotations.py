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

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from archive.annotation.attributed import Attributed
from archive.annotation.chains import Chains, Relay
from archive.annotation.marks import Marks
from archive.annotation.refusals import Refusal, refusals_in
from archive.annotation.sayings import TERM_WORDS, Content, Saying, sayings_in
from archive.annotation.sentences import PassageText, Span
from archive.annotation.speakers import Named, Speaker, Speakers
from archive.annotation.statements import Kind, Part, Statement, is_sure
from archive.annotation.subjects import Finder
from archive.annotation.turns import Turns
from archive.annotation.verbs import reading_at
from archive.arabic.quotation_marks import Quoted, pair_marks
from archive.arabic.speech import is_any, is_noun, noun_of, opens_clause, words_of

OfficeHolder = Callable[[Sequence[str]], Named | None]

WORDS_ABOUT_WHEN = 8  # before a verb of saying, in which a date may say when it was said
PASSAGES_BETWEEN = 4  # two references to an outlet that hold what it relays between them


def find_statements(
    parts: Sequence[Part],
    first_names: frozenset[str],
    office_holder: OfficeHolder = lambda phrase: None,
) -> list[list[Statement]]:
    """The statements of each part of an article, in order: its title, then its text.

    `office_holder` says who holds the office that the folded words of a noun phrase call.
    """
    interviewee: Speakers = ()
    found: list[list[Statement]] = []
    for part in parts:
        reader = _Reader(part, Finder(part.names, first_names, office_holder), interviewee)
        found.append(reader.read())
        if part.is_title:
            interviewee = next((one.speakers for one in found[-1] if one.rule == "colon"), ())
    return found


class _Reader:
    """One pass over the passages of a part."""

    def __init__(
        self,
        part: Part,
        finder: Finder,
        interviewee: Speakers,
    ) -> None:
        self.part = part
        self.finder = finder
        self.chains = Chains(self.finder)
        self.attributed = Attributed(self.finder, self.chains)
        self.passages = list(_passages(part))
        self.seen: set[int] = set()  # starts of quotations that a statement has
        self.marks = Marks(self.finder, self.seen)
        self.turns = Turns(part, self.finder, self.passages, self.seen, interviewee)

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

    def _terms_within(self, one: Statement) -> Iterator[Statement]:
        """The single words in marks of a longer statement: the speaker's words for a thing."""
        if one.kind not in ("reported", "refusal") and (one.kind != "direct" or one.is_marked):
            return
        passage = self.passages[one.passage]
        for pieces in one.quoted:
            if _is_term(passage, pieces) and not self.marks.are_a_name(passage, pieces):
                yield replace(
                    one, kind="term", pieces=pieces, quoted=(pieces,), is_marked=True, cut=False
                )

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
        sayings = sayings_in(passage)
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
        yield from self.attributed.of(passage, sayings)
        yield from self.marks.left(passage, sayings)

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
        speakers = self._speakers(act, sentence, earlier)
        made = self._statement(passage, sentence, act, speakers)
        earlier.append((act, speakers))
        if speakers and act.is_speech:
            self.finder.memory.spoke.append(speakers)
        if made is not None:
            yield made

    def _speakers(
        self, saying: Saying, sentence: range, earlier: list[tuple[Saying, Speakers]]
    ) -> Speakers:
        if saying.verb is not None and saying.verb.kind == "quote":
            quoted = self.finder.after_about(
                saying.content.first, range(saying.index, sentence.stop)
            )
            if quoted:
                return quoted
        relayed = self._relayed_before(saying) or self._relayed_behind(saying, sentence)
        return relayed or self.finder.speakers(saying, sentence, earlier)

    def _relayed_before(self, saying: Saying) -> Speakers:
        """«ذكرت الصحيفة، نقلاً عن مصدر في الدفاع المدني، أن …»."""
        for at in range(saying.index + 1, saying.content.first - 2):
            key = self.finder.key(at)
            if is_any("relay", key) and self.finder.key(at + 1) in words_of("about_whom"):
                found = self.finder.of_zone(range(at + 2, saying.content.first))
                return found if found and found[0].kind != "unknown" else ()
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
        self, passage: PassageText, sentence: range, saying: Saying, speakers: Speakers
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
        return Statement(
            kind,
            passage.number,
            content.pieces,
            speakers,
            tuple(one.pieces for one in content.quoted),
            self.chains.of(passage, sentence, saying, speakers),
            self._on_behalf(passage, saying),
            _when(passage, saying),
            content.cut or (passage.cut and content.last >= len(passage.words)),
            speakers[0].rule if speakers else "no-speaker",
            is_sure(speakers) and not content.is_noun and not self._only_names_a_topic(content),
            is_marked=content.kind == "direct" or kind == "term",
        )

    def _only_names_a_topic(self, content: Content) -> bool:
        """«الناتو: انسحاب مؤقت أم نهاية»: without marks a colon may say what it is about."""
        return self.part.is_title and content.kind == "unmarked"

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
        for index in range(saying.index + 1, stop):
            following = self.finder.key(index + 1)
            if not is_any("on_behalf", self.finder.key(index)) or following not in words_of(
                "about_whom"
            ):
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
            sure=is_sure(speakers),
        )

    def _who_refused(
        self, sentence: range, refusal: Refusal, earlier: list[tuple[Saying, Speakers]]
    ) -> Speakers:
        if refusal.of_whom is not None:
            return self.finder.named_or_described(range(refusal.of_whom, refusal.last))
        passage = self.finder.passage
        content = Content("none", (), first=refusal.noun, last=refusal.noun)
        verb = reading_at(passage, refusal.verb)
        saying = Saying(refusal.verb, "verb", verb, content)
        return self.finder.refusers(saying, sentence, earlier)


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


def _when(passage: PassageText, saying: Saying) -> Span | None:
    """The words around a cue in which a date may say when it was said."""
    sentence = passage.sentence_at(saying.index)
    first = max(sentence.start, saying.index - WORDS_ABOUT_WHEN)
    last = min(saying.content.first, sentence.stop) or saying.index + 1
    if last <= first:
        return None
    return passage.words[first].start, passage.words[last - 1].end


def _calls_by_a_term(passage: PassageText, saying: Saying) -> bool:
    """«وصف الوجود بأنه "احتلال"»: a few words in marks, and nothing else, for a thing."""
    quoted = saying.content.quoted
    if saying.verb is None or saying.verb.kind not in ("describe", "deem") or len(quoted) != 1:
        return False
    size = passage.words_between(quoted[0].start, quoted[0].end)
    return size <= TERM_WORDS + 2 and saying.content.last - saying.content.first <= size + 1


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
    for one, after, at in zip(found, following, distance, strict=True):
        if one.via:
            before = (one.via[0], one.passage)
            last = one
            yield one
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

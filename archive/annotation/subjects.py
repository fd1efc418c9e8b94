"""Who speaks: the subject of a report of speech, named, described, left out or carried on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.annotation.asides import aside_at
from archive.annotation.noun_phrases import LONGEST_NAME, LONGEST_TITLE, NounPhrases
from archive.annotation.sayings import Saying
from archive.annotation.sentences import Span
from archive.annotation.speakers import Speaker, Speakers, agrees, carried
from archive.annotation.verbs import verb_at
from archive.arabic.letters import fold
from archive.arabic.occasions import occasion
from archive.arabic.particles import without_and
from archive.arabic.reporting import ReportingVerb
from archive.arabic.speech import (
    bare_noun,
    begins_with_and,
    ends_as_adverb,
    has_her_pronoun,
    has_their_pronoun,
    is_any,
    is_attached_to,
    is_behind_preposition,
    is_definite,
    is_feminine_past,
    is_her_past,
    is_nominative_plural,
    is_noun,
    is_told_to,
    opens_clause,
    without_his,
    without_pronoun,
    words_of,
)

# Kinds of verbs behind which stands whom somebody speaks to, or of.
ADDRESSING = frozenset(("accuse", "warn", "threaten", "promise", "call-for", "announce"))

# Kinds of verbs behind which a noun may be what they are about: «وصف الهجوم بأنه».
ABOUT_A_THING = ADDRESSING | {"describe", "deem", "explain", "condemn", "praise", "express"}

Earlier = Sequence[tuple[Saying, Speakers]]

MOST_JUST_BEFORE = 12  # names of a sentence that a pronoun in the next may stand for
LONGEST_OPENING = 4  # words of «وفي السياق ذاته،»
LONGEST_CLAUSE = 30  # words back from a verb to where its clause may begin


class Finder(NounPhrases):
    """Resolves speakers passage by passage; one for an article."""

    def speakers(self, saying: Saying, sentence: range, earlier: Earlier) -> Speakers:
        """The speakers of a report of speech; none where nothing tells.

        `earlier` are the reports before it in the same sentence, with theirs.
        """
        if saying.cue == "noun":
            return self._of_noun(saying, sentence, earlier)
        # «ردّ فلان على تصريح الوزير بأن …، قائلاً»: the noun's speaker doesn't go on.
        earlier = [
            one
            for one in earlier
            if one[0].cue != "noun" or self.key(one[0].index) not in words_of("saying_of")
        ]
        zone = self._zone(saying)
        if saying.verb is None:
            return self._of_written(saying, zone, sentence)
        if saying.cue == "participle" and earlier:
            return self._of_participle(saying, sentence, earlier)
        if saying.cue == "participle":
            return (
                self._of_verb_before(saying, sentence)
                or self._of_sentence(sentence, saying)
                or self._continued(saying)
            )
        if self._has_pronoun_subject(saying.index) and earlier and self._goes_on(earlier, saying):
            return carried(earlier[-1][1], "same-sentence")
        stated = self._of_pluperfect(saying, sentence) or self._stated(saying, zone, sentence)
        if stated:
            return self._as_addressed(saying, zone, sentence, earlier, stated)
        found = self._carried(saying, zone, sentence, earlier)
        if self._may_have_a_subject(saying, zone) or self._is_from_afar(saying, sentence, found):
            return tuple(replace(one, sure=False) for one in found)
        return found

    def _of_pluperfect(self, saying: Saying, sentence: range) -> Speakers:
        """«كان فلان، المتحدث باسم …، قد أعلن بعد لقاء الوزيرين أن»: the subject of «كان»."""
        if not saying.is_speech or not is_any("already", self.key(saying.index - 1)):
            return ()
        first = max(sentence.start, saying.index - LONGEST_CLAUSE)
        for at in range(saying.index - 2, first - 1, -1):
            if is_any("was", self.key(at)) and at + 1 < saying.index - 1:
                found = self.of_zone(range(at + 1, saying.index - 1))
                known = bool(found) and found[0].kind != "unknown"
                return tuple(replace(one, rule="before-verb") for one in found) if known else ()
        return ()

    def _as_addressed(
        self, saying: Saying, zone: range, sentence: range, earlier: Earlier, stated: Speakers
    ) -> Speakers:
        """«وحذر واشنطن من أن», «واتهمت إيران بأنها»: who alone stands behind such a verb may be
        whom it is about, and whoever speaks was named before."""
        verb = saying.verb
        if verb is None or not stated:
            return stated
        agreeing = self._may_be_said_of(stated, verb)
        if stated[0].kind == "place" and self.is_of_a_man(stated[0]) != (verb.gender == "m"):
            agreeing = False
        takes = verb.kind == "call-for" or ("object" in verb.governs and verb.kind in ADDRESSING)
        alone = takes and self._fills(zone, stated)
        needed = verb.kind == "accuse" or fold(verb.lemma) in words_of("tells_whom")
        if alone and (needed or not agreeing):
            return self._who_addresses(saying, zone, sentence, earlier)
        joined = begins_with_and(verb.particle) and saying.index > sentence.start
        if not agreeing or (alone and joined and stated[0].kind != "person"):
            return tuple(replace(one, sure=False) for one in stated)
        return stated

    def _who_addresses(
        self, saying: Saying, zone: range, sentence: range, earlier: Earlier
    ) -> Speakers:
        """Whoever spoke before in the sentence; from further away it is a guess."""
        things = {one.thing for one in self.of_zone(zone)}
        found = self._carried(saying, zone[:0], sentence, earlier)
        if any(one.thing in things for one in found):
            return ()
        near = found and found[0].rule in ("same-sentence", "before-verb", "right-before")
        return found if near else tuple(replace(one, sure=False) for one in found)

    def _fills(self, zone: range, stated: Speakers) -> bool:
        """Whether nothing but a preposition stands behind a name that a zone opens with."""
        behind = self.passage.index_at(stated[-1].end)
        return all(self.key(at) in words_of("leads_that") for at in range(behind, zone.stop))

    def is_of_a_man(self, place: Speaker) -> bool:
        """Whether the verb of a place is that of «he»: «العراق», against «واشنطن»."""
        word = self.key(self.passage.word_at(place.start))
        return any(word.endswith(one) for one in words_of("masculine_place"))

    def _is_from_afar(self, saying: Saying, sentence: range, found: Speakers) -> bool:
        """Whether somebody of an earlier sentence is to speak, and this one has said more than
        that: «أما العناوين التي طافت بها الشاشات فقالت إن …»."""
        afar = bool(found) and found[0].rule in ("continued", "subject-before", "by-gender")
        if not afar or saying.cue != "verb":
            return False
        before = range(max(sentence.start, saying.index - LONGEST_CLAUSE), saying.index)
        if self._answers(saying, before):
            return False
        if len(before) > LONGEST_OPENING and not any(occasion(self.key(at)) for at in before):
            return True  # «وبإيقافه والتحري معه في المركز اعترف بأنه»
        return any(self._tells_of_others(at) for at in before)

    def _answers(self, saying: Saying, before: range) -> bool:
        """«ولدى سؤاله عما إذا كان يحمّلهم المسؤولية، أجاب»: whoever was asked."""
        replies = saying.verb is not None and saying.verb.kind == "reply"
        return replies and any(is_any("was_asked", self.key(at)) for at in before)

    def _tells_of_others(self, index: int) -> bool:
        """Whether a word before a verb names somebody, or is a verb or what a sentence is about."""
        key = self.key(index)
        if self.words[index].quote is not None or is_any("as_for", key):
            return True
        name = self.name_at(index)
        if name is not None:
            return name.kind in ("person", "body") and not self.is_governed(index)
        return verb_at(self.passage, index) is not None or is_her_past(key)

    def _carried(self, saying: Saying, zone: range, sentence: range, earlier: Earlier) -> Speakers:
        """Who speaks where no subject stands behind the verb."""
        return (
            self._had_before(saying.index, sentence)
            or self._antecedent(saying, sentence)
            or self._right_before(saying.index)
            or self._of_occasion(saying, zone, sentence)
            or self._subject_before(saying.index, sentence)
            or self._after_adverb(zone)
            or (carried(earlier[-1][1], "same-sentence") if self._goes_on(earlier, saying) else ())
            or self._of_sentence(sentence, saying)
            or self._continued(saying)
        )

    def _of_participle(self, saying: Saying, sentence: range, earlier: Earlier) -> Speakers:
        """Whoever spoke before in the sentence; «مشيراً» behind «الوزارة على لسان هود» is his."""
        before = earlier[-1][1]
        verb = saying.verb
        if verb is None or not before or len(before) > 1:
            return carried(before, "participle")
        if agrees(before[0], verb.gender, verb.number):
            return carried(before, "participle")
        if before[0].kind == "anonymous" and verb.number == "p":
            return carried(before, "participle", sure=False)
        if before[0].kind not in ("body", "place"):
            return carried(before, "participle")
        for index in range(earlier[-1][0].index, saying.index):
            name = self.name_at(index)
            if name is not None and name.kind == "person":
                found = self.speaker(name, range(index, index + 1))
                if agrees(found, verb.gender, verb.number) and self._is_mouthpiece(index):
                    return (replace(found, rule="participle"),)
        return carried(before, "participle", sure=False)

    def speaks_within(self, saying: Saying, clause: range) -> Speakers:
        """Who speaks in a clause that another says: its subject stands before its verb."""
        found = self._subject_before(saying.index, clause)
        return tuple(one for one in found if one.kind != "unknown")

    def spoke_before(self, index: int, sentence: range) -> Speakers:
        """Whoever the last report before a word of the same sentence is of."""
        for at, speakers in reversed(self.acts):
            if at < index:
                return carried(speakers, "same-sentence") if at >= sentence.start else ()
        return ()

    def outlets_that_spoke(self) -> list[Speaker]:
        """«ونقلت عن …»: the outlet that spoke last, and the passage before or here."""
        for several in reversed(self.memory.spoke[-2:]):
            if several[0].kind == "outlet" and several[0].named is not None:
                return [several[0]]
        return []

    def names_anew(self, saying: Saying) -> bool:
        """Whether a subject stands right behind a verb, which takes nothing from anybody else."""
        verb = saying.verb
        if verb is None or verb.kind == "quote":
            return False
        zone = self._zone(saying)
        if any(is_any("relay", self.key(at)) for at in zone):
            return False
        return bool(self._subject(zone)) or bool(self._right_before(saying.index))

    def _has_pronoun_subject(self, index: int) -> bool:
        """«لكنه وصف بقاءهم بأنه …»: what follows the verb is its object."""
        before = index - 1
        while is_any("kad", self.key(before)):
            before -= 1
        return self.key(before) in words_of("pronoun_subject")

    def _of_verb_before(self, saying: Saying, sentence: range) -> Speakers:
        """«وعقب لقائه الوفد، غرّد فلان قائلاً»: the subject of the verb that a participle goes on."""
        first = max(sentence.start, saying.index - LONGEST_TITLE)
        for index in range(saying.index - 1, first - 1, -1):
            verb = verb_at(self.passage, index)
            if verb is None or not verb.is_finite:
                continue
            found = self._subject(range(index + 1, saying.index))
            able = found and saying.verb is not None and self._may_be_said_of(found, saying.verb)
            return tuple(replace(one, rule="participle") for one in found) if able else ()
        return ()

    def _is_mouthpiece(self, index: int) -> bool:
        """«على لسان المتحدث فلان»."""
        return any(
            self.key(at) in words_of("mouth") for at in range(max(0, index - LONGEST_TITLE), index)
        )

    def _stated(self, saying: Saying, zone: range, sentence: range) -> Speakers:
        """The subject behind its verb; a noun that may be its object yields to one before."""
        marked = self._named_in_marks(saying)
        if marked:
            return marked
        found = self._subject(zone)
        if found and self._is_told_by_another(saying, found):
            before = self._subject_before(saying.index, sentence)
            return before or carried(found, "unnamed", sure=False)
        if found and found[0].kind == "anonymous" and self._is_odd(saying, found[0]):
            return carried(found, "unnamed", sure=False)
        if found and self._is_object(saying, sentence):
            return tuple(replace(one, sure=False) for one in found)
        if not found or found[0].kind != "unknown" or found[0].thing is not None:
            return found
        before = self._subject_before(saying.index, sentence)
        if before and before[0].kind != "unknown":
            return before
        verb = saying.verb
        told = found[0].feminine
        if verb is not None and told is not None and told != (verb.gender == "f"):
            return ()
        return found

    def _may_have_a_subject(self, saying: Saying, zone: range) -> bool:
        """«يصف نفسه بأنه», «وأكد مزارعو القرية، وهم كثر، أن»: somebody else may be the subject."""
        if not zone or self.name_at(zone.start) is not None:
            return False
        if self.key(zone.start) in words_of("self") or self._is_another(saying, zone.start):
            return True
        stop = self.phrase(zone).stop
        return stop in zone and self._is_named_behind(stop)

    def _is_another(self, saying: Saying, index: int) -> bool:
        """«فأجاب هذا بأن», «ويكرر مسؤولوه أن», «وصف بيانه الحدث بأنه», «وأكدت هاجر أن»: a noun
        where the subject stands, whomever it means."""
        key = self.key(index)
        if self.pauses_before(index) or self.words[index].quote is not None:
            return False
        if is_any("the_latter", key):
            return True
        if self._is_between(index) or self._opens_adverb(index) or ends_as_adverb(key):
            return False
        nouns = ("title", "written", "body", "anonymous")
        forms = (key, without_his(key), bare_noun(key))
        if is_nominative_plural(key) or any(f in words_of(n) for n in nouns for f in forms):
            return True
        return saying.verb is not None and saying.verb.kind not in ABOUT_A_THING

    def _named_in_marks(self, saying: Saying) -> Speakers:
        """«وأكدت "حركة البناء" أن …»: whoever marks right behind a verb name."""
        first = saying.index + 1
        if first >= saying.content.first or self.words[first].quote is None:
            return ()
        if saying.content.kind == "none" or self.name_at(first) is not None:
            return ()
        quote = self.passage.quotes[self.words[first].quote]
        return (Speaker(*quote.pieces[0], "unknown", sure=False, rule="unnamed"),)

    def _is_told_by_another(self, saying: Saying, found: Speakers) -> bool:
        """«أما المتحدثة فأبلغت نيوزويك أن …»: an outlet behind such a verb is told."""
        verb = saying.verb
        tells = verb is not None and fold(verb.lemma) in words_of("tells_whom")
        return tells and found[0].kind == "outlet"

    def _is_object(self, saying: Saying, sentence: range) -> bool:
        """«الوفد يدعو سوريا إلى …»: in a headline a noun before the verb may be its subject."""
        verb, index = saying.verb, saying.index
        if not self.is_title or verb is None or verb.tense != "imperfect":
            return False
        before = self.key(index - 1)
        if index == sentence.start or self.pauses_before(index):
            return False
        return not any(is_any(kind, before) for kind in ("lead", "clause", "kad", "denies"))

    def _is_odd(self, saying: Saying, one: Speaker) -> bool:
        """«قالت شيخ روحه»: the title of a man behind the verb of a woman is part of a name."""
        verb = saying.verb
        if verb is None or one.plural or one.feminine:
            return False
        return verb.gender == "f" and verb.number == "s" and verb.person == 3

    def _of_occasion(self, saying: Saying, zone: range, sentence: range) -> Speakers:
        """«مقابلة مع الجنرال فلان، قال فيها», «تصريحاً لمسؤول …، قال فيه»."""
        if not zone or not is_any("in_it", self.key(zone.start)):
            return ()
        first = max(sentence.start, saying.index - LONGEST_CLAUSE)
        for index in range(saying.index - 1, first - 1, -1):
            if not (is_noun("written", self.key(index)) or is_noun("talk", self.key(index))):
                continue
            sent = is_noun("written", self.key(index))  # «رسالة إلى فلان» is somebody else's
            for at in range(index + 1, min(index + 4, saying.index)):
                if is_any("to", self.key(at)) and not sent:
                    return self.named_or_described(range(at + 1, saying.index))
                attached = is_attached_to(self.key(at)) and is_noun("title", self.key(at))
                name = self.name_at(at)
                if attached or (name is not None and self.is_governed(at)):
                    return self.named_or_described(range(at, saying.index))
            break
        return tuple(replace(one, sure=False) for one in self._of_sentence(sentence, saying))

    def refusers(self, saying: Saying, sentence: range, earlier: Earlier) -> Speakers:
        """Who refuses to speak."""
        return (
            self._stated(saying, self._zone(saying), sentence)
            or self._antecedent(saying, sentence)
            or self._subject_before(saying.index, sentence)
            or self._right_before(saying.index)
            or (carried(earlier[-1][1], "same-sentence") if self._goes_on(earlier, saying) else ())
            or self._of_sentence(sentence, saying)
            or self._continued(saying)
        )

    def asked(self, zone: range) -> Speakers:
        """Whoever is asked in a clause that «سألت» opens: behind «من» or «إلى», else its object."""
        found: list[Speakers] = []
        index = zone.start + 1
        while index < zone.stop:
            if not self._opens_party(index):
                index += 1
                continue
            one = self.of_zone(range(index, zone.stop))
            if one and one[0].kind != "outlet":
                if is_any("governs", self.key(index - 1)) or self._is_passive_or_ours(zone.start):
                    return one
                found.append(one)
            index = max(index + 1, self.phrase(range(index, zone.stop)).stop)
        if len(found) == 1:
            return found[0]
        return carried(found[1], "asked", sure=False) if found else ()

    def _opens_party(self, index: int) -> bool:
        name = self.name_at(index)
        if name is not None:
            return name.kind != "outlet"
        key = self.key(index)
        return is_noun("title", key) or is_noun("body", key) or is_noun("anonymous", key)

    def _is_passive_or_ours(self, index: int) -> bool:
        """«سُئل», «سألنا»: the first who is named was asked."""
        key = self.key(index)
        return key in words_of("we_asked") or without_and(key) in words_of("we_asked")

    def _goes_on(self, earlier: Earlier, saying: Saying) -> bool:
        """Whether a second verb of a sentence has the subject of the first."""
        if not earlier or not earlier[-1][1]:
            return False
        verb = saying.verb
        return (
            verb is None
            or agrees(earlier[-1][1][0], verb.gender, verb.number)
            or (verb.number in ("d", "p") and len(earlier[-1][1]) > 1)
        )

    def _zone(self, saying: Saying) -> range:
        """The words between a cue and what it reports."""
        first = saying.index + 1
        last = max(first, saying.content.first)
        while last > first and opens_clause(self.key(last - 1)):
            last -= 1
        return range(first, last)

    # A statement that somebody wrote or read out

    def _of_written(self, saying: Saying, zone: range, sentence: range) -> Speakers:
        """«جاء في بيان الهيئة», «تلا المتحدث بيان الهيئة وجاء فيه»: whose words were written."""
        before = range(saying.index - 1, max(sentence.start, saying.index - LONGEST_CLAUSE) - 1, -1)
        for index in (*zone[:LONGEST_CLAUSE], *before):
            if not is_noun("written", self.key(index)):
                continue
            rest = range(index + 1, zone.stop if index in zone else saying.index)
            while rest and is_any("lead", self.key(rest.start)):
                rest = rest[1:]
            owner = self._owner(rest) if rest else ()
            if owner:
                return tuple(replace(one, rule="written") for one in owner)
            subject = self._of_sentence(sentence, saying) if index not in zone else ()
            body = self._body_in(range(sentence.start, index)) if index not in zone else ()
            if body or subject:
                return carried(body or subject, "written", sure=False)
            if is_definite(self.key(index)) and self.memory.spoke:
                return carried(self.memory.spoke[-1], "written", sure=False)
            start, end = self.span(range(index, index + 1))
            return (Speaker(start, end, "unknown", rule="written", sure=False),)
        return ()

    def written_by(self, zone: range) -> Speakers:
        """Whose a statement or saying is that a noun of a zone names: «نص بيان الوزارة»."""
        for index in reversed(zone):
            if not (is_noun("written", self.key(index)) or is_noun("talk", self.key(index))):
                continue
            rest = range(index + 1, zone.stop)
            owner = self._owner(rest) if rest else ()
            if owner:
                return tuple(replace(one, rule="written") for one in owner)
        return ()

    def reader(self, saying: Saying, sentence: range) -> Span | None:
        """«تلا المتحدث بيان الهيئة وجاء فيه»: the words for whoever reads."""
        first = max(sentence.start, saying.index - LONGEST_CLAUSE)
        for index in range(saying.index - 1, first - 1, -1):
            if is_any("reads_out", self.key(index)):
                phrase = self.phrase(range(index + 1, saying.index))
                stop = next((at for at in phrase if is_noun("written", self.key(at))), phrase.stop)
                return self.span(range(phrase.start, stop)) if stop > phrase.start else None
        return None

    def is_accused(self, saying: Saying, sentence: range) -> bool:
        """«اتُّهم فلان بالقول إن …»."""
        words = range(max(sentence.start, saying.index - LONGEST_CLAUSE), saying.index)
        return saying.cue == "noun" and any(is_any("accused", self.key(at)) for at in words)

    def _body_in(self, zone: range) -> Speakers:
        """«تلت أمينة سر المجلس بياناً»: the body whose words they are."""
        for index in zone[:LONGEST_TITLE]:
            name = self.name_at(index)
            if name is not None and name.kind == "body":
                return (self.speaker(name, range(index, index + 1)),)
            if is_noun("body", self.key(index)) and is_definite(self.key(index)):
                found = self.of_zone(range(index, index + 1))
                if found and found[0].thing is not None:
                    return found
        return ()

    def _owner(self, rest: range) -> Speakers:
        """Whose a statement is: «بيان الهيئة», «بيان لوزارة الدفاع», «رداً مكتوباً من فلان»."""
        for first in rest[:5]:
            if self.pauses_before(first) and first > rest.start:
                return ()
            key = self.key(first)
            name = self.name_at(first)
            if name is not None and name.kind in ("person", "body", "place"):
                return (self.speaker(name, range(first, first + 1)),)
            if is_noun("body", key) or is_noun("title", key):
                return self.of_zone(range(first, rest.stop))
        return ()

    # A subject behind its verb

    def _subject(self, zone: range) -> Speakers:
        first = zone.start
        while first < zone.stop and self._is_between(first):
            first += 1
        zone = range(first, min(zone.stop, first + LONGEST_TITLE))
        if not zone or self._opens_adverb(zone.start) or self.pauses_before(zone.start):
            return ()
        return self.of_zone(zone)

    def _is_between(self, index: int) -> bool:
        """«قال لي أمس فلان»: what may stand between a verb and its subject."""
        key = self.key(index)
        return (is_any("lead", key) or is_any("to_pronoun", key)) and self.name_at(index) is None

    def _opens_adverb(self, index: int) -> bool:
        """Whether an adverb, or something said to somebody, stands where a subject would."""
        key = self.key(index)
        if self.is_adverb(index) or is_any("adverb", without_pronoun(key)):
            return self.name_at(index) is None
        name = self.name_at(index)
        if name is not None:
            return name.start > self.words[index].start and self.is_governed(index)
        return is_told_to(key) or any(
            is_behind_preposition(kind, key) for kind in ("title", "anonymous", "body")
        )

    def _after_adverb(self, zone: range) -> Speakers:
        """«وقال في تصريح صحفي المتحدث باسم …»: the first title or person behind an adverb."""
        for index in zone[1:LONGEST_TITLE]:
            if self.pauses_before(index) or self.is_governed(index):
                continue
            if occasion(self.key(index - 1)) is not None:
                continue  # «بعد لقاء الوزيرين»
            if not (is_noun("title", self.key(index)) or self.name_at(index)):
                continue
            if self.key(index - 1) in words_of("adverb"):
                continue
            rest = range(index, zone.stop)
            found = self.of_zone(rest)
            if found and found[0].kind == "person" and found[0].rule != "described":
                return found
        return ()

    # A subject before its verb

    def _antecedent(self, saying: Saying, sentence: range) -> Speakers:
        """«السفير الأسبق فلان، الذي أكد أن …»: proposed, since the noun may be another."""
        relative = self._relative_before(saying.index, sentence)
        if relative is None:
            return ()
        feminine = self.key(relative) in words_of("relative_feminine")
        for index in range(relative - 1, max(sentence.start, relative - 10) - 1, -1):
            name = self.name_at(index)
            if name is None and is_noun("title", self.key(index)):
                found = self.of_zone(range(index, relative))
                if found and found[0].feminine == feminine:
                    return tuple(replace(one, rule="antecedent") for one in found)
            if name is None or name.kind == "place":
                continue
            speaker = self.speaker(name, range(max(sentence.start, index - 6), index + 1))
            if name.kind == "person" and (speaker.feminine or False) != feminine:
                continue
            near = self.passage.index_at(name.end) == relative and name.kind == "person"
            return (replace(speaker, rule="antecedent", sure=name.sure and near),)
        return ()

    def _had_before(self, index: int, sentence: range) -> Speakers:
        """«سبق لفلان أن قال»."""
        if opens_clause(self.key(index - 1)) != "bare":
            return ()
        first = max(sentence.start, index - LONGEST_TITLE)
        for at in range(index - 2, first, -1):
            if is_any("had_before", self.key(at - 1)):
                if is_any("to_pronoun", self.key(at)):
                    return self.said_by_pronoun(self.key(at))
                return self.named_or_described(range(at, index - 1))
        return ()

    def _relative_before(self, index: int, sentence: range) -> int | None:
        """The «الذي» whose clause a verb opens."""
        for at in range(index - 1, max(sentence.start, index - 4) - 1, -1):
            if is_any("relative_pronoun", self.key(at)):
                return at
            if not any(is_any(kind, self.key(at)) for kind in ("kad", "was", "denies")):
                return None
        return None

    def _subject_before(self, index: int, sentence: range) -> Speakers:
        """«هود أكد أن …»: a noun phrase that opens the clause of the verb."""
        first = self._clause_start(index, sentence)
        zone = range(first, index)
        while zone and self._is_before_subject(zone.start):
            zone = zone[1:]
        while zone and any(is_any(kind, self.key(zone.stop - 1)) for kind in ("kad", "denies")):
            zone = zone[:-1]
        if not zone or len(zone) > LONGEST_TITLE or is_any("adverb", self.key(zone.start)):
            return ()
        other = next((at for at in zone if verb_at(self.passage, at) is not None), None)
        if other is not None:
            if other == zone.start or not begins_with_and(self.key(index)):
                return ()
            zone = range(zone.start, other)
        found = self.of_zone(zone)
        verb = verb_at(self.passage, index)
        if verb is not None and found and not self._may_be_said_of(found, verb):
            return ()
        if found and found[0].rule == "unnamed" and found[0].kind == "unknown":
            return ()
        return tuple(replace(one, rule="before-verb") for one in found)

    def _is_before_subject(self, index: int) -> bool:
        key = self.key(index)
        return self.name_at(index) is None and any(
            is_any(kind, key) for kind in ("lead", "clause", "was", "but")
        )

    def _may_be_said_of(self, found: Speakers, verb: ReportingVerb) -> bool:
        if len(found) > 1:
            return True
        return agrees(found[0], verb.gender, verb.number)

    def _right_before(self, index: int) -> Speakers:
        """«… المتحدثة جيسيكا ماكنولتي قالت»: a name that ends where the verb begins."""
        verb = verb_at(self.passage, index)
        if verb is not None and begins_with_and(verb.particle):
            return ()  # «تناقض الصحيفة وتؤكد أن»: of whoever the sentence is about
        for at in range(max(0, index - 5), index):
            one = self.name_at(at)
            if one is None or one.end > self.words[index].start:
                continue
            if self.passage.text[one.end : self.words[index].start].strip():
                continue
            found = self.speaker(one, range(max(0, at - 6), at + 1))
            fits = verb is None or agrees(found, verb.gender, verb.number)
            if fits and not self.is_governed(at):
                return (replace(found, rule="right-before"),)
        return self._unknown_right_before(index)

    def _unknown_right_before(self, index: int) -> Speakers:
        """The same for somebody whom the authorities don't know, behind a title."""
        verb = verb_at(self.passage, index)
        start = self.passage.sentence_at(index).start
        for at in range(max(start, index - 4), index - 1):
            if self.key(at) not in self.first_names or self.name_at(at) is not None:
                continue
            first = max(start, at - LONGEST_TITLE // 2)
            titled = any(is_noun("title", self.key(before)) for before in range(first, at))
            if not titled or any(self.pauses_before(after) for after in range(at + 1, index + 1)):
                continue
            begin, end = self.span(range(at, index))
            woman = self.key(at) in words_of("woman") or self.has_feminine_title(first, at)
            found = Speaker(begin, end, "person", feminine=woman, rule="right-before")
            return (found,) if verb is None or agrees(found, verb.gender, verb.number) else ()
        return ()

    def _clause_start(self, index: int, sentence: range) -> int:
        """Where the clause of a verb begins: behind a pause that a noun phrase doesn't go over."""
        start = index
        while start > max(sentence.start, index - LONGEST_CLAUSE):
            if self.pauses_before(start) and not self._is_aside(start, sentence):
                break
            if self.words[start - 1].quote is not None:
                break
            if is_any("clause", self.key(start - 1)) and start < index:
                break
            if opens_clause(self.key(start - 1)) and start < index:
                break
            start -= 1
        return start

    def _is_aside(self, index: int, sentence: range) -> bool:
        """«الإدارة الأميركية، وبحسب البيت الأبيض، أعلنت»: a pause inside the clause."""
        key = self.key(index)
        if is_any("according", key) or is_any("lead", key):
            return True
        return verb_at(self.passage, index) is not None and (
            self.name_at(sentence.start) is not None and index - sentence.start < LONGEST_TITLE
        )

    # A subject that the sentence, or an earlier one, has

    def _of_sentence(self, sentence: range, saying: Saying) -> Speakers:
        """The subject of the sentence: «التقى هود الكاظمي، مؤكداً», «رفض المتحدث …، مكتفياً»."""
        found = self.subject_of_sentence(sentence, saying.index)
        verb = saying.verb
        if found and verb is not None and not self._may_be_said_of(found, verb):
            found = ()
        return found or self._topic(sentence, saying)

    def subject_of_sentence(self, sentence: range, before: int) -> Speakers:
        """The noun phrase that opens a sentence, or stands right behind its opening verb."""
        first = self._behind_opening(sentence, before)
        subordinate = False  # «فيما كان القادة مجتمعين، تلقى الرئيس الخبر …، فكتب»
        while first < before and self._is_before_subject(first):
            subordinate = subordinate or is_any("subordinate", self.key(first))
            first += 1
        if first >= before:
            return ()
        for start in (first, first + 1):
            zone = range(start, min(before, start + LONGEST_TITLE))
            if zone and (
                self._opens_noun_phrase(start) or self._is_place_that_speaks(start, first)
            ):
                found = self.of_zone(zone)
                told = start == first or self._opens_as_verb(first)
                if start > first:
                    found = self._with_gender_of(self.key(first), found)
                return carried(found, "sentence-subject", sure=told and not subordinate)
        return ()

    def _behind_opening(self, sentence: range, before: int) -> int:
        """«في المقابل، …», «من جهته، …»: where a sentence goes on behind such words."""
        first = sentence.start
        if first < before and is_any("governs", self.key(first)):
            for at in range(first + 1, min(first + LONGEST_OPENING, before)):
                if self.pauses_before(at):
                    return at
        return first

    def _is_place_that_speaks(self, index: int, first: int) -> bool:
        """«ترفض واشنطن …»: a place right behind a verb of speech."""
        name = self.name_at(index)
        if name is None or name.kind != "place" or index == first or self.is_governed(index):
            return False
        return verb_at(self.passage, first) is not None

    def _opens_as_verb(self, index: int) -> bool:
        """Whether the first word of a sentence is surely a verb, and no noun before its owner."""
        key = self.key(index)
        return (
            verb_at(self.passage, index) is not None
            or is_feminine_past(key)
            or is_any("opens_sentence", key)
            or is_any("refuse", key)
            or is_any("accused", key)
        )

    def _opens_noun_phrase(self, index: int) -> bool:
        if self.is_governed(index) or self.pauses_before(index):
            return False
        name = self.name_at(index)
        if name is not None:
            return name.kind != "place"
        key = self.key(index)
        return not self.is_adverb(index) and any(
            is_noun(kind, key) for kind in ("title", "anonymous", "body", "kind", "both")
        )

    def _with_gender_of(self, verb: str, found: Speakers) -> Speakers:
        """«التقت رومانوسكي»: a verb in the feminine says that she is a woman."""
        if len(found) == 1 and found[0].kind == "person" and is_feminine_past(verb):
            return (replace(found[0], feminine=True),)
        return found

    def _topic(self, sentence: range, saying: Saying) -> Speakers:
        """The first name of the sentence that nothing governs: proposed."""
        for index in range(sentence.start, min(saying.index, sentence.start + LONGEST_CLAUSE)):
            one = self.name_at(index)
            if one is None or one.kind == "place" or self.is_governed(index):
                continue
            found = self.speaker(one, range(index, index + 1))
            verb = saying.verb
            if verb is None or agrees(found, verb.gender, verb.number):
                return (replace(found, rule="topic", sure=False),)
        return ()

    def _continued(self, saying: Saying) -> Speakers:
        """Whoever spoke last and agrees with the verb."""
        verb = saying.verb
        gender = verb.gender if verb is not None else "m"
        number = verb.number if verb is not None else "s"
        if verb is not None and not verb.continues and not begins_with_and(verb.particle):
            told = self._subject_just_before(gender, number)
            if told:
                return told
        for back, several in enumerate(reversed(self.memory.spoke[-3:])):
            if number == "s" and len(several) > 1:
                continue
            if number == "d" and len(several) == 2:
                return carried(several, "continued")
            if agrees(several[0], gender, number):
                sure = back == 0 and not self._has_rival(several, gender, number)
                return carried(several, "continued", sure=sure)
        return self._last_subject(gender, number) or self._of_gender_just_before(gender, number)

    def _subject_just_before(self, gender: str, number: str) -> Speakers:
        """«السيدة القصباوي. كانت تقول …»: whoever the sentence before was about, proposed."""
        last = self.memory.subjects[-1:]
        if not last or not agrees(last[0], gender, number) or not self.memory.spoke:
            return ()
        spoke = self.memory.spoke[-1]
        if last[0].start < spoke[0].start or last[0].thing == spoke[0].thing:
            return ()
        return carried(last, "subject-before", sure=False)

    def _has_rival(self, several: Speakers, gender: str, number: str) -> bool:
        """Whether somebody else may go on: whoever a sentence was about since, or was met in it."""
        things = {each.thing for each in several}
        since = self.passage.start
        if self.acts:
            since = self.words[self.passage.sentence_at(self.acts[-1][0]).stop - 1].end
        met = [one for one in self.memory.just_before if one.start >= since]
        return any(
            one.thing not in things and agrees(one, gender, number)
            for one in (*self.memory.subjects[-1:], *met)
        )

    def _of_gender_just_before(self, gender: str, number: str) -> Speakers:
        """«استقبل الوزير السفيرة … وقالت»: the one woman, or man, of the sentence before."""
        able = {one.thing: one for one in self.memory.just_before if agrees(one, gender, number)}
        if number != "s" or len(able) != 1:
            return ()
        (one,) = able.values()
        return (replace(one, rule="by-gender", sure=one.sure and one.feminine is not None),)

    def _last_subject(self, gender: str, number: str) -> Speakers:
        agreeing = [one for one in self.memory.subjects[-2:] if agrees(one, gender, number)]
        if len({one.thing for one in agreeing}) != 1:
            return ()
        return carried(agreeing[-1:], "subject-before", sure=agreeing[-1].feminine is not None)

    def note_subject(self, sentence: range) -> None:
        """Remember whoever a sentence was about."""
        found = self.subject_of_sentence(sentence, sentence.stop)
        if not found:
            for index in sentence[:LONGEST_CLAUSE]:
                one = self.name_at(index)
                if one is not None and one.kind == "person" and not self.is_governed(index):
                    found = (self.speaker(one, range(index, index + 1)),)
                    break
        if found and found[0].kind in ("person", "body"):
            self.memory.subjects.append(found[0])
        if found and found[0].kind == "anonymous":
            self.memory.sources.append(found[0])
        named = self.names_in(sentence)[:MOST_JUST_BEFORE]
        just_before = [
            self.speaker(one, range(max(sentence.start, at - LONGEST_NAME), at + 1))
            for one in named
            if one.kind == "person"
            for at in [self.passage.word_at(one.start)]
        ]
        self.memory.just_before = just_before or self.memory.just_before

    # Nouns of saying

    def _of_noun(self, saying: Saying, sentence: range, earlier: Earlier) -> Speakers:
        """«عن فلان قوله», «لقوله»: the name right before; «بالقول»: the subject of its sentence."""
        key = self.key(saying.index)
        if key in words_of("saying_of"):
            zone = self._zone(saying)
            return tuple(replace(one, rule="of-noun") for one in self.of_zone(zone))
        about = self.after_about(saying.index, sentence)
        if about and key not in words_of("without_pronoun") and key not in words_of("led_to"):
            return about
        if key in words_of("without_pronoun") or key in words_of("led_to"):
            first = self._clause_start(saying.index, sentence)
            clause = range(first, sentence.stop)
            found = self.subject_of_sentence(clause, saying.index) if first else ()
            found = found or self._of_sentence(sentence, saying)
            if earlier and not found:
                return carried(earlier[-1][1], "same-sentence")
            if not found and self.memory.spoke:
                return carried(self.memory.spoke[-1], "continued", sure=False)
            return carried(found, "of-noun", sure=not self.is_accused(saying, sentence))
        first = max(sentence.start, saying.index - LONGEST_CLAUSE)
        for index in range(saying.index - 1, first - 1, -1):
            one = self.name_at(index)
            if one is None or one.kind == "outlet":
                continue
            found = self.speaker(one, range(max(first, index - 6), index + 1))
            if self._is_of_pronoun(found, key):
                near = self.passage.index_at(one.end) == saying.index
                return (replace(found, rule="of-noun", sure=found.sure and near),)
        return carried(earlier[-1][1], "same-sentence") if earlier else ()

    def _is_of_pronoun(self, found: Speaker, key: str) -> bool:
        """«قولها» is hers or a body's, «قولهم» theirs."""
        if has_their_pronoun(key):
            return found.plural or found.kind != "person"
        if has_her_pronoun(key):
            return found.feminine is not False or found.kind != "person"
        return not found.feminine

    def after_about(self, index: int, sentence: range) -> Speakers:
        """«نقلاً عن مصدر أمني قوله»: the phrase between the last «عن» and the noun."""
        for at in range(index - 1, max(sentence.start, index - LONGEST_TITLE) - 1, -1):
            if self.words[at].quote is not None:
                return ()
            if self.key(at) in words_of("about_whom") and aside_at(self.passage, at) is None:
                zone = range(at + 1, index)
                return self.of_zone(zone) if zone else ()
        return ()

    def said_by_pronoun(self, key: str) -> Speakers:
        """«على حد قوله»: the last speaker of that gender."""
        feminine = has_her_pronoun(key)
        for several in reversed(self.memory.spoke[-3:]):
            if several[0].feminine is None or several[0].feminine == feminine:
                return carried(several, "measure")
        return ()

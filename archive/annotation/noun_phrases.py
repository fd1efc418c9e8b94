"""Noun phrases in which somebody may be named: where they end, and whom they name or describe."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import replace

from archive.annotation.asides import aside_at
from archive.annotation.sentences import PassageText, Span
from archive.annotation.speakers import (
    Memory,
    Named,
    OfficesOnDay,
    Speaker,
    SpeakerKind,
    Speakers,
)
from archive.annotation.verbs import verb_at
from archive.arabic.function_words import is_function_word
from archive.arabic.nationalities import is_a_country, state_of
from archive.arabic.offices import STATE, denies_after, wording
from archive.arabic.punctuation import PAUSES as COMMAS
from archive.arabic.punctuation import SENTENCE_ENDS
from archive.arabic.speech import (
    as_masculine,
    bare_noun,
    begins_with_and,
    has_pronoun,
    how_many,
    is_any,
    is_attached_to,
    is_definite,
    is_feminine_noun,
    is_latin,
    is_noun,
    is_only_and,
    is_to,
    is_to_the,
    is_told_to,
    may_be_behind_by,
    noun_of,
    opens_clause,
    words_of,
)
from archive.arabic.tokens import keys
from archive.arabic.verbal_nouns import is_verbal_noun

LONGEST_TITLE = 22  # words between a verb and the name of its subject
LONGEST_NAME = 4  # words of a name that the authorities don't know
LONGEST_REASON = 45  # words from a source to the end of why it isn't named
TO_NAME = 10  # words from a preposition in a title to the name
PAUSES = COMMAS + "()"


class NounPhrases:
    """The names of an article, asked about passage by passage."""

    def __init__(
        self,
        names: Sequence[Named],
        first_names: frozenset[str],
        offices: OfficesOnDay,
        *,
        is_title: bool = False,
    ) -> None:
        self._offices = offices
        self.is_title = is_title
        self.names = sorted(names, key=lambda one: (one.start, -one.end))
        self._starts = [one.start for one in self.names]
        self.first_names = first_names
        self.memory = Memory()

    def open_passage(self, passage: PassageText) -> None:
        self.passage = passage
        self.acts: list[tuple[int, Speakers]] = []  # who spoke at which word of the passage
        self.words = passage.words
        first = bisect_left(self._starts, passage.start)
        last = bisect_left(self._starts, passage.end)
        self.here = self.names[first:last]
        words = [range(passage.word_at(one.start), passage.index_at(one.end)) for one in self.here]
        passage.named = frozenset(index for name in words for index in name)
        passage.in_long_names = frozenset(
            index for name in words if len(name) > 1 for index in name
        )
        self._at = {passage.word_at(one.start): one for one in reversed(self.here)}

    def span(self, phrase: range) -> Span:
        return self.words[phrase.start].start, self.words[phrase.stop - 1].end

    def key(self, index: int) -> str:
        """The folded word at an index, nothing outside the passage."""
        return self.words[index].key if 0 <= index < len(self.words) else ""

    # Names and what stands around them

    def name_at(self, index: int) -> Named | None:
        """The name that begins in a word, the longest where there are several."""
        return self._at.get(index)

    def names_in(self, zone: range) -> list[Named]:
        """The names that begin and end within a zone."""
        if not zone:
            return []
        end = self.words[zone.stop - 1].end
        return [
            name for index in zone if (name := self.name_at(index)) is not None and name.end <= end
        ]

    def names_between(self, start: int, end: int) -> list[Named]:
        """The names that begin in the passage between two offsets, or just before them."""
        first = bisect_left(self._starts, start - 2)
        return self.names[first : bisect_left(self._starts, end)]

    def pauses_before(self, index: int) -> bool:
        gap = self.passage.before(index)
        return any(mark in gap for mark in PAUSES)

    def is_governed(self, index: int, since: int = -1) -> bool:
        """Whether a preposition or «with», «to» … before a name says that it is no subject.

        `since` is where the phrase begins that may be governed as a whole.
        """
        if index >= len(self.words):
            return False
        word = self.words[index]
        name = self.name_at(index)
        if name is not None and name.start > word.start:  # a particle is written onto the name
            return not is_only_and(self.passage.text[word.start : name.start])
        before = self.key(index - 1)
        if is_any("governs", before) or before in words_of("name_of"):
            return True
        return name is not None and self._has_governed_title(index, since)

    def _has_governed_title(self, index: int, since: int) -> bool:
        """«للوزير فلان», «مع رئيس الوزراء فلان»: the title before a name is governed."""
        at = index - 1
        while at > since and index - at <= LONGEST_NAME and not self.pauses_before(at + 1):
            key = self.key(at)
            if is_noun("title", key):
                before = self.key(at - 1)
                if is_told_to(key) or is_any("governs", before):
                    return True
            at -= 1
        return False

    def is_complement(self, name: Named, first: int) -> bool:
        """Whether a name belongs to a title or a body before it: «المتحدث باسم الكاظمي»."""
        index = self.passage.word_at(name.start)
        if index == first or noun_of("title", self.key(first)) in name.titles:
            return False  # «الناطق باسم القائد العام فلان», who is spokesman himself
        if self.is_governed(index, first):
            return True
        before = [self.words[at].key for at in range(first, index)]
        if not before:
            return False
        if is_noun("body", before[0]) and not is_noun("title", before[0]):
            return True
        return before[-1] in words_of("name_of")

    def has_feminine_title(self, first: int, last: int) -> bool:
        return any(
            is_feminine_noun(self.key(at))
            and is_noun("title", self.key(at))
            and not self._has_pronoun(at)
            for at in range(first, last)
        )

    def is_adverb(self, index: int) -> bool:
        """Whether a word ends a noun phrase; a part of the day does so before a day alone."""
        key = self.key(index)
        if not is_any("adverb", key) or self._is_ali(index):
            return False
        if key not in words_of("part_of_day"):
            return self.name_at(index) is None
        following = self.key(index + 1)
        return is_any("adverb", following) or following.isdigit() or following == ""

    def _is_ali(self, index: int) -> bool:
        """Folding writes the preposition «على» as the first name «علي»."""
        printed = self.passage.printed(index)
        return self.key(index) in words_of("also_name") and not is_function_word(printed)

    # Where a phrase ends

    def phrase(self, zone: range) -> range:
        """The noun phrase that a zone opens with: its titles, names and what describes them."""
        index = zone.start
        while index < zone.stop:
            if index > zone.start and self._ends_phrase(index, zone):
                break
            name = self.name_at(index)
            index = self.passage.index_at(name.end) if name is not None else index + 1
        return range(zone.start, min(index, zone.stop))

    def _ends_phrase(self, index: int, zone: range) -> bool:
        if self.words[index].quote is not None or aside_at(self.passage, index) is not None:
            return True
        if self.pauses_before(index):
            return not (self._name_follows(index) or self._is_apposition(index, zone))
        if self.is_adverb(index):
            return not self._is_in_title(index, zone)
        name = self.name_at(index)
        if name is not None and name.kind == "outlet":
            source = is_noun("anonymous", self.key(zone.start))  # «أبلغ مصدران أمنيان رويترز»
            if self.is_told(name) or (source and not self._is_of_an_outlet(index)):
                return True
        key = self.key(index)
        if is_any("to_pronoun", key) or is_any("told_to", key) or opens_clause(key):
            return True
        if is_noun("anonymous", self.key(zone.start)) and self._ends_description(index, zone):
            return True
        if is_told_to(key) and (is_noun("title", key) or self._tells_a_source(index, zone)):
            return True
        if is_noun("title", key) and key in words_of("reporter"):
            return is_noun("anonymous", self.key(zone.start))
        return self._is_a_verb(index)

    def _ends_description(self, index: int, zone: range) -> bool:
        """«مصدر لم تسمه», «مصدر أمني وكالة …», «عضو في هيئة الدفاع قرار الإيداع»: words that are no
        more of a source."""
        key, before = self.key(index), self.key(index - 1)
        if is_any("denies", key) or is_any("was_done", key):
            return True
        governed = is_any("governs", before) or is_noun("title", before)
        if is_noun("kind", key) and not is_definite(key) and not governed:
            return key in words_of("kind") and index > zone.start + 1
        return False

    def _tells_a_source(self, index: int, zone: range) -> bool:
        """«مصدر أمني للجوهرة», against «مسلحون تابعون للفصائل»."""
        belongs = self.key(index - 1) in words_of("belongs_to")
        return is_noun("anonymous", self.key(zone.start)) and not belongs

    def _is_of_an_outlet(self, index: int) -> bool:
        """«مراسل رويترز», «مصدر في رويترز», «وسائل إعلام بينها رويترز»."""
        before = self.key(index - 1)
        return is_any("governs", before) or is_noun("title", before) or is_noun("kind", before)

    def is_told_at(self, index: int) -> bool:
        """Whether «لنيوزويك», «لـ«الشرق الأوسط»» or «لصحيفة …» begins with a word."""
        name = self.name_at(index)
        if name is not None and name.kind == "outlet":
            return self.is_told(name)
        if name is not None and name.start > self.words[index].start:
            return is_attached_to(self.key(index))  # «السوداني لبارزاني: …»
        return is_told_to(self.key(index)) or is_to(self.key(index))

    def is_told(self, outlet: Named) -> bool:
        """«لنيوزويك», «للسومرية»: a preposition is written onto the outlet's name."""
        index = self.passage.word_at(outlet.start)
        word = self.words[index]
        if is_only_and(self.passage.text[word.start : outlet.start]):
            return is_to_the(word.key)
        return True

    def _is_a_verb(self, index: int) -> bool:
        if self.key(index) in words_of("belongs_to") and is_attached_to(self.key(index + 1)):
            return False  # «مصدر تابع للحكومة»
        return verb_at(self.passage, index) is not None and self.name_at(index) is None

    def _name_follows(self, index: int) -> bool:
        """Whether a comma stands between a title and its name: «وزير الدفاع، جمعة عناد»."""
        name = self.name_at(index)
        if name is None or name.kind != "person" or self.is_governed(index):
            return False
        return not begins_with_and(self.key(index)) or name.start == self.words[index].start

    def _is_apposition(self, index: int, zone: range) -> bool:
        """«قائد القوة، الجنرال فلان»: a second title with the name behind a comma."""
        if not is_noun("title", self.key(zone.start)) or not is_noun("title", self.key(index)):
            return False
        before = self.names_in(range(zone.start, index))
        if any(one.kind == "person" and not self.is_complement(one, zone.start) for one in before):
            return False
        for later in range(index + 1, min(index + 6, zone.stop)):
            name = self.name_at(later)
            if name is not None and name.kind == "person":
                return not self.is_governed(later, index)
            if self.pauses_before(later):
                return False
        return False

    def _is_in_title(self, index: int, zone: range) -> bool:
        """Whether a preposition goes on with a title: «السفير الأميركي في بغداد ماثيو …»."""
        if not any(is_noun("title", self.key(at)) for at in range(zone.start, index)):
            return False
        if self.key(index + 1) in words_of("of_time") or self.key(index) in words_of("about_thing"):
            return False
        before = self.names_in(range(zone.start, index))
        if any(one.kind == "person" and not self.is_complement(one, zone.start) for one in before):
            return False
        for later in range(index + 1, min(index + TO_NAME, zone.stop)):
            if self.pauses_before(later) or self._is_a_verb(later):
                return False
            name = self.name_at(later)
            if name is not None and name.kind == "person":
                return not self.is_governed(later)
            if name is None and later > index + 1 and self._opens_unknown_name(later, zone):
                return True
        return False

    def _opens_unknown_name(self, index: int, zone: range) -> bool:
        following = self.key(index + 1)
        return (
            (self.key(index) in self.first_names or self._is_ali(index))
            and index + 1 < zone.stop
            and is_definite(following)
            and not self.pauses_before(index + 1)
        )

    # Whom a phrase names

    def of_zone(self, zone: range) -> Speakers:
        """The speakers that the noun phrase at the beginning of a zone names."""
        return self.of_phrase(self.phrase(zone), zone) if zone else ()

    def named_or_described(self, zone: range) -> Speakers:
        """The same where a preposition stands before the phrase."""
        name = self.name_at(zone.start) if zone else None
        if name is not None:
            return (self.speaker(name, range(zone.start, zone.start + 1)),)
        return self.of_zone(zone)

    def of_phrase(self, phrase: range, zone: range) -> Speakers:
        """The speakers that a noun phrase names: people before bodies, two where «و» joins them."""
        head = self.key(phrase.start) if phrase else ""
        if not head or is_any("demonstrative", head):
            return ()
        if is_any("both", head):
            return self._both(self.words[phrase.start].start)
        if head in words_of("one_of_them"):
            return self._source_of_before(phrase)
        if head in words_of("accounts") and len(phrase) > 1:
            return self.of_phrase(phrase[1:], zone[1:])
        named = self.names_in(phrase)
        if self._opens_with_another(phrase, named):
            return self._bodies_joined(named[:2] if len(named) > 1 else named, phrase)
        people = [
            one
            for one in named
            if one.kind == "person" and not self.is_complement(one, phrase.start)
        ]
        people = [one for one in people if not self._is_possessed(phrase, one)] or people[:0]
        if people:
            return self._joined(people, phrase)
        if self._is_anonymous(phrase, named, zone):
            return (self._anonymous(phrase, zone),)
        unknown = self._unknown_person(phrase)
        if unknown is not None:
            return (unknown,)
        return self._described_by(phrase, named)

    def _opens_with_another(self, phrase: range, named: Sequence[Named]) -> bool:
        """«صحيفة نيوزويك زيارة الوزير فلان»: an outlet, and then what it is about.

        The same of a body or place that a person follows: «كتائب حزب الله الكاظمي».
        """
        if not named or named[0].kind == "person":
            return False
        at = self.passage.word_at(named[0].start)
        if named[0].kind == "outlet":
            return at == phrase.start or is_noun("kind", self.key(phrase.start))
        return at == phrase.start and not is_noun("title", self.key(at))

    def _is_possessed(self, phrase: range, person: Named) -> bool:
        """«مكتب الوزير فلان», «نجل فلان», «مستشار ترامب»: something or somebody of the person's."""
        index = self.passage.word_at(person.start)
        titles: set[str] = set()
        for at in range(index - 1, max(phrase.start - 1, index - LONGEST_NAME - 2), -1):
            key, following = self.key(at), self.key(at + 1)
            if self.pauses_before(at + 1):
                return False
            adjoins = at + 1 == index or is_noun("title", following)
            if adjoins and not is_definite(key) and not self._has_pronoun(at):
                if is_noun("relative", key):
                    return True
                if is_noun("office", key) or is_noun("deputy", key):
                    return at + 1 == index or self._is_titled(person, titles)
            if is_noun("title", key):
                titles.add(noun_of("title", key))
        return False

    def _has_pronoun(self, index: int) -> bool:
        """«رئيسها», «مستشاره»: what is printed tells «ـه» from «ـة»."""
        return has_pronoun(self.passage.printed(index))

    def _is_titled(self, person: Named, titles: Container[str]) -> bool:
        """Whether the title behind «مدير مكتب» is the person's, and not that of whoever follows."""
        return not person.titles or any(title in titles for title in person.titles)

    def _described_by(self, phrase: range, named: Sequence[Named]) -> Speakers:
        head = self.key(phrase.start)
        own = [
            one
            for one in named
            if one.kind != "person" and not self.is_governed(self.passage.word_at(one.start))
        ]
        if is_noun("office", head) or is_noun("relative", head):
            return (self._unnamed(phrase),)
        if is_noun("anonymous", head) and is_definite(head) and not self._adds_a_name(phrase):
            source = self._source_again(head)
            if source is not None:
                return (source,)
            again = self.key(phrase.start + 1) in words_of("the_same")
            if again or noun_of("anonymous", head) in words_of("source"):
                # Who that was the text may have said: «المصدر نفسه» of somebody named.
                one = self._anonymous(range(phrase.start, phrase.start + 1), phrase)
                return (replace(one, sure=False),)
        if is_noun("title", head):
            return self._titled(phrase, named)
        if is_noun("kind", head) or is_noun("written", head):
            found = self._written(phrase, own)
            if found:
                return found
        if own and not self._is_part_of_another(phrase, own[0]):
            return self._bodies_joined(own, phrase)
        if own:
            return tuple(replace(one, sure=False) for one in self._bodies_joined(own, phrase))
        if is_noun("body", head) or is_definite(head):
            return self._body_described(phrase) or (self._unnamed(phrase),)
        if is_noun("anonymous", head) or self._looks_like_name(phrase):
            return (self._unnamed(phrase),)
        return ()

    def _is_part_of_another(self, phrase: range, one: Named) -> bool:
        """«هيئة إسعاف لندن», «لاعبو منتخب السلفادور»: a body that the authorities don't know, and
        the place that it is of."""
        index = self.passage.word_at(one.start)
        if one.kind != "place" or index == phrase.start:
            return False
        return not any(is_any("each_of", self.key(at)) for at in range(phrase.start, index))

    def _adds_a_name(self, phrase: range) -> bool:
        """«النائبة عبلة الهواري», «شاهد العيان فلان»: not the one without a name."""
        following = self.key(phrase.start + 1)
        return (
            len(phrase) > 1
            and not is_definite(following)
            and following not in words_of("the_same")
            and not self._opens_place(phrase.start + 1)
        )

    def _joined(self, people: Sequence[Named], phrase: range) -> Speakers:
        """The person of a phrase; several where «و» joins them."""
        several = [people[0]]
        for one in people[1:]:
            gap = self.passage.text[several[-1].end : one.start]
            if begins_with_and(gap.strip()) and not any(mark in gap for mark in PAUSES):
                several.append(one)
            elif one.thing == several[-1].thing:
                continue
            elif len(several) == 1 and self._is_deputy(phrase, several[0]):
                several = [one]
        return tuple(self.speaker(one, phrase) for one in several)

    def _bodies_joined(self, own: Sequence[Named], phrase: range) -> Speakers:
        """The body of a phrase; both where «و» joins two: «الهيئة ووزارة الدفاع»."""
        several = [own[0]]
        for one in own[1:]:
            gap = self.passage.text[several[-1].end : one.start].strip()
            if begins_with_and(gap) and len(gap.split()) <= 1 and one.kind == own[0].kind:
                several.append(one)
            else:
                break
        return tuple(self.speaker(one, phrase) for one in several)

    def _is_deputy(self, phrase: range, one: Named) -> bool:
        """«مستشار رئيس الوزراء الكاظمي حسين علاوي»: the first name belongs to the title."""
        before = self.passage.word_at(one.start)
        return any(is_noun("deputy", self.key(at)) for at in range(phrase.start, before))

    # Those who aren't named

    def _is_anonymous(self, phrase: range, named: Sequence[Named], zone: range) -> bool:
        head = self.key(phrase.start)
        if is_definite(head) or self.name_at(phrase.start) is not None:
            return False
        if head in words_of("number") and not self._counts_people(phrase):
            return False
        if head in words_of("leaders") and any(one.kind != "person" for one in named):
            return False  # «قادة فرنسا وألمانيا»: the states
        if not is_noun("anonymous", head):
            if not is_noun("title", head) or self._is_office(phrase):
                return False
            if len(phrase) == 1 and not is_any("works_in", self.key(phrase.stop)):
                return False  # «أكد مراسل "الجوهرة" أن …»
        elif is_noun("title", head) and self._is_office(phrase):
            return False
        if self._names_one_more(phrase) or not self._counts(phrase):
            return False
        if any(is_latin(self.key(at)) for at in phrase):
            return False  # «فريق OurMine»
        if head in words_of("office") and (named or is_noun("office", self.key(phrase.start + 1))):
            return False  # «فريق حملة فلان»
        if self._is_named_behind(self._end_of_description(phrase.stop, zone)):
            return False
        people = (one for one in named if one.kind == "person")
        return (
            not any(not self.is_complement(one, phrase.start) for one in people)
            and self._unknown_person(phrase) is None
        )

    def _counts(self, phrase: range) -> bool:
        """«عدد من السكان», against «عدّد فلان الإنجازات»."""
        counts = is_any("amount", self.key(phrase.start))
        return not counts or self.key(phrase.start + 1) in words_of("of_those")

    def _counts_people(self, phrase: range) -> bool:
        """«ثلاثة مسؤولين», «ثلاثة ممن حضروا», against «ثلاثة أسابيع»."""
        following = self.key(phrase.start + 1)
        kinds = ("anonymous", "title")
        return following in words_of("of_those") or any(is_noun(one, following) for one in kinds)

    def _is_office(self, phrase: range) -> bool:
        """«وزير الدفاع», «وزير أملاك الدولة»: one who is known by what he holds."""
        following, name = self.key(phrase.start + 1), self.name_at(phrase.start + 1)
        if name is not None and name.start == self.words[phrase.start + 1].start:
            return True
        if is_noun("title", following):
            return True
        for at in phrase[1:]:
            key = self.key(at)
            if key in words_of("body") or key in words_of("title"):
                return True
            if is_any("works_in", key) or key in words_of("name_of") or may_be_behind_by(key):
                return False  # «مسؤول في …», «متحدث باسم …», «ضابط بالجيش»
            if is_definite(key) or is_a_country(key):
                return True
        return False

    def _names_one_more(self, phrase: range) -> bool:
        """«أحد الزوار السيناتور فلان»: a title, and a name that the authorities don't know."""
        return any(
            is_definite(self.key(at))
            and not is_definite(self.key(at + 1))
            and self.name_at(at + 1) is None
            and state_of(self.key(at + 1)) is None
            and not self._opens_place(at + 1)
            for at in phrase[1:-1]
        )

    def _opens_place(self, index: int) -> bool:
        """«شهود العيان في الموقع», «أهالي الحي غربي المدينة»: no name."""
        key = self.key(index)
        written_on = may_be_behind_by(key) or is_attached_to(key)
        return written_on or is_any("works_in", key) or is_any("governs", key)

    def _is_named_behind(self, stop: int) -> bool:
        """«خبير في القانون، فلان الفلاني، إن»: a pause, and a name the authorities don't know."""
        if not self.pauses_before(stop) or stop + 2 >= len(self.words):
            return False
        if self.words[stop].quote is not None or self.is_adverb(stop) or self._is_a_verb(stop):
            return False
        if is_any("asked", self.key(stop)) or aside_at(self.passage, stop) is not None:
            return False
        if self.key(stop) in self.first_names:
            return not self.pauses_before(stop + 1)
        return not self.pauses_before(stop + 1) and any(
            opens_clause(self.key(at)) or is_told_to(self.key(at)) or self.is_adverb(at)
            for at in (stop + 2, stop + 3)
        )

    def _anonymous(self, phrase: range, zone: range) -> Speaker:
        head = self.key(phrase.start)
        stop = self._end_of_description(phrase.stop, zone)
        if self.key(stop - 1) in words_of("not_so") and stop < zone.stop:
            stop += 1  # «تقارير غير مؤكدة»
        sentence = self.passage.sentence_at(phrase.start)
        last = min(sentence.stop, phrase.start + LONGEST_REASON)
        start, end = self.span(range(phrase.start, stop))
        if begins_with_and(head) and head[1:] in words_of("anonymous"):
            start += 1
        return Speaker(
            start,
            end,
            "anonymous",
            plural=noun_of("plural", head) != "",
            feminine=self._is_hers(head),
            sure=not (
                self._is_cut_by_marks(stop)
                or self._is_half_said(phrase)
                or self._goes_on_unread(stop, zone)
            ),
            rule="anonymous",
            reason=self._reason(range(phrase.start, last)),
        )

    def _goes_on_unread(self, stop: int, zone: range) -> bool:
        """«عضو تنسيقية اعتصام المدينة فلان في مداخلة أن»: more of a description than is understood,
        which may be a name."""
        if stop not in zone or self.pauses_before(stop) or self.words[stop].quote is not None:
            return False
        key = self.key(stop)
        kinds = ("lead", "adverb", "governs", "to_pronoun", "told_to", "according", "relay")
        if any(is_any(kind, key) for kind in kinds) or is_told_to(key) or opens_clause(key):
            return False
        if is_attached_to(key) or may_be_behind_by(key) or aside_at(self.passage, stop) is not None:
            return False
        if key in words_of("reporter") or key.isdigit() or is_any("relative_pronoun", key):
            return False
        if is_verbal_noun(key):
            return False  # «نفى عضو في الهيئة وجود خلاف»
        name = self.name_at(stop)
        return not self._is_a_verb(stop) and (name is None or name.kind == "person")

    def _is_half_said(self, phrase: range) -> bool:
        """«رئيس شبكة …», whom the text may name elsewhere; «عدد» of whom isn't understood."""
        head = self.key(phrase.start)
        if len(phrase) == 1:
            return is_any("amount", head)
        return is_noun("sole_office", head) and not is_any("works_in", self.key(phrase.start + 1))

    def _is_cut_by_marks(self, stop: int) -> bool:
        """«مصادر تابعة لقوات عملية "…"», «مصدر لجوهرة "…"»: a name in marks goes on with it."""
        if stop >= len(self.words) or self.words[stop].quote is None or self.pauses_before(stop):
            return False
        last = self.key(stop - 1)
        return is_noun("name_noun", last) or is_attached_to(last)

    def _is_hers(self, head: str) -> bool:
        """«مصادر» is a feminine, «ثلاثة مسؤولين» is none."""
        plural = noun_of("plural", head)
        return plural in words_of("inanimate") if plural else is_feminine_noun(head)

    def _end_of_description(self, stop: int, zone: range) -> int:
        """«مسؤول في المجلس»: over where somebody works, not over where it was said."""
        key, following = self.key(stop), self.key(stop + 1)
        if stop + 1 >= zone.stop or self.pauses_before(stop) or not is_any("works_in", key):
            return stop
        if is_noun("written", following) or is_any("occasion", following):
            return stop
        if following in words_of("of_time"):
            return stop
        if key in words_of("from") and not self._may_employ(stop + 1):
            return stop
        if is_noun("kind", following) or self.words[stop + 1].quote is not None:
            return stop
        phrase = self.phrase(range(stop + 1, min(zone.stop, stop + 5)))
        name = self.name_at(stop + 1)
        if phrase and name is not None:  # «عضو في الهيئة وجود خلاف»: what he denies is no part
            last = self.passage.index_at(name.end)
            while last < phrase.stop and is_definite(self.key(last)):
                last += 1
            return last
        return self._end_of_body(phrase) if phrase else stop

    def _end_of_body(self, phrase: range) -> int:
        """«هيئة الدفاع قرار الإيداع»: behind what a body is of stand its adjectives alone."""
        defined = False
        for at in phrase:
            key = self.key(at)
            opens = self._opens_place(at) or is_any("works_in", self.key(at - 1))
            more = is_definite(key) or opens or begins_with_and(key) or is_a_country(key)
            if defined and not more and self.name_at(at) is None:
                return at
            defined = defined or (is_definite(key) and not self._opens_place(at))
        return phrase.stop

    def _may_employ(self, index: int) -> bool:
        """«مصدر من الشركة», «مسؤول من مكتب …», against «حذر خبير من خطورة …»."""
        key = self.key(index)
        if is_definite(key) or self.name_at(index) is not None or is_a_country(key):
            return True
        return is_noun("body", key) or is_noun("title", key) or is_any("works_in", key)

    def _reason(self, zone: range) -> Span | None:
        """Why a source asked not to be named, in the words of the report."""
        for index in zone:
            one = aside_at(self.passage, index)
            if one is not None and one.because is not None:
                return self.span(range(one.because, one.stop))
        return None

    def _unknown_person(self, phrase: range) -> Speaker | None:
        """Somebody whom the authorities don't know: a title, a first name and what follows it."""
        for index in phrase:
            if self.name_at(index) is not None or not self._is_first_name(index, phrase):
                continue
            if index > phrase.start and self.key(index - 1) in words_of("name_of"):
                continue
            last = index + 1
            while last < phrase.stop and last - index < LONGEST_NAME and self._carries_name(last):
                last += 1
            if last - index < 2:
                continue
            start, end = self.span(range(index, last))
            woman = self.has_feminine_title(phrase.start, index) or self.key(index) in words_of(
                "woman"
            )
            return Speaker(start, end, "person", feminine=woman, rule="title")
        return None

    def _is_first_name(self, index: int, phrase: range) -> bool:
        """A first name, or a part of the day behind a verb or a title that names nobody else."""
        key = self.key(index)
        if key in words_of("part_of_day"):
            return index + 1 < phrase.stop and not is_any("adverb", self.key(index + 1))
        if key not in self.first_names and not self._is_ali(index):
            return False
        # An adjective behind the noun it describes is no first name: «مصدر أمني رفيع».
        head = self.key(phrase.start)
        return index == phrase.start or is_definite(head) or not is_noun("anonymous", head)

    def _carries_name(self, index: int) -> bool:
        key = self.key(index)
        return not (
            self.pauses_before(index)
            or self.is_adverb(index)
            or is_any("lead", key)
            or is_noun("title", key)
            or key in words_of("asked")
            or verb_at(self.passage, index) is not None
        )

    def _looks_like_name(self, phrase: range) -> bool:
        return len(phrase) in (1, 2, 3) and all(
            self._carries_name(at) or at == phrase.start for at in phrase
        )

    def _unnamed(self, phrase: range) -> Speaker:
        head = self.key(phrase.start)
        kind: SpeakerKind = "body" if is_noun("body", head) else "unknown"
        if is_noun("title", head):
            kind = "person"
        start, end = self.span(phrase)
        if begins_with_and(head) and is_definite(head[1:]):
            start += 1
        return Speaker(
            start,
            end,
            kind,
            feminine=is_feminine_noun(head) or (None if self._may_be_a_name(phrase) else False),
            sure=kind != "unknown",
            rule="unnamed",
        )

    def _may_be_a_name(self, phrase: range) -> bool:
        """Whether nothing but its place says that a word names somebody: no ending tells who."""
        head = self.key(phrase.start)
        nouns = ("title", "body", "anonymous", "kind", "written")
        return not is_definite(head) and not any(is_noun(kind, head) for kind in nouns)

    def _titled(self, phrase: range, named: Sequence[Named]) -> Speakers:
        """«الوزير», «السفيرة», «رئيسة الهيئة»: whoever had that title last."""
        head = self.key(phrase.start)
        title = _title(head)
        start = self.words[phrase.start].start
        length = 1 if is_definite(head) else len(phrase)
        end = self.words[phrase.start + length - 1].end
        feminine = is_feminine_noun(head)
        if not is_definite(head) or self._has_complement(phrase):
            return self._holder(phrase) or self._officer(phrase) or (self._unnamed(phrase),)
        several = self.memory.titled(title)
        if not several:
            return self._holder(phrase) or (self._unnamed(phrase),)
        alike = [one for one in several if self._is_of_gender(one, feminine)]
        person = (alike or several)[-1]
        sure = person.sure and len({one.thing for one in alike}) == 1
        return (Speaker(start, end, "person", person, feminine, sure=sure, rule="described"),)

    def holder_behind(self, index: int) -> Speakers:
        """«ما سماه الوزير»: the title right behind a verb, whoever it stands for."""
        if not (is_noun("title", self.key(index)) or is_noun("body", self.key(index))):
            return ()
        return self.of_phrase(range(index, index + 1), range(index, index + 1))

    def _has_complement(self, phrase: range) -> bool:
        """«المتحدث باسم البنتاغون», «الوزير الأميركي»: more than the title is said."""
        following = self.key(phrase.start + 1)
        if len(phrase) < 2:
            return False
        return (
            is_any("name_of", following)
            or denies_after(following)
            or self.name_at(phrase.start + 1) is not None
            or state_of(following) is not None
        )

    def _officer(self, phrase: range) -> Speakers:
        """«رئيس الإقليم», «الوزير الأميركي»: of those named so far who holds such an office."""
        words = wording(self.key(at) for at in phrase)
        if len(words) < 2 or any(denies_after(self.key(at)) for at in phrase):
            return ()
        feminine = is_feminine_noun(self.key(phrase.start))
        able = [
            one
            for one in self.memory.everybody()
            if self._is_of_gender(one, feminine)
            and any(_is_called(office, words) for office in one.offices)
        ]
        if not able:
            return ()
        start, end = self.span(phrase)
        said = [self.key(at) for at in phrase]
        sure = len(able) == 1 and able[0].sure and not self._offices.is_of_others(said, able[0])
        return (Speaker(start, end, "person", able[-1], feminine, sure=sure, rule="officer"),)

    def _is_of_gender(self, one: Named, feminine: bool) -> bool:
        return one.feminine is None or one.feminine == feminine

    def _holder(self, phrase: range) -> Speakers:
        """Whoever held an office on the day of the article: «رئيسة الهيئة», «سفير تيرافيا»."""
        named = self._offices.holder([self.key(at) for at in phrase])
        if named is None:
            return ()
        start, end = self.span(phrase)
        feminine = is_feminine_noun(self.key(phrase.start))
        told = len(phrase) > 2 or any(one.thing == named.thing for one in self.names)
        return (Speaker(start, end, "person", named, feminine, sure=told, rule="office"),)

    def _source_again(self, head: str) -> Speaker | None:
        """«المصدر», «المسؤول»: the source of the same noun that spoke last."""
        noun = noun_of("anonymous", head)
        spoke = [several[0] for several in self.memory.spoke[-6:]]
        for one in sorted([*spoke, *self.memory.sources[-2:]], key=lambda one: -one.start):
            if one.kind == "anonymous" and self._is_of_noun(one.start, noun):
                return Speaker(
                    one.start, one.end, "anonymous", feminine=one.feminine, plural=one.plural,
                    rule="source-again", reason=one.reason,
                )  # fmt: skip
        return None

    def _source_of_before(self, phrase: range) -> Speakers:
        """«أحدهما»: one of the sources who spoke last."""
        for several in reversed(self.memory.spoke[-3:]):
            if several[0].kind == "anonymous":
                return several[:1]
        return (self._unnamed(phrase),)

    def _is_of_noun(self, start: int, noun: str) -> bool:
        """Whether a source that begins at an offset is of a noun: «أحد المسؤولين», «المسؤول»."""
        printed = keys(self.passage.text[start : start + 40])[:2]
        nouns = [noun_of("anonymous", word) for word in printed]
        if nouns[:1] == [noun]:
            return True
        counted = bool(nouns) and nouns[0] in words_of("one_of")
        return counted and len(nouns) > 1 and nouns[1].startswith(noun)

    def _body_described(self, phrase: range) -> Speakers:
        """«الهيئة», «السفارة»: the body named last whose name opens with that noun."""
        head = self.key(phrase.start)
        named = self.memory.bodies.get(bare_noun(head)) if is_definite(head) else None
        if named and len(phrase) > 1 and how_many(self.key(phrase.start + 1)):
            return self._several_bodies(phrase, named)
        if not named or (len(phrase) > 1 and is_definite(self.key(phrase.start + 1))):
            return ()
        start, end = self.words[phrase.start].start, self.words[phrase.start].end
        one = named[-1]
        sure = one.sure and len({each.thing for each in named}) == 1
        feminine = is_feminine_noun(head)
        return (Speaker(start, end, one.kind, one, feminine, sure=sure, rule="described"),)

    def _several_bodies(self, phrase: range, named: Sequence[Named]) -> Speakers:
        """«الكتائب الثلاث»: the three that were named last."""
        many = how_many(self.key(phrase.start + 1))
        if len(named) < many:
            return ()
        start, end = self.span(phrase[:2])
        sure = len(named) == many and all(one.sure for one in named)
        return tuple(
            Speaker(start, end, one.kind, one, plural=True, sure=sure, rule="several")
            for one in named[-many:]
        )

    def _written(self, phrase: range, own: Sequence[Named]) -> Speakers:
        """«المجلة», «التقرير», «بيان الهيئة»: an outlet, or the words of a body or person."""
        head = self.key(phrase.start)
        if own and not (is_noun("written", head) and is_definite(head)):
            # The verb agrees with «بيان», not with whose it is.
            gender = None if is_noun("kind", head) else is_feminine_noun(head)
            return (replace(self.speaker(own[0], phrase), feminine=gender),)
        for at in phrase[1:]:
            if is_noun("kind", self.key(at)) and is_definite(self.key(at)):
                outlet = self.outlet_described(self.key(at))
                if outlet is not None:
                    start, end = self.span(range(at, at + 1))
                    return (
                        Speaker(start, end, "outlet", outlet, sure=outlet.sure, rule="written"),
                    )
        if is_noun("kind", head) and not is_definite(head):
            # «وكالة الأنباء الإيطالية»: another than the one named before
            return (Speaker(*self.span(phrase), "unknown", None, is_feminine_noun(head)),)
        if is_noun("kind", head):
            outlet = self.outlet_described(head)
            if outlet is None:
                return ()
            span = self.words[phrase.start].start, self.words[phrase.start].end
            feminine = is_feminine_noun(head)
            return (Speaker(*span, "outlet", outlet, feminine, sure=outlet.sure, rule="described"),)
        span = self.span(
            range(phrase.start, phrase.start + 1 if is_definite(head) else phrase.stop)
        )
        if is_definite(head):
            for several in reversed(self.memory.spoke[-4:]):
                if several[0].kind in ("body", "outlet") or several[0].rule == "written":
                    return tuple(
                        Speaker(
                            *span,
                            one.kind,
                            one.named,
                            one.feminine,
                            one.plural,
                            one.sure,
                            "written",
                        )
                        for one in several
                    )
        return (Speaker(*span, "unknown", feminine=is_feminine_noun(head), rule="written"),)

    def outlet_described(self, noun: str) -> Named | None:
        """The outlet last relayed that a noun such as «المجلة» describes."""
        outlets = self.memory.outlets
        return outlets.get(noun_of("kind", noun)) or outlets.get("")

    def _both(self, before: int) -> Speakers:
        """«الجانبان»: the two who spoke together, or else the two named last before."""
        for several in reversed(self.memory.spoke[-12:]):
            if len(several) == 2:
                return tuple(
                    Speaker(
                        one.start,
                        one.end,
                        one.kind,
                        one.named,
                        one.feminine,
                        True,
                        one.sure,
                        "both",
                    )
                    for one in several
                )
        earlier = self.names[max(0, bisect_left(self._starts, before) - 40) :]
        for kinds in (("person",), ("body", "place")):
            last: list[Named] = []
            for one in reversed([each for each in earlier if each.end <= before]):
                if one.kind in kinds and all(one.thing != other.thing for other in last):
                    last.append(one)
                if len(last) == 2:
                    return tuple(
                        Speaker(
                            each.start,
                            each.end,
                            each.kind,
                            each,
                            plural=True,
                            sure=False,
                            rule="both",
                        )
                        for each in reversed(last)
                    )
        return ()

    def speaker(self, one: Named, phrase: range) -> Speaker:
        feminine = one.feminine
        index = self.passage.word_at(one.start)
        if one.kind == "person" and self.has_feminine_title(phrase.start, index):
            feminine = True
        noun = bare_noun(self.key(index))
        if one.kind in ("body", "outlet") and feminine is None:
            feminine = True if is_feminine_noun(noun) or is_any("inanimate", noun) else None
        return Speaker(one.start, one.end, one.kind, one, feminine, sure=one.sure)

    def remember_names(self, sentence: range) -> None:
        """The people of a sentence by the titles before their names, and its bodies."""
        for one in self.names_in(sentence):
            if one.kind == "person":
                titles = self._titles_before(self.passage.word_at(one.start))
                self.memory.note_person(one, titles | set(map(_title, one.titles)))
            elif one.kind == "body":
                self.memory.note_body(one)

    def _titles_before(self, index: int) -> set[str]:
        titles: set[str] = set()
        for at in range(index - 1, max(-1, index - 9), -1):
            if any(mark in self.passage.between(at) for mark in PAUSES + SENTENCE_ENDS):
                break
            if verb_at(self.passage, at) is not None:
                break
            if is_noun("title", self.key(at)):
                titles.add(_title(self.key(at)))
        return titles


def _title(noun: str) -> str:
    """A title as it is said of him, without article and particles."""
    title = bare_noun(noun)
    masculine = as_masculine(title)
    return masculine if masculine in words_of("title") else title


def _is_called(office: Sequence[str], words: Sequence[str]) -> bool:
    """Whether an office is told by its first words, or by them and its state: «الوزير الأميركي»."""
    told = [word for word in words if not word.startswith(STATE)]
    states = {word for word in words if word.startswith(STATE)}
    return list(office[: len(told)]) == told and states <= set(office)

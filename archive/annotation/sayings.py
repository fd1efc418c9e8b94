"""Where somebody is said to say something: the word that says so, and what it reports."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.annotation.asides import aside_at
from archive.annotation.clauses import end_of_clause
from archive.annotation.sentences import PassageText, Span
from archive.annotation.verbs import SPOKEN, is_paused, may_say, verb_at
from archive.arabic.letters import fold
from archive.arabic.punctuation import QUOTES
from archive.arabic.quotation_marks import Quoted
from archive.arabic.reporting import ReportingVerb
from archive.arabic.speech import (
    announcing,
    bare_noun,
    begins_with_and,
    behind_by,
    is_any,
    is_definite,
    is_identity,
    is_noun,
    is_that_not,
    is_to,
    joins_clause,
    opens_clause,
    opens_with_inna,
    words_of,
)
from archive.arabic.verbal_nouns import is_verbal_noun

# A verb, a participle or a verbal noun says that somebody speaks; a colon after a name does too.
Cue = Literal["verb", "participle", "noun", "colon"]
ContentKind = Literal["direct", "unmarked", "reported", "none"]

WORDS_TO_CONTENT = 60
WORDS_OF_SUBJECT = 8  # between «لم يكن» and «قد»
# So few words in marks are a term; more may be speech.
TERM_WORDS = 2
# Verbs that open speech without a particle, marks alone: «وتابع "…"».
OPENS_SPEECH = SPOKEN - {
    "reject", "call-for", "praise", "condemn", "describe", "accuse", "comment",
}  # fmt: skip

_COLON = re.compile(r"\s*:")


DENYING = frozenset(("deny", "reject"))
# Kinds of verbs that tell of speech within speech.
TELLING = frozenset(
    (
        "say",
        "state",
        "explain",
        "point-out",
        "stress",
        "announce",
        "quote",
        "promise",
        "warn",
        "admit",
    )
)
# Kinds whose verbal noun is what was said: «أعلن …», «تعهد بـ…», «دعا إلى …».
PROMISES = frozenset(("promise", "threaten", "call-for"))
GOVERNS_NOUN = PROMISES | {"stress"}
# Kinds behind which newsrooms write «إن» for «that»; behind others it is «if».
TAKES_INNA = frozenset(
    ("say", "state", "add", "continue", "conclude", "write", "reply", "announce", "explain",
     "point-out", "stress", "quote", "admit", "claim", "comment")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """What is said: spans of the text, and the words in marks among them.

    `direct` content is the words inside marks; `unmarked` the speaker's own words after a colon;
    `reported` a clause after «أن».
    """

    kind: ContentKind
    pieces: tuple[Span, ...]
    quoted: tuple[Quoted, ...] = ()
    first: int = 0  # index of its first word, and the one after its last
    last: int = 0
    cut: bool = False
    is_noun: bool = False  # «أعلن انتهاء المهمة»: where such a clause ends is a guess
    # «أقر بحق بغداد في أن …»: «that» belongs to a noun, which says how the clause is meant
    of_noun: bool = False
    # «أضاف أربعة أسماء إلى القائمة: …», «أعلمت عن ذلك بعد أن أوهموها أنها …»: it may be a list, or
    # be said by somebody else
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """One report of speech: the index of the word that says so, and what it reports."""

    index: int
    cue: Cue
    verb: ReportingVerb | None
    content: Content
    is_speech: bool = True  # False where it says that nothing was said, or might be
    within: Span | None = None  # the words of the clause that another says, by their indexes

    @property
    def continues(self) -> bool:
        return self.verb is not None and self.verb.continues


def sayings_in(passage: PassageText) -> list[Saying]:
    """The reports of speech in a passage, in the order of the words that announce them."""
    announce = announcing()
    cues = [
        index
        for index, word in enumerate(passage.words)
        if word.quote is None and (may_say(word.key) or word.key in announce)
    ]
    found: list[Saying] = []
    first = 0
    for sentence in passage.sentences:
        last = bisect_left(cues, sentence.stop, first)
        over = found[-1].content.last if found else 0  # a block of several sentences
        if last > first and sentence.start >= over:
            found += _Sentence(passage, sentence, cues[first:last]).read()
        first = last
    return found


def _tells(verb: ReportingVerb) -> bool:
    """Whether a verb inside a clause tells what another said, in the past or now."""
    return verb.is_finite and verb.tense != "jussive" and verb.kind in TELLING


def _prepositions(verb: ReportingVerb) -> frozenset[str]:
    return frozenset(map(fold, verb.governs))


_Cue = tuple[int, Cue, ReportingVerb | None]


class _Sentence:
    """One pass over the words of a sentence that stand outside marks."""

    def __init__(self, passage: PassageText, sentence: range, cues: Sequence[int]) -> None:
        self.passage = passage
        self.sentence = sentence
        self.words = passage.words
        self.cues = [
            (index, cue, verb)
            for index in cues
            for cue, verb in [self._cue(index)]
            if cue is not None
        ]
        self.cues = list(self._without_relative(self.cues))

    def read(self) -> Iterator[Saying]:
        covered = self.sentence.start  # words before it are what an earlier cue reports
        for number, (index, cue, verb) in enumerate(self.cues):
            if index < covered:
                continue
            content = self._content(index, number)
            if content is None:
                continue
            spoken = not self._is_not_said(index, verb)
            yield Saying(index, cue, verb, content, spoken)
            denied = verb is not None and verb.kind in DENYING
            if spoken and not denied and content.kind == "reported" and not content.is_noun:
                yield from self._nested(content, number)
            covered = max(covered, content.last)

    def _nested(self, outer: Content, number: int) -> Iterator[Saying]:
        """«أفادت الوكالة بأن الوزيرة أبلغت اللجنة أن …»: what is said within a clause."""
        for later in range(number + 1, len(self.cues)):
            index, cue, verb = self.cues[later]
            if index >= outer.last:
                return
            if index < outer.first or cue != "verb" or verb is None or not _tells(verb):
                continue
            content = self._content(index, later)
            if content is None or content.kind == "none" or content.last > outer.last:
                continue
            if joins_clause(self.words[content.first - 1].key):
                continue  # «…، وأنها تنتظر» is more of the outer clause
            told = content.kind == "reported" or content.kind == "direct"
            if told and not self._is_not_said(index, verb):
                yield Saying(index, cue, verb, content, within=(outer.first, outer.last))
                return

    # The words that announce speech

    def _cue(self, index: int) -> tuple[Cue | None, ReportingVerb | None]:
        word = self.words[index]
        verb = verb_at(self.passage, index)
        if verb is None and word.key not in announcing():
            return None, None
        if aside_at(self.passage, index) is not None or self._names_source(index):
            return None, None
        if self._belongs(index):
            return None, None
        if verb is not None and not self._is_impersonal(index, verb) and not self._stands_in(index):
            return ("participle" if verb.tense == "participle" else "verb"), verb
        if word.key in words_of("said") or self._is_saying_of(index) or self._is_led_to(index):
            return "noun", None
        if self._stands_in(index):
            return "verb", None
        return None, None

    def _belongs(self, index: int) -> bool:
        """«مصدر تابع للحكومة», against «وتابع للصحفيين»."""
        if self.words[index].key not in words_of("belongs_to") or index == self.sentence.start:
            return False
        return is_noun("anonymous", self.words[index - 1].key)

    def _is_led_to(self, index: int) -> bool:
        """«ذهب إلى القول إن …», against «يمكن القول إن …»."""
        before = self.words[index - 1].key if index > self.sentence.start else ""
        return self.words[index].key in words_of("led_to") and before in words_of("governs_noun")

    def _has_owner(self, index: int) -> bool:
        """Whether somebody's name or title follows: «تصريح ترامب», against «في تصريح صحفي»."""
        before = self.words[index - 1].key if index > self.sentence.start else ""
        if index + 1 >= self.sentence.stop or before in words_of("in"):
            return False
        following = self.words[index + 1].key
        titled = is_definite(following) and is_noun("title", following)
        return titled or index + 1 in self.passage.named

    def _is_saying_of(self, index: int) -> bool:
        """«قول المالكي إن …»: a verbal noun, whose speaker stands between it and «إن»."""
        if self.words[index].key not in words_of("saying_of") or not self._has_owner(index):
            return False
        for at in range(index + 1, min(index + WORDS_OF_SUBJECT, self.sentence.stop)):
            if self.words[at].quote is not None or is_paused(self.passage, at):
                return False
            if opens_clause(self.words[at].key):
                return at > index + 1
        return False

    def _stands_in(self, index: int) -> bool:
        """«جاء في البيان», «وجاء فيه»: what is written speaks."""
        if not is_any("stands_in", self.words[index].key):
            return False
        following = self.words[index + 1].key if index + 1 < self.sentence.stop else ""
        if following in words_of("in_writing") and index + 1 not in self.passage.named:
            return True
        before = range(max(self.sentence.start, index - 4), index)
        return any(is_noun("written", self.words[at].key) for at in before)

    def _is_impersonal(self, index: int, verb: ReportingVerb) -> bool:
        """«يذكر أن», «يعتقد أن»: nobody is said to say it."""
        if not is_any("impersonal", self.words[index].key):
            return False
        following = self.words[index + 1].key if index + 1 < self.sentence.stop else ""
        return bool(opens_clause(following)) or is_any("governs_noun", following)

    def _without_relative(self, cues: Sequence[_Cue]) -> Iterator[_Cue]:
        """Leaves out what only describes a subject: «قال مصدر تحدث إلى الوكالة إن …»."""
        before: _Cue | None = None
        for one in cues:
            if before is not None and self._describes_subject(before, one):
                continue
            yield one
            before = one

    def _describes_subject(self, before: _Cue, one: _Cue) -> bool:
        first, last = before[0] + 1, one[0]
        relative = self.words[last - 1].key if last > first else ""
        if relative in words_of("while_he") and last - first <= 2 and one[2] is not None:
            return one[2].tense == "imperfect"  # «قال وهو يلوّح بورقة»
        if one[2] is not None and one[2].kind == "quote" and is_any("relative_pronoun", relative):
            return True  # «نقلاً عن الصحيفة التي نقلت عن …»
        if before[1] != "verb" or one[1] != "verb" or not first < last <= first + 12:
            return False
        if one[2] is None or fold(one[2].lemma) not in words_of("speaks"):
            return False
        if begins_with_and(self.words[last].key) or not is_noun("anonymous", self.words[first].key):
            return False
        return not any(
            self.words[at].quote is not None or opens_clause(self.words[at].key)
            for at in range(first, last)
        )

    def _names_source(self, index: int) -> bool:
        """«كشف اسمه», «ما نشرته الصحيفة»: of the source, or of what was printed."""
        key, following = self.words[index].key, ""
        if index + 1 < self.sentence.stop:
            following = self.words[index + 1].key
        if is_identity(following):
            return True
        before = self.words[index - 1].key if index > self.sentence.start else ""
        verb = verb_at(self.passage, index)
        printed = verb is not None and verb.kind in ("quote", "write", "state")
        followed = printed or (verb is not None and verb.kind == "continue")
        if followed and verb is not None and verb.pronoun and index > self.sentence.start:
            return True
        return printed and before in words_of("what_is_printed") and key not in words_of("said")

    def _is_not_said(self, index: int, verb: ReportingVerb | None) -> bool:
        """«لم يقل», «قد يقول», «لو قال», «سيقول»: nothing is reported."""
        if verb is not None and verb.is_future:
            return True
        before = self.words[index - 1].key if index > self.sentence.start else ""
        earlier = self.words[index - 2].key if index > self.sentence.start + 1 else ""
        if is_any("denies", before) or (is_any("denies", earlier) and before in words_of("kad")):
            return True
        if (
            self._is_untrue(index)
            or self._is_asked(index)
            or (before in words_of("kad") and self._was_not(index))
        ):
            return True
        if verb is None or verb.tense not in ("imperfect", "jussive"):
            return before in words_of("if") or (
                before in words_of("kad") and is_any("denies", earlier)
            )
        if verb.continues and earlier in words_of("then"):
            return False  # «قبل أن يضيف»
        return is_any("possible", before) or opens_clause(before) == "bare"

    def _is_untrue(self, index: int) -> bool:
        """«ليس صحيحاً أن هود قال»: behind «that» of what isn't so."""
        first = max(self.sentence.start, index - WORDS_OF_SUBJECT - 4)
        for at in range(index - 1, first, -1):
            key = self.words[at].key
            if self.words[at].quote is not None:
                return False
            if key in words_of("untrue") and is_any("denies", self.words[at - 1].key):
                return True
            if key in words_of("untrue") and is_any("contrast", self.words[at - 1].key):
                return True
        return False

    def _is_asked(self, index: int) -> bool:
        """«عما إذا كان هود قد قال»: a question, and nothing said."""
        first = max(self.sentence.start + 1, index - WORDS_OF_SUBJECT)
        return any(
            self.words[at].key in words_of("whether")
            and is_any("what_is_asked", self.words[at - 1].key)
            and not any(is_paused(self.passage, after) for after in range(at + 1, index + 1))
            for at in range(first, index)
        )

    def _was_not(self, index: int) -> bool:
        """«لم يكن هود قد قال»."""
        first = max(self.sentence.start, index - WORDS_OF_SUBJECT)
        return any(
            is_any("denies", self.words[at].key) and self.words[at + 1].key in words_of("kad")
            for at in range(first, index - 1)
        )

    # What it reports

    def _content(self, index: int, number: int) -> Content | None:
        stop = self._next_cue(number)
        limit = min(stop, index + WORDS_TO_CONTENT)
        at = index
        passed_that = False  # «بعد أن»
        passed_term = False  # «في حديث لـ"المدى"»
        while at < limit:
            gap = self.passage.between(at)
            following = at + 1
            aside = aside_at(self.passage, following)
            if aside is not None and aside.stop > following:
                at = aside.stop - 1  # «طلب عدم كشف هويته لأنه …»: of the source
                if _COLON.match(self.passage.between(at)) and self._colon_opens(index, at, number):
                    return self._after_colon(at, index, number)
                following = at + 1
            quote = self._quote_after(at)
            colon = _COLON.match(gap) or (passed_term and ":" in gap)
            if colon and self._colon_opens(index, at, number):
                return self._after_colon(at, index, number)
            if quote is not None:
                name = at == index and self._is_subject(quote)
                if passed_term or not (name or self._is_term(quote, number)):
                    return None if passed_term else self._marked(quote, index, number, at)
                passed_term = True
                at = self.passage.index_at(self.passage.quotes[quote].end) - 1
                continue
            if at > index and aside is None and is_any("describes", self.words[at].key):
                return None  # «أعلنت … في خطوة وصفها قائدها بأنها …»
            if following >= limit or following >= self.sentence.stop:
                return None
            particle = opens_clause(self.words[following].key)
            if particle and at > index and self._is_adversative(at):
                return None  # «اتفق الجانبان على الخطة، غير أن المشروع تعثر»
            if self._takes_that(at) or self._is_condition(following, number):
                passed_that = passed_that or bool(particle)
                particle = ""
            if particle and self.words[following].quote is None and not self._is_in_name(following):
                found = self._clause(following, number)
                if found is None:
                    return None
                of_noun = self._belongs_to_noun(index, at, number)
                guess = passed_that and not is_paused(self.passage, following)
                return replace(found, of_noun=of_noun, is_guess=guess)
            if self._is_that_not(following):
                return self._clause(at, number)
            if self._governs_noun(index, following, number):
                return self._of_verbal_noun(following)
            at = following
        return None

    def _takes_that(self, at: int) -> bool:
        """«رغم أن», «على الرغم من أن»: «that» belongs to the word before it."""
        key = self.words[at].key
        if key in words_of("from") and at > self.sentence.start:
            key = self.words[at - 1].key
        return is_any("takes_that", key)

    def _is_adversative(self, at: int) -> bool:
        """«غير أن», «إلا أن»: what follows sets the outlet's own words against those before."""
        return self.words[at].key in words_of("adversative")

    def _is_condition(self, at: int, number: int) -> bool:
        """«أوصى بالدفاع إن تعرضوا لهجوم»: where «أن» is what the verb governs, «إن» is «if»."""
        verb = self.cues[number][2]
        if verb is None or verb.kind in TAKES_INNA or not opens_with_inna(self.passage.printed(at)):
            return False
        return opens_clause(self.words[at].key) == "bare"

    def _belongs_to_noun(self, index: int, at: int, number: int) -> bool:
        """«أقر بحق بغداد في أن», «شدد على ضرورة أن»: «that» says what a noun is of."""
        verb, key = self.cues[number][2], self.words[at].key
        if verb is None or at <= index:
            return False
        if is_any("noun_that", key):
            return True
        if key not in words_of("leads_that") or is_paused(self.passage, at):
            return False
        return key not in _prepositions(verb) or is_any("noun_that", self.words[at - 1].key)

    def _is_that_not(self, at: int) -> bool:
        """«ألا يشارك»: «that» and «not» in one word, which stays in the clause."""
        return is_that_not(self.passage.printed(at)) and self.words[at].quote is None

    def _is_in_name(self, at: int) -> bool:
        """«سي إن إن», «(سي.إن.إن)», «إتش7إن9»: a word inside a name is no «إن»."""
        word, text = self.words[at], self.passage.text
        joined = text[max(0, word.start - 2) : word.start].strip()
        glued = joined.endswith((".", "-")) and text[word.start - 1 : word.start].strip() != ""
        return at in self.passage.named or glued or text[word.end : word.end + 1].isdigit()

    def _governs_noun(self, index: int, at: int, number: int) -> bool:
        """«أعلن انتهاء المهمة», «تعهد بنشر المحاضر», «دعا إلى إعادتها», «كشف عن وصول الوفد»."""
        verb = self.cues[number][2]
        word = self.words[at]
        if verb is None or word.quote is not None or not self._may_govern_noun(verb):
            return False
        if self.words[at - 1].key in words_of("about_whom") and verb.kind == "announce":
            return self.words[at - 1].key in _prepositions(verb) and is_verbal_noun(word.key)
        if is_any("governs_noun", self.words[at - 1].key):
            return self.words[at - 1].key in _prepositions(verb) and is_verbal_noun(
                bare_noun(word.key)
            )
        attached = behind_by(word.key)
        if attached:
            near = at - index < 12 or is_paused(self.passage, at)
            return near and is_verbal_noun(bare_noun(attached)) and verb.kind in PROMISES
        if (
            fold(verb.lemma) not in words_of("announces")
            or at in self.passage.named
            or is_definite(word.key)
            or is_noun("body", word.key)
            or is_noun("title", word.key)
        ):
            return False
        if not is_verbal_noun(word.key) or self._goes_on_a_name(at):
            return False
        return self._stands_behind_subject(index, at)

    def _goes_on_a_name(self, at: int) -> bool:
        """«المحلل السياسي إحسان الشمري أن …»: a first name may look like a verbal noun."""
        before = self.words[at - 1].key
        ahead = [self.words[n].key for n in range(at + 1, min(at + 4, self.sentence.stop))]
        if len(ahead) < 2 or not is_definite(before):
            return False
        named = is_definite(ahead[0]) or is_noun("title", before)
        return named and any(opens_clause(key) and not joins_clause(key) for key in ahead[1:])

    def _may_govern_noun(self, verb: ReportingVerb) -> bool:
        return verb.kind in GOVERNS_NOUN or fold(verb.lemma) in words_of("announces")

    def _stands_behind_subject(self, index: int, at: int) -> bool:
        """Whether a verbal noun is the object: not the subject itself, nor what a title governs."""
        if at == index + 1:
            return index > self.sentence.start
        if not is_paused(self.passage, at) and any(
            is_any("adverb", self.words[between].key) for between in range(index + 1, at)
        ):
            return False
        before = self.words[at - 1].key
        return not (
            is_any("governs", before)
            or is_any("adverb", before)
            or (is_noun("title", before) and not is_definite(before))
            or (is_noun("body", before) and not is_definite(before))
            or is_noun("written", before)
        ) or is_paused(self.passage, at)

    def _of_verbal_noun(self, at: int) -> Content | None:
        last = end_of_clause(self.passage, at, self.sentence.stop)
        if last - at < 2:
            return None
        content = replace(spoken_content(self.passage, "reported", at, last), is_noun=True)
        if behind_by(self.words[at].key) and not is_any("governs_noun", self.words[at - 1].key):
            (start, end), *rest = content.pieces
            content = replace(content, pieces=((start + 1, end), *rest))
        return content

    def _next_cue(self, number: int) -> int:
        """Where the next finite verb or participle of saying stands, or the sentence ends."""
        if number + 1 < len(self.cues):
            return self.cues[number + 1][0]
        return self.sentence.stop

    def _colon_opens(self, index: int, at: int, number: int) -> bool:
        """Whether a colon opens speech: what «عدّت» opens is a list."""
        verb = self.cues[number][2]
        marked = self._quote_after(at) is not None
        labels = verb is not None and verb.kind in ("describe", "deem")
        return at - index <= WORDS_TO_CONTENT and (marked or not labels)

    def _quote_after(self, at: int) -> int | None:
        """The quotation that opens right after a word, by its index."""
        following = at + 1
        if following >= len(self.words):
            return None
        quote = self.words[following].quote
        return quote if quote is not None and quote != self.words[at].quote else None

    def _after_colon(self, at: int, index: int, number: int) -> Content | None:
        quote = self._quote_after(at)
        if quote is not None and self._only_space(at, quote):
            return self._direct(quote)
        first = at + 1
        if first >= self.sentence.stop:
            return Content("none", (), first=first, last=first)
        block = self._block_end()
        if block > first:
            return spoken_content(self.passage, "unmarked", first, block)
        if opens_clause(self.words[first].key) == "bare" and first + 1 < self.sentence.stop:
            return self._clause(first, number)  # «حجة تكررها بغداد: أن ما كان …»
        last = end_of_clause(self.passage, first, self.sentence.stop)
        if last - first < 2:
            return None
        content = spoken_content(self.passage, "unmarked", first, last)
        return replace(content, is_guess=self._has_object(index, at))

    def _has_object(self, index: int, at: int) -> bool:
        """«أضاف أربعة أسماء إلى القائمة:»: something indefinite is what the verb is about."""
        for between in range(index + 1, at + 1):
            key = self.words[between].key
            if any(is_any(kind, key) for kind in ("adverb", "governs", "to_pronoun", "lead")):
                return False
            counts = key in words_of("number") or key in words_of("number_of_hers")
            counted = counts and between < at
            if counted and not is_noun("anonymous", self.words[between + 1].key):
                return True
        return False

    def _block_end(self) -> int:
        """«وجاء في بيان …: … انتهى»: where several sentences of a passage end, else 0."""
        last = len(self.words) - 1
        ends = self.words[last].key in words_of("block_end")
        return last if ends and self.words[last].quote is None else 0

    def _only_space(self, at: int, quote: int) -> bool:
        gap = self.passage.text[self.words[at].end : self.passage.quotes[quote].start]
        return not gap.strip(f" :،,\u00a0-–—{QUOTES}")

    def _direct(self, quote: int) -> Content:
        one = self.passage.quotes[quote]
        first = self.passage.index_at(one.start)
        last = first
        while last < len(self.words) and self.words[last].quote == quote:
            last += 1
        return Content("direct", one.pieces, (one,), first, last, one.state == "cut")

    def _marked(self, quote: int, index: int, number: int, at: int) -> Content | None:
        """Words in marks without a particle before them."""
        if self._is_named(index, at) or self._kind(number) in ("deny", "comment"):
            return None
        if at > index and is_verbal_noun(self.words[at].key) and self._kind(number) != "write":
            return None  # «أكد استمرار "الاتصالات غير المباشرة"»
        return self._direct(quote)

    def _is_term(self, quote: int, number: int) -> bool:
        """So few words in marks are a name or a term, and no speech."""
        size = self.passage.sizes[quote]
        return size <= TERM_WORDS or (
            self._kind(number) not in OPENS_SPEECH and size <= TERM_WORDS + 2
        )

    def _is_subject(self, quote: int) -> bool:
        """«وأكدت "حركة البناء" أن …»: marks right behind a verb, and «that» behind them."""
        after = self.passage.index_at(self.passage.quotes[quote].end)
        return after < self.sentence.stop and opens_clause(self.words[after].key) == "bare"

    def _kind(self, number: int) -> str:
        verb = self.cues[number][2]
        return verb.kind if verb is not None else "say"

    def _is_named(self, index: int, at: int) -> bool:
        """Whether the words before the mark say that a name, a title or a sign's words follow."""
        key = self.words[at].key
        return (
            key in words_of("written_on")
            or key in words_of("before_name")
            or is_to(key)
            or any(
                is_noun("name_noun", self.words[back].key)
                for back in range(max(index + 1, at - 1), at + 1)
            )
        )

    def _clause(self, particle_at: int, number: int) -> Content | None:
        first = particle_at + 1
        verb = self.cues[number][2]
        denies = verb is not None and verb.kind in DENYING
        if first < self.sentence.stop and not denies and self._opens_another(first):
            return None
        if first >= self.sentence.stop and first >= len(self.words):
            return None
        last = end_of_clause(self.passage, first, self._main_clause_after(number, first))
        if last - first < 2:
            return None
        content = spoken_content(self.passage, "reported", first, last)
        whole = content.quoted[0] if len(content.quoted) == 1 else None
        labels = verb is not None and verb.kind in ("describe", "deem")
        least = TERM_WORDS if labels else TERM_WORDS - 1
        if whole is not None and self._covers(whole, first, last, least):
            return Content("direct", whole.pieces, (whole,), first, last, whole.state == "cut")
        return content

    def _main_clause_after(self, number: int, first: int) -> int:
        """«حين أعلنت القيادة أن …، كانت الحملة …»: where what «when» was about begins, or the
        sentence ends."""
        index = self.cues[number][0]
        opening = self.words[self.sentence.start].key
        if index != self.sentence.start + 1 or not is_any("at_that_time", opening):
            return self.sentence.stop
        later = range(first + 1, self.sentence.stop)
        return next(
            (
                at
                for at in later
                if self.words[at].quote is None
                and is_paused(self.passage, at)
                and not begins_with_and(self.words[at].key)
            ),
            self.sentence.stop,
        )

    def _opens_another(self, first: int) -> bool:
        """«اتهمه بأنه قال إن …»: what is said is said by somebody else."""
        if self._relays(first):
            return True
        verb = verb_at(self.passage, first)
        if verb is None or not verb.is_finite or verb.kind in ("deem", "quote"):
            return False
        later = range(first + 1, min(first + 6, self.sentence.stop))
        return any(
            opens_clause(self.words[at].key) and not joins_clause(self.words[at].key)
            for at in later
        )

    def _relays(self, first: int) -> bool:
        """«ذكرت الوكالة أن القناة نقلت عن … قوله إن …»: an outlet, and whom it quotes."""
        at = first
        while at < self.sentence.stop and (
            at in self.passage.named or is_noun("kind", self.words[at].key)
        ):
            at += 1
        if at == first or at + 1 >= self.sentence.stop:
            return False
        relays = is_any("relay", self.words[at].key)
        quotes = self.words[at + 1].key in words_of("about_whom")
        later = range(at + 2, min(at + WORDS_OF_SUBJECT + 6, self.sentence.stop))
        return relays and quotes and any(self.words[n].key in words_of("said") for n in later)

    def _covers(self, one: Quoted, first: int, last: int, least: int) -> bool:
        """Whether marks hold the whole clause, but for the particle and a demonstrative."""
        inside = sum(1 for word in self.words[first:last] if one.start <= word.start < one.end)
        return inside >= last - first and inside > least


def spoken_content(passage: PassageText, kind: ContentKind, first: int, last: int) -> Content:
    """What a range of words says, with the marks in it."""
    start, end = passage.words[first].start, passage.words[last - 1].end
    quoted = tuple(passage.quotes_between(start - 2, end))
    if quoted:
        start = min(start, quoted[0].start) if quoted[0].start <= start else start
        end = max(end, quoted[-1].end) if quoted[-1].end <= end + 3 else end
    pieces = tuple(
        (max(start, piece[0]), min(end, piece[1]))
        for piece in passage.pieces
        if piece[0] < end and piece[1] > start
    )
    cut = any(one.state == "cut" for one in quoted)
    return Content(kind, pieces, quoted, first, last, cut)


def quotes_left(passage: PassageText, sayings: Sequence[Saying]) -> list[int]:
    """The quotations that no report of speech has taken, by their index."""
    taken = {one.start for saying in sayings for one in saying.content.quoted}
    return [index for index, one in enumerate(passage.quotes) if one.start not in taken]

"""Where a clause that somebody is said to have said ends, and the outlet's own words go on."""

from __future__ import annotations

from archive.annotation.sentences import PassageText
from archive.annotation.verbs import is_paused, may_say, verb_at
from archive.arabic.reporting import SURE, reporting_verb
from archive.arabic.speech import (
    begins_with_and,
    behind_so,
    is_any,
    is_attached_to,
    is_her_past,
    is_identity,
    is_noun,
    joins_clause,
    opens_clause,
    opens_sentence,
    opens_so_that,
    words_of,
)

WORDS_OF_CONCESSION = 3
NEAR = 5  # words in which a clause says that it is about a report
SEMICOLON = "\N{ARABIC SEMICOLON}"
LEAST_CLAUSE = 3  # words
LONGEST_LOOK = 60  # words back within a clause
FAR = 25  # words in which a verb of saying is followed by what was said


def end_of_clause(passage: PassageText, first: int, stop: int) -> int:
    """The index after the last word of a clause that begins at `first`."""
    for index in range(first + 1, stop):
        if passage.words[index].quote is not None:
            continue
        if _is_main_clause(passage, first, index):
            return index
        if _goes_on_after_quote(passage, first, index) or _ends_before(passage, first, index, stop):
            return index
    return stop


def _is_main_clause(passage: PassageText, first: int, index: int) -> bool:
    """«ومع أن واشنطن تقول إن …، فإن الفصائل …»: what a concession was about."""
    if not opens_so_that(passage.words[index].key) or not is_paused(passage, index):
        return False
    start = passage.sentence_at(first).start
    opening = range(start, min(start + WORDS_OF_CONCESSION, first))
    return any(is_any("concession", passage.words[at].key) for at in opening)


def _goes_on_after_quote(passage: PassageText, first: int, index: int) -> bool:
    """«"…"، وتمهل …»: marks held all of the clause, and the outlet goes on."""
    quote = passage.words[first].quote
    key = passage.words[index].key
    return (
        quote is not None
        and passage.words[index - 1].quote == quote
        and begins_with_and(key)
        and not joins_clause(key)
        and is_paused(passage, index)
    )


def _ends_before(passage: PassageText, first: int, index: int, stop: int) -> bool:
    key = passage.words[index].key
    if joins_clause(key):
        return False
    paused = is_paused(passage, index)
    led = index + (is_any("from", key) and index + 1 < stop)  # «من دون أن …»
    if is_any("without", passage.words[led].key) and _gives_no_details(passage, led, stop):
        return True
    if _reports_anew(passage, index, stop):
        return True
    if _sets_another(passage, index, stop) or _sets_against(passage, index, stop):
        return True
    if paused and _goes_on_behind_marks(passage, index):
        return True
    if SEMICOLON in passage.before(index) and begins_with_and(key):
        return True
    if paused and (_follows_from_it(key) or _goes_on_telling(passage, first, index)):
        return True
    if _is_measure(passage, index, stop) or _is_attributed(passage, index, stop):
        return True
    if paused and _frames(passage, index, stop):
        return True
    verb = verb_at(passage, index)
    if paused and _says_no_more(passage, index, stop):
        return True
    if verb is None:
        return paused and is_refusal(passage, index, stop)
    if verb.tense == "participle":
        return paused or begins_with_and(key) or _says_that(passage, first, index, stop)
    joined = begins_with_and(key) and begins_with_and(verb.particle)
    if verb.continues and joined:
        return not _belongs_to(passage, index, stop)
    if not paused and joined and verb.tense == "perfect" and verb.homograph == "":
        return not _tells_past(passage, first, index)
    if not paused or (not joined and _is_relative(passage, index)):
        return False
    told_past = joined and verb.tense == "perfect" and verb.homograph in SURE
    return (
        told_past
        or _reports_more(passage, index, stop)
        or (joined and verb.homograph in SURE and index + 1 in passage.named)
    )


def _says_that(passage: PassageText, first: int, index: int, stop: int) -> bool:
    """«… لهجوم مؤكداً أن», «… مشيرين إلى أن»: a report of its own, without a comma before it, but
    for «أن الوزير عبر عن قلقه ملمحاً إلى أن», which is the minister's."""
    following, after = (_key(passage, index + step, stop) for step in (1, 2))
    says = opens_clause(following) != "" or (
        following in words_of("leads_that") and opens_clause(after) != ""
    )
    says = says or ":" in passage.between(index)
    inner = (verb_at(passage, at) for at in _words_before(first, index))
    return says and all(verb is None for verb in inner)


def _belongs_to(passage: PassageText, index: int, stop: int) -> bool:
    """«رقيب وتابع للفيلق», against «وتابع للصحفيين»."""
    key, following = passage.words[index].key, _key(passage, index + 1, stop)
    if key[1:] not in words_of("belongs_to") or is_paused(passage, index):
        return False
    return is_attached_to(following) and following not in words_of("told_to")


def _follows_from_it(key: str) -> bool:
    """«…، فغادر الوفد», «…، فجاء التاريخ كما طلب»: what came of it is told by the outlet."""
    verb = behind_so(key)
    return verb != "" and (opens_sentence(verb) or verb in words_of("came_of_it"))


def _goes_on_telling(passage: PassageText, first: int, index: int) -> bool:
    """«إنها ستعيد جنودها، ولحقت بها دولة أخرى»: what happened is told by the outlet, where the
    clause itself tells of nothing that is past."""
    key = passage.words[index].key
    if is_any("next", key) and index + 1 < len(passage.words):  # «…، ثم غادر القاعة»
        told = _is_past(passage, index + 1, passage.words[index + 1].key)
    else:
        told = begins_with_and(key) and _is_past(passage, index, key[1:])
    if not told:
        return False
    following = _key(passage, index + 1, len(passage.words))
    if key[1:] in words_of("past") and is_any("demonstrative", following):
        return True  # «…، ونسب ذلك إلى تقارير»
    if index - first < LEAST_CLAUSE:
        return False  # «عدد القوات، وانخفض مراراً، سيصبح …»
    return not any(
        passage.words[at].quote is None
        and not (at > first and is_paused(passage, at) and at + 2 < index)
        and _is_past(passage, at, passage.words[at].key)
        for at in _words_before(first, index)
    )


def _words_before(first: int, index: int) -> range:
    """The last words of a clause before a word of it, so that no clause is read again and again."""
    return range(max(first, index - LONGEST_LOOK), index)


def _tells_past(passage: PassageText, first: int, index: int) -> bool:
    """Whether a verb of saying in the past, which one more may go on, stands in a clause."""
    verbs = (verb_at(passage, at) for at in _words_before(first, index))
    return any(verb is not None and verb.tense == "perfect" for verb in verbs)


def _is_past(passage: PassageText, index: int, key: str) -> bool:
    """Whether a word is a verb in the past, as far as its form or a list tells."""
    if index in passage.named or is_noun("title", key) or is_noun("body", key):
        return False
    return opens_sentence(key) or key in words_of("past") or is_her_past(key)


def _goes_on_behind_marks(passage: PassageText, index: int) -> bool:
    """«"…"، وفي الذكرى …»: a new sentence behind the words in marks."""
    key = passage.words[index].key
    closed = passage.words[index - 1].quote is not None
    return closed and begins_with_and(key) and key[1:] in words_of("adverb")


def _says_no_more(passage: PassageText, index: int, stop: int) -> bool:
    """«…، ولم توضح مصدرها»: what the speaker left out is told by the outlet."""
    key = passage.words[index].key
    if not begins_with_and(key) or not is_any("denies", key) or index + 1 >= stop:
        return False
    return any(one.person == 3 for one in reporting_verb(passage.printed(index + 1)))


def _is_measure(passage: PassageText, index: int, stop: int) -> bool:
    """«على حد قوله», «بحسب تعبيره», with a comma before it or without."""
    key, following, after = (_key(passage, index + step, stop) for step in range(3))
    if key in words_of("on") and following in words_of("limit"):
        return after in words_of("measure") or after in words_of("measure_of")
    return is_any("according", key) and (
        following in words_of("measure") or following in words_of("measure_of")
    )


def _is_attributed(passage: PassageText, index: int, stop: int) -> bool:
    """«… وفق ما أكده الوزير», «… بحسب أحد المحامين»: the outlet says whose words they are."""
    key, following, after = (_key(passage, index + step, stop) for step in range(3))
    if not is_any("according", key):
        return False
    if following in words_of("what_is_printed"):
        return index + 2 < stop and verb_at(passage, index + 2) is not None and after != ""
    if is_noun("anonymous", following) or is_noun("kind", following):
        return True
    return is_noun("title", following)


def _frames(passage: PassageText, index: int, stop: int) -> bool:
    """Behind a pause: words of the outlet about the report, or another's act."""
    key, following, after = (_key(passage, index + step, stop) for step in range(3))
    if is_any("according", key) or is_any("relay", key):
        return True
    if key in words_of("in") and following in words_of("reference"):
        return True
    if key in words_of("in") and any(
        is_any("describes", _key(passage, at, stop)) for at in (index + 2, index + 3)
    ):
        return True  # «…، في خطوة وصفها فلان بأنها …»
    if key in words_of("report_of_report") and following in words_of("occasion"):
        return True
    if is_any("it_is", key) and following in words_of("what_was"):
        return True
    if is_any("without", key) or (is_any("from", key) and is_any("without", following)):
        later = after if is_any("from", key) else following
        unsaid = is_identity(later) or later in words_of("disclosing")
        return unsaid or opens_clause(later) == "bare"
    if is_any("and_already", key):
        return True
    if is_any("contrast", key) or (key in words_of("in") and following in words_of("while")):
        near = FAR if is_noun("anonymous", following) else NEAR
        return reports_within(passage, index + 1, min(stop, index + 1 + near))
    return _is_act(passage, index, stop)


def _gives_no_details(passage: PassageText, index: int, stop: int) -> bool:
    """«دون تقديم أي تفاصيل», «دون أن يذكر وجهته»."""
    near = range(index + 1, index + NEAR)
    if any(_key(passage, at, stop) in words_of("details") for at in near):
        return True
    following = _key(passage, index + 1, stop)
    return opens_clause(following) == "bare" and may_say(_key(passage, index + 2, stop))


def _reports_anew(passage: PassageText, index: int, stop: int) -> bool:
    """«ولم تذكر مزيداً من التفاصيل», «ويذكر أن …», without a comma: the outlet's own words."""
    key, following = passage.words[index].key, _key(passage, index + 1, stop)
    if not begins_with_and(key):
        return False
    if is_any("impersonal", key):
        return opens_clause(following) != ""
    return is_any("denies", key) and _gives_no_details(passage, index + 1, stop)


def _sets_another(passage: PassageText, index: int, stop: int) -> bool:
    """«إنهم من السنغال أما الخامس فصرح بأنه …»: another speaks."""
    if not is_any("as_for", passage.words[index].key):
        return False
    near = range(index + 1, min(index + FAR, stop))
    return any(
        behind_so(passage.words[at].key) != "" and verb_at(passage, at) is not None for at in near
    )


def _sets_against(passage: PassageText, index: int, stop: int) -> bool:
    """«… لكنها توقعت ألا …», without a comma: one more report."""
    key = passage.words[index].key
    if not is_any("contrast", key) or key not in words_of("pronoun_subject") or index + 1 >= stop:
        return False
    verb = verb_at(passage, index + 1)
    return verb is not None and verb.is_finite and verb.homograph in SURE


def _is_act(passage: PassageText, index: int, stop: int) -> bool:
    """«وقاطعه أحد الحضور بالقول»: a noun of saying follows at once."""
    return begins_with_and(passage.words[index].key) and any(
        _key(passage, at, stop) in words_of("said") for at in range(index + 1, index + NEAR)
    )


def reports_within(passage: PassageText, first: int, last: int) -> bool:
    """Whether a word between two indexes says that somebody speaks, or doesn't."""
    return any(
        passage.words[at].quote is None
        and (
            verb_at(passage, at) is not None
            or passage.words[at].key in words_of("said")
            or is_any("refuse", passage.words[at].key)
            or is_any("describes", passage.words[at].key)
        )
        for at in range(first, last)
    )


def is_refusal(passage: PassageText, index: int, stop: int) -> bool:
    """Whether a word refuses («رفض», «امتنع») and a noun of speech follows."""
    return is_any("refuse", passage.words[index].key) and any(
        _key(passage, at, stop) in words_of("comment") for at in range(index + 1, index + NEAR)
    )


def _is_relative(passage: PassageText, index: int) -> bool:
    before = passage.words[index - 1].key
    return before in words_of("relative") or opens_clause(before) != ""


def _reports_more(passage: PassageText, index: int, stop: int) -> bool:
    """Whether a verb of saying is followed by something said in the same sentence."""
    for later in range(index + 1, min(index + FAR, stop)):
        if passage.words[later].quote is not None or opens_clause(passage.words[later].key):
            return True
        if ":" in passage.between(later - 1):
            return True
    return False


def _key(passage: PassageText, index: int, stop: int) -> str:
    return passage.words[index].key if index < stop else ""

"""Refusals to speak: who would not say what.

A verb refuses («رفض التعليق»), keeps silent («التزم الصمت»), or is denied («لم يرد», «لم يتسنّ
الحصول على تعليق»); a noun is missing («لا رد من الوزارة»); or somebody was asked, and nothing
came («سألنا السفارة فلم تجب»).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.annotation.sentences import PassageText, Span
from archive.annotation.verbs import is_paused, verb_at
from archive.arabic.speech import (
    begins_with_and,
    is_any,
    is_identity,
    opens_clause,
    refusing,
    without_case,
    words_of,
)

FROM_VERB_TO_NOUN = 16
FROM_NOUN_TO_WHOM = 6
FROM_ASKING = 25  # words from «سألنا» to «فلم تجب»
LONGEST = 22
PAUSES = "\N{ARABIC COMMA},\N{ARABIC SEMICOLON};"


@dataclass(frozen=True, slots=True)
class Refusal:
    """`verb` is the index of the word that refuses, `noun` of what is refused."""

    verb: int
    noun: int
    last: int
    span: Span
    of_whom: int | None = None  # «الحصول على تعليق من …»: where whoever didn't answer stands
    asked: int | None = None  # the word that says they were asked
    is_missing: bool = False  # «لا جواب من بغداد»: told by a noun alone


def refusals_in(passage: PassageText) -> list[Refusal]:
    found = []
    for sentence in passage.sentences:
        covered = sentence.start
        for index in sentence:
            if index < covered or passage.words[index].key not in refusing():
                continue
            refusal = _refusal_at(passage, sentence, index)
            if refusal is not None:
                covered = refusal.last
                found.append(refusal)
    return found


def _refusal_at(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    words = passage.words
    if words[index].quote is not None:
        return None
    key = words[index].key
    before = words[index - 1].key if index > sentence.start else ""
    if is_any("refuse", key):
        return _of_verb(passage, sentence, index) or _of_verb_alone(passage, sentence, index)
    if is_any("out_of_reach", key):
        return _unreachable(passage, sentence, index, index)
    if is_any("none_of", key):
        return _of_missing_noun(passage, sentence, index)
    if is_any("keeps", key):
        return _of_silence(passage, sentence, index)
    if not is_any("denies", before):
        return None
    if key in words_of("unreachable"):
        return _unreachable(passage, sentence, index, index - 1)
    if key in words_of("reply") and not (
        key in words_of("only_after_lam") and not is_any("not_yet", before)
    ):
        return _without_reply(passage, sentence, index)
    return None


def _of_verb(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    """«رفض التعليق على …», «امتنع المتحدث عن تحديد …»."""
    words = passage.words
    asked = False  # «طلب عدم كشف هويته» of a source stands between
    for at in range(index + 1, min(index + FROM_VERB_TO_NOUN, sentence.stop)):
        key = words[at].key
        if words[at].quote is not None or opens_clause(key) or is_any("refuse", key):
            return None
        asked = asked or key in words_of("asked") or is_any("stipulates", key)
        if _is_comment(key):
            if _is_about_itself(passage, sentence, at):
                if asked:
                    continue
                return None
            last = _end(passage, sentence, at)
            return Refusal(index, at, last, _span(passage, index, last))
    return None


def _of_verb_alone(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    """«وطُلب من فلان التعليق، لكنه رفض»: what is refused was asked for before."""
    if index + 1 < sentence.stop and not any(mark in passage.between(index) for mark in PAUSES):
        return None
    if not (begins_with_and(passage.words[index].key) or _follows_but(passage, index)):
        return None
    asked = _asked_before(passage, sentence, index)
    if asked is None or not any(_is_comment(passage.words[at].key) for at in range(asked, index)):
        return None
    return Refusal(index, index, index + 1, _span(passage, asked, index + 1), asked=asked)


def _follows_but(passage: PassageText, index: int) -> bool:
    return is_any("contrast", passage.words[index - 1].key) if index else False


def _is_comment(key: str) -> bool:
    """A noun of speech that may be refused, «تعليقاً» too."""
    return key in words_of("comment") or without_case(key) in words_of("comment")


def _is_about_itself(passage: PassageText, sentence: range, at: int) -> bool:
    """«رفض الكشف عن هويته»: a source that isn't named, and speaks."""
    after = range(at + 1, min(at + 4, sentence.stop))
    return any(is_identity(passage.words[later].key) for later in after)


def _without_reply(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    """«لم يرد مكتب الوزير على أسئلة …», «لم يصدر عن الهيئة أي تعقيب»."""
    words = passage.words
    last = _end(passage, sentence, index)
    neither = _neither_nor(passage, sentence, index)
    if neither is not None:
        return Refusal(index, neither, neither, _span(passage, index - 1, neither))
    nouns = [at for at in range(index + 1, last) if _is_comment(words[at].key)]
    if any(_is_about_itself(passage, sentence, at) for at in nouns):
        return None
    asked = _asked_before(passage, sentence, index)
    if any(words[at].key in words_of("except") for at in range(index, last)):
        return None  # some answer came
    if asked is not None and _is_answer(passage, index):
        return Refusal(index, last, last, _span(passage, asked, last), asked=asked)
    if last - index < 2 or (words[index].key in words_of("reply_with_noun") and not nouns):
        return None
    about = (at for at in range(index + 1, last) if is_any("about", words[at].key))
    noun = min(next(about, last), *nouns[:1], last)
    issued = words[index].key in words_of("issued")
    of_whom = index + 2 if issued and words[index + 1].key in words_of("about_whom") else None
    if of_whom is None and nouns and nouns[0] <= index + 2:
        of_whom = _source_behind(passage, nouns[0], last)
    return Refusal(index, noun, last, _span(passage, index - 1, last), of_whom)


def _neither_nor(passage: PassageText, sentence: range, index: int) -> int | None:
    """Where «لم يؤكد المتحدث النبأ ولم ينفه» ends."""
    if passage.words[index].key not in words_of("confirms_or_denies"):
        return None
    for at in range(index + 1, min(index + FROM_NOUN_TO_WHOM, sentence.stop)):
        if any(mark in passage.before(at) for mark in PAUSES):
            return None
        if passage.words[at].key in words_of("confirms_or_denies"):
            return at + 1
    return None


def _is_answer(passage: PassageText, index: int) -> bool:
    """Whether «فلم تجب» says that nothing came: its verb names nobody else who might answer."""
    key = passage.words[index].key
    if key in words_of("received"):
        return True
    following = passage.words[index + 1].key if index + 1 < len(passage.words) else ""
    ends = not following or any(mark in passage.between(index) for mark in PAUSES + ".")
    return ends or is_any("about", following) or is_any("adverb", following)


def _asked_before(passage: PassageText, sentence: range, index: int) -> int | None:
    """The word of the sentence that says somebody was asked, the nearest."""
    first = max(sentence.start, index - FROM_ASKING)
    for at in range(index - 1, first - 1, -1):
        key = passage.words[at].key
        if opens_clause(key) or key in words_of("except"):
            return None
        if passage.words[at].quote is None and is_any("asks", key):
            return at
    return None


def _of_missing_noun(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    """«لا رد حتى الآن من …», «بقيت أسئلة القناة إلى السفارة من دون جواب»."""
    words = passage.words
    noun = index + 1
    if noun >= sentence.stop or not _is_comment(words[noun].key):
        return None
    if noun + 1 < sentence.stop and words[noun + 1].key in words_of("of_acts"):
        return None  # «لا رد فعل»
    opens = index == sentence.start or is_paused(passage, index)
    last = _end(passage, sentence, noun)
    of_whom = _source_behind(passage, noun, min(last, noun + FROM_NOUN_TO_WHOM))
    if of_whom is not None and opens:
        return Refusal(index, noun, last, _span(passage, index, last), of_whom, is_missing=True)
    asked = _asked_before(passage, sentence, index)
    if asked is None:
        return None
    return Refusal(index, noun, noun + 1, _span(passage, asked, noun + 1), asked=asked)


def _source_behind(passage: PassageText, noun: int, stop: int) -> int | None:
    """Where whoever didn't answer stands, behind «من» or «عن»."""
    for at in range(noun + 1, stop - 1):
        key = passage.words[at].key
        if is_any("from", key) or (key in words_of("about_whom") and at == noun + 1):
            return at + 1
    return None


def _of_silence(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    """«التزم الوزير الصمت حيال …», «اكتفت بالصمت»."""
    for at in range(index + 1, min(index + FROM_VERB_TO_NOUN, sentence.stop)):
        key = passage.words[at].key
        if passage.words[at].quote is not None or opens_clause(key):
            return None
        if key in words_of("silent"):
            last = _end(passage, sentence, at)
            if key in words_of("being_silent") and not _is_about(passage, at + 1, last):
                return None  # «ظل صامتاً أسبوعاً ثم قال»
            return Refusal(index, at, last, _span(passage, index, last))
    return None


def _is_about(passage: PassageText, first: int, last: int) -> bool:
    keys = [passage.words[at].key for at in range(first, last)]
    return any(is_any("about", key) or is_any("asks", key) for key in keys)


def _unreachable(passage: PassageText, sentence: range, index: int, first: int) -> Refusal | None:
    """«لم يتسن للقناة الحصول على تعليق من السفارة», «تعذر الوصول إلى فلان للتعليق»."""
    words = passage.words
    stop = min(index + FROM_VERB_TO_NOUN, sentence.stop)
    noun = next((at for at in range(index + 1, stop) if _is_comment(words[at].key)), None)
    if noun is None:
        noun = next(
            (at for at in range(index + 1, stop) if words[at].key in words_of("for_comment")), None
        )
        if noun is None:
            return None
        reached = _reached(passage, index, noun)
        last = _end(passage, sentence, noun)
        return Refusal(index, noun, last, _span(passage, first, last), reached)
    last = _end(passage, sentence, noun)
    whom = _source_behind(passage, noun, last)
    return Refusal(index, noun, last, _span(passage, first, last), whom)


def _reached(passage: PassageText, index: int, noun: int) -> int | None:
    """«الوصول إلى فلان للتعليق», «الاتصال بفلان»: whoever could not be reached."""
    for at in range(index + 1, noun):
        if is_any("to", passage.words[at].key):
            return at + 1
        if passage.words[at].key in words_of("reaching") and at + 1 < noun:
            following = passage.words[at + 1].key
            return at + 2 if is_any("to", following) else at + 1
    return None


def first_person_refusals(passage: PassageText, first: int) -> Iterator[Refusal]:
    """«لا تعليق لدي», «لن أجيب عن هذا السؤال», where a reply opens so."""
    sentence = passage.sentence_at(first)
    if first + 1 >= sentence.stop or not is_any("denies", passage.words[first].key):
        return
    following = passage.words[first + 1].key
    if following in words_of("i_reply") or (
        following in words_of("comment") and passage.words[first].key in words_of("none_of")
    ):
        last = sentence.stop
        yield Refusal(first + 1, first + 1, last, _span(passage, first, last))


def _end(passage: PassageText, sentence: range, at: int) -> int:
    last = at + 1
    while last < sentence.stop and last - at < LONGEST:
        gap = passage.before(last)
        paused = any(mark in gap for mark in PAUSES)
        if paused or (verb_at(passage, last) is not None and not _is_relative(passage, last)):
            break
        if is_any("when", passage.words[last].key):
            break
        last += 1
    # «حين» opens the next clause, where a verb of saying follows.
    opens = last - 1 > at and passage.words[last - 1].key in words_of("while")
    return last - 1 if opens else last


def _is_relative(passage: PassageText, index: int) -> bool:
    """«على ما نشرته الصحيفة»: a verb inside what is refused."""
    return passage.words[index - 1].key in words_of("what_is_printed")


def _span(passage: PassageText, first: int, last: int) -> Span:
    """Of a refusal, without the «و» before it."""
    start = passage.words[first].start
    key = passage.words[first].key
    kinds = ("refuse", "denies", "out_of_reach", "keeps", "asks", "none_of")
    known = any(key in words_of(kind) for kind in kinds)
    if not known and any(key[1:] in words_of(kind) for kind in kinds):
        start += 1  # «و» or «ف»
    end = passage.words[last - 1].end
    quote = passage.words[last - 1].quote
    if quote is not None:
        end = max(end, passage.quotes[quote].end)
    return start, end

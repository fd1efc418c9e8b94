"""Refusals to speak: who would not say what."""

from __future__ import annotations

from dataclasses import dataclass

from archive.annotation.sentences import PassageText, Span
from archive.annotation.verbs import verb_at
from archive.arabic.speech import is_any, opens_clause, refusing, words_of

FROM_VERB_TO_NOUN = 16
LONGEST = 22


@dataclass(frozen=True, slots=True)
class Refusal:
    """`verb` is the index of the word that refuses, `noun` of what is refused."""

    verb: int
    noun: int
    last: int
    span: Span
    of_whom: int | None = None  # «الحصول على تعليق من …»: where whoever didn't answer stands


def refusals_in(passage: PassageText) -> list[Refusal]:
    found = []
    for sentence in passage.sentences:
        covered = sentence.start
        for index in sentence:
            if index < covered or passage.words[index].key not in refusing():
                continue
            refusal = refusal_at(passage, sentence, index)
            if refusal is not None:
                covered = refusal.last
                found.append(refusal)
    return found


def refusal_at(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    words = passage.words
    if words[index].quote is not None:
        return None
    key = words[index].key
    before = words[index - 1].key if index > sentence.start else ""
    if is_any("refuse", key):
        return _of_verb(passage, sentence, index)
    if not is_any("denies", before):
        return None
    if key in words_of("unreachable"):
        return _unreachable(passage, sentence, index)
    if key in words_of("reply"):
        return _without_reply(passage, sentence, index)
    return None


def _of_verb(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    """«رفض التعليق على …», «امتنع المتحدث عن تحديد …»."""
    words = passage.words
    for at in range(index + 1, min(index + FROM_VERB_TO_NOUN, sentence.stop)):
        key = words[at].key
        if words[at].quote is not None or opens_clause(key) or is_any("refuse", key):
            return None
        if key in words_of("comment"):
            if _is_about_itself(passage, sentence, at):
                return None
            last = _end(passage, sentence, at)
            return Refusal(index, at, last, _span(passage, index, last))
    return None


def _is_about_itself(passage: PassageText, sentence: range, at: int) -> bool:
    """«رفض الكشف عن هويته»: a source that isn't named, and speaks."""
    after = range(at + 1, min(at + 4, sentence.stop))
    return any(passage.words[later].key in words_of("identity") for later in after)


def _without_reply(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    """«لم يرد مكتب الوزير على أسئلة …», «لم يصدر عن الهيئة أي تعقيب»."""
    last = _end(passage, sentence, index)
    if last - index < 2:
        return None
    if passage.words[index].key in words_of("reply_with_noun") and not any(
        passage.words[at].key in words_of("comment") for at in range(index + 1, last)
    ):
        return None
    noun = next(
        (at for at in range(index + 1, last) if is_any("about", passage.words[at].key)), last
    )
    of_whom = index + 2 if passage.words[index + 1].key in words_of("about_whom") else None
    return Refusal(index, noun, last, _span(passage, index - 1, last), of_whom)


def _unreachable(passage: PassageText, sentence: range, index: int) -> Refusal | None:
    """«لم يتسن للقناة الحصول على تعليق من السفارة»."""
    stop = min(index + FROM_VERB_TO_NOUN, sentence.stop)
    noun = next(
        (at for at in range(index + 1, stop) if passage.words[at].key in words_of("comment")), None
    )
    if noun is None:
        return None
    last = _end(passage, sentence, noun)
    whom = next(
        (at + 1 for at in range(noun, last - 1) if is_any("from", passage.words[at].key)), None
    )
    return Refusal(index, noun, last, _span(passage, index - 1, last), whom)


def _end(passage: PassageText, sentence: range, at: int) -> int:
    last = at + 1
    while last < sentence.stop and last - at < LONGEST:
        gap = passage.before(last)
        paused = any(mark in gap for mark in "\N{ARABIC COMMA},\N{ARABIC SEMICOLON};")
        if paused or verb_at(passage, last) is not None:
            break
        last += 1
    return last


def _span(passage: PassageText, first: int, last: int) -> Span:
    """Of a refusal, without the «و» before it."""
    start = passage.words[first].start
    key = passage.words[first].key
    known = key in words_of("refuse") or key in words_of("denies")
    if not known and (key[1:] in words_of("refuse") or key[1:] in words_of("denies")):
        start += 1  # «و» or «ف»
    end = passage.words[last - 1].end
    quote = passage.words[last - 1].quote
    if quote is not None:
        end = max(end, passage.quotes[quote].end)
    return start, end

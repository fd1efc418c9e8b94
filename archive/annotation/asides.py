"""That a source asked not to be named, and why: an aside about whoever speaks, and no speech.

«مسؤول، طلب عدم كشف هويته لأنه غير مخوّل، إن …», «تحدث شريطة عدم ذكر اسمه», «لم يشأ نشر اسمها».
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archive.annotation.sentences import PassageText
from archive.annotation.verbs import is_paused, verb_at
from archive.arabic.speech import begins_with_and, is_any, is_identity, opens_clause, words_of

TO_IDENTITY = 6  # words from «طلب» to «هويته»
TO_REASON = 8  # from there to «لأنه»
LONGEST = 45


class Aside(NamedTuple):
    """Words `start` up to `stop`; `because` is where the reason begins, if one is told."""

    start: int
    because: int | None
    stop: int


def aside_at(passage: PassageText, index: int) -> Aside | None:
    """The aside that a word stands in."""
    if passage.asides is None:
        found = _asides(passage)
        passage.asides = {at: one for one in found for at in range(one.start, one.stop)}
    return passage.asides.get(index)


def _asides(passage: PassageText) -> Iterator[Aside]:
    covered = 0
    for index, word in enumerate(passage.words):
        if index < covered or word.quote is not None:
            continue
        if word.key in words_of("not_named") and index:
            one = _left_unnamed(passage, index)
        elif is_any("asked", word.key) or is_any("stipulates", word.key):
            one = _aside(passage, index)
        else:
            continue
        if one is not None:
            covered = one.stop
            yield one


def _aside(passage: PassageText, index: int) -> Aside | None:
    sentence = passage.sentence_at(index)
    limit = min(index + 1 + TO_IDENTITY, sentence.stop)
    named = next((at for at in range(index + 1, limit) if _is_name(passage, at)), None)
    if named is None:
        return None
    start = index
    while start > sentence.start and _belongs(passage.words[start - 1].key):
        start -= 1
    last = min(sentence.stop, index + LONGEST)
    because = _because(passage, named, last)
    stop = (because if because is not None else named) + 1
    to_pause = because is not None or is_paused(passage, start)
    while stop < last and not _ends(passage, stop, to_pause=to_pause):
        stop += 1
    return Aside(start, because, stop)


def _left_unnamed(passage: PassageText, index: int) -> Aside | None:
    """«مسؤولين لم تسمّهم»: it is the outlet that doesn't name them."""
    denied = passage.words[index - 1].key in words_of("denies")
    return Aside(index - 1, None, index + 1) if denied else None


def _is_name(passage: PassageText, at: int) -> bool:
    return passage.words[at].quote is None and is_identity(passage.words[at].key)


def _belongs(key: str) -> bool:
    """«لم» of «لم يشأ», «تحدث» of «تحدث شريطة», «من» of «من دون»."""
    return key in words_of("denies") or is_any("speaks", key) or is_any("from", key)


def _because(passage: PassageText, named: int, last: int) -> int | None:
    for at in range(named + 1, min(named + 1 + TO_REASON, last)):
        key = passage.words[at].key
        if is_any("because", key):
            return at
        if passage.words[at].quote is not None or opens_clause(key) or ":" in passage.before(at):
            return None
        if is_paused(passage, at):
            return None
        if at == named + 1 and key in words_of("in_order_to"):
            return at
    return None


def _ends(passage: PassageText, at: int, *, to_pause: bool) -> bool:
    key = passage.words[at].key
    if passage.words[at].quote is not None or ":" in passage.before(at):
        return True
    if key in words_of("said"):
        return True
    if is_paused(passage, at):
        # «لأنه غير مخوّل، ولأن الأمر حساس»
        return not (begins_with_and(key) and is_any("because", key))
    if opens_clause(key) == "bare":
        return not is_any("takes_that", passage.words[at - 1].key)
    return not to_pause or _says(passage, at)


def _says(passage: PassageText, at: int) -> bool:
    """«… لأنه لا يملك تخويلاً قال إن»: the verb of the source itself."""
    verb = verb_at(passage, at)
    following = passage.words[at + 1].key if at + 1 < len(passage.words) else ""
    return verb is not None and verb.is_finite and bool(opens_clause(following))

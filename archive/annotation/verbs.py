"""Verbs of saying as they stand in a passage: whether a word there is one."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.annotation.sentences import PassageText
from archive.arabic.punctuation import DASHES, PAUSES, QUOTES
from archive.arabic.reporting import Kind, ReportingVerb, reporting_verb
from archive.arabic.speech import begins_with_and, is_any, is_only_and, opens_clause, words_of

SPOKEN: frozenset[Kind] = frozenset(
    (
        "say", "state", "explain", "point-out", "stress", "announce", "quote", "write", "add",
        "continue", "conclude", "deny", "warn", "threaten", "promise", "hope", "agree", "admit",
        "reply", "comment", "ask", "claim", "accuse", "condemn", "deem", "express", "reject",
        "call-for", "praise", "describe",
    )
)  # fmt: skip

DATELINE_MARKS = ("/", ":", "-", "\N{EN DASH}", "\N{EM DASH}")
LONGEST_DATELINE = 6  # words of «بغداد (وكالات) -»
PAUSE = re.compile(f"[{PAUSES}:({re.escape(DASHES)}{QUOTES}]")


def verb_at(passage: PassageText, index: int) -> ReportingVerb | None:
    """The likeliest reading of a word outside marks as a verb of saying."""
    if not may_say(passage.words[index].key):
        return None
    try:
        return passage.verbs[index]
    except KeyError:
        found = passage.verbs[index] = _read(passage, index)
        return found


def _read(passage: PassageText, index: int) -> ReportingVerb | None:
    if passage.words[index].quote is not None or index in passage.in_long_names:
        return None
    for reading in _readings(passage.printed(index)):
        if reading.is_finite and reading.person == 3 and reading.voice == "active":
            return reading if _may_stand(passage, index, reading) else None
        if reading.is_finite and reading.voice == "passive":
            continue
        if reading.tense == "participle" and _is_adverbial(passage, index, reading):
            return reading
    return None


def reading_at(passage: PassageText, index: int) -> ReportingVerb | None:
    """The same for any verb of the table, refusals among them, wherever it stands."""
    for reading in reporting_verb(passage.printed(index)):
        if reading.is_finite and reading.person == 3 and reading.voice == "active":
            return reading
    return None


@lru_cache(maxsize=1 << 16)
def may_say(key: str) -> bool:
    """Whether a folded word may be a verb of saying at all."""
    return any(one.kind in SPOKEN for one in reporting_verb(key))


@lru_cache(maxsize=1 << 15)
def _readings(printed: str) -> tuple[ReportingVerb, ...]:
    return tuple(one for one in reporting_verb(printed) if one.kind in SPOKEN)


def _may_stand(passage: PassageText, index: int, reading: ReportingVerb) -> bool:
    """Whether a finite verb can stand here; forms oftener another word need more («كشف»)."""
    sentence = passage.sentence_at(index)
    if index == sentence.start or _follows_dateline(passage, index, sentence):
        return True
    before = passage.words[index - 1].key
    if is_paused(passage, index) and reading.homograph != "mostly":
        return True
    if before in words_of("before_noun") or (
        is_any("governs", before) and not begins_with_and(passage.words[index].key)
    ):
        return False
    if reading.homograph == "mostly":
        return _opens_here(before) or bool(reading.particle)
    if reading.homograph == "often" and not reading.particle:
        following = passage.words[index + 1].key if index + 1 < sentence.stop else ""
        return (
            _opens_here(before)
            or bool(opens_clause(following))
            or (following in words_of("about_whom") and not is_any("adverb", before))
        )
    return True


def _follows_dateline(passage: PassageText, index: int, sentence: range) -> bool:
    """«شفق نيوز/ كشف مصدر …», «بغداد (وكالات) - أعلن …»."""
    if index - sentence.start > LONGEST_DATELINE or sentence.start != 0:
        return False
    return any(mark in passage.before(index) for mark in DATELINE_MARKS)


def _opens_here(before: str) -> bool:
    return any(is_any(kind, before) for kind in ("clause", "lead", "kad", "denies"))


def is_paused(passage: PassageText, index: int) -> bool:
    """Whether a comma, dash, bracket or mark stands before a word."""
    return PAUSE.search(passage.before(index)) is not None


def _is_adverbial(passage: PassageText, index: int, reading: ReportingVerb) -> bool:
    """«مضيفاً», «مشيرةً»: where the case isn't written, a pause before it tells."""
    if not is_only_and(reading.particle):
        return False
    before = passage.words[index - 1].key if index else ""
    if reading.case == "accusative" and not is_any("is_not", before):
        return True
    paused = is_paused(passage, index) or begins_with_and(reading.particle)
    if index == 0 or (reading.gender != "f" and reading.number == "s"):
        return False
    return paused or _is_before_that(passage, index)


def _is_before_that(passage: PassageText, index: int) -> bool:
    """«وعوداً مؤكدين أنهم», «المزمن مشيرين إلى أن»: no noun stands so."""
    following, after = (
        passage.words[at].key if at < len(passage.words) else "" for at in (index + 1, index + 2)
    )
    return opens_clause(following) != "" or (
        following in words_of("leads_that") and opens_clause(after) != ""
    )

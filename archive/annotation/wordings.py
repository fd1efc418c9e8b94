"""One statement in two wordings: a headline's and the body's.

A headline shortens what somebody said, and the word that it drops may be the one that counts. Its
statement and one of the body are taken for the same where one speaker says both and they share
enough of their telling words (`archive.arabic.wording`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from archive.annotation.speakers import Speaker
from archive.annotation.statements import Statement, is_sure
from archive.arabic.tokens import keys
from archive.arabic.wording import Wordings, is_cut_from

TERM, REFUSAL = "term", "refusal"


# Whoever speaks: a thing of the archive, or the folded words for somebody whom it doesn't know.
Who = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of a statement."""

    words: str
    speakers: frozenset[Who]
    in_title: bool
    kind: str


def two_wordings(told: Sequence[Told]) -> dict[int, int]:
    """For each statement that headline and body give in their own words, the other one.

    Indexes of `told`, both ways. Each has one other at most: the likest, and of those as like
    the first; where several words are the same in the same order, also another speaker's.
    """
    headline = [n for n, one in enumerate(told) if one.in_title and one.kind != TERM]
    body = [n for n, one in enumerate(told) if not one.in_title and one.kind != TERM]
    pairs: dict[int, int] = {}
    for _, likeness, n, m in sorted(_scored(told, headline, body)):
        if likeness and n not in pairs and m not in pairs:
            pairs[n], pairs[m] = m, n
    return pairs


def _scored(
    told: Sequence[Told], headline: Sequence[int], body: Sequence[int]
) -> Iterator[tuple[bool, float, int, int]]:
    """Whether the speakers differ, how unlike the two are, and their indexes."""
    near = [(n, m) for n, m in product(headline, body) if _are_of_one_speaker(told[n], told[m])]
    of_one = set(near)
    compared = {number for pair in near for number in pair}
    wordings = Wordings(told[number].words for number in sorted(compared))
    read = {number: wordings.read(told[number].words) for number in compared}
    for n, m in near:
        yield False, -read[n].likeness(read[m]), n, m
    for n in headline:
        for m in body:
            if (n, m) not in of_one and is_cut_from(told[n].words, told[m].words):
                yield True, -1, n, m


def shown_by_body(found: Sequence[Statement], title: str, text: str) -> Iterator[Statement]:
    """The same statements; a headline's is sure where a sure one of the body says the same.

    Without marks a colon may only say what an article is about. What its speaker says in the
    body as well, in much the same words, is speech.
    """
    pairs = two_wordings([as_told(one, title, text) for one in found])
    for number, one in enumerate(found):
        other = found[pairs[number]] if one.in_title and number in pairs else None
        if other and other.sure and not one.sure and is_sure(one.speakers):
            yield replace(one, sure=True)
        else:
            yield one


def dated_by_body(found: Sequence[Statement], title: str, text: str) -> list[Statement]:
    """The same statements; a headline's was made on the day of the body's that says the same."""
    if not any(one.in_title and one.said_on is None for one in found):
        return list(found)
    pairs = two_wordings([as_told(one, title, text) for one in found])
    return [
        replace(one, said_on=found[pairs[number]].said_on)
        if one.in_title and one.said_on is None and number in pairs
        else one
        for number, one in enumerate(found)
    ]


def _are_of_one_speaker(one: Told, other: Told) -> bool:
    if (one.kind == REFUSAL) != (other.kind == REFUSAL):
        return False
    return any(
        _is_short_for(*sorted((who, other_who), key=len))
        for who in one.speakers
        for other_who in other.speakers
    )


def _is_short_for(short: Who, full: Who) -> bool:
    """The same, or «المثال» for «هالة المثال», «مسؤول» for «مسؤول في الوزارة»."""
    return bool(short) and short in (full[: len(short)], full[-len(short) :])


def as_told(one: Statement, title: str, text: str) -> Told:
    """A statement found in an article, for `two_wordings`."""
    printed = title if one.in_title else text
    words = " ".join(printed[start:end] for start, end in one.pieces)
    speakers = frozenset(_who(speaker, printed) for speaker in one.speakers)
    return Told(words, speakers, one.in_title, one.kind)


def _who(speaker: Speaker, printed: str) -> Who:
    if speaker.thing is not None:
        return (speaker.thing,)
    return tuple(keys(printed[speaker.start : speaker.end]))

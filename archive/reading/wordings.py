"""Statements beside one another: where two give the same, and in which words only one does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.annotation.wordings import Told, Who, two_wordings
from archive.arabic.tokens import keys
from archive.arabic.wording import Run, Wordings
from archive.reading.statements import Statement, Voice


@dataclass(frozen=True, slots=True)
class Worded:
    """A statement, its words in runs that the statement beside it has or hasn't."""

    statement: Statement
    runs: tuple[Run, ...]
    is_of_another: bool = False  # than the speaker under whom it stands
    again: int = 0  # how often the same outlet has it once more

    @property
    def says_more(self) -> bool:
        return any(run.only_here for run in self.runs)


@dataclass(frozen=True, slots=True)
class Pair:
    """One statement in two wordings."""

    first: Worded
    second: Worded

    @property
    def differs(self) -> bool:
        return self.first.says_more or self.second.says_more

    @property
    def differs_in_kind(self) -> bool:
        return self.first.statement.kind != self.second.statement.kind


def alone(statement: Statement) -> Worded:
    """A statement that is compared with none."""
    return Worded(statement, (Run(statement.words),))


def beside(
    first: Statement, second: Statement, is_of: Callable[[Statement], bool] = lambda one: True
) -> Pair:
    """The two with what only one says; `is_of` tells whose statements the page lists here."""
    here, there = Wordings((first.words, second.words)).only_in_one(first.words, second.words)
    return Pair(
        Worded(first, tuple(here), not is_of(first)),
        Worded(second, tuple(there), not is_of(second)),
    )


def headline_and_body(listed: Iterable[Statement]) -> list[Pair]:
    """What the headline of an article says in other words than its body; the headline first.

    `listed` are statements of one article.
    """
    said = list(listed)
    pairs = two_wordings([_told(one) for one in said])
    return [
        beside(one, said[pairs[number]])
        for number, one in enumerate(said)
        if one.quotation.in_title and number in pairs
    ]


def _told(one: Statement) -> Told:
    who = frozenset(_who(voice) for voice in one.voices)
    return Told(one.words, who, one.quotation.in_title, one.kind)


def _who(voice: Voice) -> Who:
    return (voice.thing,) if voice.thing is not None else tuple(keys(voice.printed))

"""A statement, and the parts of an article in which statements are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from archive.annotation.sentences import Span
from archive.annotation.speakers import Named, Speakers

if TYPE_CHECKING:
    from archive.annotation.chains import Relay

Kind = Literal["direct", "reported", "refusal", "term"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `pieces` are its words, `quoted` those of them that stand in marks.

    `via` goes from the page to the speaker. `when` are the words in which a date may say when it
    was said; `said_on` is what they resolve to. `is_marked` says that marks hold all of it.
    `read_by` are the words for whoever read out what others wrote; `hedged` says that the speaker
    is only accused of saying it. `cue` is where the verb stands; `told_from` is where the words
    begin that readers need beside the pieces («دعا إلى أن …», «وصفه بأنه …»).
    """

    kind: Kind
    passage: int
    pieces: tuple[Span, ...]
    speakers: Speakers
    quoted: tuple[tuple[Span, ...], ...] = ()
    via: tuple[Relay, ...] = ()
    on_behalf: Span | None = None
    when: Span | None = None
    cut: bool = False
    rule: str = ""
    sure: bool = False
    in_title: bool = False
    said_on: tuple[date, date] | None = None
    is_marked: bool = False
    read_by: Span | None = None
    hedged: bool = False
    cue: int | None = None
    told_from: int | None = None

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True)
class Part:
    """The title or the text of an article, its passages, and the names found in it."""

    text: str
    passages: tuple[tuple[Span, ...], ...]
    names: tuple[Named, ...]
    cut: frozenset[int] = frozenset()  # numbers of passages whose end is lost
    subheadings: frozenset[int] = frozenset()
    is_title: bool = False


# Rules that are right too seldom to be shown unreviewed: «البيان» is whose words it is, not who.
GUESSED = frozenset(("unnamed", "title", "written", "subject-before"))


def is_sure(speakers: Speakers) -> bool:
    """Whether readers may see who speaks unreviewed: somebody known, or a source without a name."""
    return bool(speakers) and all(
        one.sure and one.rule not in GUESSED and (one.thing is not None or one.kind == "anonymous")
        for one in speakers
    )

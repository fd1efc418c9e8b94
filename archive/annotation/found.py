"""What is found in a text before anything is written: names, relayed outlets, statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.annotation.dates import FoundDate
    from archive.annotation.statements import Statement


BY_PERSON = "person"  # the method of a span that a person marked


@dataclass(frozen=True, slots=True)
class Found:
    """A span of the title or the text that names `thing`: the key of an Entity or a Source.

    `text[start:end]` is the name as printed; `sure` says that readers may see it unreviewed.
    """

    in_title: bool
    start: int
    end: int
    thing: int
    method: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Findings:
    mentions: tuple[Found, ...] = ()
    citations: tuple[Found, ...] = ()
    statements: tuple[Statement, ...] = ()
    dates: tuple[FoundDate, ...] = ()

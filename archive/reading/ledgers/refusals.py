"""Who would not speak: about what, and to whom, as far as the words tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.arabic.refusing import refused
from archive.models import Quotation, Source
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer
from archive.reading.sayings import Asked, asked_for
from archive.reading.statements import Statement


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal with what its words say beside who refused.

    `about` and `asked_by` are printed words, empty where none tell. `relay` is the outlet nearest
    to whoever refused, by which the refusal became known.
    """

    statement: Statement
    about: str
    asked_by: str
    relay: Source | None


def refusals_asked_for(asked: Asked, viewer: Viewer) -> QuotationQuerySet:
    """The refusals that answer; of `asked` the kinds count for nothing."""
    return asked_for(asked.of_kinds(Quotation.Kind.REFUSAL), viewer)


def refusals(listed: Iterable[Statement]) -> list[Refusal]:
    return [_refusal(statement) for statement in listed]


def _refusal(statement: Statement) -> Refusal:
    about, asked_by = refused(statement.words)
    relay = next((relay.source for relay in statement.relays if relay.source), None)
    return Refusal(statement, about, asked_by, relay)

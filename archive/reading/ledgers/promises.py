"""Statements that hold a day to come: to come when they were made, whatever came of them.

A statement stands once for each such day, in the order of those days. Only days that a rule
resolved for certain, or that an editor confirmed, count; a period that had begun does not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast, Coalesce

from archive.models import DateReference, Quotation
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer
from archive.reading.sayings import Asked, asked_for
from archive.reading.statements import Statement, statements_by_key

DEADLINE = "deadline"  # the rule of «خلال ثلاثة أشهر»: it runs from the day of speech
LONGEST_DAY = 31  # days
# Rules of parts of a period, and of periods that begin and end on no certain day.
APPROXIMATE = ("season", "start", "middle", "late", "part", "decade", "week")

Key = tuple[int, int]  # of a statement and of the date in it


@dataclass(frozen=True)
class Promise:
    """A statement, and one day or period in it that was to come."""

    statement: Statement
    due: DateReference
    printed: str  # the date as the statement has it

    @property
    def key(self) -> Key:
        return self.statement.pk, self.due.pk

    @cached_property
    def days(self) -> tuple[date, date]:
        """The days of which it may be one; a term that runs out is due on its last."""
        first, last = self.due.first, self.due.last
        if first is None or last is None:
            raise ValueError(f"date {self.due.pk} is not resolved")
        return (last if self.due.method.startswith(DEADLINE) else first), last

    @property
    def is_long(self) -> bool:
        """Whether it is a period of more than a month, of which every day would be too many."""
        first, last = self.days
        return (last - first).days >= LONGEST_DAY

    @property
    def said(self) -> date:
        """The last day on which the statement may have been made."""
        days = self.statement.days
        if days is None:
            raise ValueError(f"statement {self.statement.pk} has no day")
        return days[1]

    @property
    def iso(self) -> str:
        """The day, month or year; empty for other periods."""
        if self.due.method.startswith(DEADLINE):
            return self.days[1].isoformat()
        return "" if "/" in self.due.iso else self.due.iso

    @property
    def is_approximate(self) -> bool:
        return self.due.method.startswith(APPROXIMATE) or not self.iso

    @property
    def is_about_end(self) -> bool:
        """Whether the end of a period is meant, of which the last day was taken."""
        return self.due.method.startswith("end")

    @property
    def is_counted(self) -> bool:
        """Whether the date was told from another day: «نهاية العام», «الشهر المقبل»."""
        return bool(self.due.anchor)


def promises_asked_for(asked: Asked, viewer: Viewer) -> QuotationQuerySet:
    """Statements with a day to come, joined with it; `asked` dates that day, not the speech."""
    found = asked_for(asked.undated().of_kinds(*SPEECH), viewer)
    return found.filter(_to_come(asked.since, asked.until))


SPEECH = (Quotation.Kind.DIRECT, Quotation.Kind.REPORTED)


def _to_come(since: date | None, until: date | None) -> Q:
    """One condition, so that all of it is asked of the same date."""
    said = Coalesce("said_to", "revision__article__published_to")
    shown = Q(revision__dates__status=DateReference.Status.CONFIRMED) | Q(
        revision__dates__status=DateReference.Status.PROPOSED, revision__dates__sure=True
    )
    due = Q(
        shown,
        Q(revision__dates__first__gt=said)
        | Q(revision__dates__last__gt=said, revision__dates__method__startswith=DEADLINE),
        revision__dates__in_title=F("in_title"),
        revision__dates__start__gte=F("start"),
        revision__dates__start__lt=F("end"),  # by which the index ends its look
        revision__dates__end__lte=F("end"),
    )
    if since:
        due &= Q(revision__dates__last__gte=since)
    if until:
        due &= Q(revision__dates__first__lte=until)
    return due


COLUMNS = ("pk", "printed_pieces", *(f"revision__dates__{name}" for name in ("pk", "start", "end")))


def keys_of(found: QuotationQuerySet, *, earliest_first: bool) -> list[Key]:
    """The promises among these statements, in the order of the days that they name."""
    days = ("revision__dates__last", "revision__dates__first")
    ordered = days if earliest_first else tuple(f"-{name}" for name in days)
    # Most statements stand in one piece, so that their pieces need not be read.
    rows = found.annotate(printed_pieces=Cast("pieces", TextField())).order_by(
        *ordered, "pk", "revision__dates__pk"
    )
    return [
        (statement, due)
        for statement, pieces, due, start, end in rows.values_list(*COLUMNS)
        if pieces.count("[") == 2 or _is_in_a_piece(start, end, pieces)
    ]


def _is_in_a_piece(start: int, end: int, printed_pieces: str) -> bool:
    return any(first <= start and end <= last for first, last in json.loads(printed_pieces))


def promises_by_key(keys: Sequence[Key], viewer: Viewer) -> list[Promise]:
    """The promises of these keys in their order, as far as the viewer sees them now."""
    said = {
        statement.pk: statement
        for statement in statements_by_key([pk for pk, _ in keys], viewer)
        if statement.days
    }
    dates = DateReference.objects.shown().resolved().in_bulk([pk for _, pk in keys])
    return [
        Promise(said[statement], dates[due], _printed(said[statement], dates[due]))
        for statement, due in keys
        if statement in said and due in dates
    ]


def _printed(statement: Statement, due: DateReference) -> str:
    return statement.quotation.printed[due.start : due.end]

"""What people decide about statements: confirm, reject, say otherwise who speaks, through whom,
on which day, of what kind it is or where it begins and ends, and add.

As in `actions`: in a transaction, announced inside it, with a `Decision`. A decision holds for
the words in their passage, also after the article is recognised anew or gets another text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from archive.annotation.found import BY_PERSON
from archive.annotation.write import Holders
from archive.annotation.write_quotations import LONGEST_PRINTED
from archive.editing import history
from archive.ingest.refusals import RecordError
from archive.ingest.store import announce_changes
from archive.models import (
    Decision,
    Entity,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
    Revision,
    Source,
)

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import User

    from archive.models.quotations import QuotationQuerySet

Kind = Decision.Kind
Status = Quotation.Status


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Somebody who speaks: an entity or a source, or else somebody as printed."""

    thing: Entity | Source | None = None
    printed: str = ""
    is_anonymous: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Relay:
    """An outlet that relays: a source, or else one as printed."""

    source: Source | None = None
    printed: str = ""


@transaction.atomic
def decide(row: Quotation, status: str, by: User | None = None) -> None:
    """Confirm or reject a statement, or let it wait again."""
    before = history.values_of(row)
    row.status = status
    row.save(update_fields=["status"])
    decided = {Status.CONFIRMED: Kind.CONFIRMED, Status.REJECTED: Kind.REJECTED}
    _record(row, decided.get(Status(status), Kind.REOPENED), before, by)


@transaction.atomic
def change_speakers(row: Quotation, speakers: Sequence[Speaker], by: User | None = None) -> None:
    """Say who speaks, which confirms the statement.

    What was printed of a speaker stays where nothing else was given.
    """
    before = history.values_of(row)
    _set_speakers(row, speakers)
    _confirm(row, before, by)


@transaction.atomic
def change_chain(row: Quotation, relays: Sequence[Relay], by: User | None = None) -> None:
    """Say through whom a statement came, the nearest to the page first, which confirms it."""
    before = history.values_of(row)
    printed = {one.source_id: one.printed for one in row.relays.exclude(source=None)}
    row.relays.all().delete()
    for ordinal, one in enumerate(relays):
        standing = one.source and (printed.get(one.source.pk) or one.source.name_ar)
        QuotationRelay.objects.create(
            quotation=row,
            ordinal=ordinal,
            source=one.source,
            printed=(one.printed or standing or "")[:LONGEST_PRINTED],
        )
    _confirm(row, before, by)


@transaction.atomic
def change_day(row: Quotation, days: tuple[date, date] | None, by: User | None = None) -> None:
    """Say on which day, or on one of which days, it was said; None where it isn't known.

    That confirms it.
    """
    before = history.values_of(row)
    row.said_from, row.said_to = days or (None, None)
    row.save(update_fields=["said_from", "said_to"])
    _confirm(row, before, by)


@transaction.atomic
def change_kind(row: Quotation, kind: str, by: User | None = None) -> None:
    """Say of what kind a statement is, which confirms it.

    Raises RecordError where the same words stand there as this kind already.
    """
    before = history.values_of(row)
    if _twins(row, kind, row.start, row.end).exists():
        raise _stands_already()
    row.kind, row.status = kind, Status.CONFIRMED
    row.save(update_fields=["kind", "status"])
    _record(row, Kind.CONFIRMED, before, by)


@transaction.atomic
def change_span(row: Quotation, start: int, end: int, by: User | None = None) -> Quotation:
    """Say where a statement begins and ends: the old span is rejected, the new one confirmed.

    Raises RecordError for a span outside the text, or one that stands there already.
    """
    before = history.values_of(row)
    revision = row.revision
    passage = _passage_of(revision, start, end, in_title=row.in_title)
    if (start, end) == (row.start, row.end):
        raise RecordError(
            "الحدود كما هي. غيّر أول الكلمات أو آخرها.",
            "The span is the same. Change its first or its last words.",
        )
    if _twins(row, row.kind, start, end).exists():
        raise _stands_already()
    chain = list(row.relays.order_by("ordinal"))
    speakers = list(row.speakers.order_by("ordinal"))
    Quotation.objects.filter(pk=row.pk).update(status=Status.REJECTED)
    new = Quotation.objects.get(pk=row.pk)
    new.pk, new._state.adding = None, True
    new.passage_id, new.start, new.end = passage, start, end
    new.pieces, new.quoted = _pieces(revision, start, end, in_title=row.in_title), []
    new.method, new.sure, new.status = BY_PERSON, True, Status.CONFIRMED
    new.save()
    for one in (*speakers, *chain):
        one.pk, one._state.adding, one.quotation = None, True, new
        one.save()
    _record(new, Kind.CONFIRMED, before, by)
    return new


@transaction.atomic
def add(
    revision: Revision,
    *,
    kind: str,
    start: int,
    end: int,
    speakers: Sequence[Speaker],
    in_title: bool = False,
    by: User | None = None,
) -> Quotation:
    """Mark a statement that the rules missed.

    Raises RecordError for a span outside the text, or one that stands there already.
    """
    passage = _passage_of(revision, start, end, in_title=in_title)
    row = Quotation(
        revision=revision,
        passage_id=passage,
        in_title=in_title,
        start=start,
        end=end,
        kind=kind,
        pieces=_pieces(revision, start, end, in_title=in_title),
        method=BY_PERSON,
        sure=True,
        status=Status.CONFIRMED,
    )
    if _twins(row, kind, start, end).exists():
        raise _stands_already()
    row.save()
    _set_speakers(row, speakers)
    announce_changes([revision.article])
    about = history.statement(row, None, history.values_of(row))
    Decision.objects.record(revision.article, Kind.ADDED, by, about)
    return row


def _confirm(row: Quotation, before: history.About, by: User | None) -> None:
    row.status = Status.CONFIRMED
    row.save(update_fields=["status"])
    _record(row, Kind.CONFIRMED, before, by)


def _record(row: Quotation, kind: str, before: history.About, by: User | None) -> None:
    article = row.revision.article
    announce_changes([article])
    about = history.statement(row, before, history.values_of(row))
    Decision.objects.record(article, kind, by, about)


def _set_speakers(row: Quotation, speakers: Sequence[Speaker]) -> None:
    earlier = list(row.speakers.order_by("ordinal").values_list("printed", "reason"))
    row.speakers.all().delete()
    for ordinal, one in enumerate(speakers):
        standing, reason = earlier[ordinal] if ordinal < len(earlier) else ("", "")
        name = one.thing.name_ar if one.thing else ""
        QuotationSpeaker.objects.create(
            quotation=row,
            ordinal=ordinal,
            entity=one.thing if isinstance(one.thing, Entity) else None,
            source=one.thing if isinstance(one.thing, Source) else None,
            printed=(one.printed or standing or name)[:LONGEST_PRINTED],
            is_anonymous=one.is_anonymous,
            reason=(one.reason or reason) if one.is_anonymous else "",
        )


def _twins(row: Quotation, kind: str, start: int, end: int) -> QuotationQuerySet:
    """Others that stand at the same place as this kind."""
    return Quotation.objects.filter(
        revision=row.revision, in_title=row.in_title, start=start, end=end, kind=kind
    ).exclude(pk=row.pk)


def _stands_already() -> RecordError:
    return RecordError(
        "في هذا الموضع قول من هذا النوع. قرّر فيه بدلاً من إضافة غيره.",
        "A statement of this kind stands here already. Decide about that one instead.",
    )


def _passage_of(revision: Revision, start: int, end: int, *, in_title: bool) -> int | None:
    """The passage in which a span begins. Raises RecordError for one outside the text."""
    printed = revision.title if in_title else revision.text
    holder = None if in_title else Holders(list(revision.spans.all())).passage_at(start)
    if not 0 <= start < end <= len(printed) or (not in_title and holder is None):
        raise RecordError(
            "ليس هذا الموضع داخل النص. حدّد الكلمات من جديد.",
            "This span is not inside the text. Mark the words again.",
        )
    return holder


def _pieces(revision: Revision, start: int, end: int, *, in_title: bool) -> list[list[int]]:
    """The span, parted where a passage or a piece of one ends."""
    if in_title:
        return [[start, end]]
    pieces = sorted(piece for span in revision.spans.all() for piece in span.pieces)
    cut = ([max(start, first), min(end, last)] for first, last in pieces)
    return [piece for piece in cut if piece[0] < piece[1]]

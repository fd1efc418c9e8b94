"""What people decide about dates in a text: confirm, reject, say which day is meant, add.

As in `actions`: in a transaction, announced inside it, with a `Decision`. A decision holds for
the same words in their passage, also after the article is recognised anew or gets another text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from archive.annotation.found import BY_PERSON
from archive.annotation.write import Holders
from archive.dates import parse_period
from archive.editing import history
from archive.ingest.refusals import RecordError
from archive.ingest.store import announce_changes
from archive.models import DateReference, Decision, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = Decision.Kind
Status = DateReference.Status
DECIDED = {Status.CONFIRMED: Kind.CONFIRMED, Status.REJECTED: Kind.REJECTED}


@transaction.atomic
def decide(row: DateReference, status: str, by: User | None = None) -> None:
    """Confirm or reject a date, or let it wait again, wherever its passage has it so.

    Raises RecordError where a date without a value would be confirmed.
    """
    if status == Status.CONFIRMED and not row.iso:
        raise RecordError(
            "لا يُعرف أي يوم هو. اكتب التاريخ بدلاً من تأكيده.",
            "Nothing says which day this is. Write the date instead of confirming it.",
        )
    rows = _alike(row)
    before = history.values_of_date(rows)
    for one in rows:
        one.status = status
        one.save(update_fields=["status"])
    _record(rows, DECIDED.get(Status(status), Kind.REOPENED), before, by)
    row.status = status


@transaction.atomic
def change_value(row: DateReference, written: str, by: User | None = None) -> None:
    """Say which day or period is meant (`2021-11`, `2021-12-25/2021-12-31`): that confirms it.

    Raises DateError for what is no date, RecordError where the same words have it already.
    """
    rows = _alike(row)
    before = history.values_of_date(rows)
    for one in rows:
        _check_is_alone(one, written)
        _set_value(one, written)
        one.status = Status.CONFIRMED
        one.save(update_fields=["iso", "first", "last", "precision", "candidates", "status"])
    _record(rows, Kind.CONFIRMED, before, by)


@transaction.atomic
def add(
    revision: Revision,
    written: str,
    *,
    start: int,
    end: int,
    in_title: bool = False,
    by: User | None = None,
) -> DateReference:
    """Mark a date that the rules missed.

    Raises DateError for what is no date, RecordError for a span outside one passage or one that
    is marked as a date already.
    """
    printed = revision.title if in_title else revision.text
    holder = None if in_title else Holders(list(revision.spans.all())).passage_of(start, end)
    if not 0 <= start < end <= len(printed) or (not in_title and holder is None):
        raise RecordError(
            "ليس هذا الموضع داخل مقطع واحد من النص. حدّد التاريخ من جديد.",
            "This span is not inside one passage of the text. Mark the date again.",
        )
    row = DateReference(
        revision=revision,
        passage_id=holder,
        in_title=in_title,
        start=start,
        end=end,
        method=BY_PERSON,
        sure=True,
        status=Status.CONFIRMED,
    )
    if _in_place_of(row).exists():
        raise RecordError(
            "هذه الكلمات تاريخ في الأرشيف أصلاً. قرّر فيه بدلاً من إضافة غيره.",
            "These words are marked as a date already. Decide about that one instead.",
        )
    _set_value(row, written)
    row.save()
    _record([row], Kind.ADDED, None, by)
    return row


def _alike(row: DateReference) -> list[DateReference]:
    """Dates of the same words, value and status in the same passage, this one included."""
    row.refresh_from_db(fields=["iso", "status"])
    rows = DateReference.objects.filter(
        revision=row.revision,
        passage=row.passage_id,
        in_title=row.in_title,
        iso=row.iso,
        status=row.status,
    )
    found = rows.select_related("revision").order_by("start")
    return [one for one in found if one.surface == row.surface]


def _in_place_of(row: DateReference) -> QuerySet[DateReference]:
    """Others that stand at the same place."""
    return DateReference.objects.filter(
        revision=row.revision, in_title=row.in_title, start=row.start, end=row.end
    ).exclude(pk=row.pk)


def _check_is_alone(row: DateReference, written: str) -> None:
    _, iso = parse_period(written)
    if _in_place_of(row).filter(iso=iso).exists():
        raise RecordError(
            "لهذه الكلمات هذا التاريخ أصلاً. قرّر فيه بدلاً من هذا.",
            "These words have that date already. Decide about that one instead.",
        )


def _set_value(row: DateReference, written: str) -> None:
    period, iso = parse_period(written)
    if iso != row.iso:  # a season or a week stays one
        row.iso, row.precision = iso, period.precision
        row.first, row.last = period.first, period.last
    row.candidates = []


def _record(
    rows: Sequence[DateReference], kind: str, before: history.About | None, by: User | None
) -> None:
    article = rows[0].revision.article
    announce_changes([article])
    about = history.date(rows, before, history.values_of_date(rows))
    Decision.objects.record(article, kind, by, about)

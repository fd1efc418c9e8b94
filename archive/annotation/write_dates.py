"""Dates written for a revision, and never over what a person decided."""

from __future__ import annotations

from collections.abc import Iterable

from archive.annotation.dates import FoundDate
from archive.annotation.found import BY_PERSON
from archive.annotation.write_quotations import Holders
from archive.arabic.sentences import Sentences
from archive.models import DateReference, Revision

Key = tuple[bool, int, int, str]
Words = tuple[int | None, str]  # the passage, and the words as printed


def write_first(revision: Revision, holders: Holders, found: Iterable[FoundDate]) -> None:
    """Write the dates of a new article, of which nothing was decided yet."""
    DateReference.objects.bulk_create(_rows(revision, holders, found).values())


def write(revision: Revision, holders: Holders, found: Iterable[FoundDate]) -> None:
    """Write dates in place of those a rule found before; decided ones stay as they were decided.

    What was decided about a date counts for the same words in the same passage of a later text.
    """
    wanted = _rows(revision, holders, found)
    decided = _decided(revision)
    kept: set[Key] = set()
    for row in DateReference.objects.filter(revision=revision).select_related("revision"):
        if row.status != row.Status.PROPOSED or row.method == BY_PERSON:
            kept.add(_key(row))
            row.save(update_fields=["words_key"])
        else:
            row.delete()
    taken = {key[:3] for key in kept}
    for row in wanted.values():
        earlier = decided.get((row.passage_id, row.surface))
        if earlier is not None:
            _decide_as(row, earlier)
    DateReference.objects.bulk_create(row for key, row in wanted.items() if key[:3] not in taken)


def _rows(
    revision: Revision, holders: Holders, found: Iterable[FoundDate]
) -> dict[Key, DateReference]:
    rows: dict[Key, DateReference] = {}
    of_title, of_text = Sentences(revision.title), Sentences(revision.text)
    for one in found:
        passage = None if one.in_title else holders.passage_of(one.start, one.end)
        if passage is None and not one.in_title:
            continue
        row = DateReference(
            revision=revision,
            passage_id=passage,
            in_title=one.in_title,
            start=one.start,
            end=one.end,
            iso=one.iso,
            first=one.days[0] if one.days else None,
            last=one.days[1] if one.days else None,
            precision=one.precision if one.iso else "",
            anchor=one.anchor,
            candidates=list(one.candidates),
            method=one.rule,
            sure=one.sure,
        )
        row.note_words(of_title if row.in_title else of_text)
        rows.setdefault(_key(row), row)
    return rows


def _key(row: DateReference) -> Key:
    return row.in_title, row.start, row.end, row.iso


def _decided(revision: Revision) -> dict[Words, DateReference]:
    rows = (
        DateReference.objects.filter(revision__article=revision.article_id)
        .exclude(status=DateReference.Status.PROPOSED)
        .select_related("revision")
        .order_by("revision__number", "pk")
    )
    return {(row.passage_id, row.surface): row for row in rows}


def _decide_as(row: DateReference, earlier: DateReference) -> None:
    """A rejected reading stays rejected; a confirmed one keeps its value."""
    if earlier.status == earlier.Status.CONFIRMED:
        row.iso, row.first, row.last = earlier.iso, earlier.first, earlier.last
        row.precision, row.candidates = earlier.precision, []
    if earlier.status == earlier.Status.CONFIRMED or earlier.iso == row.iso:
        row.status = earlier.status

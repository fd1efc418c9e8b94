"""Statements written for a revision, and never over what a person decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q

from archive.annotation.found import BY_PERSON
from archive.annotation.sentences import Span
from archive.annotation.statements import Statement
from archive.models import PassageSpan, Quotation, QuotationRelay, QuotationSpeaker, Revision

LONGEST_PRINTED = 300

Key = tuple[bool, int, int, str]
Words = tuple[int | None, str]  # the passage it begins in, and its words as printed
SpeakerValues = tuple[int | None, int | None, str, bool, str]
RelayValues = tuple[int | None, str]


class Holders(Protocol):
    """Which passage of a revision holds a span."""

    def passage_of(self, start: int, end: int) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A quotation before it is saved, with whoever says and relays it."""

    row: Quotation
    speakers: tuple[SpeakerValues, ...]
    relays: tuple[RelayValues, ...]

    @property
    def key(self) -> Key:
        return _key(self.row)

    def is_as(self, other: Draft) -> bool:
        return self._values() == other._values()

    def _values(self) -> tuple[Any, ...]:
        row = self.row
        own = (
            row.method, row.sure, row.status, row.pieces, row.quoted, row.is_marked, row.cut,
            row.on_behalf_of, row.said_from, row.said_to, row.passage_id,
        )  # fmt: skip
        return (*own, self.speakers, self.relays)


def first_drafts(
    revision: Revision, holders: Holders, found: Iterable[Statement]
) -> Iterable[Draft]:
    """The quotations of a new article, of which nothing was decided yet, to be created."""
    return _drafts(revision, holders, found).values()


def write(revision: Revision, holders: Holders, found: Iterable[Statement]) -> None:
    """Write statements beside those that stand; decided ones stay as they were decided."""
    standing = {draft.key: draft for draft in _stored(Quotation.objects.filter(revision=revision))}
    wanted = _drafts(revision, holders, found)
    ever = list(_ever_decided(revision))
    alike = _Alike(one.row for one in (*wanted.values(), *standing.values(), *ever))
    decided = {alike.told(draft.row): draft for draft in ever}  # later decisions win
    for key, draft in list(wanted.items()):
        earlier = decided.get(alike.told(draft.row))
        if earlier is not None:
            del wanted[key]
            settled = _as_decided(draft, earlier)
            wanted.setdefault(settled.key, settled)
    confirmed = [one.row for one in standing.values() if _is_confirmed(one.row)]
    wanted = {key: one for key, one in wanted.items() if not _is_told_by(confirmed, one.row)}
    kept = {key for key, draft in standing.items() if _is_decided(draft.row)}
    told = {alike.told(standing[key].row) for key in kept}
    kept |= {key for key, draft in standing.items() if key in wanted and draft.is_as(wanted[key])}
    gone = [draft.row.pk for key, draft in standing.items() if key not in kept]
    if gone:
        Quotation.objects.filter(pk__in=gone).delete()
    create(
        [
            draft
            for key, draft in wanted.items()
            if key not in kept and alike.told(draft.row) not in told
        ]
    )


def carry_over(revision: Revision, standing: Iterable[Any]) -> None:
    """What people marked or confirmed before, where its passage still has the words."""
    before = list(
        _stored(
            Quotation.objects.filter(
                Q(method=BY_PERSON) | Q(status=Quotation.Status.CONFIRMED),
                revision__article=revision.article_id,
                revision__number=revision.number - 1,
            ).exclude(status=Quotation.Status.REJECTED)
        )
    )
    if not before:
        return
    present = [draft.row for draft in _stored(Quotation.objects.filter(revision=revision))]
    alike = _Alike([*present, *(draft.row for draft in before)])
    places = {span.passage_id: (span.start, span.end) for span in standing}
    told, keys = {alike.told(row) for row in present}, {_key(row) for row in present}
    carried = []
    for draft in before:
        moved = _moved(draft, revision, places, alike.told(draft.row)[2])
        if moved is not None and alike.told(moved.row) not in told and moved.key not in keys:
            told.add(alike.told(moved.row))
            keys.add(moved.key)
            carried.append(moved)
    create(carried)


# From statements to rows


def _drafts(revision: Revision, holders: Holders, found: Iterable[Statement]) -> dict[Key, Draft]:
    drafts: dict[Key, Draft] = {}
    for one in found:
        passage = None if one.in_title else holders.passage_of(*one.pieces[0])
        if passage is not None or one.in_title:
            draft = _draft(revision, passage, one)
            drafts.setdefault(draft.key, draft)
    return drafts


def _draft(revision: Revision, passage: int | None, one: Statement) -> Draft:
    printed = revision.title if one.in_title else revision.text

    def words(span: Span | None) -> str:
        return printed[span[0] : span[1]][:LONGEST_PRINTED] if span else ""

    speakers = tuple(
        (
            speaker.thing.key if speaker.thing and not speaker.thing.is_source else None,
            speaker.thing.key if speaker.thing and speaker.thing.is_source else None,
            words((speaker.start, speaker.end)),
            speaker.kind == "anonymous",
            words(speaker.reason),
        )
        for speaker in one.speakers
    )
    relays = tuple(
        (relay.thing.key if relay.thing else None, words((relay.start, relay.end)))
        for relay in one.via
    )
    row = Quotation(
        revision=revision,
        passage_id=passage,
        in_title=one.in_title,
        start=one.start if one.told_from is None else one.told_from,
        end=one.end,
        kind=_kind(one),
        pieces=[list(piece) for piece in one.pieces],
        quoted=[[list(span) for span in piece] for piece in one.quoted],
        is_marked=one.is_marked,
        cut=one.cut,
        on_behalf_of=words(one.on_behalf),
        said_from=one.said_on[0] if one.said_on else None,
        said_to=one.said_on[1] if one.said_on else None,
        method=one.rule[:30],
        sure=one.sure,
        status=Quotation.Status.PROPOSED,
    )
    return Draft(row, speakers, relays)


def _kind(one: Statement) -> str:
    """A headline's words without marks are the outlet's wording, whatever its colon says."""
    if one.kind == Quotation.Kind.DIRECT and one.in_title and not one.is_marked:
        return Quotation.Kind.REPORTED
    return one.kind


def create(drafts: Sequence[Draft]) -> None:
    """Save all, of however many articles, in three statements."""
    if not drafts:
        return
    for draft in drafts:
        draft.row.note_words()
    rows = Quotation.objects.bulk_create([draft.row for draft in drafts])
    QuotationSpeaker.objects.bulk_create(
        QuotationSpeaker(
            quotation_id=row.pk,
            ordinal=ordinal,
            entity_id=entity,
            source_id=source,
            printed=printed,
            is_anonymous=anonymous,
            reason=reason,
        )
        for row, draft in zip(rows, drafts, strict=True)
        for ordinal, (entity, source, printed, anonymous, reason) in enumerate(draft.speakers)
    )
    relays = [
        QuotationRelay(quotation_id=row.pk, ordinal=ordinal, source_id=source, printed=printed)
        for row, draft in zip(rows, drafts, strict=True)
        for ordinal, (source, printed) in enumerate(draft.relays)
    ]
    if relays:
        QuotationRelay.objects.bulk_create(relays)


# What stands already, and what was decided


def _stored(rows: Any) -> Iterator[Draft]:
    # Read once, and not with every row: a text may be long.
    for row in rows.prefetch_related("revision").with_chain():
        speakers = tuple(
            (one.entity_id, one.source_id, one.printed, one.is_anonymous, one.reason)
            for one in row.speakers.all()
        )
        relays = tuple((one.source_id, one.printed) for one in row.relays.all())
        yield Draft(row, speakers, relays)


def _is_decided(row: Quotation) -> bool:
    return row.status != Quotation.Status.PROPOSED or row.method == BY_PERSON


def _is_confirmed(row: Quotation) -> bool:
    return row.status == Quotation.Status.CONFIRMED


def _is_told_by(confirmed: Iterable[Quotation], row: Quotation) -> bool:
    """Whether a person confirmed most of the same words as a statement of the same kind.

    A rule that now ends a clause one word later has found nothing new.
    """
    if row.status != Quotation.Status.PROPOSED:
        return False
    for one in confirmed:
        if (one.in_title, one.kind) != (row.in_title, row.kind) or one.pieces == row.pieces:
            continue
        shared = min(one.end, row.end) - max(one.start, row.start)
        if 2 * shared >= max(one.end, row.end) - min(one.start, row.start):
            return True
    return False


def _ever_decided(revision: Revision) -> Iterator[Draft]:
    """What people decided about any text of the article, the earliest first."""
    rows = Quotation.objects.filter(revision__article=revision.article_id).exclude(
        status=Quotation.Status.PROPOSED
    )
    return _stored(rows.order_by("revision__number", "pk"))


class _Alike:
    """Tells statements by their words and passage; where a passage has several of the same words
    («نعم»), also by how often it has the words before.
    """

    def __init__(self, rows: Iterable[Quotation]) -> None:
        places = {(row.revision_id, row.start, _words(row)) for row in rows}
        counts = Counter((revision, words) for revision, _, words in places)
        self._repeated = {words for (_, words), number in counts.items() if number > 1}
        revisions = {revision for revision, _, words in places if words in self._repeated}
        spans = PassageSpan.objects.filter(revision__in=revisions) if revisions else ()
        self._starts = {(span.revision_id, span.passage_id): span.start for span in spans}

    def told(self, row: Quotation) -> tuple[int | None, str, int]:
        """The passage, the words, and how often they stand in it before, where that matters."""
        passage, words = _words(row)
        if (passage, words) not in self._repeated:
            return passage, words, 0
        start, end = row.pieces[0]
        begins = self._starts.get((row.revision_id, passage or 0), 0)
        return passage, words, row.printed.count(row.printed[start:end], begins, start)


def _as_decided(draft: Draft, decided: Draft) -> Draft:
    """The same words as a person left them: kind, status, speakers, chain and day."""
    draft.row.kind = decided.row.kind
    draft.row.status = decided.row.status
    draft.row.method, draft.row.sure = decided.row.method, decided.row.sure
    draft.row.on_behalf_of = decided.row.on_behalf_of
    draft.row.said_from, draft.row.said_to = decided.row.said_from, decided.row.said_to
    return Draft(draft.row, decided.speakers, decided.relays)


def _moved(
    draft: Draft, revision: Revision, places: dict[int, tuple[int, int]], times: int
) -> Draft | None:
    """A quotation that a person marked, at the place where the new revision has its words: after
    as many times as it had them before."""
    old = draft.row
    printed = revision.title if old.in_title else revision.text
    at, stop = (0, len(printed)) if old.in_title else places.get(old.passage_id, (0, 0))
    first = old.printed[slice(*old.pieces[0])]
    for _ in range(times):
        found = printed.find(first, at, stop)
        at = found + len(first) if found >= 0 else at
    pieces = []
    for start, end in old.pieces:
        words = old.printed[start:end]
        found = printed.find(words, at, stop if len(old.pieces) == 1 else len(printed))
        if found < 0 or stop == 0:
            return None
        pieces.append([found, found + len(words)])
        at = found + len(words)
    row = Quotation(
        revision=revision,
        passage_id=old.passage_id,
        in_title=old.in_title,
        start=pieces[0][0],
        end=pieces[-1][1],
        kind=old.kind,
        pieces=pieces,
        quoted=_moved_along(old, pieces),
        is_marked=old.is_marked,
        cut=old.cut,
        on_behalf_of=old.on_behalf_of,
        said_from=old.said_from,
        said_to=old.said_to,
        method=old.method,
        sure=old.sure,
        status=old.status,
    )
    return Draft(row, draft.speakers, draft.relays)


def _moved_along(old: Quotation, pieces: Sequence[Span]) -> list[list[list[int]]]:
    """The spans in marks inside each piece, as far from its start as they were."""
    moved = []
    for (start, _), (before, _), spans in zip(pieces, old.pieces, old.quoted, strict=False):
        moved.append([[first + start - before, last + start - before] for first, last in spans])
    return moved


def _key(row: Quotation) -> Key:
    return row.in_title, row.start, row.end, row.kind


def _words(row: Quotation) -> Words:
    return row.passage_id, row.words

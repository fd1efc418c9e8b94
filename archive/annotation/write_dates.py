"""Dates written for a revision, and never over what a person decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from archive.annotation.dates import FoundDate
from archive.annotation.found import BY_PERSON
from archive.annotation.write_quotations import Holders
from archive.arabic.dates import BOUND
from archive.arabic.sentences import Sentences
from archive.models import DateReference, PassageSpan, Revision

Key = tuple[bool, int, int, str]
# The passage, the words as printed, and how often it has them before.
Words = tuple[int | None, str, int]
Span = tuple[int, int]
Both = tuple[Sentences, Sentences]  # of the title and of the text
Places = Mapping[int | None, Span]  # where each passage begins and ends in a text
COMPARED = (
    "iso", "first", "last", "precision", "anchor", "candidates", "method", "sure", "status",
    "passage_id", "words_key",
)  # fmt: skip


def first_rows(
    revision: Revision, holders: Holders, found: Iterable[FoundDate]
) -> Iterable[DateReference]:
    """Unsaved rows for the dates of a new article, of which nothing was decided yet."""
    sentences = Sentences(revision.title), Sentences(revision.text)
    return _rows(revision, holders, found, sentences).values()


def write(
    revision: Revision,
    standing: Sequence[PassageSpan],
    holders: Holders,
    found: Iterable[FoundDate],
) -> None:
    """Write dates in place of those a rule found before; decided ones stay as they were decided.

    What was decided about a date counts for the same words in the same passage of a later text.
    """
    places = _places(standing)
    sentences = Sentences(revision.title), Sentences(revision.text)
    _carry_over(revision, places, sentences)
    rows = list(DateReference.objects.filter(revision=revision).select_related("revision"))
    settled = [row for row in rows if _is_settled(row)]
    _note_words(settled, sentences)
    if settled:
        DateReference.objects.bulk_update(settled, ["words_key"])
    decided = _decided(revision)
    words = {one[:2] for one in decided}
    times = _Times()
    wanted = {}
    for row in _rows(revision, holders, found, sentences).values():
        if _is_told_by(settled, row):
            continue
        if (row.passage_id, row.surface) in words:
            _decide_as(row, decided.get(times.words_of(row, places)))
        wanted.setdefault(_key(row), row)
    kept = {
        _key(row) for row in rows if not _is_settled(row) and _is_as(row, wanted.get(_key(row)))
    }
    gone = [row.pk for row in rows if not _is_settled(row) and _key(row) not in kept]
    if gone:
        DateReference.objects.filter(pk__in=gone).delete()
    DateReference.objects.bulk_create(row for key, row in wanted.items() if key not in kept)


def _rows(
    revision: Revision, holders: Holders, found: Iterable[FoundDate], sentences: Both
) -> dict[Key, DateReference]:
    rows: dict[Key, DateReference] = {}
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
            method=_method(one.rule),
            sure=one.sure,
        )
        rows.setdefault(_key(row), row)
    _note_words(rows.values(), sentences)
    return rows


def _note_words(rows: Iterable[DateReference], sentences: Both) -> None:
    of_title, of_text = sentences
    for row in rows:
        row.note_words(of_title if row.in_title else of_text)


LONGEST_METHOD = 30  # characters, as the column has them


def _method(rule: str) -> str:
    """A rule as it is stored: cut where it is long, never what says that a day is the latest."""
    if len(rule) <= LONGEST_METHOD:
        return rule
    bound = BOUND if rule.endswith(BOUND) else ""
    return rule[: LONGEST_METHOD - len(bound)] + bound


def _key(row: DateReference) -> Key:
    return row.in_title, row.start, row.end, row.iso


def _is_settled(row: DateReference) -> bool:
    return row.status != row.Status.PROPOSED or row.method == BY_PERSON


def _is_told_by(settled: Iterable[DateReference], row: DateReference) -> bool:
    """Whether a person decided about the same words, or confirmed some that share letters."""
    for one in settled:
        if one.in_title != row.in_title:
            continue
        if (one.start, one.end) == (row.start, row.end):
            return True
        shares = one.start < row.end and row.start < one.end
        if shares and one.status != one.Status.REJECTED:
            return True
    return False


def _is_as(row: DateReference, wanted: DateReference | None) -> bool:
    return wanted is not None and all(
        getattr(row, name) == getattr(wanted, name) for name in COMPARED
    )


# What people decided before


def _decided(revision: Revision) -> dict[Words, DateReference]:
    """What people decided about dates of this article; later decisions win."""
    rows = list(
        DateReference.objects.filter(revision__article=revision.article_id)
        .exclude(status=DateReference.Status.PROPOSED)
        .select_related("revision")
        .order_by("revision__number", "pk")
    )
    places, times = _places_of_passages(rows), _Times()
    return {times.words_of(row, places[row.revision_id]): row for row in rows}


def _decide_as(row: DateReference, earlier: DateReference | None) -> None:
    """A rejected reading stays rejected; a confirmed one keeps its value."""
    if earlier is None:
        return
    if earlier.status == earlier.Status.CONFIRMED:
        row.iso, row.first, row.last = earlier.iso, earlier.first, earlier.last
        row.precision, row.candidates = earlier.precision, []
    if earlier.status == earlier.Status.CONFIRMED or earlier.iso == row.iso:
        row.status = earlier.status


def _carry_over(revision: Revision, places: Places, sentences: Both) -> None:
    """What people marked or confirmed before, where its passage still has the words."""
    before = list(
        DateReference.objects.filter(
            Q(method=BY_PERSON) | Q(status=DateReference.Status.CONFIRMED),
            revision__article=revision.article_id,
            revision__number=revision.number - 1,
        )
        .exclude(status=DateReference.Status.REJECTED)
        .select_related("revision")
        .order_by("pk")
    )
    if not before:
        return
    earlier, times = _places_of_passages(before), _Times()
    present = DateReference.objects.filter(revision=revision)
    taken = set(present.values_list("in_title", "start", "end"))
    carried = []
    for row in before:
        _, _, nth = times.words_of(row, earlier[row.revision_id])
        place = _place_of(row, nth, revision, places)
        if place is None or (row.in_title, *place) in taken:
            continue
        taken.add((row.in_title, *place))
        row.pk, row._state.adding = None, True
        row.revision, (row.start, row.end) = revision, place
        carried.append(row)
    _note_words(carried, sentences)
    DateReference.objects.bulk_create(carried)


class _Times:
    """How often a passage has the words of a date before it.

    Each part of a text is gone through once, where dates are asked about in their order.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[int, bool, int | None, str], Span] = {}

    def words_of(self, row: DateReference, places: Places) -> Words:
        key = (row.revision_id, row.in_title, row.passage_id, row.surface)
        first = places.get(row.passage_id, (0, 0))[0]
        at, times = self._seen.get(key, (first, 0))
        if row.start < at:
            at, times = first, 0
        times += row.printed.count(row.surface, at, row.start)
        self._seen[key] = (row.start, times)
        return row.passage_id, row.surface, times


def _places(standing: Iterable[PassageSpan]) -> Places:
    return {span.passage_id: (span.start, span.end) for span in standing}


def _places_of_passages(rows: Iterable[DateReference]) -> dict[int, Places]:
    """Where passages stand in each of the revisions that dates are of."""
    revisions = {row.revision_id for row in rows}
    spans = defaultdict(list)
    for span in PassageSpan.objects.filter(revision__in=revisions) if revisions else ():
        spans[span.revision_id].append(span)
    return {revision: _places(spans[revision]) for revision in revisions}


def _place_of(row: DateReference, times: int, revision: Revision, places: Places) -> Span | None:
    """Where the passage has the words of a date in another revision: after as many times, or
    else the last."""
    printed = revision.title if row.in_title else revision.text
    first, last = (0, len(printed)) if row.in_title else places.get(row.passage_id, (0, 0))
    found = None
    for _ in range(times + 1):
        at = printed.find(row.surface, found[1] if found else first, last)
        if at < 0:
            break
        found = (at, at + len(row.surface))
    return found

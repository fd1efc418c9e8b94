"""Findings written for a revision, and never over what a person decided."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from archive.annotation import write_dates, write_quotations
from archive.annotation.found import BY_PERSON
from archive.annotation.names import Findings, Found, Recogniser
from archive.annotation.voices import Layout
from archive.annotation.write_quotations import Draft
from archive.models import Citation, DateReference, Entity, Mention, PassageSpan, Revision


def annotate(revision: Revision, recogniser: Recogniser | None = None) -> None:
    """Recognise names, outlets and statements in a revision and write them.

    Runs again without doubling; what a person confirmed or rejected stays, also for the same
    name in the same passage of an earlier revision.
    """
    recogniser = recogniser or Recogniser()
    anchors = list(revision.links.filter(in_title=False).values_list("start", "end"))
    standing = list(revision.spans.order_by("ordinal"))
    findings = recogniser.recognise(
        revision.title,
        revision.text,
        anchors,
        passages=[layout_of(span) for span in standing],
        published=revision.article.publication_date,
    )
    write(revision, standing, findings)


def layout_of(span: PassageSpan) -> Layout:
    """A stored passage as the finders of statements read it."""
    cut = span.cut in (PassageSpan.Cut.PROPOSED, PassageSpan.Cut.CONFIRMED)
    pieces = tuple((start, end) for start, end in span.pieces)
    return Layout(pieces, cut, is_subheading=span.kind == PassageSpan.Kind.SUBHEADING)


def write(revision: Revision, standing: Sequence[PassageSpan], findings: Findings) -> None:
    """Write findings for a revision whose passages stand at `standing`."""
    holders = Holders(standing)
    _write(Mention, "entity_id", revision, holders, findings.mentions)
    _write(Citation, "source_id", revision, holders, findings.citations)
    write_dates.write(revision, standing, holders, findings.dates)
    write_quotations.carry_over(revision, standing)
    write_quotations.write(revision, holders, findings.statements)


def write_first(
    revision: Revision,
    standing: Sequence[PassageSpan],
    findings: Findings,
    later: Together | None = None,
) -> None:
    """The same for a new article's revision, of which nothing was written or decided yet.

    Whoever stores many articles at once gathers what was found in them, and creates it together
    in the same transaction.
    """
    together = Together() if later is None else later
    holders = Holders(standing)
    together.mentions += _rows(
        Mention, "entity_id", revision, holders, findings.mentions, {}
    ).values()
    together.citations += _rows(
        Citation, "source_id", revision, holders, findings.citations, {}
    ).values()
    together.dates += write_dates.first_rows(revision, holders, findings.dates)
    together.quotations += write_quotations.first_drafts(revision, holders, findings.statements)
    if later is None:
        together.create()


@dataclass
class Together:
    """What was found in new articles, to be created in a statement each for all of them."""

    mentions: list[Any] = field(default_factory=list)
    citations: list[Any] = field(default_factory=list)
    dates: list[DateReference] = field(default_factory=list)
    quotations: list[Draft] = field(default_factory=list)

    def create(self) -> None:
        Mention.objects.bulk_create(self.mentions)
        Citation.objects.bulk_create(self.citations)
        DateReference.objects.bulk_create(self.dates)
        write_quotations.create(self.quotations)

    def sizes(self) -> tuple[int, ...]:
        """How much waits: what `drop_after` goes back to."""
        return tuple(map(len, self._lists()))

    def drop_after(self, sizes: tuple[int, ...]) -> None:
        """Forget what came after: the article that it was found in could not be stored."""
        for waiting, size in zip(self._lists(), sizes, strict=True):
            del waiting[size:]

    def _lists(self) -> tuple[list[Any], ...]:
        return self.mentions, self.citations, self.dates, self.quotations


class Holders:
    """The passages of a revision: which of them holds a span of its text."""

    def __init__(self, standing: Sequence[PassageSpan]) -> None:
        pieces = sorted(
            (start, end, span.passage_id) for span in standing for start, end in span.pieces
        )
        self._starts = [start for start, _, _ in pieces]
        self._pieces = pieces

    def passage_of(self, start: int, end: int) -> int | None:
        """The passage that holds all of the span; None for one that crosses two."""
        first, last = self._piece_at(start), self._piece_at(end - 1)
        if first is None or last is None or first[2] != last[2]:
            return None
        return first[2]

    def passage_at(self, offset: int) -> int | None:
        """The passage that holds one letter."""
        piece = self._piece_at(offset)
        return piece[2] if piece else None

    def _piece_at(self, offset: int) -> tuple[int, int, int] | None:
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._pieces[index][1]:
            return None
        return self._pieces[index]


Row = Mention | Citation
Key = tuple[bool, int, int, int]
# (entity or source, passage, words as printed) -> what a person said of it.
Decisions = dict[tuple[int, int | None, str], str]


def _write(
    model: type[Row],
    thing: str,
    revision: Revision,
    holders: Holders,
    found: Iterable[Found],
) -> None:
    decisions = _decisions(model, thing, revision)
    standing = {_key(row, thing): row for row in model.objects.filter(revision=revision)}
    _replace(model, standing, _rows(model, thing, revision, holders, found, decisions))


def _rows(
    model: type[Row],
    thing: str,
    revision: Revision,
    holders: Holders,
    found: Iterable[Found],
    decisions: Decisions,
) -> dict[Key, Row]:
    """Unsaved rows for what was found; a span that crosses two passages is left out."""
    wanted: dict[Key, Row] = {}
    for finding in found:
        passage = None if finding.in_title else holders.passage_of(finding.start, finding.end)
        if passage is None and not finding.in_title:
            continue
        printed = revision.title if finding.in_title else revision.text
        decided = decisions.get((finding.thing, passage, printed[finding.start : finding.end]))
        row = model(
            revision=revision,
            passage_id=passage,
            in_title=finding.in_title,
            start=finding.start,
            end=finding.end,
            method=finding.method,
            sure=finding.sure,
            status=decided or model.Status.PROPOSED,
            **{thing: finding.thing},
        )
        wanted.setdefault(_key(row, thing), row)
    return wanted


def _replace(model: type[Row], standing: dict[Key, Row], wanted: dict[Key, Row]) -> None:
    gone = [
        row.pk
        for key, row in standing.items()
        if key not in wanted and row.status == model.Status.PROPOSED and row.method != BY_PERSON
    ]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    changed = []
    for key, row in standing.items():
        new = wanted.get(key)
        if new is None or row.status != model.Status.PROPOSED or row.method == BY_PERSON:
            continue
        if (row.method, row.sure, row.status) != (new.method, new.sure, new.status):
            row.method, row.sure, row.status = new.method, new.sure, new.status
            changed.append(row)
    if changed:
        model.objects.bulk_update(changed, ["method", "sure", "status"])
    model.objects.bulk_create([row for key, row in wanted.items() if key not in standing])


def _key(row: Row, thing: str) -> Key:
    return row.in_title, row.start, row.end, getattr(row, thing)


def _decisions(model: type[Row], thing: str, revision: Revision) -> Decisions:
    """What people decided about a name in a passage of this article; later decisions win."""
    decided = (
        model.objects.filter(revision__article=revision.article_id)
        .exclude(status=model.Status.PROPOSED)
        .prefetch_related("revision")
        .order_by("revision__number", "pk")
    )
    decisions: Decisions = {}
    for row in decided:
        decisions[getattr(row, thing), row.passage_id, row.surface] = row.status
    return decisions


def marked_by_people(model: type[Row], revision: Revision) -> Iterator[Found]:
    """Findings that people marked or confirmed in the revision before, found again in the same
    passages.

    What a rule found and a person confirmed is left out where the rule still finds it.
    """
    thing = "entity_id" if model is Mention else "source_id"
    earlier = (
        model.objects.filter(
            Q(method=BY_PERSON) | Q(status=model.Status.CONFIRMED),
            revision__article=revision.article_id,
            revision__number=revision.number - 1,
        )
        .exclude(status=model.Status.REJECTED)
        .prefetch_related("revision")
    )
    found = set(
        model.objects.filter(revision=revision).values_list("in_title", "passage_id", thing)
    )
    standing = {span.passage_id: span for span in revision.spans.all()}
    for row in earlier:
        is_found = (row.in_title, row.passage_id, getattr(row, thing)) in found
        if row.method != BY_PERSON and is_found:
            continue
        span = standing.get(row.passage_id)
        if row.in_title:
            start = revision.title.find(row.surface)
        elif span is not None:
            start = revision.text.find(row.surface, span.start, span.end)
        else:
            start = -1
        if start >= 0:
            end = start + len(row.surface)
            yield Found(row.in_title, start, end, getattr(row, thing), BY_PERSON, row.sure)


def facets(article_ids: Iterable[int]) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each article the slugs of the actors and of the places that readers see it name."""
    actors: dict[int, set[str]] = defaultdict(set)
    places: dict[int, set[str]] = defaultdict(set)
    ids = list(article_ids)
    rows = (
        Mention.objects.shown()
        .in_current_text()
        .filter(revision__article__in=ids)
        .order_by()
        .values_list("revision__article", "entity__slug", "entity__kind")
        .distinct()
    )
    for article, slug, kind in rows:
        (places if kind == Entity.Kind.PLACE else actors)[article].add(slug)
    return {pk: (tuple(sorted(actors[pk])), tuple(sorted(places[pk]))) for pk in ids}

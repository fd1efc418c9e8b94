"""A revision as a reader sees it: passages with their links, names and marked words in place.

Everything here is a span of the printed text, so the pieces of a passage, put together again,
are exactly what was published.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from textwrap import shorten
from typing import Generic, Protocol, TypeVar

from archive.models import (
    Citation,
    Entity,
    Link,
    Mention,
    PassageSpan,
    Revision,
    Source,
    Withholding,
)
from archive.reading.statements import Statement, chains_of, statements_in
from archive.reading.wordings import headline_and_body

LONG = 40  # passages
WITHHELD = "[حُجب مقطع]"


class Span(Protocol):
    """A printed word that answers a search: offsets of the text, end exclusive."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Standing = TypeVar("Standing", bound=Span)


@dataclass(frozen=True, slots=True)
class MarkedRun:
    """Printed text, marked or not.

    `number` counts the marks of the page from one, and is 0 where a mark merely goes on behind
    the border of a link.
    """

    text: str
    marked: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring runs that share a link, a missing link or a named entity, or nothing."""

    runs: tuple[MarkedRun, ...]
    link: Link | None = None
    entity: Entity | None = None

    @property
    def address(self) -> str:
        """Where the link leads; empty where it is missing or leads to no page."""
        return outer_address(self.link.address) if self.link else ""


@dataclass(frozen=True, slots=True)
class Piece:
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ReadPassage:
    span: PassageSpan
    public_id: str
    pieces: tuple[Piece, ...]
    sources: tuple[Source, ...]  # relayed in it
    said: tuple[Statement, ...] = ()  # statements that begin in it
    withheld: tuple[Withholding, ...] = ()  # passages behind it that are not shown

    @property
    def chains(self) -> list[Statement]:
        """A statement of each of its chains."""
        return chains_of(self.said)

    @property
    def has_relays(self) -> bool:
        """Whether its chains name whom it relays."""
        return any(statement.relays for statement in self.said)


@dataclass(frozen=True, slots=True)
class Named:
    """An entity or source of the aside: how often it stands in the text, and first where."""

    thing: Entity | Source
    count: int
    passage: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One revision with all that is shown around it."""

    revision: Revision
    spans: Sequence[PassageSpan]
    links: Sequence[Link]
    mentions: Sequence[Mention]
    citations: Sequence[Citation]
    said: Mapping[int | None, Sequence[Statement]] = field(default_factory=dict)  # by passage
    marks: Sequence[Span] = ()
    title_marks: Sequence[Span] = ()
    withheld: Sequence[Withholding] = ()  # passages of the article that are not shown

    @property
    def withheld_first(self) -> list[Withholding]:
        """Those that stand before every passage shown."""
        return self._withheld_behind().get(None, [])

    def _withheld_behind(self) -> dict[int | None, list[Withholding]]:
        """By the passage shown before them; behind the last where that is not in this wording."""
        shown = {span.passage_id for span in self.spans}
        last = self.spans[-1].passage_id if self.spans else None
        behind: dict[int | None, list[Withholding]] = {}
        for one in self.withheld:
            after = one.after_id if one.after_id in shown or one.after_id is None else last
            behind.setdefault(after, []).append(one)
        return behind

    @property
    def outline(self) -> list[PassageSpan]:
        return [span for span in self.spans if span.is_subheading]

    @property
    def actors(self) -> list[Named]:
        return _most_named(m for m in self.mentions if not m.entity.is_place)

    @property
    def places(self) -> list[Named]:
        return _most_named(m for m in self.mentions if m.entity.is_place)

    @property
    def relayed(self) -> list[Named]:
        """Sources that the text relays, with the number of passages that do."""
        passages: dict[Source, list[str | None]] = {}
        for citation in self.citations:
            passages.setdefault(citation.source, []).append(_passage_id(citation))
        return [
            Named(source, len(set(found)), next((p for p in found if p), None))
            for source, found in passages.items()
        ]

    @property
    def title(self) -> tuple[MarkedRun, ...]:
        return tuple(_runs(self.revision.title, 0, len(self.revision.title), self.title_marks, 0))

    @property
    def is_told_otherwise(self) -> bool:
        """Whether the headline gives a statement of the text in other words."""
        if None not in self.said:
            return False
        pairs = headline_and_body([one for said in self.said.values() for one in said])
        return any(pair.differs for pair in pairs)

    @property
    def is_long(self) -> bool:
        """Whether every element that a passage takes is felt on a phone."""
        return len(self.spans) > LONG

    @property
    def opening(self) -> str:
        """The beginning of the first paragraph, for descriptions of the page."""
        first = next((span for span in self.spans if not span.is_subheading), None)
        return shorten(first.text, 200, placeholder="…") if first else ""

    @property
    def mark_count(self) -> int:
        return len(self.title_marks) + len(self.marks)

    def passages(self, spans: Iterable[PassageSpan] | None = None) -> Iterator[ReadPassage]:
        """Those of the passages (or all, in the order of the text), composed as asked for."""
        sources: dict[int, dict[Source, None]] = {}
        for citation in self.citations:
            if citation.passage_id:
                sources.setdefault(citation.passage_id, {})[citation.source] = None
        things, withheld = _Things(self), self._withheld_behind()
        for span in self.spans if spans is None else spans:
            yield ReadPassage(
                span=span,
                public_id=span.passage.public_id,
                pieces=tuple(things.piece(start, end) for start, end in span.pieces),
                sources=tuple(sources.get(span.passage_id, ())),
                said=tuple(self.said.get(span.passage_id, ())),
                withheld=tuple(withheld.get(span.passage_id, ())),
            )

    def marked(self, title: Sequence[Span], text: Sequence[Span]) -> Reading:
        """The same reading with the words of a search marked."""
        return replace(self, title_marks=tuple(title), marks=tuple(text))


class _Things:
    """What stands in a text, looked up by offset: links, names and marks, each in order."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.revision.text
        self._links = InOrder(reading.links)
        self._mentions = InOrder(m for m in reading.mentions if not m.in_title)
        self._marks = InOrder(reading.marks)
        self._before = len(reading.title_marks)

    def piece(self, start: int, end: int) -> Piece:
        links = self._links.within(start, end)
        inside = InOrder(links)
        mentions = _first_of_each(
            mention
            for mention in self._mentions.within(start, end)
            if not inside.touching(mention.start, mention.end)
        )
        return Piece(tuple(self._segments(start, end, [*links, *mentions])))

    def _segments(
        self, start: int, end: int, things: Iterable[Link | Mention]
    ) -> Iterator[Segment]:
        """Cut a piece where links and names begin and end; of two that overlap the first stays."""
        at = start
        for thing in sorted(things, key=lambda thing: (thing.start, -thing.end)):
            if thing.start < at:
                continue
            if thing.start > at:
                yield Segment(self._marked(at, thing.start))
            runs = self._marked(thing.start, thing.end)
            if isinstance(thing, Link):
                yield Segment(runs, link=thing)
            else:
                yield Segment(runs, entity=thing.entity)
            at = thing.end
        if at < end:
            yield Segment(self._marked(at, end))

    def _marked(self, start: int, end: int) -> tuple[MarkedRun, ...]:
        first, marks = self._marks.numbered(start, end)
        return tuple(_runs(self._text, start, end, marks, self._before + first))


class InOrder(Generic[Standing]):
    """Spans of one text by where they stand; asking costs as much as what is found."""

    def __init__(self, spans: Iterable[Standing]) -> None:
        self._spans = sorted(spans, key=lambda span: (span.start, span.end))
        self._starts = [span.start for span in self._spans]
        self._ends = list(accumulate((span.end for span in self._spans), max))

    def within(self, start: int, end: int) -> list[Standing]:
        """Those that lie inside."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [span for span in self._spans[first:last] if span.end <= end]

    def touching(self, start: int, end: int) -> bool:
        """Whether any of them shares a letter."""
        return any(span.end > start for span in self.numbered(start, end)[1])

    def numbered(self, start: int, end: int) -> tuple[int, list[Standing]]:
        """Those that share a letter, and how many stand before them.

        Where spans lie inside one another, some that end before are among them.
        """
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return first, self._spans[first:last]


def outer_address(address: str) -> str:
    """The address, where it is one that a browser may follow out of the archive."""
    scheme = address.partition(":")[0].strip().lower()
    return address if scheme in ("http", "https", "mailto") else ""


def read(revision: Revision, near: PassageSpan | None = None) -> Reading:
    """Everything a page shows of a revision, in ten queries whatever its length.

    With `near` statements are read for that passage and its neighbours alone. What is withheld is
    not in it, nor anything that stands there.
    """
    withheld = Withholding.objects.hidden_in(revision.article)
    mentions = revision.mentions.shown().select_related("entity", "passage")
    citations = revision.citations.shown().select_related("source", "passage")
    spans = list(revision.spans.select_related("passage"))
    for span in spans:
        span.revision = revision
    hidden = {span.passage_id for span in spans if withheld.by(span) is not None}
    said = statements_in(revision, near)
    return Reading(
        revision=revision,
        spans=[span for span in spans if span.passage_id not in hidden],
        links=[link for link in revision.links.all() if not link.in_title],
        mentions=[one for one in mentions if one.passage_id not in hidden],
        citations=[one for one in citations if one.passage_id not in hidden],
        said={passage: found for passage, found in said.items() if passage not in hidden},
        withheld=list(withheld.passages.values()),
    )


def shown_text(revision: Revision) -> str:
    """The text of a revision, with a mark in the place of what is withheld."""
    withheld = Withholding.objects.hidden_in(revision.article)
    if not withheld.passages:
        return revision.text
    text, at, kept = revision.text, 0, []
    for span in revision.spans.order_by("ordinal"):
        span.revision = revision
        if withheld.by(span) is not None:
            kept += [text[at : span.start], WITHHELD]
            at = span.end
    return "".join([*kept, text[at:]])


def _runs(
    text: str, start: int, end: int, marks: Sequence[Span], before: int
) -> Iterator[MarkedRun]:
    """The text between two offsets, cut at the marks; `before` marks are counted already."""
    at = start
    for number, mark in enumerate(marks, before + 1):
        first, last = max(mark.start, at), min(mark.end, end)
        if first >= last:
            continue
        if first > at:
            yield MarkedRun(text[at:first])
        yield MarkedRun(text[first:last], marked=True, number=number if first == mark.start else 0)
        at = last
    if at < end:
        yield MarkedRun(text[at:end])


def _first_of_each(mentions: Iterable[Mention]) -> list[Mention]:
    """An entity is underlined where a passage first names it; more would be noise."""
    first: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda mention: mention.start):
        first.setdefault(mention.entity_id, mention)
    return list(first.values())


def _passage_id(finding: Mention | Citation) -> str | None:
    return finding.passage.public_id if finding.passage else None


def _most_named(mentions: Iterable[Mention]) -> list[Named]:
    """Most often named first, then in the order of the text."""
    ordered = list(mentions)
    first: dict[Entity, str] = {}
    for mention in ordered:
        if mention.passage:
            first.setdefault(mention.entity, mention.passage.public_id)
    counts = Counter(mention.entity for mention in ordered)
    return [Named(entity, n, first.get(entity)) for entity, n in counts.most_common()]

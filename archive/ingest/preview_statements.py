"""Statements in the shape that `annotate --json` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from archive.annotation.sentences import Span
from archive.annotation.speakers import Speaker
from archive.annotation.statements import Statement
from archive.annotation.voices import Thing
from archive.annotation.wordings import as_told, two_wordings
from archive.arabic.quotation_marks import insertions
from archive.arabic.wording import only_here
from archive.dates import iso_period
from archive.ingest.structure import Structure

Json = dict[str, Any]


class StatementsAsJson:
    """Prints the statements of one article; `line_at` says which line holds an offset."""

    def __init__(
        self, structure: Structure, line_at: Callable[[int], int], slugs: Mapping[Thing, str]
    ) -> None:
        self._structure = structure
        self._line_at = line_at
        self._slugs = slugs

    def statements(self, found: Sequence[Statement]) -> list[Json]:
        printed = [self._statement(one) for one in found]
        self._compare_wordings(found, printed)
        return printed

    def _compare_wordings(self, found: Sequence[Statement], printed: Sequence[Json]) -> None:
        """Say which statement of the body a headline gives in its own words, and with which."""
        told = [as_told(one, self._structure.title, self._structure.text) for one in found]
        pairs = two_wordings(told)
        for number, one in enumerate(printed):
            other = pairs.get(number)
            one["same_as"], one["only_here"] = other, []
            if other is not None:
                one["only_here"] = only_here(one["text"], printed[other]["text"])

    def quotes(self, found: Sequence[Statement]) -> list[Json]:
        """Words in marks that somebody is said to have spoken, whole statements or parts."""
        return [quote for one in found for quote in self._quotes_of(one)]

    def _quotes_of(self, one: Statement) -> Iterator[Json]:
        if one.kind == "direct" and one.is_marked:
            yield self._of_pieces(one, one.pieces)
        elif one.kind in ("direct", "reported"):
            for piece in one.quoted:
                yield self._of_pieces(one, piece)

    def _statement(self, one: Statement) -> Json:
        quoted = one.quoted if one.kind == "reported" else ()
        return self._of_pieces(one, one.pieces) | {
            "quoted": [self._piece(one, span) for piece in quoted for span in piece],
            "marked": one.is_marked,
        }

    def _of_pieces(self, one: Statement, pieces: Sequence[Span]) -> Json:
        printed = [self._piece(one, span) for span in pieces]
        people = [name for speaker in one.speakers if (name := self._called(one, speaker))]
        via = [self._relay(one, relay.start, relay.end, relay.thing) for relay in one.via]
        return {
            "kind": one.kind,
            "p": printed[0]["p"],
            "text": " ".join(piece["text"] for piece in printed),
            "pieces": printed,
            "speaker": people[0] if people else None,
            "speakers": people,
            "outlet": next((link for link in via if link.isascii()), None),
            "via": via,
            "on_behalf_of": self._printed(one, one.on_behalf) if one.on_behalf else None,
            "anonymous": self._anonymous(one),
            "read_by": self._printed(one, one.read_by) if one.read_by else None,
            "as_government": any(speaker.kind == "place" for speaker in one.speakers),
            "hedged": one.hedged,
            "insertions": list(self._insertions(one, pieces)),
            "cut": one.cut,
            "said_on": iso_period(*one.said_on) if one.said_on else None,
            "shown": one.sure,
        }

    def _insertions(self, one: Statement, pieces: Sequence[Span]) -> Iterator[str]:
        """An editor's words in brackets inside marks."""
        if (one.kind == "direct" and one.is_marked) or pieces != one.pieces:
            text = self._structure.title if one.in_title else self._structure.text
            for start, end in pieces:
                yield from (text[first:last] for first, last in insertions(text, start, end))

    def _piece(self, one: Statement, span: Span) -> Json:
        p = 0 if one.in_title else self._line_at(span[0])
        return {"p": p, "text": self._printed(one, span)}

    def _printed(self, one: Statement, span: Span) -> str:
        text = self._structure.title if one.in_title else self._structure.text
        return text[span[0] : span[1]]

    def _called(self, one: Statement, speaker: Speaker) -> str | None:
        """A slug, or else the name as printed; nothing for a source that isn't named."""
        if speaker.thing is not None:
            return self._slugs[speaker.thing]
        if speaker.kind == "anonymous":
            return None
        return self._printed(one, (speaker.start, speaker.end))

    def _relay(self, one: Statement, start: int, end: int, thing: Thing | None) -> str:
        return self._slugs[thing] if thing is not None else self._printed(one, (start, end))

    def _anonymous(self, one: Statement) -> Json | None:
        for speaker in one.speakers:
            if speaker.kind == "anonymous":
                reason = self._printed(one, speaker.reason) if speaker.reason else None
                description = self._printed(one, (speaker.start, speaker.end))
                return {"description": description, "reason": reason}
        return None

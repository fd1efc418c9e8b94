"""What the archive would make of a file, with nothing stored."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.annotation.dates import FoundDate
from archive.annotation.names import Findings, Found, Recogniser
from archive.annotation.voices import Thing
from archive.dates.partial import PublicationDate
from archive.ingest.parsed import ParsedRecord, parse_record
from archive.ingest.preview_statements import StatementsAsJson
from archive.ingest.readers import Refused, read, shown_name, stem
from archive.ingest.refusals import CannotRunError, RecordError
from archive.ingest.structure import Structure
from archive.models import Entity, Source


def preview(path: Path, *, published: PublicationDate | None = None) -> dict[str, Any]:
    """One article's file parsed, in the shape that `annotate --json` prints.

    `published` counts where the record has no date of its own. Raises CannotRunError for a file
    that is missing or holds several articles, RecordError for one that can't be read.
    """
    if not path.is_file():
        raise CannotRunError(f"لا ملف هنا: {path}. تحقق من الاسم. There is no file {path}.")
    records = list(read(path))
    if len(records) != 1:
        raise CannotRunError(
            f"في الملف سجلات عددها {len(records)}؛ هذا الأمر لمقال واحد. "
            f"The file holds {len(records)} records; this command is for one article."
        )
    record = records[0]
    if isinstance(record, Refused):
        raise CannotRunError(record.reason)
    try:
        parsed = parse_record(record, Recogniser(published=published))
    except RecordError as error:
        raise CannotRunError(str(error)) from error
    return as_json(parsed, stem(shown_name(path)))


def as_json(parsed: ParsedRecord, name: str) -> dict[str, Any]:
    """`p` counts lines that are not empty from 0, the title."""
    structure, findings = parsed.structure, parsed.findings
    lines = _Lines(structure)
    said = StatementsAsJson(structure, lines.at, _slugs())
    return {
        "id": name,
        "paragraphs": list(lines.roles()),
        "links": list(_links(structure, lines)),
        "actors": list(_actors(structure, findings, lines)),
        "quotes": said.quotes(findings.statements),
        "statements": said.statements(findings.statements),
        "dates": list(_dates(structure, findings, lines)),
        "outlets": _outlets(findings),
    }


def _slugs() -> dict[Thing, str]:
    entities = Entity.objects.values_list("pk", "slug")
    sources = Source.objects.values_list("pk", "slug")
    return {
        **{Thing(False, key): slug for key, slug in entities},
        **{Thing(True, key): slug for key, slug in sources},
    }


class _Lines:
    """The lines of a text that are not empty: each is a piece of a passage."""

    def __init__(self, structure: Structure) -> None:
        self._passages = structure.passages
        self._starts = sorted(start for block in structure.passages for start, _ in block.pieces)

    def at(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def roles(self) -> Iterator[dict[str, Any]]:
        yield _role(0, "title", joins=False, cut=False)
        for block in self._passages:
            for index, (start, _) in enumerate(block.pieces):
                last = index == len(block.pieces) - 1
                yield _role(self.at(start), block.kind, joins=index > 0, cut=block.cut and last)


def _role(p: int, role: str, *, joins: bool, cut: bool) -> dict[str, Any]:
    return {"p": p, "role": role, "joins_previous": joins, "truncated": cut}


def _links(structure: Structure, lines: _Lines) -> Iterator[dict[str, Any]]:
    for link in structure.title_links:
        yield {"p": 0, "anchor": structure.title[link.start : link.end]}
    for link in structure.links:
        yield {"p": lines.at(link.start), "anchor": structure.text[link.start : link.end]}


def _actors(structure: Structure, findings: Findings, lines: _Lines) -> Iterator[dict[str, Any]]:
    named = Entity.objects.in_bulk({found.thing for found in findings.mentions})
    for found in findings.mentions:
        entity = named[found.thing]
        yield {
            "p": 0 if found.in_title else lines.at(found.start),
            "surface": _printed(structure, found),
            "canonical": entity.slug,
            "type": entity.kind,
            "shown": found.sure,
        }


def _dates(structure: Structure, findings: Findings, lines: _Lines) -> Iterator[dict[str, Any]]:
    for found in findings.dates:
        yield {
            "p": 0 if found.in_title else lines.at(found.start),
            "surface": _printed(structure, found),
            "iso": found.iso or None,
            "precision": found.precision if found.iso else None,
            "rule": found.rule,
            "shown": found.sure,
            "candidates": list(found.candidates),
        }


def _printed(structure: Structure, found: Found | FoundDate) -> str:
    return (structure.title if found.in_title else structure.text)[found.start : found.end]


def _outlets(findings: Findings) -> list[str]:
    """Slugs of the outlets that the article surely relays, in the order of first mention."""
    slugs = dict(Source.objects.values_list("pk", "slug"))
    relayed = (slugs[found.thing] for found in findings.citations if found.sure)
    return list(dict.fromkeys(relayed))

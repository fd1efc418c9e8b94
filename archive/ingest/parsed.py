"""Records parsed and ready to be stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from archive.annotation.names import Findings, Recogniser
from archive.annotation.voices import Layout
from archive.arabic.tokens import keys
from archive.dates import PublicationDate
from archive.ingest import near_duplicates
from archive.ingest.markup import Anchor
from archive.ingest.readers import Record
from archive.ingest.structure import Block, Structure, parse
from archive.models import Original, PassageSpan, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRecord:
    """A record ready to store: nothing is written yet.

    `id_from_name` says that `record_id` is only the name of a file.
    """

    structure: Structure
    findings: Findings
    pairs: near_duplicates.Pairs
    bands: tuple[int, ...]
    record_id: str = ""
    id_from_name: bool = False
    url: str = ""
    byline: str = ""
    language: str = "ar"

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.structure.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text came from: the kept bytes and which record of theirs."""

    original: Original
    number: int = 1


def parse_record(record: Record, recogniser: Recogniser) -> ParsedRecord:
    """Parse a record. Raises RecordError when there is no title or no text."""
    return parse_text(
        record.body,
        recogniser,
        published=record.published_on,
        title=record.title,
        record_id=record.id,
        id_from_name=record.id_from_name,
        url=record.url,
        byline=record.byline,
        language=record.language or "ar",
    )


def parsed_again(revision: Revision, recogniser: Recogniser) -> ParsedRecord:
    """A stored wording with its structure as it stands, to be stored once more."""
    return record_of_structure(
        structure_of(revision), recogniser, published=revision.article.publication_date
    )


def structure_of(revision: Revision) -> Structure:
    """The structure of a stored wording: its passages and links as they were decided to be."""
    in_title: dict[bool, list[Anchor]] = {True: [], False: []}
    for link in revision.links.order_by("start"):
        anchor = Anchor(link.start, link.end, link.address)
        in_title[link.in_title].append(anchor)
    passages = tuple(
        Block(
            kind=span.kind,
            pieces=tuple((start, end) for start, end in span.pieces),
            cut=span.cut in (PassageSpan.Cut.PROPOSED, PassageSpan.Cut.CONFIRMED),
        )
        for span in revision.spans.order_by("ordinal")
    )
    return Structure(
        revision.title, revision.text, passages, tuple(in_title[False]), tuple(in_title[True])
    )


def parse_text(
    body: str,
    recogniser: Recogniser,
    *,
    title: str | None = None,
    published: PublicationDate | None = None,
    **known: str | bool,
) -> ParsedRecord:
    """The same for a text that was pasted; without `title` its first line is the title."""
    return record_of_structure(parse(body, title=title), recogniser, published=published, **known)


def record_of_structure(
    structure: Structure,
    recogniser: Recogniser,
    *,
    published: PublicationDate | None = None,
    **known: str | bool,
) -> ParsedRecord:
    """The same for a text whose structure is known."""
    anchors = [(link.start, link.end) for link in structure.links]
    pairs = near_duplicates.word_pairs(keys(structure.text))
    return ParsedRecord(
        structure=structure,
        findings=recogniser.recognise(
            structure.title,
            structure.text,
            anchors,
            passages=[
                Layout(block.pieces, block.cut, block.kind == "subheading")
                for block in structure.passages
            ],
            published=published,
        ),
        pairs=pairs,
        bands=tuple(near_duplicates.bands(pairs)),
        **known,
    )

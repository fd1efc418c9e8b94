"""What is indexed of one article."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A statement of an article: of which kind, whose, through whom, and where it stands.

    Speakers and relays go by slugs; a speaker that the archive doesn't know stands under the key
    that `search.engines.plan.as_printed` gives its name. `pieces` are `(start, end)` pairs into
    the title or the text.
    """

    kind: str
    speakers: tuple[str, ...] = ()
    vias: tuple[str, ...] = ()
    in_title: bool = False
    pieces: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published article as the index knows it.

    `text` is what readers find an article by: its wording, and behind it the names of who wrote it.
    `passages` are `(start, end)` pairs into the text in its order; phrases never cross them.
    `outlet` is a slug or `unknown`. `first` and `last` are the days of the interval in which the
    article was published, both None for an undated one. `statements` are those that readers see.
    `text_of` is an earlier article (its primary key) with the same text.
    """

    article: int  # primary key
    revision: int  # primary key
    fingerprint: bytes
    title: str
    text: str
    passages: tuple[tuple[int, int], ...]
    outlet: str
    actors: tuple[str, ...]
    places: tuple[str, ...]
    first: date | None
    last: date | None
    precision: str
    statements: tuple[Spoken, ...] = ()
    text_of: int | None = None


FINGERPRINT_SIZE = 16


def fingerprint(*parts: object) -> bytes:
    """Sixteen bytes over everything that an index entry depends on, in order."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=FINGERPRINT_SIZE).digest()

"""Consistency: whether rows that speak of each other agree, as what writes articles guarantees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from django.db.models import F
from django.db.models.functions import Length

from archive.models import (
    Article,
    Citation,
    DateReference,
    Link,
    Mention,
    Passage,
    PassageSpan,
    Quotation,
    Revision,
)

Kind = Literal["index", "article", "revision", "original", "passage", "tallies", "root"]
Extent = tuple[int, int]  # characters of a revision's title and of its text

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that is not as it should be. `mended` says whether it was put right."""

    kind: Kind
    name: str
    problem: str
    mended: bool = False

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def revision_keys() -> Iterator[list[int]]:
    """The primary keys of all revisions, so many at a time."""
    last = 0
    while True:
        rows = Revision.objects.filter(pk__gt=last).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return
        yield keys
        last = keys[-1]


def inconsistent_rows() -> Iterator[Difference]:
    """Rows that contradict each other. Nothing tells which is right: they are named only."""
    yield from _current_revisions_of_others()
    yield from _passages_nowhere()
    for keys in revision_keys():
        yield from _spans_outside(keys)


def _current_revisions_of_others() -> Iterator[Difference]:
    having = Article.objects.filter(current_revision__isnull=False)
    for public_id in having.exclude(current_revision__article=F("pk")).values_list(
        "public_id", flat=True
    ):
        yield Difference(
            kind="article",
            name=public_id,
            problem="نسخته الحالية ليست من نسخه. Its current revision is not one of its own.",
        )


def _passages_nowhere() -> Iterator[Difference]:
    for public_id in Passage.objects.filter(spans=None).values_list("public_id", flat=True):
        yield Difference(
            kind="passage",
            name=public_id,
            problem="لا موضع له في أي نسخة. It stands in no revision.",
        )


def _spans_outside(keys: Sequence[int]) -> Iterator[Difference]:
    revisions = Revision.objects.filter(pk__in=keys)
    extents = {
        pk: (title, text)
        for pk, title, text in revisions.values_list("pk", Length("title"), Length("text"))
    }
    for problem, astray in (
        ("مقطع خارج نصها. A passage lies outside its text.", _passages_outside(extents)),
        ("رابط خارج نصها. A link lies outside its text.", _outside(Link, extents)),
        ("اسم خارج نصها. A name lies outside its text.", _outside(Mention, extents)),
        ("إحالة خارج نصها. A citation lies outside its text.", _outside(Citation, extents)),
        ("تاريخ خارج نصها. A date lies outside its text.", _outside(DateReference, extents)),
        ("قول خارج نصها. A quotation lies outside its text.", _quotations_outside(extents)),
    ):
        for name in names_of(sorted(astray)).values():
            yield Difference(kind="revision", name=name, problem=problem)


def _passages_outside(extents: dict[int, Extent]) -> set[int]:
    rows = PassageSpan.objects.filter(revision__in=extents)
    spans = rows.values_list("revision_id", "start", "end", "pieces")
    return {
        revision
        for revision, start, end, pieces in spans
        if _extent_of(pieces) != (start, end) or end > extents[revision][1]
    }


def _quotations_outside(extents: dict[int, Extent]) -> set[int]:
    rows = Quotation.objects.filter(revision__in=extents).order_by()
    spans = rows.values_list("revision_id", "in_title", "start", "end", "pieces")
    return {
        revision
        for revision, in_title, start, end, pieces in spans
        if not _holds(start, end, _extent_of(pieces))
        or end > extents[revision][0 if in_title else 1]
    }


def _holds(start: int, end: int, extent: tuple[int, int] | None) -> bool:
    """Whether a quotation ends with its pieces; before the first may stand the verb of a wish."""
    return extent is not None and start <= extent[0] and extent[1] == end


def _extent_of(pieces: object) -> tuple[int, int] | None:
    """Where `[start, end]` pairs, one after another, begin and end; None for anything else."""
    if not isinstance(pieces, list) or not pieces:
        return None
    if not all(isinstance(piece, list) and len(piece) == 2 for piece in pieces):
        return None
    edges = [edge for piece in pieces for edge in piece]
    if not all(isinstance(edge, int) for edge in edges) or edges != sorted(edges):
        return None
    return edges[0], edges[-1]


def _outside(
    model: type[Link] | type[Mention] | type[Citation] | type[DateReference],
    extents: dict[int, Extent],
) -> set[int]:
    rows = model.objects.filter(revision__in=extents)
    return {
        revision
        for revision, in_title, end in rows.values_list("revision_id", "in_title", "end")
        if end > extents[revision][0 if in_title else 1]
    }


def names_of(keys: Sequence[int]) -> dict[int, str]:
    """How revisions are called where people read of them: `<article>/r/<number>`."""
    rows = Revision.objects.filter(pk__in=keys).order_by("pk")
    return {
        pk: f"{article}/r/{number}"
        for pk, article, number in rows.values_list("pk", "article__public_id", "number")
    }

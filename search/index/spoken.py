"""The statements that readers see of some articles, as they are indexed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from django.db.models import TextField
from django.db.models.functions import Cast

from archive.models import Quotation, QuotationRelay
from archive.models.quotations import QuotationQuerySet
from search.engines.document import Spoken
from search.engines.plan import ANONYMOUS, PRINTED, UNNAMED, as_printed

# Its own columns, then those of one of its speakers: a row a speaker.
COLUMNS = ("pk", "revision__article", "kind", "in_title", "start", "end", "printed_pieces")
SPEAKER = ("entity__slug", "source__slug", "is_anonymous", "printed")

Names = dict[int, tuple[str, ...]]


def spoken(article_ids: Sequence[int]) -> dict[int, tuple[Spoken, ...]]:
    """The statements of each article in the order of its text; nothing where there are none."""
    shown = Quotation.objects.shown().in_current_text().filter(revision__article__in=article_ids)
    # Most statements stand in one piece, so that their pieces need not be read.
    rows = shown.annotate(printed_pieces=Cast("pieces", TextField())).order_by(
        "revision", "-in_title", "start", "end", "pk", "speakers__ordinal"
    )
    listed = list(rows.values_list(*COLUMNS, *(f"speakers__{name}" for name in SPEAKER)))
    vias = _vias(shown.order_by()) if listed else {}
    found: dict[int, list[Spoken]] = defaultdict(list)
    for (pk, article, kind, in_title, start, end, pieces), voices in groupby(
        listed, key=itemgetter(slice(len(COLUMNS)))
    ):
        found[article].append(
            Spoken(
                kind=kind,
                speakers=_each_once(_names(*row[len(COLUMNS) :]) for row in voices),
                vias=vias.get(pk, ()),
                in_title=in_title,
                pieces=_pieces(start, end, pieces),
            )
        )
    return {article: tuple(several) for article, several in found.items()}


def _pieces(start: int, end: int, printed: str) -> tuple[tuple[int, int], ...]:
    if printed.count("[") == 2:
        return ((start, end),)
    return tuple((first, last) for first, last in json.loads(printed))


@lru_cache(maxsize=1 << 14)
def _names(
    entity: str | None, source: str | None, is_anonymous: bool | None, printed: str | None
) -> tuple[str, ...]:
    """The slug of a speaker; whom the archive doesn't know goes by what is printed of him."""
    if slug := entity or source:
        return (slug,)
    key = as_printed(printed or "")
    return (ANONYMOUS,) * bool(is_anonymous) + (key,) * (key != PRINTED)


def _each_once(several: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in several for name in names))


def _vias(of: QuotationQuerySet) -> Names:
    rows = QuotationRelay.objects.filter(quotation__in=of.values("pk")).order_by("ordinal")
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for pk, slug in rows.values_list("quotation_id", "source__slug"):
        found[pk][slug or UNNAMED] = None
    return {pk: tuple(names) for pk, names in found.items()}

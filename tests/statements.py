"""Statements to be shown on pages, written as a rule that is sure would."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.dates import parse_partial
from archive.models import (
    Entity,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
    Revision,
    Source,
)
from tests.factories import make_article


def make_statement(
    words: str,
    *speakers: Entity | Source | str,
    text: str = "",
    pieces: Iterable[str] = (),
    relays: Iterable[Source | str] = (),
    revision: Revision | None = None,
    said_on: str = "",
    published_on: str = "2021-11-22",
    outlet: Source | str | None = None,
    **fields: Any,
) -> Quotation:
    """A statement in an article of its own, or in `revision`; nearest relay first.

    A speaker given as text is anonymous, a relay given as text unnamed.
    """
    if revision is None:
        article = make_article(
            fields.pop("title", "عنوان لا يقول شيئاً"),
            text or f"{words}.",
            published_on=published_on,
            outlet=outlet,
            status=fields.pop("article_status", "published"),
        )
        revision = article.current_revision
        revision.quotations.all().delete()
    spans = [_span(revision.text, piece) for piece in pieces or [words]]
    start, end = spans[0][0], spans[-1][1]
    holder = next(s for s in revision.spans.all() if s.start <= start < s.end)
    row = Quotation(
        revision=revision,
        passage=holder.passage,
        start=start,
        end=end,
        pieces=spans,
        **{"kind": "direct", "method": "subject", "sure": True, **fields},
    )
    if said_on:
        said = parse_partial(said_on)
        row.said_from, row.said_to = said.first, said.last
    row.save()
    for ordinal, who in enumerate(speakers):
        known = {"source" if isinstance(who, Source) else "entity": who}
        QuotationSpeaker.objects.create(
            quotation=row,
            ordinal=ordinal,
            printed=str(who),
            **({"is_anonymous": True} if isinstance(who, str) else known),
        )
    for ordinal, relay in enumerate(relays):
        source = relay if isinstance(relay, Source) else None
        QuotationRelay.objects.create(
            quotation=row, ordinal=ordinal, source=source, printed=str(relay)
        )
    return row


def _span(text: str, words: str) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]

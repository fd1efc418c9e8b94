"""What a run of ingest may have met before, asked of the database once for many records.

Of most records in a first ingest the archive knows nothing: no id, no address, no body. Four
questions for a hundred records say so, instead of five for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archive.models import Article, Revision, Sketch

if TYPE_CHECKING:
    from archive.ingest.parsed import Draft, Origin


class Familiar:
    """Ids, addresses, bodies, bytes and sketches that the archive has among those of a batch.

    What the batch itself stores is added as it goes; nothing outside its transaction can be.
    """

    def __init__(self, batch: Iterable[tuple[Draft, Origin | None]]) -> None:
        drafts = []
        originals = set()
        for draft, origin in batch:
            drafts.append(draft)
            if origin is not None:
                originals.add(origin.original.pk)
        ids = {draft.record_id for draft in drafts if draft.record_id}
        addresses = {draft.url for draft in drafts if draft.url}
        bodies = {draft.text_sha256 for draft in drafts}
        values = {band for draft in drafts for band in draft.bands}
        articles, revisions = Article.objects.order_by(), Revision.objects.order_by()
        self._ids = set(articles.filter(record_id__in=ids).values_list("record_id", flat=True))
        self._addresses = set(articles.filter(url__in=addresses).values_list("url", flat=True))
        self._bodies = set(
            revisions.filter(text_sha256__in=bodies).values_list("text_sha256", flat=True)
        )
        self._originals = set(
            revisions.filter(original__in=originals).values_list("original", flat=True).distinct()
        )
        self._bands = set(Sketch.objects.filter(band__in=values).values_list("band", flat=True))

    def may_know(self, draft: Draft, origin: Origin | None) -> bool:
        """Whether this record, its address or its body may be in the archive."""
        return (
            draft.record_id in self._ids
            or draft.url in self._addresses
            or draft.text_sha256 in self._bodies
            or (
                not draft.record_id and origin is not None and origin.original.pk in self._originals
            )
        )

    def may_resemble(self, draft: Draft) -> bool:
        return not self._bands.isdisjoint(draft.bands)

    def add(self, draft: Draft) -> None:
        """Remember what was stored since."""
        if draft.record_id:
            self._ids.add(draft.record_id)
        if draft.url:
            self._addresses.add(draft.url)
        self._bodies.add(draft.text_sha256)
        self._bands.update(draft.bands)

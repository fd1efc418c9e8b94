"""Which article a record is: one that the archive has, or a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from archive.arabic.tokens import keys
from archive.ingest import near_duplicates
from archive.ingest.parsed import Origin, ParsedRecord
from archive.models import Article, MinHashBand, Revision, Source

# A file is known by its name, or a record by its id under another outlet, only if the two texts
# share this much: `1.txt` of one folder is not `1.txt` of another.
SAME_RECORD = 0.2


def known_article(
    record: ParsedRecord,
    outlet: Source | None,
    origin: Origin | None,
    outlet_chosen: bool,
    seen: Collection[int],
) -> Article | None:
    """The article that this record is already, whatever was corrected since; None if new.

    The order: the same record of the same bytes, the record's own id, its address, the name of
    its file. A discarded draft is nothing that a record is: it may be taken in anew, and gave its
    id away.
    """
    return (
        _by_origin(record, outlet, origin, outlet_chosen)
        or _by_id(record, outlet)
        or _by_address(record, outlet)
        or _by_likely_id(record, outlet, seen)
    )


def _by_origin(
    record: ParsedRecord, outlet: Source | None, origin: Origin | None, outlet_chosen: bool
) -> Article | None:
    if origin is None:
        return None
    ids = Q(record_id=record.record_id or None)
    if record.id_from_name:
        ids |= Q(record_id=None)  # its name was taken, see _free_record_id
    same = Article.objects.kept().filter(
        ids,
        revisions__original=origin.original,
        revisions__original_record=origin.number,
    )
    if outlet_chosen:
        same = same.filter(outlet=outlet)
    return same.first()


def _by_id(record: ParsedRecord, outlet: Source | None) -> Article | None:
    if not record.record_id or record.id_from_name:
        return None
    return Article.objects.filter(outlet=outlet, record_id=record.record_id).first()


def _by_address(record: ParsedRecord, outlet: Source | None) -> Article | None:
    """The id goes before the address: two ids at one address are two articles."""
    if not record.url:
        return None
    for article in Article.objects.kept().filter(url=record.url).order_by("pk"):
        one_outlet = outlet is None or article.outlet_id in (None, outlet.pk)
        if one_outlet and (
            article.record_id is None or not record.record_id or record.id_from_name
        ):
            return article
    return None


def _by_likely_id(
    record: ParsedRecord, outlet: Source | None, seen: Collection[int]
) -> Article | None:
    """By a file's name, or by an id whose outlet isn't given, where the texts agree.

    Two files of one name in one run are two articles.
    """
    if not record.record_id or not (record.id_from_name or outlet is None):
        return None
    named = Article.objects.filter(record_id=record.record_id).select_related("current_revision")
    if outlet is not None:
        named = named.filter(outlet=outlet)
    for article in named.order_by("pk"):
        if record.id_from_name and article.pk in seen:
            continue
        text = article.current_revision.text if article.current_revision else ""
        share = near_duplicates.similarity(record.pairs, near_duplicates.word_pairs(keys(text)))
        if text == record.structure.text or share >= SAME_RECORD:
            return article
    return None


def identical_article(record: ParsedRecord, outlet: Source | None) -> Article | None:
    """An article of the same outlet that has, or had, exactly this body."""
    # Agencies resend a story with only its dateline or title changed: compare bodies alone.
    same = Article.objects.kept().filter(revisions__text_sha256=record.text_sha256, outlet=outlet)
    return same.order_by("pk").first()


# Asked once for many records.


class BatchLookup:
    """Ids, addresses, bodies, bytes and MinHash bands that the archive has among a batch's.

    Of most records in a first ingest the archive knows nothing. Five questions for a hundred
    records say so, instead of as many for each. What the batch itself stores is added as it goes;
    nothing outside its transaction can be.
    """

    def __init__(self, batch: Iterable[tuple[ParsedRecord, Origin | None]]) -> None:
        records = []
        originals = set()
        for record, origin in batch:
            records.append(record)
            if origin is not None:
                originals.add(origin.original.pk)
        ids = {record.record_id for record in records if record.record_id}
        addresses = {record.url for record in records if record.url}
        bodies = {record.text_sha256 for record in records}
        values = {band for record in records for band in record.bands}
        articles, revisions = Article.objects.order_by(), Revision.objects.order_by()
        self._ids = set(articles.filter(record_id__in=ids).values_list("record_id", flat=True))
        self._addresses = set(articles.filter(url__in=addresses).values_list("url", flat=True))
        self._bodies = set(
            revisions.filter(text_sha256__in=bodies).values_list("text_sha256", flat=True)
        )
        self._originals = set(
            revisions.filter(original__in=originals).values_list("original", flat=True).distinct()
        )
        self._bands = set(
            MinHashBand.objects.filter(band__in=values).values_list("band", flat=True)
        )

    def may_match(self, record: ParsedRecord, origin: Origin | None) -> bool:
        """Whether this record, its address or its body may be in the archive."""
        originals = self._originals
        return (
            record.record_id in self._ids
            or record.url in self._addresses
            or record.text_sha256 in self._bodies
            or (not record.record_id and origin is not None and origin.original.pk in originals)
        )

    def may_have_near_duplicate(self, record: ParsedRecord) -> bool:
        return not self._bands.isdisjoint(record.bands)

    def add(self, record: ParsedRecord) -> None:
        """Remember what was stored since."""
        if record.record_id:
            self._ids.add(record.record_id)
        if record.url:
            self._addresses.add(record.url)
        self._bodies.add(record.text_sha256)
        self._bands.update(record.bands)

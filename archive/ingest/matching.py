"""Which article a record is: one that the archive has, or a new one."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from archive.arabic.tokens import keys
from archive.ingest import near_duplicates
from archive.ingest.parsed import Draft, Origin
from archive.models import Article, Source

# A file is known by its name, or a record by its id under another outlet, only if the two texts
# share this much: `1.txt` of one folder is not `1.txt` of another.
SAME_RECORD = 0.2


def known_article(
    draft: Draft,
    outlet: Source | None,
    origin: Origin | None,
    outlet_chosen: bool,
    seen: Collection[int],
) -> Article | None:
    """The article that this record is already, whatever was corrected since; None if new.

    The order: the same record of the same bytes, the record's own id, its address, the name of
    its file.
    """
    return (
        _by_origin(draft, outlet, origin, outlet_chosen)
        or _by_id(draft, outlet)
        or _by_address(draft, outlet)
        or _by_likely_id(draft, outlet, seen)
    )


def _by_origin(
    draft: Draft, outlet: Source | None, origin: Origin | None, outlet_chosen: bool
) -> Article | None:
    if origin is None:
        return None
    ids = Q(record_id=draft.record_id or None)
    if draft.id_from_name:
        ids |= Q(record_id=None)  # its name was taken, see _free_record_id
    same = Article.objects.filter(
        ids,
        revisions__original=origin.original,
        revisions__original_record=origin.number,
    )
    if outlet_chosen:
        same = same.filter(outlet=outlet)
    return same.first()


def _by_id(draft: Draft, outlet: Source | None) -> Article | None:
    if not draft.record_id or draft.id_from_name:
        return None
    return Article.objects.filter(outlet=outlet, record_id=draft.record_id).first()


def _by_address(draft: Draft, outlet: Source | None) -> Article | None:
    """The id goes before the address: two ids at one address are two articles."""
    if not draft.url:
        return None
    for article in Article.objects.filter(url=draft.url).order_by("pk"):
        one_outlet = outlet is None or article.outlet_id in (None, outlet.pk)
        if one_outlet and (article.record_id is None or not draft.record_id or draft.id_from_name):
            return article
    return None


def _by_likely_id(draft: Draft, outlet: Source | None, seen: Collection[int]) -> Article | None:
    """By a file's name, or by an id whose outlet isn't given, where the texts agree.

    Two files of one name in one run are two articles.
    """
    if not draft.record_id or not (draft.id_from_name or outlet is None):
        return None
    named = Article.objects.filter(record_id=draft.record_id).select_related("current_revision")
    if outlet is not None:
        named = named.filter(outlet=outlet)
    for article in named.order_by("pk"):
        if draft.id_from_name and article.pk in seen:
            continue
        text = article.current_revision.text if article.current_revision else ""
        share = near_duplicates.resemblance(draft.pairs, near_duplicates.word_pairs(keys(text)))
        if text == draft.structure.text or share >= SAME_RECORD:
            return article
    return None


def identical_article(draft: Draft, outlet: Source | None) -> Article | None:
    """An article of the same outlet that has, or had, exactly this body."""
    # Agencies resend a story with only its dateline or title changed: compare bodies alone.
    same = Article.objects.filter(revisions__text_sha256=draft.text_sha256, outlet=outlet)
    return same.order_by("pk").first()

"""A revision and all that stands in it: passages, links, names, relayed outlets.

Called by `store` alone, inside its transactions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from archive.annotation import write
from archive.annotation.found import Findings
from archive.annotation.names import Recogniser
from archive.annotation.write import BY_PERSON, Together
from archive.ingest import near_duplicates, passage_identity
from archive.ingest.parsed import Origin, ParsedRecord, parsed_again
from archive.ingest.passage_identity import Known, Traced
from archive.ingest.structure import Structure
from archive.models import (
    Article,
    Citation,
    Link,
    Mention,
    Passage,
    PassageSpan,
    PassageSuccessor,
    Revision,
)
from archive.models.articles import details_of
from archive.signals import articles_changed

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def next_number(article: Article) -> int:
    return article.revisions.order_by("-number").values_list("number", flat=True)[0] + 1


def add_revision(
    article: Article,
    record: ParsedRecord,
    *,
    number: int,
    by: User | None,
    origin: Origin | None,
    reason: str = "",
    alone: bool = False,
    later: Together | None = None,
) -> Revision:
    """Write a revision with all that stands in it, and make it the current one.

    Where its article is published it is public from now on, and has the number by which it is
    cited.

    `later` takes what was found in a new article for the caller to create with that of others.
    `alone` says that nothing in the archive can be its near-duplicate.
    """
    structure = record.structure
    traced = _trace(article, structure, record.findings) if number > 1 else None
    revision = Revision.objects.create(
        article=article,
        number=number,
        public_number=_public_number(article, number),
        title=structure.title,
        text=structure.text,
        captured_by=by,
        reason=reason,
        original=origin.original if origin else None,
        original_record=origin.number if origin else 1,
        details=details_of(article),
    )
    identities = traced.identities if traced else [None] * len(structure.passages)
    standing = _add_spans(article, revision, structure, identities)
    if traced:
        _add_successors(revision, standing, traced)
    _add_links(revision, structure)
    if number == 1:
        write.write_first(revision, standing, record.findings, later)
    else:
        write.write(revision, standing, record.findings)
        _carry_marks_over(revision)
    article.current_revision = revision
    bands = list(record.bands)
    nearest = None if alone else near_duplicates.nearest(record.pairs, bands, article)
    article.near_duplicate_of = nearest[0] if nearest else None
    article.save(
        update_fields=["current_revision", "near_duplicate_of", "status", "record_id", "changed_at"]
    )
    near_duplicates.remember(article, bands)
    if number > 1:
        _announce_near_duplicates(article)
    return revision


def _announce_near_duplicates(article: Article) -> None:
    """Whether they have the same text as an article whose text has changed is to be asked anew."""
    near = list(article.near_duplicates.published().values_list("pk", flat=True))
    if near:
        articles_changed.send(Article, article_ids=near)


def repeat_revision(
    article: Article, *, by: User | None, reason: str, of: Revision | None = None
) -> Revision:
    """Write the text of today, or that of an earlier wording, once more, with what is known of its
    article now.

    Passages, links and what was decided stay; findings are told anew from the date.
    """
    current = of or article.current_revision
    assert current is not None
    current.article = article
    record = parsed_again(current, Recogniser(published=article.publication_date))
    kept = current.original
    origin = Origin(kept, current.original_record) if kept is not None else None
    near_duplicates.forget(article)
    return add_revision(
        article, record, number=next_number(article), by=by, origin=origin, reason=reason
    )


def _public_number(article: Article, number: int) -> int | None:
    if not article.is_published:
        return None
    return 1 if number == 1 else Revision.objects.next_public_number(article.pk)


def _trace(article: Article, structure: Structure, findings: Findings) -> Traced[int]:
    """Which passages of the article the new text's passages are, and what became of others."""
    last: dict[int, PassageSpan] = {}
    spans = PassageSpan.objects.filter(revision__article=article)
    for span in spans.order_by("revision__number", "ordinal"):
        last[span.passage_id] = span
    # Each text once: with every row of a long article it would fill the memory.
    prefetch_related_objects(list(last.values()), "revision")
    current = article.current_revision_id
    ordered = sorted(
        last.values(),
        key=lambda span: (span.revision_id != current, -span.revision.number, span.ordinal),
    )
    names = _names_by_passage(current)
    old = [
        Known(
            span.passage_id,
            span.kind,
            span.text,
            gone=span.revision_id != current,
            names=frozenset(names[span.passage_id]),
        )
        for span in ordered
    ]
    new = [(block.kind, structure.words_of(block)) for block in structure.passages]
    return passage_identity.trace(old, new, _names_by_block(structure, findings))


def _names_by_passage(revision: int | None) -> dict[int, set[int]]:
    """Keys of the entities that a stored wording names."""
    named: dict[int, set[int]] = defaultdict(set)
    shown = Mention.objects.shown().filter(revision=revision, passage__isnull=False)
    for passage, entity in shown.values_list("passage", "entity"):
        named[passage].add(entity)
    return named


def _names_by_block(structure: Structure, findings: Findings) -> list[frozenset[int]]:
    """The same of a new text, passage by passage."""
    starts = [block.start for block in structure.passages]
    named: list[set[int]] = [set() for _ in starts]
    for found in findings.mentions:
        if found.sure and not found.in_title and starts and found.start >= starts[0]:
            named[bisect_right(starts, found.start) - 1].add(found.thing)
    return [frozenset(things) for things in named]


def _add_successors(revision: Revision, standing: list[PassageSpan], traced: Traced[int]) -> None:
    PassageSuccessor.objects.bulk_create(
        PassageSuccessor(
            passage_id=one.identity,
            successor_id=standing[one.index].passage_id,
            revision=revision,
            kind=one.kind,
            share=round(100 * one.share),
        )
        for one in traced.successions
    )


def _add_spans(
    article: Article, revision: Revision, structure: Structure, identities: list[int | None]
) -> list[PassageSpan]:
    cuts = _decided_cuts(article) if revision.number > 1 else {}
    made = iter(
        Passage.objects.bulk_create(
            [Passage(article=article) for identity in identities if identity is None]
        )
    )
    standing = []
    for ordinal, (block, identity) in enumerate(
        zip(structure.passages, identities, strict=True), start=1
    ):
        passage = next(made).pk if identity is None else identity
        guess = PassageSpan.Cut.PROPOSED if block.cut else PassageSpan.Cut.WHOLE
        standing.append(
            PassageSpan(
                passage_id=passage,
                revision=revision,
                ordinal=ordinal,
                kind=block.kind,
                start=block.start,
                end=block.end,
                pieces=[list(piece) for piece in block.pieces],
                cut=cuts.get((passage, structure.words_of(block)), guess),
            )
        )
    return PassageSpan.objects.bulk_create(standing)


def _decided_cuts(article: Article) -> dict[tuple[int, str], str]:
    """What editors decided about the end of a passage, by passage and wording."""
    decided = PassageSpan.objects.filter(
        revision__article=article,
        cut__in=[PassageSpan.Cut.CONFIRMED, PassageSpan.Cut.REJECTED],
    ).prefetch_related("revision")
    return {(span.passage_id, span.text): span.cut for span in decided.order_by("revision__number")}


def _add_links(revision: Revision, structure: Structure) -> None:
    links = [(True, link) for link in structure.title_links]
    links += [(False, link) for link in structure.links]
    if links:
        Link.objects.bulk_create(
            Link(
                revision=revision,
                in_title=in_title,
                start=link.start,
                end=link.end,
                address=link.address,
                missing=link.missing,
            )
            for in_title, link in links
        )


def _carry_marks_over(revision: Revision) -> None:
    """What people marked or confirmed stays so where its passage still has the words."""
    holders = write.Holders(list(revision.spans.all()))
    for model, thing in ((Mention, "entity_id"), (Citation, "source_id")):
        present = set(
            model.objects.filter(revision=revision).values_list("in_title", "start", "end", thing)
        )
        for found in write.marked_by_people(model, revision):
            place = (found.in_title, found.start, found.end, found.thing)
            if place in present:
                continue
            present.add(place)
            model.objects.create(
                revision=revision,
                passage_id=None if found.in_title else holders.passage_at(found.start),
                in_title=found.in_title,
                start=found.start,
                end=found.end,
                method=BY_PERSON,
                sure=True,
                status=model.Status.CONFIRMED,
                **{thing: found.thing},
            )

"""A passage or a revision taken from readers, and given back; an old wording made the text again.

Nothing is lost: a passage leaves the text by a new revision without it, and every wording that has
it is shown without it. What is withheld is written down with date, reason and a keyed hash.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive.annotation.names import Recogniser
from archive.editing import history
from archive.ingest import near_duplicates
from archive.ingest.parsed import record_of_structure, structure_of
from archive.ingest.refusals import RecordError
from archive.ingest.revising import add_revision, next_number
from archive.ingest.store import announce_changes, read_anew
from archive.ingest.structure import Structure
from archive.models import Article, Decision, Passage, PassageSpan, Revision, Withholding
from archive.models.withholdings import keyed_hash

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = Decision.Kind


@transaction.atomic
def withhold_passage(passage: Passage, reason: str, by: User | None = None) -> Withholding:
    """Show a passage to no reader, in no wording of its article.

    Raises RecordError without a reason, and where the article would have no text without it.
    """
    reason = _reason(reason)
    article = passage.article
    read_anew(article)
    if Withholding.objects.standing().filter(passage=passage).exists():
        raise RecordError("المقطع محجوب أصلاً.", "The passage is withheld already.")
    spans = passage.spans.select_related("revision").order_by("-revision__number")
    last = spans.first()
    assert last is not None
    before = last.revision.spans.filter(ordinal__lt=last.ordinal).order_by("-ordinal").first()
    made = Withholding.objects.create(
        article=article,
        passage=passage,
        after=before.passage if before else None,
        place=last.ordinal,
        keyed_hash=keyed_hash(last.text),
        reason=reason,
        made_by=by,
        made_by_name=by.get_username() if by else "",
    )
    if last.revision_id == article.current_revision_id:
        _take_out(article, last, reason, by)
    announce_changes([article])
    about = {**history.reason(reason), "withheld": passage.public_id}
    Decision.objects.record(article, Kind.WITHHELD, by, about)
    return made


@transaction.atomic
def withhold_revision(revision: Revision, reason: str, by: User | None = None) -> Withholding:
    """Show a former wording to no reader. Raises RecordError for the text of today."""
    reason = _reason(reason)
    article = revision.article
    read_anew(article)
    if revision.pk == article.current_revision_id:
        raise RecordError(
            "هذه صيغة اليوم: صحّح النص أولاً، أو احجب مقطعاً منه، أو اسحب المقال.",
            "This is the text of today: correct it first, withhold a passage of it, or withdraw "
            "the article.",
        )
    if Withholding.objects.standing().filter(revision=revision).exists():
        raise RecordError("الصيغة محجوبة أصلاً.", "The revision is withheld already.")
    made = Withholding.objects.create(
        article=article,
        revision=revision,
        keyed_hash=keyed_hash(f"{revision.title}\n\n{revision.text}"),
        reason=reason,
        made_by=by,
        made_by_name=by.get_username() if by else "",
    )
    announce_changes([article])
    about = {**history.reason(reason), "withheld": f"r/{revision.public_number}"}
    Decision.objects.record(article, Kind.WITHHELD, by, about)
    return made


@transaction.atomic
def lift(withheld: Withholding, reason: str, by: User | None = None) -> None:
    """Show again what was withheld, where it stood; the text of today stays as it is."""
    reason = _reason(reason)
    withheld.lifted_at = timezone.now()
    withheld.lifted_by_name = by.get_username() if by else ""
    withheld.save(update_fields=["lifted_at", "lifted_by_name"])
    announce_changes([withheld.article])
    thing = withheld.passage.public_id if withheld.passage else f"r/{withheld.revision}"
    about = {**history.reason(reason), "withheld": thing}
    Decision.objects.record(withheld.article, Kind.LIFTED, by, about)


@transaction.atomic
def restore_wording(revision: Revision, reason: str, by: User | None = None) -> Article:
    """Make a former wording the text of today, as a new revision.

    Raises RecordError without a reason, for the text of today, and for what is withheld.
    """
    reason = _reason(reason)
    article = revision.article
    read_anew(article)
    withheld = Withholding.objects.standing()
    if revision.pk == article.current_revision_id:
        raise RecordError("هذه صيغة اليوم أصلاً.", "This is the text of today already.")
    if (
        withheld.filter(revision=revision).exists()
        or withheld.filter(passage__in=revision.spans.values("passage")).exists()
    ):
        raise RecordError(
            "في هذه الصيغة ما هو محجوب. ارفع الحجب أولاً.",
            "Something of this wording is withheld. Lift that first.",
        )
    revision.article = article
    _add(article, structure_of(revision), reason, by, origin_of=revision)
    announce_changes([article])
    Decision.objects.record(article, Kind.CORRECTED, by, history.reason(reason))
    return article


def _reason(words: str) -> str:
    if not words.strip():
        raise RecordError("اكتب السبب: يراه القراء.", "Write the reason: readers see it.")
    return words.strip()


def _take_out(article: Article, span: PassageSpan, reason: str, by: User | None) -> None:
    current = article.current_revision
    assert current is not None
    current.article = article
    structure = structure_of(current)
    if len(structure.passages) == 1:
        raise RecordError(
            "لا نص في المقال بلا هذا المقطع: اسحب المقال.",
            "The article has no text without this passage: withdraw the article.",
        )
    _add(article, without(structure, span.ordinal - 1), reason, by, origin_of=current)


def _add(
    article: Article, structure: Structure, reason: str, by: User | None, *, origin_of: Revision
) -> None:
    published = article.publication_date
    record = record_of_structure(structure, Recogniser(published=published), published=published)
    near_duplicates.forget(article)
    revision = add_revision(
        article, record, number=next_number(article), by=by, origin=None, reason=reason
    )
    assert revision.article_id == origin_of.article_id


def without(structure: Structure, index: int) -> Structure:
    """The text without one of its passages, nothing else touched; links inside it go with it."""
    gone = _stretches(structure, index)
    ends = [end for _, end in gone]
    taken = [0, *accumulate(end - start for start, end in gone)]

    def moved(offset: int) -> int:
        return offset - taken[bisect_right(ends, offset)]

    kept = "".join(
        structure.text[end:start]
        for (_, end), (start, _) in zip(
            [(0, 0), *gone], [*gone, (len(structure.text), 0)], strict=True
        )
    )
    passages = tuple(
        replace(block, pieces=tuple((moved(start), moved(end)) for start, end in block.pieces))
        for at, block in enumerate(structure.passages)
        if at != index
    )
    links = tuple(
        replace(link, start=moved(link.start), end=moved(link.end))
        for link in structure.links
        if not any(start <= link.start < end for start, end in gone)
    )
    return replace(structure, text=kept, passages=passages, links=links)


def _stretches(structure: Structure, index: int) -> list[tuple[int, int]]:
    """What leaves the text with a passage: its pieces, each with the lines' ends behind it, or
    before it where it is the last of the text."""
    text = structure.text
    gone = []
    for start, end in structure.passages[index].pieces:
        behind = len(text) - len(text[end:].lstrip("\n"))
        if behind == len(text):
            start = len(text[:start].rstrip("\n"))
        gone.append((start, behind))
    return gone

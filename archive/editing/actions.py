"""What people do to articles: correct, amend, publish, withdraw, restore, decide about findings.

Every function runs in a transaction, announces what it changed inside it, and writes a `Decision`
of who did it. `archive.ingest.store` alone changes articles besides, from records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from archive.annotation.names import Recogniser
from archive.annotation.write import BY_PERSON, Holders, annotate
from archive.dates import PublicationDate
from archive.editing import history
from archive.ingest import near_duplicates
from archive.ingest.parsed import parse_text
from archive.ingest.refusals import RecordError
from archive.ingest.revising import add_revision, next_number, repeat_revision
from archive.ingest.store import announce_changes, read_anew, set_date
from archive.models import (
    Article,
    Citation,
    Decision,
    Entity,
    Mention,
    PassageSpan,
    Revision,
    Source,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = Decision.Kind


@transaction.atomic
def correct(
    article: Article,
    *,
    title: str,
    body: str,
    reason: str,
    by: User | None = None,
    recogniser: Recogniser | None = None,
) -> Article:
    """Store corrected words as a new revision, with the reason that readers are given.

    Raises RecordError when nothing was corrected, no reason given, or the article has another
    text by now than the one that `article` was loaded with.
    """
    if not reason.strip():
        raise RecordError(
            "اكتب سبب التصحيح: يراه القراء مع النسخة الجديدة.",
            "Write the reason of the correction: readers see it with the new revision.",
        )
    corrected = parse_text(
        body, recogniser or Recogniser(), title=title, published=article.publication_date
    )
    _read_text_anew(article)
    current = article.current_revision
    same = current is not None and (
        (current.title, current.text) == (corrected.structure.title, corrected.structure.text)
    )
    if same:
        raise RecordError(
            "النص كما هو: لم يُصحَّح شيء. عدّل النص أو العنوان ثم احفظ.",
            "The text is the same: nothing was corrected. Change the text or title, then save.",
        )
    near_duplicates.forget(article)
    add_revision(
        article,
        corrected,
        number=next_number(article),
        by=by,
        origin=None,
        reason=reason.strip(),
    )
    announce_changes([article])
    Decision.objects.record(article, Kind.CORRECTED, by, history.reason(reason.strip()))
    return article


def _read_text_anew(article: Article) -> None:
    """Raises RecordError when the article has another text than when it was loaded."""
    seen = article.current_revision_id
    read_anew(article)
    if article.current_revision_id != seen:
        raise RecordError(
            "تغيّر نص المقال قبل أن تحفظ تصحيحك. افتحه من جديد ثم أعد التصحيح.",
            "The article's text was changed before you saved. Open it again and repeat your "
            "correction.",
        )


_UNSET = object()


@transaction.atomic
def amend(
    article: Article,
    *,
    outlet: Source | object | None = _UNSET,
    published: PublicationDate | object | None = _UNSET,
    basis: str = Article.Basis.STATED,
    byline: str | None = None,
    url: str | None = None,
    language: str | None = None,
    reason: str = "",
    by: User | None = None,
) -> Article:
    """Change what is known about an article; what isn't given stays.

    `outlet=None` is an unknown outlet, `published=None` an unknown date. A published article's
    details are part of what readers cite: they get a new revision of the same text, with the
    reason, and earlier ones keep theirs. Raises RecordError where that has no reason, or when the
    outlet already has an article with this record's id.
    """
    read_anew(article)
    before = _details(article)
    Revision.objects.keep_details(article)
    if outlet is not _UNSET:
        _check_record_is_free(article, outlet)
        article.outlet = outlet
    if published is not _UNSET:
        set_date(article, published, basis)
    for name, value in (("byline", byline), ("url", url), ("language", language)):
        if value is not None:
            setattr(article, name, value.strip())
    about = history.changes(before, _details(article))
    if not about["changes"]:
        return article
    _check_reason(article, reason)
    article.save()
    if article.is_published:
        repeat_revision(article, by=by, reason=reason.strip())
    elif article.published_on != before["published_on"] and article.current_revision is not None:
        article.current_revision.article = article
        annotate(article.current_revision)  # dates in the text are told from it
    announce_changes([article])
    why = history.reason(reason.strip()) if reason.strip() else {}
    Decision.objects.record(article, Kind.AMENDED, by, {**about, **why})
    return article


def _check_reason(article: Article, reason: str) -> None:
    if article.is_published and not reason.strip():
        raise RecordError(
            "اكتب سبب التعديل: يراه القراء مع الصيغة الجديدة.",
            "Write the reason of the change: readers see it with the new revision.",
        )


def _details(article: Article) -> dict[str, str]:
    """What `amend` can change, as the history of an article tells it."""
    return {
        "outlet": article.outlet.slug if article.outlet else "",
        "published_on": article.published_on,
        "basis": article.basis,
        "byline": article.byline,
        "url": article.url,
        "language": article.language,
    }


def _check_record_is_free(article: Article, outlet: Source | None) -> None:
    if article.record_id is None:
        return
    others = Article.objects.filter(outlet=outlet, record_id=article.record_id)
    if others.exclude(pk=article.pk).exists():
        raise RecordError(
            f"للمصدر مقال آخر برقم السجل {article.record_id}. راجع المقالين أولاً.",
            f"This outlet already has an article with the id {article.record_id}. "
            "Look at the two first.",
        )


@transaction.atomic
def publish(article: Article, by: User | None = None) -> Article:
    """Make a draft public. Raises RecordError for one that was withdrawn."""
    read_anew(article)
    if article.is_published:
        return article
    if article.is_withdrawn:
        raise RecordError(
            "المقال مسحوب. أعده أولاً إن زال سبب السحب.",
            "The article is withdrawn. Restore it first if the reason is gone.",
        )
    _make_public(article)
    Decision.objects.record(article, Kind.PUBLISHED, by, {"by_ingest": False})
    return article


@transaction.atomic
def withdraw(article: Article, reason: str, by: User | None = None) -> Article:
    """Take an article from every public page; its addresses answer with the reason.

    Raises RecordError without a reason.
    """
    if not reason.strip():
        raise RecordError(
            "اكتب سبب السحب: يراه من يفتح رابط المقال.",
            "Write the reason of the withdrawal: whoever opens the article's address sees it.",
        )
    read_anew(article)
    _set_status(article, Article.Status.WITHDRAWN, reason.strip())
    Decision.objects.record(article, Kind.WITHDRAWN, by, history.reason(reason.strip()))
    return article


@transaction.atomic
def restore(article: Article, by: User | None = None) -> Article:
    """Publish a withdrawn article again. Raises RecordError for one that isn't withdrawn."""
    read_anew(article)
    if not article.is_withdrawn:
        raise RecordError(
            "المقال ليس مسحوباً، فلا شيء يُعاد.", "The article is not withdrawn: nothing to restore."
        )
    _make_public(article)
    Decision.objects.record(article, Kind.RESTORED, by)
    return article


def _make_public(article: Article) -> None:
    _set_status(article, Article.Status.PUBLISHED)
    if article.current_revision is not None:
        Revision.objects.make_public(article.current_revision)


def _set_status(article: Article, status: str, reason: str = "") -> None:
    article.status, article.withdrawn_reason = status, reason
    article.save(update_fields=["status", "withdrawn_reason", "changed_at"])
    announce_changes([article])


@transaction.atomic
def decide_mention(finding: Mention | Citation, status: str, by: User | None = None) -> None:
    """Confirm or reject a name or a relayed outlet, wherever its passage has it so spelt."""
    alike = [row for row in _in_same_passage(finding) if row.surface == finding.surface]
    decide_findings(alike, status, by)
    finding.status = status


@transaction.atomic
def decide_findings(
    findings: Sequence[Mention | Citation], status: str, by: User | None = None
) -> None:
    """Confirm or reject names of one entity, or mentions of one source, in one revision.

    It is one decision for each passage and spelling.
    """
    first = findings[0]
    article = first.revision.article
    type(first).objects.filter(pk__in=[finding.pk for finding in findings]).update(status=status)
    announce_changes([article])
    decided = {(finding.passage_id, finding.surface): finding for finding in reversed(findings)}
    about = [history.decided_anew(one, words) for (_, words), one in reversed(decided.items())]
    Decision.objects.record(article, _kind_of(status), by, *about)


def _in_same_passage(finding: Mention | Citation) -> Iterable[Mention | Citation]:
    """Findings of the same entity or source in the same passage, this one included."""
    thing = (
        {"entity": finding.entity} if isinstance(finding, Mention) else {"source": finding.source}
    )
    return (
        type(finding)
        .objects.filter(
            revision=finding.revision, passage=finding.passage, in_title=finding.in_title, **thing
        )
        .select_related("passage")
        .prefetch_related("revision")
    )


@transaction.atomic
def decide_cut(span: PassageSpan, status: str, by: User | None = None) -> None:
    """Record an editor's word on whether the source cut a passage off."""
    span.cut = status
    span.save(update_fields=["cut"])
    announce_changes([span.revision.article])
    Decision.objects.record(span.revision.article, _kind_of(status), by, history.cut(span))


@transaction.atomic
def add_mention(
    revision: Revision,
    entity: Entity,
    *,
    start: int,
    end: int,
    in_title: bool = False,
    by: User | None = None,
) -> Mention:
    """Mark a name that the rules missed. Raises RecordError for a span outside one passage."""
    mention = _mark(Mention, revision, {"entity": entity}, start, end, in_title=in_title)
    _record_marked(mention, history.finding(mention, mention.surface), by)
    return mention


@transaction.atomic
def add_citation(
    revision: Revision,
    source: Source,
    *,
    start: int,
    end: int,
    in_title: bool = False,
    by: User | None = None,
) -> Citation:
    """Mark a relayed outlet that the rules missed, as `add_mention` does a name."""
    citation = _mark(Citation, revision, {"source": source}, start, end, in_title=in_title)
    _record_marked(citation, history.finding(citation, citation.surface), by)
    return citation


@transaction.atomic
def relink(
    finding: Mention | Citation, thing: Entity | Source, by: User | None = None
) -> Mention | Citation:
    """Say whom a name means instead, wherever its passage has it so spelt.

    Raises RecordError where it means them already.
    """
    meant = "entity" if isinstance(finding, Mention) else "source"
    if getattr(finding, meant) == thing:
        raise RecordError(
            f"الاسم مربوط بـ«{thing}» أصلاً. أكّده إن كان صحيحاً.",
            f"The name is linked to “{thing}” already. Confirm it if that is right.",
        )
    alike = [row for row in _in_same_passage(finding) if row.surface == finding.surface]
    model = type(finding)
    model.objects.filter(pk__in=[row.pk for row in alike]).update(status=model.Status.REJECTED)
    marked = [
        _mark(model, finding.revision, {meant: thing}, row.start, row.end, in_title=row.in_title)
        for row in alike
    ]
    _record_marked(marked[0], history.relinked(marked[0], finding), by)
    return marked[0]


def _mark(
    model: type[Mention] | type[Citation],
    revision: Revision,
    thing: dict[str, Entity | Source],
    start: int,
    end: int,
    *,
    in_title: bool,
) -> Mention | Citation:
    """A finding that a person made. Raises RecordError for a span outside one passage."""
    printed = revision.title if in_title else revision.text
    holder = None if in_title else Holders(list(revision.spans.all())).passage_of(start, end)
    inside = 0 <= start < end <= len(printed) and (in_title or holder is not None)
    if not inside:
        raise RecordError(
            "ليس هذا الموضع داخل مقطع واحد من النص. حدّد الاسم من جديد.",
            "This span is not inside one passage of the text. Mark the name again.",
        )
    row, _ = model.objects.update_or_create(
        revision=revision,
        in_title=in_title,
        start=start,
        end=end,
        **thing,
        defaults={
            "passage_id": holder,
            "method": BY_PERSON,
            "sure": True,
            "status": model.Status.CONFIRMED,
        },
    )
    return row


def _record_marked(row: Mention | Citation, about: history.About, by: User | None) -> None:
    announce_changes([row.revision.article])
    Decision.objects.record(row.revision.article, Kind.ADDED, by, about)


def _kind_of(status: str) -> str:
    decided = {Mention.Status.CONFIRMED: Kind.CONFIRMED, Mention.Status.REJECTED: Kind.REJECTED}
    return decided.get(status, Kind.REOPENED)

"""The only writer of articles.

Every function here runs in a transaction and announces what it changed inside it, so that the
archive and whoever follows it commit together or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive.annotation import write
from archive.annotation.names import Recogniser
from archive.annotation.write import BY_PERSON
from archive.arabic.tokens import keys
from archive.dates import PublicationDate
from archive.ingest import near_duplicates
from archive.ingest.errors import RecordError
from archive.ingest.familiar import Familiar
from archive.ingest.matching import identical_article, known_article
from archive.ingest.parsed import Draft, Origin, draft_of
from archive.ingest.revising import add_revision, holder_of, next_number
from archive.models import (
    Article,
    Citation,
    Decision,
    Entity,
    IngestRecord,
    Mention,
    PassageSpan,
    Precision,
    Revision,
    Source,
)
from archive.signals import articles_changed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Result = IngestRecord.Result
Kind = Decision.Kind


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a record; `reason` is empty or for the report."""

    result: str
    article: Article
    reason: str = ""

    @property
    def changed(self) -> bool:
        return self.result in (Result.STORED, Result.REVISED)


@transaction.atomic
def store(
    draft: Draft,
    *,
    outlet: Source | None = None,
    published: PublicationDate | None = None,
    basis: str = Article.Basis.STATED,
    publish: bool = False,
    by: User | None = None,
    origin: Origin | None = None,
    outlet_chosen: bool = False,
    seen: Collection[int] = (),
    familiar: Familiar | None = None,
    announce: bool = True,
) -> Stored:
    """Store a record: a new article, a new revision of a known one, or nothing.

    `published` None is an article without a date. `outlet_chosen` says that a person named the
    outlet for this run, so that the same bytes may be another outlet's article. `seen` are keys
    of articles already met in this run: a second record with their body is a duplicate.
    `familiar` spares questions to the database. A caller that stores many at once passes
    `announce=False` and calls `announce_changes` itself, in the same transaction.
    """
    stored = None
    if familiar is None or familiar.may_know(draft, origin):
        stored = _store_known(
            draft, outlet, origin, outlet_chosen, publish=publish, by=by, seen=seen
        )
    if stored is None:
        article = _new_article(draft, outlet, published, basis, publish)
        alone = familiar is not None and not familiar.may_resemble(draft)
        add_revision(article, draft, number=1, by=by, origin=origin, alone=alone)
        if publish:
            _record(article, Kind.PUBLISHED, by)
        stored = Stored(Result.STORED, article, _says_resembles(article, draft))
    if familiar is not None:
        familiar.add(draft)
    if announce and stored.changed:
        announce_changes([stored.article])
    return stored


def announce_changes(articles: Collection[Article]) -> None:
    """Tell whoever follows the archive, inside the transaction of the change."""
    if articles:
        changed = [article.pk for article in articles]
        Article.objects.filter(pk__in=changed).update(changed_at=timezone.now())
        articles_changed.send(Article, article_ids=changed)


def _store_known(
    draft: Draft,
    outlet: Source | None,
    origin: Origin | None,
    outlet_chosen: bool,
    *,
    publish: bool,
    by: User | None,
    seen: Collection[int],
) -> Stored | None:
    """What becomes of a record that the archive has, or whose body it has; None for a new one."""
    known = known_article(draft, outlet, origin, outlet_chosen, seen)
    if known is not None:
        return _store_again(draft, known, publish=publish, by=by, origin=origin)
    twin = identical_article(draft, outlet)
    if twin is None:
        return None
    nameless = not draft.record_id and twin.record_id is None and twin.pk not in seen
    if nameless:
        return Stored(Result.UNCHANGED, twin)
    return Stored(Result.DUPLICATE, twin, _says_duplicate(twin))


def _store_again(
    draft: Draft, article: Article, *, publish: bool, by: User | None, origin: Origin | None
) -> Stored:
    if article.revisions.filter(text_sha256=draft.text_sha256).exists():
        return Stored(Result.UNCHANGED, article, _says_unchanged(article, draft, publish))
    _read_anew(article)
    if article.record_id is None and not draft.id_from_name:
        taken = _is_taken(draft.record_id, article.outlet)
        article.record_id = None if taken else draft.record_id or None
    number = next_number(article)
    if publish and article.status == Article.Status.DRAFT:
        article.status = Article.Status.PUBLISHED
        _record(article, Kind.PUBLISHED, by)
    near_duplicates.forget(article)
    add_revision(article, draft, number=number, by=by, origin=origin)
    return Stored(Result.REVISED, article, _says_revised(article, draft))


def _read_anew(article: Article) -> None:
    """Read an article again inside the transaction, and keep others from changing it meanwhile.

    Whoever loaded it earlier would write their old state over what was changed since.
    """
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def _new_article(
    draft: Draft,
    outlet: Source | None,
    published: PublicationDate | None,
    basis: str,
    publish: bool,
) -> Article:
    article = Article(
        outlet=outlet,
        record_id=_free_record_id(draft, outlet),
        url=draft.url,
        byline=draft.byline,
        language=draft.language,
    )
    _date(article, published, basis)
    article.save(force_insert=True)
    if publish:
        article.status = Article.Status.PUBLISHED
    return article


def _free_record_id(draft: Draft, outlet: Source | None) -> str | None:
    """A file's name is no id where another article of the outlet has it."""
    if draft.id_from_name and _is_taken(draft.record_id, outlet):
        return None
    return draft.record_id or None


def _is_taken(record_id: str, outlet: Source | None) -> bool:
    return Article.objects.filter(outlet=outlet, record_id=record_id).exists()


def _date(article: Article, published: PublicationDate | None, basis: str) -> None:
    if published is None:
        article.published_from = article.published_to = None
        article.precision, article.basis = Precision.UNKNOWN, ""
        return
    article.published_from, article.published_to = published.first, published.last
    article.precision, article.basis = published.precision, basis


# What editors do.


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
    corrected = draft_of(body, recogniser or Recogniser(), title=title)
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
    _record(article, Kind.CORRECTED, by, reason.strip())
    return article


def _read_text_anew(article: Article) -> None:
    """Raises RecordError when the article has another text than when it was loaded."""
    seen = article.current_revision_id
    _read_anew(article)
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
    by: User | None = None,
) -> Article:
    """Change what is known about an article; what isn't given stays.

    `outlet=None` is an unknown outlet, `published=None` an unknown date. Raises RecordError when
    the outlet already has an article with this record's id.
    """
    _read_anew(article)
    before = _details(article)
    if outlet is not _UNSET:
        _check_record_is_free(article, outlet)
        article.outlet = outlet
    if published is not _UNSET:
        _date(article, published, basis)
    for name, value in (("byline", byline), ("url", url), ("language", language)):
        if value is not None:
            setattr(article, name, value.strip())
    article.save()
    announce_changes([article])
    after = _details(article)
    changes = [
        f"{name}: {before[name]} → {after[name]}" for name in after if after[name] != before[name]
    ]
    _record(article, Kind.AMENDED, by, "\n".join(changes))
    return article


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
    _read_anew(article)
    if article.is_published:
        return article
    if article.is_withdrawn:
        raise RecordError(
            "المقال مسحوب. أعده أولاً إن زال سبب السحب.",
            "The article is withdrawn. Restore it first if the reason is gone.",
        )
    _set_status(article, Article.Status.PUBLISHED)
    _record(article, Kind.PUBLISHED, by)
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
    _read_anew(article)
    _set_status(article, Article.Status.WITHDRAWN, reason.strip())
    _record(article, Kind.WITHDRAWN, by, reason.strip())
    return article


@transaction.atomic
def restore(article: Article, by: User | None = None) -> Article:
    """Publish a withdrawn article again. Raises RecordError for one that isn't withdrawn."""
    _read_anew(article)
    if not article.is_withdrawn:
        raise RecordError(
            "المقال ليس مسحوباً، فلا شيء يُعاد.", "The article is not withdrawn: nothing to restore."
        )
    _set_status(article, Article.Status.PUBLISHED)
    _record(article, Kind.RESTORED, by)
    return article


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
    slug = (first.entity if isinstance(first, Mention) else first.source).slug
    places = dict.fromkeys((finding.passage_id, finding.surface) for finding in findings)
    Decision.objects.bulk_create(
        _decision(article, _kind_of(status), by, f"{spelling} = {slug}") for _, spelling in places
    )


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
        .select_related("revision")
    )


@transaction.atomic
def decide_cut(span: PassageSpan, status: str, by: User | None = None) -> None:
    """Record an editor's word on whether the source cut a passage off."""
    span.cut = status
    span.save(update_fields=["cut"])
    announce_changes([span.revision.article])
    _record(span.revision.article, _kind_of(status), by, f"cut: {span.passage.public_id}")


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
    printed = revision.title if in_title else revision.text
    holder = None if in_title else holder_of(list(revision.spans.all()), start)
    inside = 0 <= start < end <= len(printed) and (in_title or holder is not None)
    if not inside or (not in_title and holder_of(list(revision.spans.all()), end - 1) != holder):
        raise RecordError(
            "ليس هذا الموضع داخل مقطع واحد من النص. حدّد الاسم من جديد.",
            "This span is not inside one passage of the text. Mark the name again.",
        )
    mention, _ = Mention.objects.update_or_create(
        revision=revision,
        in_title=in_title,
        start=start,
        end=end,
        entity=entity,
        defaults={
            "passage_id": holder,
            "method": BY_PERSON,
            "sure": True,
            "status": Mention.Status.CONFIRMED,
        },
    )
    announce_changes([revision.article])
    _record(revision.article, Kind.ADDED, by, f"{mention.surface} = {entity.slug}")
    return mention


@transaction.atomic
def annotate_again(article: Article, recogniser: Recogniser | None = None) -> None:
    """Recognise names anew in the current text, after the authorities changed."""
    if article.current_revision is not None:
        write.annotate(article.current_revision, recogniser)
        announce_changes([article])


def _record(article: Article, kind: str, by: User | None, about: str = "") -> None:
    """Write into the article's history who did what."""
    _decision(article, kind, by, about).save()


def _decision(article: Article, kind: str, by: User | None, about: str) -> Decision:
    return Decision(
        article=article,
        kind=kind,
        about=about,
        made_by=by,
        made_by_name=by.get_username() if by else "",
    )


def _kind_of(status: str) -> str:
    decided = {Mention.Status.CONFIRMED: Kind.CONFIRMED, Mention.Status.REJECTED: Kind.REJECTED}
    return decided.get(status, Kind.REOPENED)


# Reasons for the report.


def _says_duplicate(twin: Article) -> str:
    return (
        f"نصه نص المقال {twin.public_id} من المصدر نفسه. "
        f"Its body is that of {twin.public_id} from the same outlet."
    )


def _says_unchanged(article: Article, draft: Draft, publish: bool) -> str:
    """What the one who ran it may have expected to change, and didn't."""
    reasons = []
    if publish and not article.is_published:
        reasons.append(
            "المقال غير منشور: يُنشر من الإدارة. The article is not public: publish it in the admin."
        )
    if not article.revisions.filter(title=draft.structure.title).exists():
        reasons.append(
            "العنوان وحده اختلف، والنص كما هو. Only the title differs; the body is the same."
        )
    return " ".join(reasons)


def _says_resembles(article: Article, draft: Draft) -> str:
    if article.resembles is None:
        return ""
    other = article.resembles
    text = other.current_revision.text
    share = near_duplicates.resemblance(draft.pairs, near_duplicates.word_pairs(keys(text)))
    return (
        f"يكاد يطابق المقال {other.public_id} ({share:.0%}). "
        f"Nearly the same as {other.public_id} ({share:.0%})."
    )


def _says_revised(article: Article, draft: Draft) -> str:
    if article.is_withdrawn:
        return (
            "المقال مسحوب: حُفظت النسخة ولم تُنشر. "
            "The article is withdrawn: the revision was stored, not published."
        )
    return _says_resembles(article, draft)

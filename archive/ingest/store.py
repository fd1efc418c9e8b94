"""The only writer of articles.

Every function here runs in a transaction and announces what it changed inside it, so that the
archive and whoever follows it commit together or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive import annotate
from archive.annotate import BY_PERSON, Findings, Recogniser
from archive.arabic.tokens import keys
from archive.dates import PublicationDate
from archive.ingest import lookalikes, passages
from archive.ingest.clean import Structure, understand
from archive.ingest.errors import RecordError
from archive.ingest.familiar import Familiar
from archive.ingest.passages import Known
from archive.ingest.readers import Record
from archive.models import (
    Article,
    Citation,
    Decision,
    Entity,
    IngestRecord,
    Link,
    Mention,
    Original,
    Passage,
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

# A file is known by its name, or a record by its id under another outlet, only if the two texts
# share this much: `1.txt` of one folder is not `1.txt` of another.
SAME_RECORD = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record understood and ready to store: nothing is written yet.

    `id_from_name` says that `record_id` is only the name of a file.
    """

    structure: Structure
    findings: Findings
    pairs: lookalikes.Pairs
    bands: tuple[int, ...]
    record_id: str = ""
    id_from_name: bool = False
    url: str = ""
    byline: str = ""
    language: str = "ar"

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.structure.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text came from: the kept bytes and which record of theirs."""

    original: Original
    number: int = 1


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a record; `reason` is empty or for the report."""

    result: str
    article: Article
    reason: str = ""

    @property
    def changed(self) -> bool:
        return self.result in (Result.STORED, Result.REVISED)


def draft(record: Record, recogniser: Recogniser) -> Draft:
    """Understand a record. Raises RecordError when there is no title or no text."""
    return draft_of(
        record.body,
        recogniser,
        title=record.title,
        record_id=record.id,
        id_from_name=record.id_from_name,
        url=record.url,
        byline=record.byline,
        language=record.language or "ar",
    )


def draft_of(
    body: str, recogniser: Recogniser, *, title: str | None = None, **known: str | bool
) -> Draft:
    """The same for a text that was pasted; without `title` its first line is the title."""
    structure = understand(body, title=title)
    anchors = [(link.start, link.end) for link in structure.links]
    pairs = lookalikes.word_pairs(keys(structure.text))
    return Draft(
        structure=structure,
        findings=recogniser.recognise(structure.title, structure.text, anchors),
        pairs=pairs,
        bands=tuple(lookalikes.bands(pairs)),
        **known,
    )


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
        _add_revision(article, draft, number=1, by=by, origin=origin, alone=alone)
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
    known = _recognise(draft, outlet, origin, outlet_chosen, seen)
    if known is not None:
        return _store_again(draft, known, publish=publish, by=by, origin=origin)
    twin = _identical(draft, outlet)
    if twin is None:
        return None
    nameless = not draft.record_id and twin.record_id is None and twin.pk not in seen
    if nameless:
        return Stored(Result.UNCHANGED, twin)
    return Stored(Result.DUPLICATE, twin, _says_duplicate(twin))


def _recognise(
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
        share = lookalikes.resemblance(draft.pairs, lookalikes.word_pairs(keys(text)))
        if text == draft.structure.text or share >= SAME_RECORD:
            return article
    return None


def _identical(draft: Draft, outlet: Source | None) -> Article | None:
    """An article of the same outlet that has, or had, exactly this body."""
    # Agencies resend a story with only its dateline or title changed: compare bodies alone.
    same = Article.objects.filter(revisions__text_sha256=draft.text_sha256, outlet=outlet)
    return same.order_by("pk").first()


def _store_again(
    draft: Draft, article: Article, *, publish: bool, by: User | None, origin: Origin | None
) -> Stored:
    if article.revisions.filter(text_sha256=draft.text_sha256).exists():
        return Stored(Result.UNCHANGED, article, _says_unchanged(article, draft, publish))
    _read_anew(article)
    if draft.record_id and article.record_id is None and not draft.id_from_name:
        article.record_id = draft.record_id
    number = _next_number(article)
    if publish and article.status == Article.Status.DRAFT:
        article.status = Article.Status.PUBLISHED
        _record(article, Kind.PUBLISHED, by)
    lookalikes.forget(article)
    _add_revision(article, draft, number=number, by=by, origin=origin)
    return Stored(Result.REVISED, article, _says_revised(article, draft))


def _next_number(article: Article) -> int:
    return article.revisions.order_by("-number").values_list("number", flat=True)[0] + 1


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
    wanted = draft.record_id or None
    if not draft.id_from_name:
        return wanted
    taken = Article.objects.filter(outlet=outlet, record_id=wanted).exists()
    return None if taken else wanted


def _date(article: Article, published: PublicationDate | None, basis: str) -> None:
    if published is None:
        article.published_from = article.published_to = None
        article.precision, article.basis = Precision.UNKNOWN, ""
        return
    article.published_from, article.published_to = published.first, published.last
    article.precision, article.basis = published.precision, basis


def _add_revision(
    article: Article,
    draft: Draft,
    *,
    number: int,
    by: User | None,
    origin: Origin | None,
    reason: str = "",
    alone: bool = False,
) -> Revision:
    """Write a revision with all that stands in it, and make it the current one.

    `alone` says that nothing in the archive resembles it.
    """
    structure = draft.structure
    identities = _identities(article, structure) if number > 1 else [None] * len(structure.passages)
    revision = Revision.objects.create(
        article=article,
        number=number,
        title=structure.title,
        text=structure.text,
        captured_by=by,
        reason=reason,
        original=origin.original if origin else None,
        original_record=origin.number if origin else 1,
    )
    standing = _add_spans(article, revision, structure, identities)
    _add_links(revision, structure)
    if number == 1:
        annotate.write_first(revision, standing, draft.findings)
    else:
        annotate.write(revision, standing, draft.findings)
        _carry_marks_over(revision)
    article.current_revision = revision
    resembled = None if alone else lookalikes.nearest(draft.pairs, list(draft.bands), article)
    article.resembles = resembled[0] if resembled else None
    article.save(
        update_fields=["current_revision", "resembles", "status", "record_id", "changed_at"]
    )
    lookalikes.remember(article, list(draft.bands))
    return revision


def _identities(article: Article, structure: Structure) -> list[int | None]:
    """Which passages of the article the new text's passages are."""
    last: dict[int, PassageSpan] = {}
    spans = PassageSpan.objects.filter(revision__article=article).select_related("revision")
    for span in spans.order_by("revision__number", "ordinal"):
        last[span.passage_id] = span
    current = article.current_revision_id
    ordered = sorted(
        last.values(),
        key=lambda span: (span.revision_id != current, -span.revision.number, span.ordinal),
    )
    old = [
        Known(span.passage_id, span.kind, span.text, gone=span.revision_id != current)
        for span in ordered
    ]
    new = [(block.kind, structure.words_of(block)) for block in structure.passages]
    return passages.align(old, new)


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
    ).select_related("revision")
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
    """Names that people marked by hand stay marked where their passage still has them."""
    present = set(
        Mention.objects.filter(revision=revision).values_list(
            "in_title", "start", "end", "entity_id"
        )
    )
    standing = {span.pk: span for span in revision.spans.all()}
    for found in annotate.marked_by_people(revision):
        if (found.in_title, found.start, found.end, found.thing) in present:
            continue
        holder = None if found.in_title else _holder(list(standing.values()), found.start)
        Mention.objects.create(
            revision=revision,
            passage_id=holder,
            in_title=found.in_title,
            start=found.start,
            end=found.end,
            entity_id=found.thing,
            method=BY_PERSON,
            sure=True,
            status=Mention.Status.CONFIRMED,
        )


def _holder(standing: list[PassageSpan], start: int) -> int | None:
    for span in standing:
        if any(first <= start < last for first, last in span.pieces):
            return span.passage_id
    return None


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
    seen = article.current_revision_id
    _read_anew(article)
    if article.current_revision_id != seen:
        raise RecordError(
            "تغيّر نص المقال قبل أن تحفظ تصحيحك. افتحه من جديد ثم أعد التصحيح.",
            "The article's text was changed before you saved. Open it again and repeat your "
            "correction.",
        )
    current = article.current_revision
    same = current is not None and (
        (current.title, current.text) == (corrected.structure.title, corrected.structure.text)
    )
    if same:
        raise RecordError(
            "النص كما هو: لم يُصحَّح شيء. عدّل النص أو العنوان ثم احفظ.",
            "The text is the same: nothing was corrected. Change the text or title, then save.",
        )
    lookalikes.forget(article)
    _add_revision(
        article,
        corrected,
        number=_next_number(article),
        by=by,
        origin=None,
        reason=reason.strip(),
    )
    announce_changes([article])
    _record(article, Kind.CORRECTED, by, reason.strip())
    return article


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
    for row in alike:
        row.status = status
    type(finding).objects.bulk_update(alike, ["status"])
    finding.status = status
    announce_changes([finding.revision.article])
    thing = finding.entity if isinstance(finding, Mention) else finding.source
    _record(finding.revision.article, _kind_of(status), by, f"{finding.surface} = {thing.slug}")


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
    holder = None if in_title else _holder(list(revision.spans.all()), start)
    inside = 0 <= start < end <= len(printed) and (in_title or holder is not None)
    if not inside or (not in_title and _holder(list(revision.spans.all()), end - 1) != holder):
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
        annotate.annotate(article.current_revision, recogniser)
        announce_changes([article])


def _record(article: Article, kind: str, by: User | None, about: str = "") -> None:
    """Write into the article's history who did what."""
    Decision.objects.create(
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
    share = lookalikes.resemblance(draft.pairs, lookalikes.word_pairs(keys(text)))
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

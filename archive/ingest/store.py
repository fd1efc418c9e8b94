"""From a record to an article: a new one, a new revision of a known one, a proposal, or nothing.

Articles change here, from records, and in `archive.editing.actions`, by people. Either way it is
announced inside the transaction of the change, so that the archive and whoever follows it commit
together or not at all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive.annotation.write import Together
from archive.arabic.tokens import keys
from archive.dates import PublicationDate
from archive.ingest import near_duplicates
from archive.ingest.matching import BatchLookup, identical_article, known_article
from archive.ingest.parsed import Origin, ParsedRecord
from archive.ingest.proposing import must_wait, propose, seen_before
from archive.ingest.revising import add_revision, next_number
from archive.models import Article, Decision, IngestRecord, Precision, Proposal, Source
from archive.signals import articles_changed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Result = IngestRecord.Result
BY_INGEST = {"by_ingest": True}


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
    record: ParsedRecord,
    *,
    outlet: Source | None = None,
    published: PublicationDate | None = None,
    basis: str = Article.Basis.STATED,
    publish: bool = False,
    by: User | None = None,
    origin: Origin | None = None,
    outlet_chosen: bool = False,
    seen: Collection[int] = (),
    lookup: BatchLookup | None = None,
    announce: bool = True,
    later: Together | None = None,
) -> Stored:
    """Store a record: a new article, a new revision of a known one, or nothing.

    Where a person decided the text of today a new one is stored as a proposal, and waits.
    `published` None is an article without a date. `outlet_chosen` says that a person named the
    outlet for this run, so that the same bytes may be another outlet's article. `seen` are keys
    of articles already met in this run: a second record with their body is a duplicate.
    `lookup` spares questions to the database. A caller that stores many at once passes
    `announce=False` and calls `announce_changes` itself, in the same transaction; it may give
    a place in which what was found waits, to create it together.
    """
    stored = None
    if lookup is None or lookup.may_match(record, origin):
        stated = published if basis == Article.Basis.STATED else None
        stored = _store_known(
            record,
            outlet,
            origin,
            outlet_chosen,
            publish=publish,
            by=by,
            seen=seen,
            published=stated,
        )
    if stored is None:
        article = _new_article(record, outlet, published, basis, publish)
        alone = lookup is not None and not lookup.may_have_near_duplicate(record)
        add_revision(article, record, number=1, by=by, origin=origin, alone=alone, later=later)
        if publish:
            Decision.objects.record(article, Decision.Kind.PUBLISHED, by, BY_INGEST)
        stored = Stored(Result.STORED, article, _says_near_duplicate(article, record))
    if lookup is not None:
        lookup.add(record)
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
    record: ParsedRecord,
    outlet: Source | None,
    origin: Origin | None,
    outlet_chosen: bool,
    *,
    publish: bool,
    by: User | None,
    seen: Collection[int],
    published: PublicationDate | None,
) -> Stored | None:
    """What becomes of a record that the archive has, or whose body it has; None for a new one."""
    known = known_article(record, outlet, origin, outlet_chosen, seen)
    if known is not None:
        return _store_again(
            record, known, publish=publish, by=by, origin=origin, published=published
        )
    identical = identical_article(record, outlet)
    if identical is None:
        return None
    nameless = not record.record_id and identical.record_id is None and identical.pk not in seen
    if nameless:
        return Stored(Result.UNCHANGED, identical)
    return Stored(Result.DUPLICATE, identical, _says_duplicate(identical))


def _store_again(
    record: ParsedRecord,
    article: Article,
    *,
    publish: bool,
    by: User | None,
    origin: Origin | None,
    published: PublicationDate | None,
) -> Stored:
    """`published` is a date that the record itself states."""
    if article.revisions.filter(text_sha256=record.text_sha256).exists():
        return Stored(Result.UNCHANGED, article, _says_unchanged(article, record, publish))
    read_anew(article)
    if (proposal := seen_before(article, record)) is not None:
        return Stored(Result.UNCHANGED, article, _says_proposed_before(proposal))
    if must_wait(article, publish=publish):
        propose(article, record, by=by, origin=origin, published=published)
        return Stored(Result.PROPOSED, article, _says_proposed(article))
    if article.record_id is None and not record.id_from_name:
        taken = _is_taken(record.record_id, article.outlet)
        article.record_id = None if taken else record.record_id or None
    number = next_number(article)
    first_public = publish and article.status == Article.Status.DRAFT
    if first_public:
        article.status = Article.Status.PUBLISHED
    near_duplicates.forget(article)
    add_revision(article, record, number=number, by=by, origin=origin)
    if first_public:
        # After the revision: the wordings before it were never public.
        Decision.objects.record(article, Decision.Kind.PUBLISHED, by, BY_INGEST)
    return Stored(Result.REVISED, article, _says_revised(article, record))


def read_anew(article: Article) -> None:
    """Read an article again inside the transaction, and keep others from changing it meanwhile.

    Whoever loaded it earlier would write their old state over what was changed since.
    """
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def _new_article(
    record: ParsedRecord,
    outlet: Source | None,
    published: PublicationDate | None,
    basis: str,
    publish: bool,
) -> Article:
    article = Article(
        outlet=outlet,
        record_id=_free_record_id(record, outlet),
        url=record.url,
        byline=record.byline,
        language=record.language,
    )
    set_date(article, published, basis)
    article.save(force_insert=True)
    if publish:
        article.status = Article.Status.PUBLISHED
    return article


def _free_record_id(record: ParsedRecord, outlet: Source | None) -> str | None:
    """A file's name is no id where another article of the outlet has it."""
    if record.id_from_name and _is_taken(record.record_id, outlet):
        return None
    return record.record_id or None


def _is_taken(record_id: str, outlet: Source | None) -> bool:
    return Article.objects.filter(outlet=outlet, record_id=record_id).exists()


def set_date(article: Article, published: PublicationDate | None, basis: str) -> None:
    if published is None:
        article.published_from = article.published_to = None
        article.precision, article.basis = Precision.UNKNOWN, ""
        return
    article.published_from, article.published_to = published.first, published.last
    article.precision, article.basis = published.precision, basis


# Reasons for the report.


def _says_duplicate(identical: Article) -> str:
    return (
        f"نصه نص المقال {identical.public_id} من المصدر نفسه. "
        f"Its body is that of {identical.public_id} from the same outlet."
    )


def _says_unchanged(article: Article, record: ParsedRecord, publish: bool) -> str:
    """What the one who ran it may have expected to change, and didn't."""
    reasons = []
    if publish and not article.is_published:
        reasons.append(
            "المقال غير منشور: يُنشر من الإدارة. The article is not public: publish it in the admin."
        )
    if not article.revisions.filter(title=record.structure.title).exists():
        reasons.append(
            "العنوان وحده اختلف، والنص كما هو. Only the title differs; the body is the same."
        )
    return " ".join(reasons)


def _says_near_duplicate(article: Article, record: ParsedRecord) -> str:
    if article.near_duplicate_of is None:
        return ""
    other = article.near_duplicate_of
    text = other.current_revision.text
    share = near_duplicates.similarity(record.pairs, near_duplicates.word_pairs(keys(text)))
    return (
        f"يكاد يطابق المقال {other.public_id} ({share:.0%}). "
        f"Nearly the same as {other.public_id} ({share:.0%})."
    )


def _says_proposed(article: Article) -> str:
    if article.is_published:
        return (
            "نص جديد لمقال منشور: ينتظر قرار محرر، ولم يتغير ما يراه القراء. "
            "A new text for a published article: it waits for an editor, and readers see no change."
        )
    return (
        "نص جديد لمقال صحّحه محرر: ينتظر قراره، ولم يُمحَ تصحيحه. "
        "A new text for an article that an editor corrected: it waits, and the correction stays."
    )


def _says_proposed_before(proposal: Proposal) -> str:
    if proposal.is_open:
        return "هذا النص ينتظر قرار محرر. This text waits for an editor already."
    return "حسم محرر أمر هذا النص من قبل. An editor has decided about this text before."


def _says_revised(article: Article, record: ParsedRecord) -> str:
    if article.is_withdrawn:
        return (
            "المقال مسحوب: حُفظت النسخة ولم تُنشر. "
            "The article is withdrawn: the revision was stored, not published."
        )
    return _says_near_duplicate(article, record)

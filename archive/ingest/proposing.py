"""A new text of a known article that waits for an editor, where a person decided its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.dates import PublicationDate
from archive.ingest.markup import written_out
from archive.ingest.parsed import Origin, ParsedRecord
from archive.models import Article, Decision, Proposal, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def must_wait(article: Article, *, publish: bool) -> bool:
    """Whether a new text of this article is for an editor to take.

    What readers see changes only where an import published it and this one publishes too; what a
    person wrote into a text gives way to nothing.
    """
    if article.is_published:
        return not publish or Decision.objects.people_decided_text(article)
    return Decision.objects.people_decided_words(article)


def seen_before(article: Article, record: ParsedRecord) -> Proposal | None:
    """The proposal that had this text: it waits, or an editor decided about it."""
    same = article.proposals.filter(text_sha256=record.text_sha256)
    return same.exclude(state=Proposal.State.REPLACED).first()


def propose(
    article: Article,
    record: ParsedRecord,
    *,
    by: User | None,
    origin: Origin | None,
    published: PublicationDate | None,
) -> Proposal:
    """Let a text wait, in place of an older one that no editor has decided about yet."""
    for older in article.proposals.open():
        older.decide(Proposal.State.REPLACED)
    base, after = _common_ground(article)
    title, body = written_out(record.structure)
    stated = {
        "byline": record.byline,
        "url": record.url,
        "published_on": str(published) if published else "",
    }
    return Proposal.objects.create(
        article=article,
        base=base,
        after=after,
        title=title,
        body=body,
        text_sha256=record.text_sha256,
        details={name: value for name, value in stated.items() if value},
        original=origin.original if origin else None,
        original_record=origin.number if origin else 1,
        made_by=by,
    )


def _common_ground(article: Article) -> tuple[Revision, Proposal | None]:
    """What the source sent last: a revision, and a proposal where one was decided since."""
    revisions = article.revisions.order_by("number")
    base = revisions.filter(original__isnull=False).last() or revisions.first()
    assert base is not None
    decided = article.proposals.exclude(state__in=[Proposal.State.OPEN, Proposal.State.REPLACED])
    after = decided.filter(made_at__gt=base.captured_at).order_by("made_at").last()
    return base, after

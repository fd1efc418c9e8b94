"""What an editor does with a text that waits: takes it, takes parts of it, or keeps the old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from archive.annotation.names import Recogniser
from archive.dates import parse_partial
from archive.editing.rows import DETAILS, Wording
from archive.ingest import near_duplicates
from archive.ingest.markup import body_with_markup, title_with_markup
from archive.ingest.parsed import Origin, ParsedRecord, parse_text
from archive.ingest.refusals import RecordError
from archive.ingest.revising import add_revision, next_number
from archive.ingest.store import announce_changes, read_anew, set_date
from archive.models import Article, Decision, Proposal, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = Decision.Kind
State = Proposal.State


def queue(visible: QuerySet[Article]) -> QuerySet[Proposal]:
    """The proposals that wait, of these articles; the oldest first."""
    return Proposal.objects.open().filter(article__in=visible).order_by("made_at")


def sides(proposal: Proposal) -> tuple[Wording, Wording, Wording]:
    """What both started from, what stands in the archive now, and what is proposed."""
    article, base, after = proposal.article, proposal.base, proposal.after
    ground = _details(base.described) | (after.details if after else {})
    asked = {name: ground[name] for name in DETAILS} | proposal.details
    title, body = (
        (after.title, after.body) if after else (title_with_markup(base), body_with_markup(base))
    )
    return (
        Wording(title=title, body=body, details=ground),
        wording_of(article.current_revision, _details(article)),
        Wording(title=proposal.title, body=proposal.body, details=asked),
    )


def wording_of(revision: Revision, details: dict[str, str] | None = None) -> Wording:
    return Wording(
        title=title_with_markup(revision), body=body_with_markup(revision), details=details or {}
    )


def _details(article: Article) -> dict[str, str]:
    return {name: getattr(article, name) for name in DETAILS}


@transaction.atomic
def take(proposal: Proposal, wording: Wording, *, reason: str, by: User | None = None) -> Article:
    """Make a wording that was chosen from a proposal the article's text.

    Raises RecordError without a reason, where nothing of it is new, or where the proposal or the
    article is another by now than those that the choice was made from.
    """
    _check_reason(reason)
    article = _read_anew(proposal)
    parsed = parse_text(
        wording.body, Recogniser(), title=wording.title, published=article.publication_date
    )
    changed = _changes(article, wording)
    if not changed and _is_text_of_today(article, parsed):
        raise RecordError(
            "لم يبق من المقترح شيء. إن أردت ذلك فاضغط «إبقاء المنشور كله».",
            "Nothing of the proposed text is left. If that is meant, keep what is published.",
        )
    Revision.objects.keep_details(article)
    _amend(article, wording, changed)
    whole = parsed.text_sha256 == proposal.text_sha256
    kept = proposal.original
    near_duplicates.forget(article)
    add_revision(
        article,
        parsed,
        number=next_number(article),
        by=by,
        origin=Origin(kept, proposal.original_record) if whole and kept is not None else None,
        reason=reason.strip(),
    )
    proposal.decide(State.TAKEN if whole else State.PARTLY)
    announce_changes([article])
    Decision.objects.record(article, Kind.TAKEN, by, _about(proposal, reason, changed))
    return article


@transaction.atomic
def keep(proposal: Proposal, *, reason: str, by: User | None = None) -> Article:
    """Leave the article as it is. Raises RecordError as `take` does."""
    _check_reason(reason)
    article = _read_anew(proposal)
    proposal.decide(State.KEPT)
    Decision.objects.record(article, Kind.KEPT, by, _about(proposal, reason, []))
    return article


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RecordError("اكتب سبب القرار.", "Write the reason of the decision.")


def _read_anew(proposal: Proposal) -> Article:
    """The article of a proposal, which nobody else changes from now on."""
    article = proposal.article
    seen = article.current_revision_id
    read_anew(article)
    proposal.refresh_from_db(fields=["state"])
    if not proposal.is_open or article.current_revision_id != seen:
        raise RecordError(
            "تغيّر المقال أو المقترح بعد أن فتحت الصفحة، فلم يُحفظ شيء. راجع الصفوف ثم احفظ.",
            "The article or the proposal was changed after you opened the page: nothing was "
            "saved. Look at the rows again, then save.",
        )
    return article


def _is_text_of_today(article: Article, parsed: ParsedRecord) -> bool:
    current, new = article.current_revision, parsed.structure
    return current is not None and (current.title, current.text) == (new.title, new.text)


def _changes(article: Article, wording: Wording) -> list[dict[str, str]]:
    before = _details(article)
    return [
        {"field": name, "before": before[name], "after": value}
        for name, value in wording.details.items()
        if value != before[name]
    ]


def _amend(article: Article, wording: Wording, changed: list[dict[str, str]]) -> None:
    """Write the details that were taken, before the revision that keeps them is made."""
    for name in (one["field"] for one in changed):
        value = wording.details[name]
        if name == "published_on":
            set_date(article, parse_partial(value) if value else None, Article.Basis.STATED)
        else:
            setattr(article, name, value)
    if changed:
        article.save()


def _about(proposal: Proposal, reason: str, changed: list[dict[str, str]]) -> dict[str, object]:
    about: dict[str, object] = {"reason": reason.strip(), "proposal": proposal.pk}
    return about | ({"changes": changed} if changed else {})

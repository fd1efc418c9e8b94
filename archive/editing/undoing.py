"""Taking back what was decided last about an article's findings.

A decision is history and stays: what takes it back is a decision of its own, which says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from archive.annotation.found import BY_PERSON
from archive.ingest.refusals import RecordError
from archive.ingest.store import announce_changes
from archive.models import (
    Article,
    Citation,
    Decision,
    Entity,
    Mention,
    Quotation,
    QuotationSpeaker,
    Source,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = Decision.Kind
LOOKED_AT = 200  # decisions back from the newest
TAKEN_BACK = (Kind.CONFIRMED, Kind.REJECTED, Kind.REOPENED, Kind.ADDED)


def last_decision(article: Article, by: User) -> Decision | None:
    """The last thing that this person decided about the article's findings and didn't take back."""
    rows = article.decisions.filter(made_by=by, kind__in=TAKEN_BACK).order_by("-pk")[:LOOKED_AT]
    undone: set[int] = set()
    for row in rows:
        if "undoes" in row.about:
            undone.add(row.about["undoes"])
        elif row.pk not in undone and ("statement" in row.about or "surface" in row.about):
            return row
    return None


@transaction.atomic
def take_back(article: Article, by: User) -> Decision:
    """Undo `last_decision`; returns it.

    Raises RecordError where there is none, or its finding changed since.
    """
    decision = last_decision(article, by)
    if decision is None:
        raise RecordError(
            "لا قرار لك في هذا المقال يُتراجع عنه.",
            "You decided nothing about this article that could be taken back.",
        )
    if "statement" in decision.about:
        _restore_statement(article, decision.about)
    else:
        _restore_names(article, decision)
    announce_changes([article])
    shown = {key: decision.about[key] for key in ("surface", "slug") if key in decision.about}
    if "statement" in decision.about:
        shown = {
            "statement": decision.about["statement"],
            "before": decision.about["after"],
            "after": decision.about["before"],
        }
    Decision.objects.record(article, Kind.REOPENED, by, {**shown, "undoes": decision.pk})
    return decision


def _gone() -> RecordError:
    return RecordError(
        "تغيّر ما قُرّر فيه بعد ذلك، فلا يُتراجع عنه من هنا. قرّر فيه من جديد.",
        "What was decided has changed since and can't be taken back here. Decide about it anew.",
    )


def _restore_statement(article: Article, about: dict[str, Any]) -> None:
    before, after = about["before"], about["after"]
    row = _at(article, after).first()
    if row is None:
        raise _gone()
    if before is None:  # marked by a person
        row.delete()
        return
    if before["pieces"] != after["pieces"]:
        row.delete()
        row = _at(article, before).first()
        if row is None:
            raise _gone()
    row.kind, row.status = before["kind"], before["status"]
    row.method, row.sure = before["method"], before["sure"]
    row.save(update_fields=["kind", "status", "method", "sure"])
    _restore_speakers(row, before["speakers"])


def _at(article: Article, values: dict[str, Any]) -> QuerySet[Quotation]:
    pieces = values["pieces"]
    return Quotation.objects.filter(
        revision=article.current_revision,
        in_title=values["in_title"],
        start=pieces[0][0],
        end=pieces[-1][1],
        kind=values["kind"],
    )


def _restore_speakers(row: Quotation, speakers: list[dict[str, Any]]) -> None:
    row.speakers.all().delete()
    for ordinal, one in enumerate(speakers):
        entity, source = one["entity"], one["source"]
        QuotationSpeaker.objects.create(
            quotation=row,
            ordinal=ordinal,
            entity=Entity.objects.filter(slug=entity).first() if entity else None,
            source=Source.objects.filter(slug=source).first() if source else None,
            printed=one["printed"],
            is_anonymous=one["is_anonymous"],
            reason=one["reason"],
        )


def _restore_names(article: Article, decision: Decision) -> None:
    about = decision.about
    found = _named(article, about["surface"], about["slug"])
    if not found:
        raise _gone()
    if decision.kind == Kind.ADDED:
        for row in found:
            if row.method == BY_PERSON:
                row.delete()
        found = _named(article, about["surface"], about.get("instead_of", ""))
    for row in found:
        row.status = Mention.Status.PROPOSED
        row.save(update_fields=["status"])


def _named(article: Article, surface: str, slug: str) -> list[Mention | Citation]:
    revision = article.current_revision
    rows: list[Mention | Citation] = [
        *Mention.objects.filter(revision=revision, entity__slug=slug).select_related("revision"),
        *Citation.objects.filter(revision=revision, source__slug=slug).select_related("revision"),
    ]
    return [row for row in rows if row.surface == surface]

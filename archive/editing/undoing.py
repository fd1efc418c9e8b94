"""Taking back what was decided last about an article's findings.

A decision is history and stays: what takes it back is a decision of its own, which says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from archive.annotation.found import BY_PERSON
from archive.editing import history
from archive.ingest.refusals import RecordError
from archive.ingest.store import announce_changes
from archive.models import (
    Article,
    Citation,
    DateReference,
    Decision,
    Entity,
    Mention,
    Merge,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
    Source,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = Decision.Kind
Thing = TypeVar("Thing", Entity, Source)
LOOKED_AT = 200  # decisions back from the newest
FINDINGS = {"statement", "date", "surface"}  # what tells which finding a decision was about
# How each kind of decision leaves a name.
LEFT_BY = {
    Kind.CONFIRMED: Mention.Status.CONFIRMED,
    Kind.REJECTED: Mention.Status.REJECTED,
    Kind.REOPENED: Mention.Status.PROPOSED,
    Kind.ADDED: Mention.Status.CONFIRMED,
}
TAKEN_BACK = tuple(LEFT_BY)


def last_decision(article: Article, by: User) -> Decision | None:
    """The last thing that this person decided about the article's findings and didn't take back."""
    return _last_standing(article.decisions.filter(made_by=by))


def last_article(by: User) -> Article | None:
    """Where the last such decision of this person was made, in whatever article."""
    rows = Decision.objects.filter(made_by=by).select_related("article__current_revision")
    last = _last_standing(rows)
    return last.article if last else None


def _last_standing(rows: QuerySet[Decision]) -> Decision | None:
    undone: set[int] = set()
    for row in rows.filter(kind__in=TAKEN_BACK).order_by("-pk")[:LOOKED_AT]:
        if "undoes" in row.about:
            undone.add(row.about["undoes"])
        elif row.pk not in undone and row.about.keys() & FINDINGS:
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
    about = decision.about
    if "statement" in about:
        _restore_statement(article, about)
    elif "date" in about:
        _restore_dates(article, about)
    else:
        _restore_names(article, decision)
    announce_changes([article])
    told = ("statement", "date", "surface", "slug", "passage")
    shown = {key: about[key] for key in told if key in about}
    if "after" in about:
        shown |= {"before": about["after"], "after": about["before"]}
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
    if row is None or not _stands_as(row, after):
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
    if "said" in before:  # decisions of earlier releases said nothing of it
        row.said_from, row.said_to = before["said"] or (None, None)
    row.save(update_fields=["kind", "status", "method", "sure", "said_from", "said_to"])
    _restore_speakers(row, before["speakers"])
    if "relays" in before:
        _restore_relays(row, before["relays"])


def _at(article: Article, values: dict[str, Any]) -> QuerySet[Quotation]:
    pieces = values["pieces"]
    return Quotation.objects.filter(
        revision=article.current_revision,
        in_title=values["in_title"],
        start=pieces[0][0],
        end=pieces[-1][1],
        kind=values["kind"],
    )


def _stands_as(row: Quotation, values: dict[str, Any]) -> bool:
    """Whether a statement is what a decision made of it: nobody decided otherwise since."""
    now = history.values_of(row)
    return all(now[name] == _today(value) for name, value in values.items())


def _today(value: Any) -> Any:
    """A value of a decision, with the slugs that whom it names has since merges."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return value
    models: dict[str, type[Entity] | type[Source]] = {"entity": Entity, "source": Source}
    return [
        {
            name: _slug_today(models[name], slug) if name in models and slug else slug
            for name, slug in one.items()
        }
        for one in value
    ]


def _slug_today(model: type[Entity] | type[Source], slug: str) -> str:
    """The slug, or that of what it was merged into since."""
    what = Merge.What.SOURCE if model is Source else Merge.What.ENTITY
    return Merge.objects.kept_for(what, slug) or slug


def _restore_speakers(row: Quotation, speakers: list[dict[str, Any]]) -> None:
    row.speakers.all().delete()
    for ordinal, one in enumerate(speakers):
        entity, source = one["entity"], one["source"]
        QuotationSpeaker.objects.create(
            quotation=row,
            ordinal=ordinal,
            entity=_named_by(Entity, entity),
            source=_named_by(Source, source),
            printed=one["printed"],
            is_anonymous=one["is_anonymous"],
            reason=one["reason"],
        )


def _named_by(model: type[Thing], slug: str | None) -> Thing | None:
    """The entity or source of a slug, or the one that it was merged into since."""
    if slug is None:
        return None
    return model._default_manager.filter(slug=_slug_today(model, slug)).first()


def _restore_relays(row: Quotation, relays: list[dict[str, Any]]) -> None:
    row.relays.all().delete()
    for ordinal, one in enumerate(relays):
        QuotationRelay.objects.create(
            quotation=row,
            ordinal=ordinal,
            source=_named_by(Source, one["source"]),
            printed=one["printed"],
        )


def _restore_dates(article: Article, about: dict[str, Any]) -> None:
    before, after = about["before"], about["after"]
    for start, end in after["spans"]:
        row = DateReference.objects.filter(
            revision=article.current_revision,
            in_title=after["in_title"],
            start=start,
            end=end,
            iso=after["iso"],
            status=after["status"],
        ).first()
        if row is None:
            raise _gone()
        if before is None:  # marked by a person
            row.delete()
            continue
        row.first, row.last = before["days"] or (None, None)
        for name in ("iso", "precision", "candidates", "status", "method", "sure"):
            setattr(row, name, before[name])
        row.save()


def _restore_names(article: Article, decision: Decision) -> None:
    about = decision.about
    decided = LEFT_BY[Kind(decision.kind)]
    found = [row for row in _named(article, about, about["slug"]) if row.status == decided]
    if not found:
        raise _gone()
    if decision.kind == Kind.ADDED:
        for row in found:
            if row.method == BY_PERSON:
                row.delete()
        found = _named(article, about, about.get("instead_of", ""))
    for row in found:
        row.status = about.get("was", Mention.Status.PROPOSED)
        row.save(update_fields=["status"])


def _named(article: Article, about: dict[str, Any], slug: str) -> list[Mention | Citation]:
    """Whatever a decision about a name was about, where it means this entity or source."""
    revision = article.current_revision
    mentions = Mention.objects.filter(revision=revision, entity__slug=slug)
    citations = Citation.objects.filter(revision=revision, source__slug=slug)
    rows: list[Mention | Citation] = [
        *mentions.select_related("passage").prefetch_related("revision"),
        *citations.select_related("passage").prefetch_related("revision"),
    ]
    return [row for row in rows if row.surface == about["surface"] and _is_there(row, about)]


def _is_there(row: Mention | Citation, about: dict[str, Any]) -> bool:
    passage = row.passage.public_id if row.passage else ""
    return about.get("passage", passage) == passage

"""Two entities, or two sources, that are one: merged, and parted again.

The former's row goes and its address leads to the one kept. What was moved is written down, so
that all of it can be moved back. Names changed hands either way, so the worker recognises the
archive anew: what two shared was nobody's for sure, and what came in between goes where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core import serializers
from django.db import models, transaction
from django.utils import timezone

from archive.editing.naming import names_of
from archive.ingest.refusals import RecordError
from archive.ingest.store import announce_changes
from archive.models import (
    Article,
    Citation,
    Entity,
    EntityName,
    Mention,
    Merge,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
    Revision,
    Role,
    Source,
    SourceName,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Thing = Entity | Source

# Rows that name an entity or a source, and the fields that say the same row stands there twice.
MOVED: dict[type[models.Model], list[tuple[type[models.Model], str, tuple[str, ...]]]] = {
    Entity: [
        (Mention, "entity", ("revision_id", "in_title", "start", "end")),
        (QuotationSpeaker, "entity", ("quotation_id",)),
        (Role, "entity", ("role_ar", "since")),
        (EntityName, "entity", ("name",)),
    ],
    Source: [
        (Article, "outlet", ()),
        (Citation, "source", ("revision_id", "in_title", "start", "end")),
        (QuotationSpeaker, "source", ("quotation_id",)),
        (QuotationRelay, "source", ("quotation_id",)),
        (SourceName, "source", ("name",)),
    ],
}
NAMES: dict[type[models.Model], type[models.Model]] = {Entity: EntityName, Source: SourceName}


def what_moves(former: Thing) -> list[tuple[str, int]]:
    """What a merge would move, by its name and number."""
    return [
        (str(model._meta.verbose_name_plural), count)
        for model, field, _ in MOVED[type(former)]
        if (count := model._default_manager.filter(**{field: former}).count())
    ]


def articles_of(former: Thing) -> set[int]:
    """Articles that name an entity, or that come from or relay a source."""
    keys: set[int] = set()
    for model, field, _ in MOVED[type(former)]:
        path = {
            Article: "pk",
            QuotationSpeaker: "quotation__revision__article",
            QuotationRelay: "quotation__revision__article",
            Mention: "revision__article",
            Citation: "revision__article",
        }.get(model)
        if path:
            rows = model._default_manager.filter(**{field: former}).order_by()
            keys.update(rows.values_list(path, flat=True).distinct())
    return keys


def merge(former: Thing, kept: Thing, by: User | None = None) -> Merge:
    """Let all that names `former` name `kept`.

    Raises RecordError for two of different sorts, and where two articles of the sources bear one
    record id.
    """
    with transaction.atomic():
        check(former, kept)
        affected = articles_of(former)
        record = {"former": serializers.serialize("python", [former])[0]["fields"]}
        record["pk"] = former.pk
        record["moved"], record["doubled"] = _move(former, kept)
        record["names"] = _give_names(former, kept)
        made = Merge.objects.create(
            what=Merge.What.SOURCE if isinstance(former, Source) else Merge.What.ENTITY,
            former_slug=former.slug,
            former_name=former.name_ar,
            kept_slug=kept.slug,
            record=record,
            made_by=by,
            made_by_name=by.get_username() if by else "",
        )
        former.delete()
        _announce(affected)
    return made


def undo(made: Merge, by: User | None = None) -> Thing:
    """Part them again; returns the one that is back.

    Raises RecordError where the one kept was itself merged since, or somebody took the slug.
    """
    model: type[Thing] = Source if made.what == Merge.What.SOURCE else Entity
    with transaction.atomic():
        kept = model._default_manager.filter(slug=made.kept_slug).first()
        if made.undone_at is not None or kept is None:
            raise RecordError(
                "دُمج الباقي نفسه بعد ذلك، أو تُراجع عن هذا الدمج. تراجع عن الدمج الأحدث أولاً.",
                "The one that was kept was merged since, or this was undone. Undo the later "
                "merge first.",
            )
        if model._default_manager.filter(slug=made.former_slug).exists():
            raise RecordError(
                f"صار المعرّف {made.former_slug} لغيره، فلا يعود إليه.",
                f"The slug {made.former_slug} belongs to another by now.",
            )
        former = _restore(model, made)
        affected = articles_of(former)
        made.undone_at = timezone.now()
        made.undone_by_name = by.get_username() if by else ""
        made.save(update_fields=["undone_at", "undone_by_name"])
        _announce(affected)
    return former


def check(former: Thing, kept: Thing) -> None:
    """Raises RecordError for two that can't be merged."""
    if type(former) is not type(kept) or former.pk == kept.pk:
        raise RecordError(
            "لا يُدمج إلا كيانان مختلفان من صنف واحد. اختر غيره.",
            "Only two different things of one sort can be merged. Choose another.",
        )
    if isinstance(former, Entity) and isinstance(kept, Entity) and former.kind != kept.kind:
        raise RecordError(
            f"«{former}» {former.get_kind_display()}، و«{kept}» {kept.get_kind_display()}. "
            "صحّح النوع أولاً إن كانا واحداً.",
            f"“{former}” and “{kept}” are of different kinds. Correct the kind first if they are "
            "one.",
        )
    if isinstance(former, Source):
        own = Article.objects.filter(outlet=former).exclude(record_id=None)
        same = Article.objects.filter(outlet=kept, record_id__in=own.values("record_id"))
        if article := same.first():
            raise RecordError(
                f"للناشرين مقالان برقم السجل {article.record_id}. راجع المقالين أولاً.",
                f"Both have an article with the id {article.record_id}. Look at the two first.",
            )


def _move(former: Thing, kept: Thing) -> tuple[dict[str, list[int]], list[Any]]:
    """Keys of the rows that were moved, and the values of those that stood there already."""
    moved: dict[str, list[int]] = {}
    doubled: list[Any] = []
    for model, field, same in MOVED[type(former)]:
        rows = model._default_manager.filter(**{field: former})
        if same:
            twice = _standing_twice(model, field, same, former, kept)
            doubled += serializers.serialize("python", twice)
            model._default_manager.filter(pk__in=[row.pk for row in twice]).delete()
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        moved[model._meta.label] = keys
        rows.update(**{field: kept})
    return moved, [_plain(one) for one in doubled]


def _standing_twice(
    model: type[models.Model], field: str, same: tuple[str, ...], former: Thing, kept: Thing
) -> list[models.Model]:
    rows = model._default_manager
    standing = set(rows.filter(**{field: kept}).values_list(*same))
    return [
        row
        for row in rows.filter(**{field: former})
        if tuple(getattr(row, name) for name in same) in standing
    ]


def _plain(one: dict[str, Any]) -> dict[str, Any]:
    return {"model": one["model"], "pk": one["pk"], "fields": one["fields"]}


def _give_names(former: Thing, kept: Thing) -> list[int]:
    """The former's own names become spellings of the kept one's; the keys of those made."""
    model = NAMES[type(former)]
    field = "entity" if isinstance(former, Entity) else "source"
    known = set(names_of(type(kept)._default_manager.get(pk=kept.pk)))
    made = []
    for name in (former.name_ar, former.name_en):
        if name and name not in known:
            known.add(name)
            made.append(model._default_manager.create(**{field: kept}, name=name).pk)
    return made


def _restore(model: type[Thing], made: Merge) -> Thing:
    record = made.record
    label = model._meta.label_lower
    row = {"model": label, "pk": record["pk"], "fields": record["former"]}
    former_pk = next(iter(_saved([row])))
    former = model._default_manager.get(pk=former_pk)
    NAMES[model]._default_manager.filter(pk__in=record["names"]).delete()
    for moved, field, _ in MOVED[model]:
        keys = record["moved"].get(moved._meta.label, [])
        for first in range(0, len(keys), 500):
            moved._default_manager.filter(pk__in=keys[first : first + 500]).update(
                **{field: former}
            )
    _saved(_whose_text_stands(record["doubled"]))
    return former


def _saved(rows: Iterable[dict[str, Any]]) -> list[int]:
    keys = []
    for one in serializers.deserialize("python", rows):
        one.save()
        keys.append(one.object.pk)
    return keys


def _whose_text_stands(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings of revisions that are still there, and those who speak or relay in statements that
    are as they were: others have been recognised anew since."""
    revisions = _standing(Revision, rows, "revision")
    statements = _standing(Quotation, rows, "quotation")
    taken = {
        model._meta.label_lower: set(
            model._default_manager.filter(quotation__in=statements).values_list(
                "quotation", "ordinal"
            )
        )
        for model in (QuotationSpeaker, QuotationRelay)
    }
    return [
        row
        for row in rows
        if row["fields"].get("revision") in revisions | {None}
        and row["fields"].get("quotation") in statements | {None}
        and (row["fields"].get("quotation"), row["fields"].get("ordinal"))
        not in taken.get(row["model"], ())
    ]


def _standing(model: type[models.Model], rows: list[dict[str, Any]], field: str) -> set[int]:
    wanted = {row["fields"][field] for row in rows if field in row["fields"]}
    return set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))


def _announce(keys: set[int]) -> None:
    if keys:
        announce_changes(Article.objects.filter(pk__in=keys))

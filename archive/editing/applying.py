"""A name given to an entity, old or new: what it would change in the archive, then the change.

Where it stands in many articles, the worker goes through them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from archive.annotation.names import Recogniser
from archive.arabic.letters import fold
from archive.arabic.loosely import loosely
from archive.editing import history, reannotating
from archive.editing.reannotating import Tally
from archive.ingest.refusals import RecordError
from archive.models import Article, Decision, Entity, EntityName, Merge, Reannotation

if TYPE_CHECKING:
    from django.contrib.auth.models import User

AT_ONCE = 40  # articles that are recognised anew while an editor waits
PATIENCE = 4.0  # seconds of looking through texts before an estimate has to do


@dataclass(frozen=True, kw_only=True)
class NewName:
    """A name as an editor gives it, to an entity that stands or to a new one (without `pk`)."""

    name: str
    entity: Entity
    standalone: str = EntityName.Standalone.YES

    @property
    def is_of_new_entity(self) -> bool:
        return self.entity.pk is None


@dataclass(frozen=True)
class Effect:
    """What a name would change: articles that hold it, and what differs in the newest of them."""

    holding: list[int]  # keys of articles whose text has the words, newest first
    looked_through: int  # articles
    of: int
    tally: Tally = field(default_factory=Tally)
    published: int = 0  # among those that hold it

    @property
    def is_whole(self) -> bool:
        """Whether every text was looked through."""
        return self.looked_through >= self.of

    @property
    def is_small(self) -> bool:
        return self.is_whole and len(self.holding) <= AT_ONCE

    @property
    def examined(self) -> int:
        return self.tally.articles


def effect_of(new: NewName) -> Effect:
    """What the name would change; nothing is written."""
    holding, looked, total = _holding(new.name)
    newest = holding[:AT_ONCE]
    tally = Tally()
    with transaction.atomic():
        _save(new)
        recogniser = Recogniser()
        articles = Article.objects.with_card_details().in_bulk(newest)
        for key in newest:
            tally.add(reannotating.recognise_anew(articles[key], recogniser))
        transaction.set_rollback(True)
    if new.entity.pk is not None and not Entity.objects.filter(pk=new.entity.pk).exists():
        new.entity.pk, new.entity._state.adding = None, True
    published = Article.objects.filter(pk__in=holding, status=Article.Status.PUBLISHED).count()
    return Effect(holding, looked, total, tally, published)


def apply(new: NewName, *, by: User, article: Article | None = None) -> Reannotation | None:
    """Give the name, and recognise the articles that hold it anew.

    Returns the work that is left to the worker, None where all is done. `article` is the one in
    which the editor met the name. Raises RecordError for a name that stands there already.
    """
    was_current = not reannotating.is_due()
    holding, looked, total = _holding(new.name)
    with transaction.atomic():
        _save(new)
        if article is not None:
            about = history.name_given(new.entity, new.name)
            Decision.objects.record(article, Decision.Kind.ADDED, by, about)
        mark = reannotating.fingerprint() if was_current else ""
        if looked < total:  # the worker finds for itself that every article is due
            return reannotating.note_if_due()
        if len(holding) > AT_ONCE:
            reason = f"اسم جديد: «{new.name}» لـ«{new.entity}»"[:300]
            return reannotating.enqueue(holding, reason, fingerprint=mark)
    reannotating.recognise_all(holding)
    if mark:
        reannotating.note_recognised_with(mark)
    return None


def _save(new: NewName) -> None:
    """Raises RecordError where the entity has the name already, or the slug is taken."""
    entity = new.entity
    if new.is_of_new_entity:
        taken = Q(slug=entity.slug)
        merged = Merge.objects.standing().filter(what=Merge.What.ENTITY, former_slug=entity.slug)
        if Entity.objects.filter(taken).exists() or merged.exists():
            raise RecordError(
                f"المعرّف {entity.slug} لكيان آخر. اكتب غيره.",
                f"The slug {entity.slug} is taken. Write another.",
            )
        entity.save()
        if fold(entity.name_ar) == fold(new.name):
            return
    known = {fold(name) for name in entity.names.values_list("name", flat=True)}
    if fold(new.name) in known | {fold(entity.name_ar)}:
        raise RecordError(
            f"«{new.name}» من أسماء «{entity}» أصلاً.",
            f"“{new.name}” is a name of “{entity}” already.",
        )
    EntityName.objects.create(entity=entity, name=new.name, standalone=new.standalone)


def _holding(name: str) -> tuple[list[int], int, int]:
    """Articles whose title or text has the words, how many were looked through, and of how many.

    The newest are looked through first, as long as an editor can be asked to wait.
    """
    pattern = re.compile(r"\s+".join(map(loosely, name.split())))
    keys: Sequence[int] = reannotating.newest_first()
    found: list[int] = []
    deadline = time.monotonic() + PATIENCE
    for first in range(0, len(keys), 500):
        chunk = keys[first : first + 500]
        rows = Article.objects.filter(pk__in=chunk).values_list(
            "pk", "current_revision__title", "current_revision__text"
        )
        holds = {pk for pk, title, text in rows if pattern.search(title) or pattern.search(text)}
        found += [key for key in chunk if key in holds]
        if time.monotonic() > deadline:
            return found, min(len(keys), first + 500), len(keys)
    return found, len(keys), len(keys)

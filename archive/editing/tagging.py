"""Words by which the desk finds articles again: given, taken away, and told by their history."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from archive.editing import history
from archive.ingest.store import read_anew
from archive.models import Article, Decision, Tag

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BETWEEN_TAGS = re.compile(r"[،,؛;\n]")


def tags_in(written: str) -> list[str]:
    """Tags as typed, with commas between them: each once, its spaces made single."""
    names = (" ".join(one.split()).removeprefix("#") for one in BETWEEN_TAGS.split(written))
    return list(dict.fromkeys(name for name in names if name))


@transaction.atomic
def tag(
    article: Article,
    *,
    add: Collection[str] = (),
    remove: Collection[str] = (),
    by: User | None = None,
) -> bool:
    """Give and take tags; whether that changed anything."""
    read_anew(article)
    before = set(article.tags.values_list("name", flat=True))
    after = (before - set(remove)) | set(add)
    if after == before:
        return False
    article.tags.filter(name__in=before - after).delete()
    Tag.objects.bulk_create(Tag(article=article, name=name) for name in sorted(after - before))
    told = [{"tags": "، ".join(sorted(names))} for names in (before, after)]
    Decision.objects.record(article, Decision.Kind.AMENDED, by, history.changes(*told))
    return True

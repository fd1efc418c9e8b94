"""How programs and newsrooms name the fields of an article's record."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import fold

_BETWEEN = re.compile(r"[\W_]+")


def meant_by(name: str) -> tuple[str, int] | None:
    """The archive's own name of a field and how far down its list this one stands, or None.

    `pubDate`, `publish_date` and «تاريخ النشر» all mean `published_on`.
    """
    return _fields().get(_key(name))


def _key(name: str) -> str:
    return _BETWEEN.sub("", fold(name))


@lru_cache(maxsize=1)
def _fields() -> dict[str, tuple[str, int]]:
    fields: dict[str, tuple[str, int]] = {}
    for field, names in tables.rows("field_names", folded=False):
        for rank, name in enumerate(names.split()):
            fields.setdefault(_key(name), (field, rank))
    return fields

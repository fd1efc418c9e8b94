"""What press databases print around the articles that they export."""

from __future__ import annotations

from functools import lru_cache

from archive.arabic import tables


def labels_of(system: str) -> frozenset[str]:
    """In lower case: the labels behind a text (`nexis`, `proquest`), those above one
    (`nexis-above`), or the codes of fields (`factiva`)."""
    return _labels()[system]


@lru_cache(maxsize=1)
def _labels() -> dict[str, frozenset[str]]:
    rows = tables.rows("press_databases", folded=False)
    return {system: frozenset(label.strip() for label in told.split(",")) for system, told in rows}

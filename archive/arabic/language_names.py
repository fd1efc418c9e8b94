"""Languages by their codes and by the names that people and programs write for them."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import fold

_BETWEEN = re.compile(r"[\W_]+")


def language_code(written: str) -> str:
    """The code of a language: `ar` for «العربية», `Arabic`, `ara` and `ar-IQ`; empty if unknown."""
    key = _key(written)
    return _codes().get(key) or _codes().get(key.partition("_")[0], "")


def _key(name: str) -> str:
    return _BETWEEN.sub("_", fold(name)).strip("_")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {
        _key(name): code
        for code, names in tables.rows("languages", folded=False)
        for name in (code, *names.split())
    }

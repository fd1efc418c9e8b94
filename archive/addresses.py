"""Addresses of what pages list by the dozen: articles, passages, sources, entities."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

STAND_IN = "0-identifier-0"  # a slug that no address holds


def address_of(view: str, identifier: str) -> str:
    """`reverse(view, args=[identifier])` for a view whose address holds one public id or slug.

    Django tries every pattern for every address. What stands around the identifier depends on
    the view, the language and where the site is mounted alone, and is worked out once.
    """
    before, after = _around(view, get_language(), get_script_prefix())
    return f"{before}{identifier}{after}"


@lru_cache(maxsize=128)
def _around(view: str, language: str | None, prefix: str) -> tuple[str, str]:
    before, _, after = reverse(view, args=[STAND_IN]).partition(STAND_IN)
    return before, after

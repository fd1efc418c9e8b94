"""Addresses: of what pages list by the dozen (articles, passages, names), and of searches."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

# What a search's address may ask for, in the order in which it is written.
SUBJECT = ("q", "outlet", "actor", "place", "speaker", "kind", "via")
MANNER = ("undated", "in", "exact", "sort", "also", "each")

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


# Searches


def search_query(asked: Mapping[str, object], **more: object) -> str:
    """The query string of a search, one for each search: `more` (a page) comes last.

    `asked` has the values by key: a text, a number, several slugs, or days under `from` and `to`.
    What is empty is left out. A day is written as its month where the period holds it whole.
    """
    return urlencode([*_pairs(asked, (*SUBJECT, "from", "to", *MANNER)), *more.items()])


def search_address(asked: Mapping[str, object], **more: object) -> str:
    """The address of a search."""
    return _results(search_query(asked, **more))


def search_addresses(asked: Mapping[str, object]) -> Callable[[date, date], str]:
    """The address of a search within any two days, all else spelt once.

    Who asks for days asks for nothing without a date.
    """
    before = urlencode(_pairs(asked, SUBJECT))
    after = urlencode(_pairs({**asked, "undated": None}, MANNER))
    address = _results("")

    def address_within(since: date, until: date) -> str:
        period = f"from={_first_day(since)}&to={_last_day(until)}"
        return f"{address}?{'&'.join(filter(None, (before, period, after)))}"

    return address_within


def _results(query: str) -> str:
    address = reverse("search:results")
    return f"{address}?{query}" if query else address


def _pairs(asked: Mapping[str, object], keys: Iterable[str]) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = []
    for key in keys:
        value = asked.get(key)
        if value is None or value == "":
            continue
        if isinstance(value, tuple):
            pairs += [(key, one) for one in value]
        elif isinstance(value, date):
            pairs.append((key, _first_day(value) if key == "from" else _last_day(value)))
        else:
            pairs.append((key, value))
    return pairs


def period_pairs(since: date | None, until: date | None) -> list[tuple[str, str]]:
    """A period as addresses have it, each end where there is one."""
    pairs = []
    if since:
        pairs.append(("from", _first_day(since)))
    if until:
        pairs.append(("to", _last_day(until)))
    return pairs


def _first_day(day: date) -> str:
    """A day as the start of a period: its month alone where it is the first."""
    return day.isoformat()[:7] if day.day == 1 else day.isoformat()


def _last_day(day: date) -> str:
    last = monthrange(day.year, day.month)[1]
    return day.isoformat()[:7] if day.day == last else day.isoformat()

"""Queries that every page of results makes, and that differ by their keys alone: prepared once.

Django writes SQL anew each time, which takes several times as long as the database takes to
answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import QuerySet

KEYS = 10  # in one query: a page of results
# Keys to prepare with: they stand in the SQL where the keys that are asked for will.
STAND_INS = tuple(range(-KEYS, 0))


class PreparedQuery:
    """Rows of a QuerySet for any keys, as the database gives them.

    The QuerySet is one of `values_list`, narrowed by `…__in=STAND_INS`; its columns hold numbers,
    texts and dates, which need nothing of Django's to be read. It decides what is found: only the
    keys are replaced.
    """

    def __init__(self, rows: QuerySet) -> None:
        self._rows = rows
        self._sql = ""
        self._before: tuple = ()
        self._after: tuple = ()

    def rows(self, keys: Sequence[int]) -> Iterator[tuple]:
        """In one query for every ten keys."""
        if not self._sql:
            self._prepare()
        with connection.cursor() as cursor:
            for start in range(0, len(keys), KEYS):
                some = keys[start : start + KEYS]
                padded = (*some, *some[-1:] * (KEYS - len(some)))
                cursor.execute(self._sql, (*self._before, *padded, *self._after))
                yield from cursor.fetchall()

    def _prepare(self) -> None:
        sql, parameters = self._rows.query.sql_with_params()
        start = parameters.index(STAND_INS[0])
        end = start + KEYS
        if parameters[start:end] != STAND_INS:
            raise ValueError(f"The keys don't stand together in: {sql}")
        self._before, self._after = parameters[:start], parameters[end:]
        self._sql = sql

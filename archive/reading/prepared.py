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
    keys are replaced, wherever they stand.
    """

    def __init__(self, rows: QuerySet) -> None:
        self._rows = rows
        self._sql = ""
        self._around: list[tuple] = []  # parameters before the keys, between them and after

    def rows(self, keys: Sequence[int]) -> Iterator[tuple]:
        """In one query for every ten keys."""
        if not self._sql:
            self._prepare()
        with connection.cursor() as cursor:
            for start in range(0, len(keys), KEYS):
                some = keys[start : start + KEYS]
                padded = (*some, *some[-1:] * (KEYS - len(some)))
                parameters = list(self._around[0])
                for following in self._around[1:]:
                    parameters += (*padded, *following)
                cursor.execute(self._sql, parameters)
                yield from cursor.fetchall()

    def _prepare(self) -> None:
        sql, parameters = self._rows.query.sql_with_params()
        around: list[tuple] = [()]
        while parameters:
            if parameters[:KEYS] == STAND_INS:
                around.append(())
                parameters = parameters[KEYS:]
            else:
                around[-1] += parameters[:1]
                parameters = parameters[1:]
        if len(around) == 1 or any(key in fixed for key in STAND_INS for fixed in around):
            raise ValueError(f"The keys don't stand together in: {sql}")
        self._around = around
        self._sql = sql

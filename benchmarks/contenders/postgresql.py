"""PostgreSQL's full-text search, on a server of this machine.

Needs a server (Debian: `apt install postgresql`), a database in which the user may create schemas,
and `pip install "psycopg[binary]"`; neither is part of the archive. The CPU of the backend process
is read from its CPU clock and counts as this engine's, so nothing runs in parallel workers.
What the server's own writers do beside it is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.contenders import BREAK, Analysed, Contender
from benchmarks.questions import PAGE, Question, Reply

SETTINGS = """
SET max_parallel_workers_per_gather = 0;
SET max_parallel_maintenance_workers = 0;
SET jit = off;
SET work_mem = '256MB';
SET maintenance_work_mem = '512MB';
"""
TABLE = """
CREATE TABLE articles (
    id integer PRIMARY KEY, stems tsvector, forms tsvector, printed text,
    outlet text, actors text[], places text[], day date, month text
);
"""
INDEXES = """
CREATE INDEX ON articles USING gin (stems);
CREATE INDEX ON articles USING gin (forms);
CREATE INDEX ON articles (day);
"""
# One statement: what was found is gathered once; the page and each group of facets read it.
# Headlines are made of the printed words of the page alone.
ANSWER = """
WITH found AS MATERIALIZED (
    SELECT id, outlet, actors, places, day, month, {kept} AS kept, {score} AS score
    FROM articles WHERE {words}
), page AS (
    SELECT id FROM found WHERE kept ORDER BY {order} LIMIT {limit} OFFSET {offset}
)
SELECT 'page', {headline}, id FROM page JOIN articles USING (id)
UNION ALL SELECT 'total', NULL, count(*) FROM found WHERE kept
UNION ALL SELECT 'outlet', outlet, count(*) FROM found WHERE {outlets} GROUP BY outlet
UNION ALL SELECT 'actor', actor, count(*) FROM found, unnest(actors) AS actor
    WHERE kept GROUP BY actor
UNION ALL SELECT 'place', place, count(*) FROM found, unnest(places) AS place
    WHERE kept GROUP BY place
UNION ALL SELECT 'month', month, count(*) FROM found WHERE {months} GROUP BY month
"""
MOST_POSITIONS = 16_383  # of a word in a tsvector; later ones are taken for the last


class PostgreSql(Contender):
    name = "PostgreSQL"
    index = "postgresql"
    holds = "stems and folded words with their positions (tsvector, GIN); three facets, days"

    def __init__(self, address: str) -> None:
        try:
            self.connection = psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError as error:
            raise SystemExit(f"No PostgreSQL can be reached with --postgres: {error}") from error
        self.connection.execute(SETTINGS)
        pid = self.connection.info.backend_pid
        # The CPU clock of another process, as clock_getcpuclockid(3) makes it on Linux.
        self._clock = (~pid << 3) | 2
        self.cpu()

    def cpu(self) -> float:
        try:
            return time.process_time() + time.clock_gettime(self._clock)
        except OSError as error:
            raise RuntimeError(
                "PostgreSQL must run on this machine: the CPU time of its process is counted."
            ) from error

    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        self._enter(folder, make=True)
        self.connection.execute(TABLE)
        with self.connection.cursor() as cursor, cursor.copy("COPY articles FROM STDIN") as rows:
            for one in articles:
                rows.write_row(_row(one))
        self.connection.execute(INDEXES)
        self.connection.execute("VACUUM ANALYZE articles")

    def open(self, folder: Path) -> None:
        self._enter(folder)

    def _enter(self, folder: Path, *, make: bool = False) -> None:
        """Work in the schema that belongs to a folder; `make` starts it anew."""
        self.schema = "archive_benchmark_" + folder.parent.name.replace("-", "_")
        name = sql.Identifier(self.schema)
        if make:
            self._drop()
            self.connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
        (there,) = self._row("SELECT to_regnamespace(%s)::text", [self.schema])
        if not there:
            raise FileNotFoundError(f"schema {self.schema}")
        self.connection.execute(sql.SQL("SET search_path = {}").format(name))

    def _drop(self) -> None:
        name = sql.Identifier(self.schema)
        self.connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))

    def _row(self, statement: str, values: Sequence[object] = ()) -> tuple:
        row = self.connection.execute(statement, values).fetchone()
        assert row is not None
        return row

    def size(self, folder: Path) -> int:
        return self._row("SELECT pg_total_relation_size('articles')")[0]

    def close(self, *, keep: bool) -> None:
        if not keep:
            self._drop()
        self.connection.close()

    def ask(self, question: Question) -> Reply:
        reply = Reply(0, {"outlet": {}, "actor": {}, "place": {}, "month": {}})
        for group, value, count in self.connection.execute(_statement(question)):
            if group == "total":
                reply.total = count
            elif group != "page" and value:
                reply.facets[group][value] = count
        return reply


def _statement(question: Question) -> sql.Composed:
    kept: Any = sql.SQL("true")
    if question.outlet:
        kept = sql.SQL("outlet = {}").format(question.outlet)
    if question.since:
        kept = sql.SQL("day BETWEEN {} AND {}").format(question.since, question.until)
    words, score, headline = _words(question)
    whole, narrowed = sql.SQL("true"), sql.SQL("kept")
    return sql.SQL(ANSWER).format(
        kept=sql.SQL("coalesce({}, false)").format(kept),
        words=words,
        score=score,
        order=sql.SQL("day DESC NULLS LAST" if question.is_browsing else "score DESC"),
        headline=headline,
        limit=PAGE,
        offset=question.offset,
        outlets=whole if question.own_group == "outlet" else narrowed,
        months=whole if question.own_group == "month" else narrowed,
    )


def _words(question: Question) -> tuple[sql.Composable, sql.Composable, sql.Composable]:
    """The condition, the score and the headline of a question."""
    if question.is_browsing:
        return sql.SQL("true"), sql.SQL("0"), sql.SQL("NULL")
    column = sql.Identifier("stems" if question.stems else "forms")
    query = sql.SQL("{}::tsquery").format(_tsquery(question))
    marked = sql.SQL("{}::tsquery").format(_either(question.words) if question.stems else query)
    return (
        sql.SQL("{} @@ {}").format(column, query),
        sql.SQL("ts_rank_cd({}, {})").format(column, query),
        sql.SQL("ts_headline('simple', printed, {})").format(marked),
    )


def _tsquery(question: Question) -> str:
    if question.prefix:
        return " | ".join(f"{_quoted(prefix)}:*" for prefix in question.prefixes)
    if question.phrase:
        rest = [words[0] for words in question.phrase[1:]]
        return " | ".join(
            "(" + " <-> ".join(map(_quoted, (first, *rest))) + ")" for first in question.phrase[0]
        )
    return " & ".join(map(_quoted, question.stems))


def _either(words: Sequence[str]) -> str:
    return " | ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _row(one: Analysed) -> tuple[object, ...]:
    return (
        one.number,
        _tsvector(one.stems),
        _tsvector(one.words),
        one.words,
        one.outlet,
        list(one.actors),
        list(one.places),
        one.day,
        one.month,
    )


def _tsvector(text: str) -> str:
    """Words with their positions, past PostgreSQL's own splitting of words."""
    return " ".join(
        f"{_quoted(word)}:{min(position, MOST_POSITIONS)}" for position, word in _placed(text)
    )


def _placed(text: str) -> Iterator[tuple[int, str]]:
    return ((position, word) for position, word in enumerate(text.split(), 1) if word != BREAK)

"""SQLite's full-text search."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders import Analysed, Contender
from benchmarks.questions import PAGE, Question, Reply

TABLES = """
CREATE VIRTUAL TABLE words USING fts5(stems, forms,
    tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
CREATE TABLE about (id INTEGER PRIMARY KEY, outlet TEXT, day TEXT, month TEXT);
CREATE TABLE actors (id INTEGER, actor TEXT);
CREATE TABLE places (id INTEGER, place TEXT);
"""
INDEXES = """
CREATE INDEX a ON actors (id); CREATE INDEX p ON places (id); CREATE INDEX d ON about (day);
INSERT INTO words (words) VALUES ('optimize'); ANALYZE;
"""


class Fts5(Contender):
    """What was found goes into a temporary table that facets are counted from."""

    name = "SQLite FTS5"
    index = "fts5"
    db: sqlite3.Connection | None = None
    holds = "stems and folded words with their positions; outlets, actors, places, dates as tables"

    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        db = sqlite3.connect(folder / "fts5.sqlite3")
        db.executescript(TABLES)
        with db:
            db.executemany(
                "INSERT INTO words (rowid, stems, forms) VALUES (?, ?, ?)",
                ((one.number, one.stems, one.words) for one in articles),
            )
            db.executemany(
                "INSERT INTO about VALUES (?, ?, ?, ?)",
                (
                    (o.number, o.outlet, o.day.isoformat() if o.day else None, o.month)
                    for o in articles
                ),
            )
            for group in ("actors", "places"):
                db.executemany(
                    f"INSERT INTO {group} VALUES (?, ?)",
                    ((one.number, slug) for one in articles for slug in getattr(one, group)),
                )
        db.executescript(INDEXES)
        db.close()

    def open(self, folder: Path) -> None:
        self.db = sqlite3.connect(f"file:{folder / 'fts5.sqlite3'}?mode=ro", uri=True)
        self.db.execute(
            "CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, score REAL, kept INTEGER)"
        )

    def ask(self, question: Question) -> Reply:
        self._gather(question)
        self._page(question)
        (total,) = self.db.execute("SELECT count(*) FROM found WHERE kept").fetchone()
        own = "" if question.own_group == "outlet" else "WHERE kept"
        own_month = "" if question.own_group == "month" else "WHERE kept"
        return Reply(
            total,
            {
                "outlet": self._counts("outlet", f"about {own}"),
                "actor": self._counts("actor", "actors WHERE kept"),
                "place": self._counts("place", "places WHERE kept"),
                "month": self._counts("month", f"about {own_month}"),
            },
        )

    def _gather(self, question: Question) -> None:
        """Everything with the words; kept is what is also in the chosen outlet or dates."""
        kept, bound = "1", []
        if question.outlet:
            kept, bound = "outlet = ?", [question.outlet]
        if question.since and question.until:
            kept, bound = "day BETWEEN ? AND ?", [str(question.since), str(question.until)]
        self.db.execute("DELETE FROM found")
        if question.is_browsing:
            self.db.execute(f"INSERT INTO found SELECT id, 0, ({kept}) IS TRUE FROM about", bound)
            return
        self.db.execute(
            f"INSERT INTO found SELECT words.rowid, bm25(words), ({kept}) IS TRUE "
            "FROM words JOIN about ON about.id = words.rowid WHERE words MATCH ?",
            [*bound, _match(question)],
        )

    def _page(self, question: Question) -> None:
        """The ten best; where words were asked for, with their words marked."""
        by_day = "(SELECT day FROM about WHERE about.id = found.id) DESC"
        page = self.db.execute(
            "SELECT id FROM found WHERE kept "
            f"ORDER BY {by_day if question.is_browsing else 'score'} LIMIT ? OFFSET ?",
            [PAGE, question.offset],
        ).fetchall()
        if page and not question.is_browsing:
            ids = ",".join(str(pk) for (pk,) in page)
            self.db.execute(
                "SELECT snippet(words, 1, '[', ']', '…', 30) FROM words "
                f"WHERE words MATCH ? AND rowid IN ({ids})",
                [_match(question)],
            ).fetchall()

    def close(self, *, keep: bool) -> None:
        if self.db is not None:
            self.db.close()

    def _counts(self, name: str, source: str) -> dict[str, int]:
        table, _, where = source.partition(" ")
        rows = self.db.execute(
            f"SELECT {name}, count(*) FROM found JOIN {table} USING (id) {where} GROUP BY 1"
        )
        return {value: count for value, count in rows if value}


def _match(question: Question) -> str:
    if question.prefix:
        return f"forms : ({' OR '.join(f'{prefix}*' for prefix in question.prefixes)})"
    if question.phrase:
        rest = " ".join(words[0] for words in question.phrase[1:])
        either = " OR ".join(f'"{first} {rest}"' for first in question.phrase[0])
        return f"forms : ({either})"
    return " AND ".join(f'stems : "{stem}"' for stem in question.stems)

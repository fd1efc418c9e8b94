"""The engines that benchmarks/search.py compares, all given the same analysed articles."""

from __future__ import annotations

import hashlib
import importlib.util
import time
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.questions import Question, Reply

BREAK = "__"  # stands between passages, so that no engine finds a phrase across them


@dataclass(frozen=True, slots=True)
class Analysed:
    """An article as the other engines get it: words separated by spaces."""

    number: int
    stems: str
    words: str
    grams: str
    outlet: str
    actors: tuple[str, ...]
    places: tuple[str, ...]
    day: date | None

    @property
    def month(self) -> str:
        return self.day.isoformat()[:7] if self.day else ""


def digest(articles: Iterable[Analysed]) -> str:
    """A hash of all that contenders are given. (Grams follow from the words.)"""
    found = hashlib.sha256()
    for one in articles:
        given = (one.number, one.stems, one.words, one.outlet, one.actors, one.places, one.day)
        found.update(repr(given).encode())
    return found.hexdigest()[:16]


class Contender(ABC):
    """An engine that is built once, opened, and asked."""

    name: str  # of its column; contenders that answer different kinds may share one
    index: str  # of its folder; contenders that ask the same index in two ways share it
    holds = ""  # what it indexes, in one line
    version = 1  # of its set-up: an index kept from an older one is built anew
    is_slow = False  # asked fewer questions

    @abstractmethod
    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        """Write an index of the articles into an empty folder."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Make a built index ready to be asked. Raises FileNotFoundError where it is gone."""

    @abstractmethod
    def ask(self, question: Question) -> Reply: ...

    def can(self, question: Question) -> bool:
        return True

    def cpu(self) -> float:
        """CPU seconds that count as this engine's."""
        return time.process_time()

    def size(self, folder: Path) -> int:
        """Bytes of the index."""
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    def close(self, *, keep: bool) -> None:
        """Let go of the index; what lies outside its folder is removed unless it is kept."""
        return


def fast(without: Collection[str] = (), postgres: str = "") -> list[Contender]:
    """Those that build and answer quickly, as far as they are installed.

    `without` names indexes to leave out; `postgres` says how to reach a server, if at all.
    """
    from benchmarks.contenders.fts5 import Fts5

    found: list[Contender] = [Fts5()]
    if importlib.util.find_spec("tantivy"):
        from benchmarks.contenders.tantivy import SimpleTantivy, Tantivy

        found += [Tantivy(), SimpleTantivy()]
    if postgres:
        from benchmarks.contenders.postgresql import PostgreSql

        found.append(PostgreSql(postgres))
    return [one for one in found if one.index not in without]


def slow(without: Collection[str] = ()) -> list[Contender]:
    """Those that take minutes to build and seconds to answer."""
    from benchmarks.contenders.stock import StockHaystack, StockHaystackOfForms
    from benchmarks.contenders.whoosh import PlainWhoosh

    found: list[Contender] = []
    for months in (True, False):
        found += [StockHaystack(months=months), StockHaystackOfForms(months=months)]
    return [one for one in [*found, PlainWhoosh()] if one.index not in without]

"""A whole archive, as readers meet it: the results call, the page, the first page, a rebuild."""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.db import connections

from archive.annotation.names import Recogniser
from archive.editing import actions
from archive.ingest import store
from archive.ingest.parsed import parse_text
from archive.models import Article
from benchmarks.comparing import first_of_each
from benchmarks.contenders.ours import counts
from benchmarks.contenders.stock import StockHaystack
from benchmarks.filling import filled
from benchmarks.fresh_process import page
from benchmarks.measuring import Column, median
from benchmarks.processes import Ran, own_cpu, run, tell
from benchmarks.questions import Question, Reply
from benchmarks.serving import address, asked, call, made
from search.index.outbox import drain
from search.queries import Query, find

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-W", "ignore"]
FRESH = 5  # processes started to see their first page
PUBLISHED = 5  # articles published to see when they are found
FEWEST_PAGES = 200  # served idle, and at least as many during a rebuild


@dataclass(frozen=True, slots=True, kw_only=True)
class Cold:
    """CPU milliseconds of new processes, medians over them."""

    start: float
    first: float
    warm: float
    memory: float

    @property
    def ratio(self) -> float:
        return self.first / self.warm


@dataclass(frozen=True, slots=True, kw_only=True)
class DuringRebuild:
    """Milliseconds by the clock (p95); `fell` if a question found fewer articles meanwhile."""

    idle: float
    busy: float
    pages: int
    fell: bool


@dataclass(slots=True, kw_only=True)
class Served:
    kept: bool  # whether an earlier run filled the archive
    rebuild: Ran
    index_bytes: int
    calls: Column
    pages: Column
    stock: dict[str, Column]
    cold_call: Cold
    cold_page: Cold
    during: DuringRebuild
    published: float  # CPU milliseconds until findable


def measure(
    options: argparse.Namespace, questions: Sequence[Question], stock: Sequence[StockHaystack]
) -> Served:
    """Fill an archive, build its index, and ask it.

    `stock` have indexes of the same articles under the same numbers.
    """
    tell("filling an archive")
    kept = filled(options.corpus, options.size, options.keep)
    tell("building its index")
    rebuild = run([*COMMAND, "manage.py", "rebuild_index"], ROOT)
    tell("asking it")
    few = first_of_each(questions, options.slow_questions)
    # What stood in this process before is not searched for garbage while it is timed.
    gc.collect()
    gc.freeze()
    calls, pages, theirs = _ask(questions, stock, few)
    addresses = list(map(address, questions))
    return Served(
        kept=kept,
        rebuild=rebuild,
        index_bytes=_size(Path(settings.ARCHIVE_INDEX)),
        calls=calls,
        pages=pages,
        stock=theirs,
        cold_call=_cold(addresses, call=True),
        cold_page=_cold(addresses),
        during=_during_rebuild(addresses),
        published=_publish(),
    )


def _ask(
    questions: Sequence[Question], stock: Sequence[StockHaystack], few: set[int]
) -> tuple[Column, Column, dict[str, Column]]:
    calls: Column = {}
    pages: Column = {}
    theirs: dict[str, Column] = {one.name: {} for one in stock}
    for index, question in enumerate(questions):
        where = address(question)
        query, offset = asked(where)
        calls[index] = median(lambda query=query, offset=offset: _reply(query, offset))
        reply = calls[index].reply  # the page makes that very call
        pages[index] = median(lambda where=where, reply=reply: _served(where, reply))
        for one in stock:
            if index in few and one.can(question):
                theirs[one.name][index] = median(
                    lambda one=one, question=question: one.results(question)
                )
    return calls, pages, theirs


def _reply(query: Query, offset: int) -> Reply:
    found = made(query, offset)
    return Reply(found.total, counts(found.facets))


def _served(where: str, reply: Reply) -> Reply:
    page(_application(), where)
    return reply


@cache
def _application() -> WSGIApplication:
    """The archive as a worker serves it; it reads ahead, so only once there is an index."""
    from config.wsgi import application

    return application


def _cold(addresses: Sequence[str], *, call: bool = False) -> Cold:
    """Some new processes, each with another first question; all are asked all the others."""
    chosen = [addresses[number * len(addresses) // FRESH] for number in range(FRESH)]
    seen = [_fresh({"first": one, "then": addresses, "call": call}) for one in chosen]
    return Cold(**{name: statistics.median(one[name] for one in seen) for name in seen[0]})


def _fresh(asked: dict[str, object]) -> dict[str, float]:
    done = subprocess.run(
        [*COMMAND, "-m", "benchmarks.fresh_process"],
        cwd=ROOT,
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _during_rebuild(addresses: Sequence[str]) -> DuringRebuild:
    """Pages while another process rebuilds, between pages while nothing does."""
    totals = {one: call(one).total for one in addresses}
    idle, _ = _clocked(totals, lambda: False)
    with subprocess.Popen(
        [*COMMAND, "manage.py", "rebuild_index"], cwd=ROOT, stdout=subprocess.DEVNULL
    ) as rebuild:
        busy, fell = _clocked(totals, lambda: rebuild.poll() is None)
    if rebuild.returncode:
        raise subprocess.CalledProcessError(rebuild.returncode, rebuild.args)
    later, _ = _clocked(totals, lambda: False)
    return DuringRebuild(idle=_p95([*idle, *later]), busy=_p95(busy), pages=len(busy), fell=fell)


def _clocked(totals: dict[str, int], go_on: Callable[[], bool]) -> tuple[list[float], bool]:
    """Milliseconds of pages asked in turn, and whether one ever found fewer than `totals`."""
    addresses = list(totals)
    spent: list[float] = []
    fell = False
    while go_on() or len(spent) < FEWEST_PAGES:
        where = addresses[len(spent) % len(addresses)]
        started = time.monotonic()
        page(_application(), where)
        spent.append(1000 * (time.monotonic() - started))
        fell |= call(where).total < totals[where]
    return spent, fell


def _p95(spent: list[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.95)]


def _publish() -> float:
    """A draft made public, the outbox drained, the article found by a word of its own."""
    recogniser = Recogniser()
    text = Article.objects.published().latest("pk").current_revision.text
    spent = []
    for number in range(PUBLISHED):
        word = "ظغزقخ" + "ابتثج"[number]
        article = store.store(parse_text(f"{text}\n\n{word}", recogniser, title=word)).article
        drain()
        started = own_cpu()
        actions.publish(article)
        drain()
        found = find(Query(words=word)).total
        spent.append(1000 * (own_cpu() - started))
        if found != 1:
            raise RuntimeError(f"{found} articles found by a word of one.")
    connections.close_all()
    return statistics.median(spent)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

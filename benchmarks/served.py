"""A whole archive, as readers meet it: the results call, the page, the first page, a rebuild."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHUNK = 500
PAGES_IN_A_ROW = 5
# A process as gunicorn starts it: how long its first results take, and how long the next.
COLD = """
import json, sys, time
sys.path.insert(0, {root!r})
import config.wsgi
from search.queries import Query, find
def timed(act):
    started = time.process_time(); act(); return 1000 * (time.process_time() - started)
def call():
    found = find(Query(words={words!r})); found[0:10]; return found.answer.facets
first, second = timed(call), sorted(timed(call) for _ in range(9))[4]
for line in open("/proc/self/smaps_rollup"):
    if line.startswith("Pss:"): pss = int(line.split()[1]) / 1024
print(json.dumps([first, second, pss]))
"""


def measure(corpus: Path, size: int, words: Sequence[str], say: Callable[[str], None]) -> None:
    """Fill an archive, build its index, and ask its pages for these words."""
    from django.core.management import call_command
    from django.test import Client

    from search.indexing import rebuild
    from search.queries import Query, find

    call_command("prepare", empty=True, stdout=StringIO(), stderr=StringIO())
    fill(corpus, size)
    started, clock = _cpu(), time.monotonic()
    rebuild()
    spent = _cpu() - started
    say(f"\n  a whole archive of {size:,} articles")
    say(
        f"  rebuild from the database: {spent:.1f} s CPU ({size / spent:,.0f} articles a CPU "
        f"second), {time.monotonic() - clock:.1f} s"
    )

    client = Client(SERVER_NAME="127.0.0.1")

    def call(word: str) -> None:
        found = find(Query(words=word))
        found[0:10]

    def page(word: str) -> None:
        answer = client.get("/search/", {"q": word})
        assert answer.status_code == 200, answer.status_code

    calls = [_median(lambda word=word: call(word)) for word in words]
    pages = [_median(lambda word=word: page(word)) for word in words]
    say(f"  results call (ten cards, marks, facets): {statistics.median(calls):.2f} ms CPU")
    say(
        f"  page as served: {statistics.median(pages):.2f} ms CPU, "
        f"{statistics.median(pages) / statistics.median(calls):.1f} times the results call"
    )
    first, second, pss = _cold(words[0])
    say(
        f"  a new process: first results {first:.1f} ms, "
        f"then {second:.1f} ms ({first / second:.1f}x)"
    )
    say(f"  memory of that process (proportional set size): {pss:.0f} MB")
    _during_rebuild(page, words, say)


def fill(corpus: Path, size: int) -> None:
    """Rows for `size` articles, straight into the database: the ingest has its own figures."""
    import hashlib

    from archive.models import Article, Entity, Mention, Passage, PassageSpan, Revision, Source
    from archive.models.articles import digest
    from benchmarks.corpus import ACTORS, OUTLETS, PLACES, make_articles

    outlets = Source.objects.bulk_create(
        Source(slug=f"outlet{number}", name_ar=f"صحيفة {number}") for number in range(OUTLETS)
    )
    actors = Entity.objects.bulk_create(
        Entity(slug=f"actor{number}", name_ar=f"جهة {number}", kind="organisation")
        for number in range(ACTORS)
    )
    places = Entity.objects.bulk_create(
        Entity(slug=f"place{number}", name_ar=f"مكان {number}", kind="place")
        for number in range(PLACES)
    )

    def store(chunk: list) -> None:
        articles = Article.objects.bulk_create(
            Article(
                outlet=outlets[one.outlet],
                published_from=one.day,
                published_to=one.day,
                precision="day" if one.day else "unknown",
                basis="stated" if one.day else "",
            )
            for one in chunk
        )
        revisions = Revision.objects.bulk_create(
            Revision(
                article=article,
                number=1,
                title=one.title,
                text=one.text,
                sha256=digest(one.title, one.text),
                text_sha256=hashlib.sha256(one.text.encode()).hexdigest(),
            )
            for article, one in zip(articles, chunk, strict=True)
        )
        for article, revision in zip(articles, revisions, strict=True):
            article.current_revision, article.status = revision, "published"
        Article.objects.bulk_update(articles, ["current_revision", "status"])
        passages, spans, mentions = [], [], []
        for article, revision, one in zip(articles, revisions, chunk, strict=True):
            start = 0
            for ordinal, paragraph in enumerate(one.paragraphs, 1):
                passages.append(passage := Passage(article=article))
                end = start + len(paragraph)
                spans.append(
                    PassageSpan(
                        passage=passage,
                        revision=revision,
                        ordinal=ordinal,
                        kind="paragraph",
                        start=start,
                        end=end,
                        pieces=[[start, end]],
                    )
                )
                start = end + 1
            named = [actors[n] for n in one.actors] + [places[n] for n in one.places]
            mentions += [
                Mention(
                    revision=revision, entity=entity, start=n, end=n + 1, method="made", sure=True
                )
                for n, entity in enumerate(named)
            ]
        Passage.objects.bulk_create(passages)
        PassageSpan.objects.bulk_create(spans)
        Mention.objects.bulk_create(mentions)

    chunk: list = []
    for one in make_articles(corpus, size):
        chunk.append(one)
        if len(chunk) == CHUNK:
            store(chunk)
            chunk = []
    if chunk:
        store(chunk)


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _median(act: Callable[[], object]) -> float:
    """CPU milliseconds."""
    act()
    spent = []
    for _ in range(PAGES_IN_A_ROW):
        started = time.process_time()
        act()
        spent.append(1000 * (time.process_time() - started))
    return statistics.median(spent)


def _cold(words: str) -> tuple[float, float, float]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", COLD.format(root=str(ROOT), words=words)],
        capture_output=True,
        text=True,
        check=True,
    )
    first, second, pss = json.loads(done.stdout.splitlines()[-1])
    return first, second, pss


def _during_rebuild(
    page: Callable[[str], None], words: Sequence[str], say: Callable[[str], None]
) -> None:
    """Pages by the clock while another process rebuilds, next to pages while nothing does."""
    idle = _clocked(page, words, lambda: False)
    command = [sys.executable, "-W", "ignore", "manage.py", "rebuild_index"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as rebuild:
        busy = _clocked(page, words, lambda: rebuild.poll() is None)
    say(
        f"  pages during a rebuild: p95 {_p95(busy):.1f} ms by the clock, "
        f"{_p95(busy) / _p95(idle):.1f} times idle ({len(busy)} pages)"
    )


def _clocked(
    page: Callable[[str], None], words: Sequence[str], go_on: Callable[[], bool]
) -> list[float]:
    spent: list[float] = []
    while go_on() or len(spent) < 100:
        started = time.monotonic()
        page(words[len(spent) % len(words)])
        spent.append(1000 * (time.monotonic() - started))
    return spent


def _p95(spent: list[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.95)]

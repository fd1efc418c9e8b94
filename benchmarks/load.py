"""How long readers wait while an import runs, on a server of this machine started as deployed.

    python benchmarks/load.py --size 10000 --imported 1000

gunicorn is started with the arguments of deploy/archive.service, the worker beside it, under the
production settings. Visitors (benchmarks/visitors.py, a process of its own) ask for a mix of
pages at a steady rate: first of an archive at rest, then while it takes in an import. The aim is
a 95th percentile within 4 times that at rest, on two cores. What the visitors themselves took of
the machine is told, since on a server they would be elsewhere.

The archive is recombined from the paragraphs of the demonstration, or of --corpus. The exit code
is 0 whatever was measured.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# How many of a hundred visits ask for pages of a kind.
MIX = {
    "front": 10,
    "words": 30,
    "facets": 15,
    "article": 22,
    "passage": 10,
    "person": 8,
    "map": 5,
}
AIM = 4.0  # times the 95th percentile at rest
SLICE = 10.0  # seconds of visits between two looks at the import
LONGEST = 900.0  # seconds for an import
WARMING = 8.0
NICE_OF_THE_WORKER = 5  # as in deploy/archive-worker.service


def main(arguments: Sequence[str] | None = None) -> None:
    options = parse(arguments)
    folder = Path(tempfile.mkdtemp(prefix="archive-load-"))
    os.environ |= {
        "ARCHIVE_DATA": str(folder / "archive"),
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "archive.example",
        "SITE_URL": "https://archive.example",
        "LOG_LEVEL": "ERROR",
    }
    try:
        import django

        django.setup()
        run(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    first, _, rest = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        description=first, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=10_000, help="articles before the import")
    parser.add_argument("--imported", type=int, default=1000, help="articles of the import")
    parser.add_argument("--rate", type=float, default=50, help="requests a second")
    parser.add_argument("--seconds", type=float, default=40, help="of visits at rest")
    parser.add_argument("--corpus", type=Path, help="JSON Lines with title and body, or gzipped")
    parser.add_argument("--keep", type=Path, help="keep the filled archive there for other runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    return parser.parse_args(arguments)


def run(options: argparse.Namespace, folder: Path) -> None:
    from benchmarks.filling import filled
    from benchmarks.processes import tell

    corpus = options.corpus or demonstration(folder / "demonstration.jsonl")
    tell("filling an archive")
    filled(corpus, options.size, options.keep)
    tell("building its index")
    subprocess.run([sys.executable, "manage.py", "rebuild_index"], cwd=ROOT, check=True)
    (folder / "addresses.json").write_text(json.dumps(addresses()), encoding="utf-8")
    upload = an_import(corpus, folder / "import.jsonl", options.size, options.imported)
    with served() as site:
        tell("at rest")
        visit(site, folder, options.rate, WARMING)
        rest = visit(site, folder, options.rate, options.seconds)
        tell("during an import")
        busy, took = visit_during(site, folder, options.rate, upload)
    report(options, rest, busy, took)


def demonstration(path: Path) -> Path:
    """The digests of the demonstration as a collection."""
    from archive.ingest.readers import Record, read_stream

    with path.open("w", encoding="utf-8") as file:
        for digest in sorted((ROOT / "fixtures" / "demonstration").glob("*.md")):
            with digest.open("rb") as stream:
                for one in read_stream(stream, digest.name):
                    if isinstance(one, Record):
                        row = {"title": one.title or digest.stem, "body": one.body}
                        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def an_import(corpus: Path, path: Path, size: int, count: int) -> Path:
    """Articles that the archive does not hold yet, as JSON Lines."""
    from benchmarks.corpus import make_articles

    with path.open("w", encoding="utf-8") as file:
        for number, one in enumerate(islice(make_articles(corpus, size + count), size, None)):
            row = {
                "id": f"load-{number}",
                "title": f"{one.title} {number}",
                "body": "\n\n".join(one.paragraphs),
                "published_on": str(one.day) if one.day else "",
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def addresses() -> list[tuple[str, str]]:
    """A hundred pairs of kind and address for each share of the mix."""
    from django.db.models import Count

    from archive.models import Article, Entity, Passage, Source
    from search.queries import Query

    step = max(1, Article.objects.count() // 100)
    articles = list(Article.objects.published().order_by("pk")[::step][:100])
    titles = [article.title.split() for article in articles]
    words = [" ".join(title[:3]) for title in titles]
    outlets = list(Source.objects.filter(articles__isnull=False).distinct()[:20])
    named = Entity.objects.exclude(kind="place").annotate(n=Count("mentions")).order_by("-n")
    people = list(named[:20])
    passages = Passage.objects.filter(article__in=articles).order_by("pk")
    pages: dict[str, list[str]] = {
        "front": ["/", "/en/"],
        "words": [Query(words=one).get_absolute_url() for one in words],
        "facets": [
            Query(words=one.split()[0], outlets=(outlets[n % len(outlets)].slug,), sort="newest")
            .get_absolute_url()
            for n, one in enumerate(words)
        ],
        "article": [article.get_absolute_url() for article in articles],
        "passage": [f"/p/{passage.public_id}/" for passage in passages[:100]],
        "person": [person.get_absolute_url() for person in people],
        "map": ["/sitemap.xml", "/robots.txt"],
    }  # fmt: skip
    return [
        (kind, pages[kind][number % len(pages[kind])])
        for kind, share in MIX.items()
        for number in range(share * 10)
    ]


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    pages: int  # the process of gunicorn, parent of those that answer
    worker: int


@contextmanager
def served() -> Iterator[Site]:
    """gunicorn as the unit starts it, and the worker; ended with the block."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        site = f"127.0.0.1:{found.getsockname()[1]}"
    unit = (ROOT / "deploy" / "archive.service").read_text(encoding="utf-8")
    arguments = re.search(r"^ExecStart=\S+gunicorn (.*)$", unit, re.MULTILINE)[1]
    arguments = arguments.replace("127.0.0.1:8000", site).split()
    running = [
        subprocess.Popen([sys.executable, "-m", "gunicorn", *arguments], cwd=ROOT),
        subprocess.Popen(
            ["nice", "-n", str(NICE_OF_THE_WORKER), sys.executable, "manage.py", "worker"],
            cwd=ROOT,
        ),
    ]
    try:
        wait_for(site)
        yield Site(site, pages=running[0].pid, worker=running[1].pid)
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(timeout=60)


def wait_for(site: str) -> None:
    headers = {"Host": "archive.example", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://{site}/readyz/", headers=headers)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(request, timeout=10):  # noqa: S310  (our own address)
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise SystemExit("the site never became ready")


def visit(site: Site, folder: Path, rate: float, seconds: float) -> dict[str, Any]:
    """Answers, and CPU seconds of the visitors, of the pages and of the worker."""
    from benchmarks.processes import cpu

    command = [sys.executable, str(ROOT / "benchmarks" / "visitors.py"), site.address]
    command += [str(folder / "addresses.json"), str(rate), str(seconds)]
    began, pages, worker = time.monotonic(), cpu(site.pages), cpu(site.worker)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout) | {
        "clock": time.monotonic() - began,
        "pages": cpu(site.pages) - pages,
        "worker": cpu(site.worker) - worker,
    }


def visit_during(
    site: Site, folder: Path, rate: float, upload: Path
) -> tuple[dict[str, Any], float]:
    """Visits from the moment of an upload until it is imported and found; and how long it took."""
    from archive.ingest.queue import enqueue
    from archive.models import Ingest
    from search.models import Change

    with upload.open("rb") as file:
        ingest = enqueue([(upload.name, file)], undated=True, publish=True)
    began = time.monotonic()
    answers: list[list[Any]] = []
    spent = dict.fromkeys(("cpu", "clock", "pages", "worker"), 0.0)
    while time.monotonic() - began < LONGEST:
        some = visit(site, folder, rate, SLICE)
        answers += some["answers"]
        spent = {name: before + some[name] for name, before in spent.items()}
        ingest.refresh_from_db()
        finished = ingest.state not in (Ingest.State.QUEUED, Ingest.State.RUNNING)
        if finished and not Change.objects.exists():
            break
    done = ingest.finished_at or ingest.created_at
    took = (done - ingest.created_at).total_seconds()
    return {"answers": answers, "state": ingest.state, **spent}, took


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def report(
    options: argparse.Namespace, rest: dict[str, Any], busy: dict[str, Any], took: float
) -> None:
    cores = len(os.sched_getaffinity(0))
    print(
        f"{options.size} articles, {options.imported} imported in {took:.0f} s "
        f"({busy['state']}), {options.rate:g} requests a second, {cores} cores"
    )
    for name, one in (("at rest", rest), ("import", busy)):
        share = one["cpu"] / (one["clock"] * cores)
        wrong = sum(status != 200 for *_, status in one["answers"])
        print(
            f"{name:8} {len(one['answers'])} answers, {wrong} of them not 200; "
            f"{one['pages'] / len(one['answers']) * 1000:.1f} ms of CPU each; "
            f"worker {one['worker']:.1f} s, visitors {share:.1%} of the machine"
        )
    print(f"{'':10}{'at rest':>18}{'import':>18}{'times':>8}")
    for kind in ("all", *MIX):
        cells = []
        for one in (rest, busy):
            values = [ms for named, _, ms, _ in one["answers"] if kind in ("all", named)]
            cells.append((percentile(values, 0.5), percentile(values, 0.95)))
        (calm, calm95), (full, full95) = cells
        times = full95 / calm95 if calm95 else 0.0
        print(f"{kind:10}{calm:8.1f}{calm95:8.1f}  {full:8.1f}{full95:8.1f}  {times:8.1f}")
    print(f"p50 and p95 in milliseconds; the aim for all is {AIM:g} times")
    if options.json:
        figures = {"rest": rest, "import": busy, "seconds": took}
        options.json.write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main()

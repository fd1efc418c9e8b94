"""What the first view of a page costs after a change, with tallies and without.

    python benchmarks/first_views.py CORPUS.jsonl.gz --size 50000

Fills an archive with articles, statements and days, adds up its tallies, and then, again and
again, changes one article and asks for each page once: as the tallies stand when the worker has
not seen the change yet, and as everything is counted where there are none. Both sides take turns.
Printed are CPU milliseconds of the whole page, medians; a page must be the same on both sides.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGES = {
    "front": "/",
    "much-named person": "/actors/actor0/",
    "their passages": "/actors/actor0/?view=passages",
    "seldom-named person": "/actors/actor7/",
    "people": "/actors/",
    "an outlet": "/outlets/outlet1/",
    "statements": "/quotations/",
    "timeline": "/timeline/",
    "promises": "/ledgers/promises/",
    "refusals": "/ledgers/refusals/",
}
TIMES = 5


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("corpus", type=Path, help="JSON Lines with title and body, or gzipped")
    parser.add_argument("--size", type=int, default=50_000, help="articles in the archive")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the filled archive there")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="archive-benchmark-"))
    os.environ["ARCHIVE_DATA"] = str(folder / "archive")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    try:
        import django

        django.setup()
        measure(options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(options: argparse.Namespace) -> None:
    from archive.models import Article
    from archive.reading.tallies import keeping
    from benchmarks.filling import filled
    from benchmarks.processes import own_cpu

    filled(options.corpus, options.size, options.keep, told=True)
    started = own_cpu()
    while keeping.keep_up():
        pass
    print(f"{Article.objects.count():,} articles; all added up in {own_cpu() - started:.1f} s CPU")
    spent: dict[tuple[str, bool], list[float]] = {}
    for address in PAGES.values():
        for has_tallies in (True, False):
            spent[address, has_tallies] = []
    for number in range(TIMES + 1):  # once to warm up
        for address in PAGES.values():
            seen = {}
            for has_tallies in (True, False):
                _change(number + 1)
                milliseconds, seen[has_tallies] = _first_view(address, has_tallies=has_tallies)
                if number:
                    spent[address, has_tallies].append(milliseconds)
            if seen[True] != seen[False]:
                raise SystemExit(f"{address} differs without tallies")
    for name, address in PAGES.items():
        kept, anew = (statistics.median(spent[address, each]) for each in (True, False))
        print(f"{name:22}{kept:8.1f} ms{anew:10.1f} ms counted anew")


def _change(key: int) -> None:
    """As an editor's decision is announced."""
    from django.db import transaction

    from archive.ingest.store import announce_changes
    from archive.models import Article

    with transaction.atomic():
        announce_changes([Article.objects.get(pk=key)])


def _first_view(address: str, *, has_tallies: bool) -> tuple[float, bytes]:
    """CPU milliseconds, and what came."""
    from archive.models import TallyState

    TallyState.objects.update(is_complete=has_tallies)
    client = _client()
    started = time.process_time()
    answer = client.get(address)
    milliseconds = 1000 * (time.process_time() - started)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return milliseconds, answer.content


@cache
def _client() -> Client:
    """One for all pages: it makes the application when it is first asked."""
    from django.test import Client

    return Client(SERVER_NAME="localhost")


if __name__ == "__main__":
    main()

"""How fast a results page is, next to other engines, on one archive in one run.

    python benchmarks/search.py CORPUS.jsonl.gz --size 10000 --served

Every engine is given the same articles as the archive's analysis sees them (stems, folded words,
grams) and the same questions: the ten best with their words marked, the exact total, counts by
outlet, actor and place, a histogram by month. Ours answers as the pages ask it: with all words,
then with most, then with some. Times are CPU milliseconds of the process (PostgreSQL: and of its
backend), the median over the questions of a kind and over repetitions of each; who takes longer
than a third of a second is asked once. Engines take turns question by question. A ratio stands
only where total and facets agree for every question of the kind. `fresh` is ours with its cache
of decoded postings emptied before each question.

Stock Haystack is measured as it comes: its Whoosh backend, one text, faceted fields, a date.
With --served its results call is measured next to ours on a whole archive: a SearchQuerySet with
facets and highlighting, ten rows loaded from the database.

Nothing outlives the run but what --keep keeps. The exit code is 0 whatever was measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

INDEXES = ("fts5", "tantivy", "postgresql", "stock-stems", "stock-forms", "whoosh")


def main(arguments: Sequence[str] | None = None) -> None:
    options = parse(arguments)
    folder = Path(tempfile.mkdtemp(prefix="archive-benchmark-"))
    os.environ["ARCHIVE_DATA"] = str(folder / "archive")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
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
    parser.add_argument("corpus", type=_file, help="JSON Lines with title and body, or gzipped")
    parser.add_argument("--size", type=_count, default=10_000, help="articles in the archive")
    parser.add_argument("--questions", type=_count, default=5, help="questions of each kind")
    parser.add_argument(
        "--slow-questions",
        type=_count,
        default=2,
        help="questions of each kind for stock Haystack and plain Whoosh, which take seconds",
    )
    parser.add_argument(
        "--slow-size",
        type=_count_or_none,
        help="measure those two at another size, ours beside them (default: the same; 0: not at "
        "all). They take some twenty minutes of CPU to build at 50,000",
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=INDEXES,
        help="leave an engine out (may be given again)",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="keep the others' indexes and the filled archive there, and use what fits of an "
        "earlier run; its output says so",
    )
    parser.add_argument(
        "--postgres",
        default="",
        metavar="DSN",
        help="also PostgreSQL, on a server of this machine (such as 'host=/var/run/postgresql "
        "dbname=benchmark'); needs a database to make a schema in, and pip install "
        "'psycopg[binary]'",
    )
    parser.add_argument(
        "--served", action="store_true", help="also measure the pages of a whole archive"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    options = parser.parse_args(arguments)
    if options.postgres and not importlib.util.find_spec("psycopg"):
        parser.error("--postgres needs psycopg: pip install 'psycopg[binary]'")
    if options.slow_size is None:
        options.slow_size = options.size
    return options


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"no such file: {text}")
    return path


def _count(text: str) -> int:
    if (number := _count_or_none(text)) == 0:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _count_or_none(text: str) -> int:
    try:
        number = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a whole number: {text}") from error
    if number < 0:
        raise argparse.ArgumentTypeError("not below 0")
    return number


def run(options: argparse.Namespace, folder: Path) -> None:
    from benchmarks import reporting, served
    from benchmarks.comparing import Comparing
    from benchmarks.contenders import fast, slow
    from benchmarks.contenders.stock import StockHaystack

    with Comparing(options, folder) as comparing:
        if options.slow_size not in (0, options.size):
            reporting.engines(comparing.run(options.slow_size, slow(options.without)))
        others = fast(options.without, options.postgres)
        if options.slow_size == options.size:
            others += slow(options.without)
        measured = comparing.run(options.size, others)
        reporting.engines(measured)
        found = None
        if options.served:
            stock = [one for one in others if isinstance(one, StockHaystack)]
            found = served.measure(options, measured.questions, stock)
            reporting.pages(measured, found)
    reporting.figures(options, measured, found)


if __name__ == "__main__":
    main()

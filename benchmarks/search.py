"""How fast a results page is, next to other engines, on one archive in one run.

    python benchmarks/search.py CORPUS.jsonl.gz --size 10000

Every engine is given the same articles as the archive's analysis sees them (stems, folded words,
grams) and the same questions: the ten best by BM25 with their words marked, the exact total,
counts by outlet, actor and place, a histogram by month. Times are CPU milliseconds of this
process, the median over the questions of a kind and their repetitions. A ratio stands only where
total and facets agree for every question of the kind. `fresh` is ours with its cache of decoded
postings emptied before each question. Nothing outlives the run.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from benchmarks.contenders import Engine, Ours, Question, Reply

# A question is asked again until it took so much CPU, or so many times.
ENOUGH_SECONDS = 0.3
MOST_TIMES = 15


def main() -> None:
    options = _options()
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


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="JSON Lines with title and body, or gzipped")
    parser.add_argument("--size", type=int, default=10_000, help="articles in the archive")
    parser.add_argument(
        "--slow-size",
        type=int,
        default=2_000,
        help="articles for stock Haystack and plain Whoosh, which take minutes to build and "
        "seconds to answer; ours is measured at that size too, so that like meets like (0: none)",
    )
    parser.add_argument("--questions", type=int, default=5, help="questions of each kind")
    parser.add_argument(
        "--served", action="store_true", help="also measure the pages of a whole archive"
    )
    return parser.parse_args()


def run(options: argparse.Namespace, folder: Path) -> None:
    from benchmarks import contenders

    if options.slow_size:
        compare(options, folder / "slow", options.slow_size, contenders.others(slow=True))
    words = compare(options, folder / "fast", options.size, contenders.others(slow=False))
    if options.served:
        from benchmarks import served

        served.measure(options.corpus, options.size, words, say)


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def compare(
    options: argparse.Namespace, folder: Path, size: int, engines: Sequence[Engine]
) -> list[str]:
    """Build every engine with the same articles and print what each takes to answer.

    Returns the words of the questions.
    """
    from benchmarks import contenders
    from benchmarks.corpus import make_articles

    folder.mkdir()
    made = make_articles(options.corpus, size)
    documents = [contenders.document(number, one) for number, one in enumerate(made, 1)]
    say(f"\n{size:,} articles; beyond the collection's own, made of its paragraphs")
    started = cpu()
    ours = contenders.Ours(folder / "ours", documents)
    report_build("ours (three kinds of evidence)", cpu() - started, size, folder / "ours")
    asked = contenders.questions(ours.snapshot, options.questions)
    analysed = ours.analysed(documents)
    tables = [measure(ours.ask, asked), measure(ours.ask_afresh, asked)]
    for engine in engines:
        own = folder / engine.name
        own.mkdir()
        started = cpu()
        engine.build(own, analysed)
        report_build(engine.name, cpu() - started, size, own)
        tables.append(measure(engine.ask, [one for one in asked if engine.can(one)]))
    print_table(["ours", "fresh", *(engine.name for engine in engines)], tables)
    report_update(ours, documents)
    return [" ".join(one.words) for one in asked if one.stems and not one.outlet]


def report_build(name: str, seconds: float, size: int, folder: Path) -> None:
    held = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    say(
        f"  built {name}: {seconds:.1f} s CPU, {size / seconds:,.0f} articles a CPU second, "
        f"{held / 1e6:.0f} MB"
    )


def report_update(ours: Ours, documents: Sequence) -> None:
    """One more article: until a process that serves has found it."""
    from dataclasses import replace

    spent = []
    for number in range(5):
        one = replace(documents[number], article=len(documents) + 1 + number)
        started = cpu()
        ours.publish_one(one)
        spent.append(cpu() - started)
    say(f"  one article published: {1000 * statistics.median(spent):.0f} ms CPU until findable")


Timed = dict[str, tuple[float, list["Reply"]]]


def measure(ask: Callable[[Question], Reply], questions: Iterable[Question]) -> Timed:
    """For each kind: median CPU milliseconds, and the replies."""
    times: dict[str, list[float]] = defaultdict(list)
    replies: dict[str, list[Reply]] = defaultdict(list)
    for question in questions:
        started = time.process_time()
        replies[question.kind].append(ask(question))
        first = time.process_time() - started
        # Who takes seconds is not asked again.
        spent = 1000 * first if first > ENOUGH_SECONDS else _median(ask, question)
        times[question.kind].append(spent)
    return {kind: (statistics.median(times[kind]), replies[kind]) for kind in times}


def _median(ask: Callable[[Question], Reply], question: Question) -> float:
    spent: list[float] = []
    while len(spent) < MOST_TIMES and sum(spent) < ENOUGH_SECONDS * 1000:
        started = time.process_time()
        ask(question)
        spent.append(1000 * (time.process_time() - started))
    return statistics.median(spent)


def print_table(names: Sequence[str], tables: Sequence[Timed]) -> None:
    """A row a kind: ours in milliseconds, the others as milliseconds and times ours."""
    ours = tables[0]
    say()
    say("  " + f"{'CPU ms (times ours)':24}" + "".join(f"{name:>24}" for name in names))
    for kind in ours:
        say("  " + f"{kind:24}" + "".join(f"{_cell(ours, one, kind):>24}" for one in tables))
    say("  a ratio in brackets only where totals and facets of all questions agree")
    say()


def _cell(ours: Timed, other: Timed, kind: str) -> str:
    if kind not in other:
        return "–"
    spent, replies = other[kind]
    if other is ours:
        return f"{spent:.2f}"
    agreeing = sum(a.agrees_with(b) for a, b in zip(replies, ours[kind][1], strict=True))
    if agreeing < len(replies):
        return f"{spent:.2f} {agreeing}/{len(replies)} agree"
    return f"{spent:.2f} ({spent / ours[kind][0]:.1f}x)"


if __name__ == "__main__":
    main()

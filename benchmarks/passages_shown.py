"""How often the passage that answers a question is the first one that a reader is shown.

    python benchmarks/passages_shown.py
    python benchmarks/passages_shown.py --failures --json now.json --before then.json

The questions are those of `fixtures/gold/questions.jsonl`, asked of the demonstration archive in a
temporary folder (`--data FOLDER` keeps it there for the next run) through the results page's own
form and call. A row is a share of the questions, by what the reader sees:

    first      the first passage of the first card answers
    card       a passage of the first card does
    article    the first card is of an article that holds an answer, `three`: one of the first three
    own        the best placed article with an answer opens its card with it, wherever it stands

The exit code is 0 whatever was measured.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.processes import tell  # noqa: E402

if TYPE_CHECKING:
    from search.queries import Result

QUESTIONS = ROOT / "fixtures" / "gold" / "questions.jsonl"
KINDS = ("who", "when", "how many", "where")
AUTHORS = ("insider", "outsider")
Place = tuple[str, str]  # the record of an article, and how a passage of it begins


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and the passages that answer it."""

    question: str
    kind: str
    by: str
    answers: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the answer to a question was seen, and what stood in its place."""

    question: str
    kind: str
    by: str
    first: bool
    card: bool
    article: bool
    three: bool
    own: bool
    rank: int | None  # of the first article with an answer, from one; None: not on the page
    shown: str  # the article and the passage shown first


def main(arguments: Sequence[str] | None = None) -> None:
    options = parse(arguments)
    with tempfile.TemporaryDirectory(prefix="archive-passages-") as made:
        verdicts = answer(options.questions, options.data or Path(made))
    before: dict[str, bool] = {}
    if options.before:
        known = json.loads(options.before.read_text(encoding="utf-8"))
        before = {one["question"]: one["first"] for one in known}
    report(verdicts, before, failures=options.failures)
    if options.json:
        options.json.write_text(
            json.dumps([asdict(one) for one in verdicts], ensure_ascii=False), encoding="utf-8"
        )


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    first, _, rest = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        description=first, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FILE")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="an archive kept between runs")
    parser.add_argument(
        "--failures", action="store_true", help="each question whose answer is not shown first"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all verdicts there too")
    parser.add_argument("--before", type=Path, metavar="FILE", help="compare with those verdicts")
    return parser.parse_args(arguments)


def read(path: Path) -> list[Asked]:
    """The questions of a file."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Asked(
            row["question"],
            row["kind"],
            row["by"],
            tuple((one["article"], one["passage_starts"]) for one in (row, *row.get("also", ()))),
        )
        for row in rows
    ]


# Asking


def answer(questions: Path, data: Path) -> list[Verdict]:
    """What comes of each question in an archive of its own, in this process."""
    os.environ |= {
        "ARCHIVE_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "LOG_LEVEL": "ERROR",
    }
    tell("demonstration archive")
    command = [sys.executable, "manage.py", "prepare"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    tell("questions")
    return [judged(asked, page_of(asked.question)) for asked in read(questions)]


def page_of(words: str) -> list[Result]:
    """The results on the first page, as the form and the view make it."""
    from django.http import QueryDict

    from search.forms import SearchForm
    from search.queries import RESULTS_PER_PAGE, find

    data = QueryDict(mutable=True)
    data["q"] = words
    form = SearchForm(data)
    form.is_valid()
    return find(form.to_query())[:RESULTS_PER_PAGE]


def judged(asked: Asked, results: Sequence[Result]) -> Verdict:
    answers = list(located(asked.answers))
    articles = [result.article.pk for result in results]
    passages = [[one.passage_pk for one in result.snippets] for result in results]
    right_articles = {article for article, _ in answers}
    right = {passage for _, passage in answers}
    at = next((n for n, article in enumerate(articles) if article in right_articles), None)
    opening = passages[0][:1] if passages else []
    return Verdict(
        question=asked.question,
        kind=asked.kind,
        by=asked.by,
        first=not right.isdisjoint(opening),
        card=bool(passages) and not right.isdisjoint(passages[0]),
        article=at == 0,
        three=at is not None and at < 3,
        own=at is not None and not right.isdisjoint(passages[at][:1]),
        rank=None if at is None else at + 1,
        shown=printed(results[0]) if results else "nothing found",
    )


def located(places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Primary keys of the articles and passages that stand at some places."""
    from archive.models import Article, PassageSpan

    for record, opening in places:
        revision = Article.objects.get(record_id=record).current_revision
        spans = PassageSpan.objects.filter(revision=revision)
        held = [one for one in spans if revision.text.startswith(opening, one.start)]
        if len(held) != 1:
            sys.exit(f"{record} has {len(held)} passages that begin «{opening}».")
        yield revision.article_id, held[0].passage_id


def printed(result: Result) -> str:
    """The title of a result and the passage that it shows first."""
    snippet = next(iter(result.snippets), None)
    passage = "".join(run.text for run in snippet.runs) if snippet else ""
    return f"{result.article.title} | {passage}"


# Reporting


def report(verdicts: Sequence[Verdict], before: Mapping[str, bool], *, failures: bool) -> None:
    earlier = "  before" if before else ""
    print(
        f"{'':12} {'asked':>5} {'first':>6} {'card':>6} {'article':>7} {'three':>6} {'own':>6}"
        + earlier
    )
    groups: list[tuple[str, Callable[[Verdict], bool]]] = [
        *((kind, lambda one, kind=kind: one.kind == kind) for kind in KINDS),
        *((author, lambda one, author=author: one.by == author) for author in AUTHORS),
        ("all", lambda one: True),
    ]
    for name, belongs in groups:
        row(name, [one for one in verdicts if belongs(one)], before)
    for one in verdicts if failures else ():
        if not one.first:
            place = "not found" if one.rank is None else f"{one.rank}"
            print(f"\n{one.question}\n  {one.kind}, {one.by}; article: {place}; {where(one)}")
            print(f"  {one.shown}")


def where(one: Verdict) -> str:
    if one.card:
        return "answer later in the first card"
    return "answer opens its own card" if one.own else "answer not first in its card"


def row(name: str, verdicts: Sequence[Verdict], before: Mapping[str, bool]) -> None:
    if not verdicts:
        return

    def share(held: Callable[[Verdict], Any]) -> str:
        return f"{sum(map(bool, map(held, verdicts))) / len(verdicts):.1%}"

    earlier = f"  {share(lambda one: before.get(one.question)):>6}" if before else ""
    print(
        f"{name:12} {len(verdicts):5} {share(lambda one: one.first):>6} "
        f"{share(lambda one: one.card):>6} {share(lambda one: one.article):>7} "
        f"{share(lambda one: one.three):>6} {share(lambda one: one.own):>6}{earlier}"
    )


if __name__ == "__main__":
    main()

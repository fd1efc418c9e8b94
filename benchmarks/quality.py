"""How well search finds: our answers against judged collections, and against other analyzers.

    python benchmarks/quality.py FOLDER... [--names] [--only queries-noisy]

A FOLDER is a collection: `articles.jsonl.gz` in the archive's ingest format and one or more
`queries*.jsonl` (`{"id", "q", "relevant": [article ids]}` a line). Its articles are ingested into
a temporary archive and its queries go through `manage.py search --batch`, the very call of the
results page. Printed are nDCG@10, MRR@10, recall@10 and recall@100, and for each reference
analyzer the same figures, the difference in nDCG@10 and its 95 % interval by paired bootstrap.

`--names` measures names in Latin letters: an archive is made in which each authority is named in
Arabic by two short articles (among the articles of the first FOLDER, if one is given), and every
English name and alias is searched as typed, with the tables of names and without them.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from archive.arabic.letters import fold  # noqa: E402
from archive.arabic.tables import rows  # noqa: E402
from archive.arabic.tokens import keys  # noqa: E402

K1, B = 1.2, 0.75
DEPTH = 100
RESAMPLES = 2_000
SEED = 20211231
FIGURES = ("nDCG@10", "MRR@10", "recall@10", "recall@100")

Analyzer = Callable[[str], list[str]]
Ranking = list[str]  # article ids, best first


@dataclass(frozen=True, slots=True)
class Question:
    words: str
    relevant: frozenset[str]


# Figures


def figures(ranking: Ranking, relevant: frozenset[str]) -> tuple[float, float, float, float]:
    """nDCG@10 and MRR@10 with binary judgements, recall@10 and recall@100."""
    ranks = [rank for rank, one in enumerate(ranking, start=1) if one in relevant]
    gain = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= 10)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), 10) + 1))
    first = ranks[0] if ranks else 0
    return (
        gain / ideal,
        1 / first if 0 < first <= 10 else 0.0,
        sum(rank <= 10 for rank in ranks) / len(relevant),
        sum(rank <= 100 for rank in ranks) / len(relevant),
    )


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def paired_bootstrap(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """The mean difference and its 95 % interval, resampling questions with replacement."""
    differences = [one - other for one, other in zip(ours, theirs, strict=True)]
    chance = random.Random(SEED)
    means = sorted(mean(chance.choices(differences, k=len(differences))) for _ in range(RESAMPLES))
    return mean(differences), means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES)]


# Reference analyzers


def folded(text: str) -> list[str]:
    """Folding alone: the spellings of one word form meet, nothing else."""
    return keys(text)


WORD = re.compile(r"[\w\u0640\u064b-\u0652\u0670]+")
MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670]")
ALEFS = str.maketrans("أإآى\u0629", "اااي\u0647")
PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")


def stop_words() -> frozenset[str]:
    lines = rows("function_words", folded=False)
    return frozenset(word for (words,) in lines for word in words.split())


def lucene(text: str) -> list[str]:
    """The `arabic` analyzer of Lucene, after its published description.

    Words, stop words taken out, normalization (hamza on alef, alef maqsura, teh marbuta, vowel
    marks, tatweel), then light stemming after Larkey, Ballesteros and Connell: one prefix, and
    each suffix in turn, as long as enough letters stay. The stop words are this archive's.
    """
    stops = stop_words_once()
    words = (word.lower() for word in WORD.findall(text))
    return [_light_stem(_normal(word)) for word in words if word not in stops]


_STOPS: list[frozenset[str]] = []


def stop_words_once() -> frozenset[str]:
    if not _STOPS:
        _STOPS.append(stop_words())
    return _STOPS[0]


def _normal(word: str) -> str:
    return MARKS.sub("", word).translate(ALEFS)


def _light_stem(word: str) -> str:
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) >= len(prefix) + (3 if len(prefix) == 1 else 2):
            word = word[len(prefix) :]
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word[: -len(suffix)]
    return word


class Plain:
    """BM25 over one field of analysed text: what an analyzer is worth by itself."""

    def __init__(self, articles: dict[str, str], analyze: Analyzer) -> None:
        self.analyze = analyze
        self.ids = list(articles)
        self.postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.lengths = []
        for number, text in enumerate(articles.values()):
            words = analyze(text)
            self.lengths.append(len(words))
            for word, count in Counter(words).items():
                self.postings[word].append((number, count))
        average = mean(self.lengths)
        self.norms = [K1 * (1 - B + B * length / average) for length in self.lengths]

    def rank(self, words: str) -> Ranking:
        scores: dict[int, float] = defaultdict(float)
        for word in dict.fromkeys(self.analyze(words)):
            held = self.postings.get(word, [])
            idf = math.log(1 + (len(self.ids) - len(held) + 0.5) / (len(held) + 0.5))
            for number, count in held:
                scores[number] += idf * count * (K1 + 1) / (count + self.norms[number])
        best = sorted(scores, key=lambda number: (-scores[number], number))[:DEPTH]
        return [self.ids[number] for number in best]


REFERENCES: dict[str, Analyzer] = {"Lucene arabic": lucene, "folding only": folded}


# Our own answers, through the commands


class Archive:
    """A temporary archive that is worked by `manage.py` alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "ARCHIVE_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "PYTHONWARNINGS": "ignore",
        }
        self.manage("migrate", "--verbosity", "0")

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """What the command printed. Stops with its message when it could not run."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=ROOT,
        )
        if done.returncode not in (0, 1) or "Traceback" in done.stderr:
            sys.exit(f"manage.py {arguments[0]}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def ingest(self, path: Path) -> None:
        self.manage("ingest", str(path), "--undated", "--publish", "--json")
        self.manage("rebuild_index")

    def ask(self, questions: Sequence[str], *options: str) -> list[dict]:
        asked = "".join(
            json.dumps({"id": n, "q": words, "limit": DEPTH, "facets": False}) + "\n"
            for n, words in enumerate(questions)
        )
        printed = self.manage("search", "--batch", "-", *options, stdin=asked)
        answers = [json.loads(line) for line in printed.splitlines()]
        if len(answers) != len(questions):
            sys.exit(f"manage.py search answered {len(answers)} of {len(questions)} questions.")
        return answers


# Collections


def lines(path: Path) -> Iterator[dict]:
    open_it = gzip.open if path.suffix == ".gz" else open
    with open_it(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def articles_file(folder: Path) -> Path:
    for name in ("articles.jsonl.gz", "articles.jsonl"):
        if (folder / name).is_file():
            return folder / name
    sys.exit(f"{folder} has no articles.jsonl.gz.")


def questions_of(path: Path) -> list[Question]:
    return [Question(line["q"], frozenset(line["relevant"])) for line in lines(path)]


def measure(folder: Path, only: Sequence[str]) -> None:
    """Print the figures of one collection."""
    source = articles_file(folder)
    texts = {line["id"]: line["body"] for line in lines(source)}
    references = {name: Plain(texts, analyze) for name, analyze in REFERENCES.items()}
    with tempfile.TemporaryDirectory(prefix="archive-quality-") as data:
        archive = Archive(Path(data))
        archive.ingest(source)
        for path in sorted(folder.glob("queries*.jsonl")):
            if only and path.stem not in only:
                continue
            report(f"{folder.name}/{path.stem}", questions_of(path), archive, references)


def report(
    name: str, questions: list[Question], archive: Archive, references: dict[str, Plain]
) -> None:
    answers = archive.ask([question.words for question in questions])
    ours = [
        figures([hit["id"] for hit in answer["hits"]], question.relevant)
        for answer, question in zip(answers, questions, strict=True)
    ]
    milliseconds = sorted(answer["cpu_ms"] for answer in answers)
    print(
        f"\n{name}: {len(questions)} questions, {milliseconds[len(milliseconds) // 2]:.1f} ms each"
    )
    print(f"  {'':16}" + "".join(f"{figure:>12}" for figure in FIGURES))
    print_row("this archive", ours)
    for reference, plain in references.items():
        theirs = [figures(plain.rank(one.words), one.relevant) for one in questions]
        print_row(reference, theirs)
        gain, low, high = paired_bootstrap([one[0] for one in ours], [one[0] for one in theirs])
        print(f"  {'':16}  ours {gain:+.4f} nDCG@10, 95 % between {low:+.4f} and {high:+.4f}")


def print_row(name: str, values: Sequence[Sequence[float]]) -> None:
    means = (mean([one[n] for one in values]) for n in range(len(FIGURES)))
    print(f"  {name:16}" + "".join(f"{value:12.4f}" for value in means))


# Names in Latin letters

CARRIERS = (
    "تناول التقرير {name} في فقرة واحدة، ثم انتقل إلى موضوع آخر.",
    "ورد ذكر {name} مرتين في البيان الذي صدر مساء أمس.",
)


@dataclass(frozen=True, slots=True)
class Name:
    typed: str
    slug: str


def names_in_latin(folder: Path) -> tuple[dict[str, str], list[Name]]:
    """Arabic names by slug, and every English name and alias."""
    with (folder / "entities.csv").open(encoding="utf-8") as file:
        entities = list(csv.DictReader(file))
    with (folder / "names.csv").open(encoding="utf-8") as file:
        aliases = [row for row in csv.DictReader(file) if row["language"] == "en"]
    arabic = {row["slug"]: row["name_ar"] for row in entities}
    typed = [Name(row["name_en"], row["slug"]) for row in entities if row["name_en"]]
    typed += [Name(row["name"], row["entity"]) for row in aliases]
    return arabic, typed


def measure_names(background: Path | None) -> None:
    """Print the share of Latin names that put an article with the Arabic name first."""
    arabic, names = names_in_latin(ROOT / "fixtures" / "authorities")
    with tempfile.TemporaryDirectory(prefix="archive-names-") as data:
        archive = Archive(Path(data))
        archive.manage("load_authorities")
        made = Path(data) / "names.jsonl"
        made.write_text("".join(_naming(arabic)), encoding="utf-8")
        sources = [made, articles_file(background)] if background else [made]
        for source in sources:
            archive.ingest(source)
        texts = {line["id"]: fold(line["body"]) for source in sources for line in lines(source)}
        print(f"\nNames in Latin letters: {len(names)} of {len(arabic)} authorities")
        for label, options in (
            ("with tables of names", ()),
            ("by sound and glossary", ("--no-aliases",)),
        ):
            answers = archive.ask([name.typed for name in names], *options)
            missed = [
                name.typed
                for name, answer in zip(names, answers, strict=True)
                if not _names_first(answer["hits"], arabic[name.slug], texts)
            ]
            print(f"  {label:22}{1 - len(missed) / len(names):8.1%}")
            print(f"  {'':22}missed: {', '.join(missed[:40])}{' …' if len(missed) > 40 else ''}")


def _naming(arabic: dict[str, str]) -> Iterable[str]:
    for number, (slug, name) in enumerate(arabic.items()):
        for number, carrier in enumerate(CARRIERS):
            record = {
                "id": f"{slug}#{number}",
                "title": f"مقال {number}",
                "body": carrier.format(name=name),
            }
            yield json.dumps(record, ensure_ascii=False) + "\n"


def _names_first(hits: list[dict], name: str, texts: dict[str, str]) -> bool:
    """Whether the first hit holds the Arabic name."""
    return bool(hits) and fold(name) in texts[hits[0]["id"]]


def main() -> None:
    parser = argparse.ArgumentParser(description="How well search finds.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--names", action="store_true", help="names in Latin letters")
    parser.add_argument("--only", action="append", default=[], metavar="QUERIES")
    options = parser.parse_args()
    if not options.folders and not options.names:
        parser.error("name a FOLDER, or --names")
    started = time.time()
    if options.names:
        measure_names(options.folders[0] if options.folders else None)
    else:
        for folder in options.folders:
            measure(folder, options.only)
    print(f"\n{time.time() - started:.0f} s")


if __name__ == "__main__":
    main()

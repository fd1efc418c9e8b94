"""How well the archive understands texts: names, speakers, chains, refusals and dates, by layer.

    python benchmarks/enrichment.py [FOLDER] [--readings DIR] [--errors] [--json]

FOLDER (default `fixtures/gold`) holds `texts/*.txt`, `annotations/*.json` and, if it has people of
its own, `authorities/`. Each text goes through `manage.py annotate --json` in a temporary archive
that knows the repository's authorities and the folder's; `--readings` scores what stands in
DIR instead, of the program kept earlier or of another annotator. FOLDER/README.md says what the
annotations mean.

Matching is strict: spans equal once their edges are trimmed of blanks and marks, values equal.
Only reported speech, refusals and anonymous sources are matched by how far the spans overlap. A
key that a reading lacks counts as nothing found.
"""

from __future__ import annotations

import argparse
import calendar
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

GOLD = ROOT / "fixtures" / "gold"
AUTHORITIES = ROOT / "fixtures" / "authorities"

EDGES = " \t\n\u00a0\u200e\u200f\"'“”„‟«»‹›″.،,؛;:!؟?…-–—()[]"
REPORTED_OVERLAP = 0.8  # of the two spans together
FOUND_OVERLAP = 0.5  # of the shorter span, to say that a refusal or a source was found

Reading = Mapping[str, Any]  # one article understood, in the shape of `annotate --json`
Span = frozenset[tuple[int, int]]  # the characters covered: (paragraph, place)


# Figures


@dataclass(slots=True)
class Score:
    """What was right, what was expected, what was given, over articles."""

    right: int = 0
    expected: int = 0
    given: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, right: int, expected: int, given: int, errors: Iterable[str] = ()) -> None:
        self.right += right
        self.expected += expected
        self.given += given
        self.errors += errors

    @property
    def precision(self) -> float | None:
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        return self.right / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        if not self.expected and not self.given:
            return None
        return 2 * self.right / (self.expected + self.given)

    def as_json(self) -> dict[str, Any]:
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "right": self.right,
            "expected": self.expected,
            "given": self.given,
        }


# Reading a reading


def listed(reading: Reading, key: str) -> Sequence[dict[str, Any]]:
    return reading.get(key) or ()


def statements(reading: Reading, kind: str) -> list[dict[str, Any]]:
    return [one for one in listed(reading, "statements") if one.get("kind") == kind]


def trimmed(text: str) -> str:
    return " ".join(text.split()).strip(EDGES)


def pieces(statement: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The pieces with their paragraphs; a piece given as bare words is in the statement's own."""
    p = statement["p"]
    parts = statement.get("pieces") or [statement["text"]]
    return [
        (p, part) if isinstance(part, str) else (part.get("p", p), part["text"]) for part in parts
    ]


def span_key(statement: Mapping[str, Any]) -> tuple[int, tuple[str, ...]]:
    """Where a statement begins and its trimmed pieces: equal for equal spans."""
    return statement["p"], tuple(trimmed(text) for _, text in pieces(statement))


def speakers(statement: Mapping[str, Any]) -> frozenset[str]:
    """Slugs of the speakers; a name without a row is nobody, as an anonymous source is."""
    given = statement.get("speakers")
    if given is None:
        given = [statement.get("speaker")]
    return frozenset(one for one in given if one and one.isascii())


def without_own_outlet(reading: Reading, own: str | None) -> Reading:
    """The reading with the article's own outlet taken out of its chains.

    `annotate` isn't told which outlet printed the text, so it can't know that it relays itself.
    """
    if own is None:
        return reading

    def shorter(one: dict[str, Any]) -> dict[str, Any]:
        via = [link for link in one.get("via") or () if link != own]
        outlet = one.get("outlet")
        if outlet == own:
            outlet = next((link for link in via if link.isascii()), None)
        return {**one, "via": via, "outlet": outlet}

    chained = {
        key: [shorter(one) for one in listed(reading, key)] for key in ("statements", "quotes")
    }
    return {**reading, **chained, "outlets": [o for o in reading.get("outlets") or () if o != own]}


def covered(statement: Mapping[str, Any], paragraphs: Sequence[str]) -> Span:
    """The characters that a statement covers, edges aside, in the first place where it stands.

    A paragraph that a blank line broke is tried whole where a span runs over the break.
    """
    found: set[tuple[int, int]] = set()
    for p, text in pieces(statement):
        words = text.strip(EDGES)
        place = paragraphs[p].find(words) if p < len(paragraphs) else -1
        if place >= 0:
            found |= {(p, place + step) for step in range(len(words))}
        else:
            found |= _over_a_break(p, words, paragraphs)
    return frozenset(found)


def _over_a_break(p: int, words: str, paragraphs: Sequence[str]) -> set[tuple[int, int]]:
    """A span that begins in paragraph `p` and ends in a later one, its breaks read as blanks."""
    flat: list[tuple[int, int]] = []
    text = ""
    for place in range(p, min(p + 4, len(paragraphs))):
        line = paragraphs[place]
        flat += [(place, step) for step in range(len(line) + 1)]
        text += line + " "
    start = text.find(" ".join(words.split()))
    return set(flat[start : start + len(words)]) if start >= 0 else set()


def joint_share(one: Span, other: Span) -> float:
    """What two spans have in common, of what they cover together."""
    return len(one & other) / len(one | other) if one or other else 0.0


def shorter_share(one: Span, other: Span) -> float:
    """What two spans have in common, of the shorter."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def pair(
    expected: Sequence[Span],
    given: Sequence[Span],
    share: Callable[[Span, Span], float],
    least: float,
) -> list[tuple[int, int]]:
    """Spans matched one to one, the closest first."""
    close = sorted(
        (
            (share(one, other), i, j)
            for i, one in enumerate(expected)
            for j, other in enumerate(given)
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    matched: list[tuple[int, int]] = []
    left, right = set(range(len(expected))), set(range(len(given)))
    for value, i, j in close:
        if value >= least and i in left and j in right:
            left.remove(i)
            right.remove(j)
            matched.append((i, j))
    return matched


# Layers


@dataclass(slots=True)
class Report:
    """A score a layer, filled article by article."""

    scores: dict[str, Score] = field(default_factory=dict)

    def at(self, layer: str) -> Score:
        return self.scores.setdefault(layer, Score())

    def of_sets(
        self, layer: str, expected: Iterable[Hashable], given: Iterable[Hashable], name: str
    ) -> None:
        wanted, got = set(expected), set(given)
        errors = [f"{name} - {one}" for one in sorted(wanted - got, key=str)]
        errors += [f"{name} + {one}" for one in sorted(got - wanted, key=str)]
        self.at(layer).add(len(wanted & got), len(wanted), len(got), errors)

    def shares(self, layer: str, checks: Iterable[tuple[str, bool]]) -> None:
        """A layer that is a share: of so many cases, so many right."""
        cases = list(checks)
        right = sum(ok for _, ok in cases)
        self.at(layer).add(right, len(cases), len(cases), [what for what, ok in cases if not ok])


def score_article(report: Report, gold: Reading, given: Reading, paragraphs: Sequence[str]) -> None:
    name = gold["id"]
    given = without_own_outlet(given, gold.get("outlet"))
    _structure(report, gold, given, name)
    _names(report, gold, given, name)
    _direct(report, gold, given, name)
    _reported(report, gold, given, paragraphs, name)
    _terms(report, gold, given, name)
    _found(report, gold, given, paragraphs, name)
    _chains(report, gold, given, paragraphs, name)
    _dates(report, gold, given, name)
    _shown(report, gold, given, paragraphs, name)


def _structure(report: Report, gold: Reading, given: Reading, name: str) -> None:
    def rows(reading: Reading) -> set[tuple[Any, ...]]:
        keys = ("p", "role", "joins_previous", "truncated")
        return {tuple(line.get(key) for key in keys) for line in listed(reading, "paragraphs")}

    def links(reading: Reading) -> set[tuple[int, str]]:
        return {(link["p"], link["anchor"]) for link in listed(reading, "links")}

    report.of_sets("structure", rows(gold), rows(given), name)
    report.of_sets("links", links(gold), links(given), name)


def mentions(reading: Reading) -> set[tuple[int, str, str]]:
    """Names that a reading stands by: all of gold's, and those a program would show."""
    return {
        (one["p"], one["surface"], one["canonical"])
        for one in listed(reading, "actors")
        if one.get("shown", True)
    }


def _names(report: Report, gold: Reading, given: Reading, name: str) -> None:
    def acting(reading: Reading) -> set[str]:
        return {
            one["canonical"]
            for one in listed(reading, "actors")
            if one.get("shown", True) and one["type"] != "place"
        }

    report.of_sets("names", mentions(gold), mentions(given), name)
    report.of_sets("actors of an article", acting(gold), acting(given), name)
    report.of_sets("outlets relayed", gold.get("outlets") or (), given.get("outlets") or (), name)


def _direct(report: Report, gold: Reading, given: Reading, name: str) -> None:
    wanted = {span_key(quote): quote for quote in listed(gold, "quotes")}
    got = {span_key(quote): quote for quote in listed(given, "quotes")}
    # A program may list what stands without marks among its quotes: neither asked nor blamed.
    for one in statements(gold, "direct"):
        if not one.get("marked", True):
            got.pop(span_key(one), None)
    report.of_sets("direct spans", wanted, got, name)
    report.of_sets(
        "direct with speaker",
        {(key, speakers(quote)) for key, quote in wanted.items()},
        {(key, speakers(quote)) for key, quote in got.items()},
        name,
    )
    said = {(p, text) for p, texts in got for text in texts}
    report.shares(
        "scare quotes left alone",
        (
            (f"{name} + {one['text']}", (one["p"], trimmed(one["text"])) not in said)
            for one in listed(gold, "not_speech")
        ),
    )
    both = [key for key in wanted if key in got]
    report.shares(
        "relaying outlet",
        ((f"{name} {key}", wanted[key].get("outlet") == got[key].get("outlet")) for key in both),
    )


def _reported(
    report: Report, gold: Reading, given: Reading, paragraphs: Sequence[str], name: str
) -> None:
    wanted, got = statements(gold, "reported"), statements(given, "reported")
    matched = pair(
        [covered(one, paragraphs) for one in wanted],
        [covered(one, paragraphs) for one in got],
        joint_share,
        REPORTED_OVERLAP,
    )
    right = [(i, j) for i, j in matched if speakers(wanted[i]) == speakers(got[j])]
    for layer, pairs in (("reported spans", matched), ("reported with speaker", right)):
        errors = _unmatched(wanted, got, pairs, name)
        report.at(layer).add(len(pairs), len(wanted), len(got), errors)


def _unmatched(
    wanted: Sequence[Mapping], got: Sequence[Mapping], pairs: Sequence[tuple[int, int]], name: str
) -> list[str]:
    found, used = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *(_told(name, "-", one) for i, one in enumerate(wanted) if i not in found),
        *(_told(name, "+", one) for j, one in enumerate(got) if j not in used),
    ]


def _told(name: str, sign: str, one: Mapping[str, Any]) -> str:
    who = ", ".join(sorted(speakers(one))) or "?"
    return f"{name} {sign} {one['p']} {who}: {one.get('text', '')}"


def _terms(report: Report, gold: Reading, given: Reading, name: str) -> None:
    def rows(reading: Reading) -> set[tuple[Any, ...]]:
        return {(span_key(one), speakers(one)) for one in statements(reading, "term")}

    report.of_sets("terms with holder", rows(gold), rows(given), name)


def _found(
    report: Report, gold: Reading, given: Reading, paragraphs: Sequence[str], name: str
) -> None:
    """Refusals and anonymous sources: found where the spans overlap."""

    def refusals(reading: Reading) -> list[dict[str, Any]]:
        return statements(reading, "refusal")

    def anonymous(reading: Reading) -> list[dict[str, Any]]:
        return [one for one in listed(reading, "statements") if one.get("anonymous")]

    for layer, choose in (("refusals", refusals), ("anonymous sources", anonymous)):
        wanted, got = choose(gold), choose(given)
        matched = pair(
            [covered(one, paragraphs) for one in wanted],
            [covered(one, paragraphs) for one in got],
            shorter_share,
            FOUND_OVERLAP,
        )
        errors = _unmatched(wanted, got, matched, name)
        report.at(layer).add(len(matched), len(wanted), len(got), errors)
        if choose is refusals:
            report.shares(
                "refusals: who",
                (
                    (_told(name, "-", wanted[i]), speakers(wanted[i]) == speakers(got[j]))
                    for i, j in matched
                ),
            )
        else:
            report.shares("anonymous: reason", _reasons(wanted, got, matched, name))


def _reasons(
    wanted: Sequence[Mapping], got: Sequence[Mapping], pairs: Sequence[tuple[int, int]], name: str
) -> Iterator[tuple[str, bool]]:
    """Whether the stated reason was kept: most of its words, and none where none was stated."""
    for i, j in pairs:
        reason = set((wanted[i]["anonymous"].get("reason") or "").split())
        kept = set((got[j]["anonymous"].get("reason") or "").split())
        same = len(reason & kept) > len(reason | kept) / 2 if reason else not kept
        yield _told(name, "-", wanted[i]), same


def _chains(
    report: Report, gold: Reading, given: Reading, paragraphs: Sequence[str], name: str
) -> None:
    """Of statements found, whichever kind: the whole chain, and the day of speech where told."""
    wanted, got = listed(gold, "statements"), listed(given, "statements")
    matched = [
        (wanted[i], got[j])
        for i, j in pair(
            [covered(one, paragraphs) for one in wanted],
            [covered(one, paragraphs) for one in got],
            joint_share,
            REPORTED_OVERLAP,
        )
        if wanted[i]["kind"] == got[j].get("kind")
    ]
    report.shares(
        "whole chain",
        (
            (_told(name, "-", one), list(one["via"]) == list(other.get("via") or ()))
            for one, other in matched
        ),
    )
    report.shares(
        "day of speech",
        (
            (_told(name, "-", one), one["said_on"] == other.get("said_on"))
            for one, other in matched
            if one["said_on"]
        ),
    )


def as_days(iso: str | None) -> str | None:
    """A range by its first and last day: «2017/2020» says no more than «2017-01-01/2020-12-31»."""
    if not iso or "/" not in iso:
        return iso
    first, last = iso.split("/")
    return f"{_days(first)[0]}/{_days(last)[1]}"


def _days(iso: str) -> tuple[str, str]:
    year, month, day = (*iso.split("-"), "", "")[:3]
    if day:
        return iso, iso
    months = (month, month) if month else ("01", "12")
    last = calendar.monthrange(int(year), int(months[1]))[1]
    return f"{year}-{months[0]}-01", f"{year}-{months[1]}-{last:02}"


def _dates(report: Report, gold: Reading, given: Reading, name: str) -> None:
    """A date left unresolved is right where gold leaves it so, and nothing given elsewhere."""

    def values(reading: Reading) -> set[tuple[int, str, str | None]]:
        return {
            (one["p"], trimmed(one["surface"]), as_days(one["iso"]))
            for one in listed(reading, "dates")
            if one.get("iso")
        }

    def places(reading: Reading) -> set[tuple[int, str]]:
        return {(one["p"], trimmed(one["surface"])) for one in listed(reading, "dates")}

    report.of_sets("dates", values(gold), values(given), name)
    report.of_sets("date spans", places(gold), places(given), name)


def _shown(
    report: Report, gold: Reading, given: Reading, paragraphs: Sequence[str], name: str
) -> None:
    """Of what readers see unreviewed, how much is right."""
    right_names = mentions(gold)
    report.shares(
        "shown names",
        (
            (f"{name} + {row}", row in right_names)
            for one in listed(given, "actors")
            if one.get("shown")
            for row in [(one["p"], one["surface"], one["canonical"])]
        ),
    )
    report.shares(
        "shown speakers",
        (
            (_told(name, "+", one), _is_right(one, gold, paragraphs))
            for one in listed(given, "statements")
            if one.get("shown") and speakers(one)
        ),
    )
    right_dates = {
        (one["p"], trimmed(one["surface"]), as_days(one["iso"])) for one in listed(gold, "dates")
    }
    report.shares(
        "shown dates",
        (
            (f"{name} + {row}", row in right_dates)
            for one in listed(given, "dates")
            if one.get("shown")
            for row in [(one["p"], trimmed(one["surface"]), as_days(one.get("iso")))]
        ),
    )


def _is_right(given: Mapping[str, Any], gold: Reading, paragraphs: Sequence[str]) -> bool:
    """Whether gold gives the same words, or most of them, to the same speaker for certain."""
    span = covered(given, paragraphs)
    return any(
        speakers(one) == speakers(given)
        and not one.get("proposed")
        and joint_share(span, covered(one, paragraphs)) >= REPORTED_OVERLAP
        for one in [*listed(gold, "statements"), *listed(gold, "quotes")]
    )


# A folder


def read_annotations(folder: Path) -> dict[str, Reading]:
    readings = (json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json"))
    return {reading["id"]: reading for reading in readings}


def printed_lines(path: Path) -> list[str]:
    """The lines of a text that are not empty, without their markup."""
    from archive.ingest.markup import plain_line

    lines = path.read_text(encoding="utf-8").split("\n")
    return [plain_line(line).text.strip() for line in lines if line.strip()]


def measure(folder: Path, readings: Mapping[str, Reading]) -> Report:
    """Score what was read of a folder's texts; a text that was not read is left out."""
    report = Report()
    for name, gold in sorted(read_annotations(folder / "annotations").items()):
        if name in readings:
            paragraphs = printed_lines(folder / "texts" / f"{name}.txt")
            score_article(report, gold, readings[name], paragraphs)
    return report


@contextmanager
def own_archive() -> Iterator[None]:
    """Django set up over an empty data folder, which goes when the run ends."""
    with tempfile.TemporaryDirectory(prefix="archive-enrichment-") as data:
        os.environ["ARCHIVE_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        import django

        django.setup()
        yield


def annotate(folder: Path) -> dict[str, Reading]:
    """What `manage.py annotate` says of each text; Django is set up."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for authorities in (AUTHORITIES, folder / "authorities"):
        if authorities.is_dir():
            call_command("load_authorities", str(authorities), stdout=io.StringIO())
    golds = read_annotations(folder / "annotations")
    return {name: _annotated(folder, gold) for name, gold in sorted(golds.items())}


def _annotated(folder: Path, gold: Reading) -> Reading:
    from django.core.management import call_command

    out = io.StringIO()
    path = folder / "texts" / f"{gold['id']}.txt"
    published_on = gold["published_on"] or ""
    call_command("annotate", str(path), published_on=published_on, json=True, stdout=out)
    return json.loads(out.getvalue())


# The table

SHARES = {
    "scare quotes left alone",
    "relaying outlet",
    "refusals: who",
    "anonymous: reason",
    "whole chain",
    "day of speech",
    "shown names",
    "shown speakers",
    "shown dates",
}


def table(report: Report) -> Iterator[str]:
    yield f"{'layer':26} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'of':>6} {'given':>6}"
    for layer, score in report.scores.items():
        if layer in SHARES:
            share = _figure(score.recall)
            yield f"{layer:26} {share:>20} {score.right:6} {score.expected:6}"
            continue
        figures = " ".join(
            f"{_figure(value):>6}" for value in (score.precision, score.recall, score.f1)
        )
        yield f"{layer:26} {figures} {score.right:6} {score.expected:6} {score.given:6}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="How well the archive understands texts.")
    parser.add_argument("folder", nargs="?", type=Path, default=GOLD, metavar="FOLDER")
    parser.add_argument("--readings", type=Path, metavar="DIR", help="score these JSON files")
    parser.add_argument("--errors", action="store_true", help="list what was missed and added")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    options = parser.parse_args()
    with own_archive():
        given = options.readings
        readings = read_annotations(given) if given else annotate(options.folder)
        report = measure(options.folder, readings)
    if options.json:
        print(json.dumps({layer: score.as_json() for layer, score in report.scores.items()}))
        return
    print("\n".join(table(report)))
    if options.errors:
        for layer, score in report.scores.items():
            print(f"\n{layer}")
            print("\n".join(f"  {error}" for error in score.errors))


if __name__ == "__main__":
    main()

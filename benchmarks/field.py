"""How many cases that readers reported elsewhere the archive gets right, kind by kind.

    python benchmarks/field.py FOLDER
    python benchmarks/field.py FOLDER --kind months --failures --before then.json

FOLDER holds `search.json`: `kinds` (id, title) and `cases`, each of a kind, with `documents` for
`ingest`, a `query` and what it must find (`must_find`, `must_not_find`: ids of records with all
the words; `must_total`, `same_total_as`; `must_note`: a pattern that the results page shows;
`or_offer`: queries to one of which the page may lead in place of that), or a sentence to
`annotate` and whom a reader is shown (`must_link`, `must_not_link`, `links`). The documents of one
kind stand in one archive; those marked `late` come after the index was built. `demo` puts them
into the demonstration archive.

The exit code is 0 whatever was measured.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.processes import tell  # noqa: E402

TITLE, DAY = "مذكرة أرشيفية", "2021-11-22"  # of documents that have none
MOST_HITS = 1000
Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a case; `wrong` says why it is none, or is empty."""

    id: str
    kind: str
    passed_before: bool
    wrong: str


def main(arguments: Sequence[str] | None = None) -> None:
    options = parse(arguments)
    if options.only:
        json.dump([asdict(one) for one in judge_kind(options.folder, options.only)], sys.stdout)
        return
    kinds, cases = read(options.folder)
    chosen = [kind for kind in kinds if not options.kind or kind["id"] in options.kind]
    with tempfile.TemporaryDirectory(prefix="archive-field-") as made:
        folder = Path(made)
        verdicts = [
            one
            for kind in chosen
            for one in in_an_archive_of_its_own(options.folder, folder, kind["id"], cases)
        ]
    before: dict[str, str] = {}
    if options.before:
        known = json.loads(options.before.read_text(encoding="utf-8"))
        before = {one["id"]: one["wrong"] for one in known}
    report(chosen, verdicts, before, failures=options.failures)
    if options.json:
        options.json.write_text(
            json.dumps([asdict(one) for one in verdicts], ensure_ascii=False), encoding="utf-8"
        )


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    first, _, rest = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        description=first, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--kind", action="append", default=[], help="these kinds alone")
    parser.add_argument("--failures", action="store_true", help="each case that is not right")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all verdicts there too")
    parser.add_argument("--before", type=Path, metavar="FILE", help="compare with those verdicts")
    parser.add_argument(
        "--only", help=argparse.SUPPRESS
    )  # one kind, in the archive of this process
    return parser.parse_args(arguments)


def read(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Kinds and cases of a folder."""
    whole = json.loads((folder / "search.json").read_text(encoding="utf-8"))
    return whole["kinds"], whole["cases"]


# An archive for each kind, in a process of its own


def in_an_archive_of_its_own(
    source: Path, folder: Path, kind: str, cases: Iterable[Case]
) -> list[Verdict]:
    tell(kind)
    demo = any(case.get("demo") for case in cases if case["kind"] == kind)
    data = folder / kind
    shutil.copytree(prepared(folder, demo=demo), data)
    command = [sys.executable, __file__, str(source), "--only", kind]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.PIPE, text=True
    )
    shutil.rmtree(data)
    return [Verdict(**one) for one in json.loads(done.stdout)]


def prepared(folder: Path, *, demo: bool) -> Path:
    """An archive with the authorities, made once; with the demonstration too."""
    data = folder / ("demonstration" if demo else "empty")
    if not data.exists():
        command = [sys.executable, "manage.py", "prepare", *([] if demo else ["--empty"])]
        subprocess.run(
            command, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL
        )
    return data


def environment(data: Path) -> dict[str, str]:
    settings = {"ARCHIVE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    return os.environ | settings | {"LOG_LEVEL": "ERROR"}


def judge_kind(source: Path, kind: str) -> Iterator[Verdict]:
    import django

    django.setup()
    _, cases = read(source)
    chosen = [case for case in cases if case["kind"] == kind]
    documents = {one["id"]: one for case in chosen for one in case.get("documents", ())}
    take([one for one in documents.values() if not one.get("late")])
    run("rebuild_index")
    take([one for one in documents.values() if one.get("late")])
    for case in chosen:
        yield Verdict(case["id"], kind, case.get("today") == "pass", wrong_with(case))


def take(documents: Sequence[Case]) -> None:
    """Publish documents, and see them indexed."""
    if not documents:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for one in documents:
            row = {"title": TITLE, "published_on": DAY} | {
                k: v for k, v in one.items() if k != "late"
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        file.flush()
        run("ingest", file.name, undated=True, publish=True)
    run("update_index")


def run(command: str, *arguments: str, **options: Any) -> str:
    """What a command prints."""
    from django.core.management import CommandError, call_command

    out = StringIO()
    with suppress(
        SystemExit, CommandError
    ):  # where some record was refused, the questions will show it
        call_command(command, *arguments, stdout=out, stderr=StringIO(), verbosity=0, **options)
    return out.getvalue()


# Judging


def wrong_with(case: Case) -> str:
    """Why an answer is not the one that the case asks for; empty where it is."""
    if "annotate" in case:
        return wrong_links(case)
    asked = case["query"] if isinstance(case["query"], dict) else {"q": case["query"]}
    wrong = "; ".join(wrong_hits(case, asked))
    if wrong and case.get("or_offer") and offers(asked, case["or_offer"]):
        return ""
    return wrong


def wrong_hits(case: Case, asked: Mapping[str, Any]) -> Iterator[str]:
    answer = ask(asked)
    found = {hit["id"] for hit in answer.get("hits", ()) if hit["all_words"]}
    if missing := sorted(set(case.get("must_find", ())) - found):
        yield f"not found: {' '.join(missing)}"
    if too_much := sorted(set(case.get("must_not_find", ())) & found):
        yield f"found: {' '.join(too_much)}"
    total = answer.get("total")
    if "must_total" in case and total != case["must_total"]:
        yield f"{total} in place of {case['must_total']}"
    if other := case.get("same_total_as"):
        wanted = ask({"q": other}).get("total")
        if total != wanted:
            yield f"{total} in place of {wanted}"
    if (note := case.get("must_note")) and not re.search(note, text_of(page(asked))):
        yield f"not noted: {note}"


def ask(asked: Mapping[str, Any]) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(json.dumps({"limit": MOST_HITS, **asked}, ensure_ascii=False) + "\n")
        file.flush()
        return json.loads(run("search", batch=file.name))


def page(asked: Mapping[str, Any]) -> str:
    """The results page that a reader is sent."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    parts = {name: "1" if value is True else value for name, value in asked.items()}
    return Client().get(f"/search/?{urlencode(parts, doseq=True)}", follow=True).content.decode()


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^<>]*>", " ", page))


def offers(asked: Mapping[str, Any], queries: Iterable[str]) -> bool:
    """Whether the results page leads to one of these queries."""
    links = (html.unescape(link) for link in re.findall(r'href="([^"]*)"', page(asked)))
    offered = {" ".join(parse_qs(urlsplit(link).query).get("q", ())) for link in links}
    return not offered.isdisjoint(queries)


def wrong_links(case: Case) -> str:
    """What is wrong with the names that a reader is shown in a sentence."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(f"{TITLE}\n\n{case['annotate']}\n")
        file.flush()
        known = json.loads(run("annotate", file.name, json=True, published_on=DAY))
    shown = [one["canonical"] for one in known["actors"] if one["shown"]]
    shown += known.get("outlets", ())
    wrong = [f"not linked: {slug}" for slug in case.get("must_link", ()) if slug not in shown]
    wrong += [f"linked: {slug}" for slug in case.get("must_not_link", ()) if slug in shown]
    wrong += [
        f"linked {shown.count(slug)} times: {slug}"
        for slug, times in case.get("links", {}).items()
        if shown.count(slug) != times
    ]
    return "; ".join(wrong)


def report(
    kinds: Sequence[Case],
    verdicts: Sequence[Verdict],
    before: Mapping[str, str],
    *,
    failures: bool,
) -> None:
    print(f"{'kind':20} {'right':>5} {'of':>4}{'  before' if before else ''}  guards lost")
    for kind in kinds:
        row(kind["id"], [one for one in verdicts if one.kind == kind["id"]], before)
    row("all", verdicts, before)
    for one in verdicts if failures else ():
        if one.wrong:
            print(f"{one.id}: {one.wrong}")


def row(name: str, verdicts: Sequence[Verdict], before: Mapping[str, str]) -> None:
    right = sum(not one.wrong for one in verdicts)
    earlier = f"{sum(not before.get(one.id, 'new') for one in verdicts):8}" if before else ""
    lost = sum(one.passed_before and bool(one.wrong) for one in verdicts)
    print(f"{name:20} {right:5} {len(verdicts):4}{earlier}  {lost or ''}")


if __name__ == "__main__":
    main()

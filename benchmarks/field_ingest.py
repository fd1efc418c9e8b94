"""How many inputs of the kinds that newsrooms have become what they should, kind by kind.

    python benchmarks/field_ingest.py FOLDER
    python benchmarks/field_ingest.py FOLDER --kind mojibake --failures --before then.json

FOLDER holds `ingest.json`: `kinds` (id, title) and `cases`, each of a kind, with an `input` (a file
or folder of `ingest/`), files to `make`, or files to `upload` together, and under `accept` the
outcomes of which one must come: the `articles` that are published, with their title, paragraphs,
outlet and date, a pattern that is `noted` with them, patterns of what is `refused`. Each case has
the archive to itself.

The exit code is 0 whatever was measured.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.field import Case, Verdict, environment, prepared, report, run  # noqa: E402
from benchmarks.processes import tell  # noqa: E402


@dataclass
class Came:
    """What came of an input: lines of the report, and the articles that are published."""

    lines: list[Case]
    articles: list[dict[str, Any]] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> None:
    options = parse(arguments)
    if options.only:
        json.dump([asdict(one) for one in judge(options.folder)], sys.stdout)
        return
    kinds, _ = read(options.folder)
    chosen = [kind for kind in kinds if not options.kind or kind["id"] in options.kind]
    names = {kind["id"] for kind in chosen}
    with tempfile.TemporaryDirectory(prefix="archive-field-") as made:
        data = options.archive or prepared(Path(made), demo=False)
        command = [sys.executable, __file__, str(options.folder), "--only", "all"]
        command += [part for name in options.kind for part in ("--kind", name)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.PIPE, text=True
        )
    verdicts = [Verdict(**one) for one in json.loads(done.stdout)]
    verdicts = [one for one in verdicts if one.kind in names]
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
    parser.add_argument("--archive", type=Path, metavar="DATA", help="an empty archive to use")
    parser.add_argument("--only", help=argparse.SUPPRESS)  # in the archive of this process
    return parser.parse_args(arguments)


def read(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Kinds and cases of a folder."""
    whole = json.loads((folder / "ingest.json").read_text(encoding="utf-8"))
    return whole["kinds"], whole["cases"]


def judge(folder: Path) -> Iterator[Verdict]:
    import django

    django.setup()
    _, cases = read(folder)
    wanted = [sys.argv[at + 1] for at, part in enumerate(sys.argv) if part == "--kind"]
    for case in cases:
        if wanted and case["kind"] not in wanted:
            continue
        tell(case["id"])
        passed = case.get("today") == "pass"
        yield Verdict(case["id"], case["kind"], passed, wrong_with(folder, case))


def wrong_with(folder: Path, case: Case) -> str:
    """Why what came is none of the outcomes that the case accepts; empty where it is one."""
    with tempfile.TemporaryDirectory(prefix="archive-field-case-") as made:
        root = Path(made)
        came = taken(folder, root, case)
        wrong = [wrong_outcome(came, outcome) for outcome in case["accept"]]
        if not all(wrong):
            wrong = []
        said = json.dumps([asdict(came)], ensure_ascii=False)
        wrong += [f"kept: {words}" for words in case.get("never", ()) if words in said]
        wrong += [f"written: {name}" for name in case.get("absent", ()) if (root / name).exists()]
    if not wrong:
        return ""
    reasons = " | ".join(f"{line['result']}: {line['reason']}" for line in came.lines)
    return f"{'; or '.join(wrong)} [{reasons[:400]}]"


def taken(folder: Path, root: Path, case: Case) -> Came:
    """Take in a case's input, see what came of it, and leave the archive as it was."""
    from django.db import transaction

    with transaction.atomic():
        lines = list(uploaded(case["upload"]) if "upload" in case else given(folder, root, case))
        came = Came(lines, list(published()))
        transaction.set_rollback(True)
    return came


def given(folder: Path, root: Path, case: Case) -> Iterator[Case]:
    for one in case.get("make", ()):
        make(root, one)
    path = root / case["take"] if "take" in case else folder / "ingest" / case["input"]
    for line in run("ingest", str(path), undated=True, publish=True, json=True).splitlines():
        yield json.loads(line)


def make(root: Path, one: Case) -> None:
    path = root / one["path"].replace("{root}", str(root))
    path.parent.mkdir(parents=True, exist_ok=True)
    if "link" in one:
        path.symlink_to(one["link"].replace("{root}", str(root)))
    elif "zip" in one:
        with zipfile.ZipFile(path, "w") as packed:
            for name, text in one["zip"].items():
                packed.writestr(name, text)
    elif "bytes" in one:
        path.write_bytes(base64.b64decode(one["bytes"]))
    else:
        path.write_text(one["text"], encoding="utf-8")


def uploaded(files: Sequence[Case]) -> Iterator[Case]:
    """Files sent together through the admin's form, and taken in by the worker."""
    from django.contrib.auth import get_user_model
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from archive.ingest.queue import run_queued
    from archive.models import IngestRecord

    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.create_superuser("field"))
    sent = [SimpleUploadedFile(one["name"], content(one)) for one in files]
    client.post(
        "/admin/archive/ingest/add/", {"files": sent, "undated": "on", "publish": "on"}, secure=True
    )
    run_queued()
    for row in IngestRecord.objects.order_by("pk"):
        yield {"result": row.result, "reason": row.reason, "id": row.record_id}


def content(one: Case) -> bytes:
    return base64.b64decode(one["bytes"]) if "bytes" in one else one["text"].encode()


def published() -> Iterator[dict[str, Any]]:
    from archive.models import Article

    for article in Article.objects.filter(status=Article.Status.PUBLISHED).order_by("pk"):
        revision = article.current_revision
        passages = [(span.kind, span.text) for span in revision.spans.order_by("ordinal")]
        yield {
            "title": revision.title,
            "text": revision.text,
            "paragraphs": [text for _, text in passages],
            "subheadings": [text for kind, text in passages if kind == "subheading"],
            "outlet": article.outlet.slug if article.outlet else None,
            "published_on": article.published_on or None,
            "lang": article.language,
            "id": article.public_id,
        }


# Judging


def wrong_outcome(came: Came, outcome: Case) -> str:
    wanted = outcome.get("articles", [])
    left = list(came.articles)
    for article in wanted:
        reasons = [wrong_article(one, article) for one in left]
        if "" not in reasons:
            return f"no such article ({'; '.join(filter(None, reasons)) or 'nothing published'})"
        del left[reasons.index("")]
    noted = {line["article"]: line["reason"] for line in came.lines if line.get("article")}
    others = outcome.get("others")
    if any(not (others and re.search(others, noted.get(one["id"], ""), re.I)) for one in left):
        return f"published too: {', '.join(one['title'][:40] for one in left)}"
    return "; ".join(wrong_lines(came, outcome, noted))


def wrong_lines(came: Came, outcome: Case, noted: Mapping[str, str]) -> Iterator[str]:
    known = {one["id"] for one in came.articles}
    reasons = " ".join(line["reason"] for line in came.lines if line.get("article") not in known)
    for pattern in outcome.get("refused", ()):
        if not re.search(pattern, reasons, re.I):
            yield f"not said: {pattern}"
    notes = " ".join(noted.get(one, "") for one in known)
    if "note" in outcome and not re.search(outcome["note"], notes, re.I | re.S):
        yield f"not noted: {outcome['note']}"
    if "records" in outcome and len(came.lines) != outcome["records"]:
        yield f"{len(came.lines)} lines"


def wrong_article(one: Case, wanted: Case) -> str:
    whole = f"{one['title']}\n{one['text']}"
    for name in ("title", "paragraphs", "outlet", "published_on", "lang"):
        if name in wanted and one[name] != wanted[name]:
            return f"{name}: {one[name]}"
    if wanted.get("outlet_not", "-") == one["outlet"]:
        return f"outlet: {one['outlet']}"
    for words in wanted.get("has", ()):
        if words not in whole:
            return f"has not: {words[:40]}"
    for words in wanted.get("has_not", ()):
        if words in whole:
            return f"has: {words}"
    if wrong := [
        words for words in wanted.get("not_subheading", ()) if words in one["subheadings"]
    ]:
        return f"subheading: {wrong}"
    lacking = [words for words in wanted.get("subheadings", ()) if words not in one["subheadings"]]
    return f"no subheading: {lacking}" if lacking else ""


if __name__ == "__main__":
    main()

"""The backup of a running archive: that it ends, what it takes, and that it comes back whole.

    python benchmarks/backup.py CORPUS.jsonl.gz --size 50000

An archive is filled, with one original an article, and indexed. Then its worker runs, and an
import stores and publishes further articles without a pause. Meanwhile the command of the guide
makes a backup, then a second one, which copies only what is new. When the import has been ended,
the second is restored into an empty folder, which verifies it.

Nothing outlives the run. The exit code is 0 when everything that was measured was also right.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.processes import Ran, run, tell

ROOT = Path(__file__).resolve().parents[1]
CHUNK = 1000
IMPORTED = 100_000  # more than are stored while the backups are made
PATIENCE = 60  # seconds in which a process ends that was asked to


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    folder = Path(tempfile.mkdtemp(prefix="archive-benchmark-", dir=options.within))
    os.environ["ARCHIVE_DATA"] = str(folder / "archive")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    try:
        import django

        django.setup()
        return measure(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    first, _, rest = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        description=first, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, help="JSON Lines with title and body, or gzipped")
    parser.add_argument("--size", type=int, default=10_000, help="articles in the archive")
    parser.add_argument("--within", type=Path, help="where its folder is made, on which disk")
    return parser.parse_args(arguments)


def measure(options: argparse.Namespace, folder: Path) -> int:
    from benchmarks.filling import filled

    backups = folder / "backups"
    tell(f"filling {options.size} articles and their originals")
    filled(options.corpus, options.size, keep=None)
    keep_originals()
    manage("rebuild_index")
    imported = records(options.corpus, options.size, folder / "imported")
    with under_writes(imported):
        tell("the first backup")
        first = backup(backups)
        tell("the second")
        second = backup(backups)
        written = articles_in(folder / "archive")
    tell("checking and restoring")
    checked = manage("backup", str(backups), "--check")
    os.environ["ARCHIVE_DATA"] = str(folder / "restored")
    restored = manage("restore", str(backups))
    whole = manifests(backups)[-1]
    report(
        {
            "the first backup, under writes": first,
            "the second, under writes": second,
            "the check of the second": checked,
            "restored, indexed and verified": restored,
        },
        manifests(backups),
        while_it_ran=written - manifests(backups)[0]["counts"]["articles"],
    )
    return 0 if articles_in(folder / "restored") == whole["counts"]["articles"] else 1


def manage(*arguments: str) -> Ran:
    return run([sys.executable, "manage.py", *arguments], ROOT)


def backup(backups: Path) -> Ran:
    return manage("backup", str(backups), "--verbosity", "0")


def keep_originals() -> None:
    """The bytes of each revision's text as an original of its own."""
    from archive.models import Original, Revision
    from archive.preservation.originals import path_of

    texts = Revision.objects.order_by("pk").values_list("pk", "text").iterator(CHUNK)
    while chunk := list(islice(texts, CHUNK)):
        kept = []
        for key, text in chunk:
            data = f"{key}\n\n{text}\n".encode()
            sha256 = hashlib.sha256(data).hexdigest()
            path_of(sha256).parent.mkdir(parents=True, exist_ok=True)
            path_of(sha256).write_bytes(data)
            kept.append(
                Original(sha256=sha256, name=f"{key}.txt", size=len(data), encoding="utf-8")
            )
        Original.objects.bulk_create(kept)


def records(corpus: Path, size: int, folder: Path) -> Path:
    """Articles beyond those of the archive, in files as an import takes them."""
    from benchmarks.corpus import make_articles

    folder.mkdir()
    more = enumerate(islice(make_articles(corpus, size + IMPORTED), size, None))
    while chunk := list(islice(more, CHUNK)):
        with (folder / f"{chunk[0][0]:06}.jsonl").open("w", encoding="utf-8") as file:
            for number, one in chunk:
                body = "\n\n".join([*one.paragraphs, f"{number}"])
                record = {"id": f"imported-{number}", "title": one.title, "body": body}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return folder


@contextmanager
def under_writes(imported: Path) -> Iterator[None]:
    """The worker, and an import that stores without a pause; both are ended afterwards."""
    commands = (["worker"], ["ingest", str(imported), "--undated", "--publish"])
    before = articles_in(Path(os.environ["ARCHIVE_DATA"]))
    started = [
        subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]
    try:
        while articles_in(Path(os.environ["ARCHIVE_DATA"])) == before:
            if any(process.poll() is not None for process in started):
                raise RuntimeError("the worker or the import has ended before anything was stored")
        yield
        if any(process.poll() is not None for process in started):
            raise RuntimeError("the worker or the import has ended before the backups were made")
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(PATIENCE)


def articles_in(data: Path) -> int:
    with closing(sqlite3.connect(data / "archive.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM archive_article").fetchone()[0]


def manifests(backups: Path) -> list[dict]:
    from archive.preservation.backups import MANIFEST, whole

    return [
        json.loads((backups / name / MANIFEST).read_text(encoding="utf-8"))
        for name in whole(backups)
    ]


def report(rows: dict[str, Ran], held: list[dict], *, while_it_ran: int) -> None:
    for made in held:
        database = made["files"]["archive.sqlite3"]["size"]
        print(
            f"{made['name']}: {made['counts']['articles']} articles, {database / 1e6:.0f} MB, "
            f"{made['counts']['originals']} originals, {made['originals_bytes'] / 1e6:.0f} MB"
        )
    print(f"articles stored since the first backup's moment: {while_it_ran}")
    print(f"{'':34} {'seconds':>8} {'CPU s':>8} {'most MB':>8}")
    for name, ran in rows.items():
        print(f"{name:34} {ran.clock:8.1f} {ran.cpu:8.1f} {ran.peak:8.0f}")
    print(f"load when it ended: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    sys.exit(main())

"""Back the archive up while it runs."""

import sys
import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser

from archive.management.command import ArchiveCommand
from archive.management.progress import ShowsProgress, progress_on
from archive.preservation import backups, last_runs
from archive.preservation.backup import Made, Refuse, back_up
from archive.preservation.backups import Manifest, Refused
from archive.preservation.refusals import BackupError, refused_by_disk
from archive.printable import json_line, one_line


class Command(ArchiveCommand):
    help = (
        "Back up the database, the originals and the secrets into DIR, while the archive runs. "
        "Each run adds a backup with its date; originals are kept once for all of them, and what "
        "an earlier run copied is not copied again. A run that was broken off counts for nothing, "
        "and the next goes on with the originals. What is written is read back and compared. "
        "Exit: 0 all done, 1 some originals are missing or damaged, 2 no backup was made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--keep",
            type=_count,
            metavar="N",
            help="afterwards remove the oldest backups beyond N, and originals only they had",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="make none: read the newest backup through and compare it with its manifest",
        )
        parser.add_argument("--json", action="store_true", help="report in JSON, an object a line")

    def handle(
        self,
        *,
        folder: Path,
        keep: int | None,
        check: bool,
        json: bool,
        verbosity: int,
        **options: object,
    ) -> None:
        refused: list[Refused] = []

        def refuse(one: Refused) -> None:
            refused.append(one)
            self.stdout.write(json_line(as_json(one)) if json else f"{one.sha256} {says(one)}")

        started = time.monotonic()
        try:
            with progress_on(sys.stderr if verbosity else None) as progress:
                if check:
                    report = _checked(folder.absolute(), progress, refuse)
                else:
                    made = back_up(folder, keep=keep, progress=progress, refuse=refuse)
                    report = _report(made)
        except BackupError as error:
            if not check:
                last_runs.note("backup", error=error.in_lines, about=str(folder))
            raise CommandError(str(error), returncode=2) from error
        if not check:
            named = [says(one) for one in refused]
            last_runs.note("backup", left=len(refused), named=named, about=str(folder))
        report |= {"refused": len(refused), "seconds": round(time.monotonic() - started, 1)}
        self.stdout.write(json_line(report) if json else _as_text(report))
        if refused:
            raise CommandError(
                f"أصول ليست سليمة في النسخة: {len(refused)}، وكل ما عداها فيها. "
                f"{len(refused)} originals are not sound in the backup; everything else is.",
                returncode=1,
            )


def says(one: Refused) -> str:
    return one_line(f"{one.name}: {one.problem}" if one.name else one.problem)


def as_json(one: Refused) -> dict[str, str]:
    return {"original": one.sha256, "name": one.name, "problem": one.problem}


def _count(written: str) -> int:
    if not written.isascii() or not written.isdigit() or not int(written):
        raise ArgumentTypeError("عدد من 1 فما فوق. A number from 1 on.")
    return int(written)


def _report(made: Made) -> dict[str, Any]:
    return {
        **_about(made.manifest),
        "added": made.added,
        "added_bytes": made.added_bytes,
        "removed": made.removed,
    }


def _checked(folder: Path, progress: ShowsProgress, refuse: Refuse) -> dict[str, Any]:
    """What the newest backup holds, read through."""
    try:
        manifest = backups.read_manifest(folder, backups.chosen(folder))
        backups.check(folder, manifest)
        for one in backups.check_originals(folder, manifest, progress):
            refuse(one)
    except OSError as error:
        raise refused_by_disk(error) from error
    return _about(manifest)


def _about(manifest: Manifest) -> dict[str, Any]:
    return {
        "backup": manifest.name,
        "database_bytes": manifest.files[manifest.database_file].size,
        **manifest.counts,
        "originals_bytes": manifest.originals_bytes,
    }


def _as_text(report: dict[str, Any]) -> str:
    megabytes = round((report["database_bytes"] + report["originals_bytes"]) / 1e6, 1)
    articles, originals = report["articles"], report["originals"]
    return (
        f"{report['backup']}: المقالات {articles:,}، والأصول {originals:,}، والحجم {megabytes:,} "
        "ميغابايت، وطابق ما قُرئ من القرص ما كُتب عليه. "
        f"Articles {articles:,}, originals {originals:,}, {megabytes:,} MB, and what was read "
        "from the disk is what was written to it."
    )

"""Bring an archive back from a backup."""

import sys
import time
from pathlib import Path

from django.core.management import CommandError, CommandParser, call_command

from archive.management.command import ArchiveCommand
from archive.management.commands.backup import as_json, says
from archive.management.progress import progress_on
from archive.preservation.backups import Refused
from archive.preservation.refusals import BackupError
from archive.preservation.restore import Restored, finish, restore
from archive.printable import json_line


class Command(ArchiveCommand):
    help = (
        "Bring the archive back from a backup in DIR, the newest unless --backup names another, "
        "into a data folder (ARCHIVE_DATA) that holds none. Every file is compared with its "
        "SHA-256 before and after; an older release's backup is migrated, the index built, and "
        "“verify” run. After a run that was broken off, run it again: it goes on. "
        "Exit: 0 all is back and verified, 1 something is missing or differs, 2 could not run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--backup", default="", metavar="NAME", help="its date, as the folder in DIR is named"
        )
        parser.add_argument("--json", action="store_true", help="report in JSON, an object a line")

    def handle(
        self, *, folder: Path, backup: str, json: bool, verbosity: int, **options: object
    ) -> None:
        def refuse(one: Refused) -> None:
            self.stdout.write(json_line(as_json(one)) if json else f"{one.sha256} {says(one)}")

        started = time.monotonic()
        try:
            with progress_on(sys.stderr if verbosity else None) as progress:
                restored = restore(folder, backup, progress=progress, refuse=refuse)
        except BackupError as error:
            raise CommandError(str(error), returncode=2) from error
        call_command("migrate", interactive=False, verbosity=0)
        call_command("rebuild_index", verbosity=0, stdout=self.stderr)
        finish()
        report = {
            "backup": restored.manifest.name,
            **restored.manifest.counts,
            "restored": restored.originals,
            "refused": restored.refused,
            "seconds": round(time.monotonic() - started, 1),
        }
        self.stdout.write(json_line(report) if json else _as_text(restored))
        # It says what differs, the originals named above among it, and ends with its exit code.
        call_command("verify", json=json, stdout=self.stdout)


def _as_text(restored: Restored) -> str:
    articles = restored.manifest.counts["articles"]
    return (
        f"{restored.manifest.name}: عادت المقالات ({articles:,}) والأصول ({restored.originals:,}) "
        f"وبُني الفهرس. {articles:,} articles and {restored.originals:,} originals are back, and "
        "the index is built."
    )

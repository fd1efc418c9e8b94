"""Read an export into an archive that holds nothing."""

import sys
from pathlib import Path

from django.core.management import CommandError, CommandParser, call_command

from archive.management.command import ArchiveCommand
from archive.management.progress import progress_on
from archive.preservation.importing import import_export
from archive.preservation.refusals import BackupError
from archive.printable import json_line


class Command(ArchiveCommand):
    help = (
        "Read the folder that “export” wrote into an empty archive: every file is compared with "
        "the manifest first, rows come in one transaction, the index is built, and “verify” run. "
        "Addresses, keys and hashes are those of the archive that was exported. "
        "Exit: 0 all is there and verified, 1 something differs, 2 could not run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="report in JSON, an object a line")

    def handle(self, *, folder: Path, json: bool, verbosity: int, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        try:
            with progress_on(sys.stderr if verbosity else None) as progress:
                imported = import_export(folder, progress=progress)
        except BackupError as error:
            raise CommandError(str(error), returncode=2) from error
        call_command("rebuild_index", verbosity=0, stdout=self.stderr)
        articles = imported.rows["article"]
        report = {
            "articles": articles,
            "rows": sum(imported.rows.values()),
            "originals": imported.originals,
        }
        self.stdout.write(
            json_line(report)
            if json
            else f"دخلت المقالات ({articles:,}) والأصول ({imported.originals:,}). "
            f"{articles:,} articles and {imported.originals:,} originals are in."
        )
        call_command("verify", json=json, stdout=self.stdout)

"""Write everything that the archive holds as files that any program can read."""

import sys
from pathlib import Path

from django.core.management import CommandError, CommandParser

from archive.management.command import ArchiveCommand
from archive.management.progress import progress_on
from archive.preservation.exporting import export
from archive.preservation.refusals import BackupError
from archive.printable import json_line


class Command(ArchiveCommand):
    help = (
        "Write the whole archive into DIR, a new folder in the shape of a BagIt bag: articles as "
        "JSON Lines, every row of it (revisions, passages, statements, decisions, merged names), "
        "and the bytes of every upload, with a manifest of hashes. “import_export” reads it into "
        "an empty archive, with the same addresses. Accounts stay behind. "
        "Exit: 0 all is written, 1 an original is damaged or lost, 2 could not run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="report in JSON, an object a line")

    def handle(self, *, folder: Path, json: bool, verbosity: int, **options: object) -> None:
        try:
            with progress_on(sys.stderr if verbosity else None) as progress:
                exported = export(folder, progress=progress)
        except BackupError as error:
            raise CommandError(str(error), returncode=2) from error
        for sha256 in exported.lost:
            told = {"original": sha256, "problem": "damaged or lost"}
            self.stdout.write(json_line(told) if json else f"{sha256}: damaged or lost")
        report = {
            "folder": str(exported.folder),
            "articles": exported.rows["article"],
            "rows": sum(exported.rows.values()),
            "originals": exported.originals,
            "lost": len(exported.lost),
        }
        self.stdout.write(
            json_line(report)
            if json
            else f"كُتبت المقالات ({report['articles']:,}) والأصول ({exported.originals:,}) في "
            f"{exported.folder}. {report['articles']:,} articles and {exported.originals:,} "
            f"originals are in {exported.folder}."
        )
        if exported.lost:
            raise CommandError(
                f"أصول تالفة أو مفقودة: {len(exported.lost)}. "
                f"Originals that are damaged or lost: {len(exported.lost)}.",
                returncode=1,
            )

"""Take articles into the archive from files and folders."""

import sys
from collections import Counter
from pathlib import Path

from django.core.management import CommandError, CommandParser

from archive.ingest.refusals import CannotRunError
from archive.ingest.run import Line, options_of, run
from archive.management.command import ArchiveCommand
from archive.management.progress import Progress
from archive.models import IngestRecord
from archive.printable import json_line, one_line


class Command(ArchiveCommand):
    help = (
        "Take in articles from files or folders: .txt and .md (one article a file), .jsonl and "
        ".jsonl.gz (one a line). Safe to repeat: what is known stays as it is. With --json, one "
        "object a record on standard output; progress goes to standard error. "
        "Exit: 0 all done, 1 some records refused, 2 could not run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--outlet", default="", metavar="SLUG", help="the source of records that name none"
        )
        parser.add_argument(
            "--published-on",
            default="",
            metavar="DATE",
            help="the day, month or year of records that have none: 2021-11-22, 2021-11, 2021",
        )
        parser.add_argument("--undated", action="store_true", help="allow records without a date")
        parser.add_argument("--publish", action="store_true", help="publish what is stored")
        parser.add_argument("--json", action="store_true", help="report in JSON, a line a record")

    def handle(
        self,
        *,
        paths: list[Path],
        outlet: str,
        published_on: str,
        undated: bool,
        publish: bool,
        json: bool,
        verbosity: int,
        **options: object,
    ) -> None:
        def report(line: Line) -> None:
            if json:
                self.stdout.write(_as_json(line))
            elif verbosity:
                self.stdout.write(_as_text(line))
            # A reader of the report may rely on each line as soon as it is there.
            self.stdout.flush()

        progress = Progress(sys.stderr) if verbosity else None
        try:
            wanted = options_of(
                outlet=outlet, published_on=published_on, undated=undated, publish=publish
            )
            counts = run(paths, wanted, report, progress)
        except (CannotRunError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        finally:
            if progress is not None:
                progress.close()
        if verbosity:
            self.stderr.write(_summary(counts), ending="\n")
        if refused := counts[IngestRecord.Result.REFUSED]:
            raise CommandError(
                f"رُفضت سجلات عددها {refused}؛ السبب مع كل سجل. "
                f"{refused} records were refused; each says why.",
                returncode=1,
            )


def _as_json(line: Line) -> str:
    return json_line(line.as_json())


def _as_text(line: Line) -> str:
    shown = IngestRecord.Result(line.result).label
    article = line.article.public_id if line.article else "-"
    told = (str(line.record), line.file, line.id or "-", shown, article, line.reason)
    return "\t".join(map(one_line, told))


def _summary(counts: Counter[str]) -> str:
    return "، ".join(
        f"{result.label} {counts[result]}" for result in IngestRecord.Result if counts[result]
    )

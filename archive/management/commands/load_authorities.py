"""Load sources, people, organisations, armed groups and places from CSV."""

from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, CommandParser

from archive.ingest import authorities
from archive.ingest.refusals import CannotRunError
from archive.management.command import ArchiveCommand
from archive.printable import json_line

DEFAULT = Path(settings.BASE_DIR) / "fixtures" / "authorities"


class Command(ArchiveCommand):
    help = (
        "Load sources.csv, entities.csv, names.csv and roles.csv. Loading again updates and never "
        "doubles; rows added by hand stay. The worker then recognises stored "
        "articles anew; `reannotate` does so at once. Exit: 0 loaded, 2 a row or file is wrong "
        "(nothing was loaded)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="one JSON object a file")

    def handle(self, *, folder: Path, json: bool, verbosity: int, **options: object) -> None:
        try:
            loaded = authorities.load(folder)
        except CannotRunError as error:
            raise CommandError(str(error), returncode=2) from error
        for file, counts in loaded.items():
            if json:
                self.stdout.write(_as_json(file, counts))
            elif verbosity:
                self.stdout.write(
                    f"{file}: جديد {counts.made}، معدّل {counts.changed}، كما هو {counts.same}"
                )


def _as_json(file: str, counts: authorities.Loaded) -> str:
    shown = {"file": file, "made": counts.made, "changed": counts.changed, "same": counts.same}
    return json_line(shown)

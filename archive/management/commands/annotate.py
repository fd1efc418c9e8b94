"""Show what the archive understands of a file."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser, call_command

from archive.dates.partial import DateError, parse_partial
from archive.ingest.preview import preview
from archive.ingest.refusals import CannotRunError
from archive.management.command import ArchiveCommand
from archive.printable import json_line, lines


class Command(ArchiveCommand):
    help = (
        "Show what the archive understands of a file with one article: paragraphs, links, names, "
        "relayed outlets, who said what, dates. Where headline and body give one statement in two "
        "wordings, each names the other's index in `same_as`, and what it alone says in "
        "`only_here`. `as_government`: a place speaks for its government; `insertions`: brackets "
        "inside marks, an editor's words; `read_by`: who read out what others wrote; `hedged`: "
        "somebody is only accused of saying it. Nothing is stored. "
        "--stored is the older name of `reannotate --yes`. "
        "Exit: 0 done, 2 could not run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", type=Path, metavar="FILE")
        what.add_argument("--stored", action="store_true", help="the same as `reannotate --yes`")
        parser.add_argument(
            "--published-on",
            default="",
            metavar="DATE",
            help="the day, month or year from which dates in the text are told",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(
        self,
        *,
        file: Path | None,
        stored: bool,
        published_on: str,
        json: bool,
        verbosity: int,
        **options: object,
    ) -> None:
        if stored:
            call_command(
                "reannotate",
                yes=True,
                json=json,
                verbosity=verbosity,
                stdout=self.stdout,
                stderr=self.stderr,
            )
            return
        try:
            published = parse_partial(published_on) if published_on else None
            parsed = preview(file, published=published)
        except (CannotRunError, DateError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(_dump(parsed) if json else _as_text(parsed))


def _dump(parsed: dict[str, Any]) -> str:
    return json_line(parsed)


def _as_text(parsed: dict[str, Any]) -> str:
    rows = [f"{parsed['id']}"]
    for line in parsed["paragraphs"]:
        marks = [name for name in ("joins_previous", "truncated") if line[name]]
        rows.append(f"{line['p']:4} {line['role']} {' '.join(marks)}".rstrip())
    for name in parsed["actors"]:
        sure = "" if name["shown"] else " ?"
        rows.append(f"{name['p']:4} {name['type']} {name['surface']} = {name['canonical']}{sure}")
    rows.append("outlets: " + " ".join(parsed["outlets"]))
    return lines("\n".join(rows))

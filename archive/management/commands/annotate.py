"""Show what the archive understands of a file, or recognise stored articles anew."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser
from django.db import transaction

from archive.annotation.names import Recogniser
from archive.editing.actions import annotate_again
from archive.ingest.preview import preview
from archive.ingest.refusals import CannotRunError
from archive.ingest.run import BATCH
from archive.management.command import ArchiveCommand
from archive.models import Article
from archive.printable import json_line, lines
from archive.signals import changes_committed


class Command(ArchiveCommand):
    help = (
        "Show what the archive understands of a file with one article: paragraphs, links, names, "
        "relayed outlets (quotations and dates are not recognised yet: their lists are empty). "
        "Nothing is stored. With --stored, recognise names and outlets anew in every stored "
        "article, which is due after the authorities changed; what people decided stays. "
        "Exit: 0 done, 2 could not run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", type=Path, metavar="FILE")
        what.add_argument("--stored", action="store_true", help="every stored article instead")
        parser.add_argument(
            "--published-on",
            default="",
            metavar="DATE",
            help="the day, month or year from which dates in the text are told",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(
        self, *, file: Path | None, stored: bool, json: bool, verbosity: int, **options: object
    ) -> None:
        if stored:
            count = annotate_all()
            if verbosity:
                self.stderr.write(f"مقالات عددها {count}. {count} articles.")
            return
        try:
            parsed = preview(file)
        except (CannotRunError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(_dump(parsed) if json else _as_text(parsed))


def annotate_all() -> int:
    """Recognise names anew in every article; returns how many there are."""
    recogniser = Recogniser()
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    try:
        for first in range(0, len(keys), BATCH):
            batch = Article.objects.filter(pk__in=keys[first : first + BATCH])
            with transaction.atomic():
                for article in batch.with_card_details():
                    annotate_again(article, recogniser)
    finally:
        changes_committed.send(Article)
    return len(keys)


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

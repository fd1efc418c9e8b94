"""Recognise stored articles anew; what would change is shown before it is written."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import CommandError, CommandParser
from django.db.models import TextChoices

from archive.editing import reannotating
from archive.editing.reannotating import Tally
from archive.management.command import ArchiveCommand
from archive.management.progress import progress_on
from archive.models import Article
from archive.printable import json_line
from archive.signals import changes_committed

SAMPLE = 200  # articles looked at before a person is asked


class Change(TextChoices):
    """What becomes of a finding, as both languages print it."""

    ADDED = "added", "أُضيف added"
    GONE = "gone", "زال gone"
    CHANGED = "changed", "تغيّر changed"


class Kind(TextChoices):
    NAMES = "names", "أسماء names"
    RELAYS = "relays", "منقول عنه relays"
    STATEMENTS = "statements", "أقوال statements"
    DATES = "dates", "تواريخ dates"


class Command(ArchiveCommand):
    help = (
        "Recognise names, relayed outlets, statements and dates anew in stored articles, the "
        "newest first, which is due after an upgrade or a change of the authorities (the worker "
        "does it by itself). What people decided stays. On a terminal, what would change in the "
        "newest articles is shown first, and you are asked. Exit: 0 done, 1 some article is "
        "unknown or could not be recognised, 2 could not run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("articles", nargs="*", metavar="ARTICLE", help="all when none is given")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change and write nothing"
        )
        parser.add_argument("--yes", action="store_true", help="write without asking")
        parser.add_argument("--json", action="store_true", help="one JSON object, nothing is asked")

    def handle(
        self, *, articles: list[str], dry_run: bool, yes: bool, json: bool, **options: Any
    ) -> None:
        mark = reannotating.fingerprint()
        keys, unknown = self._keys(articles)
        asks = not (dry_run or yes or json) and sys.stdin.isatty()
        if asks and not self._agreed(keys):
            raise CommandError("لم يُكتب شيء. Nothing was written.", returncode=2)
        tally = self._recognise(keys, keep=not dry_run, verbosity=options["verbosity"])
        if not articles and not dry_run:
            reannotating.note_recognised_with(mark)
        if json:
            self.stdout.write(json_line(_values(tally, dry_run, unknown)))
        else:
            self._tell(tally)
        if tally.failed:
            listed = " ".join(tally.failed)
            raise CommandError(
                f"تعذّر التعرّف من جديد، وبقي كما كان: {listed}. "
                f"Could not be recognised anew, and stayed as it was: {listed}.",
                returncode=1,
            )
        if unknown:
            listed = " ".join(unknown)
            raise CommandError(
                f"لا مقال بهذا المعرّف: {listed}. No article has this id: {listed}.", returncode=1
            )

    def _keys(self, wanted: list[str]) -> tuple[list[int], list[str]]:
        if not wanted:
            return reannotating.newest_first(), []
        known = dict(Article.objects.filter(public_id__in=wanted).values_list("public_id", "pk"))
        unknown = [name for name in dict.fromkeys(wanted) if name not in known]
        return reannotating.newest_first(known.values()), unknown

    def _agreed(self, keys: list[int]) -> bool:
        self._tell(reannotating.recognise_all(keys[:SAMPLE], keep=False))
        self.stdout.write(
            f"هذا ما سيتغير في أحدث {min(SAMPLE, len(keys))} من {len(keys)}. "
            f"That is for the newest {min(SAMPLE, len(keys))} of {len(keys)} articles."
        )
        answer = input("اكتب yes للمتابعة. Type yes to go on: ")
        return answer.strip().casefold() == "yes"

    def _recognise(self, keys: list[int], *, keep: bool, verbosity: int) -> Tally:
        with progress_on(sys.stderr if verbosity else None) as show:
            try:
                return reannotating.recognise_all(
                    keys, keep=keep, after_each=lambda done: show(done, len(keys), done)
                )
            finally:
                if keep:
                    changes_committed.send(Article)

    def _tell(self, tally: Tally) -> None:
        self.stdout.write(
            f"المقالات {tally.articles}، تغيّر منها {tally.changed_articles}. "
            f"{tally.articles} articles, {tally.changed_articles} of them changed."
        )
        for (kind, change), number in sorted(tally.counts.items()):
            self.stdout.write(f"  {Kind(kind).label}: {Change(change).label}: {number}")
        for one in tally.examples:
            told = " → ".join(filter(None, (one.before, one.after)))
            self.stdout.write(
                f"  {one.article} {Change(one.change).label} «{one.words[:60]}» {told}"
            )


def _values(tally: Tally, dry_run: bool, unknown: list[str]) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "articles": tally.articles,
        "changed": tally.changed_articles,
        "counts": tally.as_values(),
        "examples": [
            {
                "article": one.article,
                "kind": one.kind,
                "change": one.change,
                "words": one.words,
                "before": one.before,
                "after": one.after,
            }
            for one in tally.examples
        ],
        "unknown": unknown,
        "failed": tally.failed,
    }

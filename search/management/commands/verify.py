"""Compares the index with the database, and revisions and originals with their hashes."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError

from search.errors import IndexBusy
from search.verifying import Difference, verify


class Command(BaseCommand):
    help = (
        "يتحقق من أن الفهرس يطابق قاعدة البيانات وأن كل نسخة وكل أصل يطابق بصمته. "
        "Check that the index equals the database, and every revision and original its SHA-256. "
        "Exit 0: all equal (or mended); 1: something differs; 2: could not run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="يصلح الفهرس من قاعدة البيانات. Mend the index from the database.",
        )
        parser.add_argument(
            "--json", action="store_true", help="سطر JSON لكل فرق. One JSON object a difference."
        )

    def handle(self, *args: object, repair: bool, json: bool, **options: object) -> None:
        try:
            left = [
                difference
                for difference in self._said(repair=repair, as_json=json)
                if not difference.mended
            ]
        except IndexBusy as error:
            raise CommandError(str(error), returncode=2) from error
        if left:
            raise CommandError(f"{len(left)} من الفروق. {len(left)} differences.", returncode=1)
        if not json:
            self.stdout.write("كل شيء مطابق. Everything is as it should be.")

    def _said(self, *, repair: bool, as_json: bool) -> Iterator[Difference]:
        for difference in verify(repair=repair):
            self.stdout.write(_line(difference, as_json=as_json))
            yield difference


def _line(difference: Difference, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(difference.as_dict(), ensure_ascii=False)
    mended = " (أُصلح / mended)" if difference.mended else ""
    return f"{difference.kind} {difference.name}: {difference.problem}{mended}"

"""Builds the index anew, while the one that serves goes on serving."""

import os
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from archive.management.progress import progress_on
from search.engines.base import POLITE
from search.errors import SearchError, refused_by_disk
from search.index.rebuild import rebuild


class Command(BaseCommand):
    help = (
        "يبني الفهرس من جديد بجانب الفهرس العامل ثم يحل محله؛ البحث لا يتوقف. "
        "Build the index anew beside the serving one, then switch; search goes on meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--noinput",
            "--no-input",
            dest="interactive",
            action="store_false",
            help="لا أسئلة أصلاً. There are no questions.",
        )

    def handle(self, *args: object, **options: object) -> None:
        if getattr(self, "_called_from_command_line", False):
            os.nice(POLITE)
        try:
            with progress_on(sys.stderr) as shows:
                count = rebuild(lambda done, total: shows(done, total, f"{done}/{total}"))
        except SearchError as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(refused_by_disk(error), returncode=2) from error
        self.stdout.write(f"{count} مقالاً في الفهرس. {count} articles in the index.")

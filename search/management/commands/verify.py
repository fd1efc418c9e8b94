"""Compares the index with the database, and revisions and originals with their hashes."""

from argparse import ArgumentParser

from django.core.management.base import CommandError
from django.db import DatabaseError

from archive.management.command import ArchiveCommand
from archive.preservation import last_runs
from archive.printable import json_line, one_line
from search.errors import SearchError, refused_by_disk
from search.index.verify import Difference, verify


class Command(ArchiveCommand):
    help = (
        "يتحقق من أن الفهرس يطابق قاعدة البيانات وأن كل نسخة وكل أصل يطابق بصمته. "
        "Check that the index equals the database, and every revision and original its SHA-256. "
        "Exit 0: all equal, or all mended; 1: something is left that differs; 2: could not run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="يصلح ما تثبته البصمات: الفهرس من قاعدة البيانات، والنسخ من أصولها. "
            "Mend what can be proven: the index from the database, revisions from their originals.",
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="سطر JSON لكل فرق ثم الأعداد. One JSON object a difference, then the counts.",
        )

    def handle(self, *args: object, repair: bool, json: bool, **options: object) -> None:
        found = mended = 0
        named: list[str] = []  # for the admin
        try:
            for difference in verify(repair=repair):
                found += 1
                mended += difference.mended
                self.stdout.write(_line(difference, as_json=json))
                if not difference.mended and len(named) < last_runs.MOST_NAMED:
                    named.append(_line(difference, as_json=False))
        except SearchError as error:
            raise _could_not_run(str(error)) from error
        except OSError as error:
            raise _could_not_run(refused_by_disk(error)) from error
        except DatabaseError as error:
            _could_not_run(str(error))
            raise
        left = found - mended
        last_runs.note("verify", left=left, named=named)
        if json:
            self.stdout.write(_json({"differences": found, "mended": mended, "left": left}))
        elif found:
            self.stdout.write(
                f"الفروق {found}: أُصلح {mended} وبقي {left}. "
                f"Differences {found}: {mended} mended, {left} left."
            )
        else:
            self.stdout.write("كل شيء مطابق. Everything is as it should be.")
        if left:
            raise CommandError(
                f"بقي {left} من الفروق بلا إصلاح. {left} differences are left.", returncode=1
            )


def _could_not_run(why: str) -> CommandError:
    last_runs.note("verify", error=why)
    return CommandError(why, returncode=2)


def _line(difference: Difference, *, as_json: bool) -> str:
    if as_json:
        return _json(difference.as_dict())
    mended = " (أُصلح / mended)" if difference.mended else ""
    return one_line(f"{difference.kind} {difference.name}: {difference.problem}{mended}")


def _json(answer: dict[str, object]) -> str:
    return json_line(answer)

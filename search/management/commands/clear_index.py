"""Haystack's command to empty the index, which this archive never does."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "لا يُفرَّغ فهرس الأرشيف. The archive's index is never emptied: use rebuild_index."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--noinput", "--no-input", dest="interactive", action="store_false")

    def handle(self, *args: object, **options: object) -> None:
        raise CommandError(
            "لا يُفرَّغ الفهرس لأن القراء يبحثون فيه؛ لبنائه من جديد: manage.py rebuild_index. "
            "The index is never emptied, since readers are searching it; to build it anew run "
            "manage.py rebuild_index.",
            returncode=2,
        )

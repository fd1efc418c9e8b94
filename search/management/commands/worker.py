"""Keeps the index up to date, for as long as the archive runs."""

from django.core.management.base import BaseCommand

from search.index.worker import Worker


class Command(BaseCommand):
    help = (
        "يُبقي الفهرس مطابقاً للأرشيف وينفذ ما ينتظر من استيراد وإعادة بناء، حتى يُوقَف. "
        "Keep the index up to date and run queued uploads and rebuilds, until stopped."
    )

    def handle(self, *args: object, **options: object) -> None:
        Worker().run()

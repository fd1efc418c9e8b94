"""Brings the index up to date with the outbox."""

from django.core.management.base import BaseCommand, CommandError

from search.errors import SearchError, refused_by_disk
from search.index.outbox import drain


class Command(BaseCommand):
    help = (
        "ينقل إلى الفهرس ما تغيّر في الأرشيف (والعامل يفعل ذلك وحده). "
        "Bring the index up to date with the archive; the worker does so by itself."
    )

    def handle(self, *args: object, **options: object) -> None:
        try:
            drained = drain()
        except SearchError as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(refused_by_disk(error), returncode=2) from error
        self.stdout.write(
            f"فُهرس {drained.articles} وتعذّر {drained.failed}. "
            f"{drained.articles} brought up to date, {drained.failed} failed."
        )
        if drained.failed:
            raise CommandError(
                "ما تعذّر يُعاد وحده؛ السبب في صفحة الفهرس من لوحة التحرير. "
                "What failed is tried again by itself; the admin shows why.",
                returncode=1,
            )

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArchiveConfig(AppConfig):
    """What was published, by whom, about whom."""

    name = "archive"
    verbose_name = "الأرشيف"

    def ready(self) -> None:
        from archive.editing.roles import create_groups
        from archive.reading.tallies import keeping  # noqa: F401  (hears of changes from now on)

        post_migrate.connect(create_groups, sender=self, dispatch_uid="archive.create_groups")

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """What was published, by whom, about whom."""

    name = "archive"
    verbose_name = "الأرشيف"

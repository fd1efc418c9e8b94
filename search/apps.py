from django.apps import AppConfig


class SearchConfig(AppConfig):
    """How the archive is found."""

    name = "search"
    verbose_name = "البحث"

    def ready(self) -> None:
        # What listens to the archive's signals.
        from search import opened_articles  # noqa: F401
        from search.index import outbox  # noqa: F401

"""The outbox: what changed in the archive and must reach the index."""

from django.dispatch import receiver

from archive.models import Article
from archive.signals import articles_changed
from search.models import Change


@receiver(articles_changed, sender=Article)
def note_changes(article_ids: list[int], **kwargs: object) -> None:
    """Write one outbox row an article, in the transaction of the change itself."""
    Change.objects.bulk_create([Change(article_id=pk) for pk in article_ids])

"""What is indexed of an article, as Haystack declares it.

The engine that the settings name analyses title and text itself; the declarations say which fields
there are and what belongs to the index.
"""

from django.db.models import QuerySet
from haystack import indexes

from archive.models import Article


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, model_attr="current_revision__text", stored=False)
    title = indexes.CharField(model_attr="title", stored=False)
    outlet = indexes.CharField(model_attr="outlet__slug", null=True, faceted=True)
    published_from = indexes.DateField(model_attr="published_from", null=True)
    published_to = indexes.DateField(model_attr="published_to", null=True)

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> QuerySet[Article]:
        return Article.objects.published()

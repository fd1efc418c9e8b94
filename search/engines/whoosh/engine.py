"""Haystack's side of the engine: what its settings name, and the part of its API kept here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import Model
from haystack.backends import BaseEngine
from haystack.backends.whoosh_backend import WhooshSearchBackend, WhooshSearchQuery
from haystack.indexes import SearchIndex
from haystack.models import SearchResult

from archive.arabic.tokens import keys
from search.engines.base import Index, Reader
from search.engines.plan import Plan, Term
from search.engines.whoosh.index import WhooshIndex
from search.engines.whoosh.reader import reader


class ArchiveBackend(WhooshSearchBackend):
    """Hands out the reader and the index of the folder that the settings name."""

    @property
    def reader(self) -> Reader:
        return reader(str(settings.ARCHIVE_INDEX))

    @property
    def index(self) -> Index:
        return WhooshIndex(Path(settings.ARCHIVE_INDEX))

    def setup(self) -> None:
        self.setup_complete = True

    # What Haystack itself calls

    def update(self, index: SearchIndex, iterable: Iterable, commit: bool = True) -> None:
        from search.index.outbox import index_articles

        index_articles([article.pk for article in iterable])

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        from search.index.outbox import index_articles

        pk = getattr(obj_or_string, "pk", None) or str(obj_or_string).rpartition(".")[2]
        index_articles([int(pk)])

    def clear(self, models: Sequence | None = None, commit: bool = True) -> None:
        raise NotImplementedError(
            "لا يُفرَّغ فهرس الأرشيف؛ استعمل manage.py rebuild_index. "
            "The archive's index is never emptied: use manage.py rebuild_index."
        )

    def search(
        self,
        query_string: str,
        start_offset: int = 0,
        end_offset: int | None = None,
        **kwargs: object,
    ) -> dict[str, object]:
        """Plain words through Haystack's own API; everything else belongs to search.queries."""
        given = {name for name, value in kwargs.items() if value}
        if unsupported := given - {"models", "result_class", "limit_to_registered_models"}:
            raise NotImplementedError(
                f"SearchQuerySet can't do this here: {', '.join(sorted(unsupported))}. "
                "Use search.queries.find."
            )
        start = start_offset or 0
        clauses = (
            () if query_string == "*" else tuple(Term(key) for key in keys(query_string, told=True))
        )
        limit = 1000 if end_offset is None else end_offset - start
        answer = self.reader.find(
            Plan(clauses=clauses, most=False, offset=start, limit=limit, facets=False)
        )
        results = [
            SearchResult("archive", "article", str(hit.article), hit.score) for hit in answer.hits
        ]
        return {"results": results, "hits": answer.total, "facets": {}, "spelling_suggestion": None}

    def more_like_this(self, *args: object, **kwargs: object) -> dict[str, object]:
        raise NotImplementedError("The archive has no more_like_this; use search.queries.find.")


class ArchiveSearchQuery(WhooshSearchQuery):
    """Hands the words on as they are: they never reach Whoosh's query parser."""

    def build_query_fragment(self, field: str, filter_type: str, value: object) -> str:
        if field != "content" or filter_type not in ("content", "contains", "exact"):
            raise NotImplementedError(
                f"SearchQuerySet can't filter by {field}__{filter_type} here: "
                "use search.queries.find."
            )
        return str(getattr(value, "query_string", value))

    def build_query(self) -> str:
        if not self.query_filter:
            return "*"
        if self.query_filter.negated or self.query_filter.connector != "AND":
            raise NotImplementedError("Use search.queries.find for OR and NOT.")
        if any(not isinstance(child, tuple) for child in self.query_filter.children):
            raise NotImplementedError("Use search.queries.find for nested questions.")
        words = []
        for expression, value in self.query_filter.children:
            field, filter_type = self.query_filter.split_expression(expression)
            words.append(self.build_query_fragment(field, filter_type, value))
        return " ".join(words)


class WhooshEngine(BaseEngine):
    backend = ArchiveBackend
    query = ArchiveSearchQuery

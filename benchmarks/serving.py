"""The address of a question, and the call that the page at this address makes."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import QueryDict

from benchmarks.questions import PAGE, Question
from search.forms import SearchForm
from search.queries import Found, Query, find


def address(question: Question) -> str:
    query = Query(
        words=question.typed,
        outlets=(question.outlet,) if question.outlet else (),
        since=question.since,
        until=question.until,
        sort="newest" if question.is_browsing else "relevance",
    )
    more = {"page": question.offset // PAGE + 1} if question.offset else {}
    return f"/search/?{query.to_querystring(**more)}"


def call(address: str) -> Found:
    """The call that the page makes: what is found, with facets, and its ten cards."""
    asked = QueryDict(urlsplit(address).query)
    form = SearchForm(asked)
    form.is_valid()
    offset = (int(asked.get("page", 1)) - 1) * PAGE
    found = find(form.to_query(), offset=offset)
    found[offset : offset + PAGE]
    return found

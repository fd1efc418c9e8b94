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
    """The call that the page at this address makes, with its ten cards."""
    return made(*asked(address))


def asked(address: str) -> tuple[Query, int]:
    """What the page reads from its address: the query, and the first hit wanted."""
    given = QueryDict(urlsplit(address).query)
    form = SearchForm(given)
    form.is_valid()
    return form.to_query(), (int(given.get("page", 1)) - 1) * PAGE


def made(query: Query, offset: int) -> Found:
    """The results call: what is found, with facets, and its ten cards."""
    found = find(query, offset=offset)
    found[offset : offset + PAGE]
    return found

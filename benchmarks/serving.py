"""What a serving process does for the address of a results page: the whole page, or its call."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

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


def page(application: WSGIApplication, address: str) -> bytes:
    """The page as the server sends it, through every middleware. Raises RuntimeError."""
    parts = urlsplit(address)
    environ: dict[str, Any] = {"PATH_INFO": parts.path, "QUERY_STRING": parts.query}
    setup_testing_defaults(environ)
    seen: list[str] = []
    answer = application(environ, lambda status, headers, error=None: seen.append(status))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    if not seen[0].startswith("200"):
        raise RuntimeError(f"{address} was answered with {seen[0]}.")
    return body


def call(address: str) -> Found:
    """The call that the page makes: what is found, with facets, and its ten cards."""
    asked = QueryDict(urlsplit(address).query)
    form = SearchForm(asked)
    form.is_valid()
    offset = (int(asked.get("page", 1)) - 1) * PAGE
    found = find(form.to_query(), offset=offset)
    found[offset : offset + PAGE]
    return found

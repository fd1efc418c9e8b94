"""What a serving process does for the address of a results page: the whole page, or its call."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import QueryDict
from django.test import Client

from benchmarks.questions import PAGE, Question
from search.forms import SearchForm
from search.queries import Found, Query, find

CLIENT = Client(SERVER_NAME="127.0.0.1")


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


def page(address: str) -> bytes:
    """The page as the server sends it, through every middleware."""
    answer = CLIENT.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} was answered with {answer.status_code}.")
    return answer.content


def call(address: str) -> Found:
    """The call that the page makes: what is found, with facets, and its ten cards."""
    asked = QueryDict(urlsplit(address).query)
    form = SearchForm(asked)
    form.is_valid()
    offset = (int(asked.get("page", 1)) - 1) * PAGE
    found = find(form.to_query(), offset=offset)
    found[offset : offset + PAGE]
    return found

"""Who wrote: the authors' names as articles carry them, found by any part of one."""

from __future__ import annotations

from collections.abc import Sequence

from archive.arabic.bylines import apart, credits_in
from archive.caching import Cached
from archive.models import Article
from search.query.authorities import bare_words, holds

FRESH = 60.0  # seconds for which the authors of an archive are kept
MOST_ARTICLES = 100_000


class Bylines:
    """The distinct bylines of the published articles, by their words."""

    def __init__(self, printed: Sequence[str]) -> None:
        self._words = {byline: bare_words(apart(byline)) for byline in printed}

    def named(self, name: str) -> tuple[str, ...]:
        """The bylines that hold the words of a name, one after the other."""
        words = bare_words(apart(name))
        if not words:
            return ()
        return tuple(byline for byline, full in self._words.items() if holds(full, words))

    def longest(self, words: Sequence[str]) -> int:
        """How many of the words stand in some byline; 1 where none do."""
        for count in range(len(words), 1, -1):
            if self.named(" ".join(words[:count])):
                return count
        return 1


def with_field(words: str) -> str:
    """A query in which «بقلم» before the name of an author is the field that it means."""
    for end, name in credits_in(words):
        if bylines().named(words[name:].split(maxsplit=1)[0]):
            return f"{words[:end]}:{words[name:]}"
    return words


_bylines: Cached[Bylines] = Cached(seconds=FRESH)


def bylines() -> Bylines:
    """The bylines as the database has them, or had them `FRESH` seconds ago."""
    return _bylines.get(_read)


def articles_by(printed: Sequence[str]) -> tuple[int, ...]:
    """The published articles (primary keys) that carry one of these bylines."""
    found = Article.objects.published().filter(byline__in=printed).order_by("pk")
    return tuple(found.values_list("pk", flat=True)[:MOST_ARTICLES])


def forget() -> None:
    """Read the bylines anew before the next query."""
    _bylines.forget()


def _read() -> Bylines:
    rows = Article.objects.published().exclude(byline="").order_by()
    return Bylines(list(rows.values_list("byline", flat=True).distinct()))

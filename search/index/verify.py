"""Whether the index says what the database says, and what was captured is as it was captured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive.preservation.consistency import Difference, inconsistent_rows
from archive.preservation.daily_roots import check_roots
from archive.preservation.fixity import check_originals, check_revisions
from archive.reading.tallies import keeping
from search.engines.connection import index
from search.errors import IndexDamaged, IndexUnavailable
from search.index import outbox
from search.index.documents import fingerprints
from search.index.rebuild import put_aside_if_damaged, rebuild
from search.models import Change


def verify(*, repair: bool = False) -> Iterator[Difference]:
    """Every difference, one after another.

    The truth is the database, then the originals. Repairing mends the index from the database,
    revisions from their originals and from each other, and originals from revisions, each only
    where a SHA-256 proves it. What can't be proven has to come back from a backup.
    """
    yield from check_originals(repair=repair)
    left = set()
    for difference in check_revisions(repair=repair):
        if not difference.mended:
            left.add(difference.name)
        yield difference
    # Nothing lies where it should in words that are not those of their revision.
    yield from (one for one in inconsistent_rows() if one.name not in left)
    yield from check_roots()
    yield from _tallies(repair=repair)
    yield from _index(repair=repair)
    if repair:
        outbox.drain()


def _tallies(*, repair: bool) -> Iterator[Difference]:
    """Numbers that aren't those of the articles; mended, the worker makes all of them anew."""
    if wrong := keeping.differences():
        if repair:
            keeping.forget()
        problem = f"{wrong} numbers are not those of the articles"
        yield Difference(kind="tallies", name="tallies", problem=problem, mended=repair)


def _index(*, repair: bool) -> list[Difference]:
    found = _index_differences()
    if not (found and repair):
        return found
    articles = [int(one.name) for one in found if one.kind == "article"]
    if articles:
        outbox.index_articles(articles)
    elif put_aside_if_damaged():
        rebuild()
    left = {one.name for one in _index_differences()}
    return [replace(one, mended=one.name not in left) for one in found]


def _index_differences() -> list[Difference]:
    """What a first look shows, looked at again while nobody writes the index."""
    if not _compared():
        return []
    with index().writing():
        return _compared()


def _compared() -> list[Difference]:
    try:
        held = index().fingerprints(read_through=True)
    except (IndexUnavailable, IndexDamaged) as error:
        return [
            Difference(kind="index", name="index", problem=getattr(error, "reason", str(error)))
        ]
    wanted = fingerprints()
    # What waits in the outbox is no difference: it is on its way, unless it failed.
    waiting = dict(Change.objects.order_by("pk").values_list("article_id", "error"))
    return [
        Difference(
            kind="article",
            name=str(article),
            problem=_problem(article in held, article in wanted) + _failure(waiting.get(article)),
        )
        for article in sorted({*held, *wanted})
        if held.get(article) != wanted.get(article) and waiting.get(article) != ""
    ]


def _failure(error: str | None) -> str:
    return f" ({error})" if error else ""


def _problem(is_held: bool, is_wanted: bool) -> str:
    if not is_held:
        return "منشور وليس في الفهرس. Published, but not in the index."
    if not is_wanted:
        return "في الفهرس وليس منشوراً. In the index, but not published."
    return "يختلف الفهرس عن قاعدة البيانات. The index differs from the database."

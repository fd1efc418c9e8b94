"""Whether the index says what the database says, and what was captured is as it was captured."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Literal

from archive.ingest.originals import path_of
from archive.models import Original, Revision
from archive.models.articles import digest
from search import indexing
from search.engines.whoosh.arrays import DamagedFile
from search.engines.whoosh.building import held_fingerprints
from search.engines.whoosh.snapshot import open_snapshot
from search.errors import IndexUnavailable
from search.models import Change
from search.published import fingerprints

Kind = Literal["index", "article", "revision", "original"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that is not as it should be. `mended` says whether `--repair` put it right."""

    kind: Kind
    name: str
    problem: str
    mended: bool = False

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def verify(*, repair: bool = False) -> Iterator[Difference]:
    """Every difference, one after another.

    The index is mended from the database. Nothing can stand in for a revision or an original
    whose bytes changed: they are named, and a backup has to bring them back.
    """
    yield from _index(repair=repair)
    yield from _revisions()
    yield from _originals()


def _index(*, repair: bool) -> list[Difference]:
    found = _index_differences()
    if not (found and repair):
        return found
    articles = [int(one.name) for one in found if one.kind == "article"]
    if articles:
        indexing.index_articles(articles)
    elif indexing.put_aside_if_damaged():
        indexing.rebuild()
    left = {one.name for one in _index_differences()}
    return [replace(one, mended=one.name not in left) for one in found]


def _index_differences() -> list[Difference]:
    """What a first look shows, looked at again while nobody writes the index."""
    if not _compared():
        return []
    with indexing.index_folder().writing():
        return _compared()


def _compared() -> list[Difference]:
    try:
        generation = indexing.index_folder().current()
        generation.check()
        held = held_fingerprints(open_snapshot(generation, {}))
    except (IndexUnavailable, DamagedFile) as error:
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


def _revisions() -> Iterator[Difference]:
    rows = Revision.objects.order_by("pk").values_list(
        "pk", "title", "text", "sha256", "text_sha256"
    )
    for pk, title, text, sha256, text_sha256 in rows.iterator(chunk_size=500):
        whole, body = digest(title, text), hashlib.sha256(text.encode()).hexdigest()
        if (whole, body) != (sha256, text_sha256):
            yield Difference(
                kind="revision",
                name=str(pk),
                problem="لا يطابق نصها بصمتها. Its text does not match its SHA-256.",
            )


def _originals() -> Iterator[Difference]:
    for sha256, name in Original.objects.order_by("pk").values_list("sha256", "name"):
        try:
            with path_of(sha256).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            yield Difference(kind="original", name=sha256, problem=f"{name}: {error.strerror}")
            continue
        if found != sha256:
            yield Difference(
                kind="original",
                name=sha256,
                problem=f"{name}: تغيّرت بايتات الملف. The file's bytes changed.",
            )

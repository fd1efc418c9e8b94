"""What the database says the index should hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.annotation.write import facets
from archive.models import Article, PassageSpan, SettledPair
from search.engines.document import Document, Spoken, fingerprint
from search.engines.plan import UNKNOWN_OUTLET
from search.index.credits import credited
from search.index.same_texts import same_texts
from search.index.spoken import spoken

# SQLite takes 32,766 values in one statement, and a chunk must also fit in memory.
CHUNK = 500
APART = "\n\n"  # between an article's text and the names of who wrote it

Labels = dict[int, tuple[tuple[str, ...], tuple[str, ...]]]

STATE = (
    "pk",
    "current_revision_id",
    "current_revision__sha256",
    "outlet__slug",
    "published_from",
    "published_to",
    "precision",
    "byline",
    "near_duplicate_of",
    "near_duplicate_of__current_revision__sha256",
)


def published_ids() -> list[int]:
    """Primary keys of the published articles, ascending."""
    return list(Article.objects.published().order_by("pk").values_list("pk", flat=True))


def documents(article_ids: Sequence[int]) -> Iterator[Document]:
    """Those of the articles that are published now, ready to be indexed."""
    for chunk in _chunks(article_ids):
        labels = facets(chunk)
        passages = _passages(chunk)
        statements = spoken(chunk)
        same, told = same_texts(chunk), SettledPair.objects.told_the_same(chunk)
        rows = Article.objects.published().filter(pk__in=chunk).order_by("pk")
        for *state, title, text in rows.values_list(
            *STATE, "current_revision__title", "current_revision__text"
        ):
            said = statements.get(state[0], ())
            state = [*state, state[0] in told]
            yield _document(state, title, text, labels, passages, said, same.get(state[0]))


def _document(
    state: list,
    title: str,
    text: str,
    labels: Labels,
    passages: dict[int, list[tuple[int, int]]],
    statements: tuple[Spoken, ...],
    text_of: int | None,
) -> Document:
    article, revision, _, outlet, first, last, precision, byline, *_ = state
    authors = credited(byline)
    spans = passages.get(article) or lines(text)
    if authors:
        end = len(text) + len(APART)
        text, spans = f"{text}{APART}{authors}", [*spans, (end, end + len(authors))]
    actors, places = labels.get(article, ((), ()))
    return Document(
        article=article,
        revision=revision,
        fingerprint=_fingerprint(state, actors, places, statements),
        title=title,
        text=text,
        passages=tuple(spans),
        outlet=outlet or UNKNOWN_OUTLET,
        actors=actors,
        places=places,
        first=first,
        last=last,
        precision=precision,
        statements=statements,
        text_of=text_of,
    )


def fingerprints(article_ids: Sequence[int] | None = None) -> dict[int, bytes]:
    """What the index should say of each published article (of those, or of all)."""
    found = {}
    ids = published_ids() if article_ids is None else article_ids
    for chunk in _chunks(ids, 5000):
        labels, statements, told = (
            facets(chunk),
            spoken(chunk),
            SettledPair.objects.told_the_same(chunk),
        )
        rows = Article.objects.published().filter(pk__in=chunk)
        for state in rows.values_list(*STATE):
            actors, places = labels.get(state[0], ((), ()))
            said = statements.get(state[0], ())
            found[state[0]] = _fingerprint((*state, state[0] in told), actors, places, said)
    return found


def differences(held: Mapping[int, bytes], wanted: Mapping[int, bytes]) -> list[int]:
    """Articles that the index lacks, has too many, or has in another state."""
    return sorted(
        article for article in {*held, *wanted} if held.get(article) != wanted.get(article)
    )


def _fingerprint(
    state: Iterable,
    actors: tuple[str, ...],
    places: tuple[str, ...],
    statements: tuple[Spoken, ...],
) -> bytes:
    article, revision, sha256, outlet, first, last, precision, byline, *near, told = state
    dates = (str(first or ""), str(last or ""), str(precision))
    said = [(one.kind, one.speakers, one.vias, one.in_title, one.pieces) for one in statements]
    authors = credited(byline)
    more = (
        *((authors,) if authors else ()),
        *((tuple(near),) if near[0] else ()),
        *(("same",) if told else ()),
    )
    return fingerprint(article, revision, sha256, outlet or "", dates, actors, places, said, *more)


def _passages(article_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    spans = (
        PassageSpan.objects.current()
        .filter(revision__article__in=article_ids)
        .order_by("revision", "ordinal")
        .values_list("revision__article_id", "start", "end")
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for article, start, end in spans:
        found[article].append((start, end))
    return found


def lines(text: str) -> list[tuple[int, int]]:
    """The lines of a text, which stand for its passages where none were recognised."""
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line)
    return found


def _chunks(ids: Sequence[int], size: int = CHUNK) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]

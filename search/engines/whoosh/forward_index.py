"""Articles into tokens: the forward index from which everything else is derived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.document import FINGERPRINT_SIZE, Document
from search.engines.whoosh import statements
from search.engines.whoosh.arrays import counts_of, spread, starts_of_lengths
from search.engines.whoosh.statements import Statements
from search.engines.whoosh.tokenizing import BREAK, Numbers, Printed, TokenColumns, tokenize_all

PRECISIONS = ("unknown", "year", "month", "day")


@dataclass(slots=True, kw_only=True)
class Batch:
    """Analysed articles, sorted by primary key; one row an article, one entry a token.

    Tokens of article `n` are `tokens[token_starts[n]:token_starts[n + 1]]`: numbers into `forms`,
    the title's first (up to `title_ends[n]`), breaks included. `starts` and `lengths` say where
    each stands in the title or text, in code points. `joined` has a row
    `(token, tokens, form)` for neighbours that are also written as one word.
    Dates are proleptic ordinals, 0 where there is none. `text_of` is the article itself where no
    earlier one has its text.
    """

    articles: np.ndarray
    revisions: np.ndarray
    fingerprints: np.ndarray
    outlet: np.ndarray
    actor_starts: np.ndarray
    actor: np.ndarray
    place_starts: np.ndarray
    place: np.ndarray
    first: np.ndarray
    last: np.ndarray
    precision: np.ndarray
    text_of: np.ndarray
    token_starts: np.ndarray
    title_ends: np.ndarray
    tokens: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    joined: np.ndarray
    said: Statements
    forms: list[str]
    outlets: list[str]
    actors: list[str]
    places: list[str]

    def __len__(self) -> int:
        return len(self.articles)


def analyse(documents: Iterable[Document]) -> Batch:
    """Tokenise articles and gather their columns."""
    rows = in_order(documents)
    return gather(rows, tokenize_all(printed(rows)))


def in_order(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: document.article)


def printed(rows: Sequence[Document]) -> list[Printed]:
    """What of these articles is read."""
    return [(row.title, row.text, row.passages) for row in rows]


def gather(rows: Sequence[Document], tokens: TokenColumns) -> Batch:
    """The batch of some articles in their order, and of what was read of them."""
    outlets, actors, places = Numbers(), Numbers(), Numbers()
    actor_starts, actor = _many([row.actors for row in rows], actors)
    place_starts, place = _many([row.places for row in rows], places)
    return Batch(
        articles=np.array([row.article for row in rows], dtype=np.int64),
        revisions=np.array([row.revision for row in rows], dtype=np.int64),
        fingerprints=_fingerprints([row.fingerprint for row in rows]),
        outlet=outlets.of([row.outlet for row in rows]),
        actor_starts=actor_starts,
        actor=actor,
        place_starts=place_starts,
        place=place,
        first=np.array([row.first.toordinal() if row.first else 0 for row in rows], dtype=np.int32),
        last=np.array([row.last.toordinal() if row.last else 0 for row in rows], dtype=np.int32),
        precision=np.array([PRECISIONS.index(row.precision) for row in rows], dtype=np.uint8),
        text_of=np.array([row.text_of or row.article for row in rows], dtype=np.int64),
        **tokens,
        said=statements.gather(rows, tokens),
        outlets=list(outlets),
        actors=list(actors),
        places=list(places),
    )


def _many(values: list[tuple[str, ...]], numbers: Numbers) -> tuple[np.ndarray, np.ndarray]:
    slugs = [slug for several in values for slug in several]
    return starts_of_lengths([len(several) for several in values]), numbers.of(slugs)


def _fingerprints(values: list[bytes]) -> np.ndarray:
    return np.frombuffer(b"".join(values), dtype=np.uint8).reshape(-1, FINGERPRINT_SIZE)


def join(batches: Iterable[Batch]) -> Batch:
    """Several batches as one, their articles in the order of their primary keys.

    Each is taken over as it comes: only one need be there beside what is joined.
    """
    forms, outlets, actors, places = Numbers(), Numbers(), Numbers(), Numbers()
    parts, said = [], []
    for batch in batches:
        parts.append(_renumbered(batch, forms, outlets, actors, places))
        said.append(batch.said)
    order = sorted(range(len(parts)), key=lambda one: parts[one]["articles"][:1].tolist())
    parts = [parts[one] for one in order]
    token_base = 0
    for part in parts:
        part["joined"][:, 0] += token_base
        token_base += len(part["tokens"])
    columns = {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}
    token_starts = starts_of_lengths(columns.pop("token_counts"))
    joined = Batch(
        token_starts=token_starts,
        title_ends=token_starts[:-1] + columns.pop("title_counts"),
        actor_starts=starts_of_lengths(columns.pop("actor_counts")),
        place_starts=starts_of_lengths(columns.pop("place_counts")),
        **columns,
        said=statements.join([said[one] for one in order]),
        forms=list(forms),
        outlets=list(outlets),
        actors=list(actors),
        places=list(places),
    )
    return select(joined, np.argsort(joined.articles, kind="stable"))


def _renumbered(
    batch: Batch, forms: Numbers, outlets: Numbers, actors: Numbers, places: Numbers
) -> dict[str, np.ndarray]:
    """A batch's columns with numbers that hold for all batches, and counts instead of starts."""
    number = np.append(forms.of(batch.forms), np.int32(BREAK))  # the last serves BREAK, which is -1
    joined = batch.joined.copy()
    joined[:, 2] = number[joined[:, 2]]
    return {
        **{
            name: getattr(batch, name)
            for name in ("articles", "revisions", "fingerprints", "first", "last", "precision",
                         "text_of", "starts", "lengths")
        },
        "outlet": outlets.of(batch.outlets)[batch.outlet],
        "actor_counts": counts_of(batch.actor_starts),
        "actor": actors.of(batch.actors)[batch.actor],
        "place_counts": counts_of(batch.place_starts),
        "place": places.of(batch.places)[batch.place],
        "token_counts": counts_of(batch.token_starts),
        "title_counts": batch.title_ends - batch.token_starts[:-1],
        "tokens": number[batch.tokens],
        "joined": joined,
    }  # fmt: skip


def select(batch: Batch, rows: np.ndarray) -> Batch:
    """The articles at `rows`, in that order. Forms and slugs keep their numbers."""
    if np.array_equal(rows, np.arange(len(batch))):
        return batch
    counts = counts_of(batch.token_starts)[rows]
    tokens = spread(batch.token_starts[rows], counts)
    token_starts = starts_of_lengths(counts)
    new_index = np.full(len(batch.tokens), -1, dtype=np.int64)
    new_index[tokens] = np.arange(len(tokens))
    joined = batch.joined[new_index[batch.joined[:, 0]] >= 0].copy()
    joined[:, 0] = new_index[joined[:, 0]]
    actor_starts, actor = _select_many(batch.actor_starts, batch.actor, rows)
    place_starts, place = _select_many(batch.place_starts, batch.place, rows)
    return Batch(
        **{
            name: getattr(batch, name)[rows]
            for name in ("articles", "revisions", "fingerprints", "outlet", "first", "last",
                         "precision", "text_of")
        },
        actor_starts=actor_starts,
        actor=actor,
        place_starts=place_starts,
        place=place,
        token_starts=token_starts,
        title_ends=token_starts[:-1] + (batch.title_ends - batch.token_starts[:-1])[rows],
        tokens=batch.tokens[tokens],
        starts=batch.starts[tokens],
        lengths=batch.lengths[tokens],
        joined=joined[np.argsort(joined[:, 0], kind="stable")],
        said=statements.select(batch.said, rows),
        forms=batch.forms,
        outlets=batch.outlets,
        actors=batch.actors,
        places=batch.places,
    )  # fmt: skip


def _select_many(
    starts: np.ndarray, codes: np.ndarray, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    counts = counts_of(starts)[rows]
    return starts_of_lengths(counts), codes[spread(starts.astype(np.int64)[rows], counts)]

"""Articles into tokens: the forward index from which everything else is derived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from archive.arabic.stem import compounds
from archive.arabic.tokens import spans
from search.engines.whoosh.arrays import narrow, spread
from search.engines.whoosh.documents import FINGERPRINT_SIZE, Document

# A token that is no word: it stands after the title and after every passage, so that words on
# both sides are never neighbours.
BREAK = -1

PRECISIONS = ("unknown", "year", "month", "day")


class _Numbers(dict[str, int]):
    """Numbers words in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


@dataclass(slots=True, kw_only=True)
class Batch:
    """Analysed articles, sorted by primary key; one row an article, one entry a token.

    Tokens of article `n` are `tokens[token_starts[n]:token_starts[n + 1]]`: numbers into `forms`,
    the title's first (up to `title_ends[n]`), breaks included. `starts` and `lengths` say where
    each stands in the title or text, in code points. `joined` has a row
    `(token, tokens, form)` for neighbours that are also written as one word.
    Dates are proleptic ordinals, 0 where there is none.
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
    token_starts: np.ndarray
    title_ends: np.ndarray
    tokens: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    joined: np.ndarray
    forms: list[str]
    outlets: list[str]
    actors: list[str]
    places: list[str]

    def __len__(self) -> int:
        return len(self.articles)


@dataclass(slots=True)
class _Tokens:
    """The growing columns of a batch."""

    numbers: _Numbers = field(default_factory=_Numbers)
    tokens: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    joined: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, text: str, passages: Sequence[tuple[int, int]]) -> None:
        keys, starts, ends = spans(text)
        cuts = _cuts(starts, passages)
        if not cuts:
            self._add_passage(keys, starts, ends)
            return
        begun = 0
        for cut in (*cuts, len(keys)):
            self._add_passage(keys[begun:cut], starts[begun:cut], ends[begun:cut])
            begun = cut

    def _add_passage(self, keys: list[str], starts: list[int], ends: list[int]) -> None:
        if not keys:
            return
        base = len(self.tokens)
        number = self.numbers.__getitem__
        self.tokens.extend(map(number, keys))
        self.starts.extend(starts)
        self.ends.extend(ends)
        for first, end, key in compounds(keys):
            self.joined.append((base + first, end - first, number(key)))
        self.tokens.append(BREAK)
        self.starts.append(ends[-1])
        self.ends.append(ends[-1])


def _cuts(starts: list[int], passages: Sequence[tuple[int, int]]) -> list[int]:
    """The tokens before which a new passage begins."""
    cuts = []
    token = 0
    for start, _end in passages[1:]:
        while token < len(starts) and starts[token] < start:
            token += 1
        cuts.append(token)
    return cuts


def analyse(documents: Iterable[Document]) -> Batch:
    """Tokenise articles and gather their columns."""
    rows = sorted(documents, key=lambda document: document.article)
    words = _Tokens()
    token_starts, title_ends = [0], []
    for row in rows:
        words.add(row.title, ())
        title_ends.append(len(words.tokens))
        words.add(row.text, row.passages)
        token_starts.append(len(words.tokens))
    starts = np.array(words.starts, dtype=np.uint32)
    outlets, actors, places = _Numbers(), _Numbers(), _Numbers()
    actor_starts, actor = _many([row.actors for row in rows], actors)
    place_starts, place = _many([row.places for row in rows], places)
    return Batch(
        articles=np.array([row.article for row in rows], dtype=np.int64),
        revisions=np.array([row.revision for row in rows], dtype=np.int64),
        fingerprints=_fingerprints([row.fingerprint for row in rows]),
        outlet=np.array([outlets[row.outlet] for row in rows], dtype=np.int64),
        actor_starts=actor_starts,
        actor=actor,
        place_starts=place_starts,
        place=place,
        first=np.array([row.first.toordinal() if row.first else 0 for row in rows], dtype=np.int32),
        last=np.array([row.last.toordinal() if row.last else 0 for row in rows], dtype=np.int32),
        precision=np.array([PRECISIONS.index(row.precision) for row in rows], dtype=np.uint8),
        token_starts=np.array(token_starts, dtype=np.int64),
        title_ends=np.array(title_ends, dtype=np.int64),
        tokens=np.array(words.tokens, dtype=np.int32),
        starts=narrow(starts),
        lengths=narrow(np.array(words.ends, dtype=np.uint32) - starts),
        joined=np.array(words.joined, dtype=np.int64).reshape(-1, 3),
        forms=list(words.numbers),
        outlets=list(outlets),
        actors=list(actors),
        places=list(places),
    )


def _many(values: list[tuple[str, ...]], numbers: _Numbers) -> tuple[np.ndarray, np.ndarray]:
    starts = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum([len(slugs) for slugs in values], out=starts[1:])
    return starts, np.array([numbers[slug] for slugs in values for slug in slugs], dtype=np.int64)


def _fingerprints(values: list[bytes]) -> np.ndarray:
    return np.frombuffer(b"".join(values), dtype=np.uint8).reshape(-1, FINGERPRINT_SIZE)


def join(batches: Sequence[Batch]) -> Batch:
    """Several batches as one, their articles in the order of their primary keys."""
    if len(batches) == 1:
        return batches[0]
    forms, outlets, actors, places = _Numbers(), _Numbers(), _Numbers(), _Numbers()
    moved = []
    token_base = 0
    for batch in batches:
        moved.append(_moved(batch, token_base, forms, outlets, actors, places))
        token_base += len(batch.tokens)
    columns = {
        name: np.concatenate([columns[name] for columns in moved])
        for name in moved[0]
        if name not in ("actor_starts", "place_starts", "token_starts")
    }
    for name in ("actor_starts", "place_starts", "token_starts"):
        columns[name] = _joined_starts([getattr(batch, name) for batch in batches])
    joined = Batch(
        **columns,
        forms=list(forms),
        outlets=list(outlets),
        actors=list(actors),
        places=list(places),
    )
    return select(joined, np.argsort(joined.articles, kind="stable"))


def _joined_starts(columns: list[np.ndarray]) -> np.ndarray:
    lengths = np.concatenate([np.diff(starts) for starts in columns])
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def _moved(
    batch: Batch,
    token_base: int,
    forms: _Numbers,
    outlets: _Numbers,
    actors: _Numbers,
    places: _Numbers,
) -> dict[str, np.ndarray]:
    """A batch's columns with numbers that hold for all batches together."""
    columns = {
        name.name: getattr(batch, name.name)
        for name in fields(Batch)
        if name.name not in ("forms", "outlets", "actors", "places")
    }
    # The last entry serves BREAK, which is -1.
    number = np.array([*(forms[form] for form in batch.forms), BREAK], dtype=np.int32)
    joined = batch.joined.copy()
    joined[:, 0] += token_base
    joined[:, 2] = number[joined[:, 2]]
    columns |= {
        "tokens": number[batch.tokens],
        "joined": joined,
        "title_ends": batch.title_ends + token_base,
        "outlet": _renumber(batch.outlet, batch.outlets, outlets),
        "actor": _renumber(batch.actor, batch.actors, actors),
        "place": _renumber(batch.place, batch.places, places),
    }
    return columns


def _renumber(codes: np.ndarray, slugs: list[str], numbers: _Numbers) -> np.ndarray:
    return np.array([numbers[slug] for slug in slugs], dtype=np.int64)[codes.astype(np.int64)]


def select(batch: Batch, rows: np.ndarray) -> Batch:
    """The articles at `rows`, in that order. Forms and slugs keep their numbers."""
    if len(rows) == len(batch) and np.array_equal(rows, np.arange(len(batch))):
        return batch
    counts = np.diff(batch.token_starts)[rows]
    tokens = spread(batch.token_starts[rows], counts)
    token_starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    new_place = np.full(len(batch.tokens), -1, dtype=np.int64)
    new_place[tokens] = np.arange(len(tokens))
    joined = batch.joined[new_place[batch.joined[:, 0]] >= 0].copy()
    joined[:, 0] = new_place[joined[:, 0]]
    actor_starts, actor = _select_many(batch.actor_starts, batch.actor, rows)
    place_starts, place = _select_many(batch.place_starts, batch.place, rows)
    return Batch(
        **{
            name: getattr(batch, name)[rows]
            for name in (
                "articles",
                "revisions",
                "fingerprints",
                "outlet",
                "first",
                "last",
                "precision",
            )
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
        forms=batch.forms,
        outlets=batch.outlets,
        actors=batch.actors,
        places=batch.places,
    )


def _select_many(
    starts: np.ndarray, codes: np.ndarray, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    starts = starts.astype(np.int64)
    counts = np.diff(starts)[rows]
    new_starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return new_starts, codes[spread(starts[rows], counts)]

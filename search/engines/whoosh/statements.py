"""The statements of articles: whose they are, of which kind, through whom, and where they stand.

An article has several statements, a statement several speakers, relays and pieces. Each level is
a column of the next one's beginnings, as everywhere in the index.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.document import Document, Spoken
from search.engines.plan import PRINTED, Filters
from search.engines.whoosh.arrays import counts_of, narrow, spread, starts_of_lengths
from search.engines.whoosh.facets import Articles, Labels
from search.engines.whoosh.lexicon import Lexicon, pack_words
from search.engines.whoosh.tokenizing import BREAK, TokenColumns

GROUPS = ("speaker", "kind", "via")
# Article, whether in its text, and offset as one number: what a token's place is sorted by.
ARTICLE_BITS, TEXT_BIT = 33, 1 << 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Several codes a row, those of row `n` being `codes[starts[n]:starts[n + 1]]`, and the
    sorted names that they stand for."""

    starts: np.ndarray
    codes: np.ndarray
    names: list[str]

    def any_of(self, names: Iterable[str]) -> np.ndarray:
        """A mask of the rows that have one of these names."""
        number = {name: code for code, name in enumerate(self.names)}
        wanted = np.zeros(len(self.names), dtype=bool)
        wanted[[number[name] for name in names if name in number]] = True
        rows = np.zeros(len(self.starts) - 1, dtype=bool)
        rows[np.repeat(np.arange(len(rows)), counts_of(self.starts))[wanted[self.codes]]] = True
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Statements of some articles; those of article `n` are `starts[n]:starts[n + 1]`.

    Statement `n` stands at `pieces[piece_starts[n]:piece_starts[n + 1]]`: a first token and an end
    token, counted from the first token of its article.
    """

    starts: np.ndarray
    speaker: Coded
    kind: Coded
    via: Coded
    piece_starts: np.ndarray
    pieces: np.ndarray

    def coded(self, group: str) -> Coded:
        return getattr(self, group)

    def arrays(self) -> dict[str, np.ndarray]:
        """As a segment keeps them."""
        arrays = {
            "said_starts": narrow(self.starts),
            "said_piece_starts": narrow(self.piece_starts),
            "said_pieces": narrow(self.pieces),
        }
        for group in GROUPS:
            coded = self.coded(group)
            blob, ends = pack_words(coded.names)
            arrays |= {
                f"said_{group}_starts": narrow(coded.starts),
                f"said_{group}": narrow(coded.codes),
                f"said_{group}s_bytes": blob,
                f"said_{group}s_ends": ends,
            }
        return arrays


def read(arrays: Mapping[str, np.ndarray], article_count: int) -> Statements:
    """Those of a segment; none where it was written before statements were indexed."""
    if "said_starts" not in arrays:
        return gathered([()] * article_count)
    coded = {
        group: Coded(
            starts=arrays[f"said_{group}_starts"],
            codes=arrays[f"said_{group}"],
            names=list(Lexicon(arrays[f"said_{group}s_bytes"], arrays[f"said_{group}s_ends"])),
        )
        for group in GROUPS
    }
    return Statements(
        starts=arrays["said_starts"],
        piece_starts=arrays["said_piece_starts"],
        pieces=arrays["said_pieces"],
        **coded,
    )


def gather(rows: Sequence[Document], tokens: TokenColumns) -> Statements:
    """The statements of some articles in their order, and of what was read of them."""
    places = _Places(rows)
    return gathered([row.statements for row in rows], *places.in_tokens(tokens))


def gathered(
    listed: Sequence[Sequence[Spoken]],
    piece_counts: np.ndarray | None = None,
    pieces: np.ndarray | None = None,
) -> Statements:
    spoken = [one for several in listed for one in several]
    return Statements(
        starts=starts_of_lengths([len(several) for several in listed]),
        speaker=_coded([one.speakers for one in spoken]),
        kind=_coded([(one.kind,) for one in spoken]),
        via=_coded([one.vias for one in spoken]),
        piece_starts=starts_of_lengths([0] * len(spoken) if piece_counts is None else piece_counts),
        pieces=np.zeros((0, 2), dtype=np.int64) if pieces is None else pieces,
    )


def _coded(rows: Sequence[Sequence[str]]) -> Coded:
    values = [name for row in rows for name in row]
    names = sorted(set(values))
    number = {name: code for code, name in enumerate(names)}
    codes = np.fromiter(map(number.__getitem__, values), dtype=np.int64, count=len(values))
    return Coded(starts=starts_of_lengths([len(row) for row in rows]), codes=codes, names=names)


class _Places:
    """Where the statements of some articles stand, as offsets."""

    def __init__(self, rows: Sequence[Document]) -> None:
        places = [
            (article << ARTICLE_BITS) + (0 if one.in_title else TEXT_BIT)
            for article, row in enumerate(rows)
            for one in row.statements
        ]
        spans = [one.pieces for row in rows for one in row.statements]
        self.lengths = np.fromiter(map(len, spans), dtype=np.int64, count=len(spans))
        flat = [piece for pieces in spans for piece in pieces]
        self._offsets = np.array(flat, dtype=np.int64).reshape(-1, 2)
        self._offsets += np.repeat(np.array(places, dtype=np.int64), self.lengths)[:, np.newaxis]

    def in_tokens(self, tokens: TokenColumns) -> tuple[np.ndarray, np.ndarray]:
        """How many pieces each statement has, and their first and end tokens, counted from the
        first token of the article. Pieces without a word are left out.

        A word belongs to a piece when it begins in it.
        """
        firsts = tokens["token_starts"].astype(np.int64)
        number = np.arange(len(tokens["tokens"]), dtype=np.int64)
        article = np.repeat(np.arange(len(firsts) - 1), np.diff(firsts))
        in_text = number >= tokens["title_ends"].astype(np.int64)[article]
        places = (article << ARTICLE_BITS) + np.where(in_text, TEXT_BIT, 0) + tokens["starts"]
        found = np.searchsorted(places, self._offsets)
        begins = found[:, 0]
        # A break stands where the word before it ends.
        inside = begins < found[:, 1]
        begins[inside] += tokens["tokens"][begins[inside]] == BREAK
        kept = begins < found[:, 1]
        statement = np.repeat(np.arange(len(self.lengths)), self.lengths)[kept]
        origins = firsts[self._offsets[kept, 0] >> ARTICLE_BITS]
        counts = np.bincount(statement, minlength=len(self.lengths))
        return counts, found[kept] - origins[:, np.newaxis]


def join(parts: Sequence[Statements]) -> Statements:
    """Those of several lists of articles, one list after the other."""
    if len(parts) == 1:
        return parts[0]
    return Statements(
        starts=_after_each_other([part.starts for part in parts]),
        speaker=_together([part.speaker for part in parts]),
        kind=_together([part.kind for part in parts]),
        via=_together([part.via for part in parts]),
        piece_starts=_after_each_other([part.piece_starts for part in parts]),
        pieces=np.concatenate([np.zeros((0, 2), dtype=np.int64), *(part.pieces for part in parts)]),
    )


def _after_each_other(starts: Sequence[np.ndarray]) -> np.ndarray:
    nothing = np.zeros(0, dtype=np.int64)
    return starts_of_lengths(np.concatenate([nothing, *map(counts_of, starts)]))


def _together(parts: Sequence[Coded]) -> Coded:
    names = sorted({name for part in parts for name in part.names})
    number = {name: code for code, name in enumerate(names)}
    codes = [
        np.array([number[name] for name in part.names], dtype=np.int64)[part.codes]
        for part in parts
    ]
    return Coded(
        starts=_after_each_other([part.starts for part in parts]),
        codes=np.concatenate([np.zeros(0, dtype=np.int64), *codes]),
        names=names,
    )


def select(statements: Statements, rows: np.ndarray) -> Statements:
    """Those of the articles at `rows`, in that order. Names keep their codes."""
    counts = counts_of(statements.starts)[rows]
    kept = spread(statements.starts.astype(np.int64)[rows], counts)
    pieces = counts_of(statements.piece_starts)[kept]
    standing = spread(statements.piece_starts.astype(np.int64)[kept], pieces)
    return Statements(
        starts=starts_of_lengths(counts),
        piece_starts=starts_of_lengths(pieces),
        pieces=statements.pieces[standing],
        **{group: _select(statements.coded(group), kept) for group in GROUPS},
    )


def _select(coded: Coded, rows: np.ndarray) -> Coded:
    counts = counts_of(coded.starts)[rows]
    codes = coded.codes[spread(coded.starts.astype(np.int64)[rows], counts)]
    return Coded(starts=starts_of_lengths(counts), codes=codes, names=coded.names)


class Said:
    """The statements of a snapshot, as readers choose among them and facets count them."""

    def __init__(self, statements: Statements, everything: Articles) -> None:
        self.statements = statements
        self._everything = everything
        self._counts = counts_of(statements.starts)
        # The article of each statement.
        self.docs = np.repeat(np.arange(len(self._counts)), self._counts)

    def of(self, docs: np.ndarray) -> np.ndarray:
        """The numbers of the statements of some articles."""
        return spread(self.statements.starts.astype(np.int64)[docs], self._counts[docs])

    def counts_in(self, docs: np.ndarray) -> np.ndarray:
        """How many statements each of some articles has."""
        return self._counts[docs]

    def chosen(self, filters: Filters, but: str = "") -> np.ndarray | None:
        """A mask of the statements that the choices leave, except those in the group `but`; None
        where nothing is chosen."""
        masks = [
            self.statements.coded(group).any_of(values)
            for group, values in _values(filters)
            if values and group != but
        ]
        return functools.reduce(np.logical_and, masks) if masks else None

    def having_any(self, filters: Filters) -> np.ndarray:
        """A mask of the articles with a statement that the choices leave."""
        chosen = self.chosen(filters)
        mask = np.zeros(len(self._counts), dtype=bool)
        mask[self.docs if chosen is None else self.docs[chosen]] = True
        return mask

    def counts(self, group: str, found: Articles, chosen: np.ndarray | None) -> dict[str, int]:
        """How many of the articles found have each name of a group among their chosen statements,
        the most frequent first."""
        if chosen is None:
            return self._labels[group].counts(found)
        mask = np.zeros(len(self._counts), dtype=bool)
        mask[found.docs] = True
        return self._labels_of(group, chosen & mask[self.docs]).counts(self._everything)

    @functools.cached_property
    def speakers(self) -> list[str]:
        """Whoever speaks in a live article, sorted."""
        live = np.zeros(len(self._counts), dtype=bool)
        live[self._everything.docs] = True
        coded = self.statements.speaker
        of_live = np.repeat(live[self.docs], counts_of(coded.starts))
        return [coded.names[code] for code in np.unique(coded.codes[of_live]).tolist()]

    def count(self, found: Articles, chosen: np.ndarray) -> int:
        """How many chosen statements the articles found have."""
        return int(np.count_nonzero(chosen[self.of(found.docs)]))

    @functools.cached_property
    def _labels(self) -> dict[str, Labels]:
        every = np.ones(len(self.docs), dtype=bool)
        return {group: self._labels_of(group, every) for group in GROUPS}

    def _labels_of(self, group: str, statements: np.ndarray) -> Labels:
        """The names of a group by article, each once; those of unknown speakers are left out."""
        coded = self.statements.coded(group)
        counts = counts_of(coded.starts)
        offered = np.array([not name.startswith(PRINTED) for name in coded.names], dtype=bool)
        wanted = np.repeat(statements, counts) & offered[coded.codes]
        docs = np.repeat(self.docs, counts)[wanted]
        pairs = np.unique(docs << 32 | coded.codes[wanted].astype(np.int64))
        lengths = np.bincount(pairs >> 32, minlength=len(self._counts))
        return Labels(coded.names, pairs & 0xFFFFFFFF, lengths, self._everything)


def _values(filters: Filters) -> Iterable[tuple[str, tuple[str, ...]]]:
    return zip(GROUPS, (filters.speakers, filters.kinds, filters.vias), strict=True)

"""One commit of a generation as arrays: what queries read."""

from __future__ import annotations

import functools
import itertools
import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.engines.whoosh.arrays import ArrayFile, DamagedFile, among, counts_of
from search.engines.whoosh.facets import Articles, Dates, Labels, Outlets
from search.engines.whoosh.forward_index import Batch
from search.engines.whoosh.generations import Generation
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.same_texts import SameTexts
from search.engines.whoosh.segments import ARRAYS
from search.engines.whoosh.statements import Said, Statements, join, read

K1 = 1.2
B = 0.75
CACHE_BYTES = 48 * 1024 * 1024
ENTRY_BYTES = 500  # of a tuple in the cache, beside its arrays

Pair = tuple[np.ndarray, np.ndarray]
NO_DOCS = np.zeros(0, dtype=np.int64)


class Segment:
    """One segment's arrays. Article numbers are its own; deletions are the snapshot's affair."""

    def __init__(self, folder: Path, whoosh_segment: W3Segment) -> None:
        """Raises `DamagedFile`."""
        self.name = whoosh_segment.segment_id()
        path = folder / (self.name + ARRAYS)
        self._mark = _mark(path)
        self.arrays = ArrayFile(path)
        self.articles = self.arrays["articles"]
        self.forms = self._words("form")
        self.stems = self._words("stem")
        self.grams = self._words("gram")
        self._lexicons = {"exact": self.forms, "stem": self.stems, "gram": self.grams}
        self._lists = {
            kind: (
                self.arrays[f"{kind}_starts"].data,
                self.arrays[f"{kind}_docs"],
                self.arrays[f"{kind}_tfs"],
            )
            for kind in self._lexicons
        }

    def is_untouched(self) -> bool:
        """Whether the file is the one that was opened: nobody changes a segment once written."""
        return _mark(self.arrays.path) == self._mark

    def _words(self, name: str) -> Lexicon:
        return Lexicon(self.arrays[f"{name}_bytes"], self.arrays[f"{name}_ends"])

    def __len__(self) -> int:
        return len(self.articles)

    @functools.cached_property
    def joined_at(self) -> np.ndarray:
        """The first token of each row of `joined`, ascending."""
        return np.ascontiguousarray(self.arrays["joined"][:, 0])

    @functools.cached_property
    def joined_forms(self) -> np.ndarray:
        """Forms of neighbours that are also written as one word, ascending."""
        return np.unique(self.arrays["joined"][:, 2]).astype(np.int64)

    @functools.cached_property
    def statements(self) -> Statements:
        return read(self.arrays, len(self))

    @property
    def text_of(self) -> np.ndarray:
        """Older segments don't say which articles have the same text."""
        return self.arrays.get("text_of", self.articles)

    def slugs(self, name: str) -> list[str]:
        return list(self._words(name))

    def group(self, name: str, number: int) -> np.ndarray:
        """The members of one group, e.g. the forms of a stem: `stem_form`, `gram_form`."""
        starts = self.arrays[f"{name}_starts"]
        return self.arrays[f"{name}s"][int(starts[number]) : int(starts[number + 1])]

    def postings(self, kind: str, word: str) -> Pair:
        """Articles and frequencies of one form, stem or gram (`exact`, `stem`, `gram`)."""
        ordinal = self._lexicons[kind].ordinal(word)
        return (
            (NO_DOCS, NO_DOCS) if ordinal < 0 else self.postings_between(kind, ordinal, ordinal + 1)
        )

    def postings_between(self, kind: str, first: int, end: int) -> Pair:
        """Those of words that are neighbours in their lexicon, one list after the other."""
        starts, docs, tfs = self._lists[kind]
        part = slice(starts[first], starts[end])
        return docs[part], tfs[part]

    def batch(self) -> Batch:
        """The forward index as it was analysed, for merging."""
        arrays = self.arrays
        columns = {
            name: arrays[name]
            for name in (
                "articles", "revisions", "fingerprints", "outlet", "first", "last", "precision",
                "actor", "place", "tokens", "starts", "lengths",
            )
        }  # fmt: skip
        return Batch(
            **columns,
            text_of=self.text_of,
            **{
                name: arrays[name].astype(np.int64)
                for name in ("actor_starts", "place_starts", "token_starts", "title_ends", "joined")
            },
            said=self.statements,
            forms=list(self.forms),
            outlets=self.slugs("outlets"),
            actors=self.slugs("actors"),
            places=self.slugs("places"),
        )


def _mark(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (found.st_ino, found.st_size, found.st_mtime_ns)


class Snapshot:
    """All segments of one commit under one numbering: article `n` of a segment is `base + n`.

    Columns have a row an article, deleted ones included; `live` says which count.
    """

    def __init__(
        self, generation: Generation, number: int, segments: Sequence[Segment], live: np.ndarray
    ) -> None:
        self.generation = generation
        self.number = number
        self.segments = segments
        self.live = live
        self.size = len(live)
        self.doc_type = np.min_scalar_type(self.size)  # holds every article's number
        self.document_count = int(np.count_nonzero(live))
        # Then nothing has to be renumbered or left out.
        self.is_whole = len(segments) == 1 and self.document_count == self.size
        self.bases = [0]
        for segment in segments:
            self.bases.append(self.bases[-1] + len(segment))
        self.articles = self._column("articles", np.int64)
        self.first = self._column("first", np.int32)
        self.last = self._column("last", np.int32)
        self.precision = self._column("precision", np.uint8)
        self.cache = PostingsCache(CACHE_BYTES)
        self.stems: dict[str, str] = {}  # stems of the words asked for last

    def _column(self, name: str, dtype: type) -> np.ndarray:
        if len(self.segments) == 1:
            return self.segments[0].arrays[name]
        parts: list[np.ndarray] = [
            segment.arrays[name].astype(dtype, copy=False) for segment in self.segments
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=dtype)

    def _codes(self, column: str, words: str) -> tuple[list[str], np.ndarray]:
        """Slugs of the whole snapshot, sorted, and a column (or list) of codes into them."""
        if len(self.segments) == 1:
            return self.segments[0].slugs(words), self.segments[0].arrays[column]
        own = [segment.slugs(words) for segment in self.segments]
        slugs = sorted(set().union(*own))
        number = {slug: code for code, slug in enumerate(slugs)}
        parts: list[np.ndarray] = [
            np.array([number[slug] for slug in mine], dtype=np.uint32)[segment.arrays[column]]
            for mine, segment in zip(own, self.segments, strict=True)
        ]
        return slugs, np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint32)

    # Made when first asked for

    @functools.cached_property
    def everything(self) -> Articles:
        """All live articles."""
        return Articles(np.flatnonzero(self.live), self.live)

    @functools.cached_property
    def outlets(self) -> Outlets:
        return Outlets(*self._codes("outlet", "outlets"), self.everything)

    @functools.cached_property
    def actors(self) -> Labels:
        return self._labels("actor")

    @functools.cached_property
    def places(self) -> Labels:
        return self._labels("place")

    def _labels(self, name: str) -> Labels:
        slugs, codes = self._codes(name, f"{name}s")
        lengths = [counts_of(segment.arrays[f"{name}_starts"]) for segment in self.segments]
        return Labels(slugs, codes, np.concatenate([NO_DOCS, *lengths]), self.everything)

    @functools.cached_property
    def said(self) -> Said:
        return Said(join([segment.statements for segment in self.segments]), self.everything)

    @functools.cached_property
    def dates(self) -> Dates:
        return Dates(self.first, self.precision, self.everything)

    @functools.cached_property
    def same_texts(self) -> SameTexts | None:
        """None where no two live articles have the same text."""
        text_of = np.concatenate([NO_DOCS, *(segment.text_of for segment in self.segments)])
        found = SameTexts(self.articles, text_of, self.live, self.oldest_key)
        return found if found.count else None

    @functools.cached_property
    def newest_key(self) -> np.ndarray:
        """Larger for what was published later; an undated article is smaller than all dated."""
        return self.first.astype(np.int64) << 40 | self.articles

    @functools.cached_property
    def oldest_key(self) -> np.ndarray:
        """Larger for what was published earlier; an undated article is smaller than all dated."""
        days = self.first.astype(np.int64)
        return np.where(days == 0, -(1 << 62), -(days << 40)) - self.articles

    @functools.cached_property
    def newest(self) -> np.ndarray:
        """All live articles by falling `newest_key`."""
        docs = self.everything.docs
        return docs[np.argsort(-self.newest_key[docs])]

    @functools.cached_property
    def oldest(self) -> np.ndarray:
        docs = self.everything.docs
        return docs[np.argsort(-self.oldest_key[docs])]

    @functools.cached_property
    def newest_texts(self) -> np.ndarray:
        """The live articles that stand for their texts, by falling `newest_key`."""
        return self.newest[self._first_printed[self.newest]]

    @functools.cached_property
    def oldest_texts(self) -> np.ndarray:
        return self.oldest[self._first_printed[self.oldest]]

    @functools.cached_property
    def _first_printed(self) -> np.ndarray:
        """A mask of the articles that stand for their texts, where all are found."""
        mask = self.live.copy()
        docs = self.everything.docs
        if self.same_texts is not None:
            rows = self.same_texts.rows(docs)
            mask[docs[self.same_texts.repeats(docs, rows)]] = False
        return mask

    @functools.cached_property
    def norms(self) -> dict[str, np.ndarray]:
        """What length does to BM25, in words and in grams: k1·(1 − b + b·length/average)."""
        return {
            "word": self._norm(self._column("length", np.int64)),
            "gram": self._norm(self._column("gram_length", np.int64)),
        }

    def _norm(self, lengths: np.ndarray) -> np.ndarray:
        total = int(lengths[self.live].sum(dtype=np.int64))
        average = total / self.document_count if total else 1.0
        return K1 * (1 - B + B * lengths.astype(np.float64) / average)

    @functools.cached_property
    def _gone(self) -> list[np.ndarray]:
        """For each segment its own numbers of the articles that were deleted."""
        edges = itertools.pairwise(self.bases)
        return [np.flatnonzero(~self.live[start:end]) for start, end in edges]

    def inverse_frequency(self, count: int) -> float:
        """How telling it is to be among `count` articles: ln(1 + (N − n + ½)/(n + ½)), as in
        Lucene."""
        return math.log1p((self.document_count - count + 0.5) / (count + 0.5))

    # Looking things up

    def docs_of(self, articles: Iterable[int]) -> np.ndarray:
        """The live numbers of those articles that the index holds, ascending."""
        wanted = np.fromiter(articles, dtype=np.int64)
        found = [NO_DOCS]
        for base, segment in zip(self.bases, self.segments, strict=False):
            at, held = among(segment.articles, wanted)
            docs = at[held] + base
            found.append(docs[self.live[docs]])
        return np.sort(np.concatenate(found))

    def in_all(self, make: Callable[[Segment], Pair]) -> Pair:
        """Articles and values of every segment under the snapshot's numbering, live ones only.

        What a segment that is alone and whole says is handed on as it is.
        """
        if self.is_whole:
            return make(self.segments[0])
        docs, values = [], []
        for base, segment, gone in zip(self.bases, self.segments, self._gone, strict=False):
            part, value = make(segment)
            if len(part):
                part, value = _without(part, value, gone)
                docs.append(part.astype(self.doc_type) + self.doc_type.type(base))
                values.append(value)
        return (np.concatenate(docs), np.concatenate(values)) if docs else (NO_DOCS, NO_DOCS)


def _without(docs: np.ndarray, values: np.ndarray, gone: np.ndarray) -> Pair:
    at, held = among(docs, gone)
    return np.delete(docs, at[held]), np.delete(values, at[held])


Entry = TypeVar("Entry", bound=tuple)


class PostingsCache:
    """What was put together last of posting lists, in tuples, up to so many bytes.

    Lists that are read where they lie in a file take no memory of their own.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._entries: OrderedDict[object, Any] = OrderedDict()

    def get(self, key: object, make: Callable[[], Entry]) -> Entry:
        try:
            entry = self._entries[key]
            self._entries.move_to_end(key)
            return entry
        except KeyError:  # not there, or dropped by another thread a moment ago
            pass
        made = make()
        size = _held_bytes(made)
        if size <= self._most // 4:
            self._entries[key] = made
            self._held += size
            self._drop_oldest()
        return made

    def clear(self) -> None:
        self._entries.clear()
        self._held = 0

    def _drop_oldest(self) -> None:
        while self._held > self._most:
            try:
                _, entry = self._entries.popitem(last=False)
            except KeyError:
                self._held = 0
                return
            self._held -= _held_bytes(entry)


def _held_bytes(entry: tuple) -> int:
    """What an entry takes, with the tuples in it. An array that is mapped can't be written."""
    held = ENTRY_BYTES
    for one in entry:
        if isinstance(one, tuple):
            held += _held_bytes(one)
        elif isinstance(one, np.ndarray) and one.flags.writeable:
            held += one.nbytes
    return held


def open_snapshot(generation: Generation, kept: dict[str, Segment]) -> Snapshot:
    """The last commit of a generation. `kept` holds segments opened before, by name.

    Raises `DamagedFile`.
    """
    number = generation.latest()
    toc = generation.read_toc(number)
    generation.look_over([part for part in toc.segments if part.segment_id() not in kept])
    segments, masks = [], []
    for part in toc.segments:
        name = part.segment_id()
        segment = kept.get(name) or Segment(generation.folder, part)
        if len(segment) != part.doc_count_all():
            raise DamagedFile(f"{name}: {len(segment)} articles, {part.doc_count_all()} expected")
        live = np.ones(len(segment), dtype=bool)
        live[list(part.deleted_docs())] = False
        segments.append(segment)
        masks.append(live)
    live = np.concatenate(masks) if masks else np.zeros(0, dtype=bool)
    return Snapshot(generation, number, segments, live)

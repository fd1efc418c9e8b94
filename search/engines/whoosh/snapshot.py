"""One commit of a generation as arrays: what queries read."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.engines.whoosh.analysis import Batch
from search.engines.whoosh.arrays import ArrayFile, DamagedFile
from search.engines.whoosh.generations import Generation
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.segments import ARRAYS

K1 = 1.2
B = 0.75
EPOCH = 719163  # the proleptic ordinal of 1970-01-01
CACHE_BYTES = 48 * 1024 * 1024


Pair = tuple[np.ndarray, np.ndarray]


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

    def is_untouched(self) -> bool:
        """Whether the file is the one that was opened: nobody changes a segment once written."""
        return _mark(self.arrays.path) == self._mark

    def _words(self, name: str) -> Lexicon:
        return Lexicon(self.arrays[f"{name}_bytes"], self.arrays[f"{name}_ends"])

    def __len__(self) -> int:
        return len(self.articles)

    def slugs(self, name: str) -> list[str]:
        return list(self._words(name))

    def doc(self, article: int) -> int:
        """The number of an article here, or -1."""
        place = int(np.searchsorted(self.articles, article))
        return place if place < len(self) and self.articles[place] == article else -1

    def group(self, name: str, number: int) -> np.ndarray:
        """The members of one group, e.g. the forms of a stem: `stem_form`, `gram_form`."""
        starts = self.arrays[f"{name}_starts"]
        return self.arrays[f"{name}s"][int(starts[number]) : int(starts[number + 1])]

    def postings(self, kind: str, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Articles and frequencies of one form, stem or gram (`exact`, `stem`, `gram`)."""
        starts = self.arrays[f"{kind}_starts"]
        part = slice(int(starts[number]), int(starts[number + 1]))
        return self.arrays[f"{kind}_docs"][part], self.arrays[f"{kind}_tfs"][part]

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
            **{
                name: arrays[name].astype(np.int64)
                for name in ("actor_starts", "place_starts", "token_starts", "title_ends", "joined")
            },
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
        self.document_count = int(live.sum())
        self.all_live = self.document_count == self.size
        self.bases = [0]
        for segment in segments:
            self.bases.append(self.bases[-1] + len(segment))
        self.articles = self._column("articles", np.int64)
        self.first = self._column("first", np.int32)
        self.last = self._column("last", np.int32)
        self.precision = self._column("precision", np.uint8)
        self.outlets, self.outlet = self._codes("outlet", "outlets")
        self.cache = PostingsCache(CACHE_BYTES)
        self.labels: dict[str, str] = {}  # stems of the words asked for last

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

    # Columns made when first asked for

    @functools.cached_property
    def actors(self) -> Labels:
        return self._labels("actor")

    @functools.cached_property
    def places(self) -> Labels:
        return self._labels("place")

    def _labels(self, name: str) -> Labels:
        slugs, codes = self._codes(name, f"{name}s")
        counts = [np.diff(segment.arrays[f"{name}_starts"]) for segment in self.segments]
        docs = np.repeat(
            np.arange(self.size), np.concatenate(counts) if counts else np.zeros(0, np.int64)
        )
        return Labels(slugs, codes, docs)

    @functools.cached_property
    def months(self) -> Buckets:
        return Buckets(self.first, "M")

    @functools.cached_property
    def years(self) -> Buckets:
        return Buckets(self.first, "Y")

    @functools.cached_property
    def newest_key(self) -> np.ndarray:
        """Larger for what was published later; an undated article is smaller than all dated."""
        return self.first.astype(np.int64) << 40 | self.articles

    @functools.cached_property
    def norms(self) -> dict[str, np.ndarray]:
        """For each kind of evidence, what length does to BM25: k1·(1 − b + b·length/average)."""
        word = self._norm(self._column("length", np.int64))
        return {
            "exact": word,
            "stem": word,
            "gram": self._norm(self._column("gram_length", np.int64)),
        }

    def _norm(self, lengths: np.ndarray) -> np.ndarray:
        total = int(lengths[self.live].sum(dtype=np.int64))
        average = total / self.document_count if total else 1.0
        return K1 * (1 - B + B * lengths.astype(np.float64) / average)

    # Looking things up

    def outlet_code(self, slug: str) -> int:
        """The code of an outlet, or -1."""
        return self.outlets.index(slug) if slug in self.outlets else -1

    def docs_of(self, articles: Iterable[int]) -> np.ndarray:
        """The live numbers of those articles that the index holds."""
        found = []
        for article in articles:
            doc = self.doc(article)
            if doc >= 0:
                found.append(doc)
        return np.array(found, dtype=np.int64)

    def doc(self, article: int) -> int:
        """An article's live number, or -1. The newest segment knows best."""
        for base, segment in zip(reversed(self.bases[:-1]), reversed(self.segments), strict=True):
            doc = segment.doc(article)
            if doc >= 0 and self.live[base + doc]:
                return base + doc
        return -1

    def where(self, doc: int) -> tuple[Segment, int]:
        """The segment that holds an article, and its number there."""
        place = int(np.searchsorted(self.bases, doc, side="right")) - 1
        return self.segments[place], doc - self.bases[place]

    def in_all(
        self, make: Callable[[Segment], tuple[np.ndarray, np.ndarray]]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Articles and values of every segment under the snapshot's numbering, live ones only."""
        docs, values = [], []
        for base, segment in zip(self.bases, self.segments, strict=False):
            part, value = make(segment)
            if len(part):
                docs.append(part.astype(np.int64) + base)
                values.append(value)
        if not docs:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        all_docs, all_values = np.concatenate(docs), np.concatenate(values)
        if self.all_live:
            return all_docs, all_values
        kept = self.live[all_docs]
        return all_docs[kept], all_values[kept]


class Buckets:
    """The month (`M`) or year (`Y`) in which each article's interval begins."""

    def __init__(self, days: np.ndarray, unit: str) -> None:
        dated = days[days > 0]
        self._names: list[str] = []
        self._numbers = np.zeros(len(days), dtype=np.int32)
        if len(dated):
            bounds = _dates(np.array([dated.min(), dated.max()]), unit)
            every = np.arange(bounds[0], bounds[1] + 1)
            self._names = np.datetime_as_string(every).tolist()
            numbers = (_dates(days, unit) - bounds[0]).astype(np.int64)
            self._numbers = np.where(days > 0, numbers, 0).astype(np.int32)

    def counts(self, found: np.ndarray) -> dict[str, int]:
        """How many of the articles marked in the mask begin in each, in order of time.

        Undated ones must not be among them.
        """
        counts = np.bincount(self._numbers[found], minlength=1)
        some = np.flatnonzero(counts)
        pairs = zip(some.tolist(), counts[some].tolist(), strict=True)
        return {self._names[number]: count for number, count in pairs}


def _dates(ordinals: np.ndarray, unit: str) -> np.ndarray:
    return (ordinals.astype(np.int64) - EPOCH).astype("datetime64[D]").astype(f"datetime64[{unit}]")


class Labels:
    """Several codes an article: its actors, or its places. One row an article and code."""

    def __init__(self, slugs: list[str], codes: np.ndarray, docs: np.ndarray) -> None:
        self.slugs = slugs
        self.codes = codes
        self.docs = docs

    def counts(self, found: np.ndarray) -> np.ndarray:
        """How many of the articles marked in the mask `found` have each code."""
        return np.bincount(self.codes[found[self.docs]], minlength=len(self.slugs))

    def having_any(self, slugs: Sequence[str], size: int) -> np.ndarray:
        """A mask of the articles with at least one of these."""
        wanted = np.isin(np.array(self.slugs, dtype=object), list(slugs)).astype(bool)
        mask = np.zeros(size, dtype=bool)
        mask[self.docs[wanted[self.codes]]] = True
        return mask


class PostingsCache:
    """The postings decoded last, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._entries: OrderedDict[object, Pair] = OrderedDict()

    def get(self, key: object, make: Callable[[], Pair]) -> Pair:
        try:
            entry = self._entries[key]
            self._entries.move_to_end(key)
            return entry
        except KeyError:  # not there, or dropped by another thread a moment ago
            pass
        entry = make()
        size = sum(part.nbytes for part in entry)
        if size <= self._most // 4:
            self._entries[key] = entry
            self._held += size
            self._drop_oldest()
        return entry

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
            self._held -= sum(part.nbytes for part in entry)


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

"""How Whoosh reads a segment: a codec over the arrays, which are all that a segment is.

Whoosh asks a codec for terms, postings, lengths and stored fields. Here they are made, when
somebody asks, from the columns that answer the archive's own queries: nothing is written twice.
Segments are written whole (`segments.py`), never through Whoosh's writer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from whoosh.codec.base import Codec, FieldCursor, PerDocumentReader, TermsReader
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer

from search.engines.whoosh.arrays import ArrayFile, counts_of
from search.engines.whoosh.forward_index import PRECISIONS
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.schema import TEXT_FIELDS

ARRAYS = ".arrays"
ARTICLE_MODEL = "archive.article"
# Fields of codes, with the column of each.
CODES = {"actors": "actor", "outlet": "outlet", "places": "place"}
INDEXED = sorted(("id", *CODES, *TEXT_FIELDS))


class ArrayCodec(Codec):
    """Kept with every segment in the table of contents."""

    def new_segment(self, storage: FileStorage | None, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)

    def terms_reader(self, storage: FileStorage, segment: W3Segment) -> ArrayTerms:
        return ArrayTerms(_arrays(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: W3Segment) -> ArrayDocuments:
        return ArrayDocuments(_arrays(storage, segment), segment)


def _arrays(storage: FileStorage, segment: W3Segment) -> ArrayFile:
    return ArrayFile(Path(storage.folder) / (segment.segment_id() + ARRAYS))


class Field:
    """The words of one field in the order of their bytes, and every position at which they stand.

    `codes` says for each position which of `words` stands there, `docs` in which article, and
    `positions` where in its title or text; fields of codes have none. `lengths` has a row an
    article.
    """

    def __init__(
        self,
        words: Sequence[str],
        codes: np.ndarray,
        docs: np.ndarray,
        lengths: np.ndarray,
        positions: np.ndarray | None = None,
    ) -> None:
        order = np.argsort(codes, kind="stable")
        used, starts = np.unique(codes[order], return_index=True)
        self.words = [words[code].encode() for code in used.tolist()]
        self.lengths = lengths
        self._starts = [*starts.tolist(), len(codes)]
        self._docs = docs[order]
        self._positions = None if positions is None else positions[order]

    def ordinal(self, word: bytes) -> int:
        """Raises KeyError where the field hasn't the word."""
        ordinal = bisect_left(self.words, word)
        if self.words[ordinal : ordinal + 1] != [word]:
            raise KeyError(word)
        return ordinal

    def info(self, ordinal: int) -> TermInfo:
        docs, counts = np.unique(self._docs[self._held(ordinal)], return_counts=True)
        return TermInfo(
            weight=float(counts.sum()),
            df=len(docs),
            minlength=int(self.lengths[docs].min()),
            maxlength=int(self.lengths[docs].max()),
            maxweight=float(counts.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def matcher(
        self, ordinal: int, format_: Format, term: tuple[str, bytes], scorer: BaseScorer | None
    ) -> ListMatcher:
        held = self._held(ordinal)
        docs, first, counts = np.unique(self._docs[held], return_index=True, return_counts=True)
        values = None
        if self._positions is not None:
            standing = np.split(self._positions[held], first[1:])
            values = [format_.encode(positions.tolist()) for positions in standing]
        return ListMatcher(
            docs.tolist(),
            counts.astype(float).tolist(),
            values,
            format_,
            scorer,
            term=term,
            terminfo=self.info(ordinal),
        )

    def _held(self, ordinal: int) -> slice:
        return slice(self._starts[ordinal], self._starts[ordinal + 1])


def _field(arrays: ArrayFile, name: str) -> Field:
    """Raises KeyError for a field that is not indexed."""
    if name in TEXT_FIELDS:
        return _text_field(arrays, in_title=name == "title")
    articles = arrays["articles"]
    docs = np.arange(len(articles))
    alone = np.ones(len(articles), dtype=np.int64)
    if name == "id":
        identifiers = [f"{ARTICLE_MODEL}.{article}" for article in articles.tolist()]
        order = np.argsort(identifiers)
        return Field([identifiers[doc] for doc in order], docs, order, alone)
    column = CODES[name]
    if name != "outlet":
        docs = np.repeat(docs, counts_of(arrays[f"{column}_starts"]))
    return Field(_lexicon(arrays, f"{column}s"), arrays[column], docs, alone)


def _lexicon(arrays: ArrayFile, name: str) -> Lexicon:
    return Lexicon(arrays[f"{name}_bytes"], arrays[f"{name}_ends"])


def _text_field(arrays: ArrayFile, *, in_title: bool) -> Field:
    """The words of titles or of texts; positions count words, and passages have one between."""
    tokens = arrays["occurrences"].astype(np.int64)
    counts = counts_of(arrays["occurrence_starts"])
    forms = np.repeat(np.arange(len(counts)), counts)
    docs = np.searchsorted(arrays["token_starts"], tokens, side="right") - 1
    title_ends = arrays["title_ends"].astype(np.int64)
    rows = np.flatnonzero((tokens < title_ends[docs]) == in_title)
    docs, tokens = docs[rows], tokens[rows]
    origins = arrays["token_starts"].astype(np.int64) if in_title else title_ends
    return Field(
        _lexicon(arrays, "form"),
        forms[rows],
        docs,
        np.bincount(docs, minlength=len(title_ends)),
        tokens - origins[docs],
    )


class ArrayTerms(TermsReader):
    """The words of a segment, field by field; a field is read when first asked for."""

    def __init__(self, arrays: ArrayFile) -> None:
        self._arrays = arrays
        self._fields: dict[str, Field] = {}

    def _field(self, name: str) -> Field:
        if name not in self._fields:
            self._fields[name] = _field(self._arrays, name)
        return self._fields[name]

    def indexed_field_names(self) -> list[str]:
        return INDEXED

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        try:
            self._field(term[0]).ordinal(term[1])
        except KeyError:
            return False
        return True

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return (term for term, _ in self._terms_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return self.items_from("", b"")

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for term, ordinal in self._terms_from(fieldname, prefix):
            yield term, self._field(term[0]).info(ordinal)

    def _terms_from(self, name: str, word: bytes) -> Iterator[tuple[tuple[str, bytes], int]]:
        for other in (one for one in INDEXED if one >= name):
            words = self._field(other).words
            first = bisect_left(words, word) if other == name else 0
            for ordinal in range(first, len(words)):
                yield (other, words[ordinal]), ordinal

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Raises KeyError where the field hasn't the word."""
        field = self._field(fieldname)
        return field.info(field.ordinal(text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        return self.term_info(fieldname, text).weight()

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return self.term_info(fieldname, text).doc_frequency()

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: BaseScorer | None = None
    ) -> ListMatcher:
        field = self._field(fieldname)
        try:
            ordinal = field.ordinal(text)
        except KeyError:
            raise TermNotFound(f"No term {fieldname}:{text!r}") from None
        return field.matcher(ordinal, format_, (fieldname, text), scorer)

    def cursor(self, fieldname: str, fieldobj: FieldType) -> ArrayCursor:
        return ArrayCursor(self._field(fieldname), fieldobj)


class ArrayCursor(FieldCursor):
    """Walks the words of a field, which it gives as text."""

    def __init__(self, field: Field, fieldobj: FieldType) -> None:
        self._field = field
        self._fieldobj = fieldobj
        self._ordinal = 0

    def first(self) -> str | None:
        self._ordinal = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        wanted = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._ordinal = bisect_left(self._field.words, wanted)
        return self.text()

    def next(self) -> str | None:
        self._ordinal += 1
        return self.text()

    def is_valid(self) -> bool:
        return self._ordinal < len(self._field.words)

    def text(self) -> str | None:
        """The word under the cursor; None behind the last."""
        if not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self._field.words[self._ordinal])

    def term_info(self) -> TermInfo | None:
        return self._field.info(self._ordinal) if self.is_valid() else None


class ArrayDocuments(PerDocumentReader):
    """Lengths and stored fields of a segment's articles; deletions are the segment's affair."""

    def __init__(self, arrays: ArrayFile, segment: W3Segment) -> None:
        self._arrays = arrays
        self._segment = segment
        self._lengths = {name: _field(arrays, name).lengths for name in TEXT_FIELDS}

    def doc_count(self) -> int:
        return self._segment.doc_count()

    def doc_count_all(self) -> int:
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        return self._segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._segment.deleted_docs())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._lengths[fieldname][docnum]) if fieldname in TEXT_FIELDS else default

    def field_length(self, fieldname: str) -> int:
        return self._of_all(fieldname, np.sum)

    def min_field_length(self, fieldname: str) -> int:
        return self._of_all(fieldname, np.min)

    def max_field_length(self, fieldname: str) -> int:
        return self._of_all(fieldname, np.max)

    def _of_all(self, fieldname: str, function: Callable[[np.ndarray], np.integer]) -> int:
        return int(function(self._lengths[fieldname])) if fieldname in TEXT_FIELDS else 0

    def stored_fields(self, docnum: int) -> dict[str, object]:
        arrays = self._arrays
        article = int(arrays["articles"][docnum])
        return {
            "id": f"{ARTICLE_MODEL}.{article}",
            "django_ct": ARTICLE_MODEL,
            "django_id": str(article),
            "revision": int(arrays["revisions"][docnum]),
            "fingerprint": arrays["fingerprints"][docnum].tobytes().hex(),
            "published_from": _iso(arrays["first"][docnum]),
            "published_to": _iso(arrays["last"][docnum]),
            "precision": PRECISIONS[arrays["precision"][docnum]],
        }


def _iso(ordinal: np.integer) -> str:
    return date.fromordinal(int(ordinal)).isoformat() if ordinal else ""

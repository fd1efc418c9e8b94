"""A batch written as one segment: Whoosh's files, and the snapshot's arrays beside them."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage

from search.engines.whoosh.analysis import PRECISIONS, Batch
from search.engines.whoosh.arrays import counts_of, write_arrays
from search.engines.whoosh.codec import (
    BulkCodec,
    BulkFieldWriter,
    many_positions,
    one_position,
)
from search.engines.whoosh.inversion import Inverted, StemAll, invert
from search.engines.whoosh.schema import INDEX_NAME, TEXT_FIELDS

ARRAYS = ".arrays"
VOCABULARY = "vocabulary.arrays"
ARTICLE_MODEL = "archive.article"


def write_segment(folder: Path, schema: Schema, batch: Batch, stem_all: StemAll) -> W3Segment:
    """Write a segment's files and see them to the disk; nothing refers to them yet."""
    storage = FileStorage(str(folder))
    segment = BulkCodec().new_segment(storage, INDEX_NAME)
    inverted = invert(batch, stem_all)
    _write_articles(storage, segment, schema, batch, inverted)
    _write_fields(storage, segment, schema, batch, inverted)
    segment.set_doc_count(len(batch))
    segment._codec = W3Codec()
    files = _synced(folder, segment.segment_id())
    write_arrays(folder / (segment.segment_id() + ARRAYS), inverted.arrays, {"files": files})
    segment.marks = marks(folder, segment.segment_id())
    return segment


def marks(folder: Path, name: str) -> dict[str, tuple[int, int]]:
    """Size and time of change of a segment's files and of the vocabulary it was stemmed by.

    They are kept with the segment in the table of contents: nobody changes a file once written,
    so a file with other marks was damaged, or restored from a copy.
    """
    found = {}
    for path in [*folder.glob(f"{name}.*"), folder / VOCABULARY]:
        status = path.stat()
        found[path.name] = (status.st_size, status.st_mtime_ns)
    return found


def _synced(folder: Path, name: str) -> dict[str, list[int]]:
    """Each Whoosh file of the segment, seen to the disk: name -> [size, CRC-32]."""
    files = {}
    for path in sorted(folder.glob(f"{name}.*")):
        with path.open("rb+") as file:
            content = file.read()
            os.fsync(file.fileno())
        files[path.name] = [len(content), zlib.crc32(content)]
    return files


def _write_articles(
    storage: FileStorage, segment: W3Segment, schema: Schema, batch: Batch, inverted: Inverted
) -> None:
    writer = BulkCodec().per_document_writer(storage, segment)
    lengths = [counts.tolist() for counts in _field_lengths(inverted, len(batch))]
    text_fields = [(name, schema[name]) for name in TEXT_FIELDS]
    for number, stored in enumerate(_stored(batch)):
        writer.start_doc(number)
        for name, value in stored.items():
            writer.add_field(name, schema[name], value, 0)
        for (name, field), counts in zip(text_fields, lengths, strict=True):
            writer.add_field(name, field, None, counts[number])
        writer.finish_doc()
    writer.close()
    storage.temp_storage(f"{INDEX_NAME}.tmp").destroy()


def _field_lengths(inverted: Inverted, doc_count: int) -> tuple[np.ndarray, np.ndarray]:
    titled, docs = inverted.occurrences.titled, inverted.occurrences.docs
    return (
        np.bincount(docs[titled], minlength=doc_count),
        np.bincount(docs[~titled], minlength=doc_count),
    )


def _stored(batch: Batch) -> Iterator[dict[str, object]]:
    for row, article in enumerate(batch.articles.tolist()):
        first, last = int(batch.first[row]), int(batch.last[row])
        yield {
            "id": f"{ARTICLE_MODEL}.{article}",
            "django_ct": ARTICLE_MODEL,
            "django_id": str(article),
            "revision": int(batch.revisions[row]),
            "fingerprint": batch.fingerprints[row].tobytes().hex(),
            "published_from": date.fromordinal(first).isoformat() if first else "",
            "published_to": date.fromordinal(last).isoformat() if last else "",
            "precision": PRECISIONS[batch.precision[row]],
        }


def _write_fields(
    storage: FileStorage, segment: W3Segment, schema: Schema, batch: Batch, inverted: Inverted
) -> None:
    """Fields in the order of their names, as Whoosh's codec wants them."""
    writer = BulkCodec().field_writer(storage, segment)
    all_docs = np.arange(len(batch))
    identifiers = [f"{ARTICLE_MODEL}.{article}" for article in batch.articles.tolist()]
    actor_docs = np.repeat(all_docs, counts_of(batch.actor_starts))
    place_docs = np.repeat(all_docs, counts_of(batch.place_starts))
    _write_codes(writer, schema, "actors", batch.actors, batch.actor, actor_docs)
    _write_codes(writer, schema, "id", identifiers, all_docs, all_docs)
    _write_codes(writer, schema, "outlet", batch.outlets, batch.outlet, all_docs)
    _write_codes(writer, schema, "places", batch.places, batch.place, place_docs)
    _write_words(writer, schema, "text", batch, inverted)
    _write_words(writer, schema, "title", batch, inverted)
    writer.close()


def _write_codes(
    writer: BulkFieldWriter,
    schema: Schema,
    name: str,
    words: list[str],
    codes: np.ndarray,
    docs: np.ndarray,
) -> None:
    """A field of untouched values; each value once an article."""
    encoded = sorted((word.encode(), code) for code, word in enumerate(words))
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(len(words) + 1)).tolist()
    held = docs[order].tolist()
    writer.start_field(name, schema[name])
    for word, code in encoded:
        ids = held[edges[code] : edges[code + 1]]
        if ids:
            writer.add_term(word, ids, [1.0] * len(ids), None, (1, 1))
    writer.finish_field()


def _write_words(
    writer: BulkFieldWriter, schema: Schema, name: str, batch: Batch, inverted: Inverted
) -> None:
    """The words of titles or texts with their positions, term by term."""
    rows = np.flatnonzero(inverted.occurrences.titled == (name == "title"))
    forms = inverted.occurrences.forms[rows]
    docs = inverted.occurrences.docs[rows]
    origin = batch.token_starts[:-1] if name == "title" else batch.title_ends
    positions = (inverted.occurrences.tokens[rows] - origin[docs]).tolist()
    new = np.flatnonzero(
        np.concatenate(([True], (forms[1:] != forms[:-1]) | (docs[1:] != docs[:-1])))
        if len(rows)
        else np.zeros(0, dtype=bool)
    )
    ends = np.concatenate((new[1:], [len(rows)])) if len(new) else new
    counts = ends - new
    values = [
        one_position(positions[start]) if end - start == 1 else many_positions(positions[start:end])
        for start, end in zip(new.tolist(), ends.tolist(), strict=True)
    ]
    ids, weights = docs[new].tolist(), counts.astype(np.float64).tolist()
    lengths = np.bincount(docs, minlength=len(batch))[docs[new]] if len(new) else new
    term_starts = np.flatnonzero(
        np.concatenate(([True], forms[new][1:] != forms[new][:-1])) if len(new) else new
    )
    writer.start_field(name, schema[name])
    if len(new):
        shortest = np.minimum.reduceat(lengths, term_starts).tolist()
        longest = np.maximum.reduceat(lengths, term_starts).tolist()
        edges = [*term_starts.tolist(), len(new)]
        for place, form in enumerate(forms[new[term_starts]].tolist()):
            part = slice(edges[place], edges[place + 1])
            writer.add_term(
                inverted.forms[form].encode(),
                ids[part],
                weights[part],
                values[part],
                (shortest[place], longest[place]),
            )
    writer.finish_field()

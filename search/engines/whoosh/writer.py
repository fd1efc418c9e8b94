"""Generations built, changed and compacted. Whoever calls these holds the lock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from archive.arabic.stem import Stemmer
from search.engines.document import Document
from search.engines.whoosh.arrays import ArrayFile
from search.engines.whoosh.forward_index import Batch, analyse, join, select
from search.engines.whoosh.generations import Generation
from search.engines.whoosh.segments import ARRAYS, write_segment
from search.engines.whoosh.snapshot import Segment, Snapshot

# Small segments are merged when there are more of them than this.
MOST_SEGMENTS = 6
# The stems rest on a count of the words. Once the archive has grown or shrunk by so much since,
# or so much of the index is deleted articles, it is built anew.
CHANGED_SHARE = 0.25
DELETED_SHARE = 0.25


def build(folder: Path, batch: Batch) -> Generation:
    """A new generation that holds a batch in one segment. Nothing points at it yet."""
    counts = count_forms(batch)
    generation = Generation.create(folder, counts, len(batch))
    if len(batch):
        stemmer = Stemmer(counts)
        segment = write_segment(folder, batch, stemmer.stem)
        generation.commit([segment])
    return generation


def count_forms(batch: Batch) -> dict[str, int]:
    """How often each form stands in a batch: what the stemmer knows of the language."""
    counts = np.bincount(batch.tokens[batch.tokens >= 0], minlength=len(batch.forms))
    counts += np.bincount(batch.joined[:, 2], minlength=len(batch.forms))
    return dict(zip(batch.forms, counts.tolist(), strict=True))


def change(generation: Generation, gone: Iterable[int], documents: Sequence[Document]) -> None:
    """Commit a change: articles that leave the index, and those that come or come anew."""
    segments = generation.read_toc(generation.latest()).segments
    leaving = sorted({*gone, *(document.article for document in documents)})
    for segment in segments:
        _delete(generation, segment, leaving)
    if documents:
        segments.append(_written(generation, analyse(documents)))
    kept = [segment for segment in segments if segment.doc_count()]
    generation.commit(_compacted(generation, kept))


def _delete(generation: Generation, segment: W3Segment, articles: Sequence[int]) -> None:
    held = ArrayFile(generation.folder / (segment.segment_id() + ARRAYS))["articles"]
    for doc in np.flatnonzero(np.isin(held, articles)).tolist():
        segment.delete_document(doc)


def _written(generation: Generation, batch: Batch) -> W3Segment:
    return write_segment(generation.folder, batch, generation.stemmer.stem)


def _compacted(generation: Generation, segments: list[W3Segment]) -> list[W3Segment]:
    """The segments; when there are too many, the smallest as one.

    Those are merged that are not twice as large as all smaller ones together, so that an article
    is merged few times, however many come.
    """
    if len(segments) <= MOST_SEGMENTS:
        return segments
    by_size = sorted(segments, key=lambda segment: segment.doc_count_all())
    merged = by_size[0].doc_count_all()
    count = 1
    while count < len(by_size) - 1:
        size = by_size[count].doc_count_all()
        if size > 2 * merged and count > 1:
            break
        merged += size
        count += 1
    batch = join([_live_batch(generation.folder, segment) for segment in by_size[:count]])
    return [*by_size[count:], _written(generation, batch)]


def _live_batch(folder: Path, part: W3Segment) -> Batch:
    batch = Segment(folder, part).batch()
    live = np.ones(len(batch), dtype=bool)
    live[list(part.deleted_docs())] = False
    return select(batch, np.flatnonzero(live))


def is_outgrown(generation: Generation, waiting: int = 0) -> bool:
    """Whether so much changed (or waits) since the words were counted that a build is due."""
    segments = generation.read_toc(generation.latest()).segments
    held = sum(segment.doc_count() for segment in segments)
    written = sum(segment.doc_count_all() for segment in segments)
    counted = generation.about["counted"]
    return (
        abs(held + waiting - counted) > counted * CHANGED_SHARE
        or written - held > held * DELETED_SHARE
    )


def is_swamped(generation: Generation, waiting: int) -> bool:
    """Whether more waits than the index holds: building anew is then the quicker way."""
    segments = generation.read_toc(generation.latest()).segments
    return waiting > sum(segment.doc_count() for segment in segments)


def held_fingerprints(snapshot: Snapshot) -> dict[int, bytes]:
    """What the index says of each of its live articles."""
    found: dict[int, bytes] = {}
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        prints = segment.arrays["fingerprints"]
        live = np.flatnonzero(snapshot.live[base : base + len(segment)])
        articles = segment.articles[live].tolist()
        found.update(zip(articles, (prints[doc].tobytes() for doc in live), strict=True))
    return found

"""A batch written as one segment: a file of arrays, which Whoosh reads too."""

from __future__ import annotations

from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment

from search.engines.whoosh.arrays import write_arrays
from search.engines.whoosh.codec import ARRAYS, ArrayCodec
from search.engines.whoosh.forward_index import Batch
from search.engines.whoosh.inverted_index import Stem, invert
from search.engines.whoosh.schema import INDEX_NAME

VOCABULARY = "vocabulary.arrays"


def write_segment(folder: Path, batch: Batch, stem: Stem) -> W3Segment:
    """Write a segment and see it to the disk; nothing refers to it yet."""
    segment = ArrayCodec().new_segment(None, INDEX_NAME)
    segment.set_doc_count(len(batch))
    write_arrays(folder / (segment.segment_id() + ARRAYS), invert(batch, stem), {})
    segment.marks = marks(folder, segment.segment_id())
    return segment


def marks(folder: Path, name: str) -> dict[str, tuple[int, int]]:
    """Size and time of change of a segment's file and of the vocabulary it was stemmed by.

    They are kept with the segment in the table of contents: nobody changes a file once written,
    so a file with other marks was damaged, or restored from a copy.
    """
    found = {}
    for path in (folder / (name + ARRAYS), folder / VOCABULARY):
        status = path.stat()
        found[path.name] = (status.st_size, status.st_mtime_ns)
    return found

"""Whoosh's own codec, given whole posting lists at a time.

Whoosh hands its codec one posting after another, sorts them in a pool and packs each alone; most
of the time of a build goes there. Here a term's articles, weights and positions arrive as lists
and are packed into the same blocks at once. Plain Whoosh reads the result.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from itertools import pairwise
from pickle import dumps

from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3Segment,
    W3TermInfo,
)
from whoosh.filedb.filestore import Storage
from whoosh.system import pack_int, pack_long, pack_uint, pack_ushort
from whoosh.util.numeric import length_to_byte

BLOCK = 128
# Packing tighter than this takes time that a build has no use for; short blocks gain nothing.
COMPRESSION = 1
WORTH_COMPRESSING = 512

TERM_INFO: struct.Struct = W3TermInfo._struct


@lru_cache(maxsize=1 << 14)
def one_position(position: int) -> bytes:
    """The payload of a posting with a single position, as whoosh.formats.Positions packs it."""
    return pack_uint(1) + dumps([position], 2)


def many_positions(positions: list[int]) -> bytes:
    """The payload of several positions, each but the first counted from the one before."""
    steps = [positions[0], *(after - before for before, after in pairwise(positions))]
    return pack_uint(len(steps)) + dumps(steps, 2)


@lru_cache(maxsize=1 << 12)
def short_length(length: int) -> int:
    """A field length as the one byte that Whoosh keeps of it."""
    return length_to_byte(length)


class BulkFieldWriter(W3FieldWriter):
    """Writes a field term by term, each from three lists."""

    def add_term(
        self,
        text: bytes,
        ids: list[int],
        weights: list[float],
        values: list[bytes] | None,
        lengths: tuple[int, int],
    ) -> None:
        """Terms come in the order of their bytes, ids ascending.

        `weights` are how often; `values` the packed positions, None for a field without;
        `lengths` the shortest and longest field among these articles.
        """
        shortest, longest = short_length(lengths[0]), short_length(lengths[1])
        postings = self._postfile
        offset = postings.tell()
        packed = [WHOOSH3_HEADER_MAGIC]
        count = len(ids)
        for start in range(0, count, BLOCK):
            end = min(start + BLOCK, count)
            packed += _block(
                ids[start:end],
                weights[start:end],
                None if values is None else values[start:end],
                shortest,
                longest,
                is_last=end == count,
            )
        written = b"".join(packed)
        postings.write(written)
        info = TERM_INFO.pack(
            0, sum(weights), count, shortest, longest, max(weights), ids[0], ids[-1]
        )
        self._tindex.add(
            pack_ushort(self._fieldid) + text, info + pack_long(offset) + pack_int(len(written))
        )


def _block(
    ids: list[int],
    weights: list[float],
    values: list[bytes] | None,
    shortest: int,
    longest: int,
    *,
    is_last: bool,
) -> tuple[bytes, bytes, bytes]:
    """One block of postings: its length (negative for the last), its summary, its data."""
    steps = (ids[0], *(after - before for before, after in pairwise(ids)))
    data = dumps((steps, _alike(weights), None if values is None else tuple(values)), 2)
    compression = COMPRESSION if len(data) > WORTH_COMPRESSING else 0
    if compression:
        data = zlib.compress(data, compression)
    summary = dumps((len(ids), ids[-1], max(weights), compression, shortest, longest), 2)
    length = len(summary) + len(data)
    return pack_int(-length if is_last else length), summary, data


def _alike(weights: list[float]) -> float | tuple[float, ...] | None:
    """Weights as Whoosh keeps them: nothing where all are one, one number where all are equal."""
    first = weights[0]
    if weights.count(first) == len(weights):
        return None if first == 1.0 else first
    return tuple(weights)


class BulkCodec(W3Codec):
    """Used while writing; segments remember plain `W3Codec`, which is all that reading needs."""

    def field_writer(self, storage: Storage, segment: W3Segment) -> BulkFieldWriter:
        return BulkFieldWriter(self, storage, segment)

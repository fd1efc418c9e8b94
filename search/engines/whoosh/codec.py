"""Whoosh's own codec, given whole posting lists at a time.

Whoosh hands its codec one posting after another, sorts them in a pool and packs each alone; most
of the time of a build goes there. Here a term's articles, weights and positions arrive as arrays
and are packed into the same blocks. Plain Whoosh reads the result.
"""

from __future__ import annotations

import itertools
from functools import lru_cache
from pickle import dumps

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PostingsWriter
from whoosh.system import pack_uint

BLOCK = 128


@lru_cache(maxsize=1 << 14)
def one_position(position: int) -> bytes:
    """The payload of a posting with a single position, as whoosh.formats.Positions packs it."""
    return pack_uint(1) + dumps([position], 2)


def many_positions(positions: list[int]) -> bytes:
    """The payload of several positions, each but the first counted from the one before."""
    steps = [positions[0], *(after - before for before, after in itertools.pairwise(positions))]
    return pack_uint(len(steps)) + dumps(steps, 2)


class BulkPostingsWriter(W3PostingsWriter):
    """Takes blocks instead of postings."""

    def add_block(
        self,
        ids: list[int],
        weights: list[float],
        values: list[bytes],
        *,
        lengths: tuple[int, int],
        last: bool,
    ) -> None:
        """Write up to `BLOCK` postings; `lengths` are the shortest and longest field length."""
        self._ids = ids
        self._weights = weights
        self._values = values
        self._minlength, self._maxlength = lengths
        self._maxweight = max(weights)
        self._write_block(last=last)


class BulkFieldWriter(W3FieldWriter):
    """Writes a field term by term, each from three lists."""

    def add_term(
        self,
        text: bytes,
        ids: list[int],
        weights: list[float],
        values: list[bytes],
        lengths: tuple[int, int],
    ) -> None:
        """Terms come in the order of their bytes, ids ascending, weights as floats."""
        self.start_term(text)
        for start in range(0, len(ids), BLOCK):
            end = start + BLOCK
            self._postwriter.add_block(
                ids[start:end],
                weights[start:end],
                values[start:end],
                lengths=lengths,
                last=end >= len(ids),
            )
        self.finish_term()


class BulkCodec(W3Codec):
    """Used while writing; segments remember plain `W3Codec`, which is all that reading needs."""

    def field_writer(self, storage, segment) -> BulkFieldWriter:
        return BulkFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile, byteids: bool = False) -> BulkPostingsWriter:
        return BulkPostingsWriter(dbfile, blocklimit=BLOCK, byteids=byteids, compression=1)


def as_lists(array: np.ndarray) -> list:
    return array.tolist()

"""Named arrays in one file, read through a memory map.

A file opens with a magic word, the length and the CRC-32 of a JSON header, then the header, then
each array at a multiple of 64 bytes. The header holds dtype, shape, offset and CRC-32 of every
array, the size of the whole file, and what the writer wanted to say `about` it.
"""

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from search.errors import IndexDamaged

MAGIC = b"ARCHARR1"
PRELUDE = struct.Struct("<8sQI")
ALIGNMENT = 64
LARGEST_HEADER = 1 << 20


class DamagedFile(IndexDamaged):
    """A file of the index that is not what its writer left."""


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray], about: dict) -> None:
    """Write the file and see it to the disk. The folder's own entry is the caller's to sync."""
    header = _header(arrays, about)
    with path.open("wb") as file:
        file.write(PRELUDE.pack(MAGIC, len(header), zlib.crc32(header)))
        file.write(header)
        for array in arrays.values():
            file.write(b"\0" * (-file.tell() % ALIGNMENT))
            file.write(np.ascontiguousarray(array).data)
        file.flush()
        os.fsync(file.fileno())


def _header(arrays: Mapping[str, np.ndarray], about: dict) -> bytes:
    """The JSON header, whose own length decides where the arrays begin."""
    table: dict[str, list] = {}
    length = 0
    while True:
        size = PRELUDE.size + length
        for name, array in arrays.items():
            start = size + -size % ALIGNMENT
            crc = table[name][3] if name in table else _crc(np.ascontiguousarray(array))
            table[name] = [array.dtype.str, list(array.shape), start, crc]
            size = start + array.nbytes
        header = json.dumps({"about": about, "size": size, "arrays": table}).encode()
        if len(header) <= length:
            return header.ljust(length)
        length = len(header) + 16


def _crc(array: np.ndarray) -> int:
    return zlib.crc32(array.reshape(-1).view(np.uint8).data) if array.size else 0


class ArrayFile(Mapping[str, np.ndarray]):
    """The arrays of one file. They stay readable after the file is deleted."""

    def __init__(self, path: Path) -> None:
        """Raises `DamagedFile` when the file is missing, truncated, garbled or foreign."""
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise DamagedFile(f"{path.name}: {error}") from error
        self.about, self._table = self._read_header()
        self._arrays = {name: self._array(*entry[:3]) for name, entry in self._table.items()}

    def _read_header(self) -> tuple[dict, dict]:
        if len(self._map) < PRELUDE.size:
            raise DamagedFile(f"{self.path.name} is cut off")
        magic, length, crc = PRELUDE.unpack_from(self._map)
        header = self._map[PRELUDE.size : PRELUDE.size + min(length, LARGEST_HEADER)]
        if magic != MAGIC or zlib.crc32(header) != crc:
            raise DamagedFile(f"{self.path.name} is not a file of arrays, or its header is garbled")
        fields = json.loads(header)
        if fields["size"] != len(self._map):
            raise DamagedFile(f"{self.path.name} has {len(self._map)} bytes, not {fields['size']}")
        return fields["about"], fields["arrays"]

    def _array(self, dtype: str, shape: list[int], start: int) -> np.ndarray:
        count = int(np.prod(shape, dtype=np.int64))
        if not count:
            return np.zeros(shape, dtype=dtype)
        return np.frombuffer(self._map, dtype=dtype, count=count, offset=start).reshape(shape)

    def check(self) -> None:
        """Read everything and compare checksums; raises `DamagedFile` at the first difference."""
        for name, entry in self._table.items():
            if _crc(self._arrays[name]) != entry[3]:
                raise DamagedFile(f"{self.path.name}: {name} is garbled")

    def __getitem__(self, name: str) -> np.ndarray:
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


def narrow(array: np.ndarray) -> np.ndarray:
    """The same non-negative whole numbers in the smallest unsigned type that holds them."""
    most = int(array.max()) if array.size else 0
    for dtype in (np.uint8, np.uint16, np.uint32):
        if most <= np.iinfo(dtype).max:
            return array.astype(dtype, copy=False)
    return array


def among(ascending: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each wanted number would stand in an ascending list, and whether it does."""
    if not len(ascending):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=bool)
    # In the list's own type, or the whole list would be converted. A number too large for it
    # then lands anywhere, and is not found there.
    own = wanted if wanted.dtype == ascending.dtype else wanted.astype(ascending.dtype)
    at = ascending.searchsorted(own)
    return at, ascending.take(at, mode="clip") == wanted


def starts_of(groups: np.ndarray, count: int) -> np.ndarray:
    """Where each of `count` groups begins in a list sorted by group, and where the last ends."""
    return starts_of_lengths(np.bincount(groups, minlength=count))


def starts_of_lengths(lengths: Sequence[int] | np.ndarray) -> np.ndarray:
    """Where each of several things of these lengths begins, one after another, and the end."""
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def counts_of(starts: np.ndarray) -> np.ndarray:
    """How long each group is: the reverse of `starts_of`."""
    whole = starts.astype(np.int64)
    return whole[1:] - whole[:-1]


def spread(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The indices of several ranges one after another: [3, 10], [2, 1] -> 3 4 10."""
    if not len(lengths):
        return np.zeros(0, dtype=np.int64)
    ends = lengths.cumsum()
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1])

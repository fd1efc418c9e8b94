"""A sorted list of words kept in two arrays, searched without being unpacked."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np


def pack_words(words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """UTF-8 bytes of all words, and where each begins (with the end of the last)."""
    encoded = [word.encode() for word in words]
    starts = np.zeros(len(encoded) + 1, dtype=np.uint32)
    np.cumsum([len(word) for word in encoded], out=starts[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), starts


# Words looked up last are remembered up to so many.
MOST_REMEMBERED = 1 << 13


class Lexicon(Sequence[str]):
    """Words in the order of their code points, which is that of their UTF-8 bytes."""

    def __init__(self, blob: np.ndarray, starts: np.ndarray) -> None:
        self._bytes = blob.data
        self._starts = starts.data
        self._count = len(starts) - 1
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return self._count

    def encoded(self, place: int) -> bytes:
        return bytes(self._bytes[self._starts[place] : self._starts[place + 1]])

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._count))]
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self.encoded(place).decode()

    def __iter__(self) -> Iterator[str]:
        return (self[place] for place in range(self._count))

    def place(self, word: str) -> int:
        """Where the word stands, or -1."""
        place = self._places.get(word)
        if place is None:
            if len(self._places) >= MOST_REMEMBERED:
                self._places.clear()
            self._places[word] = place = self._look_up(word.encode())
        return place

    def _look_up(self, wanted: bytes) -> int:
        place = bisect_left(range(self._count), wanted, key=self.encoded)
        return place if place < self._count and self.encoded(place) == wanted else -1

    def with_prefix(self, prefix: str) -> range:
        """The places of the words that begin so."""
        first = prefix.encode()
        start = bisect_left(range(self._count), first, key=self.encoded)
        # 0xff never occurs in UTF-8: it stands after every continuation.
        return range(start, bisect_left(range(self._count), first + b"\xff", key=self.encoded))


class Counts(Mapping[str, int]):
    """How often each word of a lexicon was counted, as a mapping."""

    def __init__(self, words: Lexicon, counts: np.ndarray) -> None:
        self._words = words
        self._counts = counts.data

    def __getitem__(self, word: str) -> int:
        place = self._words.place(word)
        if place < 0:
            raise KeyError(word)
        return self._counts[place]

    def get(self, word: str, default: int = 0) -> int:  # type: ignore[override]
        place = self._words.place(word)
        return default if place < 0 else self._counts[place]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._words.place(word) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

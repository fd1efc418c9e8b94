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
        self._ordinals: dict[str, int] = {}

    def __len__(self) -> int:
        return self._count

    def encoded(self, ordinal: int) -> bytes:
        return bytes(self._bytes[self._starts[ordinal] : self._starts[ordinal + 1]])

    @overload
    def __getitem__(self, ordinal: int) -> str: ...
    @overload
    def __getitem__(self, ordinal: slice) -> list[str]: ...
    def __getitem__(self, ordinal: int | slice) -> str | list[str]:
        if isinstance(ordinal, slice):
            return [self[one] for one in range(*ordinal.indices(self._count))]
        if not 0 <= ordinal < self._count:
            raise IndexError(ordinal)
        return self.encoded(ordinal).decode()

    def __iter__(self) -> Iterator[str]:
        return (self[ordinal] for ordinal in range(self._count))

    def ordinal(self, word: str) -> int:
        """The number of the word in that order, or -1."""
        ordinal = self._ordinals.get(word)
        if ordinal is None:
            if len(self._ordinals) >= MOST_REMEMBERED:
                self._ordinals.clear()
            self._ordinals[word] = ordinal = self._look_up(word.encode())
        return ordinal

    def _look_up(self, wanted: bytes) -> int:
        ordinal = bisect_left(range(self._count), wanted, key=self.encoded)
        return ordinal if ordinal < self._count and self.encoded(ordinal) == wanted else -1

    def with_prefix(self, prefix: str) -> range:
        """The ordinals of the words that begin so."""
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
        ordinal = self._words.ordinal(word)
        if ordinal < 0:
            raise KeyError(word)
        return self._counts[ordinal]

    def get(self, word: str, default: int = 0) -> int:  # type: ignore[override]
        ordinal = self._words.ordinal(word)
        return default if ordinal < 0 else self._counts[ordinal]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._words.ordinal(word) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

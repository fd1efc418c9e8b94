"""Titles and texts of many articles into tokens, all at once.

The words are those of `archive.arabic.tokens`. No word crosses white space, and none depends on
what stands beyond it: so each stretch between two white spaces is split and folded once, however
often a collection has it, and the rest is arithmetic on arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from archive.arabic.stem import compounds, opens
from archive.arabic.tokens import grouped_numbers, is_group, spans
from search.engines.whoosh.arrays import narrow, spread, starts_of_lengths

# Title, text, and `(start, end)` of each passage of the text.
Printed = tuple[str, str, Sequence[tuple[int, int]]]

# A token that is no word: it stands after the title and after every passage, so that words on
# both sides are never neighbours.
BREAK = -1

LAST_WHITE_SPACE = 0x3000
# Whether each code point is white space; the last entry stands for all that follow.
_IS_WHITE = np.array([chr(point).isspace() for point in range(LAST_WHITE_SPACE + 2)])


class Numbers(dict[str, int]):
    """Numbers words in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number

    def of(self, words: Sequence[str]) -> np.ndarray:
        return np.fromiter(map(self.__getitem__, words), dtype=np.int32, count=len(words))


class TokenColumns(TypedDict):
    """The columns of a `Batch` that come from what is printed."""

    token_starts: np.ndarray
    title_ends: np.ndarray
    tokens: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    joined: np.ndarray
    forms: list[str]


@dataclass(frozen=True, slots=True)
class Words:
    """Words in the order in which they stand: number, offset and length in code points."""

    forms: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray


def tokenize_all(articles: Sequence[Printed]) -> TokenColumns:
    """The words of these articles, and where they stand."""
    # Read as one text in which every second part is a title.
    parts = [part for title, text, _ in articles for part in (title, text)]
    origins = starts_of_lengths([len(part) + 1 for part in parts])
    numbers = Numbers()
    text = "\n".join(parts)
    words = _with_breaks(_words(text, numbers), _openings(articles, origins))
    edges = np.searchsorted(words.starts, origins)
    joined = _joined(text, words, numbers)
    return {
        "token_starts": edges[::2],
        "title_ends": edges[1::2],
        "tokens": words.forms,
        "starts": narrow(words.starts - np.repeat(origins[:-1], np.diff(edges))),
        "lengths": narrow(words.lengths),
        "joined": joined,
        "forms": list(numbers),
    }


def _words(text: str, numbers: Numbers) -> Words:
    stretches = Numbers()
    met = stretches.of(text.split())
    known, first = _words_of_each(stretches, numbers)
    counts = np.diff(first)[met]
    rows = spread(first[met], counts)
    return Words(
        known.forms[rows],
        np.repeat(_beginnings(text), counts) + known.starts[rows],
        known.lengths[rows],
    )


def _words_of_each(stretches: Iterable[str], numbers: Numbers) -> tuple[Words, np.ndarray]:
    """The words of all stretches, offsets counted from each beginning, and the first of each."""
    origins = starts_of_lengths([len(stretch) + 1 for stretch in stretches])
    keys, starts, ends = spans("\n".join(stretches), told=True)
    offsets = np.array(starts, dtype=np.int64)
    first = np.searchsorted(offsets, origins)
    lengths = np.array(ends, dtype=np.int64) - offsets
    return Words(
        numbers.of(keys), offsets - np.repeat(origins[:-1], np.diff(first)), lengths
    ), first


def _beginnings(text: str) -> np.ndarray:
    """Where each stretch without white space begins, as `str.split` divides a text."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    white = _IS_WHITE[np.minimum(points, LAST_WHITE_SPACE + 1)]
    return np.flatnonzero(~white & np.concatenate(([True], white[:-1])))


def _openings(articles: Sequence[Printed], origins: np.ndarray) -> np.ndarray:
    """Where titles, texts and further passages open in the text of all."""
    passages = [
        origin + min(start, len(text))
        for (_, text, passages), origin in zip(articles, origins[1::2].tolist(), strict=True)
        for start, _ in passages[1:]
    ]
    return np.concatenate((origins, np.array(passages, dtype=np.int64)))


def _with_breaks(words: Words, openings: np.ndarray) -> Words:
    """The words with a BREAK, of no length, after the last before each opening."""
    before = np.unique(np.searchsorted(words.starts, openings))
    before = before[before > 0]
    ends = words.starts[before - 1] + words.lengths[before - 1]
    return Words(
        np.insert(words.forms, before, BREAK),
        np.insert(words.starts, before, ends),
        np.insert(words.lengths, before, 0),
    )


def _joined(text: str, words: Words, numbers: Numbers) -> np.ndarray:
    """Rows `(token, tokens, form)` for neighbours that are also written as one word."""
    pairs = _compounds(words.forms, numbers)
    groups = _grouped(text, words, numbers)
    if not len(groups):
        return pairs
    rows = np.concatenate((pairs, groups))
    return rows[np.argsort(rows[:, 0], kind="stable")]


def _grouped(text: str, words: Words, numbers: Numbers) -> np.ndarray:
    """The same for numbers with one space before their thousands."""
    known = list(numbers)
    group = np.array([*map(is_group, known), False])  # the last entry serves BREAK, which is -1
    ends = words.starts + words.lengths
    beside = group[words.forms[1:]] & (ends[:-1] + 1 == words.starts[1:])
    follows = {index for index in np.flatnonzero(beside).tolist() if text[ends[index]].isspace()}
    rows = []
    for start in sorted(follows):
        if start - 1 in follows:
            continue
        end = start + 1
        while end - 1 in follows:
            end += 1
        keys = [known[form] if form != BREAK else "" for form in words.forms[start:end].tolist()]
        rows += [
            (start + first, last - first, numbers[key])
            for first, last, key in grouped_numbers(keys)
        ]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _compounds(forms: np.ndarray, numbers: Numbers) -> np.ndarray:
    words = list(numbers)
    may_open = np.array([*map(opens, words), False])  # the last entry serves BREAK, which is -1
    indices = np.flatnonzero(may_open[forms[:-1]] & (forms[1:] != BREAK))
    pairs, pair_of = np.unique(
        forms[indices].astype(np.int64) << 32 | forms[indices + 1], return_inverse=True
    )
    joined = np.full(len(pairs), BREAK, dtype=np.int64)
    for index, pair in enumerate(pairs.tolist()):
        for _, _, key in compounds((words[pair >> 32], words[pair & 0xFFFFFFFF])):
            joined[index] = numbers[key]
    found = joined[pair_of]
    kept = found != BREAK
    return np.column_stack((indices[kept], np.full(kept.sum(), 2), found[kept]))

"""Frequent phrases of the headlines of published articles, for suggestions while typing.

They are gathered after the index changed and kept in the cache folder, so that a request only
reads a short list; what has since been withdrawn falls out when its count is taken.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from archive.arabic.function_words import is_function_word
from archive.arabic.letters import fold
from archive.arabic.particles import bare
from archive.arabic.tokens import tokenize
from archive.caching import Cached
from archive.models import Article
from search.models import IndexState

LONGEST = 4  # words
# A single word must stand in so many headlines, a phrase in so many.
LEAST_OF_A_WORD = 3
LEAST_OF_A_PHRASE = 2
MOST_KEPT = 20_000
GATHERED_EVERY = 300.0  # seconds, at the most often

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frequent:
    """A phrase as printed, its folded words, and in how many headlines it was found."""

    printed: str
    words: Words
    count: int


class PhraseBook:
    """Phrases to be found by how they begin."""

    def __init__(self, phrases: Iterable[Frequent]) -> None:
        self._phrases = sorted(phrases, key=lambda phrase: _spelt(phrase.words))
        self._keys = [_spelt(phrase.words) for phrase in self._phrases]

    def beginning(self, words: Sequence[str]) -> list[Frequent]:
        """Phrases whose first words are these, the last one perhaps unfinished; frequent first."""
        start = _spelt(words)
        first = bisect_left(self._keys, start)
        last = bisect_left(self._keys, start + "\U0010ffff")
        return sorted(self._phrases[first:last], key=lambda phrase: -phrase.count)


def _spelt(words: Sequence[str]) -> str:
    return fold(" ".join(map(bare, words)))


def gather(headlines: Iterable[str]) -> list[Frequent]:
    """The frequent phrases of some headlines: they begin and end with telling words.

    A phrase that is always part of one longer frequent phrase is left out.
    """
    counts: Counter[Words] = Counter()
    printed: dict[Words, Counter[str]] = defaultdict(Counter)
    for headline in headlines:
        for words, text in dict(_phrases_of(headline)).items():
            counts[words] += 1
            printed[words][text] += 1
    frequent = {words: count for words, count in counts.items() if count >= _least(words)}
    swallowed = {
        part
        for words, count in frequent.items()
        for part in (words[1:], words[:-1])
        if frequent.get(part) == count
    }
    kept = sorted(
        (words for words in frequent if words not in swallowed),
        key=lambda words: (-frequent[words], words),
    )[:MOST_KEPT]
    return [Frequent(printed[words].most_common(1)[0][0], words, frequent[words]) for words in kept]


def _least(words: Words) -> int:
    return LEAST_OF_A_WORD if len(words) == 1 else LEAST_OF_A_PHRASE


def _phrases_of(headline: str) -> Iterator[tuple[Words, str]]:
    """Each run of one to four words that nothing but spaces separates."""
    tokens = list(tokenize(headline, told=True))
    texts = [headline[token.start : token.end] for token in tokens]
    telling = [not is_function_word(text) and not text.isdecimal() for text in texts]
    for first in range(len(tokens)):
        for last in range(first, min(first + LONGEST, len(tokens))):
            if last > first and headline[tokens[last - 1].end : tokens[last].start].strip():
                break
            if telling[first] and telling[last]:
                words = tuple(token.key for token in tokens[first : last + 1])
                yield words, headline[tokens[first].start : tokens[last].end]


# The kept list


def _path() -> Path:
    return Path(settings.ARCHIVE_CACHE) / "phrases.json"


def phrases_are_due() -> bool:
    """Whether the index changed since the phrases were gathered, some minutes ago or longer."""
    try:
        gathered_at = _path().stat().st_mtime
    except FileNotFoundError:
        return True
    if abs(time.time() - gathered_at) < GATHERED_EVERY:
        return False
    state = IndexState.load()
    changes = (state.drained_at, state.rebuilt_at)
    return any(moment is not None and moment.timestamp() > gathered_at for moment in changes)


def gather_phrases() -> None:
    """Gather the phrases of all published headlines and keep them."""
    path = _path()
    published = Article.objects.published()
    headlines = published.values_list("current_revision__title", flat=True).iterator()
    rows = [[phrase.printed, *phrase.words, phrase.count] for phrase in gather(headlines)]
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="phrases-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(rows, file, ensure_ascii=False)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)  # still there where the disk was full


_phrase_book: Cached[PhraseBook] = Cached()


def phrase_book() -> PhraseBook:
    """The phrases last gathered; none where none were."""
    path = _path()
    try:
        version = str(path), path.stat().st_mtime_ns
    except FileNotFoundError:
        return PhraseBook(())
    return _phrase_book.get(lambda: _read(path), version)


def _read(path: Path) -> PhraseBook:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return PhraseBook(Frequent(printed, tuple(words), count) for printed, *words, count in rows)

"""What a reader may have meant: better words from the archive's own vocabulary.

A word is replaced in thought when the archive doesn't know it, or when a neighbour of it is far
likelier. How near a neighbour is, `archive.arabic.distance` says; how likely, the number of
articles that hold it. An alias of an authority that no article uses gives way to the name that
they do use. Neighbouring words are put right together where they are near to a known name; a
name that no text holds may still be that of an outlet, whose articles are found by its field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import log10
from typing import TYPE_CHECKING

from archive.arabic.keyboard import on_arabic_keys
from archive.arabic.latin import is_latin
from archive.arabic.tokens import LONGEST_WORD, keys
from search.query.authorities import authorities, bare_words
from search.query.known_names import NearName, known_names, most_distance, windows
from search.query.syntax import (
    And,
    Field,
    Filter,
    Item,
    Or,
    ParsedQuery,
    Quoted,
    Word,
    words_in,
)
from search.query.wordlist import WordList, word_list

if TYPE_CHECKING:
    from search.engines.base import Vocabulary

# One unit of distance weighs as much as this many powers of ten in frequency.
DISTANCE_WEIGHT = 2.5
# A known word gives way only to a neighbour this many times as frequent, and this near.
FAR_LIKELIER = 40
NEAR_ENOUGH = 1.0
# Where so many articles have all the words, the reader has found something.
ENOUGH_FOUND = 10
SHORTEST_PART = 3  # letters of a word that was run together with another
MOST_NAMES = 3  # that are tried


def corrections(
    parsed: ParsedQuery,
    unknown: set[str],
    total: int,
    vocabulary: Vocabulary,
    as_printed: Callable[[str], str],
) -> Iterator[str]:
    """Better wordings of a query, likeliest first; the caller counts what they find.

    `unknown` holds the keys that no article has; `total` articles were found. `as_printed`
    gives a folded word the letters that newsrooms print.
    """
    if not unknown and total > ENOUGH_FOUND:
        return
    if unknown:
        yield from _on_arabic_keys(parsed, vocabulary)
    names = list(_names(parsed, unknown, total))
    for start, end, name in names:
        yield _mended(_with_name(parsed, start, end, name), unknown, vocabulary, as_printed).text
    yield from _word_by_word(parsed, unknown, vocabulary, as_printed)
    for start, end, name in names:
        if name.kind == "outlet":
            filtered = _with_filter(parsed, start, end, name)
            yield _mended(filtered, unknown, vocabulary, as_printed).text


def _word_by_word(
    parsed: ParsedQuery,
    unknown: set[str],
    vocabulary: Vocabulary,
    as_printed: Callable[[str], str],
) -> Iterator[str]:
    mended = _mended(parsed, unknown, vocabulary, as_printed)
    if mended != parsed:
        yield mended.text


def _mended(
    parsed: ParsedQuery,
    unknown: set[str],
    vocabulary: Vocabulary,
    as_printed: Callable[[str], str],
) -> ParsedQuery:
    """The query with better words in place of single ones."""
    better = {}
    for word in dict.fromkeys(_typed_words(parsed)):
        if word.key in unknown and (name := authorities().main_name(word.key)):
            better[word] = name
        elif replacement := _better(word, word.key in unknown, vocabulary):
            better[word] = " ".join(map(as_printed, replacement.split()))
    return _with(parsed, better) if better else parsed


Named = tuple[int, int, NearName]  # clauses from, up to, and the name for them


def _names(parsed: ParsedQuery, unknown: set[str], total: int) -> Iterator[Named]:
    """Names that may have been meant by neighbouring words, of which one at least is unknown.

    Where nothing was found the known ones among them may be mistyped too, and names that were
    typed as they are may be asked for by their field.
    """
    found: list[tuple[float, int, int, NearName]] = []
    for first, last in _runs(parsed.clauses):
        for start, end in windows(parsed.clauses[first:last]):
            words = _words_at(parsed.clauses, first + start, first + end)
            places = frozenset(at for at, word in enumerate(words) if word.key in unknown)
            if not places and total:
                continue
            bare = tuple(bare_words(" ".join(word.key for word in words)))
            if len(bare) != len(words):
                continue
            loosely = places if total or not places else frozenset(range(len(words)))
            found.extend(
                (near.distance - len(words), first + start, first + end, near)
                for near in known_names().near(bare, loosely=loosely)
            )
    for _rank, start, end, near in sorted(found, key=lambda one: one[:3])[:MOST_NAMES]:
        yield start, end, near


def _runs(clauses: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Where words stand side by side among the clauses."""
    start = 0
    for at, item in enumerate((*clauses, None)):
        if not isinstance(item, Word) or item.prefix:
            if start < at:
                yield start, at
            start = at + 1


def _words_at(clauses: Sequence[Item], start: int, end: int) -> list[Word]:
    return [item for item in clauses[start:end] if isinstance(item, Word)]


def _with_name(parsed: ParsedQuery, start: int, end: int, near: NearName) -> ParsedQuery:
    clauses = (*parsed.clauses[:start], *words_in(near.printed), *parsed.clauses[end:])
    return replace(parsed, clauses=clauses)


def _with_filter(parsed: ParsedQuery, start: int, end: int, near: NearName) -> ParsedQuery:
    """The query that asks for what the outlet published, in place of the words of its name."""
    return replace(
        parsed,
        clauses=(*parsed.clauses[:start], *parsed.clauses[end:]),
        filters=(*parsed.filters, Filter(near.kind, near.printed)),
    )


def _typed_words(parsed: ParsedQuery) -> Iterator[Word]:
    for item in (*parsed.clauses, *parsed.required):
        yield from _correctable(item)


def _correctable(item: Item) -> Iterator[Word]:
    """Words of an item, those of phrases included, that may be mistyped: not prefixes."""
    match item:
        case Word():
            if not item.prefix:
                yield item
        case Quoted():
            yield from (
                Word(printed, key)
                for printed, key in zip(item.printed.split(), item.keys, strict=True)
            )
        case And() | Or():
            for part in item.parts:
                yield from _correctable(part)
        case Field():
            yield from _correctable(item.item)


def _better(word: Word, is_unknown: bool, vocabulary: Vocabulary) -> str | None:
    """A likelier word than the typed one, as it may be printed."""
    if word.key.isdecimal() or len(word.key) > LONGEST_WORD:
        return None
    known = word_list(vocabulary)
    return _likelier(known, word.key, is_unknown, vocabulary.stem) or (
        _apart(known, word.key) if is_unknown else None
    )


def _likelier(
    known: WordList, key: str, is_unknown: bool, stem: Callable[[str], str]
) -> str | None:
    most = most_distance(key)
    if not is_unknown:
        most = min(most, NEAR_ENOUGH)
    near = known.neighbours.candidates(key, most)
    label = stem(key)
    candidates = [(distance, other) for distance, other in near if stem(other) != label]
    if not is_unknown:
        least = FAR_LIKELIER * max(1, known.counts.get(key, 0))
        candidates = [one for one in candidates if known.counts[one[1]] >= least]
    if not candidates:
        return None
    return min(candidates, key=lambda one: (_unlikeliness(one, known), one[1]))[1]


def _unlikeliness(candidate: tuple[float, str], known: WordList) -> float:
    distance, form = candidate
    return DISTANCE_WEIGHT * distance - log10(known.counts[form])


def _apart(known: WordList, key: str) -> str | None:
    """Two known words that were run together, with the space between them."""
    cuts = range(SHORTEST_PART, len(key) - SHORTEST_PART + 1)
    pairs = [(key[:cut], key[cut:]) for cut in cuts]
    attested = [pair for pair in pairs if all(part in known.counts for part in pair)]
    if not attested:
        return None
    return " ".join(max(attested, key=lambda pair: min(known.counts[part] for part in pair)))


def _on_arabic_keys(parsed: ParsedQuery, vocabulary: Vocabulary) -> Iterator[str]:
    """The query as the same keys write it in Arabic, where that gives words of the archive, or
    comes near to a name."""
    if not all(is_latin(word.key) for word in _typed_words(parsed)):
        return
    typed = on_arabic_keys(parsed.typed)
    words = words_in(typed)
    unknown = {word.key for word in words if not vocabulary.frequency(word.key)}
    if words and not unknown:
        yield typed
    elif words:
        arabic = ParsedQuery(clauses=words)
        for start, end, name in _names(arabic, unknown, 0):
            yield _with_name(arabic, start, end, name).text


def _with(parsed: ParsedQuery, better: dict[Word, str]) -> ParsedQuery:
    """The query with some words replaced."""
    return replace(
        parsed,
        clauses=tuple(_replaced(item, better) for item in parsed.clauses),
        required=tuple(_replaced(item, better) for item in parsed.required),
    )


def _replaced(item: Item, better: dict[Word, str]) -> Item:
    match item:
        case Word() if item in better:
            return replace(item, printed=better[item], key=" ".join(keys(better[item], told=True)))
        case Quoted():
            words = [
                better.get(Word(printed, key), printed)
                for printed, key in zip(item.printed.split(), item.keys, strict=True)
            ]
            return Quoted(tuple(keys(" ".join(words), told=True)), " ".join(words))
        case And() | Or():
            return replace(item, parts=tuple(_replaced(part, better) for part in item.parts))
        case Field():
            return replace(item, item=_replaced(item.item, better))
    return item

"""A batch turned round: which articles hold a form, a stem, a gram.

Three kinds of evidence. `exact` is the folded form. `stem` is the class that the stemmer puts a
form into, and `gram` its padded 4-grams: both are functions of the form alone, so their postings
follow from those of `exact` and Whoosh need not write them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from archive.arabic.grams import grams
from search.engines.whoosh.analysis import BREAK, Batch
from search.engines.whoosh.arrays import narrow, spread, starts_of
from search.engines.whoosh.lexicon import pack_words

# A word of the title counts as so many of the text.
TITLE_WEIGHT = 3
# Three numbers sorted as one: group (30 bits), article of the segment (22), frequency (12).
DOC_BITS, TF_BITS = 22, 12
MOST_DOCS = 1 << DOC_BITS
MOST_TF = (1 << TF_BITS) - 1
# Gram postings are sorted so many at a time, which bounds the memory of a build.
POSTINGS_AT_ONCE = 1 << 22

StemAll = Callable[[Sequence[str]], list[str]]


@dataclass(slots=True)
class Postings:
    """For group `n` the articles `docs[starts[n]:starts[n + 1]]`, ascending, with frequencies."""

    starts: np.ndarray
    docs: np.ndarray
    tfs: np.ndarray

    def named(self, name: str) -> dict[str, np.ndarray]:
        return {
            f"{name}_starts": narrow(self.starts),
            f"{name}_docs": narrow(self.docs),
            f"{name}_tfs": narrow(self.tfs),
        }


@dataclass(slots=True)
class Occurrences:
    """Every place of every form, sorted by form, then place. `titled` marks those in titles."""

    forms: np.ndarray
    tokens: np.ndarray
    docs: np.ndarray
    titled: np.ndarray


@dataclass(slots=True)
class Inverted:
    """A batch with its forms in the order of code points, its places and its arrays."""

    forms: list[str]
    occurrences: Occurrences
    exact: Postings
    arrays: dict[str, np.ndarray]


def invert(batch: Batch, stem_all: StemAll) -> Inverted:
    """Everything that a segment's snapshot holds. Raises OverflowError beyond four million."""
    if len(batch) > MOST_DOCS:
        raise OverflowError(f"{len(batch)} articles in one segment, {MOST_DOCS} at most")
    forms, tokens, joined = _in_order(batch)
    occurrences = _occurrences(batch, tokens, joined)
    exact = _exact(occurrences, len(forms))
    arrays = {
        **_columns(batch),
        **_forward(batch, tokens, joined),
        **_words("form", forms),
        "occurrence_starts": narrow(starts_of(occurrences.forms, len(forms))),
        "occurrences": narrow(occurrences.tokens),
        **exact.named("exact"),
        **_stems(forms, exact, stem_all),
        **_grams(forms, exact, len(batch)),
        "length": narrow(_weighted_lengths(batch, tokens)),
    }
    return Inverted(forms, occurrences, exact, arrays)


def _in_order(batch: Batch) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The forms in use, sorted, and tokens and joined words numbered accordingly."""
    used = np.zeros(len(batch.forms) + 1, dtype=bool)
    used[batch.tokens] = True
    used[batch.joined[:, 2]] = True
    kept = [number for number in range(len(batch.forms)) if used[number]]
    kept.sort(key=batch.forms.__getitem__)
    number = np.full(len(batch.forms) + 1, -1, dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    joined = batch.joined.copy()
    joined[:, 2] = number[joined[:, 2]]
    return [batch.forms[one] for one in kept], number[batch.tokens], joined


def _occurrences(batch: Batch, tokens: np.ndarray, joined: np.ndarray) -> Occurrences:
    places = np.flatnonzero(tokens >= 0)
    keys = np.concatenate(
        (tokens[places].astype(np.int64) << 32 | places, joined[:, 2] << 32 | joined[:, 0])
    )
    keys.sort()
    where = keys & 0xFFFFFFFF
    docs = np.repeat(np.arange(len(batch), dtype=np.int64), np.diff(batch.token_starts))[where]
    return Occurrences(keys >> 32, where, docs, where < batch.title_ends[docs])


def _exact(occurrences: Occurrences, form_count: int) -> Postings:
    tfs = np.where(occurrences.titled, TITLE_WEIGHT, 1)
    return _grouped(occurrences.forms << DOC_BITS | occurrences.docs, tfs, form_count)


def _grouped(keys: np.ndarray, tfs: np.ndarray, group_count: int) -> Postings:
    """Postings from sorted `group << DOC_BITS | doc` keys, equal ones added up."""
    if not len(keys):
        empty = np.zeros(0, dtype=np.int64)
        return Postings(np.zeros(group_count + 1, dtype=np.int64), empty, empty)
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    summed = np.minimum(np.add.reduceat(tfs, first), MOST_TF)
    keys = keys[first]
    return Postings(starts_of(keys >> DOC_BITS, group_count), keys & (MOST_DOCS - 1), summed)


def _regrouped(groups: np.ndarray, docs: np.ndarray, tfs: np.ndarray, count: int) -> Postings:
    """Postings of new groups. One plain sort of packed numbers, several times quicker than
    sorting places."""
    packed = (groups << DOC_BITS | docs) << TF_BITS | tfs
    packed.sort()
    return _grouped(packed >> TF_BITS, packed & MOST_TF, count)


def _stems(forms: list[str], exact: Postings, stem_all: StemAll) -> dict[str, np.ndarray]:
    labels = stem_all(forms)
    stems = sorted(set(labels))
    number = {stem: place for place, stem in enumerate(stems)}
    stem_of = np.array([number[label] for label in labels], dtype=np.int64)
    groups = np.repeat(stem_of, np.diff(exact.starts))
    postings = _regrouped(groups, exact.docs, exact.tfs, len(stems))
    order = np.argsort(stem_of, kind="stable")
    return {
        **_words("stem", stems),
        "stem_of": narrow(stem_of),
        "stem_form_starts": narrow(starts_of(stem_of, len(stems))),
        "stem_forms": narrow(order),
        **postings.named("stem"),
    }


def _grams(forms: list[str], exact: Postings, doc_count: int) -> dict[str, np.ndarray]:
    """Gram postings, the forms of each gram, and each article's number of grams."""
    number: dict[str, int] = {}
    flat: list[int] = []
    counts = np.zeros(len(forms), dtype=np.int64)
    for place, form in enumerate(forms):
        parts = grams(form)
        counts[place] = len(parts)
        flat.extend(number.setdefault(gram, len(number)) for gram in parts)
    words = sorted(number)
    renumber = np.zeros(len(words), dtype=np.int64)
    renumber[[number[word] for word in words]] = np.arange(len(words))
    gram_of = renumber[np.array(flat, dtype=np.int64)]
    form_of = np.repeat(np.arange(len(forms)), counts)
    order = np.argsort(gram_of, kind="stable")
    gram_of, form_of = gram_of[order], form_of[order]
    postings = _joined_postings(list(_gram_blocks(gram_of, form_of, exact)), len(words))
    lengths = np.bincount(
        exact.docs,
        weights=exact.tfs * np.repeat(counts, np.diff(exact.starts)),
        minlength=doc_count,
    )
    return {
        **_words("gram", words),
        "gram_form_starts": narrow(starts_of(gram_of, len(words))),
        "gram_forms": narrow(form_of),
        "form_grams": narrow(counts),
        "gram_length": narrow(lengths.astype(np.int64)),
        **postings.named("gram"),
    }


def _gram_blocks(
    gram_of: np.ndarray, form_of: np.ndarray, exact: Postings
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """`(counts per gram, docs, tfs)` for one range of grams after another."""
    held = np.diff(exact.starts)[form_of]
    block = np.cumsum(held) // POSTINGS_AT_ONCE
    # A gram's forms stay together: each belongs to the block of the gram's first form.
    first_of_gram = np.searchsorted(gram_of, gram_of)
    block = block[first_of_gram] if len(block) else block
    edges = np.flatnonzero(np.concatenate(([True], block[1:] != block[:-1], [True])))
    for start, end in itertools.pairwise(edges):
        rows = slice(start, end)
        where = spread(exact.starts[form_of[rows]], held[rows])
        groups = np.repeat(gram_of[rows], held[rows])
        lowest = int(gram_of[start])
        count = int(gram_of[end - 1]) - lowest + 1
        part = _regrouped(groups - lowest, exact.docs[where], exact.tfs[where], count)
        yield np.diff(part.starts), narrow(part.docs), narrow(part.tfs)


def _joined_postings(
    blocks: list[tuple[np.ndarray, np.ndarray, np.ndarray]], count: int
) -> Postings:
    if not blocks:
        return _grouped(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), count)
    counts, docs, tfs = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return Postings(np.concatenate(([0], np.cumsum(counts))), docs, tfs)


def _weighted_lengths(batch: Batch, tokens: np.ndarray) -> np.ndarray:
    """Words of each article, those of the title weighing more; breaks don't count."""
    before = np.concatenate(([0], np.cumsum(tokens >= 0)))
    titles = before[batch.title_ends] - before[batch.token_starts[:-1]]
    texts = before[batch.token_starts[1:]] - before[batch.title_ends]
    return titles * TITLE_WEIGHT + texts


def _words(name: str, words: Sequence[str]) -> dict[str, np.ndarray]:
    blob, starts = pack_words(words)
    return {f"{name}_bytes": blob, f"{name}_ends": starts}


def _columns(batch: Batch) -> dict[str, np.ndarray]:
    """What is known of each article; codes stand for slugs in their order."""
    outlets, outlet = _sorted_codes(batch.outlets, batch.outlet)
    arrays = {
        "articles": batch.articles,
        "revisions": batch.revisions,
        "fingerprints": batch.fingerprints,
        "outlet": outlet,
        "first": batch.first,
        "last": batch.last,
        "precision": batch.precision,
        **_words("outlets", outlets),
    }
    for name, slugs in (("actor", batch.actors), ("place", batch.places)):
        slugs, codes = _sorted_codes(slugs, getattr(batch, name))
        arrays |= {
            f"{name}_starts": narrow(getattr(batch, f"{name}_starts")),
            name: codes,
            **_words(f"{name}s", slugs),
        }
    return arrays


def _sorted_codes(slugs: list[str], codes: np.ndarray) -> tuple[list[str], np.ndarray]:
    order = sorted(range(len(slugs)), key=slugs.__getitem__)
    number = np.zeros(len(slugs), dtype=np.int64)
    number[order] = np.arange(len(slugs))
    return [slugs[code] for code in order], narrow(number[codes.astype(np.int64)])


def _forward(batch: Batch, tokens: np.ndarray, joined: np.ndarray) -> dict[str, np.ndarray]:
    joined = joined[np.argsort(joined[:, 0], kind="stable")]
    return {
        "token_starts": narrow(batch.token_starts),
        "title_ends": narrow(batch.title_ends),
        "tokens": tokens,
        "starts": batch.starts,
        "lengths": batch.lengths,
        "joined": joined.astype(np.int32),
        "breaks": narrow(np.flatnonzero(tokens == BREAK)),
    }

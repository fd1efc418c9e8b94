"""A batch turned round: which articles hold a form, a stem, a gram.

Three kinds of evidence. `exact` is the folded form. `stem` is the class that the stemmer puts a
form into, and `gram` its padded 4-grams: both are functions of the form alone, so their postings
follow from those of `exact`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from archive.arabic.grams import LENGTH, PAD
from search.engines.whoosh.arrays import counts_of, narrow, spread, starts_of, starts_of_lengths
from search.engines.whoosh.forward_index import Batch
from search.engines.whoosh.lexicon import pack_words
from search.engines.whoosh.tokenizing import BREAK, Numbers

# A word of the title counts as so many of the text.
TITLE_WEIGHT = 3
# Three numbers sorted as one: group (30 bits), article of the segment (22), frequency (12).
DOC_BITS, TF_BITS = 22, 12
MOST_DOCS = 1 << DOC_BITS
MOST_TF = (1 << TF_BITS) - 1
# So many entries are grouped at a time, which bounds the memory of a build.
AT_ONCE = 1 << 20

Stem = Callable[[str], str]


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


def invert(batch: Batch, stem: Stem) -> dict[str, np.ndarray]:
    """Everything that a segment holds. Raises OverflowError beyond four million articles."""
    if len(batch) > MOST_DOCS:
        raise OverflowError(f"{len(batch)} articles in one segment, {MOST_DOCS} at most")
    forms, tokens, joined = _in_order(batch)
    starts, occurrences = _occurrences(tokens, joined, len(forms))
    exact = _exact(batch, starts, occurrences)
    breaks = np.flatnonzero(tokens == BREAK)
    return {
        **_columns(batch),
        **batch.said.arrays(),
        "token_starts": narrow(batch.token_starts),
        "title_ends": narrow(batch.title_ends),
        "tokens": tokens,
        "starts": batch.starts,
        "lengths": batch.lengths,
        "joined": joined,
        "breaks": narrow(breaks),
        **_words("form", forms),
        "occurrence_starts": narrow(starts),
        "occurrences": occurrences,
        **exact.named("exact"),
        **_stems(forms, exact, stem),
        **_grams(forms, exact, len(batch)),
        "length": narrow(_weighted_lengths(batch, breaks)),
    }


def _in_order(batch: Batch) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The forms in use, sorted, and tokens and joined words numbered accordingly."""
    used = np.zeros(len(batch.forms) + 1, dtype=bool)  # one more, for BREAK, which is -1
    used[batch.tokens] = True
    used[batch.joined[:, 2]] = True
    kept = np.flatnonzero(used[:-1]).tolist()
    kept.sort(key=batch.forms.__getitem__)
    number = np.full(len(batch.forms) + 1, BREAK, dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    joined = batch.joined[np.argsort(batch.joined[:, 0], kind="stable")].astype(np.int32)
    joined[:, 2] = number[joined[:, 2]]
    return [batch.forms[one] for one in kept], number[batch.tokens], joined


def _occurrences(
    tokens: np.ndarray, joined: np.ndarray, form_count: int
) -> tuple[np.ndarray, np.ndarray]:
    """For each form the tokens where it stands, ascending: where each form begins, all tokens."""
    # Form and token sorted as one number; breaks come first and are left out.
    keys = np.concatenate((tokens, joined[:, 2]), dtype=np.int64)
    keys <<= 32
    keys[: len(tokens)] |= np.arange(len(tokens), dtype=np.uint32)
    keys[len(tokens) :] |= joined[:, 0]
    keys.sort()
    keys = keys[np.searchsorted(keys, 0) :]
    starts = np.searchsorted(keys, np.arange(form_count + 1) << 32)
    keys &= 0xFFFFFFFF
    return starts, narrow(keys)


def _exact(batch: Batch, starts: np.ndarray, occurrences: np.ndarray) -> Postings:
    docs = np.repeat(narrow(np.arange(len(batch))), counts_of(batch.token_starts))
    parts = []
    for first, end in _ranges(starts):
        held = occurrences[starts[first] : starts[end]]
        forms = np.repeat(np.arange(end - first), np.diff(starts[first : end + 1]))
        tfs = np.where(held < batch.title_ends[docs[held]], TITLE_WEIGHT, 1)
        parts.append(_grouped(forms << DOC_BITS | docs[held], tfs, end - first))
    return _joined(parts)


def _ranges(starts: np.ndarray) -> Iterator[tuple[int, int]]:
    """All groups in ranges that hold so many entries, the last of a range in full."""
    edges = np.searchsorted(starts, np.arange(0, starts[-1], AT_ONCE))
    yield from itertools.pairwise(np.unique([0, *edges, len(starts) - 1]).tolist())


def _grouped(keys: np.ndarray, tfs: np.ndarray, group_count: int) -> Postings:
    """Postings from sorted `group << DOC_BITS | doc` keys, equal ones added up."""
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    summed = np.minimum(np.add.reduceat(tfs, first), MOST_TF)
    keys = keys[first]
    starts = starts_of(keys >> DOC_BITS, group_count)
    return Postings(starts, narrow(keys & (MOST_DOCS - 1)), narrow(summed))


def _joined(parts: list[Postings]) -> Postings:
    """Postings of one range of groups after another."""
    if not parts:
        nothing = np.zeros(0, dtype=np.uint8)
        return Postings(np.zeros(1, dtype=np.int64), nothing, nothing)
    return Postings(
        starts_of_lengths(np.concatenate([counts_of(part.starts) for part in parts])),
        np.concatenate([part.docs for part in parts]),
        np.concatenate([part.tfs for part in parts]),
    )


def _together(starts: np.ndarray, forms: np.ndarray, exact: Postings) -> Postings:
    """Postings of groups of forms: what an article holds of any form of a group, added up.

    Group `n` has the forms `forms[starts[n]:starts[n + 1]]`.
    """
    held = counts_of(exact.starts)[forms]
    group_of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    parts = []
    for first, end in _ranges(starts_of_lengths(held)[starts]):
        rows = slice(starts[first], starts[end])
        where = spread(exact.starts[forms[rows]], held[rows])
        # Three numbers sorted as one, several times quicker than sorting indices.
        packed = np.repeat(group_of[rows] - first, held[rows]) << DOC_BITS
        packed |= exact.docs[where]
        packed <<= TF_BITS
        packed |= exact.tfs[where]
        packed.sort()
        parts.append(_grouped(packed >> TF_BITS, packed & MOST_TF, end - first))
    return _joined(parts)


def _stems(forms: list[str], exact: Postings, stem: Stem) -> dict[str, np.ndarray]:
    numbers = Numbers()
    labels = numbers.of([stem(form) for form in forms])
    stems, rank = _sorted(list(numbers))
    stem_of = rank[labels]
    starts, members = starts_of(stem_of, len(stems)), np.argsort(stem_of, kind="stable")
    return {
        **_words("stem", stems),
        "stem_of": narrow(stem_of),
        "stem_form_starts": narrow(starts),
        "stem_forms": narrow(members),
        **_together(starts, members, exact).named("stem"),
    }


def _grams(forms: list[str], exact: Postings, doc_count: int) -> dict[str, np.ndarray]:
    """Gram postings, the forms of each gram, and each article's number of grams."""
    words, gram_of, counts = grams_of_all(forms)
    # Gram and form sorted as one number.
    pairs = gram_of << 32 | np.repeat(np.arange(len(forms)), counts)
    pairs.sort()
    starts, members = starts_of(gram_of, len(words)), pairs & 0xFFFFFFFF
    return {
        **_words("gram", words),
        "gram_form_starts": narrow(starts),
        "gram_forms": narrow(members),
        "form_grams": narrow(counts),
        "gram_length": narrow(_lengths_in_grams(exact, counts, doc_count)),
        **_together(starts, members, exact).named("gram"),
    }


def _lengths_in_grams(exact: Postings, counts: np.ndarray, doc_count: int) -> np.ndarray:
    """How many grams the words of each article have, where each form has so many."""
    lengths = np.zeros(doc_count)
    for first, end in _ranges(exact.starts):
        rows = slice(exact.starts[first], exact.starts[end])
        each = np.repeat(counts[first:end], np.diff(exact.starts[first : end + 1]))
        lengths += np.bincount(exact.docs[rows], each * exact.tfs[rows], doc_count)
    return lengths.astype(np.int64)


def grams_of_all(forms: Sequence[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The grams of all forms, sorted; those of each form by number; and how many each form has.

    What `archive.arabic.grams` says of one form, for many at once.
    """
    # A form that is its own gram may be short of a letter: the nought behind it stands in.
    padded = "".join([f"{PAD}{form}{PAD}\0" for form in forms])
    points = np.frombuffer(padded.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    lengths = np.fromiter(map(len, forms), dtype=np.int64, count=len(forms)) + 2 * len(PAD)
    counts = np.maximum(lengths - LENGTH + 1, 1)
    starts = spread(starts_of_lengths(lengths + 1)[:-1], counts)
    # Letters are compared in pairs, whose numbers are in their order.
    pair_of = np.unique(points[:-1] << 32 | points[1:], return_inverse=True)[1]
    found, gram_of = np.unique(
        pair_of[starts] << 32 | pair_of[starts + LENGTH // 2], return_inverse=True
    )
    example = np.zeros(len(found), dtype=np.int64)
    example[gram_of] = starts
    letters = points[example[:, np.newaxis] + np.arange(LENGTH)].astype(np.uint32)
    return letters.view(f"U{LENGTH}").ravel().tolist(), gram_of, counts


def _weighted_lengths(batch: Batch, breaks: np.ndarray) -> np.ndarray:
    """Words of each article, those of the title weighing more; breaks don't count."""
    edges = np.column_stack((batch.token_starts[:-1], batch.title_ends, batch.token_starts[1:]))
    titles, texts = np.diff(edges - np.searchsorted(breaks, edges)).T
    return titles * TITLE_WEIGHT + texts


def _words(name: str, words: Sequence[str]) -> dict[str, np.ndarray]:
    blob, starts = pack_words(words)
    return {f"{name}_bytes": blob, f"{name}_ends": starts}


def _columns(batch: Batch) -> dict[str, np.ndarray]:
    """What is known of each article; codes stand for slugs in their order."""
    arrays = {
        name: getattr(batch, name)
        for name in (
            "articles",
            "revisions",
            "fingerprints",
            "first",
            "last",
            "precision",
            "text_of",
        )
    }
    for name, slugs in (
        ("outlet", batch.outlets),
        ("actor", batch.actors),
        ("place", batch.places),
    ):
        in_order, rank = _sorted(slugs)
        arrays |= {name: narrow(rank[getattr(batch, name)]), **_words(f"{name}s", in_order)}
    for name in ("actor_starts", "place_starts"):
        arrays[name] = narrow(getattr(batch, name))
    return arrays


def _sorted(words: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Words in their order, and where each has gone."""
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.zeros(len(words), dtype=np.int64)
    rank[order] = np.arange(len(words))
    return [words[one] for one in order], rank

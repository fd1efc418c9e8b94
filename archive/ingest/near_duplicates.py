"""Near-duplicates: articles whose text is almost another's.

Pairs of neighbouring words are hashed and reduced to a few smallest values (min-wise hashing,
Broder 1997); values are banded so that texts alike share a band nearly always, others hardly
ever. Bands are rows with an index, so that asking costs the same in an archive of any size;
what shares one is then compared exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from archive.alignment import opcodes
from archive.arabic import tables
from archive.arabic.tokens import keys
from archive.models import Article, MinHashBand, SettledPair

# Two texts are near-duplicates when this share of all their word pairs is in both.
NEAR = 0.6
# Shorter texts (flashes, lists of results) look alike without one being made from another.
FEWEST_PAIRS = 25
BANDS = 12
ROWS = 2
MOST_CANDIDATES = 25
# Two texts are the same when so much of the longer one is in both,
SAME = 0.8
# whatever their first so many characters say of place and agency, the agency with so many,
DATELINE, OUTLET = 70, 25
# and their last so many words of who signs;
SIGNATURE = 8
# in texts of so many words an editor may have replaced one in so many.
LONG, EDITED = 200, 100

_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads neighbouring values

Pairs = np.ndarray


def _constants(first: int) -> Pairs:
    """One odd constant a hash function: written to the database through `bands`, so for good."""
    numbers = np.arange(first, first + BANDS * ROWS, dtype=np.uint64) * _MIX
    numbers ^= numbers >> np.uint64(29)
    return ((numbers * np.uint64(0xBF58476D1CE4E5B9)) | np.uint64(1))[:, np.newaxis]


_FACTORS = _constants(1)
_SHIFTS = _constants(1 + BANDS * ROWS)


def word_pairs(words: Sequence[str]) -> Pairs:
    """The distinct pairs of neighbouring words of a text as sorted 64-bit hashes."""
    hashes = np.fromiter((crc32(word.encode()) for word in words), np.uint64, len(words))
    return np.unique((hashes[:-1] * _MIX) ^ hashes[1:])


def bands(pairs: Pairs) -> list[int]:
    """The values by which a text is looked up; none for a text too short to say."""
    if len(pairs) < FEWEST_PAIRS:
        return []
    smallest = ((pairs[np.newaxis, :] * _FACTORS + _SHIFTS) >> np.uint64(20)).min(axis=1)
    rows = smallest.reshape(BANDS, ROWS)
    mixed = (rows[:, 0] * _MIX) ^ rows[:, 1] ^ np.arange(BANDS, dtype=np.uint64)
    return [int(value) >> 1 for value in mixed]  # fits a signed 64-bit column


def similarity(one: Pairs, other: Pairs) -> float:
    """Share of all word pairs of two texts that are in both, 0 to 1."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / max(1, len(one) + len(other) - shared)


def have_same_text(text: str, other: str) -> bool:
    """Whether two texts are one as two outlets print it: the words of the one stand in the other
    in their order, and make up four fifths of it.

    Datelines, spellings and what stands at the very end (who signs) don't count. Inside, words may
    be left out and not replaced, but for one in a hundred of a long text: reports of one kind are
    written by one pattern, and differ in a place or a figure.
    """
    if text == other:
        return True
    words, others = _compared(text), _compared(other)
    shared, replaced = 0, 0
    for change, first, end, other_first, other_end in opcodes(words, others):
        if change == "equal":
            shared += end - first
        elif change == "replace":
            at_end = end == len(words) and other_end == len(others)
            longest = max(end - first, other_end - other_first)
            if not (at_end and longest <= SIGNATURE):
                replaced += longest
    length = max(len(words), len(others))
    allowed = length // EDITED if length >= LONG else 0
    return replaced <= allowed and shared >= SAME * length


def _compared(text: str) -> list[str]:
    """The words of a text behind its dateline, each as newsrooms agree to spell it."""
    known = tables.spellings()
    return [known.get(key, key) for key in keys(text[_dateline_end(text) :])]


def _dateline_end(text: str) -> int:
    """Where «بغداد – رويترز:» ends: at the last dash, slash or bracket of the first line before
    its first sentence ends, and a colon shortly behind that."""
    head = text[:DATELINE].partition("\n")[0]
    stop = min((at for at in map(head.find, ":.") if at >= 0), default=len(head))
    last = max(head.rfind(mark, 0, stop) for mark in "-–—/)")
    if last < 0:
        return 0
    return stop + 1 if head[stop : stop + 1] == ":" and stop - last <= OUTLET else last + 1


def nearest(
    pairs: Pairs, values: list[int], article: Article | None
) -> tuple[Article, float] | None:
    """The earlier article that this text is nearest to, and how near; None where none is near.

    Those of which somebody said that they are another article are left out.
    """
    if not values:
        return None
    earlier = MinHashBand.objects.filter(band__in=values)
    if article is not None:
        other = SettledPair.objects.filter(article=article, verdict=SettledPair.Verdict.DIFFERENT)
        earlier = earlier.filter(article__lt=article).exclude(article__in=other.values("earlier"))
    candidates = list(earlier.values_list("article", flat=True).distinct()[:MOST_CANDIDATES])
    if not candidates:
        return None
    found = [
        (similarity(pairs, word_pairs(keys(candidate.current_revision.text))), candidate)
        for candidate in Article.objects.filter(pk__in=candidates).select_related(
            "current_revision"
        )
    ]
    share, candidate = max(found, key=lambda pair: (pair[0], -pair[1].pk))
    return (candidate, share) if share >= NEAR else None


def remember(article: Article, values: list[int]) -> None:
    """Write by which values an article's current text is looked up, in place of older ones."""
    MinHashBand.objects.bulk_create([MinHashBand(article=article, band=value) for value in values])


def renew(article: Article) -> None:
    """Look once more for the earlier article that the text of today is nearest to."""
    revision = article.current_revision
    assert revision is not None
    pairs = word_pairs(keys(revision.text))
    values = bands(pairs)
    forget(article)
    found = nearest(pairs, values, article)
    article.near_duplicate_of = found[0] if found else None
    article.save(update_fields=["near_duplicate_of", "changed_at"])
    remember(article, values)


def later_ones(article: Article) -> list[Article]:
    """Articles that came after it, may be near it, and were found to be near to none."""
    values = list(article.minhash_bands.values_list("band", flat=True))
    later = MinHashBand.objects.filter(band__in=values, article__gt=article)
    alone = later.filter(article__near_duplicate_of=None).values("article").distinct()
    found = Article.objects.filter(pk__in=alone[:MOST_CANDIDATES])
    return list(found.select_related("current_revision"))


def forget(article: Article) -> None:
    MinHashBand.objects.filter(article=article).delete()

"""What a snapshot keeps of the postings that were asked for."""

import numpy as np

from search.engines.whoosh.snapshot import ENTRY_BYTES, PostingsCache


def test_the_cache_keeps_what_was_asked_for_last_within_its_bytes():
    cache = PostingsCache(10 * (ENTRY_BYTES + 800))

    for number in range(30):
        cache.get(number, lambda number=number: (np.full(100, number),))
        cache.get(0, lambda: (np.zeros(100),))

    made = []
    cache.get(0, lambda: made.append("first") or (np.zeros(100),))
    cache.get(29, lambda: made.append("last") or (np.zeros(100),))
    cache.get(1, lambda: made.append("dropped") or (np.zeros(100),))
    assert made == ["dropped"]


def test_what_lies_in_a_file_takes_little_of_the_cache():
    mapped = np.frombuffer(bytes(8 * 10_000), dtype=np.int64)
    cache = PostingsCache(10 * ENTRY_BYTES)

    cache.get("mapped", lambda: (mapped, mapped))

    assert cache.get("mapped", lambda: ()) == (mapped, mapped)

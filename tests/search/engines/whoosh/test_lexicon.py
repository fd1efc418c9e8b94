"""Lists of words searched where they lie."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.lexicon import Counts, Lexicon, pack_words

words = st.lists(st.text("ابتو٣a", min_size=1, max_size=4), unique=True).map(sorted)


@given(words, st.text("ابتو٣a", min_size=1, max_size=4))
def test_a_lexicon_finds_words_and_prefixes(listed, wanted):
    lexicon = Lexicon(*pack_words(listed))

    assert list(lexicon) == listed
    assert lexicon.ordinal(wanted) == (listed.index(wanted) if wanted in listed else -1)
    with_prefix = [listed[index] for index in lexicon.with_prefix(wanted)]
    assert with_prefix == [word for word in listed if word.startswith(wanted)]


@given(st.dictionaries(st.text("ابت", min_size=1, max_size=3), st.integers(0, 9)))
def test_counts_read_like_a_dictionary(counted):
    listed = sorted(counted)
    numbers = np.array([counted[word] for word in listed], dtype=np.uint32)

    counts = Counts(Lexicon(*pack_words(listed)), numbers)

    assert dict(counts) == counted
    assert counts.get("غيره", 0) == 0

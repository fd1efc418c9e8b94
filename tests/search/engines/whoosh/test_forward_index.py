"""Batches of articles, of which some stay."""

import numpy as np

from search.engines.whoosh.forward_index import analyse, select
from tests.search.engines.whoosh.test_parallel import ARTICLES, assert_same


def test_articles_that_stay_are_as_if_the_others_had_never_been():
    whole = analyse(ARTICLES)
    kept = [row for row, one in enumerate(whole.articles.tolist()) if one % 3]

    assert_same(
        select(whole, np.array(kept)), analyse([one for one in ARTICLES if one.article % 3])
    )

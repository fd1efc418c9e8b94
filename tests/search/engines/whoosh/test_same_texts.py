"""Which articles hang together by their text."""

from __future__ import annotations

import numpy as np
import pytest

from search.engines.whoosh.same_texts import ALONE, SameTexts


def groups(articles: list[int], text_of: list[int], live: list[int] | None = None) -> list[set]:
    held = np.ones(len(articles), dtype=bool) if live is None else np.isin(articles, live)
    pks = np.array(articles, dtype=np.int64)
    found = SameTexts(pks, np.array(text_of, dtype=np.int64), held, -pks).group.tolist()
    numbers = sorted(set(found) - {ALONE})
    return [
        {one for one, group in zip(articles, found, strict=True) if group == number}
        for number in numbers
    ]


@pytest.mark.parametrize(
    ("articles", "text_of", "together"),
    [
        pytest.param([1, 2, 3], [1, 2, 3], [], id="none"),
        pytest.param([1, 2, 3], [1, 1, 3], [{1, 2}], id="two"),
        pytest.param([1, 2, 3, 4], [1, 1, 2, 3], [{1, 2, 3, 4}], id="a-chain"),
        pytest.param([4, 2, 3, 1], [2, 1, 3, 1], [{1, 2, 4}], id="in-any-order"),
        pytest.param([5, 6, 7], [2, 2, 7], [{5, 6}], id="the-first-is-not-there"),
        pytest.param([2, 3], [3, 2], [{2, 3}], id="each-of-the-other"),
        pytest.param([], [], [], id="nothing"),
    ],
)
def test_articles_hang_together(articles, text_of, together):
    assert groups(articles, text_of) == together


def test_deleted_articles_belong_to_nothing():
    assert groups([1, 2, 3], [1, 1, 1], live=[2, 3]) == [{2, 3}]
    assert groups([1, 2, 3], [1, 1, 1], live=[3]) == []

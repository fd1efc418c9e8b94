"""Counts of outlets, actors and dates, whether few articles are found or nearly all."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.facets import Articles, Dates, Labels, Outlets

SLUGS = ["al-mada", "newsweek", "reuters"]
SIZE = 20
LIVE = np.arange(SIZE) % 5 != 3
EVERYTHING = Articles(np.flatnonzero(LIVE), LIVE)
OUTLET = np.arange(SIZE) % 3
LABELS = [[code for code in range(3) if (doc >> code) & 1] for doc in range(SIZE)]
# 1 January 2021 and later; every fifth article has no date, every seventh only a year.
FIRST = np.array([0 if doc % 5 == 0 else 737791 + 20 * doc for doc in range(SIZE)])
PRECISION = np.array([0 if doc % 5 == 0 else 1 if doc % 7 == 0 else 3 for doc in range(SIZE)])

found_articles = st.sets(st.sampled_from(EVERYTHING.docs.tolist())).map(
    lambda docs: Articles(np.array(sorted(docs), dtype=np.int64), LIVE)
)


@pytest.fixture(scope="module")
def labels() -> Labels:
    codes = np.array([code for own in LABELS for code in own])
    return Labels(SLUGS, codes, np.array([len(own) for own in LABELS]), EVERYTHING)


def counted(codes) -> dict[str, int]:
    return dict(Counter(SLUGS[code] for code in codes))


@given(found=found_articles)
def test_outlets_are_counted_among_few_and_many(found):
    outlets = Outlets(SLUGS, OUTLET, EVERYTHING)

    assert outlets.counts(found) == counted(OUTLET[found.docs])


@given(found=found_articles)
def test_labels_are_counted_among_few_and_many(labels, found):
    assert labels.counts(found) == counted(code for doc in found.docs for code in LABELS[doc])


@given(found=found_articles)
def test_dates_are_counted_among_few_and_many(found):
    months, years, undated = Dates(FIRST, PRECISION, EVERYTHING).counts(found)

    known = PRECISION[found.docs]
    assert sum(months.values()) == np.count_nonzero(known == 3)
    assert sum(years.values()) == np.count_nonzero(known == 1)
    assert undated == np.count_nonzero(known == 0)
    assert list(months) == sorted(months)


def test_the_most_frequent_come_first(labels):
    counts = list(labels.counts(EVERYTHING).values())

    assert counts == sorted(counts, reverse=True)


def test_who_takes_the_counts_of_everything_may_change_them(labels):
    before = dict(labels.counts(EVERYTHING))

    labels.counts(EVERYTHING).clear()

    assert labels.counts(EVERYTHING) == before


@given(slugs=st.lists(st.sampled_from([*SLUGS, "nowhere"])))
def test_a_choice_of_labels_widens(labels, slugs):
    expected = [any(SLUGS[code] in slugs for code in own) for own in LABELS]

    assert labels.having_any(slugs).tolist() == expected

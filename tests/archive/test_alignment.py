"""What two sequences have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.alignment import align, opcodes
from tests.linear.growth import Counted, assert_linear

few_words = st.lists(st.sampled_from("ابتثج"), max_size=40)


@given(few_words, few_words)
def test_pairs_are_equal_and_ascend(old, new):
    pairs = align(old, new)

    assert all(old[i] == new[k] for i, k in pairs)
    assert pairs == sorted(set(pairs))
    assert len({i for i, _ in pairs}) == len({k for _, k in pairs}) == len(pairs)


@given(few_words, few_words)
def test_the_one_becomes_the_other_as_told(old, new):
    codes = list(opcodes(old, new))

    assert [word for _, i, j, _, _ in codes for word in old[i:j]] == old
    assert [word for _, _, _, k, n in codes for word in new[k:n]] == new
    assert all(old[i:j] == new[k:n] for change, i, j, k, n in codes if change == "equal")
    assert all(
        (i < j, k < n)
        == {"equal": (True, True), "replace": (True, True), "delete": (True, False)}.get(
            change, (False, True)
        )
        for change, i, j, k, n in codes
    )


@given(few_words)
def test_equal_sequences_are_equal_throughout(words):
    assert align(words, list(words)) == [(index, index) for index in range(len(words))]


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        pytest.param("ا ب ت ث", "ا ت ث", "ا ت ث", id="one-removed"),
        pytest.param("ا ب ت", "ا ج ب ت", "ا ب ت", id="one-added"),
        pytest.param("ا ب ت ث ج", "ث ج ا ب ت", "ا ب ت", id="moved"),
        pytest.param("س ا س ب س", "ا س ب س", "ا س ب س", id="repeated-first-removed"),
        pytest.param("س س س", "س س", "س س", id="only-repeated"),
        pytest.param("ا ب", "ت ث", "", id="nothing-in-common"),
    ],
)
def test_most_of_what_stands_in_the_same_order_is_kept(old, new, kept):
    old = old.split()

    assert [old[i] for i, _ in align(old, new.split())] == kept.split()


def _identical(n):
    return ["س"] * n, ["س"] * (n // 2) + ["ج"] + ["س"] * (n // 2)


def _reversed(n):
    return list(range(n)), list(range(n))[::-1]


def _alternating(n):
    return [i if i % 2 else -i - 1 for i in range(n)], [i if i % 2 else n + i for i in range(n)]


def _halves(n):
    return [0, 1] * (n // 2), [1] * (n // 2) + [0] * (n // 2)


def _nested(n):
    """What stands once only after what stood before it was taken: one a level."""
    chain = [at // 2 for at in range(n)]
    return chain, [*chain[1:], 0]


@pytest.mark.parametrize("made", [_identical, _reversed, _alternating, _halves, _nested])
def test_elements_are_compared_no_oftener_than_there_are_more_of_them(made):
    def work(n):
        old, new = ([Counted(value) for value in side] for side in made(n))
        Counted.steps = 0
        list(opcodes(old, new))
        return Counted.steps

    assert_linear(work)

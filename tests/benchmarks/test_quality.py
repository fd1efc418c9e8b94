"""The measure by which rules of search are judged."""

import math

import pytest

from benchmarks.quality import Plain, figures, folded, lucene, paired_bootstrap

ALL = pytest.approx((1.0, 1.0, 1.0, 1.0))


def test_the_one_relevant_article_in_first_place_is_perfect():
    assert figures(["a", "b"], frozenset({"a"})) == ALL


def test_gain_falls_with_the_place():
    gain, reciprocal, at_ten, at_hundred = figures(["x", "y", "a"], frozenset({"a"}))

    assert gain == pytest.approx(1 / math.log2(4))
    assert reciprocal == pytest.approx(1 / 3)
    assert (at_ten, at_hundred) == (1.0, 1.0)


def test_the_eleventh_place_counts_for_recall_at_a_hundred_alone():
    ranking = [*(f"x{n}" for n in range(10)), "a"]

    assert figures(ranking, frozenset({"a"})) == (0.0, 0.0, 0.0, 1.0)


def test_several_relevant_articles_are_measured_against_the_best_order():
    assert figures(["a", "b", "x"], frozenset({"a", "b"})) == ALL
    assert figures(["a", "x", "b"], frozenset({"a", "b"}))[0] < 1


def test_what_was_not_found_is_worth_nothing():
    assert figures([], frozenset({"a"})) == (0.0, 0.0, 0.0, 0.0)


def test_a_better_ranking_differs_by_more_than_chance():
    gain, low, high = paired_bootstrap([1.0] * 30 + [0.5] * 10, [0.5] * 40)

    assert low <= gain <= high
    assert gain == pytest.approx(0.375)
    assert low > 0


def test_rankings_that_are_alike_do_not_differ():
    assert paired_bootstrap([0.5, 0.7, 0.1], [0.5, 0.7, 0.1]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("printed", "stem"),
    [
        pytest.param("الكتاب", "كتاب", id="article"),
        pytest.param("والكتاب", "كتاب", id="conjunction-and-article"),
        pytest.param("وحسن", "حسن", id="conjunction"),
        pytest.param("ولد", "ولد", id="too-short-for-a-conjunction"),
        pytest.param("زوجها", "زوج", id="pronoun"),
        pytest.param("ساهدون", "ساهد", id="masculine-plural"),
        pytest.param("أمريكية", "امريك", id="hamza-and-two-suffixes"),
        pytest.param("مُحَمَّد", "محمد", id="vowel-marks"),
    ],
)
def test_the_reference_stems_as_it_is_described(printed, stem):
    assert lucene(printed) == [stem]


def test_the_reference_leaves_stop_words_out():
    assert lucene("من بغداد") == ["بغداد"]


def test_a_plain_index_ranks_by_rarer_and_more_frequent_words():
    plain = Plain({"a": "قوات قوات بغداد", "b": "قوات أربيل", "c": "قمح"}, folded)

    assert plain.rank("قوات أربيل") == ["b", "a"]

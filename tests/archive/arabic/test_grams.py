import pytest

from archive.arabic.grams import grams


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("قرار", ["_قرا", "قرار", "رار_"]),
        ("من", ["_من_"]),
        ("و", ["_و_"]),
    ],
)
def test_grams_are_padded_and_stay_inside_the_word(word, expected):
    assert grams(word) == expected


def test_a_misspelt_word_still_shares_grams_with_the_right_one():
    assert set(grams("الانتخابات")) & set(grams("الانتخبات"))


def test_unlike_words_share_none():
    assert not set(grams("بغداد")) & set(grams("طهران"))

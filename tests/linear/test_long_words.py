"""A run of letters longer than any word is looked for as it is spelt, and costs no more."""

import pytest

from archive.arabic import tokens
from archive.arabic.latin import halves, similarity, skeletons
from archive.arabic.sentences import carries_on, said
from archive.arabic.spelling import common_spelling
from archive.arabic.stem import Stemmer, opens
from archive.arabic.tokens import LONGEST_WORD
from search.query.wordlist import WordList
from tests.linear.growth import assert_linear, steps

LETTERS = "وبالم"


class Vocabulary:
    generation = "1"

    def __init__(self, *forms: str) -> None:
        self.forms = list(forms)
        self.frequencies = self

    def tolist(self) -> list[int]:
        return [2] * len(self.forms)


@pytest.mark.parametrize("letters", ["و", "ال", "وبالم", "l", "abd", "ات", "يه"])
@pytest.mark.parametrize(
    "read",
    [
        pytest.param(Stemmer({"كتاب": 2}).stem, id="stem"),
        pytest.param(opens, id="opens"),
        pytest.param(common_spelling, id="common_spelling"),
        pytest.param(said, id="said"),
        pytest.param(carries_on, id="carries_on"),
        pytest.param(skeletons, id="skeletons"),
        pytest.param(halves, id="halves"),
        pytest.param(lambda word: similarity("l" * len(word), word), id="similarity"),
        pytest.param(lambda word: WordList(Vocabulary(word)).neighbours, id="neighbours"),
    ],
)
def test_a_run_of_letters_costs_no_more_than_its_length(read, letters):
    read("كتاب")

    assert_linear(lambda n: steps(lambda: read(letters * (n // len(letters)))))


def test_a_run_of_letters_is_its_own_stem():
    stem = Stemmer({"كتاب": 2, "الكتاب": 2}).stem

    assert stem("والكتاب") == stem("كتاب")
    assert stem("و" * 70 + "كتاب") == "و" * 70 + "كتاب"


def test_nothing_long_is_remembered():
    remembered = len(tokens._KEYS)
    word = LETTERS * 200

    assert tokens.keys(word) == [word]
    assert len(tokens._KEYS) == remembered


def test_a_run_of_letters_is_offered_to_nobody():
    words = WordList(Vocabulary("كتاب", "كتابا", "ب" * (LONGEST_WORD + 1)))

    assert set(words.counts) == {"كتاب", "كتابا"}

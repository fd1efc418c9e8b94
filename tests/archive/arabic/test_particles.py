"""What is written on a word: particles and the article."""

import pytest

from archive.arabic.letters import fold
from archive.arabic.particles import (
    bare,
    before_a_noun,
    is_one_of,
    joins_by_and,
    with_particle,
)


@pytest.mark.parametrize(
    ("word", "without"),
    [("الجيش", "جيش"), ("جيش", "جيش"), ("الف", "الف"), ("الي", "الي"), ("القي", "قي")],
)
def test_the_article_comes_off_a_word_but_leaves_two_letters(word, without):
    assert bare(word) == without


def test_a_word_with_each_particle():
    assert with_particle("جيش") == ("جيش", "وجيش", "فجيش", "بجيش", "لجيش", "كجيش")
    assert "للجيش" in with_particle("الجيش")
    assert "للجيش" not in with_particle("جيش")


def test_the_beginning_of_a_noun_with_what_stands_before_it():
    assert before_a_noun("انسح") == ("الانسح", "والانسح", "فالانسح", "بالانسح", "كالانسح", "للانسح")
    assert "للجن" in before_a_noun("لجن")


@pytest.mark.parametrize("word", ["صحيفة", "وصحيفة", "لصحيفة", "وبصحيفة", "للصحيفة"])
def test_a_wanted_word_is_known_after_particles(word):
    assert is_one_of(fold(word), frozenset({fold("صحيفة")}))


@pytest.mark.parametrize("word", ["سصحيفة", "صحيفتها", "وبلصحيفة", ""])
def test_other_words_are_not_wanted(word):
    assert not is_one_of(fold(word), frozenset({fold("صحيفة")}))


@pytest.mark.parametrize(
    ("word", "joins"),
    [("وفي", False), ("ويري", True), ("وبعد", True), ("والعراق", False), ("وزير", False)],
)  # fmt: skip
def test_words_joined_by_and(word, joins):
    assert joins_by_and(word) is joins

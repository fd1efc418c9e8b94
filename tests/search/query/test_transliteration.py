"""Words in other letters find Arabic ones by their sound, and by no more."""

from __future__ import annotations

import pytest

from search.queries import Query, find
from tests.factories import make_entity
from tests.search.helpers import titles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["Kadhimi", "al-Kazemi", "Kadhemi"])
def test_a_latin_word_finds_the_arabic_word_it_sounds_like(published, typed):
    published("زيارة الكاظمي", "زيارة الكعبي")

    assert titles(typed) == ["زيارة الكاظمي"]


def test_a_short_word_without_a_capital_is_no_name(published):
    published("بات الوضع هادئاً", "زيارة باول")

    assert find(Query(words="vote")).total == 0
    assert titles("Powell") == ["زيارة باول"]


@pytest.mark.parametrize(
    "typed",
    ["AND OR", "NOT", "A-10", '"unclosed', "n", "2021", "The", "what is that", "who has been"],
)
def test_words_that_are_nobodys_name_sound_like_nothing(published, typed):
    published("عناد والناتو ونيد", "ذي قار والوايت", "الإنكليزية واين", "نون 2020", "إيه-20")

    assert find(Query(words=typed)).substitutions == ()


def test_a_word_without_a_capital_is_taken_for_known_names_alone(published):
    make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي")
    published("زيارة الكاظمي", "زيارة باول")

    assert titles("kazemi") == ["زيارة الكاظمي"]
    assert titles("powell") == []
    assert titles("Powell") == ["زيارة باول"]


def test_a_word_of_capitals_is_taken_for_known_names_alone(published):
    make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي")
    published("انتهت صفة القوات", "زيارة الكاظمي")

    assert titles("KADHIMI") == ["زيارة الكاظمي"]
    assert titles("SOFA") == []
    assert titles("Sofa") == ["انتهت صفة القوات"]


def test_sofa_is_the_agreement_in_both_arabic_spellings(published):
    published("اتفاقية صوفا", "اتفاقية سوفا", "صفة القوات")

    assert sorted(titles("SOFA")) == ["اتفاقية سوفا", "اتفاقية صوفا"]
    assert sorted(titles("صوفا")) == ["اتفاقية سوفا", "اتفاقية صوفا"]


def test_an_abbreviation_sounds_like_nothing(published):
    published("بيان عن العزاء")

    assert find(Query(words="ZZZ")).total == 0

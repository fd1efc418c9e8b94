import pytest

from archive.arabic.letters import fold
from archive.arabic.nationalities import makes_a_region, state_in, state_of


@pytest.mark.parametrize(
    "word", ["لبناني", "لبنانية", "اللبناني", "اللبنانية", "لبنان", "اللُّبنانيّة"]
)
def test_an_adjective_and_its_country_are_one_state(word):
    assert state_of(fold(word)) == state_of(fold("لبنان")) is not None


def test_spellings_of_one_nationality_are_one_state():
    words = ("الأمريكي", "الأميركية", "الامريكية", "أمريكا", "أميركا")

    assert len({state_of(fold(word)) for word in words}) == 1


@pytest.mark.parametrize("word", ["النواب", "القانون", "لبن", "مصرفية", "الجديدة"])
def test_other_words_are_no_state(word):
    assert state_of(fold(word)) is None


def test_a_country_may_have_a_preposition_attached():
    assert state_in(fold("بلبنان")) == state_of(fold("لبنان"))
    assert state_in(fold("لبنان")) is None


@pytest.mark.parametrize(
    ("word", "region"),
    [("اللاتينية", True), ("الجنوبية", True), ("جنوبية", False), ("العربية", False)],
)
def test_some_adjectives_make_a_region_of_a_country(word, region):
    assert makes_a_region(fold(word)) is region

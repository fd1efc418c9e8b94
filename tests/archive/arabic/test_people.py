"""Titles, kinship and first names beside a surname."""

import pytest

from archive.arabic.letters import fold
from archive.arabic.people import is_kin, is_title, looks_foreign, makes_a_first_name


@pytest.mark.parametrize("word", ["ميرابيلا", "روزفيلدا", "غوردن"])
def test_a_word_of_foreign_letters_looks_like_a_name(word):
    assert looks_foreign(fold(word))


@pytest.mark.parametrize(
    "word", ["برنامج", "وبرنامج", "زيارات", "ضحايا", "قضايا", "أعلنها", "ويزور", "كبار", "انتقد"]
)
def test_an_arabic_word_does_not(word):
    assert not looks_foreign(fold(word))


@pytest.mark.parametrize("pair", [("عبد", "الكريم"), ("صلاح", "الدين"), ("فتح", "الله")])
def test_two_words_are_one_first_name(pair):
    assert makes_a_first_name(*map(fold, pair))


@pytest.mark.parametrize("pair", [("آية", "الله"), ("حزب", "الله"), ("وزير", "الدفاع")])
def test_two_words_are_none(pair):
    assert not makes_a_first_name(*map(fold, pair))


def test_titles_and_kin_are_known_with_their_particles():
    assert is_title(fold("وللجنرال"))
    assert is_kin(fold("لأرملة"))
    assert not is_title(fold("المدينة"))
    assert not is_kin(fold("عائد"))

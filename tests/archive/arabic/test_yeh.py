import pytest

from archive.arabic.letters import fold
from archive.arabic.stem import Stemmer
from archive.arabic.tokens import keys
from archive.arabic.yeh import is_no_name, leaves_out_dots


def key(printed):
    return keys(printed, told=True)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("على", "علي", id="preposition-and-name"),
        pytest.param("وعلى", "وعلي", id="behind-a-conjunction"),
        pytest.param("إلى", "آلي", id="preposition-and-adjective"),
        pytest.param("إلي", "آلي", id="told-by-the-hamza"),
        pytest.param("القوى", "القوي", id="behind-the-article"),
        pytest.param("للقوى", "للقوي", id="behind-to-the"),
        pytest.param("نفى", "نفي", id="verb-and-its-noun"),
        pytest.param("يحيى", "يحيي", id="name-and-verb"),
        pytest.param("التقى", "التقي", id="verb-that-opens-with-al"),
    ],
)
def test_words_that_the_letter_tells_apart_have_keys_of_their_own(one, other):
    assert key(one) != key(other)
    assert fold(key(one)) == fold(key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("مصطفى", "مصطفي", id="no-other-word"),
        pytest.param("الكاظمى", "الكاظمي", id="without-dots"),
        pytest.param("فى", "في", id="preposition-without-dots"),
        pytest.param("إلى", "الى", id="hamza"),
        pytest.param("آلى", "آلي", id="adjective-without-dots"),
        pytest.param("الرأى", "الرأي", id="no-verb-has-the-article"),
        pytest.param("لعلى", "لعلي", id="no-preposition-has-another"),
        pytest.param("عَلَى", "على", id="marks"),
    ],
)
def test_other_words_have_one_key_for_both_letters(one, other):
    assert key(one) == key(other)


def test_a_stem_is_told_apart_behind_every_particle():
    stem = Stemmer({}).stem

    assert stem(key("وبالقوى")) == stem(key("قوى")) != stem(key("قوي"))


def test_a_plural_belongs_to_the_word_that_is_told_apart():
    stem = Stemmer({}).stem

    assert stem(key("مبانٍ")) == stem(key("مبنى")) != stem(key("مبني"))
    assert stem(key("أسرى")) == stem(key("أسير")) != stem(key("أسري"))


def test_particles_and_verbs_are_no_names():
    assert is_no_name(key("وعلى"))
    assert is_no_name(key("إلى"))
    assert not is_no_name(key("يحيى"))
    assert not is_no_name(key("علي"))


def test_a_text_is_known_to_leave_out_the_dots():
    assert leaves_out_dots("عاد على فى المساء")
    assert not leaves_out_dots("عاد إلى مستشفى المدينة")

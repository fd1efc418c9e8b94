"""A phrase word for word, in every newsroom's spelling."""

import pytest

from archive.arabic.phrases import LONGEST, spellings_of, wording
from archive.arabic.tokens import keys


@pytest.mark.parametrize(
    ("sought", "text"),
    [
        ("القوات الأمريكية", "غادرت القوات الأميركيّة أمس"),
        ("القوات الأميركية", "والقوات الامريكيه باقية"),
        ("نيوز ويك", "لمجلة نيوزويك"),
        ("إقليم كردستان", "في إقليم كوردستان"),
        ("موعد الانسحاب", "مــوعد الإنسحاب ثابت"),
    ],
)
def test_other_spellings_hold_it(sought, text):
    found = wording(sought)

    assert found.may_be_in(text)
    assert found.first_in(text) is not None


@pytest.mark.parametrize(
    ("sought", "text"),
    [
        ("القوات الأمريكية", "قوات أمريكية"),
        ("القوات الأمريكية", "القوات العراقية الأمريكية"),
        ("موعد الانسحاب", "الموعد والانسحاب"),
        ("نهاية العام", "العام نهاية"),
    ],
)
def test_other_words_do_not(sought, text):
    found = wording(sought)

    assert not found.may_be_in(text)
    assert found.first_in(text) is None


def test_where_it_first_stands_is_told_within_the_offsets():
    found = wording("نهاية العام")
    text = "قبل نهاية العام، وبعد نهاية العام."

    start, end = found.first_in(text)
    assert text[start:end] == "نهاية العام"
    assert found.first_in(text, 10) == (text.rindex("نهاية"), len(text) - 1)
    assert found.first_in(text, 0, 8) is None


def test_a_word_has_its_own_spelling_first_and_keeps_particles_and_endings():
    (key,) = keys("والأمريكيين")

    spelt = spellings_of(key)

    assert spelt[0] == key
    assert keys("والأميركيين")[0] in spelt
    assert spellings_of("قوات") == ("قوات",)


def test_what_holds_no_word_is_no_phrase_and_a_long_one_is_cut():
    assert wording("؟ …") is None
    assert len(wording("كلمة " * 50).spellings[0]) == LONGEST

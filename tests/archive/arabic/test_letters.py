from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.letters import fold

ARABIC = st.characters(min_codepoint=0x0600, max_codepoint=0x06FF)
FORMS = st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC)
TEXTS = st.text(st.one_of(ARABIC, FORMS, st.characters(codec="utf-8")), max_size=60)
# Where a hamza ends a word, its letters don't fold one by one.
TEXTS_WITHOUT_SEATS = st.one_of(ARABIC, FORMS, st.characters(codec="utf-8")).filter(
    lambda letter: "\u0621" not in fold(letter) and "\u0654" not in normalize("NFKD", letter)
)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        pytest.param("كِتَاب", "كتاب", id="short-vowels"),
        pytest.param("بانيتّا", "بانيتا", id="doubling-mark"),
        pytest.param("كتـــاب", "كتاب", id="tatweel"),
        pytest.param("أإآٱ", "اااا", id="alefs"),
        pytest.param("مصطفى", "مصطفي", id="alef-maqsura"),
        pytest.param("الحكومة", "الحكومه", id="teh-marbuta"),
        pytest.param("مسؤول", "مسوول", id="hamza-on-waw"),
        pytest.param("رئيس", "رييس", id="hamza-on-yeh"),
        pytest.param("قاآني", "قااني", id="alef-madda"),
        pytest.param("جزء", "جزء", id="hamza-alone-stays"),
        pytest.param("ﻣﺼﺮ", "مصر", id="presentation-forms"),
        pytest.param("ﷲ", "الله", id="ligature-of-a-word"),
        pytest.param("ﻻ", "لا", id="lam-alef"),
        pytest.param("٢٠٢١", "2021", id="arabic-indic-digits"),
        pytest.param("۲۰۲۱", "2021", id="persian-digits"),
        pytest.param("\u200fالكا\u200cظمي\u200e", "الكاظمي", id="invisible-controls"),
        pytest.param("پێشمەرگە", "بيشمهركه", id="kurdish-letters"),
        pytest.param("احمدی نژاد", "احمدي نجاد", id="persian-letters"),
        pytest.param("عێراق", "عيراق", id="kurdish-e"),
        pytest.param("Türkiye", "turkiye", id="latin-accents"),
        pytest.param("STRASSE", "strasse", id="latin-capitals"),
        pytest.param("طوارئ", "طواريء", id="final-hamza-beside-its-seat"),
        pytest.param("طوارىء", "طواريء", id="final-hamza-on-a-yeh-without-dots"),
        pytest.param("شئ", "شيء", id="final-hamza-on-a-mistaken-seat"),
        pytest.param("شَىْءٌ", "شيء", id="final-hamza-behind-marks"),
        pytest.param("سيّئ", "سيء", id="hamza-behind-a-doubled-yeh"),
        pytest.param("تكافؤ", "تكافوء", id="final-hamza-on-waw"),
        pytest.param("بدأوا", "بدووا", id="hamza-before-a-plural-on-alef"),
        pytest.param("بدءوا", "بدووا", id="hamza-before-a-plural-alone"),
        pytest.param("وأوضح", "واوضح", id="hamza-before-waw-inside-a-word"),
        pytest.param("ﹶ", "", id="spacing-vowel-mark"),
    ],
)
def test_spellings_of_one_word_fold_to_one_key(written, key):
    assert fold(written) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قانون", "كانون"),
        ("طالبان", "طالبات"),
        ("ماء", "ما"),
        ("حرب", "خرب"),
        ("سور", "صور"),
        ("شيء", "شي"),
    ],
)
def test_different_words_keep_different_keys(one, other):
    assert fold(one) != fold(other)


@given(TEXTS)
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(TEXTS_WITHOUT_SEATS, max_size=60), TEXTS)
def test_a_text_folds_as_its_letters_do(text, more):
    assert fold("".join(map(fold, text))) == fold(text)
    assert fold(text + " " + more) == fold(text) + " " + fold(more)

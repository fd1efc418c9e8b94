import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.tokens import Token, grouped_numbers, keys, spans, tokenize, word_key

ARABIC = st.characters(min_codepoint=0x0600, max_codepoint=0x06FF)
FORMS = st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC)
NEWSROOM = st.sampled_from("قوات وَالـ ـ.,،_-'’F-16K1 U.S. 3.5٫٬ 1,000%\u200f\u200c\u200bﷲﻻﷺ٢٠\n«»é")
TEXTS = st.text(st.one_of(ARABIC, FORMS, NEWSROOM, st.characters(codec="utf-8")), max_size=80)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("قوات.وقال", ["قوات", "وقال"], id="full-stop-between-words"),
        pytest.param("ذا_ناشيونال", ["ذا", "ناشيونال"], id="underscore"),
        pytest.param("Newsweekالأمريكية", ["newsweek", "الامريكيه"], id="latin-arabic-border"),
        pytest.param("الـPKK", ["ال", "pkk"], id="arabic-latin-border"),
        pytest.param("2021م", ["2021", "م"], id="year-with-its-letter"),
        pytest.param("بـ20%", ["ب", "20"], id="per-cent"),
        pytest.param("3.5 و٣٫٥", ["3.5", "و", "3.5"], id="decimals"),
        pytest.param("1,000 و١٬٠٠٠ و1000", ["1000", "و", "1000", "و", "1000"], id="thousands"),
        pytest.param("2.500 و1.250.000", ["2500", "و", "1250000"], id="thousands-with-stops"),
        pytest.param("6،300", ["6300"], id="thousands-with-an-arabic-comma"),
        pytest.param("2\u200f,700", ["2700"], id="thousands-behind-a-direction-mark"),
        pytest.param("0.250 3.1415", ["0.250", "3.1415"], id="decimals-of-other-lengths"),
        pytest.param("12، 500", ["12", "500"], id="comma-between-numbers"),
        pytest.param("تحدٍّ وتصدٍّ", ["تحدي", "وتصدي"], id="kasratan-of-a-weak-noun"),
        pytest.param("ناءٍ ماءٍ", ["نايي", "ماء"], id="kasratan-behind-a-hamza"),
        pytest.param("كتابٍ بيتٍ", ["كتاب", "بيت"], id="kasratan-of-another-noun"),
        pytest.param("الرتل\u200bالطويل", ["الرتل", "الطويل"], id="zero-width-space"),
        pytest.param("الحبا\u200cنية\ufe0f", ["الحبانيه"], id="joiner-and-selector"),
        pytest.param("31.12.2021", ["31", "12", "2021"], id="date-with-stops"),
        pytest.param("2020/2021", ["2020", "2021"], id="two-years"),
        pytest.param("F-16 F16", ["f16", "f16"], id="aircraft"),
        pytest.param("قاعدة K-1", ["قاعده", "k1"], id="base"),
        pytest.param("covid-19 covid19", ["covid", "19", "covid", "19"], id="word-and-number"),
        pytest.param("the U.S. said", ["the", "us", "said"], id="initials"),
        pytest.param("newsweek.com", ["newsweek", "com"], id="site"),
        pytest.param("Kata'ib al-Ka’bi", ["kataib", "al", "kabi"], id="apostrophes"),
        pytest.param("أ.ف.ب", ["ا", "ف", "ب"], id="arabic-initials"),
        pytest.param("قالــــ ــــ", ["قال"], id="tatweel-alone-is-no-word"),
        pytest.param("محمد ﷺ", ["محمد"], id="honorific-symbol"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words_split_where_a_reader_sees_them_end(text, words):
    assert keys(text) == words


def test_a_token_slices_back_to_the_word_as_printed():
    text = "قال «الكَاظِمـي»، اليوم"

    printed = [text[token.start : token.end] for token in tokenize(text)]

    assert printed == ["قال", "الكَاظِمـي", "اليوم"]


def test_direction_marks_at_the_ends_of_a_word_stay_outside_it():
    assert list(tokenize("\u200fقال\u200f")) == [Token("قال", 1, 4)]


def test_keys_and_spans_say_what_tokenize_says():
    text = "وقال F-16 إنّ ٢٠٪ من القوّات.انسحبت"
    tokens = list(tokenize(text))

    assert keys(text) == [token.key for token in tokens]
    assert spans(text) == (
        [token.key for token in tokens],
        [token.start for token in tokens],
        [token.end for token in tokens],
    )


@given(TEXTS)
def test_tokens_are_ordered_disjoint_and_fold_to_their_keys(text):
    tokens, end = list(tokenize(text)), 0
    assert bool(tokens) == any(map(str.isalnum, text))
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        assert token.key
        assert not any(map(str.isspace, token.key))
        assert word_key(text[token.start : token.end]) == token.key
        end = token.end


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("بيع 4 200 كتاب", [(1, 3, "4200")], id="one-group"),
        pytest.param("زاره 1 250 000", [(1, 4, "1250000")], id="two-groups"),
        pytest.param("في 31 2021", [], id="no-group-of-three"),
        pytest.param("1 25 000", [(1, 3, "25000")], id="group-behind-another-number"),
        pytest.param("0 200", [], id="nought-opens-no-number"),
    ],
)
def test_numbers_whose_thousands_a_space_parts_are_named(text, numbers):
    assert grouped_numbers(keys(text)) == numbers


@pytest.mark.parametrize("ring", "\u02bf\u02be\u02bc\u02bb'\u2019`")
def test_half_rings_and_apostrophes_of_a_latin_name_say_nothing(ring):
    assert keys(f"{ring}Abd al-Sa{ring}id") == ["abd", "al", "said"]

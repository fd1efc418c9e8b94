"""What readers type is read forgivingly, and its best reading can be shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.parser import MOST_LETTERS, MOST_WORDS, parse
from search.query.syntax import with_minus, words_of


def keys_of(items) -> list[str]:
    return [word.key for item in items for word in words_of(item)]


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        pytest.param("انسحاب القوات", "انسحاب القوات", id="words"),
        pytest.param('"رئيس الوزراء" انسحاب', 'انسحاب "رئيس الوزراء"', id="phrase"),
        pytest.param("«رئيس الوزراء»", '"رئيس الوزراء"', id="arabic-quotation-marks"),
        pytest.param("“رئيس الوزراء”", '"رئيس الوزراء"', id="curly-quotation-marks"),
        pytest.param("”رئيس الوزراء“", '"رئيس الوزراء"', id="quotation-marks-turned-round"),
        pytest.param("قوات -أفغانستان", "قوات -أفغانستان", id="without-a-word"),
        pytest.param('قوات -"حلف الناتو"', 'قوات -"حلف الناتو"', id="without-a-phrase"),
        pytest.param("بغداد OR أربيل", "(بغداد OR أربيل)", id="or"),
        pytest.param("بغداد أو أربيل", "(بغداد OR أربيل)", id="or-in-arabic"),
        pytest.param("بغداد او أربيل", "(بغداد OR أربيل)", id="or-without-hamza"),
        pytest.param("بغداد or أربيل", "(بغداد OR أربيل)", id="or-in-small-letters"),
        pytest.param("Basra or Mosul", "(Basra OR Mosul)", id="or-between-two-names"),
        pytest.param("بغداد and أربيل", "+بغداد +أربيل", id="and-in-small-letters"),
        pytest.param("قوات not أفغانستان", "قوات -أفغانستان", id="not-in-small-letters"),
        pytest.param(
            "Iraq and its allies will not leave",
            "Iraq and. its allies will not. leave",
            id="an-english-sentence",
        ),
        pytest.param("المحادثات العراقية –السورية", "المحادثات العراقية السورية", id="long-dash"),
        pytest.param("وا?ط", "وا?ط", id="a-letter-left-open"),
        pytest.param("مفاو*ات بغداد", "مفاو*ات بغداد", id="letters-left-open"),
        pytest.param('"سحب الجنود"~4', '"سحب الجنود"~4', id="words-apart"),
        pytest.param("بغداد | أربيل | كركوك", "(بغداد OR أربيل OR كركوك)", id="bar"),
        pytest.param("بغداد|أربيل", "(بغداد OR أربيل)", id="bar-without-spaces"),
        pytest.param("صواريخ بغداد OR أربيل", "صواريخ (بغداد OR أربيل)", id="or-binds-neighbours"),
        pytest.param("قوات*", "قوات*", id="prefix"),
        pytest.param("(قوات OR جيش) عراق", "(قوات OR جيش) عراق", id="group"),
        pytest.param("بغداد AND أربيل", "+بغداد +أربيل", id="and-demands-both"),
        pytest.param("+بغداد أربيل", "أربيل +بغداد", id="plus-demands"),
        pytest.param("قوات NOT أفغانستان", "قوات -أفغانستان", id="not"),
        pytest.param("العنوان:انسحاب", "العنوان:انسحاب", id="title"),
        pytest.param("title: انسحاب", "العنوان:انسحاب", id="title-in-english"),
        pytest.param('العنوان:"رئيس الوزراء"', 'العنوان:"رئيس الوزراء"', id="phrase-in-title"),
        pytest.param("قال:الكاظمي", "قال:الكاظمي", id="said"),
        pytest.param("المصدر:رويترز صواريخ", "صواريخ المصدر:رويترز", id="outlet"),
        pytest.param(
            "المصدر:(رويترز OR نيوزويك)", "المصدر:رويترز المصدر:نيوزويك", id="several-outlets"
        ),
        pytest.param("صواريخ -المصدر:رويترز", "صواريخ -المصدر:رويترز", id="without-an-outlet"),
        pytest.param("NOT place:أربيل", "-المكان:أربيل", id="not-a-place"),
        pytest.param("NOT title:انسحاب", "-العنوان:انسحاب", id="not-in-the-title"),
        pytest.param(
            "-المصدر:(رويترز OR نيوزويك)", "-المصدر:رويترز -المصدر:نيوزويك", id="without-outlets"
        ),
        pytest.param(
            "المصدر:(رويترز -نيوزويك)", "المصدر:رويترز -المصدر:نيوزويك", id="one-outlet-not-another"
        ),
        pytest.param("-بين:2019..2020 قوات", "قوات -بين:2019..2020", id="not-between"),
        pytest.param("بين:2020-01..2021-03", "بين:2020-01..2021-03", id="between"),
        pytest.param("بين:٢٠٢٠ ٢٠٢١ قوات", "قوات بين:2020..2021", id="between-in-arabic-digits"),
        pytest.param("بين:3/1/2020 إلى آب 2021", "بين:3/1/2020..آب 2021", id="as-printed"),
        pytest.param("between:2020-2021", "بين:2020..2021", id="between-with-a-dash"),
        pytest.param("بين:2020 2500 جندي", "2500 جندي بين:2020..2020", id="one-year-and-a-number"),
    ],
)
def test_a_well_formed_query_is_read_as_it_stands(typed, read_as):
    parsed = parse(typed)

    assert parsed.text == read_as
    assert not parsed.mended


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        pytest.param('"القوات الأمريكية', "القوات الأمريكية", id="unclosed-quotation-mark"),
        pytest.param("((قوات", "قوات", id="unclosed-brackets"),
        pytest.param("قوات))", "قوات", id="brackets-never-opened"),
        pytest.param("قوات OR", "قوات", id="operator-without-a-second-word"),
        pytest.param("OR قوات", "قوات", id="operator-without-a-first-word"),
        pytest.param("AND OR", "and. or.", id="nothing-but-operators"),
        pytest.param("أو", "أوْ", id="a-word-that-is-an-operator-elsewhere"),
        pytest.param("قو*", "قو", id="prefix-of-two-letters"),
        pytest.param("جسر^3 نهر", "جسر نهر", id="weight"),
        pytest.param("جسر^1.5", "جسر", id="weight-with-a-point"),
        pytest.param("جسر~2 نهر~", "جسر نهر", id="likeness"),
        pytest.param('"جسر النهر"^2', '"جسر النهر"', id="weight-of-a-phrase"),
        pytest.param('"جسر"~3', '"جسر"', id="one-word-apart"),
        pytest.param("جسر NEAR/3 نهر", "جسر نهر", id="nearness"),
        pytest.param("ج?ر", "ج ر", id="open-after-one-letter"),
        pytest.param("* قوات *", "قوات", id="stars-alone"),
        pytest.param(
            "قوات -(المكان:أربيل)", "قوات -المكان:أربيل", id="filter-in-excluded-brackets"
        ),
        pytest.param("قوات OR -المكان:أربيل جيش", "قوات جيش -المكان:أربيل", id="or-a-filter"),
        pytest.param("قوات بين:أمس", "قوات بين أمس", id="between-without-dates"),
    ],
)
def test_a_broken_query_is_answered_by_its_best_reading(typed, read_as):
    parsed = parse(typed)

    assert parsed.text == read_as
    assert parsed.mended


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\0", "؟", "()", '""', "«»", "-", "*", "|", "[]{}~^", "…", "\u200f\u202b"],
)
def test_marks_alone_ask_for_nothing(typed):
    parsed = parse(typed)

    assert (parsed.clauses, parsed.required, parsed.excluded) == ((), (), ())


def test_marks_of_other_languages_split_words_and_mean_nothing():
    assert keys_of(parse("[قوات] {جيش} ~قاعدة^").clauses) == ["قوات", "جيش", "قاعده"]


def test_a_full_stop_between_words_splits_them():
    assert keys_of(parse("قوات.وقال").clauses) == ["قوات", "وقال"]


def test_a_hyphen_inside_a_word_excludes_nothing():
    parsed = parse("F-16 كوفيد-19")

    assert parsed.excluded == ()
    assert keys_of(parsed.clauses) == ["f16", "كوفيد", "19"]


def test_a_dash_with_spaces_around_it_excludes_nothing():
    assert parse("بغداد - أربيل").excluded == ()


def test_a_colon_after_any_other_word_is_no_field():
    parsed = parse("المالكي: نرفض البقاء")

    assert keys_of(parsed.clauses) == ["المالكي", "نرفض", "البقاء"]
    assert parsed.filters == ()


def test_a_field_without_a_value_is_a_word():
    assert keys_of(parse("العنوان:").clauses) == ["العنوان"]


def test_a_known_name_of_several_words_needs_no_quotation_marks():
    parsed = parse("المصدر:نيويورك تايمز انسحاب", lambda name, words: 2)

    assert [one.printed for one in parsed.filters] == ["نيويورك تايمز"]
    assert keys_of(parsed.clauses) == ["انسحاب"]


def test_what_is_excluded_inside_brackets_is_excluded_from_all():
    parsed = parse("(قوات -أفغانستان) عراق")

    assert keys_of(parsed.excluded) == ["افغانستان"]
    assert keys_of(parsed.clauses) == ["قوات", "عراق"]


def test_only_the_first_letters_of_an_endless_query_are_read():
    parsed = parse("قوات " * 2_000)

    assert len(parsed.typed) <= MOST_LETTERS
    assert len(parsed.clauses) <= MOST_WORDS
    assert parsed.mended
    assert len(parsed.notes) == 2


def test_a_word_of_ten_thousand_letters_is_cut():
    assert len(parse("ق" * 10_000).typed) == MOST_LETTERS


pieces = st.sampled_from(
    ["قوات", "أو", "OR", "AND", "NOT", '"', "«", "»", "(", ")", "-", "+", "*", "|", ":", " ", "\0",
     "العنوان:", "المصدر:", "-المكان:", "قال:", "بين:", "-بين:", "2020", "..", "al-Kadhimi",
     "؟", "\u200f", "ڤ", "."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(pieces, max_size=20).map("".join)))
def test_any_input_has_a_reading_that_reads_as_itself(typed):
    parsed = parse(typed)

    assert parse(parsed.text).text == parsed.text


@given(st.lists(pieces, max_size=20).map("".join))
def test_what_was_read_looks_for_the_same_when_it_is_read_again(typed):
    again = parse(parse(typed).text)

    assert not again.notes
    assert replace(parse(again.text), typed="") == replace(again, typed="")


def nested(depth: int) -> str:
    """`(w0 OR (w1 (w2 OR (w3 w4))))`: every pair of brackets means something."""
    text = f"w{depth}"
    for level in reversed(range(depth)):
        text = f"w{level} OR {text}" if level % 2 == 0 else f"w{level} {text}"
        text = f"({text})"
    return text


@pytest.mark.parametrize("depth", [2, 7, 8, 31])
def test_deep_brackets_are_read_as_they_stand(depth):
    parsed = parse(nested(depth))

    assert parsed.text == nested(depth)
    assert not parsed.mended
    assert parse(parsed.text) == parsed


@pytest.mark.parametrize("depth", [1, 7, 450])
def test_brackets_around_brackets_mean_nothing(depth):
    parsed = parse(f"{'(' * depth}القوات OR بغداد{')' * depth} أربيل")

    assert parsed.text == "(القوات OR بغداد) أربيل"
    assert not parsed.mended


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param("المصدر: دجلة يفيض", ["المصدر", "دجلة", "يفيض"], id="field"),
        pytest.param("قمة -جبل", ["قمة", "جبل"], id="minus"),
        pytest.param("(قمة) NOT جبل", ["قمة", "جبل"], id="operator"),
        pytest.param("قمة* جبل^2", ["قمة", "جبل"], id="leftovers"),
    ],
)
def test_a_query_read_plainly_has_words_and_phrases_alone(typed, words):
    parsed = parse(typed, plainly=True)

    assert [word.printed for word in parsed.clauses] == words
    assert not parsed.has_signs


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("قمة ليس جبل", "قمة -جبل", id="is-not"),
        pytest.param("قمة وليست جبلاً", "قمة -جبلاً", id="and-is-not"),
        pytest.param("رحلة بدون توقف", "رحلة -توقف", id="without"),
        pytest.param("ليس هذا كل شيء", "", id="at-the-beginning"),
        pytest.param("غادر بدون أن يعلق", "", id="before-a-clause"),
        pytest.param('"قمة ليس جبل"', "", id="in-a-phrase"),
    ],
)
def test_a_word_of_leaving_out_may_be_meant_as_a_minus(typed, offered):
    assert with_minus(typed) == offered

"""Marks are whole printed words, and a card shows the passages that answer best."""

from __future__ import annotations

import pytest

from search.engines.plan import Match
from search.queries import Query, find
from search.snippets import MOST_LETTERS, PassageRow, runs, snippets
from tests.factories import make_entity

LONG = (
    "بدأت الجلسة في موعدها وحضرها عدد كبير من النواب والضيوف والصحافيين. "
    "ثم تحدث رئيس اللجنة عن الموازنة وعن تأخر المشاريع في المحافظات الجنوبية. "
    "وتلا بعده نائبه تقريراً مطولاً عن حال الطرق والجسور والمستشفيات في البلاد. "
    "وفي الختام أعلن المتحدث أن انسحاب القوات يكتمل في نهاية العام كما اتُّفق عليه. "
    "وانفضت الجلسة بعد ساعة من غير تصويت على ما كان مقرراً في جدول أعمالها."
)


def marked(found_runs) -> list[str]:
    return [run.text for run in found_runs if run.marked]


def joined(found_runs) -> str:
    return "".join(run.text for run in found_runs)


def first_result(words: str, **choices: object):
    return find(Query(words=words, **choices))[0:1][0]


def match(text: str, word: str, clause: int = 0) -> Match:
    start = text.index(word)
    return Match(start, start + len(word), clause, word, word)


def passage(text: str, part: str = "", ordinal: int = 1, kind: str = "paragraph") -> PassageRow:
    start = text.index(part)
    return PassageRow(ordinal, f"p{ordinal}", ordinal, kind, start, start + len(part or text))


# Runs


def test_runs_put_together_are_the_text_as_printed():
    text = "قالت القوّات إنها سترحل"

    found = runs(text, [match(text, "القوّات")])

    assert joined(found) == text
    assert marked(found) == ["القوّات"]


def test_a_line_break_inside_a_passage_is_printed_as_a_space():
    assert joined(runs("رحلت\n\nالقوات", [])) == "رحلت القوات"


def test_a_word_that_answers_twice_is_marked_once():
    text = "رحيل القوات"
    one = match(text, "القوات")

    assert marked(runs(text, [one, match(text, "القوات", clause=1)])) == ["القوات"]


# Marks of a real search


@pytest.mark.parametrize(
    ("typed", "text", "marks"),
    [
        pytest.param("قوات", "غادرت والقوات الأخرى", ["والقوات"], id="particles-are-marked-too"),
        pytest.param("قرار", "صدر القَرارُ أمس", ["القَرارُ"], id="vowel-marks"),
        pytest.param("كتاب", "صدر الكتـــاب أمس", ["الكتـــاب"], id="tatweel"),
        pytest.param("أمريكية", "قوات اميركيه", ["اميركيه"], id="spelling"),
        pytest.param("فصيل", "هاجمت فصائل القاعدة", ["فصائل"], id="plural"),
        pytest.param('"رئيس الوزراء"', "ورئيس الوزراء هنا", ["ورئيس", "الوزراء"], id="phrase"),
        pytest.param("قوا*", "قوات وقواعد كثيرة", ["قوات", "وقواعد"], id="prefix"),
    ],
)
def test_words_are_marked_whole_as_they_were_printed(published, typed, text, marks):
    published(("تقرير", f"{text}."))

    (snippet,) = first_result(typed).snippets

    assert marked(snippet.runs) == marks


def test_a_hit_in_the_title_alone_is_marked_there_and_opens_with_the_text(published):
    published(("رحيل القوات", "بدأ الأمر صباحاً."))

    result = first_result("القوات")

    assert marked(result.title) == ["القوات"]
    assert [joined(snippet.runs) for snippet in result.snippets] == ["بدأ الأمر صباحاً."]
    assert result.more_passages == 0


def test_a_name_written_apart_is_marked_when_it_is_asked_for_as_one_word(published):
    published(("تقرير", "نشرت مجلة نيوز ويك تقريراً."))

    (snippet,) = first_result("نيوزويك").snippets

    assert "".join(marked(snippet.runs)).replace(" ", "") == "نيوزويك"


def shown_first(words: str, *paragraphs: str, published) -> str:
    published(("تقرير", "\n\n".join(paragraphs)))
    return joined(first_result(words).snippets[0].runs)


@pytest.mark.parametrize(
    ("words", "scattered", "together"),
    [
        pytest.param(
            "موقف ثابت",
            "بقي موقف الحافلات مغلقاً وقال النواب إن رأي الكتلة في القانون ثابت.",
            "وللحكومة موقف ثابت.",
            id="side-by-side",
        ),
        pytest.param(
            "قوات الانسحاب",
            "انسحاب القوات يتأخر.",
            "تصل اليوم قوات الانسحاب.",
            id="in-the-order-typed",
        ),
        pytest.param(
            "القاعدة الانسحاب",
            "القاعدة قديمة. وفيها مدرج طويل ومخازن كثيرة. الانسحاب منها بعيد.",
            "القاعدة التي بناها البريطانيون قبل قرن كامل يشملها الانسحاب كله.",
            id="in-one-sentence",
        ),
    ],
)
def test_the_passage_that_holds_the_words_together_opens_the_card(
    published, words, scattered, together
):
    assert shown_first(words, scattered, together, published=published) == together


def test_a_passage_with_one_word_more_opens_the_card_though_they_stand_apart(published):
    apart = "قال الوزير إن في القاعدة جنوداً لن يشملهم مع المستشارين أي انسحاب قريب، وهو أمر ثابت."

    found = shown_first("انسحاب ثابت القاعدة", "انسحاب ثابت.", apart, published=published)

    assert found == apart


def test_the_best_passage_stands_before_earlier_ones(published):
    paragraphs = ["وصلت القوات.", "بقيت القوات.", "بدأ انسحاب القوات."]
    published(("تقرير", "\n\n".join(paragraphs)))

    result = first_result("انسحاب القوات")

    assert [snippet.ordinal for snippet in result.snippets] == [3, 1, 2]


def test_a_subheading_speaks_for_the_paragraph_under_it(published):
    paragraphs = [
        "وصلت القوات الإسبانية صباحاً إلى المدينة بعد رحلة طويلة.",
        "انسحاب بلا موعد",
        "تبقى القوات في الثكنات أسبوعاً بحسب ما أعلنه الناطق باسمها.",
    ]
    published(("تقرير", "\n\n".join(paragraphs)))

    result = first_result("انسحاب القوات")

    assert joined(result.snippets[0].runs) == paragraphs[2]
    assert result.more_passages == 0


def test_a_paragraph_without_a_word_opens_the_card_where_it_tells_what_is_asked(published):
    paragraphs = [
        "غادرت الفرقة القاعدة بعد خلاف طويل على الثمن.",
        "المعدات المتروكة في القاعدة",
        "قُدرت قيمة ما بقي بنحو 3 ملايين دولار بحسب الوزارة.",
    ]
    published(("تقرير", "\n\n".join(paragraphs)))

    def opening(words):
        return joined(first_result(words).snippets[0].runs)

    assert opening("كم كلفت المعدات المتروكة") == paragraphs[2]
    assert opening("المعدات المتروكة") == paragraphs[1]


def test_passages_that_say_equally_much_are_shown_in_the_order_of_the_text(published):
    paragraphs = [
        "وصلت القوات صباحاً إلى المدينة.",
        "تحدث الناس عن الطقس والأسعار.",
        "انسحاب القوات من القاعدة في موعده.",
        "بقيت القوات في الثكنات أسبوعاً.",
        "تأجل انسحاب القوات من القاعدة مرتين.",
        "اكتمل انسحاب القوات من القاعدة أمس.",
    ]
    published(("تقرير", "\n\n".join(paragraphs)))

    result = first_result("انسحاب القوات القاعدة")

    assert [joined(snippet.runs) for snippet in result.snippets] == [
        paragraphs[2],
        paragraphs[4],
        paragraphs[5],
    ]
    assert [snippet.ordinal for snippet in result.snippets] == [3, 5, 6]
    assert result.more_passages == 2


# Snippets


def test_a_long_passage_is_cut_to_the_sentence_that_answers():
    found, _more = snippets(LONG, [passage(LONG)], [match(LONG, "انسحاب")], [1.0])

    (snippet,) = found
    assert joined(snippet.runs).startswith("وفي الختام")
    assert len(joined(snippet.runs)) <= MOST_LETTERS
    assert (snippet.cut_before, snippet.cut_after) == (True, False)


def test_a_sentence_without_end_is_cut_at_words():
    text = " ".join(["كلمة"] * 200 + ["انسحاب"] + ["كلمة"] * 200)

    (snippet,) = snippets(text, [passage(text)], [match(text, "انسحاب")], [1.0])[0]

    shown = joined(snippet.runs)
    assert len(shown) <= MOST_LETTERS
    assert set(shown.split()) == {"كلمة", "انسحاب"}
    assert marked(snippet.runs) == ["انسحاب"]
    assert (snippet.cut_before, snippet.cut_after) == (True, True)


@pytest.mark.parametrize("mark", [".", "،", "؛", "…", " –"])
def test_no_mark_stands_before_the_ellipsis_of_a_cut_passage(mark):
    text = f"انسحاب {f'كلمة{mark} ' * 100}"

    (snippet,) = snippets(text, [passage(text)], [match(text, "انسحاب")], [1.0])[0]

    assert snippet.cut_after
    assert joined(snippet.runs)[-1].isalpha()


def test_the_part_with_the_more_telling_word_is_shown():
    text = f"القوات هنا. {'حشو ' * 100}. وهناك الانسحاب. {'حشو ' * 100}."
    marks = [match(text, "القوات", clause=0), match(text, "الانسحاب", clause=1)]

    (snippet,) = snippets(text, [passage(text)], marks, [0.5, 3.0])[0]

    assert marked(snippet.runs) == ["الانسحاب"]


def test_without_a_match_the_first_paragraph_is_shown():
    text = "عنوان فرعي\n\nالفقرة الأولى هنا."
    rows = [
        passage(text, "عنوان فرعي", 1, "subheading"),
        passage(text, "الفقرة الأولى هنا.", 2),
    ]

    (snippet,) = snippets(text, rows, [], [])[0]

    assert joined(snippet.runs) == "الفقرة الأولى هنا."


# Why it matched


def test_another_spelling_is_noted(published):
    published("القوات الأميركية")

    assert len(first_result("الأمريكية").why) == 1


def test_a_plural_is_noted(published):
    published("هجوم الفصائل")

    assert len(first_result("فصيل").why) == 1


def test_a_name_in_other_letters_is_noted(published):
    make_entity("brett-mcgurk", "بريت ماكغورك", name_en="Brett McGurk")
    published("زيارة بريت ماكغورك")

    (note,) = first_result("Brett McGurk").why

    assert "بريت ماكغورك" in note
    assert "Brett McGurk" in note


@pytest.mark.parametrize("typed", ["القوات", "قوات", "والقوات"])
def test_the_word_itself_and_its_particles_need_no_note(published, typed):
    published("رحيل القوات")

    assert first_result(typed).why == ()

"""How sentences open, carry on and end."""

import pytest

from archive.arabic.sentences import (
    LONGEST_SENTENCE,
    Sentences,
    carries_on,
    is_credit,
    opens_paragraph,
    wants_more,
)
from archive.arabic.tokens import keys


@pytest.mark.parametrize(
    "line",
    [
        "وأضاف المتحدث أن القوات", "نفت الوزارة ذلك", "الشمري أكد أن", "كما دعت الكتلة",
        "ورأت الصحيفة أن", "ويرى مراقبون", "من جهته قال", "الحكومة روت ما حدث",
    ],
)  # fmt: skip
def test_lines_that_open_a_paragraph(line):
    assert opens_paragraph(keys(line))


@pytest.mark.parametrize("line", ["القوات الأمريكية في البلاد", "إلى بغداد", "وزير الدفاع"])
def test_lines_that_may_go_on(line):
    assert not opens_paragraph(keys(line))


@pytest.mark.parametrize("word", ["الذي", "مشيراً", "مؤكدة", "مستدركة", "معربين", "لافتة"])
def test_words_that_carry_a_sentence_on(word):
    assert carries_on(keys(word)[0])


@pytest.mark.parametrize("word", ["مدينة", "المشير", "مصدر", "مسلمين", "قال"])
def test_words_that_do_not(word):
    assert not carries_on(keys(word)[0])


def test_words_after_which_no_sentence_ends():
    assert wants_more(keys("إلى")[0])
    assert not wants_more(keys("بغداد")[0])


@pytest.mark.parametrize("line", ["كتب/ علي", "المصدر: وكالات", "اقرأ أيضاً", " تصوير - فلان"])
def test_credits(line):
    assert is_credit(line)


@pytest.mark.parametrize("line", ["كتب رسالة إلى الرئيس", "المصدر الأمني قال", "بغداد: وكالات"])
def test_lines_that_credit_nobody(line):
    assert not is_credit(line)


@pytest.mark.parametrize(
    ("text", "inside", "sentence"),
    [
        ("غادر الوفد. وصل الأحد إلى بغداد. ثم عاد.", "الأحد", "وصل الأحد إلى بغداد."),
        ("قال: «نغادر الجمعة.» ثم صمت.", "الجمعة", "قال: «نغادر الجمعة.»"),
        ("التقى د. سالم الراوي الأحد. وغادر.", "الأحد", "التقى د. سالم الراوي الأحد."),
        ("بلغت 2.5 مليون الأحد! ثم زادت.", "الأحد", "بلغت 2.5 مليون الأحد!"),
        ("وصلوا في 5 أيار 2021. ثم عادوا.", "2021", "وصلوا في 5 أيار 2021."),
        ("عنوان بلا نقطة\nوصل الأحد", "الأحد", "وصل الأحد"),
        ("من يغادر الأحد؟ لا أحد.", "الأحد", "من يغادر الأحد؟"),
    ],
    ids=["full-stop", "marks", "initial", "decimal", "number", "line", "question"],
)
def test_the_sentence_of_a_word(text, inside, sentence):
    start = text.index(inside)

    first, last = Sentences(text).around(start, start + len(inside))

    assert text[first:last] == sentence


def test_a_sentence_without_end_is_cut_between_words():
    text = "كلمة " * 1000

    first, last = Sentences(text).around(2500, 2504)

    assert first <= 2500 < 2504 <= last
    assert last - first <= LONGEST_SENTENCE
    assert set(text[first:last].split()) == {"كلمة"}


@pytest.mark.parametrize(
    ("text", "end", "following"),
    [
        ("العنوان\n\nالجملة الأولى. الثانية.", 7, "الجملة الأولى."),
        ("أولى. ثانية.", 5, "ثانية."),
        ("أولى.", 5, ""),
        ("أولى. \n", 5, ""),
    ],
    ids=["next-line", "same-line", "end", "space-at-end"],
)
def test_the_sentence_after_another(text, end, following):
    first, last = Sentences(text).after(end)

    assert text[first:last] == following

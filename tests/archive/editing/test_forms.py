"""A message in Arabic and English is shown with each in its own direction."""

import pytest
from django.utils.html import format_html

from archive.dates import DateError, parse_partial
from archive.models import Decision
from archive.templatetags.admin_text import decided, in_both_languages


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        pytest.param(
            "املأ هذه الخانة. Fill in this field.",
            'املأ هذه الخانة. <span lang="en" dir="ltr">Fill in this field.</span>',
            id="one-sentence-each",
        ),
        pytest.param(
            "لا مصدر باسم «المدى». اختر غيره. There is no “المدى”. Choose another.",
            "لا مصدر باسم «المدى». اختر غيره. "
            '<span lang="en" dir="ltr">There is no “المدى”. Choose another.</span>',
            id="arabic-name-in-english",
        ),
        pytest.param(
            "«x» ليس ملفاً. “ملف” is no file.",
            '«x» ليس ملفاً. <span lang="en" dir="ltr">“ملف” is no file.</span>',
            id="sentence-opens-with-a-name",
        ),
        pytest.param("لم يتغير شيء.", "لم يتغير شيء.", id="arabic-alone"),
        pytest.param(
            "شغّل manage.py worker الآن.", "شغّل manage.py worker الآن.", id="a-command-inside"
        ),
        pytest.param("خطأ <b>.", "خطأ &lt;b&gt;.", id="escaped"),
        pytest.param("", "", id="empty"),
    ],
)
def test_sentences_are_told_apart(message, shown):
    assert in_both_languages(message) == shown


def test_date_beside_arabic_letters_keeps_its_order():
    with pytest.raises(DateError) as refused:
        parse_partial("أمس")

    shown = in_both_languages(refused.value)

    assert '<bdi dir="ltr">2021-11-22</bdi> أو <bdi dir="ltr">2021-11</bdi> أو 2021.' in shown


@pytest.mark.parametrize(
    ("kind", "about", "told"),
    [
        pytest.param(
            "amended",
            "published_on:  → 2021-11\nbasis:  → inferred\nbyline: سعد → <b>سعد علي",
            [
                "تاريخ النشر من <bdi>—</bdi> إلى <bdi>2021-11</bdi>",
                "أساس التاريخ من <bdi>—</bdi> إلى <bdi>مستنتج</bdi>",
                "الكاتب من <bdi>سعد</bdi> إلى <bdi>&lt;b&gt;سعد علي</bdi>",
            ],
            id="amended",
        ),
        pytest.param("confirmed", "cut: 9f3k", ["نهاية المقطع <bdi>9f3k</bdi>"], id="cut"),
        pytest.param("rejected", "هود = hood", ["<bdi>هود = hood</bdi>"], id="name"),
        pytest.param("withdrawn", "url: طلب", ["<bdi>url: طلب</bdi>"], id="reason"),
        pytest.param("published", "", [], id="nothing-to-say"),
    ],
)
def test_decision_says_what_it_was_about_in_the_words_of_the_newsroom(kind, about, told):
    assert [str(line) for line in decided(Decision(kind=kind, about=about))] == told


def test_markup_of_the_archive_stays_markup():
    link = format_html('<a href="{}">المقال</a>', "/a/x/")

    assert in_both_languages(link) == link

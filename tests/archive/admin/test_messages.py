"""A message in Arabic and English is shown with each in its own direction."""

import pytest
from django.utils.html import format_html

from archive.dates import DateError
from archive.templatetags.admin_text import in_both_languages


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
    shown = in_both_languages(DateError("أمس"))

    assert '<bdi dir="ltr">2021-11-22</bdi> أو <bdi dir="ltr">2021-11</bdi> أو 2021.' in shown


def test_markup_of_the_archive_stays_markup():
    link = format_html('<a href="{}">المقال</a>', "/a/x/")

    assert in_both_languages(link) == link

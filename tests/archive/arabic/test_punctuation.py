"""Which marks open and close a quotation."""

import pytest

from archive.arabic.punctuation import quote_balance


@pytest.mark.parametrize(
    ("line", "closes", "opens"),
    [
        ('قال "نعم" ومضى', False, False),
        ('بـ "حل" الفصائل', False, False),
        ('قال و"الحشد" معنا', False, False),
        ('وقال "نعم ومضى', False, True),
        ('نعم"، ومضى', True, False),
        ('نعم" ثم قال "لا', True, True),
        ("«قال» إن «النص", False, True),
        ("النص» كما هو", True, False),
        ('قال " نعم " ومضى', False, False),
    ],
)
def test_quotation_marks_tell_which_way_they_face(line, closes, opens):
    assert quote_balance(line) == (closes, opens)

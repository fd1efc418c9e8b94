"""Lines written out with their markup read back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.markup import Anchor, PlainLine, plain_line, with_markup

LETTERS = st.text(alphabet='[]()*#!\\ اب"7', max_size=30).map(str.strip)


@given(LETTERS, st.booleans())
def test_any_line_reads_back_as_it_was(text, heading):
    line = PlainLine(text, (), heading=heading and bool(text))

    assert plain_line(with_markup(line)) == line


@pytest.mark.parametrize("shown", ["هنا", "[1]", "أ ] ب", "**أ**", "(أ)"])
@pytest.mark.parametrize("before", ["", "انظر ", "انظر!", "[", "[أ]", "# "])
@pytest.mark.parametrize("after", ["", " وغيره", "(أ)", "]", "**"])
def test_a_link_reads_back_wherever_it_stands(before, shown, after):
    start, end = len(before), len(before) + len(shown)
    anchor = Anchor(start, end, "https://demo.example/a_(b)")
    line = PlainLine(before + shown + after, (anchor,), heading=False)

    assert plain_line(with_markup(line)) == line


@pytest.mark.parametrize("text", ["قال [هذا] هنا", "5 * 4", "الوسم #سوقنا", "مهم!", r"أ\ب"])
def test_what_is_read_as_text_is_written_without_backslashes(text):
    assert with_markup(PlainLine(text, (), heading=False)) == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [(r"\[أ](ب)", "[أ](ب)"), (r"\# 5", "# 5"), (r"\**أ**", "**أ**"), (r"\\[أ", r"\[أ")],
)
def test_a_backslash_keeps_a_letter_of_a_mark(typed, read):
    assert plain_line(typed) == PlainLine(read, (), heading=False)

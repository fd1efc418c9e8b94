import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.composition import MOST_MARKS, composed, composed_offsets, joins_previous

FATHA = "\N{ARABIC FATHA}"
SHADDA = "\N{ARABIC SHADDA}"
HAMZA_ABOVE = "\N{ARABIC HAMZA ABOVE}"
OVERLADEN = "ا" + (SHADDA + FATHA) * MOST_MARKS

letters = st.text(alphabet="ابكa" + FATHA + SHADDA + HAMZA_ABOVE + "\u0308\u0323\u1100\u1161\u11a8")


@given(letters)
def test_a_text_that_people_print_is_composed_as_unicode_says(text):
    if len(text) <= MOST_MARKS:
        assert composed(text) == unicodedata.normalize("NFC", text)


def test_a_letter_under_more_marks_than_anybody_prints_stays_as_it_came():
    assert composed(f"ا{HAMZA_ABOVE} {OVERLADEN} ا{HAMZA_ABOVE}") == f"أ {OVERLADEN} أ"


def test_as_many_marks_as_may_be_printed_are_put_in_order():
    text = "ا" + (SHADDA + FATHA) * (MOST_MARKS // 2)

    assert composed(text) == unicodedata.normalize("NFC", text) != text


@given(st.lists(st.sampled_from(["ا", HAMZA_ABOVE, FATHA, SHADDA * 20, OVERLADEN, "a\u0308"])))
def test_composing_again_changes_nothing(parts):
    text = "".join(parts)

    assert composed(composed(text)) == composed(text)


@given(letters)
def test_offsets_move_with_the_letters_before_them(text):
    offsets = range(len(text) + 1)
    moved = composed_offsets(text, offsets)

    assert moved == {at: len(unicodedata.normalize("NFC", text[:at])) for at in offsets}


def test_offsets_within_a_letter_that_stays_keep_their_distance():
    text = f"ا{HAMZA_ABOVE}{OVERLADEN}ب"
    moved = composed_offsets(text, [2, 40, len(text) - 1])

    assert moved == {2: 1, 40: 39, len(text) - 1: len(text) - 2}


def test_no_letter_composes_with_what_the_rule_parts_from_it():
    """The rule is ours, the tables are Unicode's: a new edition of them may bring an exception."""
    pairs = [
        (point, parts.split())
        for point in range(sys.maxunicode + 1)
        if (parts := unicodedata.decomposition(chr(point))) and not parts.startswith("<")
    ]
    seconds = {chr(int(parts[1], 16)) for _, parts in pairs if len(parts) == 2}

    assert len(seconds) > 50
    assert all(map(joins_previous, seconds))
    assert [
        point
        for point, _ in pairs
        if joins_previous(unicodedata.normalize("NFD", chr(point))[0])
        and not joins_previous(chr(point))
    ] == []


@pytest.mark.parametrize(
    ("letter", "joins"), [("ا", False), ("a", False), (FATHA, True), ("\u1161", True)]
)
def test_joins_previous(letter, joins):
    assert joins_previous(letter) is joins

"""Counted nouns."""

import pytest

from archive.arabic.counting import counted


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "مقطع واحد"),
        (2, "مقطعان"),
        (3, "3 مقاطع"),
        (10, "10 مقاطع"),
        (11, "11 مقطعاً"),
        (99, "99 مقطعاً"),
        (100, "100 مقطع"),
        (101, "101 مقطع"),
        (102, "102 مقطع"),
        (103, "103 مقاطع"),
        (1000, "1,000 مقطع"),
        (1111, "1,111 مقطعاً"),
    ],
)
def test_a_counted_noun_takes_the_form_of_its_number(number, said):
    assert counted(number, "مقطع واحد", "مقطعان", "مقاطع", "مقطعاً") == said

"""What was typed with the keyboard left on English."""

import pytest

from archive.arabic.keyboard import on_arabic_keys


@pytest.mark.parametrize(
    ("typed", "arabic"),
    [("hgYvhr", "الغراق"), ("hguvhr", "العراق"), ("fy]h]", "بغداد"), ("2021", "2021")],
)  # fmt: skip
def test_letters_of_the_same_keys(typed, arabic):
    assert on_arabic_keys(typed) == arabic

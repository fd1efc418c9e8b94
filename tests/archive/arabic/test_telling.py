"""Words by which one statement is told from another, and how they are looked up."""

from __future__ import annotations

import pytest

from archive.arabic.telling import common_ending, keys_of_word


@pytest.mark.parametrize(
    ("word", "ending"), [("موعد", "موعد "), ("الموعد", "موعد "), ("الان", "لان "), ("ل", "ل ")]
)
def test_all_forms_of_a_word_end_alike(word, ending):
    forms = keys_of_word(word)

    assert common_ending(forms) == ending
    assert all(form.endswith(ending) for form in forms)


def test_forms_that_share_nothing_end_with_nothing():
    assert common_ending([" باء ", " تاء"]) == ""

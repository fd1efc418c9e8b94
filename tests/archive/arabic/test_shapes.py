"""Letters for the shapes that they take in print."""

import pytest

from archive.arabic.shapes import as_letters, from_the_right


@pytest.mark.parametrize(
    ("text", "letters", "shapes"),
    [
        pytest.param("ﺍﻟﺴﻮﻕ", "السوق", 5, id="shapes"),
        pytest.param("ﻻ بقاء", "لا بقاء", 1, id="two-letters"),
        pytest.param("قال\ufe70", "قال\u064b", 1, id="a-mark-by-itself"),
        pytest.param("السوق F-16 ٢", "السوق F-16 ٢", 0, id="no-shapes"),
    ],
)
def test_shapes_become_letters_and_letters_stay(text, letters, shapes):
    assert as_letters(text) == (letters, shapes)


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("دحألا قوسلا حتتفا", "افتتح السوق الأحد"),
        (".2021 لوألا نوناك 12 يف (F-16)", "(F-16) في 12 كانون الأول 2021."),
        ("«معن» :٪5.2 ٣٠", "٣٠ 5.2٪: «نعم»"),
    ],
)
def test_a_line_is_read_from_the_right_and_its_numbers_from_the_left(drawn, read):
    assert from_the_right(drawn) == read

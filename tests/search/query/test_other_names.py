"""Names are whole words of a query, and lead to others that say as much."""

from __future__ import annotations

import pytest

from archive.arabic.name_matching import NameMatcher
from search.query.authorities import Authorities, Known
from search.query.other_names import names_in, other_full_names
from search.query.syntax import words_in


def stem(word: str) -> str:
    """Every form its own class."""
    return word


def known(*full: str) -> tuple[Authorities, Known]:
    entity = Known("someone", full[0], arabic=full, full=full)
    nobody = NameMatcher(())
    return Authorities(slugs={}, entities={1: entity}, foreign=nobody, arabic=nobody), entity


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("زيارة بريت ماكغورك بغداد", [(1, 3, (7,))], id="in-the-middle"),
        pytest.param("بريت ماكغورك", [(0, 2, (7,))], id="all-of-it"),
        pytest.param("بريت زيارة", [], id="part-of-it"),
    ],
)
def test_a_name_is_found_by_the_indexes_of_its_words(typed, found):
    names = NameMatcher([(7, "بريت ماكغورك")])

    assert list(names_in(names, words_in(typed))) == found


def test_the_other_names_are_those_that_are_not_typed():
    archive, entity = known("بريت ماكغورك", "بيرت مكورغ")

    assert other_full_names(archive, entity, words_in("بيرت مكورغ"), stem) == ("بريت ماكغورك",)


def test_a_name_that_holds_all_that_was_typed_is_found_without_help():
    archive, entity = known("الحشد الشعبي", "هيئة الحشد الشعبي")

    assert other_full_names(archive, entity, words_in("الحشد الشعبي"), stem) == ()


def test_a_name_that_says_less_than_was_typed_is_left_out():
    archive, entity = known("وزارة الدفاع الأمريكية", "وزارة الدفاع")

    assert other_full_names(archive, entity, words_in("وزارة الدفاع الأمريكية"), stem) == ()

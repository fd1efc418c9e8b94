"""Names near to mistyped words: nearest first; a name has no others."""

from __future__ import annotations

import pytest

from search.query.known_names import known_names, windows
from tests.factories import make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _names(db):
    make_entity("mcgurk", "بريت ماكغورك")
    make_entity("mckenzie", "فرانك ماكنزي")


def near(*words: str, loosely: set[int]) -> list[str]:
    return [one.printed for one in known_names().near(words, loosely=frozenset(loosely))]


def test_every_word_that_may_differ_is_near(db):
    assert near("برت", "ماكغرك", loosely={0, 1}) == ["بريت ماكغورك"]
    assert near("برت", "ماكغرك", loosely={1}) == []


def test_a_name_itself_has_no_near_ones(db):
    assert near("بريت", "ماكغورك", loosely={0, 1}) == ["بريت ماكغورك"]


def test_another_name_is_not_near(db):
    assert near("سالم", "ماكغورك", loosely={0, 1}) == []


def test_spaces_are_mistyped_too(db):
    assert near("بريتماكغورك", loosely={0}) == ["بريت ماكغورك"]
    assert near("بريت", "ماك", "غورك", loosely={0, 1, 2}) == ["بريت ماكغورك"]


def test_anything_is_answered(db):
    assert near("ق" * 5000, loosely={0}) == []
    assert near("a", "b", "c", "d", "e", loosely={0}) == []
    assert near(loosely=set()) == []


def test_longer_runs_of_words_come_first():
    assert list(windows("abc")) == [(0, 3), (0, 2), (1, 3), (0, 1), (1, 2), (2, 3)]
    assert list(windows("")) == []

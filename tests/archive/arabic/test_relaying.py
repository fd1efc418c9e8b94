"""Words by which a newsroom says that it relays an outlet."""

import pytest

from archive.arabic.letters import fold
from archive.arabic.relaying import attributes, is_kind_of_outlet, reports


@pytest.mark.parametrize("word", ["صحيفة", "لوكالة", "وقناة", "للمجلة", "شبكة"])
def test_kinds_of_outlets(word):
    assert is_kind_of_outlet(fold(word))


@pytest.mark.parametrize("word", ["صحفي", "وكيل", "قنوات"])
def test_other_nouns_are_no_kinds_of_outlets(word):
    assert not is_kind_of_outlet(fold(word))


def test_words_of_attribution():
    assert attributes(fold("نقلاً"))
    assert not attributes(fold("نقل"))


@pytest.mark.parametrize("word", ["ذكرت", "وأفادت", "نفت", "روت", "يقول", "بحسب", "تقرير", "نقلته"])
def test_words_of_reporting(word):
    assert reports(fold(word))


@pytest.mark.parametrize("word", ["مدينة", "هناك", "مصدرها", "يعد", "المركز", "دون"])
def test_other_words_report_nothing(word):
    assert not reports(fold(word))

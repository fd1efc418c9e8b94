"""What a text refers to, told by its first noun."""

import pytest

from archive.arabic.references import is_document


@pytest.mark.parametrize(
    "name", ["التقرير الأصلي", "بيان خلية الإعلام", "وبيانها", "محضر الاجتماع"]
)
def test_documents_are_told_by_their_first_noun(name):
    assert is_document(name) == (name != "وبيانها")  # somebody's, and no name of one


@pytest.mark.parametrize("name", ["الكونغرس", "قوات التحالف", "رئيس كتلة بيان", ""])
def test_a_name_that_holds_such_a_word_further_on_is_none(name):
    assert not is_document(name)

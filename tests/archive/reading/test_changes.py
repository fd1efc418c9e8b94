"""What changed between two wordings."""

from __future__ import annotations

from archive.reading.changes import MOST_COMPARED, compare_words, side_by_side


def test_paragraph_of_thousands_of_words_is_compared_as_a_whole():
    old = " ".join(f"كلمة{number}" for number in range(MOST_COMPARED + 1))
    new = old.replace("كلمة7 ", "غيرها ")

    assert [part.change for part in compare_words(old, new)] == ["removed", "added"]
    assert [part.change for part in compare_words(old, old)] == ["kept"]


def test_paragraphs_that_share_words_stand_beside_each_other():
    first = ["أ ب ج د", "جديد كل الجدة", "ه و ز ح"]
    second = ["أ ب ج ه", "ه و ز ط", "ختام آخر"]

    rows = list(side_by_side(first, second))

    told = [("".join(p.text for p in r.first), "".join(p.text for p in r.second)) for r in rows]
    assert [(bool(one), bool(other)) for one, other in told] == [
        (True, True),
        (True, False),
        (True, True),
        (False, True),
    ]
    assert [part.text for part in rows[0].first if part.change == "removed"] == ["د"]
    assert [part.text for part in rows[0].second if part.change == "added"] == ["ه"]

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


def test_one_word_that_stayed_between_two_changes_goes_with_them():
    old = "أكد سالم أن الموعد ثابت ولم يتغير بعد"
    new = "أكد حسن أن اللقاء ثابت ولم يتغير بعد"

    assert [(part.change, part.text) for part in compare_words(old, new)] == [
        ("kept", "أكد"),
        ("removed", "سالم أن الموعد"),
        ("added", "حسن أن اللقاء"),
        ("kept", "ثابت ولم يتغير بعد"),
    ]


def test_a_word_before_the_first_change_or_behind_the_last_stays_apart():
    assert [(part.change, part.text) for part in compare_words("في بغداد", "في أربيل")] == [
        ("kept", "في"),
        ("removed", "بغداد"),
        ("added", "أربيل"),
    ]
    assert [part.change for part in compare_words("أ ب", "ج ب")] == ["removed", "added", "kept"]

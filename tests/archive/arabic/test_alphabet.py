"""Lists of names in the order of the alphabet."""

from archive.arabic.alphabet import in_alphabet


def test_neither_the_article_nor_a_seat_of_hamza_nor_a_final_letter_decides():
    names = ["يحيى رسول", "الإمارات", "إيران", "أحمد", "آمرلي", "هيئة", "وزارة", "الهند", "البصرة"]

    assert sorted(names, key=in_alphabet) == [
        "أحمد", "الإمارات", "آمرلي", "إيران", "البصرة", "الهند", "هيئة", "وزارة", "يحيى رسول"
    ]  # fmt: skip


def test_a_whole_word_comes_before_a_longer_one_that_begins_so():
    assert sorted(["علياء حسن", "علي الدباغ"], key=in_alphabet) == ["علي الدباغ", "علياء حسن"]


def test_other_letters_and_figures_follow():
    assert sorted(["Newsweek", "24 ساعة", "", "نيوز"], key=in_alphabet)[0] == "نيوز"

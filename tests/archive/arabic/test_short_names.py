import pytest

from archive.arabic.letters import fold
from archive.arabic.short_names import in_a_name, spelt_in


def others(typed: str) -> set[str]:
    printed = typed.split()
    found = spelt_in([fold(word) for word in printed], printed)
    return {" ".join(one) for spelt in found for one in spelt.others}


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("F16", "اف 16"),
        ("إف 16", "f16"),
        ("MQ9", "ام كيو 9"),
        ("سي إن إن", "cnn"),
        ("CNN", "سي ان ان"),
        ("AFP", "فرانس برس"),
        ("فرانس برس", "ا ف ب"),
        ("أ ف ب", "afp"),
        ("رويترز", "reuters"),
    ],
)
def test_both_scripts_of_a_name_meet(typed, other):
    assert other in others(typed)


@pytest.mark.parametrize(
    ("typed", "other"),
    [("F16", "اف 15"), ("AFP", "اسوشيتد برس"), ("سي إن إن", "nbc"), ("أ ب", "afp")],
)
def test_other_names_stay_apart(typed, other):
    assert other not in others(typed)


@pytest.mark.parametrize("typed", ["قال إن أي انسحاب", "إن 16 جنديا", "the end", "بي", "وكالة"])
def test_words_of_a_sentence_spell_nothing(typed):
    assert others(typed) == set()


def test_letters_of_a_name_are_no_function_words():
    assert in_a_name(["لقاء", "سي", "إن", "إن"]) == {1, 2, 3}
    assert in_a_name(["قال", "إن", "الموعد"]) == frozenset()

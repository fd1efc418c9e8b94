import pytest

from archive.arabic.latin import (
    Skeletons,
    is_latin,
    name_words,
    similarity,
    skeleton,
    skeletons,
    translations,
)
from archive.arabic.letters import fold

PAIRS = [
    ("Kadhimi", "الكاظمي"),
    ("al-Kazemi", "الكاظمي"),
    ("Newsweek", "نيوزويك"),
    ("McGurk", "ماكغورك"),
    ("Ain", "عين"),
    ("Asad", "الأسد"),
    ("Soleimani", "سليماني"),
    ("Suleimani", "سليماني"),
    ("Mashhadani", "المشهداني"),
    ("Richard", "ريتشارد"),
    ("Michael", "مايكل"),
    ("John", "جون"),
    ("Hegseth", "هيغسيث"),
    ("Fayadh", "الفياض"),
    ("Fayyad", "الفياض"),
    ("Basrah", "البصرة"),
    ("Khamenei", "خامنئي"),
    ("Washington", "واشنطن"),
    ("Nechirvan", "نيجيرفان"),
    ("سولەیمانی", "سليماني"),
    ("هۆشیار", "هوشيار"),
]


@pytest.mark.parametrize(("foreign", "arabic"), PAIRS)
def test_two_scripts_meet_in_one_skeleton(foreign, arabic):
    assert skeleton(arabic) in skeletons(foreign)


@pytest.mark.parametrize(
    ("foreign", "arabic"),
    [("Biden", "بغداد"), ("Mosul", "الموقع"), ("Erbil", "بابل"), ("Sadr", "القدس")],
)
def test_unlike_names_do_not_meet(foreign, arabic):
    assert skeleton(arabic) not in skeletons(foreign)


def test_vowels_decide_among_words_of_one_skeleton():
    assert similarity("Sudani", "السوداني") > similarity("Sudani", "السيدان")
    assert similarity("Hakim", "الحكيم") > similarity("Hakim", "الحكم")


def test_an_archive_names_the_words_that_a_latin_name_may_stand_for():
    vocabulary = {fold(word): 3 for word in ("الكاظمي", "كظم", "بغداد", "الأسد", "عين", "نيوزويك")}
    words = Skeletons(vocabulary)

    assert words.candidates("kazemi")[0][1] == "كاظمي"
    assert words.candidates("newsweek")[0][1] == "نيوزويك"
    assert words.candidates("stoltenberg") == []


def test_of_two_good_readings_the_commoner_comes_first():
    words = Skeletons({"عين": 200, "اين": 1})

    assert [form for _, form in words.candidates("ain")] == ["عين", "اين"]


def test_articles_of_a_latin_name_are_no_words_and_abdul_is_one():
    assert name_words(["adil", "abdul", "mahdi"]) == ["adil", "abd", "mahdi"]
    assert name_words(["ain", "al", "asad"]) == ["ain", "asad"]
    assert name_words(["al"]) == ["al"]


@pytest.mark.parametrize(("word", "latin"), [("kazemi", True), ("كاظمي", False), ("2021", False)])
def test_scripts_are_told_apart(word, latin):
    assert is_latin(word) is latin


def test_words_that_newsrooms_translate_are_translated():
    assert translations("army") == ("جيش",)
    assert translations("kadhimi") == ()

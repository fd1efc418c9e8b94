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


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        pytest.param("Gaddafi", "القذافي", id="thal-as-d"),
        pytest.param("Azerbaijan", "أذربيجان", id="thal-as-z"),
        pytest.param("Dhi", "ذي", id="thal-as-dh"),
        pytest.param("Kadimi", "كاظمي", id="zah-as-d"),
        pytest.param("Midhat", "مدحت", id="d-and-h-side-by-side"),
        pytest.param("Ashab", "أصحاب", id="s-and-h-side-by-side"),
        pytest.param("Sfax", "صفاقس", id="x"),
        pytest.param("Djokovic", "ديوكوفيتش", id="slavic-ending"),
        pytest.param("Djibouti", "جيبوتي", id="french-dj"),
        pytest.param("Scholz", "شولتس", id="german-z"),
        pytest.param("Javad", "جواد", id="persian-v"),
        pytest.param("Araghchi", "عراقجي", id="persian-gh"),
        pytest.param("Falih", "فالح", id="h-that-is-spoken-at-the-end"),
        pytest.param("Nineveh", "نينوى", id="h-that-is-mute-at-the-end"),
    ],
)
def test_habits_of_transliteration_lead_to_the_arabic_word(latin, arabic):
    assert Skeletons({fold(arabic): 1}).candidates(latin.lower())


def test_vowels_decide_among_words_of_one_skeleton():
    assert similarity("Sudani", "السوداني") > similarity("Sudani", "السيدان")
    assert similarity("Hakim", "الحكيم") > similarity("Hakim", "الحكم")


def test_an_archive_names_the_words_that_a_latin_name_may_stand_for():
    vocabulary = {fold(word): 3 for word in ("الكاظمي", "كظم", "بغداد", "الأسد", "عين", "نيوزويك")}
    words = Skeletons(vocabulary)

    assert words.candidates("kazemi")[0][1] == "كاظمي"
    assert words.candidates("newsweek")[0][1] == "نيوزويك"
    assert words.candidates("stoltenberg") == []


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        pytest.param("Nasrallah", "نصرالله", id="of-god"),
        pytest.param("Salahuddin", "صلاحالدين", id="of-the-faith"),
        pytest.param("Nasreddine", "ناصرالدين", id="of-the-faith-in-french"),
        pytest.param("Abdulrahman", "عبدالرحمن", id="servant-of-the"),
        pytest.param("Abdurrazzaq", "عبدالرزاق", id="servant-of-the-with-a-sun-letter"),
        pytest.param("Abdelaziz", "عبدالعزيز", id="servant-of-the-in-french"),
    ],
)
def test_names_of_two_words_are_read_from_one_latin_word(latin, arabic):
    vocabulary = {fold(word): 2 for word in ("نصر", "صلاح", "ناصر", "الرحمن", "رزاق", "العزيز")}

    assert Skeletons(vocabulary).candidates(latin.lower())[0][1] == fold(arabic)


def test_halves_that_are_no_name_are_not_run_together():
    words = Skeletons({fold("عناصر"): 9})

    assert fold("عناصرالله") not in [form for _, form in words.candidates("nasrallah")]


def test_the_only_good_reading_is_found_among_commoner_words():
    words = Skeletons({fold("كان"): 4000, fold("خان"): 20, fold("قال"): 5000})

    assert fold("خان") in [form for _, form in words.candidates("khan")[:2]]


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


@pytest.mark.parametrize(
    ("latin", "arabic", "other"),
    [
        pytest.param("thafir", "ظافر", "دافئ", id="th-for-zah"),
        pytest.param("nathim", "ناظم", "نديم", id="th-for-zah-inside"),
        pytest.param("haythem", "هيثم", "حاتم", id="th-for-theh"),
        pytest.param("mundhir", "منذر", "مندوب", id="dh-for-thal"),
        pytest.param("ghazwan", "غزوان", "كاظم", id="gh"),
        pytest.param("khaldun", "خلدون", "كلدان", id="kh"),
        pytest.param("baquba", "بعقوبة", "بكاء", id="qu"),
    ],
)
def test_the_usual_pairs_of_letters_find_the_name(latin, arabic, other):
    words = Skeletons({fold(arabic): 3, fold(other): 3})

    assert words.candidates(latin)[0][1] == fold(arabic)

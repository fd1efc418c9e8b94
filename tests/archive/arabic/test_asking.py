"""Questions that ask for a day, a number or a place, and where a text tells it."""

import pytest

from archive.arabic.asking import Asking, asking, asks_by_itself, told


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("متى غادر الجنود الجسر", "when"),
        ("غادر الجنود الجسر متى", "when"),
        ("تاريخ تسليم الجسر", "when"),
        ("تسليم الجسر التاريخ", "when"),
        ("في أي عام بُني الجسر", "when"),
        ("ما هو موعد الافتتاح", "when"),
        ("إمتى يُفتتح الجسر", "when"),
        ("اين يقع الجسر", "where"),
        ("إلى أين نُقل الحراس", "where"),
        ("وين الجسر", "where"),
        ("من أي معبر دخلوا", "where"),
        ("في أي قواعد بقي الحراس", "where"),
        ("كم حارساً على الجسر", "how many"),
        ("بكم بيع الجسر", "how many"),
        ("عدد الحراس", "how many"),
        ("حراس الجسر العدد", "how many"),
    ],
)
def test_what_a_question_asks_for(query, kind):
    found = asking(query.split())

    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "query",
    [
        "",
        "موعد",
        "قاعدة عين الأسد",  # a place behind «which» alone
        "عام 2021",
        "يوم السيادة",
        "في محافظة الأنبار",
        "مطار بغداد",
        "سقط الصاروخ على بعد 40 كم",
        "انسحاب القوات من القاعدة",
        "من قال إن الجسر سيُفتح",
        "كمال",
        "صالح شوكت",
        "الوزير يحدد موعد الافتتاح الجديد",
    ],
)
def test_other_queries_ask_for_nothing_of_the_kind(query):
    assert asking(query.split()) is None


@pytest.mark.parametrize(
    ("word", "asks"),
    [
        *(("أين", True), ("وين", True), ("مين", True), ("شنو", True)),
        *(("عدد", False), ("أي", False), ("يمين", False), ("كمال", False)),
    ],
)
def test_words_that_ask_by_themselves(word, asks):
    assert asks_by_itself(word) is asks


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("كم حارساً على الجسر", "حارساً"),
        ("كم كان عدد الحراس على الجسر", "الحراس"),
        ("عدد الحراس على الجسر", "الحراس"),
        ("الحراس على الجسر العدد", "الحراس"),
        ("كم", ""),
    ],
)
def test_what_is_counted(query, counted):
    assert asking(query.split()) == Asking("how many", counted)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("when", "افتُتح الجسر في الثالث من نيسان/أبريل 2021", ["نيسان", "أبريل", "2021"]),
        ("when", "أُغلق الجسر أمس الثلاثاء", ["أمس", "الثلاثاء"]),
        ("when", "على الجسر 2500 حارس", []),
        ("how many", "على الجسر 2500 حارس", ["2500"]),
        ("how many", "على الجسر ٢٥ حارساً", ["٢٥"]),
        ("how many", "على الجسر تسعة حراس وعشرون كلباً", ["تسعة", "وعشرون"]),
        ("how many", "عبره آلاف الناس", ["آلاف"]),
        ("how many", "لم يعبره أحد", []),
        ("how many", "بُني الجسر في 12 آذار/مارس 1985", []),
        ("how many", "افتُتح في 3/4/1985", []),
        ("where", "نُقل الحراس إلى قاعدة في الشمال", ["قاعدة", "الشمال"]),
        ("where", "يقف الجسر شرقي المدينة", ["شرقي", "المدينة"]),
        ("where", "بمطار العاصمة", ["بمطار"]),
        ("where", "قال المهندس إنه راضٍ", []),
    ],
)
def test_what_a_text_tells(kind, text, words):
    assert [text[start:end] for start, end in told(kind, text)] == words

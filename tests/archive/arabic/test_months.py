import pytest

from archive.arabic.letters import fold
from archive.arabic.months import days_in, months_in, names_of


def months(typed: str) -> list[int]:
    printed = typed.split()
    return [one.month for one in months_in([fold(word) for word in printed], printed)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("31 ديسمبر", [12]),
        ("31 كانون الأول", [12]),
        ("كانون الثاني", [1]),
        ("تشرين الأول وتشرين الثاني", [10]),
        ("قرار مارس 2020", [3]),
        ("مؤتمر مارس", [3]),
        ("آب", [8]),
        ("15 اب", [8]),
    ],
)
def test_months_are_known_by_any_of_their_names(typed, found):
    assert months(typed) == found


@pytest.mark.parametrize(
    "typed", ["مارس الضغط على بغداد", "أب لطفلين", "كانون", "الأول", "جوان حسين", "تشرين"]
)
def test_what_only_looks_like_a_month_is_none(typed):
    assert months(typed) == []


def test_a_month_has_names_of_the_levant_of_egypt_and_of_the_maghreb():
    names = {name.printed for name in names_of(8)}

    assert {"آب", "أغسطس", "غشت", "أوت"} <= names


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("3 1 2020", [("2020", 1, 3)]),
        ("2020 01 03", [("2020", 1, 3)]),
        ("3 13 2020", []),
        ("32 1 2020", []),
        ("3 1 1920", []),
        ("3 1", []),
    ],
)
def test_days_in_numbers(typed, found):
    assert [one[2:] for one in days_in(typed.split())] == found

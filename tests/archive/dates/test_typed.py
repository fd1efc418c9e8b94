"""Filters read a day, a month and a year as readers type them."""

from __future__ import annotations

import pytest

from archive.dates import DateError, parse_typed


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        pytest.param("2019-06-05", "2019-06-05", id="iso"),
        pytest.param("2019/6/5", "2019-06-05", id="year-first"),
        pytest.param("5/6/2019", "2019-06-05", id="day-first"),
        pytest.param("05-06-2019", "2019-06-05", id="day-first-with-hyphens"),
        pytest.param("5.6.2019", "2019-06-05", id="day-first-with-points"),
        pytest.param("٥/٦/٢٠١٩", "2019-06-05", id="arabic-digits"),
        pytest.param("6/25/2019", "2019-06-25", id="only-month-first-is-a-day"),
        pytest.param("6/2019", "2019-06", id="month-and-year"),
        pytest.param("2019/6", "2019-06", id="year-and-month"),
        pytest.param("5 حزيران 2019", "2019-06-05", id="iraqi-month"),
        pytest.param("5 يونيو 2019", "2019-06-05", id="arabic-month"),
        pytest.param("5 حزيران/يونيو 2019", "2019-06-05", id="both-names"),
        pytest.param("9 تشرين الأول (أكتوبر) 2020", "2020-10-09", id="in-brackets"),
        pytest.param("الأربعاء، ٥ حزيران ٢٠١٩", "2019-06-05", id="weekday"),
        pytest.param("كانون الأول 2020", "2020-12", id="month-of-two-words"),
        pytest.param("شهر آب 2020", "2020-08", id="word-before"),
        pytest.param("June 5, 2019", "2019-06-05", id="american"),
        pytest.param("5 Sep 2019", "2019-09-05", id="shortened"),
        pytest.param("سنة 2019", "2019", id="year"),
    ],
)
def test_a_typed_date_is_read(typed, read_as):
    assert str(parse_typed(typed)) == read_as


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "أمس",
        "31/2/2020",
        "5/6/19",
        "كانون 2020",
        "5 حزيران آب 2019",
        "2019 2020",
        "5 من 2019 وراء",
        "9" * 80,
    ],
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(DateError):
        parse_typed(typed)


@pytest.mark.parametrize("typed", ["31/2/2020", "30 شباط 2020", "5/6/0019"])
def test_a_date_that_is_refused_is_shown_as_it_was_typed(typed):
    with pytest.raises(DateError) as refused:
        parse_typed(typed)

    assert typed in refused.value.arabic
    assert typed in refused.value.english

from datetime import date

import pytest
from django.utils import translation

from archive.dates import DateError, parse_partial, parse_period


@pytest.mark.parametrize(
    ("written", "first", "last", "precision"),
    [
        pytest.param("2021-11-22", date(2021, 11, 22), date(2021, 11, 22), "day", id="day"),
        pytest.param("2021-11", date(2021, 11, 1), date(2021, 11, 30), "month", id="month"),
        pytest.param("2020-02", date(2020, 2, 1), date(2020, 2, 29), "month", id="leap-february"),
        pytest.param("2021", date(2021, 1, 1), date(2021, 12, 31), "year", id="year"),
        pytest.param("٢٠٢١-١١-٢٢", date(2021, 11, 22), date(2021, 11, 22), "day", id="digits"),
        pytest.param("2021/11/2", date(2021, 11, 2), date(2021, 11, 2), "day", id="slashes"),
        pytest.param(
            "2021-11-22T08:30:00Z", date(2021, 11, 22), date(2021, 11, 22), "day", id="moment"
        ),
    ],
)
def test_a_date_is_an_interval_as_wide_as_it_is_known(written, first, last, precision):
    found = parse_partial(written)

    assert (found.first, found.last, found.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "أمس",
        "2021-13",
        "2021-02-30",
        "2021-00",
        "2021-11-22x",
        "2021-11T10:00",
        "21-11-22",
        "20211122",
    ],
)
def test_what_is_no_date_is_refused_in_two_languages(written):
    with pytest.raises(DateError, match=r"ليس تاريخاً.*is not a date"):
        parse_partial(written)


@pytest.mark.parametrize("written", ["0001-01-01", "1699", "٢٢٠٠-٠١"])
def test_a_date_of_other_centuries_is_refused_with_the_years_that_are_taken(written):
    with pytest.raises(DateError, match=r"من 1700 إلى 2199.*1700 to 2199"):
        parse_partial(written)


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("ar", "ليس تاريخاً", "not a date"), ("en", "not a date", "ليس تاريخاً")],
)
def test_a_page_says_what_is_no_date_in_its_own_language(language, said, unsaid):
    with translation.override(language), pytest.raises(DateError) as caught:
        parse_partial("أمس")
    with translation.override(language):
        assert said in caught.value.message
        assert unsaid not in caught.value.message


@pytest.mark.parametrize("written", ["2021-11-22", "2021-11", "2021"])
def test_a_date_prints_as_far_as_it_is_known(written):
    assert str(parse_partial(written)) == written


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        pytest.param("2021-11", "2021-11", "month", id="one-date"),
        pytest.param("2021/11/22", "2021-11-22", "day", id="strokes-inside-one"),
        pytest.param("2021-12-25/2021-12-31", "2021-12-25/2021-12-31", "range", id="as-stored"),
        pytest.param("2021-12-25 إلى ٢٠٢١-١٢-٣١", "2021-12-25/2021-12-31", "range", id="in-words"),
        pytest.param("2019 الى 2021-02", "2019-01-01/2021-02-28", "range", id="years-and-months"),
    ],
)
def test_a_period_is_one_date_or_two(written, iso, precision):
    period, read = parse_period(written)

    assert (read, period.precision) == (iso, precision)
    assert parse_period(read)[0] == period


@pytest.mark.parametrize(
    "written",
    ["", "إلى", "2021 إلى", "2021 إلى 2022 إلى 2023", "2021-12-31 إلى 2021-12-25", "2021/2022"],
)
def test_what_is_no_period_is_refused(written):
    with pytest.raises(DateError):
        parse_period(written)


def test_what_is_no_period_is_told_as_it_was_typed():
    with pytest.raises(DateError, match="«\u2068أمس\u2069»"):
        parse_period("أمس")

from datetime import date

import pytest

from archive.dates import DateError, parse_partial


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
        "0001-01-01",
        "20211122",
    ],
)
def test_what_is_no_date_is_refused_in_two_languages(written):
    with pytest.raises(DateError, match=r"ليس تاريخاً.*is not a date"):
        parse_partial(written)


@pytest.mark.parametrize("written", ["2021-11-22", "2021-11", "2021"])
def test_a_date_prints_as_far_as_it_is_known(written):
    assert str(parse_partial(written)) == written

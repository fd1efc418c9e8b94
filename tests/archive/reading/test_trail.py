"""The way back out of a period."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from archive.reading.trail import trail


@pytest.fixture(autouse=True)
def _in_arabic():
    with translation.override("ar"):
        yield


def steps(since: date | None, until: date | None) -> list[tuple[str, str]]:
    found = trail(since, until, lambda first, last: f"{first}..{last}" if first else "all")
    return [(step.label, step.address) for step in found]


def test_without_a_period_there_is_nothing_to_step_out_of():
    assert steps(None, None) == []


def test_a_day_leads_to_its_month_its_year_and_all_years():
    day = date(2020, 2, 3)

    assert steps(day, day) == [
        ("كل السنوات", "all"),
        ("2020", "2020-01-01..2020-12-31"),
        ("شباط", "2020-02-01..2020-02-29"),
        ("3 شباط 2020", ""),
    ]


def test_a_month_and_a_year_end_their_own_trails():
    assert steps(date(2021, 11, 1), date(2021, 11, 30)) == [
        ("كل السنوات", "all"),
        ("2021", "2021-01-01..2021-12-31"),
        ("تشرين الثاني", ""),
    ]
    assert steps(date(2021, 1, 1), date(2021, 12, 31)) == [("كل السنوات", "all"), ("2021", "")]


def test_months_of_one_year_lead_to_it_and_longer_or_open_periods_to_all():
    assert steps(date(2021, 10, 1), date(2021, 12, 31)) == [
        ("كل السنوات", "all"),
        ("2021", "2021-01-01..2021-12-31"),
        ("من تشرين الأول 2021 إلى كانون الأول 2021", ""),
    ]
    assert steps(date(2020, 6, 1), date(2021, 5, 31))[1:] == [("من حزيران 2020 إلى أيار 2021", "")]
    assert steps(date(2021, 5, 1), None)[1:] == [("منذ أيار 2021", "")]
    assert steps(None, date(2021, 5, 31))[1:] == [("حتى أيار 2021", "")]

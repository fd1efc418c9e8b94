"""Articles over time, drawn as at most 24 bars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reading.histogram import MOST_BARS, MOST_DAYS, draw


@pytest.fixture(autouse=True)
def _in_arabic():
    with translation.override("ar"):
        yield


def address(first: date, last: date) -> str:
    return f"{first}..{last}"


def bars_of(**counts):
    drawn = draw(address=address, **{"months": {}, **counts})
    return {bar.label: bar.count for bar in drawn.bars if bar.count}


def test_nothing_dated_is_no_drawing():
    assert draw(address=address, months={}) is None


def test_two_years_are_drawn_month_by_month():
    drawn = draw(address=address, months={"2020-01": 2, "2021-12": 5})

    assert drawn.unit == "month"
    assert len(drawn.bars) == 24
    assert drawn.peak.label == "كانون الأول 2021"


def test_six_years_are_drawn_quarter_by_quarter():
    assert bars_of(months={"2016-02": 1, "2021-12": 2, "2021-10": 1}) == {
        "من كانون الثاني إلى آذار 2016": 1,
        "من تشرين الأول إلى كانون الأول 2021": 3,
    }


def test_decades_are_drawn_year_by_year_and_longer_spans_by_several():
    assert draw(address=address, months={"2003-03": 1, "2025-01": 1}).unit == "year"
    assert draw(address=address, months={"1920-03": 1, "2025-01": 1}).unit == "years"


def test_three_weeks_are_drawn_day_by_day():
    drawn = draw(address=address, days={"2021-11-20": 1, "2021-11-22": 4}, months={"2021-11": 5})

    assert drawn.unit == "day"
    assert [bar.count for bar in drawn.bars] == [1, 0, 4]
    assert drawn.beside == ()


def test_long_labels_at_the_edges_run_inwards_and_over_no_other():
    ticks = draw(address=address, months={"2025-10": 1, "2026-02": 1}).ticks

    assert [(tick.label, tick.edge) for tick in ticks] == [
        ("تشرين الأول 2025", "first"),
        ("كانون الأول", ""),
        ("2026", ""),
        ("شباط", ""),
    ]
    assert ticks[0].x == "100%"  # time runs from the right
    with translation.override("en"):
        assert draw(address=address, months={"2025-10": 1, "2026-02": 1}).ticks[0].x == "0%"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2021-05", "2021-11"),
        ("2021-07", "2021-08"),
        ("2021-06", "2021-09"),
        ("2021-02", "2021-12"),
    ],
)
def test_months_without_a_january_say_their_year(first, last):
    ticks = draw(address=address, months={first: 1, last: 1}).ticks

    assert any("2021" in tick.label for tick in ticks)


def test_days_name_their_month_once():
    days = {"2021-11-20": 1, "2021-12-03": 1}

    ticks = draw(address=address, days=days, months={"2021-11": 1, "2021-12": 1}).ticks

    assert [tick.label for tick in ticks] == ["20 تشرين الثاني", "26", "29", "2 كانون الأول"]


def test_an_article_dated_to_the_month_stands_beside_days():
    drawn = draw(address=address, days={"2021-11-20": 1, "2021-11-22": 1}, months={"2021-11": 3})

    assert drawn.unit == "day"
    assert [(each.label, each.count) for each in drawn.beside] == [
        ("تشرين الثاني 2021، بلا يوم", 1)
    ]


def test_an_article_dated_to_the_year_stands_beside_months():
    drawn = draw(address=address, months={"2021-01": 1, "2021-12": 1}, years={"2021": 2})

    assert drawn.unit == "month"
    assert [(each.label, each.count) for each in drawn.beside] == [("2021، بلا شهر", 2)]


def test_a_bar_says_how_many_more_its_period_lists():
    drawn = draw(
        address=address, months={"2020-12": 4, "2021-01": 1, "2021-12": 3}, years={"2021": 2}
    )

    assert [bar.text for bar in drawn.bars if bar.count] == [
        "كانون الأول 2020: 4 مقالات",
        "كانون الثاني 2021: مقال واحد، ومعها اثنان لا يُعرف إلا شهرهما أو سنتهما",
        "كانون الأول 2021: 3 مقالات، ومعها اثنان لا يُعرف إلا شهرهما أو سنتهما",
    ]


def test_where_only_years_are_known_they_are_the_bars():
    assert bars_of(years={"2021": 2}) == {"2021": 2}


def test_time_runs_with_the_language():
    months = {"2021-01": 1, "2021-02": 1}

    arabic = draw(address=address, months=months).bars
    with translation.override("en"):
        english = draw(address=address, months=months).bars

    assert float(arabic[0].slot[:-1]) > float(arabic[1].slot[:-1])
    assert float(english[0].slot[:-1]) < float(english[1].slot[:-1])


def test_bars_within_the_chosen_days_are_marked():
    drawn = draw(
        address=address,
        months={"2021-01": 1, "2021-02": 1, "2021-03": 1},
        since=date(2021, 2, 10),
        until=date(2021, 3, 1),
    )

    assert [bar.chosen for bar in drawn.bars] == [False, True, True]


YEAR = date(2021, 1, 1), date(2021, 12, 31)
NOVEMBER = date(2021, 11, 1), date(2021, 11, 30)


def test_a_year_is_drawn_by_all_its_months_and_a_month_by_all_its_days():
    year = draw(address=address, months={"2021-03": 1, "2021-11": 4}, within=YEAR)
    month = draw(
        address=address,
        days={"2021-11-20": 1, "2021-11-22": 3},
        months={"2021-11": 4},
        within=NOVEMBER,
    )

    assert (year.unit, len(year.bars), year.peak.label) == ("month", 12, "تشرين الثاني 2021")
    assert [tick.label for tick in year.ticks] == ["شباط", "أيار", "آب", "تشرين الثاني"]
    assert (month.unit, len(month.bars), month.peak.label) == ("day", 30, "22 تشرين الثاني 2021")
    assert [tick.label for tick in month.ticks] == ["1", "8", "15", "22", "29"]


def test_a_peak_that_others_share_is_not_the_only_one():
    drawn = draw(address=address, months={"2021-03": 2, "2021-05": 2, "2021-11": 2, "2021-12": 1})

    assert drawn.peak_label == "آذار 2021 واثنان غيرها"


def test_a_month_shows_the_days_that_are_known_and_without_any_is_one_bar():
    drawn = draw(address=address, days={"2021-11-20": 1}, months={"2021-11": 4}, within=NOVEMBER)
    none = draw(address=address, months={"2021-11": 4}, within=NOVEMBER)

    assert (drawn.unit, drawn.peak.label) == ("day", "20 تشرين الثاني 2021")
    assert [(each.label, each.count) for each in drawn.beside] == [
        ("تشرين الثاني 2021، بلا يوم", 3)
    ]
    assert none.is_single
    assert none.peak.text == "تشرين الثاني 2021: 4 مقالات"


def test_bars_lead_no_further_than_the_days_within_which_they_count():
    drawn = draw(
        address=address,
        months={"2021-02": 2, "2021-04": 1},
        years={"2021": 3},
        within=(date(2021, 2, 10), date(2021, 4, 5)),
    )

    assert [bar.address for bar in drawn.bars] == [
        "2021-02-10..2021-02-28",
        "2021-03-01..2021-03-31",
        "2021-04-01..2021-04-05",
    ]
    assert [bar.label for bar in drawn.bars] == ["شباط 2021", "آذار 2021", "نيسان 2021"]
    assert [each.count for each in drawn.beside] == [3]


def test_a_long_period_is_drawn_from_the_first_article_in_it():
    drawn = draw(
        address=address, months={"2015-02": 1, "2021-04": 1}, within=(date(1900, 1, 1), None)
    )

    assert drawn.bars[0].period.first == date(2015, 1, 1)


DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@settings(deadline=None)
@given(st.dictionaries(DAYS, st.integers(1, 50), min_size=1, max_size=30))
def test_every_article_is_drawn_once_in_few_bars_without_gaps(counted):
    months: dict[str, int] = {}
    for day, count in counted.items():
        months[f"{day:%Y-%m}"] = months.get(f"{day:%Y-%m}", 0) + count
    span = max(counted) - min(counted)
    days = {f"{day}": count for day, count in counted.items()} if span.days <= 62 else {}

    drawn = draw(address=address, days=days, months=months)

    assert len(drawn.bars) <= (MOST_DAYS if drawn.unit == "day" else MOST_BARS)
    assert sum(bar.count for bar in drawn.bars) == sum(counted.values())
    for bar, following in zip(drawn.bars, drawn.bars[1:], strict=False):
        assert following.period.first == bar.period.last + timedelta(days=1)


def test_a_year_under_narrow_bars_stays_inside_the_drawing():
    drawn = draw(address=address, months={f"{year}-06": 1 for year in range(2003, 2027)})

    assert drawn.unit == "year"
    assert (drawn.ticks[0].label, drawn.ticks[0].edge) == ("2003", "first")
    assert {tick.edge for tick in drawn.ticks[1:-1]} == {""}

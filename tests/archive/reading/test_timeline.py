"""Which days the texts tell of: their order, their pages, and articles over that time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from archive.reading.timeline import (
    ON_A_PAGE,
    Asked,
    Days,
    Drawing,
    Page,
    Row,
    busiest,
    drawing_of,
    figures_of,
    month_around,
    page_at,
    rows_asked,
    year_of,
)
from tests.factories import make_article

READER = AnonymousUser()


def days(written: str) -> Days:
    first, _, last = written.partition("/")
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


def in_order(*written: str) -> list[str]:
    return [each.written for each in sorted(map(days, written), key=lambda each: each.order)]


def test_periods_go_before_days_and_a_month_without_a_day_after_them():
    assert in_order(
        "2021-11-01/2021-11-30", "2021-12-02", "2021-11-17", "2021-11-21/2021-11-27", "2021-11-05"
    ) == [
        "2021-11-21/2021-11-27", "2021-11-05", "2021-11-17", "2021-11-01/2021-11-30", "2021-12-02",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "section"),
    [
        ("2021-11-17", (2021, 11)),
        ("2021-11-01/2021-11-30", (2021, 11)),
        ("2021-12-28/2022-01-03", (2021, 12)),
        ("2021-01-01/2021-12-31", (2021, 0)),
        ("2021-06-01/2021-08-31", (2021, 0)),
        ("1980-01-01/1989-12-31", (1980, 0)),
    ],
    ids=["day", "month", "week-over-new-year", "year", "season", "decade"],
)
def test_what_is_longer_than_a_month_belongs_to_its_year(written, section):
    assert days(written).section == section


def rows_of(*counted: tuple[str, int]) -> list[Row]:
    rows = (Row(days(written), count) for written, count in counted)
    return sorted(rows, key=lambda row: row.days.order)


def through(rows: list[Row]) -> list[Page]:
    """All pages, from the first by what each calls the next."""
    pages = [page_at(rows, None, from_start=True)]
    while pages[-1].after and len(pages) <= len(rows):
        after = pages[-1].after
        pages.append(page_at(rows, (after.written, after), from_start=True))
    return pages


@st.composite
def some_days(draw: st.DrawFn) -> Days:
    first = draw(st.dates(date(2020, 1, 1), date(2022, 12, 31)))
    whole = draw(st.sampled_from([Days(first, first), month_around(first), year_of(first.year)]))
    last = draw(st.dates(first, date(2023, 3, 1)))
    return draw(st.sampled_from([whole, Days(first, last)]))


@given(st.dictionaries(some_days(), st.integers(1, 9), min_size=1, max_size=120))
def test_pages_hold_every_row_once_and_lead_to_each_other(counts):
    rows = sorted((Row(*each) for each in counts.items()), key=lambda row: row.days.order)

    pages = through(rows)

    assert [row for page in pages for row in page.rows] == rows
    for page, following in pairwise(pages):
        assert following.before == page.rows[0].days
        assert following.rows[0].days == page.after
    assert all(len(page.rows) <= ON_A_PAGE for page in pages)


def busy_years() -> list[Row]:
    return rows_of(
        *((f"2021-{month:02}-{day:02}", 3) for month in range(1, 13) for day in range(1, 29)),
        ("2021-07-30", 500),
    )


def test_an_open_question_begins_with_the_month_that_is_told_of_most():
    page = page_at(busy_years(), None, from_start=False)

    assert page.rows[0].days.section == (2021, 7)
    assert page.before
    assert page.after


def test_a_period_begins_with_its_first_day():
    assert page_at(busy_years(), None, from_start=True).rows[0].days.written == "2021-01-01"


@pytest.mark.parametrize("at", ["2021-03", "2021-03-15", "2021-03-31"])
def test_an_address_of_a_month_or_day_leads_to_the_page_that_holds_it(at):
    wanted = days(at) if at.count("-") == 2 else month_around(date(2021, 3, 1))

    page = page_at(busy_years(), (at, wanted), from_start=False)

    assert page.rows[0].days.order <= wanted.order
    assert (2021, 3) in {row.days.section for row in page.rows}


def test_beyond_the_last_day_is_the_last_page():
    page = page_at(busy_years(), ("2099", year_of(2099)), from_start=False)

    assert page.rows[-1].days.written == "2021-12-28"
    assert page.after is None


def test_the_busiest_month_counts_no_years():
    rows = rows_of(("2003-01-01/2003-12-31", 99), ("2021-11-17", 2), ("2021-11-18", 2))

    assert busiest(rows) == month_around(date(2021, 11, 1))


@pytest.fixture
def told(archive_folders, db):
    cache.clear()
    make_article(
        "أولى", "وقعت الغارة في 3 كانون الثاني 2020 قرب المطار.", published_on="2020-01-04"
    )
    make_article("ثانية", "وقعت الغارة في 3 كانون الثاني 2020.\n\nثم غادرت القوة في 5 شباط 2020.")
    make_article("ثالثة", "بدأت المهمة في خريف 2014. وتوسعت عام 2016.")


def rows(**asked: object) -> list[tuple[str, int]]:
    question = Asked(**asked)
    found = rows_asked(question, figures_of(question, READER, "now"))
    return [(row.days.written, row.count) for row in found]


def drawn(**asked: object) -> Drawing:
    question = Asked(**asked)
    drawing = drawing_of(question, figures_of(question, READER, "now"))
    assert drawing
    return drawing


@pytest.mark.usefixtures("told")
def test_rows_are_counted_over_all_texts():
    assert rows() == [
        ("2014-09-01/2014-11-30", 1),
        ("2016-01-01/2016-12-31", 1),
        ("2020-01-03", 2),
        ("2020-02-05", 1),
    ]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "الغارة"}, ["2020-01-03"]),
        ({"since": date(2020, 1, 4)}, ["2020-02-05"]),
        ({"until": date(2020, 1, 3)}, ["2014-09-01/2014-11-30", "2016-01-01/2016-12-31",
                                       "2020-01-03"]),
        ({"since": date(2020, 2, 1), "until": date(2020, 2, 29)}, ["2020-02-05"]),
        ({"on": Days(date(2020, 2, 5), date(2020, 2, 5))}, ["2020-02-05"]),
    ],
    ids=["words", "since", "until", "month", "on"],
)  # fmt: skip
def test_rows_answer_what_is_asked(asked, found):
    assert [written for written, _count in rows(**asked)] == found


@pytest.mark.usefixtures("told")
def test_a_month_is_not_flooded_by_the_years_around_it():
    make_article("رابعة", "كان عام 2020 عام الخروج، وفي كانون الثاني 2020 بدأ.")

    found = rows(since=date(2020, 1, 1), until=date(2020, 1, 31))

    assert [written for written, _count in found] == ["2020-01-03", "2020-01-01/2020-01-31"]


@pytest.mark.usefixtures("told")
def test_articles_are_counted_once_a_month():
    make_article("رابعة", "في 3 كانون الثاني 2020 وقعت الغارة، وفي 5 كانون الثاني 2020 صوّت النواب.")

    figures = figures_of(Asked(), READER, "now")

    assert figures.months == {(2014, 0): 1, (2016, 0): 1, (2020, 1): 3, (2020, 2): 1}
    assert figures.years == {2014: 1, 2016: 1, 2020: 3}


@pytest.mark.usefixtures("told")
def test_all_time_is_drawn_by_year_and_a_year_by_month():
    whole = drawn()
    year = drawn(since=date(2020, 1, 1), until=date(2020, 1, 31))

    assert not whole.by_month
    assert {bar.label: bar.count for bar in whole.histogram.bars if bar.count} == {
        "2014": 1,
        "2016": 1,
        "2020": 2,
    }
    assert year.by_month
    assert [bar.label for bar in year.histogram.bars if bar.chosen] == ["كانون الثاني 2020"]


@pytest.mark.usefixtures("told")
def test_a_lonely_early_year_takes_no_room_from_the_others_and_is_said():
    make_article("رابعة", "قامت الثورة في 30 حزيران 1920.")

    drawing = drawn()

    assert drawing.histogram.unit == "year"
    assert drawing.earlier.endswith("?to=2013-12")
    assert not drawing.later


@pytest.mark.usefixtures("told")
def test_bars_keep_what_else_is_asked():
    drawing = drawn(words="الغارة")

    assert drawing.histogram.peak.address.endswith("&from=2020-01&to=2020-12")
    assert "q=" in drawing.histogram.peak.address

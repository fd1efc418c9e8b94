"""A record's date is read as newspapers print it and as programs write it."""

import pytest

from archive.dates import DateError, parse_stated


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2021-12-12", "2021-12-12"),
        ("2021-12-12T08:43:00.000Z", "2021-12-12"),
        ("2021/12", "2021-12"),
        ("١٢ كانون الأول ٢٠٢١", "2021-12-12"),
        ("\u200fالأحد، 12 كانون الأول/ديسمبر 2021", "2021-12-12"),
        ("22 تشرين الثاني/نوفمبر 2021", "2021-11-22"),
        ("12-12-2021 | 08:43", "2021-12-12"),
        ("08:43 - 12/12/2021", "2021-12-12"),
        ("12 - 12 - 2021", "2021-12-12"),
        ("الأحد 12 كانون الأول 2021 - 08:43 ص", "2021-12-12"),
        ("نُشر في: 25/11/2021 | آخر تحديث: 26/11/2021", "2021-11-25"),
        ("آخر تحديث: 26/11/2021 | النشر: 25/11/2021", "2021-11-25"),
        ("الأحد 8 جمادى الأولى 1443 هـ - 12 ديسمبر 2021 م", "2021-12-12"),
        ("8 جمادى الأولى 1443 هـ الموافق 12 ديسمبر 2021", "2021-12-12"),
        ("12 ديسمبر 2021، الساعة 08:43 بتوقيت غرينتش", "2021-12-12"),
        ("Sun, 12 Dec 2021 08:43:00 +0300", "2021-12-12"),
        ("Sun Dec 12 08:43:00 +0300 2021", "2021-12-12"),
        ("Sunday 12th of December 2021 at 8:43 a.m.", "2021-12-12"),
        ("December 12, 2021 Sunday", "2021-12-12"),
        ("20211212", "2021-12-12"),
        ("20211212T084300Z", "2021-12-12"),
        ("1639298580", "2021-12-12"),
        ("1639298580000", "2021-12-12"),
        ("كانون الأول 2021", "2021-12"),
        ("11/25/2021", "2021-11-25"),
    ],
)
def test_a_printed_date_is_read(written, read_as):
    assert str(parse_stated(written)) == read_as


@pytest.mark.parametrize(
    "written",
    ["", "أمس", "31 شباط 2021", "12/12/21", "99999999", "شتاء 2021", "2021-13-12", "x" * 400],
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(DateError):
        parse_stated(written)


@pytest.mark.parametrize("written", ["03/04/2021", "3-4-2021 | 08:43", "٣/٤/٢٠٢١"])
def test_what_may_be_two_days_is_refused_with_how_to_write_it(written):
    with pytest.raises(DateError, match="two days"):
        parse_stated(written)

import sys
from datetime import date

import pytest

from archive.annotation.dates import find_all
from archive.annotation.speakers import Named, Speaker
from archive.annotation.statements import Statement
from archive.arabic.dates import Context, Event, Interval, Speech, find_dateline, find_dates
from archive.dates import parse_partial
from tests.archive.arabic.date_sentences import sentences

PUBLISHED = "2021-11-24"  # a Wednesday


def context(published=PUBLISHED, **more):
    if published is None:
        return Context(**more)
    day = date.fromisoformat(published)
    return Context(published=Interval(day, day), **more)


def found(text, published=PUBLISHED, **more):
    return find_dates(text, context(published, **more))


def values(text, published=PUBLISHED, **more):
    """Words and value of each date of a text."""
    return [(text[d.start : d.end], d.iso) for d in found(text, published, **more)]


def only(text, published=PUBLISHED, **more):
    dates = found(text, published, **more)
    assert len(dates) == 1, values(text, published, **more)
    return dates[0]


def cases(*sets):
    return [
        pytest.param(case.published, case.text, case.dates, id=f"{case.kind}-{number}")
        for number, case in enumerate(sentences(*sets), 1)
    ]


@pytest.mark.parametrize(("published", "text", "expected"), cases("tuned", "held out"))
def test_dates_of_a_sentence(published, text, expected):
    found_here = values(text, published)

    assert sorted(found_here, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(("published", "text", "expected"), cases("hard"))
def test_dates_of_a_hard_sentence(published, text, expected):
    resolved = {pair for pair in values(text, published) if pair[1]}

    assert resolved == {pair for pair in expected if pair[1]}


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("الأول من آذار 2003", "2003-03-01"),
        ("الثاني من آذار 2003", "2003-03-02"),
        ("العاشر من آذار 2003", "2003-03-10"),
        ("الحادي عشر من آذار 2003", "2003-03-11"),
        ("الثاني عشر من آذار 2003", "2003-03-12"),
        ("التاسع عشر من آذار 2003", "2003-03-19"),
        ("العشرين من آذار 2003", "2003-03-20"),
        ("العشرون من آذار 2003", "2003-03-20"),
        ("الحادي والعشرين من آذار 2003", "2003-03-21"),
        ("الثامن والعشرون من آذار 2003", "2003-03-28"),
        ("الثلاثين من آذار 2003", "2003-03-30"),
        ("الحادي والثلاثين من آذار 2003", "2003-03-31"),
        ("الواحد والثلاثين من آذار 2003", "2003-03-31"),
        ("ال20 من آذار 2003", "2003-03-20"),
        ("الـ 20 من شهر آذار عام 2003", "2003-03-20"),
    ],
)
def test_days_of_a_month_in_words(words, iso):
    assert values(f"حدث ذلك في {words} فجراً") == [(words, iso)]


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("كانون الثاني", 1),
        ("شباط", 2),
        ("آذار", 3),
        ("نيسان", 4),
        ("أيار", 5),
        ("حزيران", 6),
        ("تموز", 7),
        ("آب", 8),
        ("أيلول", 9),
        ("تشرين الأول", 10),
        ("تشرين الثاني", 11),
        ("كانون الأول", 12),
        ("يناير", 1),
        ("مارس", 3),
        ("إبريل", 4),
        ("أبريل", 4),
        ("يونيه", 6),
        ("اغسطس", 8),
        ("أكتوبر", 10),
        ("ديسمبر", 12),
        ("جانفي", 1),
        ("فيفري", 2),
        ("أفريل", 4),
        ("ماي", 5),
        ("جوان", 6),
        ("جويلية", 7),
        ("أوت", 8),
        ("يوليوز", 7),
        ("غشت", 8),
        ("شتنبر", 9),
        ("نونبر", 11),
        ("دجنبر", 12),
        ("مايس", 5),
        ("كانون الثاني/يناير", 1),
        ("يناير/كانون الثاني", 1),
        ("شباط - فبراير", 2),
        ("آذار (مارس)", 3),
        ("كانون الأول/ ديسمبر", 12),
        ("تشرين أول", 10),
        ("كَانُونِ الأَوَّلِ", 12),
    ],
)
def test_names_of_months(month, number):
    words = f"15 {month} 2020"

    assert values(f"وقع في {words} هجوم") == [(words, f"2020-{number:02}-15")]


@pytest.mark.parametrize(
    ("words", "published", "iso"),
    [
        ("31/12/2021", PUBLISHED, "2021-12-31"),
        ("31-12-2021", PUBLISHED, "2021-12-31"),
        ("31.12.2021", PUBLISHED, "2021-12-31"),
        ("2021/12/31", PUBLISHED, "2021-12-31"),
        ("٣١/١٢/٢٠٢١", PUBLISHED, "2021-12-31"),
        ("٢٠٢١-١٢-٣١", PUBLISHED, "2021-12-31"),
        ("12/31/2021", PUBLISHED, "2021-12-31"),
        ("12/2021", PUBLISHED, "2021-12"),
        ("31 كانون الأول/2021", PUBLISHED, "2021-12-31"),
        ("31/كانون الأول/2021", PUBLISHED, "2021-12-31"),
        ("31 ديسمبر، 2021", PUBLISHED, "2021-12-31"),
        ("٥/٥/٢٠٢١", PUBLISHED, "2021-05-05"),
    ],
)
def test_dates_in_figures(words, published, iso):
    assert values(f"جاء في كتاب مؤرخ {words} أن الأمر صدر", published) == [(words, iso)]


@pytest.mark.parametrize("before", ["انتهى. ", "- ", "تحديث: ", "(", "«"])
def test_dates_in_figures_after_a_mark(before):
    assert values(f"{before}31.12.2021, بغداد") == [("31.12.2021", "2021-12-31")]


def test_day_and_month_that_may_change_places_are_both_given():
    date_found = only("صدر في ٥/٧/٢٠٢١ أمر")

    assert (date_found.iso, date_found.shown) == ("2021-07-05", False)
    assert date_found.candidates == ("2021-07-05", "2021-05-07")


@pytest.mark.parametrize(
    ("other", "iso"), [("30/7/2021", "2021-07-05"), ("7/30/2021", "2021-05-07")]
)
def test_another_date_in_figures_tells_the_order(other, iso):
    dates = found(f"صدر في 5/7/2021 أمر وفي {other} آخر")

    assert (dates[0].iso, dates[0].shown) == (iso, True)


@pytest.mark.parametrize(
    ("words", "published", "iso"),
    [
        ("أمس", PUBLISHED, "2021-11-23"),
        ("أمس الثلاثاء", PUBLISHED, "2021-11-23"),
        ("يوم أمس", PUBLISHED, "2021-11-23"),
        ("مساء أمس", PUBLISHED, "2021-11-23"),
        ("أول من أمس", PUBLISHED, "2021-11-22"),
        ("أول أمس الاثنين", PUBLISHED, "2021-11-22"),
        ("أمس الأول", PUBLISHED, "2021-11-22"),
        ("اليوم الأربعاء", PUBLISHED, "2021-11-24"),
        ("فجر اليوم", PUBLISHED, "2021-11-24"),
        ("هذا اليوم", PUBLISHED, "2021-11-24"),
        ("غداً", PUBLISHED, "2021-11-25"),
        ("غدا الخميس", PUBLISHED, "2021-11-25"),
        ("يوم غد", PUBLISHED, "2021-11-25"),
        ("بعد غد", PUBLISHED, "2021-11-26"),
        ("الليلة الماضية", PUBLISHED, "2021-11-23"),
        ("أمس، 23 تشرين الثاني", PUBLISHED, "2021-11-23"),
        ("اليوم الأربعاء (24 تشرين الثاني 2021)", PUBLISHED, "2021-11-24"),
        ("الأحد", PUBLISHED, "2021-11-21"),
        ("يوم الأربعاء", PUBLISHED, "2021-11-24"),
        ("الأربعاء الماضي", PUBLISHED, "2021-11-17"),
        ("الأربعاء المقبل", PUBLISHED, "2021-12-01"),
        ("يوم الخميس القادم", PUBLISHED, "2021-11-25"),
        ("الأحد قبل الماضي", PUBLISHED, "2021-11-14"),
        ("الأحد من الأسبوع المقبل", PUBLISHED, "2021-11-28"),
        ("يومي الأحد والاثنين", PUBLISHED, "2021-11-21/2021-11-22"),
        ("ليل الثلاثاء-الأربعاء", PUBLISHED, "2021-11-23/2021-11-24"),
        ("ليل الاثنين على الثلاثاء", PUBLISHED, "2021-11-22/2021-11-23"),
        ("الأحد 14 من الشهر الحالي", PUBLISHED, "2021-11-14"),
        ("يوم الأحد الموافق 14 تشرين الثاني", PUBLISHED, "2021-11-14"),
    ],
)
def test_days_told_from_the_day_of_publication(words, published, iso):
    assert values(f"أعلنت الوزارة {words} ذلك", published) == [(words, iso)]


@pytest.mark.parametrize(
    ("words", "published", "iso"),
    [
        ("الشهر الماضي", "2022-01-10", "2021-12"),
        ("الشهر المقبل", "2021-12-10", "2022-01"),
        ("هذا الشهر", PUBLISHED, "2021-11"),
        ("الشهر قبل الماضي", PUBLISHED, "2021-09"),
        ("العام الماضي", PUBLISHED, "2020"),
        ("السنة المقبلة", PUBLISHED, "2022"),
        ("العام الجاري", PUBLISHED, "2021"),
        ("العام ما قبل الماضي", PUBLISHED, "2019"),
        ("الأسبوع الماضي", PUBLISHED, "2021-11-14/2021-11-20"),
        ("الأسبوع المقبل", PUBLISHED, "2021-11-28/2021-12-04"),
        ("أيلول/سبتمبر الماضي", "2025-11-04", "2025-09"),
        ("أيلول/سبتمبر المقبل", "2025-11-04", "2026-09"),
        ("أيلول من العام المقبل", "2025-11-04", "2026-09"),
        ("تموز من عام 2020", PUBLISHED, "2020-07"),
        ("20 الجاري", PUBLISHED, "2021-11-20"),
        ("20 من الشهر الجاري", PUBLISHED, "2021-11-20"),
        ("20 في الشهر الجاري", PUBLISHED, "2021-11-20"),
        ("العشرين من هذا الشهر", PUBLISHED, "2021-11-20"),
        ("الثلاثين من الشهر الماضي", PUBLISHED, "2021-10-30"),
        ("الخامس من الشهر المقبل", PUBLISHED, "2021-12-05"),
        ("الثاني والعشرين من الشهر الحالي نوفمبر", PUBLISHED, "2021-11-22"),
        ("31 ديسمبر المقبل", PUBLISHED, "2021-12-31"),
        ("31 ديسمبر الماضي", PUBLISHED, "2020-12-31"),
        ("3 كانون الثاني من العام المقبل", PUBLISHED, "2022-01-03"),
        ("نهاية العام", PUBLISHED, "2021-12-31"),
        ("نهاية هذا العام", PUBLISHED, "2021-12-31"),
        ("نهاية الشهر الجاري", PUBLISHED, "2021-11-30"),
        ("نهاية شباط 2024", PUBLISHED, "2024-02-29"),
        ("ختام العام الماضي", PUBLISHED, "2020-12-31"),
        ("مطلع العام المقبل", PUBLISHED, "2022"),
        ("مستهل 2009", PUBLISHED, "2009"),
        ("منتصف أيلول الماضي", PUBLISHED, "2021-09"),
        ("أواخر عام 2011", PUBLISHED, "2011"),
        ("أوائل آذار 2003", PUBLISHED, "2003-03"),
        ("الربع الأخير من عام 2020", PUBLISHED, "2020-10-01/2020-12-31"),
        ("الربع الثاني من العام المقبل", PUBLISHED, "2022-04-01/2022-06-30"),
        ("النصف الأول من 2021", PUBLISHED, "2021-01-01/2021-06-30"),
        ("النصف الأول من تموز 2021", PUBLISHED, "2021-07-01/2021-07-15"),
        ("صيف 2014", PUBLISHED, "2014-06-01/2014-08-31"),
        ("ثمانينيات القرن الماضي", PUBLISHED, "1980-01-01/1989-12-31"),
        ("التسعينات", PUBLISHED, "1990-01-01/1999-12-31"),
        ("القرن العشرين", PUBLISHED, "1901-01-01/2000-12-31"),
    ],
)
def test_months_years_and_their_parts(words, published, iso):
    assert values(f"جرى ذلك في {words} بحسب البيان", published) == [(words, iso)]


@pytest.mark.parametrize(
    ("words", "iso", "shown"),
    [
        ("قبل ثلاثة أيام", "2021-11-21", True),
        ("قبل يومين", "2021-11-22", True),
        ("قبل أحد عشر يوماً", "2021-11-13", True),
        ("قبل 42 يوماً", "2021-10-13", True),
        ("منذ شهرين", "2021-09", False),
        ("قبل شهر", "2021-10", True),
        ("قبل ثلاث سنوات", "2018", True),
        ("قبل عامين", "2019", True),
        ("قبل سنتين وثمانية أشهر", "2019-03", True),
        ("قبل عام ونصف العام", "2020-05", False),
        ("قبل نحو ثلاثة أشهر", "2021-08", False),
        ("قبل أسبوعين", "2021-11-10", False),
        ("قبل عشرة أيام من نهاية العام", "2021-12-21", True),
        ("بعد عامين على سقوط الموصل", "2016", True),
        ("بعد ثلاثة أيام على سقوط الموصل", "2014-06-13", True),
        ("بعد ثلاثة أيام من الآن", "2021-11-27", True),
    ],
)
def test_distances_in_time(words, iso, shown):
    date_found = next(d for d in found(f"وصل الوفد {words} إلى بغداد") if d.iso == iso)

    assert date_found.shown is shown


def test_a_distance_ahead_needs_a_verb_that_looks_ahead():
    text = "ستنتهي المهلة بعد 42 يوماً"

    assert values(text, "2021-11-19") == [("بعد 42 يوماً", "2021-12-31")]
    assert values("انسحبوا بعد عشرين عاماً من القتال") == [("بعد عشرين عاماً", None)]


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("5 إلى 12 كانون الثاني 2020", "2020-01-05/2020-01-12"),
        ("الخامس حتى العاشر من تموز 2020", "2020-07-05/2020-07-10"),
        ("28 أيلول إلى 3 تشرين الأول 2021", "2021-09-28/2021-10-03"),
        ("كانون الأول إلى آذار 2020", "2019-12-01/2020-03-31"),
        ("2003 إلى 2011", "2003-01-01/2011-12-31"),
        ("عام 2003 حتى عام 2011", "2003-01-01/2011-12-31"),
    ],
)
def test_spans_from_one_date_to_another(words, iso):
    assert values(f"امتدت العملية من {words} في الأنبار") == [(f"من {words}", iso)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بين 15 و20 تموز 2021", [("بين 15 و20 تموز 2021", "2021-07-15/2021-07-20")]),
        ("يومي 5 و6 تموز 2021", [("يومي 5 و6 تموز 2021", "2021-07-05/2021-07-06")]),
        ("عامي 2019 و2020", [("عامي 2019 و2020", "2019-01-01/2020-12-31")]),
        ("للعام 2024/2025", [("للعام 2024/2025", "2024-01-01/2025-12-31")]),
        (
            "من الاثنين 1 ديسمبر 2025م وحتى الأحد 7 ديسمبر 2025م",
            [("من الاثنين 1 ديسمبر 2025م وحتى الأحد 7 ديسمبر 2025م", "2025-12-01/2025-12-07")],
        ),
        ("عامي 2003 و2014", [("عامي 2003", "2003"), ("2014", "2014")]),
        ("في 2020–2021", [("2020–2021", "2020-01-01/2021-12-31")]),
        ("5-12 تموز 2021", [("5-12 تموز 2021", "2021-07-05/2021-07-12")]),
        ("شهري تموز وآب 2021", [("شهري تموز وآب 2021", "2021-07-01/2021-08-31")]),
        (
            "أيام 5 و7 و9 تموز 2021",
            [("5", "2021-07-05"), ("7", "2021-07-07"), ("9 تموز 2021", "2021-07-09")],
        ),
    ],
)
def test_several_dates_together(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "published", "iso"),
    [
        pytest.param("وقع الهجوم في 3 كانون الثاني", "2022-01-20", "2022-01-03", id="past"),
        pytest.param("سينسحبون في 3 كانون الثاني", "2021-12-20", "2022-01-03", id="future"),
        pytest.param("الموعد 31 كانون الأول", "2021-11-24", "2021-12-31", id="noun"),
        pytest.param("صدر البيان في تموز", "2021-11-24", "2021-07", id="month-past"),
        pytest.param("المقرر في شباط", "2021-11-24", "2022-02", id="month-future"),
        pytest.param("سيصل الاثنين إلى بغداد", "2021-11-24", "2021-11-29", id="weekday-future"),
        pytest.param("وصل الاثنين إلى بغداد", "2021-11-24", "2021-11-22", id="weekday-past"),
    ],
)
def test_a_date_without_its_year_lies_where_the_verb_looks(text, published, iso):
    date_found = only(text, published)

    assert (date_found.iso, date_found.shown) == (iso, True)


def test_a_date_without_its_year_or_verb_is_both_where_both_are_far():
    date_found = only("اجتماع في 20 أيار", "2021-11-24")

    assert date_found.shown is False
    assert set(date_found.candidates) == {"2021-05-20", "2022-05-20"}


def test_a_story_of_another_year_goes_on_in_it():
    text = "غزت القوات البلاد في 20 آذار 2003. وفي أيار أعلن بوش انتهاء القتال."

    date_found = found(text)[1]

    assert "2003-05" in date_found.candidates
    assert date_found.shown is False


@pytest.mark.parametrize("text", ["وقع ذلك في تشرين", "مطلع كانون", "خلال تشرين المقبل"])
def test_half_a_name_of_a_month_is_two_candidates(text):
    date_found = only(text)

    assert date_found.iso is None
    assert len(date_found.candidates) == 2


def test_the_other_name_tells_which_half_is_meant():
    dates = found("بدأت في تشرين الأول/أكتوبر، وكان مطلع تشرين أعنفها")

    assert [d.iso for d in dates] == ["2021-10", "2021-10"]
    assert [d.shown for d in dates] == [True, False]


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("الخميس 14 تموز الحالي", ("2021-07-14", "2021-07-15")),
        ("يوم السبت 14/7/2021", ("2021-07-14", "2021-07-17")),
        ("أمس السبت", ("2021-07-24", "2021-07-21")),
    ],
)
def test_a_weekday_that_disagrees_is_flagged_with_both(text, candidates):
    date_found = only(text, "2021-07-22")

    assert date_found.candidates == candidates
    assert date_found.iso == candidates[0]
    assert date_found.shown is False


def test_two_names_of_different_months_are_no_date():
    assert all(not d.shown for d in found("في 5 تموز/يونيو 2021"))


# Hijri


@pytest.mark.parametrize(
    ("text", "iso", "shown"),
    [
        ("15 ذو الحجة 1442 هـ الموافق 25 تموز 2021", "2021-07-25", True),
        ("15 ذي الحجة 1442هـ (26 يوليو 2021م)", "2021-07-26", True),
        ("25 تموز 2021 الموافق 15 ذي الحجة 1442 هـ", "2021-07-25", True),
        ("15 ذو الحجة 1442 هـ الموافق 5 تموز 2021", "2021-07-05", False),
        ("15 ذو الحجة 1442 هـ", "2021-07-25", False),
        ("15/12/1442 هـ", "2021-07-25", False),
        ("عام 1442 هـ", "2020-08-20/2021-08-08", False),
        ("شهر رمضان المقبل", "2022-04-02/2022-05-01", False),
    ],
)
def test_hijri_dates(text, iso, shown):
    date_found = only(f"صدر في {text} أمر")

    assert (date_found.iso, date_found.shown) == (iso, shown)


@pytest.mark.parametrize("text", ["قال رجب طيب", "حضر شعبان المحرم", "بدأوا من صفر", "عطر محرم"])
def test_names_that_are_also_hijri_months(text):
    assert found(text) == []


# Events


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("الذكرى الثانية لاغتيال سليماني", "2022-01-03"),
        ("الذكرى السنوية الأولى لمقتل قاسم سليماني", "2021-01-03"),
        ("الذكرى الـ20 لغزو العراق", "2023-03-20"),
        ("الذكرى العاشرة لسقوط الموصل", "2024-06-10"),
        ("غداة اغتيال سليماني", "2020-01-04"),
        ("عشية سقوط بغداد", "2003-04-08"),
        ("هجمات 11 أيلول", "2001-09-11"),
        ("هجوم السابع من أكتوبر", "2023-10-07"),
    ],
)
def test_days_told_from_an_event(text, iso):
    date_found = only(f"وذلك في {text} وما تلاها")

    assert (date_found.iso, date_found.shown) == (iso, True)


def test_an_event_of_the_caller():
    events = [Event("توقيع مذكرة التفاهم", date(2012, 12, 6))]

    date_found = only("في الذكرى الأولى لتوقيع مذكرة التفاهم", events=events)

    assert date_found.iso == "2013-12-06"


def test_an_unknown_event_stays_unresolved():
    date_found = only("في الذكرى الثالثة لتأسيس النادي")

    assert (date_found.iso, date_found.shown) == (None, False)


def test_the_day_after_what_was_just_told_is_proposed():
    dates = found("قتل القيادي بغارة في 4 كانون الثاني 2024. وغداة الغارة صدر بيان.", "2024-01-20")

    assert (dates[1].iso, dates[1].shown) == ("2024-01-05", False)


# Anchors


def test_without_publication_relative_dates_are_unresolved():
    dates = found("أعلن أمس أن الشهر المقبل موعد، وفي تموز وعام 2021 مثله", None)

    assert [d.iso for d in dates] == [None, None, None, "2021"]
    assert [d.shown for d in dates] == [False, False, False, True]


def test_a_month_of_publication_tells_the_year_and_no_day():
    month = Interval(date(2021, 11, 1), date(2021, 11, 30))

    dates = find_dates("قال أمس إن العام الماضي كان صعباً", Context(published=month))

    assert [d.iso for d in dates][1] == "2020"
    assert dates[0].shown is False


@pytest.mark.parametrize(
    "line",
    [
        "بغداد – 31 كانون الأول – أعلنت الوزارة",
        "(بغداد - 31 كانون الأول) أعلنت الوزارة",
        "بغداد/ 31 كانون الأول 2021/ أعلنت الوزارة",
        "بغداد، 31 ديسمبر (رويترز) - أعلنت الوزارة",
    ],
)
def test_a_dateline_anchors_what_follows(line):
    text = f"عنوان الخبر\n\n{line} القرار. ووصل الوفد أمس، وانتهى العام الحالي."

    dates = found(text, "2022-01-01")

    assert [d.iso for d in dates] == ["2021-12-31", "2021-12-30", "2021"]
    assert [d.anchor for d in dates[1:]] == ["dateline", "dateline"]
    assert dates[2].candidates == ("2021", "2022")
    assert [d.shown for d in dates[1:]] == [False, False]


def test_the_dateline_alone_can_be_asked_for():
    assert find_dateline("بغداد – 31 كانون الأول – أعلن", context("2022-01-01")) == date(
        2021, 12, 31
    )
    assert find_dateline("أعلن في 31 كانون الأول ذلك", context("2022-01-01")) is None


def test_a_date_in_a_sentence_is_no_dateline():
    dates = found("التقى الوزير، 20 تشرين الثاني، وفداً وغادر أمس", "2021-11-24")

    assert dates[1].iso == "2021-11-23"


@pytest.mark.parametrize(
    "text",
    [
        'قال المتحدث في أيار الماضي: "سنغادر الشهر المقبل"',
        "قال المتحدث في أيار الماضي إننا «سنغادر الشهر المقبل»",
        "وكان المتحدث قد قال في أيار الماضي «نغادر الشهر المقبل»",
    ],
)
def test_speech_of_another_day_moves_the_anchor(text):
    date_found = found(text, "2025-07-10")[1]

    assert (date_found.iso, date_found.anchor) == ("2025-06", "speech")
    assert date_found.shown is True


def test_reported_speech_may_be_told_from_either_day():
    date_found = found("قال أمس إن الوفد يصل غداً", "2021-11-24")[1]

    assert set(date_found.candidates) == {"2021-11-24", "2021-11-25"}
    assert date_found.shown is False


def test_the_anchor_moves_back_after_the_sentence():
    dates = found('قال في أيار الماضي: "سنغادر". ويبدأ التسليم الشهر المقبل.', "2025-07-10")

    assert dates[1].iso == "2025-08"


def test_a_span_of_speech_given_by_the_caller():
    text = "«سنغادر الشهر المقبل»"
    speech = Speech(0, len(text), Interval(date(2020, 3, 1), date(2020, 3, 31)))

    assert only(text, speeches=[speech]).iso == "2020-04"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وعدت الوزارة بدفع الرواتب خلال 20 يوماً", [("خلال 20 يوماً", "2021-11-24/2021-12-14")]),
        ("ستسلم اللجنة المفاتيح خلال شهر", [("خلال شهر", "2021-11-24/2021-12-24")]),
        ("قتل سبعة رعاة خلال 20 يوماً", []),
    ],
)
def test_a_counted_period_runs_from_the_anchor_where_somebody_is_bound(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نقلت صحيفة الضفة اليوم النبأ، وردت الضفة اليوم عليه لاحقاً", []),
        ("كتب مراسل «الضفة اليوم» أن الضفة اليوم مستقلة", []),
        ("ما يعيشه الناس اليوم لا يشبه ما عرفوه", []),
        ("أعلنت القيادة اليوم فتح الجسر", [("اليوم", "2021-11-24")]),
        ("اليوم نفتح الجسر للناس", [("اليوم", "2021-11-24")]),
    ],
)
def test_today_is_a_date_where_the_day_is_meant(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Verbs of saying are past, whatever letter they open with; a father is no verb.
        ("تلا أبو سنان مساء الأحد نص الرسالة", [("مساء الأحد", "2021-11-21")]),
        ("تابع الناطق الاثنين كلامه", [("الاثنين", "2021-11-22")]),
        ("ننتظر الثلاثاء لنرى", [("الثلاثاء", "2021-11-30")]),
        ("سنلتقي الثلاثاء في المقر", [("الثلاثاء", "2021-11-30")]),
        ("كان الحفل سيقام في آذار", [("آذار", "2021-03")]),
        ("لم يفتح الجسر في شباط", [("شباط", "2021-02")]),
        ("لن يفتح الجسر في شباط", [("شباط", "2022-02")]),
        ("زارنا في أيار أو حزيران", [("أيار", "2021-05"), ("حزيران", "2021-06")]),
        ("أيار أو نيسان اسمان جميلان", []),
    ],
)
def test_verbs_say_in_which_direction_a_date_lies(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("في 5 أيار 2019 وعد بالرحيل في نهاية العام", ("نهاية العام", "2019-12-31", False)),
        ("في 5 أيار 2019 وعد بالرحيل نهاية الشهر", ("نهاية الشهر", "2019-05-31", False)),
        ("في 5 أيار 2019 وعد، وسيرحل نهاية العام", ("نهاية العام", "2021-12-31", True)),
        ("وعد بالرحيل في نهاية العام", ("نهاية العام", "2021-12-31", True)),
    ],
)
def test_the_end_of_a_year_that_the_paragraph_is_about(text, expected):
    last = found(text)[-1]

    assert (text[last.start : last.end], last.iso, last.shown) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تنتهي الأولى في 3 أيار 2023 والثانية بعد عام منها", ("بعد عام منها", "2024-05-03")),
        ("انتهى العقد في اليوم الأول من عام 2020", ("اليوم الأول من عام 2020", "2020-01-01")),
        ("عقد في اليوم العاشر من تموز 2020", ("اليوم العاشر من تموز 2020", "2020-07-10")),
        ("وصل في 2 أيار 2020 وغادر فجر اليوم التالي", ("فجر اليوم التالي", "2020-05-03")),
        ("زار السفير بغداد اليوم الأربعاء", ("اليوم الأربعاء", "2021-11-24")),
        ("في عشرينيات هذا القرن تبدل كل شيء", ("عشرينيات هذا القرن", "2020-01-01/2029-12-31")),
        ("اتفقوا على ذلك منذ الربيع", ("الربيع", "2021-03-01/2021-05-31")),
        ("سيعودون في الصيف", ("الصيف", "2022-06-01/2022-08-31")),
        ("يغادرون قبل نوروز", ("نوروز", "2022-03-21")),
        ("جاؤوا بعد عيد الأضحى", ("عيد الأضحى", "2021-07-20")),
        ("صرحت في 19/8 بذلك", ("19/8", "2021-08-19")),
        (
            "أحيوا الذكرى الثانية للفيضان الذي ضرب الوادي في 9 شباط 2019",
            ("الذكرى الثانية للفيضان الذي ضرب الوادي في 9 شباط 2019", "2021-02-09"),
        ),
        ("أحيوا الذكرى الثانية للفيضان (9/2/2019)", ("الذكرى الثانية للفيضان", "2021-02-09")),
    ],
)
def test_dates_told_by_what_stands_beside_them(text, expected):
    assert expected in values(text)


@pytest.mark.parametrize(
    "text",
    [
        "اليوم الأول من المعركة كان قاسياً",
        "احتجاجات منذ الربيع العربي",
        "غنى نوروز كاملاً أغنيته",
        "المركز مفتوح 24/7 للجميع",
        "صوت 19/25 نائباً",
    ],
)
def test_what_looks_like_those_and_is_no_date(text):
    assert values(text) == []


def test_the_zone_belongs_to_the_time():
    text = "بدأ القصف فجر الاثنين بتوقيت طهران وانتهى صباحاً"

    assert values(text) == [("فجر الاثنين بتوقيت طهران", "2021-11-22")]


def test_an_evening_elsewhere_is_the_next_day_here():
    date_found = only("وقع الهجوم مساء 27 حزيران بتوقيت واشنطن", "2021-06-29")

    assert date_found.iso == "2021-06-27"
    assert date_found.candidates == ("2021-06-27", "2021-06-28")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("وقعت عام 2008 وأقرت في تشرين الثاني من العام نفسه", "2008-11"),
        ("سلم في 23 آب 2020 ثم خلا في الشهر التالي", "2020-09"),
        ("قصف في 23 آب 2020 ورد في اليوم التالي", "2020-08-24"),
        ("اندلع في آذار 2003 وانتهى في كانون الثاني التالي", "2004-01"),
        ("في 20 تموز 2020 ثم في الثاني والعشرين منه", "2020-07-22"),
        ("بدأ عام 2003 وفي آب من تلك السنة توسع", "2003-08"),
    ],
)
def test_dates_told_from_the_one_before(text, iso):
    assert found(text)[-1].iso == iso


# No dates


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("القرار 1483 والقرار رقم 2299", id="resolutions"),
        pytest.param("المادة 140 والفقرة 2003", id="articles-of-law"),
        pytest.param("طائرات إف-16 وF-35 وميغ 29", id="aircraft"),
        pytest.param("اللواء 30 والفرقة 17 وكتيبة 2011", id="units"),
        pytest.param("سيارة نيسان وشاحنات نيسان باترول", id="car"),
        pytest.param("هو آب لثلاثة أبناء والأب الروحي", id="father"),
        pytest.param("باب 2 في باب الدار", id="door"),
        pytest.param("فاز الفريق 2-1 ثم 3/1", id="scores"),
        pytest.param("هاتف 0770-123-4567 و07801234567", id="telephones"),
        pytest.param("2000 جندي و1990 دولاراً و2,011 عنصراً", id="amounts"),
        pytest.param("انخفض السعر إلى 1950 نقطة", id="points"),
        pytest.param("الغرفة 2011 والرحلة 2003 والطريق 1920", id="rooms-and-flights"),
        pytest.param("قوى 14 آذار وفريق 8 آذار", id="parties"),
        pytest.param("شارع 14 تموز وجسر 14 تموز وساحة 17 تشرين", id="streets"),
        pytest.param("حركة 20 فبراير وثورة 25 يناير", id="movements"),
        pytest.param("انتفاضة تشرين وثوار تشرين وحرب تشرين", id="uprisings"),
        pytest.param("ولدت آيار واسمها نيسان", id="first-names"),
        pytest.param("مارس الضغط ومارسوا السياسة", id="he-practised"),
        pytest.param("تيريزا ماي ومايو كلينك", id="surnames"),
        pytest.param("الأمين العام الحالي والمدعي العام المقبل", id="general"),
        pytest.param("للأمين العام الحالي والقائد العام السابق", id="general-with-particle"),
        pytest.param("الرأي العام والمال العام والقطاع العام", id="public"),
        pytest.param("روسيا اليوم وصحيفة اليوم وعراق اليوم", id="named-today"),
        pytest.param("نقلت «اليوم» ذلك", id="newspaper"),
        pytest.param("اليوم الموعود واليوم الوطني واليوم الأول", id="named-days"),
        pytest.param("بأمس الحاجة وفي أمس الحاجة", id="dire-need"),
        pytest.param("صلاة الجمعة وخطبة الجمعة وسوق الخميس", id="prayers-and-markets"),
        pytest.param("حضر محمد الخميس وعلي السبت", id="surnames-of-days"),
        pytest.param("غدا الجيش قوياً", id="he-became"),
        pytest.param("في الثمانينيات من عمره وفي العشرينيات من العمر", id="ages"),
        pytest.param("القرن الأفريقي ودول القرن", id="horn"),
        pytest.param("الأيام المقبلة والسنوات الأخيرة والفترة الماضية", id="vague"),
        pytest.param("عدة أيام وبضعة أشهر لمدة ثلاثة أيام", id="durations"),
        pytest.param("يوماً بعد يوم وعاماً بعد عام", id="day-after-day"),
        pytest.param("في 9 نيسان من كل عام", id="every-year"),
        pytest.param("العرب السنة والسنة والشيعة", id="sunna"),
        pytest.param("ثورة العشرين وعملية العشرين", id="named-twenty"),
        pytest.param("الأول من نوعه والثاني من حيث العدد", id="first-of-its-kind"),
        pytest.param("المرحلة الأولى والجولة الثالثة والربع الأول", id="phases"),
        pytest.param("32 تموز و0 آب", id="impossible-numbers"),
        pytest.param("الساعة 10 و14:30 و5% و2011%", id="hours-and-shares"),
        pytest.param("من 2000 إلى 1500 جندي وبين 2500 و3000", id="falling-numbers"),
        pytest.param("192.168.1.2 و10-10-10-10", id="addresses"),
        pytest.param("نصف العام وربع الشهر وكل شهر", id="shares-of-time"),
    ],
)
def test_what_is_no_date(text):
    assert values(f"قيل: {text}.") == []


@pytest.mark.parametrize("text", ["في 31 شباط 2021", "في 30/2/2021", "في 31 نيسان المقبل"])
def test_a_day_that_no_calendar_has_is_no_value(text):
    assert all(d.iso is None or d.precision != "day" for d in found(text))


# What holds for every text


def all_texts():
    return [(case.published, case.text) for case in sentences("tuned", "held out", "hard")]


def test_spans_lie_within_the_text_in_order_and_apart():
    for published, text in all_texts():
        dates = found(text, published)
        ends = [0, *(d.end for d in dates)]
        for end, date_found in zip(ends, dates, strict=False):
            assert end <= date_found.start < date_found.end <= len(text)
            words = text[date_found.start : date_found.end]
            assert words == words.strip()


def test_what_is_shown_has_a_value_and_no_rival():
    for published, text in all_texts():
        for date_found in found(text, published):
            if date_found.shown:
                assert date_found.iso
                assert not date_found.candidates or date_found.rule.endswith("+zone")
            assert date_found.rule


@pytest.mark.parametrize("published", [None, "1000-01-01", "2199-12-31", "2000-02-29"])
def test_no_anchor_breaks_a_text(published):
    for _, text in all_texts():
        found(text, published)


@pytest.mark.parametrize(
    "unit",
    [
        "و5 ",
        "5 تموز ",
        "5-",
        "20/",
        "نهاية ",
        "قبل ثلاثة أيام من ",
        "الأحد - ",
        "ألف و",
        "قال أمس إن ",
        "غداة ",
        "الذكرى الثانية لاغتيال ",
        "الـ",
        "ليل ",
        "عامي 2003 و2004 و",
        "15 محرم 1442 هـ الموافق ",
        "تشرين ",
        "النصف الأول من ",
        " " * 40 + "5",
        '"',
        "الليلة ",
        "يوم ",
        "من 2003 إلى ",
    ],
)
def test_work_grows_no_faster_than_the_text(unit):
    short, long = unit * 100, unit * 400

    assert steps(long) < 4.8 * steps(short) + 200


def steps(text):
    """How many functions are called for a text: work that no clock disturbs."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    found(text)  # tables are read once
    sys.setprofile(count)
    try:
        found(text)
    finally:
        sys.setprofile(None)
    return calls


def days_of_speech(text, *spoken, published=PUBLISHED):
    """The days of statements, each told as: passage, key of the speaker, words beside its verb."""
    statements = []
    for passage, thing, beside in spoken:
        start = text.index(beside)
        when = (start, start + len(beside))
        speaker = Speaker(*when, "name", Named(*when, thing, "person", True))
        statements.append(
            Statement("reported", passage, ((len(text), len(text)),), (speaker,), when=when)
        )
    _, dated = find_all("", text, statements, parse_partial(published))
    return [one.said_on and one.said_on[0].isoformat() for one in dated]


GOING_ON = "قال سمير يوم الأحد إن الجسر فتح. وأضاف أنه آمن. وأوضح قبل نحو شهر أنه مغلق."


def test_who_goes_on_in_the_same_paragraph_does_so_on_the_same_day():
    assert days_of_speech(GOING_ON, (0, 1, "قال سمير يوم الأحد إن"), (0, 1, "وأضاف أنه")) == [
        "2021-11-21",
        "2021-11-21",
    ]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param((0, 2, "وأضاف أنه"), id="another-speaker"),
        pytest.param((9, 1, "وأضاف أنه"), id="many-paragraphs-later"),
        pytest.param((0, 1, "وأوضح قبل نحو شهر أنه"), id="another-time"),
    ],
)
def test_another_speaker_paragraph_or_time_is_not_the_same_day(second):
    assert days_of_speech(GOING_ON, (0, 1, "قال سمير يوم الأحد إن"), second)[1] is None


@pytest.mark.parametrize(
    ("text", "iso", "shown"),
    [
        ("قال في شباط 2019 إن الجسر مغلق، وعاد في 4 نيسان الماضي ففتحه", "2021-04-04", False),
        ("قال في شباط 2019 إن «الجسر أغلق في كانون الثاني الماضي»", "2019-01", True),
        ("قال في تموز الماضي إن الجسر سيفتح «الشهر المقبل»", "2021-08", True),
    ],
)
def test_outside_marks_what_is_past_is_told_from_the_page(text, iso, shown):
    last = found(text)[-1]

    assert (last.iso, last.shown) == (iso, shown)


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        ("يوم 5/7", ("2021-07-05", "2021-05-07")),
        ("يوم 2-8", ("2021-08-02", "2021-02-08")),
        ("بتاريخ 3/9", ("2021-09-03", "2021-03-09")),
    ],
)
def test_figures_that_may_be_either_order_stay_open(words, candidates):
    one = only(f"وصل الوفد {words} إلى بغداد")

    assert (one.iso, one.candidates, one.shown) == (None, candidates, False)


@pytest.mark.parametrize("text", ["في الاثنين 25/10 وصل الوفد", "وصل الوفد يوم 10/25", "يوم 5/5"])
def test_figures_with_one_reading_are_a_day(text):
    assert only(text).iso


def test_a_winter_has_two_years_and_a_summer_one():
    winter = only("وصل الوفد في شتاء 2020")

    assert (winter.iso, winter.shown) == (None, False)
    assert set(winter.candidates) == {"2019-12-01/2020-02-29", "2020-12-01/2021-02-28"}
    assert only("وصل الوفد في صيف 2020").iso == "2020-06-01/2020-08-31"


def test_an_order_shown_elsewhere_settles_figures():
    text = "وصل يوم 5/7 من القاعدة، بعد كتاب مؤرخ 25/6/2021 من الوزارة"

    assert ("يوم 5/7", "2021-07-05") in values(text)


@pytest.mark.parametrize(
    ("text", "iso", "shown"),
    [
        ("تعقد الجلسة في الخميس الأول من كانون الثاني المقبل", "2022-01-06", False),
        ("تعقد الجلسة في الأحد الثالث من كانون الثاني المقبل", "2022-01-16", False),
        ("تعقد الجلسة في السبت الأول من كانون الثاني المقبل", "2022-01-01", True),
        ("تعقد الجلسة أول أحد من كانون الثاني المقبل", "2022-01-02", True),
        ("تعقد الجلسة آخر خميس من كانون الأول المقبل", "2021-12-30", True),
        ("تعقد الجلسة في الجمعة الأخيرة من الشهر الحالي", "2021-11-26", True),
        ("تعقد الجلسة الخميس 6 كانون الأول", "2021-12-06", False),
    ],
)
def test_a_weekday_counted_in_a_month(text, iso, shown):
    one = only(text)

    assert (one.iso, one.shown) == (iso, shown)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("قصف المطار في 3 كانون الثاني 2020، وقصفت القاعدة غداتها", "2020-01-04"),
        ("وصل القائد في 9 نيسان 2003، وكان قد غادر عشيتها", "2003-04-08"),
        ("اجتمعوا غداة الغارة التي وقعت في 4 كانون الثاني 2020", "2020-01-05"),
        ("اجتمعوا غداة الهجوم الذي وقع فجر 8 كانون الثاني 2020", "2020-01-09"),
        ("اجتمعوا عشية الذكرى الثالثة للغارة قرب مطار بغداد", "2023-01-02"),
    ],
)
def test_the_day_beside_an_event(text, iso):
    assert iso in [one.iso for one in found(text)]


@pytest.mark.parametrize("text", ["لن تبقى يوماً واحداً بعد ذلك", "ولا يبقى شهر من دون هجوم"])
def test_what_will_not_stay_is_no_countdown(text):
    assert not [one for one in found(text) if one.rule == "countdown"]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("منحت الحكومة الشركة مهلة ثلاثين يوماً", "2021-11-24/2021-12-24"),
        ("أمهلتهم الفصائل أسبوعين", "2021-11-24/2021-12-08"),
        ("عليهم المغادرة في مدة أقصاها 90 يوماً", "2021-11-24/2022-02-22"),
    ],
)
def test_how_long_somebody_is_given_is_a_deadline(text, span):
    one = only(text)

    assert (one.iso, one.rule, one.shown) == (span, "deadline", False)


def test_a_promise_looks_ahead_to_its_bound():
    assert values("تعهدت بالخروج قبل نهاية كانون الثاني") == [("نهاية كانون الثاني", "2022-01-31")]
    assert values("وصلت قبل نهاية تشرين الأول") == [("نهاية تشرين الأول", "2021-10-31")]


def test_a_day_told_from_a_month_of_speech_stays_open():
    text = "قال الشهر الماضي إن التسليم «غداً» لا بعده"
    speech = Speech(text.index("إن"), len(text), Interval(date(2021, 10, 1), date(2021, 10, 31)))
    told = next(one for one in found(text, speeches=[speech]) if "غد" in text[one.start : one.end])

    assert (told.iso, told.shown, len(told.candidates)) == (None, False, 2)


def test_two_weekdays_ahead_may_be_a_week_later():
    one = only("يجتمعان الأربعاء والخميس المقبلين في القاعدة")

    assert one.iso == "2021-11-24/2021-11-25"
    assert (one.shown, one.candidates[1:]) == (False, ("2021-12-01/2021-12-02",))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("تبقى القوات حتى نهاية العام", True),
        ("تغادر القوات بحلول 31 كانون الأول", True),
        ("تغادر القوات في موعد لا يتجاوز نهاية العام", True),
        ("تغادر القوات في موعد أقصاه 31 كانون الأول المقبل", True),
        ("تغادر القوات قبل نهاية العام", True),
        ("تغادر القوات في نهاية العام", False),
        ("غادرت القوات قبل شهرين", False),
        ("غادرت القوات في 3 تشرين الأول", False),
    ],
)
def test_the_latest_day_meant_is_told_by_the_rule(text, bound):
    assert only(text).rule.endswith("+by") is bound

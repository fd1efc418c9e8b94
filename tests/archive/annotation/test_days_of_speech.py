"""On which day a statement was made, from beside its verb or paragraphs earlier.

The people are invented.
"""

import re
from dataclasses import replace
from datetime import date

import pytest

from archive.annotation.days_of_speech import with_days
from archive.annotation.quotations import find_statements
from archive.annotation.speakers import Named
from archive.annotation.statements import Part
from archive.arabic.dates import Context, Interval, find_dates
from archive.arabic.name_matching import given_names

PUBLISHED = "2021-11-24"  # a Wednesday
NAMES = {
    "رباب القصباوي": ("rabab", True),
    "القصباوي": ("rabab", True),
    "حازم النخيلاوي": ("hazim", False),
    "النخيلاوي": ("hazim", False),
    "دوغان هالستروم": ("dogan", False),
    "هالستروم": ("dogan", False),
}
_NAME = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))


def days(text, published=PUBLISHED):
    """The days of the statements of a text, in order: `None`, a day, or two days."""
    return [_printed(one.said_on) for one in _dated(text, published)]


def _dated(text, published, earliest=None, *, are_shown=True):
    names = [
        Named(match.start(), match.end(), NAMES[match[0]][0], "person", True, NAMES[match[0]][1])
        for match in _NAME.finditer(text)
    ]
    passages, start = [], 0
    for line in text.split("\n"):
        passages.append(((start, start + len(line)),))
        start += len(line) + 1
    part = Part(text, tuple(passages), tuple(names))
    title = Part("عنوان", (((0, 5),),), (), is_title=True)
    _, statements = find_statements([title, part], given_names())
    day = date.fromisoformat(published)
    first = date.fromisoformat(earliest) if earliest else day
    found = find_dates(text, Context(published=Interval(first, day)))
    found = [replace(one, shown=one.shown and are_shown) for one in found]
    told = [(name.start, name.end, name.thing) for name in names]
    dated = with_days(statements, text, found, day, told, earliest=first)
    return [one for one in sorted(dated, key=lambda one: one.start) if one.kind != "term"]


def _printed(said_on):
    if said_on is None:
        return None
    first, last = (day.isoformat() for day in said_on)
    return first if first == last else f"{first}/{last}"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("قالت القصباوي أمس إن الجرد انتهى.", "2021-11-23"),
        ("قالت القصباوي، الأحد، إن الجرد انتهى.", "2021-11-21"),
        ("وكانت القصباوي قد قالت في آذار الماضي إن الجرد بدأ.", "2021-03-01/2021-03-31"),
        ("قالت القصباوي في مقابلة أجريت معها مساء السبت إن الجرد انتهى.", "2021-11-20"),
        ("قال النخيلاوي في بيان صدر الثلاثاء إن الجرد انتهى.", "2021-11-23"),
        ("قال النخيلاوي في البيان الذي صدر الثلاثاء إن الجرد انتهى.", "2021-11-23"),
        ("وسبق أن صرح النخيلاوي في صيف العام الماضي بأن الجرد بدأ.", "2020-06-01/2020-08-31"),
        ("قال النخيلاوي، الذي كان يتحدث في مؤتمر في البلدة الأحد، إن الجرد انتهى.", "2021-11-21"),
        ("ورفض النخيلاوي التعليق على الجرد حين سُئل عنه أمس.", "2021-11-23"),
        ("«انتهى الجرد قبل موعده بكثير»، قال النخيلاوي الأحد.", "2021-11-21"),
        ("وصل هالستروم إلى المدينة في 4 نيسان 2016، وقال يومها إن الأمر لن يطول.", "2016-04-04"),
    ],
)
def test_a_day_stands_beside_the_verb(text, day):
    assert days(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("وقالت القصباوي منذ تسلمها المنصب في نيسان إن الجرد مهم.", id="since"),
        pytest.param("وقال النخيلاوي، الذي عُيّن في تشرين الأول، إن العمل جار.", id="of-him"),
        pytest.param("وقال النخيلاوي بعد 3 تشرين الثاني إن العمل جار.", id="after"),
        pytest.param("في 5 كانون الأول المقبل، كما قال النخيلاوي إن الجرد انتهى.", id="ahead"),
        pytest.param("قال النخيلاوي إن الجرد بدأ في آذار الماضي، مؤكداً أن العمل جار.", id="said"),
    ],
)
def test_another_date_beside_the_verb_is_no_day_of_speech(text):
    assert set(days(text)) == {None}


SESSION = "استضاف المجلس القصباوي، الاثنين، في جلسة علنية حضرها النخيلاوي."


@pytest.mark.parametrize(
    "later",
    [
        pytest.param("وقالت القصباوي إن الجرد انتهى.", id="who-took-part"),
        pytest.param("وقال عضو في الجلسة إن الجرد لم ينته.", id="the-session"),
        pytest.param("وفي ختام الجلسة، قال هالستروم إن الجرد انتهى.", id="its-end"),
    ],
)
def test_a_dated_occasion_gives_its_day_paragraphs_later(later):
    assert days(f"{SESSION}\nوحضر كثيرون من أهل البلدة.\n{later}") == ["2021-11-22"]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param("وقال هالستروم إن الجرد انتهى.", id="who-was-not-there"),
        pytest.param("وقالت القصباوي لاحقاً إن الجرد انتهى.", id="later"),
        pytest.param("وقالت القصباوي في رسالة إلى الصحف إن الجرد انتهى.", id="another-occasion"),
        pytest.param("ورأى أحد الكتّاب أن الجلسة أضاعت الوقت كله.", id="about-the-session"),
    ],
)
def test_what_was_said_elsewhere_has_no_day_of_the_occasion(later):
    assert days(f"{SESSION}\n{later}") == [None]


def test_an_interview_gives_its_day_to_the_replies():
    text = (
        "تتحدث القصباوي بهدوء. التقيناها في 20 تشرين الثاني في مكتبها.\n"
        "متى ينتهي الجرد؟\n"
        "وقالت القصباوي إن الجرد انتهى.\n"
        "وقال هالستروم إن الجرد مستمر."
    )

    assert days(text)[-2:] == ["2021-11-20", None]


def test_a_meeting_gives_its_day_only_to_what_is_said_after_it():
    met = "اجتمع النخيلاوي وهالستروم الأحد الماضي في البلدة."

    assert days(f"{met}\nوقال النخيلاوي عقب اللقاء إن الجرد انتهى.") == ["2021-11-21"]
    assert days(f"{met}\nوقال النخيلاوي إن الجرد انتهى.") == [None]


def test_a_statement_issued_is_not_the_words_of_those_it_attacks():
    issued = "أصدر النخيلاوي، الأحد، بياناً هاجم فيه هالستروم."

    assert days(f"{issued}\nوقال هالستروم إن الجرد انتهى.") == [None]
    assert days(f"{issued}\nوقال النخيلاوي إن الجرد انتهى.") == ["2021-11-21"]


def test_who_goes_on_does_so_on_that_day_and_another_does_not():
    first = "قال النخيلاوي الأحد إن الجرد انتهى."

    assert days(f"{first}\nوأضاف أن التسليم قريب.") == ["2021-11-21"] * 2
    assert days(f"{first}\nوقال هالستروم إن التسليم قريب.") == ["2021-11-21", None]
    assert days(f"{first}\nوأجاب هالستروم بأن التسليم قريب.") == ["2021-11-21"] * 2
    assert days(f"{first}\nوقال النخيلاوي قبل أيام إن التسليم بعيد.") == ["2021-11-21", None]


def test_years_count_only_right_beside_the_verb():
    assert days("قال النخيلاوي عام 2019 إن الجرد بدأ.") == ["2019-01-01/2019-12-31"]
    assert days("وقال ضابط شارك في المفاوضات الأولى عام 2019 مع وفد كبير إن الجرد بدأ.") == [None]


def shown(text, published=PUBLISHED, earliest=None):
    """Whether each statement of a text is shown, by the day on which it was made."""
    return [one.sure for one in _dated(text, published, earliest)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "تسلم النخيلاوي المنصب في 28 أيار، ثم أعلنت القصباوي في 25 آب أن هالستروم سيخلفه.",
            "2021-08-25",
        ),
        ("يعود ذلك إلى تشرين الأول، حين قالت القصباوي إن الباب مفتوح.", "2021-10-01/2021-10-31"),
        ("وقالت القصباوي في بيان صدر الثلاثاء إن الجرد انتهى.", "2021-11-23"),
        ("وقالت القصباوي في بيان لاحق إن رجالها دخلوا الموقع في 13 آذار.", None),
        ("استهدف الهجوم منزلها هذا الشهر، وقالت القصباوي إن الباب مفتوح.", None),
    ],
)
def test_a_day_is_that_of_the_clause_and_not_of_what_it_tells(text, day):
    assert days(text) == [day]


def test_a_day_may_stand_in_the_sentence_behind_the_words():
    text = "«الباب مفتوح لمن شاء». بهذه الكلمات أنهت القصباوي، في مؤتمر أمس، الجلسة."
    assert days(text) == ["2021-11-23"]


def test_in_a_chronicle_a_line_that_is_a_date_heads_what_stands_below():
    text = (
        "7 تشرين الثاني\nوقالت القصباوي إن الباب مفتوح.\n"
        "11 تشرين الثاني\nوقالت القصباوي إن الباب مغلق."
    )
    assert days(text) == ["2021-11-07", "2021-11-11"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("قالت القصباوي إن الجرد انتهى.", True),
        ("كانت القصباوي قد قالت إن الجرد انتهى.", False),
        ("قالت القصباوي قبل أيام إن الجرد انتهى.", False),
        ("قالت القصباوي، وهي وزيرة يومئذ، إن الجرد انتهى.", False),
        ("بدأ الحوار في حزيران 2020، وقالت القصباوي إن الباب مفتوح.", False),
        ("قالت القصباوي عشية الذكرى الثالثة لهجمات 11 أيلول 2018 إن الباب مفتوح.", True),
    ],
)
def test_who_spoke_on_an_earlier_day_that_is_not_told_is_not_shown(text, seen):
    assert shown(text) == [seen]


@pytest.mark.parametrize(("month", "seen"), [("أيلول", False), ("تشرين الأول", True)])
def test_an_unsure_date_before_the_month_of_an_article_hides_what_was_said_then(month, seen):
    text = f"كتبت القصباوي في 20 {month} تقول إن الباب مفتوح."
    (one,) = _dated(text, "2021-10-31", earliest="2021-10-01", are_shown=False)
    assert (one.said_on, one.sure) == (None, seen)

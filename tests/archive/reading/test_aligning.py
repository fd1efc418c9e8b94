"""Which statements of one outlet are taken for which of another."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import count

import pytest

from archive.arabic.telling import key_of
from archive.reading.aligning import ANONYMOUS, Line, Row, align
from archive.reading.topics import Weights

RAWI, SAFI = ("entity", 1), ("entity", 2)
MONDAY = date(2021, 11, 22)
SHORT = "الموعد ثابت"
LONG = "الموعد «ثابت» من حيث المبدأ، وإن اللجان تتابع الدفعات الأخيرة"
NUMBERS = count(1)
# Of two hundred statements twenty hold a date, sixty forces, and the words below nearly none.
WEIGHTS = Weights(Counter({"موعد": 20, "قوات": 60, "ثابت": 3}), 200)


def row(words: str, *who: tuple, day: date | None = MONDAY, kind: str = "direct") -> Row:
    return Row(
        pk=next(NUMBERS),
        article=1,
        in_title=False,
        kind=kind,
        words_key=key_of(words),
        days=(day, day) if day else None,
        who=who or (RAWI,),
    )


def pairs(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    return [(line.first, line.second) for line in align(first, second, WEIGHTS) if line.is_pair]


def test_one_speakers_statements_of_near_days_in_common_words_are_one():
    here, there = row(SHORT), row(LONG, day=MONDAY + timedelta(3))

    assert pairs([here], [there]) == [(here, there)]


@pytest.mark.parametrize(
    "there",
    [
        row(LONG, SAFI),
        row(LONG, day=MONDAY + timedelta(4)),
        row(LONG, day=None),
        row("القوات باقية بدعوة من الحكومة"),
        row("الموعد يُعلن بعد اجتماع اللجنة الفنية المقبل في أربيل بحضور الوفدين"),
    ],
    ids=["another-speaker", "another-week", "day-unknown", "another-subject", "a-common-word"],
)
def test_other_statements_stand_alone(there):
    here = row(SHORT + " والقوات")

    assert align([here], [there], WEIGHTS) == [
        Line(here.who[0], here, None),
        Line(there.who[0], None, there),
    ]


def test_where_a_day_is_not_known_much_more_must_be_common():
    here, there = row(LONG, day=None), row(LONG)

    assert pairs([here], [there]) == [(here, there)]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (
            "القوات القتالية ستغادر قبل نهاية العام، ولن يبقى سوى المستشارين",
            "جميع الوحدات القتالية تغادر بحلول نهاية العام ويبقى مستشارون فقط",
        ),
        ("لا نية لدينا لتمديد المهلة يوماً واحداً", "المهلة لن تُمدد ولا يوماً"),
        (
            "المحادثات مع واشنطن بلغت مراحلها الأخيرة وسيعلن الجدول قريباً",
            "المفاوضات مع الجانب الأميركي في مرحلتها النهائية، وأن الجدول سيعلن خلال أسابيع",
        ),
        (
            "الصواريخ أطلقت من منطقة قريبة من حي الجهاد ولم توقع خسائر",
            "الهجوم نُفذ بثلاثة صواريخ انطلقت من حي الجهاد من دون خسائر",
        ),
        (
            "سنحاسب كل من يستهدف البعثات الدبلوماسية",
            "الحكومة ستلاحق مستهدفي البعثات الدبلوماسية وتحاسبهم",
        ),
        (
            "عدد الجنود سينخفض من 5200 إلى 3000 خلال أيلول",
            "قواته ستخفض إلى ثلاثة آلاف جندي هذا الشهر بعد أن كانت ٥٢٠٠",
        ),
        ("لم نتلق أي طلب رسمي من بغداد بالمغادرة", "بغداد لم تقدم طلباً رسمياً بخروج القوات"),
    ],
)
def test_reports_of_one_statement_are_paired(here, there):
    assert len(align([row(here)], [row(there)], WEIGHTS)) == 1


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("البيشمركة ما زالت تحتاج إلى دعم التحالف", "رواتب البيشمركة ستدفع هذا الأسبوع"),
        ("ندعو الفصائل إلى ضبط النفس", "الفصائل ليست طرفاً في الحكومة"),
        ("المحادثات مع واشنطن بلغت مراحلها الأخيرة", "الزيارة إلى واشنطن ستشمل لقاءات اقتصادية"),
        ("الاتفاق يقضي بانسحاب على مرحلتين", "الاتفاق عرض على البرلمان وسيصوت عليه غداً"),
        ("لم نتلق أي طلب رسمي من بغداد بالمغادرة", "بغداد شريك أساسي ونحن هناك بدعوة منها"),
    ],
)
def test_statements_that_are_merely_about_one_thing_are_not(here, there):
    assert len(align([row(here)], [row(there)], WEIGHTS)) == 2


def test_function_words_make_no_statement_one():
    assert not pairs([row("لم يكن ذلك إلا بعد هذا")], [row("لن يكون ذلك إلا بعد هذا كله")])


def test_each_has_one_other_and_the_likest_comes_first():
    short, whole = row(SHORT), row(LONG)
    again, copy = row(LONG), row(LONG)

    assert pairs([short, whole], [again]) == [(whole, again)]
    assert len(align([short, whole], [again, copy], WEIGHTS)) == 2


def test_refusals_of_one_speaker_on_near_days_are_one():
    here = row("رفضت القيادة التعليق", kind="refusal")
    there = row("لم ترد على أسئلة الصحيفة", kind="refusal")

    assert pairs([here], [there]) == [(here, there)]
    assert not pairs(
        [row("رفض التعليق", ANONYMOUS, kind="refusal")],
        [row("لم يرد على الأسئلة", ANONYMOUS, kind="refusal")],
    )


def test_a_joint_statement_is_one_with_that_of_one_of_its_speakers():
    joint, single = row(SHORT, RAWI, SAFI), row(LONG, SAFI)

    (line,) = align([joint], [single], WEIGHTS)

    assert (line.who, line.is_pair) == (SAFI, True)


def test_nearly_the_same_words_are_one_statement_under_two_names():
    said = "باقون في قاعدة عين الأسد حتى أيلول المقبل بدعوة من الحكومة"
    here, there = row(f"الجنود {said}"), row(f"الجنود {said} وحدها", SAFI)

    assert pairs([here], [there]) == [(here, there)]
    assert not pairs([here], [row(f"الجنود {said}", SAFI, day=MONDAY + timedelta(9))])
    assert not pairs([row(SHORT)], [row(SHORT + " والحكومة راضية", SAFI)])


def test_what_an_outlet_has_twice_is_one_report_the_fullest():
    words = "الجنود باقون في قاعدة عين الأسد حتى أيلول"
    short, full = row(words), row(f"{words} المقبل", day=MONDAY + timedelta(1))
    later = row(words, day=MONDAY + timedelta(9))

    lines = align([short, full, later], [], WEIGHTS)

    assert [(line.first.pk, line.first.again) for line in lines] == [(full.pk, 1), (later.pk, 0)]

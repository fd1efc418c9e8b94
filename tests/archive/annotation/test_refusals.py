"""Who would not say what: refusing, silent, unanswered, out of reach."""

import pytest

from tests.archive.annotation.statements import said


def refusals(text):
    return [(one.words[0], one.who) for one in said(text) if one.kind == "refusal"]


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        (
            "ورفض الطلاعي الخوض في تفاصيل المحضر.",
            "رفض الطلاعي الخوض في تفاصيل المحضر",
            ("tallai",),
        ),
        ("وتهربت القصباوي من الإجابة.", "تهربت القصباوي من الإجابة", ("qasbawi",)),
        (
            "والتزم الطلاعي الصمت حيال التقرير.",
            "التزم الطلاعي الصمت حيال التقرير",
            ("tallai",),
        ),
        ("اكتفت القصباوي بالصمت.", "اكتفت القصباوي بالصمت", ("qasbawi",)),
        (
            "لا رد حتى الآن من اللجنة العليا على أسئلتنا.",
            "لا رد حتى الآن من اللجنة العليا على أسئلتنا",
            ("committee-of-ministers",),
        ),
        (
            "12:00 – لا تعليق من اللجنة العليا على النبأ.",
            "لا تعليق من اللجنة العليا على النبأ",
            ("committee-of-ministers",),
        ),
        (
            "سألنا اللجنة العليا عن الموعد فلم تجب.",
            "سألنا اللجنة العليا عن الموعد فلم تجب",
            ("committee-of-ministers",),
        ),
        (
            "وطلبت الصحيفة تعليقاً من اللجنة العليا، لكنها لم ترد.",
            "طلبت الصحيفة تعليقاً من اللجنة العليا، لكنها لم ترد",
            ("committee-of-ministers",),
        ),
        (
            "وتعذر الوصول إلى الطلاعي للتعليق.",
            "تعذر الوصول إلى الطلاعي للتعليق",
            ("tallai",),
        ),
        (
            "ولم يصدر تعليق عن اللجنة العليا حتى المساء.",
            "لم يصدر تعليق عن اللجنة العليا حتى المساء",
            ("committee-of-ministers",),
        ),
        (
            "ولم يؤكد الطلاعي النبأ ولم ينفه، وغادر القاعة.",
            "لم يؤكد الطلاعي النبأ ولم ينفه",
            ("tallai",),
        ),
        (
            "أما اللجنة العليا فلم تجب عن أسئلة الصحيفة.",
            "لم تجب عن أسئلة الصحيفة",
            ("committee-of-ministers",),
        ),
        (
            "وسُئل الطلاعي عن التعليق على النبأ، لكنه رفض.",
            "سُئل الطلاعي عن التعليق على النبأ، لكنه رفض",
            ("tallai",),
        ),
    ],
)
def test_who_would_not_say_what(text, words, who):
    assert refusals(text) == [(words, who)]


@pytest.mark.parametrize(
    "text",
    [
        "رفض الطلاعي تمديد المهمة.",
        "لا يجب تأجيل الموعد مرة أخرى.",
        "والتزم الطلاعي بالموعد المعلن.",
        "وأرسلت القصباوي إلى اللجنة العليا كتباً ولم تتلق جواباً سوى عن اثنين.",
        "فضّل الطلاعي السفر على البقاء.",
        "وقال مصدر رفض الكشف عن هويته إن الموعد قريب.",
        "لا جواب عند أحد عن هذا السؤال.",
        "ولا رد فعل من اللجنة العليا حتى الآن على الغارة.",
        "ظل الطلاعي صامتاً أسبوعاً ثم غادر.",
    ],
)
def test_what_refuses_nobody_an_answer(text):
    assert refusals(text) == []


def test_a_missing_answer_of_a_place_is_not_shown():
    (one,) = said("لا جواب من بغداد.")

    assert (one.kind, one.who, one.shown) == ("refusal", ("baghdad",), False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("رفض الطلاعي التعليق حين سألته الصحيفة عن الموعد.", "رفض الطلاعي التعليق"),
        (
            "وامتنعت اللجنة العليا عن التعليق عندما وصل الوفد.",
            "امتنعت اللجنة العليا عن التعليق",
        ),
        (
            "ولم ترد اللجنة العليا على أسئلتنا بينما كانت الحافلات تغادر.",
            "لم ترد اللجنة العليا على أسئلتنا",
        ),
    ],
)
def test_what_happened_meanwhile_is_no_part_of_what_was_refused(text, words):
    assert [one[0] for one in refusals(text)] == [words]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("القصباوي: حكومة متريثة وقيادة ترفض التعليق", False),
        ("الطلاعي يسأل: القصباوي ترفض التعليق على المحضر", True),
    ],
)
def test_who_stands_before_the_colon_of_a_headline_may_not_be_who_refuses(title, shown):
    found = [one for one in said("وصل الوفد.", title=title) if one.kind == "refusal"]

    assert [(one.who, one.shown) for one in found] == [(("qasbawi",), shown)]


@pytest.mark.parametrize("words", ["لا تعليق لدي", "لن أجيب عن هذا السؤال", "لا أعلق على الشائعات"])
def test_a_reply_that_refuses_is_both(words):
    text = f"س: هل ضغط عليكم أحد؟\nج: {words}.\nس: متى تغادرون؟\nج: في الخريف إن شاء الله."
    found = said(text, title="القصباوي: سنغادر في موعدنا")

    assert {(one.kind, *one.words) for one in found} >= {
        ("direct", f"{words}."),
        ("refusal", words),
    }

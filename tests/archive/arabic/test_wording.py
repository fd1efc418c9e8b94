"""Two wordings of one statement: what they share, and what stands in only one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.wording import Wordings, only_here


def likeness(first: str, second: str) -> float:
    wordings = Wordings((first, second))
    return wordings.read(first).likeness(wordings.read(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("الجسر مغلق حتى الربيع", "الجسر سيبقى مغلقاً في وجه الشاحنات حتى ربيع العام المقبل"),
        ("لا تأجيل للافتتاح", "لن يؤجَّل افتتاح المعبر ولا تأجيل للافتتاح بعد اليوم"),
        ("سنسلم المعسكر كاملاً", "المعسكر سيُسلَّم كاملاً إلى الجانب العراقي"),
        ("لن نؤجل", "لن نؤجل يوماً واحداً إلا إذا ارتفع النهر"),
    ],
    ids=["shortened", "cut-out", "another-verb-form", "clipped"],
)
def test_a_wording_is_known_by_the_words_that_tell(first, second):
    assert likeness(first, second) > 0
    assert likeness(first, second) == likeness(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("الجسر مغلق حتى الربيع", "الرواتب ستدفع في الربيع"),
        ("لا تأجيل للافتتاح", "المستشارون باقون بدعوة من الحكومة"),
        ("لن نؤجل", "لن نغادر"),
        ("نعم", "نعم، وقعنا على ذلك"),
        ("", "لن نغادر"),
    ],
    ids=["one-word", "nothing", "particles", "a-word-alone", "empty"],
)
def test_statements_that_share_little_are_two(first, second):
    assert likeness(first, second) == 0


@pytest.mark.parametrize(
    ("text", "other", "alone"),
    [
        ("نحتاج قوات قتالية أجنبية", "نحتاج قوات أجنبية", ["قتالية"]),
        ("نحتاج قوات أجنبية", "نحتاج قوات قتالية أجنبية", []),
        ("الموعد ثابت", "الموعد غير ثابت", []),
        ("الموعد غير ثابت", "الموعد ثابت", ["غير"]),
        ("سيغادر 2500 جندي", "سيغادر 900 جندي", ["2500"]),
        ("غادر الجنود", "غادر الجندي", ["الجنود"]),
        ("بدأ الأمر، ثم توقف فجأة.", "بدأ", ["الأمر، ثم توقف فجأة"]),
    ],
    ids=["dropped", "kept", "nothing", "negated", "number", "plural", "stretch"],
)
def test_what_stands_in_one_text_alone(text, other, alone):
    assert only_here(text, other) == alone


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("القوات الأميركية", "القوات الأمريكية"),
        ("قرار الحكومه", "قرارُ الحكومة"),
        ("٢٬٥٠٠ جندي", "2500 جندي"),
        ("وموعد الانسحاب", "الموعد والانسحاب"),
        ("المستشارون باقون", "المستشارين باقين"),
        ("هيغسيث في بغداد", "هيجسيث ببغداد في"),
    ],
    ids=["spelling", "folding", "digits", "particles", "case", "foreign"],
)
def test_spellings_that_no_newspaper_tells_apart_are_one_word(text, other):
    assert only_here(text, other) == []


PRINTED = "قوات قتالية لن تبقى، في 2500 بغداد Fort K-1 «نعم»."
WORDS = st.lists(st.sampled_from(PRINTED.split()))


@given(WORDS.map(" ".join), WORDS.map("\n".join))
def test_runs_put_together_are_what_was_printed(first, second):
    here, there = Wordings((first, second)).only_in_one(first, second)

    assert "".join(run.text for run in here) == first
    assert "".join(run.text for run in there) == second

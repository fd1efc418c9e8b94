"""Who speaks, and through whom."""

import pytest

from tests.archive.annotation.statements import said


def who(text, **known):
    return [one.who for one in said(text, **known)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "وقال نائب قائد العمليات الفريق أول الركن قيس المحمداوي، في تصريح له، إن الأمر انتهى.",
            ["muhammadawi"],
        ),
        (
            "وقال في تصريح صحفي المتحدث باسم القيادة قيس المحمداوي إن الانسحاب سيكتمل.",
            ["muhammadawi"],
        ),
        ("قال السفير الأميركي في بغداد جون كيري إن القوات ستغادر.", ["kerry"]),
        ("أعلن وزير الدفاع، قاسم الأعرجي، أن القوات ستغادر.", ["araji"]),
        ("الأعرجي، وبحسب مكتبه، أكد أن القوات ستغادر.", ["araji"]),
        ("وكان الكاظمي قد قال إن القوات ستغادر.", ["kadhimi"]),
        ("قال المتحدث باسم الكاظمي محمود العبيدي إن القوات ستغادر.", ["محمود العبيدي"]),
        ("قال الكاظمي لرومانوسكي إن القوات ستغادر.", ["kadhimi"]),
        ("أبلغ هود الكاظمي أن القوات ستغادر.", ["hood"]),
        ("نقلت رويترز عن الأعرجي قوله إن القوات ستغادر.", ["araji"]),
    ],
)
def test_the_subject_of_the_verb_speaks(text, speakers):
    assert who(text) == [tuple(speakers)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("قال هود إن القوات ستغادر، مضيفاً أن الجدول جاهز.", "hood"),
        ("قالت رومانوسكي إن القوات ستغادر، مشيرة إلى أن الجدول جاهز.", "romanowski"),
        ("قال هود إن القوات ستغادر. وأضاف أن الجدول جاهز.", "hood"),
        ("قال هود إن القوات ستغادر.\nوأردف قائلاً: «الجدول جاهز منذ شهر».", "hood"),
        ("التقت رومانوسكي الأعرجي في بغداد. وأضافت: «سنبقى شركاء دائماً».", "romanowski"),
        ("استقبل الكاظمي رومانوسكي في بغداد، مؤكداً أن القوات ستغادر.", "kadhimi"),
    ],
)
def test_a_verb_without_a_subject_goes_on_with_whoever_agrees(text, last):
    assert who(text)[-1] == (last,)


def test_where_two_fit_the_speaker_is_proposed():
    found = said("قال هود إن القوات ستغادر. والتقى لاحقاً الكاظمي. وتابع: «نحن شركاء في هذا».")

    assert (found[-1].who, found[-1].shown) == (("hood",), False)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("قال الكاظمي والأعرجي إن الحوار مستمر.", ("kadhimi", "araji")),
        ("استقبل الكاظمي هود في بغداد. وأكد الجانبان أن الحوار مستمر.", ("kadhimi", "hood")),
        ("أعلنت الهيئة التنسيقية ووزارة الدفاع أن الحوار مستمر.", ("committee", "defence")),
    ],
)
def test_several_speak_together(text, speakers):
    assert who(text)[-1] == speakers


@pytest.mark.parametrize(
    ("text", "description", "reason"),
    [
        (
            "وقال مصدر أمني رفيع طلب عدم كشف هويته لأنه غير مخوّل بالتصريح إن الأمر انتهى.",
            "مصدر أمني رفيع",
            "لأنه غير مخوّل بالتصريح",
        ),
        (
            "كشف مسؤول في البنتاغون، تحدث شريطة عدم الكشف عن هويته لحساسية الأمر، أن الأمر انتهى.",
            "مسؤول في البنتاغون",
            "لحساسية الأمر",
        ),
        ("قالت مصادر أمنية لرويترز إن قافلة تعرضت لهجوم.", "مصادر أمنية", ""),
        (
            "قال دبلوماسي غربي، اشترط عدم ذكر اسمه خوفاً من فقدان منصبه، إن الحوار متعثر.",
            "دبلوماسي غربي",
            "خوفاً من فقدان منصبه",
        ),
        ("وأكد أحد النواب أن الجلسة مؤجلة.", "أحد النواب", ""),
    ],
)
def test_a_source_that_isnt_named_is_described_with_its_reason(text, description, reason):
    (one,) = said(text)

    assert (one.who, one.reason) == ((description,), reason)


def test_the_same_source_again_is_the_same_source():
    found = said("قالت مصادر أمنية إن قافلة تعرضت لهجوم.\nوأضافت المصادر أن السائق أصيب.")

    assert [one.who for one in found] == [("مصادر أمنية",), ("مصادر أمنية",)]


@pytest.mark.parametrize(
    ("text", "speaker", "shown"),
    [
        ("انتقد علاوي كيري لقوله إن القوات باقية.", "kerry", True),
        ("اتُّهم علاوي بالقول إن القوات باقية.", "allawi", False),
    ],
)
def test_a_statement_inside_anothers_act_is_its_speakers(text, speaker, shown):
    (one,) = said(text)

    assert (one.who, one.shown) == ((speaker,), shown)


def test_somebody_speaks_for_somebody_else():
    (one,) = said("قال صباح النعمان نيابة عن القائد العام إن العراق لا يحتاج قوات.")

    assert (one.who, one.on_behalf) == (("numan",), "القائد العام")


@pytest.mark.parametrize(
    "text",
    [
        "تلا المتحدث باسم الفصائل بيان الهيئة التنسيقية وجاء فيه: «نمهل القوات شهراً واحداً».",
        "قرأ هود بيان الهيئة التنسيقية وجاء فيه: «نمهل القوات شهراً واحداً».",
        "وجاء في بيان صادر عن الهيئة التنسيقية: «نمهل القوات شهراً واحداً».",
    ],
)
def test_what_is_read_out_is_the_words_of_the_body(text):
    assert who(text) == [("committee",)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "تحدث الأعرجي طويلاً. وقال الأعرجي إن الأمر واضح. «لن نبقى هنا أبداً»، على حد قوله.",
            "araji",
        ),
        ("«لن نبقى هنا أبداً»، بحسب تعبير هود.", "hood"),
        ("«لن نبقى هنا أبداً»، كما قالت رومانوسكي.", "romanowski"),
    ],
)
def test_a_formula_behind_the_words_says_whose_they_are(text, speaker):
    assert who(text)[-1] == (speaker,)


@pytest.mark.parametrize(
    ("text", "via"),
    [
        (
            "وذكرت السومرية نقلاً عن وسائل إعلام كردية عن المحمداوي قوله إن الأمر انتهى.",
            ("sumaria", "وسائل إعلام كردية"),
        ),
        ("نقلت رويترز عن الأعرجي قوله إن القوات ستغادر.", ("reuters",)),
        ("قال هود لمجلة نيوزويك إن القوات ستغادر.", ("newsweek",)),
        ("قال المحمداوي، في تصريح لشبكة رووداو، إن القوات ستغادر.", ("rudaw",)),
        ("وبحسب وكالة رويترز، قال هود إن القوات ستغادر.", ("reuters",)),
        ("قال هود إن القوات ستغادر.", ()),
    ],
)
def test_the_chain_goes_from_the_page_to_the_speaker(text, via):
    assert said(text)[0].via == via


@pytest.mark.parametrize(
    ("text", "via"),
    [
        (
            "قال هود لمجلة نيوزويك إن القوات ستغادر.\nوأكد الأعرجي للمجلة أن الحوار مستمر.",
            ("newsweek",),
        ),
        ("ذكرت شبكة رووداو ومجلة نيوزويك الخبر.\nوأكد الأعرجي للشبكة أن الحوار مستمر.", ("rudaw",)),
        (
            "ذكرت شبكة رووداو ومجلة نيوزويك الخبر.\nوأكد الأعرجي للمجلة أن الحوار مستمر.",
            ("newsweek",),
        ),
    ],
)
def test_a_description_leads_to_the_last_outlet_of_its_kind(text, via):
    assert said(text)[-1].via == via


def test_an_outlet_that_says_something_itself_is_speaker_and_link():
    (one,) = said("قالت مجلة نيوزويك إن القوات ستغادر.")

    assert (one.who, one.via) == (("newsweek",), ("newsweek",))


@pytest.mark.parametrize(
    "text",
    [
        "التقى هود الأعرجي في بغداد. وقالت إن القوات ستغادر.",
        "وقال إن القوات ستغادر.",
    ],
)
def test_nobody_speaks_where_nobody_agrees(text):
    assert who(text) == []


def test_a_name_that_isnt_sure_is_not_shown():
    (one,) = said("قال الكاظمي إن القوات ستغادر.", unsure=("kadhimi",))

    assert (one.who, one.shown) == (("kadhimi",), False)

"""Which words are somebody's: in marks, in a clause, refused, or only called something."""

import sys

import pytest

from tests.archive.annotation.statements import read, said


def speech(text, **known):
    """Kind and words of what is said in a text."""
    return [(one.kind, *one.words) for one in said(text, **known)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('قال هود: "سنغادر في موعدنا المعلن".', "سنغادر في موعدنا المعلن"),
        ("قال هود: “سنغادر في موعدنا المعلن”.", "سنغادر في موعدنا المعلن"),
        ("وقال هود: «سنغادر في موعدنا المعلن».", "سنغادر في موعدنا المعلن"),
        ("وتابع هود: ‹سنغادر في موعدنا المعلن›.", "سنغادر في موعدنا المعلن"),
        ("صرح هود: ''سنغادر في موعدنا المعلن''.", "سنغادر في موعدنا المعلن"),
        ("وقال الأعرجي: »باقون هنا ما بقي الليل«.", "باقون هنا ما بقي الليل"),
        ('قال هود: "لن نبقى”، ثم غادر القاعة.', "لن نبقى"),
        ('أكد هود أن "القوات ستغادر في موعدها المعلن".', "القوات ستغادر في موعدها المعلن"),
        ("أضاف الكاظمي «لا نحتاج إلى قوات قتالية».", "لا نحتاج إلى قوات قتالية"),
        ('شدد الأعرجي على "ضرورة احترام السيادة العراقية".', "ضرورة احترام السيادة العراقية"),
        ('وأجابت رومانوسكي: "لا".', "لا"),
        (
            'وقال الكاظمي: "إنهم (الأمريكيين) باقون [في أربيل]".',
            "إنهم (الأمريكيين) باقون [في أربيل]",
        ),
    ],
)
def test_words_in_marks_that_somebody_says_are_direct(text, words):
    (one,) = said(text)

    assert (one.kind, one.words, one.marked) == ("direct", (words,), True)


@pytest.mark.parametrize(
    "text",
    [
        'أطلق التحالف عملية "العزم الصلب" في الموصل.',
        'وصدر تقرير بعنوان "ما بعد الانسحاب الأخير".',
        'انتشر لواء "اليوم الموعود" في بابل.',
        'رفع المحتجون لافتة "لا للاحتلال الأجنبي" أمام البوابة.',
        'افتتح الوزير معرض "بغداد الدولي للكتاب" أمس.',
        'انضمت فصائل "النجباء" و"العصائب" إلى الاعتصام.',
        'تحلق المسيّرة على ارتفاع 5" فوق السياج 8" من السور.',
        'عرضت القناة مسلسل "النهاية المفتوحة للحرب" مساء أمس.',
    ],
)
def test_names_titles_and_signs_are_nobodys_words(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            '"لن نبقى يوماً واحداً"، قال هود، "بعد انتهاء التفويض".',
            ("لن نبقى يوماً واحداً", "بعد انتهاء التفويض"),
        ),
        (
            "«الموعد ثابت»، أكد الكاظمي، «ولن يتغير بتغير الحكومات».",
            ("الموعد ثابت", "ولن يتغير بتغير الحكومات"),
        ),
        (
            "«سنغادر جميعاً»، قالت رومانوسكي للصحفيين، «قبل نهاية العام».",
            ("سنغادر جميعاً", "قبل نهاية العام"),
        ),
    ],
)
def test_a_quotation_split_by_its_verb_is_one(text, pieces):
    (one,) = said(text)

    assert (one.kind, one.words) == ("direct", pieces)


def test_two_sentences_in_marks_are_two():
    found = said('قال هود: "سنغادر في موعدنا". وقال الكاظمي: "نرحب بهذا القرار".')

    assert [(one.words, one.who) for one in found] == [
        (("سنغادر في موعدنا",), ("hood",)),
        (("نرحب بهذا القرار",), ("kadhimi",)),
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "وقال هود: «هذه مرحلة جديدة في العلاقة.\n«ولن نعود إلى ما كان قبلها».",
            ("هذه مرحلة جديدة في العلاقة.", "ولن نعود إلى ما كان قبلها"),
        ),
        (
            'قال الأعرجي: "نحن دولة ذات سيادة.\n"ونحن من يقرر.\n"ولا أحد سوانا".\nثم غادر.',
            ("نحن دولة ذات سيادة.", "ونحن من يقرر.", "ولا أحد سوانا"),
        ),
    ],
)
def test_a_quotation_that_goes_on_in_the_next_passage_is_one(text, pieces):
    (one,) = said(text)

    assert (one.words, one.cut) == (pieces, False)


def test_a_mark_that_never_closes_is_cut_at_the_end_of_its_passage():
    (one,) = said("وقال هود: «هذه مرحلة جديدة في العلاقة مع\nوعاد الوفد إلى بغداد.")

    assert (one.words, one.cut) == (("هذه مرحلة جديدة في العلاقة مع",), True)


def test_marks_within_marks_are_no_second_quotation():
    found = said('قال هود: "نرفض ما سمّاه الوزير «الانسحاب الشكلي» ونطالب بجدول معلن".')

    assert [(one.kind, *one.words, *one.who) for one in found] == [
        ("direct", "نرفض ما سمّاه الوزير «الانسحاب الشكلي» ونطالب بجدول معلن", "hood"),
        ("term", "الانسحاب الشكلي", "الوزير"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قال هود إن القوات ستغادر في موعدها.", "القوات ستغادر في موعدها"),
        ("وأكد الكاظمي أن الحوار مستمر، وأن الجدول جاهز.", "الحوار مستمر، وأن الجدول جاهز"),
        ("أوضحت رومانوسكي أنها ستبقى في بغداد.", "ستبقى في بغداد"),
        ("وأشار الأعرجي إلى أن اللجان تجتمع أسبوعياً.", "اللجان تجتمع أسبوعياً"),
        ("هود أكد أن القوات لن تبقى.", "القوات لن تبقى"),
        ("ترى واشنطن بأن المهمة لم تنته.", "المهمة لم تنته"),
        (
            "أعلنت وزارة الدفاع انتهاء المهام القتالية في القاعدة.",
            "انتهاء المهام القتالية في القاعدة",
        ),
        ("تعهد الكاظمي بنشر المحاضر كاملة.", "نشر المحاضر كاملة"),
        ("دعا الأعرجي إلى إخراج القوات فوراً.", "إخراج القوات فوراً"),
        ("وبحسب هود، فإن القوات ستغادر قريباً.", "القوات ستغادر قريباً"),
        ("القوات ستغادر قريباً، بحسب جوي هود.", "القوات ستغادر قريباً"),
    ],
)
def test_a_clause_that_somebody_is_said_to_have_said_is_reported(text, words):
    (one,) = said(text)

    assert (one.kind, one.words) == ("reported", (words,))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قال هود إن القوات ستغادر، مضيفاً أن الجدول جاهز.", ["القوات ستغادر", "الجدول جاهز"]),
        ("أكد الكاظمي أن الحوار مستمر، على حد قوله.", ["الحوار مستمر"]),
        ("أكد الكاظمي أن الحوار مستمر، بحسب ما نقلت رويترز.", ["الحوار مستمر"]),
        ("قال هود إن القوات ستغادر، وهو ما لم يتسن التحقق منه.", ["القوات ستغادر"]),
        ("قال هود إن القوات ستغادر، لكنه رفض تحديد موعد.", ["القوات ستغادر", "رفض تحديد موعد"]),
        ("قال هود إن القوات ستغادر، من دون أن يحدد موعداً.", ["القوات ستغادر"]),
        ("قال هود إن القوات ستغادر، في إشارة إلى قاعدة الأسد.", ["القوات ستغادر"]),
        (
            "قال هود إن القوات ستغادر، فيما أكد الكاظمي أن الحوار مستمر.",
            ["القوات ستغادر", "الحوار مستمر"],
        ),
        (
            "قال هود إن القوات ستغادر. وذكر الكاظمي أن الحوار مستمر.",
            ["القوات ستغادر", "الحوار مستمر"],
        ),
    ],
)
def test_a_reported_clause_ends_where_the_outlets_words_go_on(text, words):
    assert [" ".join(one.words) for one in said(text)] == words


def test_a_reported_clause_holds_the_pieces_that_stand_in_marks():
    part = read('أكد الأعرجي أن القوات "لن تغادر قبل اتفاق جديد" وأن بغداد أُبلغت بذلك.')[1]

    assert [(one.kind, one.words) for one in part] == [
        ("reported", ('القوات "لن تغادر قبل اتفاق جديد" وأن بغداد أُبلغت بذلك',))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "لم يقل هود إن القوات ستغادر.",
        "لم يكن هود قد قال إن القوات ستغادر.",
        "نفى الكاظمي أن تكون القوات باقية.",
        "ونفى الكاظمي أن يكون قد قال إن القوات باقية.",
        "لو قال الكاظمي إن القوات باقية لصدقناه.",
        "قد يقول الكاظمي إن القوات باقية.",
        "سيقول هود غداً إن القوات باقية.",
        "يذكر أن القوات وصلت في نيسان.",
        "ويعتقد أن القوات ستغادر قريباً.",
        "يشار إلى أن القوات وصلت في نيسان.",
        "الخلاف بين واشنطن وبغداد مستمر.",
        "جرى الاتفاق بين هود والأعرجي على أن تغادر القوات.",
        "وصل هود إلى بغداد قبل أن تغادر القوات.",
    ],
)
def test_what_was_not_said_is_no_statement(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ('وصف الكاظمي الوجود بأنه "احتلال".', "احتلال", "kadhimi"),
        ("ووصفت رومانوسكي اللقاء بأنه «صريح».", "صريح", "romanowski"),
        ("انتقد علاوي ما سماه «الانسحاب الشكلي».", "الانسحاب الشكلي", "allawi"),
        ('وعد الأعرجي القرار "خطوة أولى".', "خطوة أولى", "araji"),
    ],
)
def test_a_word_for_a_thing_is_a_term_with_its_holder(text, words, who):
    (one,) = said(text)

    assert (one.kind, one.words, one.who) == ("term", (words,), (who,))


def test_single_words_in_marks_inside_a_clause_are_terms():
    found = said("أكد هود أن الوعد «قائم» حتى نهاية العام.")

    assert [(one.kind, one.words) for one in found] == [
        ("reported", ("الوعد «قائم» حتى نهاية العام",)),
        ("term", ("قائم",)),
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("وقال الأعرجي: لن نسلّم سلاحنا لأحد، مضيفاً أن القرار عراقي.", "لن نسلّم سلاحنا لأحد"),
        ("قال هود: سنغادر في الموعد المعلن.", "سنغادر في الموعد المعلن"),
        ("وأجابت رومانوسكي: لا نية لدينا للبقاء.", "لا نية لدينا للبقاء"),
    ],
)
def test_words_after_a_colon_need_no_marks(text, first):
    one = said(text)[0]

    assert (one.kind, one.words, one.marked) == ("direct", (first,), False)


@pytest.mark.parametrize(
    ("title", "words", "who", "marked"),
    [
        ("الكاظمي: لن نسمح ببقاء قوات قتالية", "لن نسمح ببقاء قوات قتالية", "kadhimi", False),
        ('رومانوسكي: "سنبقى شركاء للعراق"', "سنبقى شركاء للعراق", "romanowski", True),
        ("واشنطن: لا انسحاب من العراق", "لا انسحاب من العراق", "washington", False),
        ("وفد في بغداد.. والكاظمي: الحوار مستمر", "الحوار مستمر", "kadhimi", False),
    ],
)
def test_a_name_and_a_colon_open_a_headline(title, words, who, marked):
    (one,) = read("نص لا قول فيه.", title=title)[0]

    assert (one.kind, one.words, one.who, one.marked) == ("direct", (words,), (who,), marked)


@pytest.mark.parametrize(
    "title",
    ["هود يزور بغداد: من قال ماذا عن الانسحاب", "بعد الانسحاب: ماذا بقي", "2021: عام الانسحاب"],
)
def test_a_colon_alone_makes_no_speaker(title):
    assert read("نص لا قول فيه.", title=title)[0] == []


def test_the_turns_of_an_interview_are_the_interviewees():
    text = (
        "التقينا الوزير في مكتبه.\nهل ستغادر القوات حقاً؟\nنعم، وقّعنا على ذلك.\n"
        "وما الذي بقي للتفاوض؟\nكلمة واحدة في الملحق."
    )

    found = said(text, title="الأعرجي: لا نغلق باباً")

    assert [(one.words[0], one.who) for one in found[1:]] == [
        ("نعم، وقّعنا على ذلك.", ("araji",)),
        ("كلمة واحدة في الملحق.", ("araji",)),
    ]


def test_a_single_question_makes_no_interview():
    text = "هل ستغادر القوات حقاً؟\nلا أحد يعرف الجواب اليوم."

    assert said(text, title="الأعرجي: لا نغلق باباً")[1:] == []


def test_letters_mark_the_turns_of_an_interview():
    text = "س: هل ستنسحب القوات؟\nج: نعم ستنسحب.\nس: ومتى؟\nج: في نهاية العام."

    found = said(text, title="الأعرجي: لا نغلق باباً")

    assert [one.words[0] for one in found[1:]] == ["نعم ستنسحب.", "في نهاية العام."]


def test_a_statement_read_out_ends_with_its_end():
    text = (
        "وجاء في بيان كتائب حزب الله ما يأتي:\nنعلن تعليق العمليات.\nونحذر من أي عدوان.\n"
        "انتهى\nوكانت بغداد قد رحبت بالقرار."
    )

    (one,) = said(text)

    assert (one.kind, one.words, one.who) == (
        "direct",
        ("نعلن تعليق العمليات.", "ونحذر من أي عدوان."),
        ("kataib",),
    )


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ("رفض هود التعليق على التقرير.", "رفض هود التعليق على التقرير", "hood"),
        ("ورفض البنتاغون الكشف عن عدد الجنود.", "رفض البنتاغون الكشف عن عدد الجنود", "pentagon"),
        (
            "امتنعت رومانوسكي عن الرد على الأسئلة.",
            "امتنعت رومانوسكي عن الرد على الأسئلة",
            "romanowski",
        ),
        ("ولم يرد البنتاغون على طلب للتعليق.", "لم يرد البنتاغون على طلب للتعليق", "pentagon"),
        (
            "ولم يتسن الحصول على تعليق من السفارة الأميركية.",
            "لم يتسن الحصول على تعليق من السفارة الأميركية",
            "embassy",
        ),
        ("أحجم علاوي عن الخوض في التفاصيل.", "أحجم علاوي عن الخوض في التفاصيل", "allawi"),
        (
            "اعتذرت وزارة الدفاع عن عدم الإدلاء بتصريح.",
            "اعتذرت وزارة الدفاع عن عدم الإدلاء بتصريح",
            "defence",
        ),
    ],
)
def test_a_refusal_to_speak_says_who_and_about_what(text, words, who):
    (one,) = said(text)

    assert (one.kind, one.words, one.who) == ("refusal", (words,), (who,))


@pytest.mark.parametrize(
    "text",
    [
        "رفض هود مقترح البقاء سنة أخرى.",
        "امتنعت بغداد عن التصويت على القرار.",
        "اعتذر علاوي للنواب عن التأخير.",
        "لم يرد اسم الوزير في القائمة.",
        "رفض البرلمان تقديم تنازلات.",
    ],
)
def test_other_refusals_are_no_refusals_to_speak(text):
    assert [one for one in said(text) if one.kind == "refusal"] == []


def test_long_texts_are_read_in_linear_time():
    """Ten times the text costs ten times the steps, not a hundred."""

    def steps(text):
        count = 0

        def trace(*_):  # calls, and each resumption of a generator
            nonlocal count
            count += 1

        sys.setprofile(trace)
        try:
            said(text)
        finally:
            sys.setprofile(None)
        return count

    for piece in (
        'قال هود "نعم سنغادر غداً" ثم ',
        'قال هود "نعم". ثم أكد الكاظمي أن الأمر واضح، مضيفاً أن الجدول جاهز. ',
        "هود قال إن الكاظمي أكد أن ",
        '"نعم ',
        "رفض هود ",
    ):
        short, long = steps(piece * 40), steps(piece * 400)
        assert long < 14 * short, piece

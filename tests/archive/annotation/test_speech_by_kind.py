"""Kinds of reports that newsrooms write, several sentences each: who says what, through whom."""

import pytest

from tests.archive.annotation.statements import read, said


def told(text, **known):
    return [(one.kind, one.words[0], one.who) for one in said(text, **known)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("وقال مدير مكتب نزار الطلاعي إن الرد وصل.", "مدير مكتب نزار الطلاعي"),
        ("وقال مستشار الطلاعي إن الرد وصل.", "مستشار الطلاعي"),
        ("وقال فارس نجل نزار الطلاعي إن الرد وصل.", "فارس نجل نزار الطلاعي"),
        ("وقالت شقيقة الطلاعي إن الرد وصل.", "شقيقة الطلاعي"),
    ],
)
def test_somebody_of_somebody_is_somebody_else(text, who):
    (one,) = said(text)

    assert one.who == (who,)
    assert not one.shown


@pytest.mark.parametrize(
    "text",
    [
        "وقال رئيسها نزار الطلاعي إن الرد وصل.",
        "وقال المستشار نزار الطلاعي إن الرد وصل.",
        "وقال النائب نزار الطلاعي إن الرد وصل.",
    ],
)
def test_a_title_before_a_name_is_its_bearers(text):
    (one,) = said(text)

    assert (one.who, one.shown) == (("tallai",), True)


@pytest.mark.parametrize(
    ("later", "who", "shown"),
    [
        ("وقال رئيس الإقليم إن الرد وصل.", "tallai", True),
        ("وقالت الوزيرة إن الرد وصل.", "qasbawi", True),
        ("وقال الوزير إن الرد وصل.", "hadlawi", True),
        ("وقال وزير الخارجية إن الرد وصل.", "hadlawi", True),
        ("وقالت الوزيرة التيرافية إن الرد وصل.", "qasbawi", True),
        ("وقال الوزير السابق إن الرد وصل.", "الوزير السابق", False),
    ],
)
def test_whoever_holds_an_office_is_called_by_it(later, who, shown):
    first = "التقى نزار الطلاعي رباب القصباوي وحازم الهدلاوي في بغداد. "
    (one,) = said(first + later)

    assert (one.who, one.shown) == ((who,), shown)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        (
            "وأفادت رويترز بأن حازم الهدلاوي أبلغ اللجنة أن الرد وصل.",
            ("الرد وصل", ("hadlawi",), True),
        ),
        (
            "وذكرت نيوزويك أن القصباوي أكدت في جلسة مغلقة أن الرد وصل.",
            ("الرد وصل", ("qasbawi",), True),
        ),
        (
            "وقال الطلاعي إن حازم الهدلاوي أكد في آذار أن الرد سيصل.",
            ("الرد سيصل", ("hadlawi",), False),
        ),
    ],
)
def test_what_is_told_within_a_clause_is_its_speakers_too(text, inner):
    found = said(text)

    assert len(found) == 2
    assert inner in [(one.words[0], one.who, one.shown) for one in found]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("سبق لرباب القصباوي أن قالت إن الرد وصل.", "qasbawi"),
        ("ورفض الطلاعي قول القصباوي إن الرد وصل.", "qasbawi"),
        ("استقبل الطلاعي رباب القصباوي في مكتبه. وشكرته، وقالت إن الرد وصل.", "qasbawi"),
        ("ترفض واشنطن التأجيل، وتقول إن الرد وصل.", "washington"),
        ("وذهب الطلاعي إلى القول إن الرد وصل.", "tallai"),
        ("وقال الطلاعي في تصريح صحفي إن الرد وصل.", "tallai"),
        ("وقال الطلاعي في تصريح تابعته رويترز إن الرد وصل.", "tallai"),
        ("وعلق الطلاعي على تصريح القصباوي بأن الرد وصل.", "qasbawi"),
        ("وعقب لقائه وفد الهيئة التنسيقية، غرّد الطلاعي قائلاً إن الرد وصل.", "tallai"),
        ("ومع أن الطلاعي يقول إن الرد وصل، فإن أحداً لم يره.", "tallai"),
        ('وقال الطلاعي، في حديث لـ"نيوزويك"، إن الرد وصل.', "tallai"),
    ],
)
def test_a_speaker_is_found_however_the_sentence_is_built(text, who):
    (one,) = said(text)

    assert (one.kind, one.words, one.who) == ("reported", ("الرد وصل",), (who,))


def test_a_sentence_is_whose_name_stands_behind_it():
    (one,) = said("القوات ستغادر غداً، كما صرح بذلك نزار الطلاعي.")

    assert (one.words, one.who, one.shown) == (("القوات ستغادر غداً",), ("tallai",), False)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('أصدرت وزارة الدفاع بياناً من سطرين: "وصل الرد، ولا تعليق عليه".', "defence"),
        ('ومن أقوال نزار الطلاعي في ذلك العام: "وصل الرد، ولا تعليق عليه".', "tallai"),
        ('وتداول ناشطون جملة لنزار الطلاعي قال فيها: "وصل الرد، ولا تعليق عليه".', "tallai"),
        ('"وصل الرد، ولا تعليق عليه"، بهذه العبارة أجاب الطلاعي.', "tallai"),
        ('"وصل الرد، ولا تعليق عليه"، هكذا علق الطلاعي على النبأ.', "tallai"),
        ('ووجّه الطلاعي رسالة إلى أنصاره قال فيها: "وصل الرد، ولا تعليق عليه".', "tallai"),
        ('واكتفى الطلاعي بعبارة "وصل الرد، ولا تعليق عليه".', "tallai"),
        ('أما نزار الطلاعي فقال لـ«نيوزويك»: "وصل الرد، ولا تعليق عليه".', "tallai"),
    ],
)
def test_speech_may_be_told_by_a_noun(text, who):
    (one,) = said(text)

    assert (one.kind, one.words, one.who) == ("direct", ("وصل الرد، ولا تعليق عليه",), (who,))


@pytest.mark.parametrize(
    "text",
    [
        "ليس صحيحاً أن الطلاعي قال إن الرد وصل.",
        "لا صحة لما قيل من أن الطلاعي أكد أن الرد وصل.",
        "وسُئلت القصباوي عما إذا كان الطلاعي قد قال إن الرد وصل.",
        "ونفت القصباوي أن يكون الطلاعي قد قال إن الرد وصل.",
        "ويمكن القول إن الرد وصل.",
        'ورُفعت لافتة كُتب عليها "لا للقواعد الأجنبية" في ساحة "الحبوبي".',
    ],
)
def test_what_was_not_said_or_is_nobodys(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "term", "who"),
    [
        ('وصدر القرار في خطوة وصفها الطلاعي بأنها "بداية جديدة".', "بداية جديدة", ("tallai",)),
        ('نعت الطلاعي الاتفاق بـ"المسرحية".', "المسرحية", ("tallai",)),
        ('وحذر الطلاعي من السفر، داعياً إلى "اليقظة".', "اليقظة", ("tallai",)),
        ('وعدّ الطلاعي تصريح القصباوي "استخفافاً بالعراقيين".', "استخفافاً بالعراقيين", ("tallai",)),
        ('وانتقد الطلاعي ما أسماه "الغموض المتعمد".', "الغموض المتعمد", ("tallai",)),
    ],
)
def test_a_word_for_a_thing_has_a_holder(text, term, who):
    (one,) = said(text)

    assert (one.kind, one.words, one.who) == ("term", (term,), who)


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("وذكرت نيوزويك نقلاً عن رووداو عن مصدر أمني أن الرد وصل.", ("newsweek", "rudaw")),
        (
            "وأفادت نيوزويك، نقلاً عن رويترز التي نقلت عن مسؤولين لم تسمهم، بأن الرد وصل.",
            ("newsweek", "reuters"),
        ),
        ("وقالت نيوزويك إن الموعد قريب، فيما ذكر الطلاعي لرويترز أن الرد وصل.", ("reuters",)),
        ("وقالت نيوزويك إن الموعد قريب، فيما أكد الطلاعي أن الرد وصل.", ()),
    ],
)
def test_a_chain_is_that_of_its_own_report(text, via):
    assert said(text)[-1].via == via


def test_turns_that_names_open_are_told_whole():
    text = (
        "نيوزويك: كيف ترى العلاقة؟\nالطلاعي: نعم. هي طويلة.\n"
        "نيوزويك: وماذا بعد؟\nالطلاعي: ننتظر. ثم نقرر."
    )
    found = said(text, title="حوار مع نزار الطلاعي")

    assert [(one.words, one.who, one.shown) for one in found] == [
        (("نعم. هي طويلة.",), ("tallai",), True),
        (("ننتظر. ثم نقرر.",), ("tallai",), True),
    ]


def test_a_reply_of_several_paragraphs_is_one():
    text = "ما موقفكم؟\nموقفنا معروف.\nولن نغيره.\nقيل إنكم ستغادرون.\nسنغادر.\nمتى؟\nقريباً جداً."
    _, found = read(text, title="نزار الطلاعي: لا جديد لدينا")

    assert [one.words for one in found] == [
        ("موقفنا معروف.", "ولن نغيره."),
        ("سنغادر.",),
        ("قريباً جداً.",),
    ]
    assert {one.who for one in found} == {("tallai",)}


def test_a_statement_printed_below_its_announcement():
    text = (
        "وفي ما يلي نص بيان وزارة الدفاع:\nتسلمت قواتنا البوابة.\nوباشرت التطهير.\n"
        "انتهى البيان.\nثم غادر."
    )
    (one,) = said(text)

    assert (one.words, one.who) == (("تسلمت قواتنا البوابة.", "وباشرت التطهير."), ("defence",))


@pytest.mark.parametrize(
    ("text", "term", "who"),
    [
        ('قالت القصباوي: "نرفض ما سماه الطلاعي «الوجود المقنّع» جملة".', "الوجود المقنّع", "tallai"),
        ('وأضاف الطلاعي: «ما تصفه القصباوي بـ"التسويف" صبر».', "التسويف", "qasbawi"),
    ],
)
def test_a_term_in_anothers_quotation_is_its_holders(text, term, who):
    outer, inner = said(text)

    assert (outer.kind, outer.marked) == ("direct", True)
    assert (inner.kind, inner.words, inner.who, inner.shown) == ("term", (term,), (who,), False)


def test_a_verb_of_a_gesture_parts_no_quotation():
    (one,) = said("«البريد ثلاث ساعات»، قال الطلاعي وهو يلوّح بورقة، «والجواب لم يصل بعد».")

    assert (one.words, one.who) == (("البريد ثلاث ساعات", "والجواب لم يصل بعد"), ("tallai",))


def test_what_somebody_calls_an_announcement_is_no_part_of_it():
    text = 'أعلنت وزارة الدفاع، الخميس، تسلّم القاعدة كلها، في خطوة وصفها الطلاعي بأنها "بداية".'

    assert told(text) == [
        ("reported", "تسلّم القاعدة كلها", ("defence",)),
        ("term", "بداية", ("tallai",)),
    ]


def test_a_source_speaks_again_through_whoever_told_of_it():
    text = (
        "وقالت نيوزويك إن القرار اتُّخذ.\nونقلت عن أحد المسؤولين قوله إن الرد وصل.\n"
        "وأضاف المسؤول أن العدد سيهبط."
    )

    assert [(one.who, one.via) for one in said(text)] == [
        (("newsweek",), ("newsweek",)),
        (("أحد المسؤولين",), ("newsweek",)),
        (("أحد المسؤولين",), ("newsweek",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "وقال الطلاعي، في بيان ورد لوكالة رويترز، إن الرد وصل.",
        "وقال الطلاعي، في تقرير ترجمته نيوزويك، إن الرد وصل.",
    ],
)
def test_an_outlet_that_only_received_something_relays_nothing(text):
    (one,) = said(text)

    assert (one.who, one.via) == (("tallai",), ())


def test_whoever_a_noun_quotes_does_not_go_on_speaking():
    found = told("وردّ الطلاعي على تصريح القصباوي بأن الرد وصل، قائلاً إن أحداً لم يره.")

    assert found == [
        ("reported", "الرد وصل", ("qasbawi",)),
        ("reported", "أحداً لم يره", ("tallai",)),
    ]

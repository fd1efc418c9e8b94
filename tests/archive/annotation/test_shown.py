"""What readers see unreviewed: kinds that read newswire too freely before."""

import pytest

from archive.annotation.names import Recogniser
from archive.dates.partial import parse_partial
from archive.models import Role
from tests.archive.annotation.statements import read, said


def shown(text):
    return [(one.kind, one.words, one.who) for one in said(text) if one.shown]


@pytest.mark.parametrize(
    "who",
    [
        "وزير أملاك الدولة، حاتم العشي،",
        "رئيس فرع الكرة بنادي المرسى صلاح بوشوشة",
        "كاتب عام نقابة المعلمين، المستوري القمودي،",
        "أحد الزوار البلجيكيين السيناتور جوزي دوبيي",
        "قائد شرطة المدينة",
        "مسؤولة العلاقات في الدائرة",
        "مصدر أمني، رياض الساعدي،",
        "سفير تونس بروما، معز السيناوي",
        "والي نابل، منور الورتاني،",
        "خبير في القانون الدولي، سعد جبار لقناة محلية،",
        "أحد خبراء أمراض العيون تمام حسان",
        "شاهد العيان دارين زاميت لوبي",
        "كاتب عام بلدية الحمامات، مكرم شويخ في مداخلة،",
    ],
)
def test_whoever_is_known_by_an_office_or_a_name_is_no_anonymous_source(who):
    assert shown(f"وقال {who} إن الرد وصل.") == []


@pytest.mark.parametrize(
    ("printed", "who"),
    [
        ("متحدث باسم الشرطة", "متحدث باسم الشرطة"),
        ("مسؤول كبير في وزارة الدفاع", "مسؤول كبير في وزارة الدفاع"),
        ("مستشار في الهيئة", "مستشار في الهيئة"),
        ("ضابط بالجيش", "ضابط بالجيش"),
        ("أحد مستشاري الرئيس السابقين", "أحد مستشاري الرئيس السابقين"),
        ("مدير عام سابق", "مدير عام سابق"),
        ("مصدر أمني لمراسلنا", "مصدر أمني"),
        ("مسؤول أميركي كبير في إفادة هاتفية", "مسؤول أميركي كبير"),
        ("مسؤول محلي في وقت سابق", "مسؤول محلي"),
        ("مسؤول بوزارة الدفاع في ساعة متأخرة", "مسؤول بوزارة الدفاع"),
        ("مصدر أمني للجوهرة", "مصدر أمني"),
        ("مصدر تابع للحكومة", "مصدر تابع للحكومة"),
        ("مسؤولون هنود", "مسؤولون هنود"),
        ("مصدر من الحماية المدنية", "مصدر من الحماية المدنية"),
        ("أحد الأطباء المباشرين لهذه الحالات", "أحد الأطباء المباشرين لهذه الحالات"),
    ],
)
def test_a_source_without_a_name_is_shown_with_nothing_but_its_description(printed, who):
    assert shown(f"وقال {printed} إن الرد وصل.") == [("reported", ("الرد وصل",), (who,))]


def test_what_a_source_denies_is_no_part_of_its_description():
    (one,) = said('ونفى عضو في الهيئة التنسيقية وجود خلاف، موضحاً أن "القرار بيد القائد وحده".')

    assert one.who == ("عضو في الهيئة التنسيقية",)


def test_what_a_source_warns_of_is_no_part_of_its_description():
    (one,) = said('وحذر خبير بريطاني من خطورة الغلي. وأضاف الخبير أن "الغلي خطير جداً".')

    assert one.who == ("خبير بريطاني",)


@pytest.mark.parametrize(
    "text",
    [
        "وأفاد ضابط بأن الرد وصل. وقالت النائبة عبلة الهواري، مقدمة المشروع، إن الوفد غادر.",
        "وأفاد ضابط بأن الرد وصل. وأكد والي نابل، منور الورتاني، أن الوفد غادر.",
        "وأفاد ضابط بأن الرد وصل. وقال شاهد العيان دارين زاميت لوبي إن الوفد غادر.",
        "وأفاد ضابط بأن الرد وصل. وأكدوا أن الوفد غادر.",
        "وأفاد ضابط بأن الرد وصل. وعدّد الحرشاني الإنجازات، مبيناً أن الوفد غادر.",
        "وأفاد ضابط بأن الرد وصل. وهو موقع إخباري مصري يعمل من الداخل ويصف نفسه بأنه مستقل تماماً.",
    ],
)
def test_another_than_the_last_source_may_speak(text):
    assert [one.words for one in said(text) if one.shown] == [("الرد وصل",)]


@pytest.mark.parametrize(
    "before", ["وفق ما أكده المدير، عماد عباب", "بحسب ناظر القسم", "كما جاء في تقرير القسم"]
)
def test_the_same_source_may_be_somebody_named(before):
    assert shown(f"وصل الرد أمس، {before}. وأضاف المصدر نفسه أن الوفد غادر.") == []


@pytest.mark.parametrize(
    "title",
    [
        'الوفد التونسي يدعو بغداد إلى "كشف أسماء المتورطين كافة"',
        'نقابة المحامين تطالب واشنطن بـ"كشف أسماء المتورطين كافة"',
        'كتلة نيابية تتهم بغداد بأنها "تخفي أسماء المتورطين كافة"',
    ],
)
def test_the_object_of_a_headlines_verb_does_not_speak(title):
    assert not any(one.shown for one in read("نص الخبر هنا.", title=title)[0])


@pytest.mark.parametrize("name", ["(سي.إن.إن)", "سي-إن-إن", "إتش7إن9"])
def test_letters_within_a_name_are_no_particle(name):
    assert said(f"وطالب هود رعاة البرنامج ومنهم {name}، بموقف واضح من ذلك.") == []


def test_a_mans_title_behind_a_womans_verb_is_part_of_a_name():
    assert shown("وأوضحت شيخ روحه أن الرد وصل.") == []


@pytest.mark.parametrize(
    "other",
    ["وكالة الأنباء الإيطالية", "وكالة أنباء الشرق الجديد", "وكالة الشرطة الأوروبية"],
)
def test_an_agency_told_by_more_than_its_kind_is_not_the_one_named_before(other):
    text = f"قالت رويترز إن الرد وصل. وقالت {other} إن الوفد غادر."

    assert shown(text) == [("reported", ("الرد وصل",), ("reuters",))]


@pytest.mark.parametrize(
    "who",
    [
        "هيئة إسعاف بغداد",
        "مجموعة من لاعبي منتخب بغداد",
        "اتحاد مقاولي واشنطن",
        "شركة كهرباء بغداد",
    ],
)
def test_a_place_that_a_body_is_of_does_not_speak(who):
    assert shown(f"وقالت {who} إنها أنهت عملها المقرر.") == []


@pytest.mark.parametrize(
    "text",
    [
        'وقال شهود لمراسل "الجوهرة أف أم" إنهم قرروا المغادرة.',
        'وأكد مصدر أمني لراديو "الأمل الجديد اليوم" إن الطريق مغلق.',
        'ورفع نواب الكتلة لافتات كتب عليها "كلا كلا للاحتلال الأجنبي".',
        'وأكدت تقارير خبر مقتل القيادي المكنى "أبو الحسن الشمالي الكبير" أمس.',
        'وقالت شرطة المدينة إنها أوقفت المدعو "أبو ليلى الصغير" أمس.',
    ],
)
def test_marks_around_a_name_or_a_sign_hold_no_speech(text):
    assert all(one.kind == "reported" for one in said(text))


@pytest.mark.parametrize(
    "name", ["حركة البناء للسلام والعدالة", "ستاندرد آند بورز", "لجنة أهالي الحي القديم"]
)
def test_marks_right_behind_a_verb_name_whoever_speaks(name):
    (_, other) = said(f'قال هود إن الرد وصل. وأكدت "{name}" أن الوفد غادر.')

    assert (other.who, other.words, other.shown) == ((name,), ("الوفد غادر",), False)


@pytest.mark.parametrize(
    "behind",
    [
        "رغم أن جنودها قليلون",
        "على الرغم من أن جنودها قليلون",
        "علماً أن جنودها قليلون",
        "كما أن جنودها قليلون",
    ],
)
def test_that_behind_a_particle_of_its_own_reports_nothing(behind):
    assert said(f"وتعد مصادر محلية هذه القاعدة كبيرة، {behind}.") == []


@pytest.mark.parametrize(
    "tail",
    [
        "وفق ما أكده نائب الرئيس أمس",
        "بحسب أحد المحامين",
        "حسب ما ذكرت الوزيرة",
        "وفقاً لمسؤول محلي",
        "، إذ قال أمينها العام إن الأمر حسم",
    ],
)
def test_whose_words_they_are_is_the_outlets_to_say(tail):
    first = said(f"وأعلن هود أن القوات باقية {tail}.")[0]

    assert first.words == ("القوات باقية",)


@pytest.mark.parametrize(
    "text",
    [
        "أما المتحدثة ألينا رومانوسكي فأبلغت نيوزويك أن الموعد قائم.",
        "وأبلغت رومانوسكي رويترز أن الموعد قائم.",
        "لكن رومانوسكي أخبرت السومرية أن الموعد قائم.",
        "رومانوسكي أطلعت رويترز على أن الموعد قائم.",
    ],
)
def test_an_outlet_behind_a_verb_of_telling_is_told(text):
    (one,) = said(text)

    assert (one.who, one.shown) == (("romanowski",), True)


@pytest.mark.parametrize("opening", ["في المقابل", "من جهته", "وفي السياق ذاته", "على صعيد آخر"])
def test_a_second_verb_takes_the_subject_of_its_own_sentence(opening):
    text = f'قال هود إن الرد وصل. {opening}، رفض الأعرجي ما جاء في البيان، وعدّه "التفافاً".'

    assert said(text)[-1].who == ("araji",)


@pytest.mark.parametrize(
    "text",
    [
        'وقال هود إن القوات ضبطت 16 كيساً من "الزطلة".',
        'وقال هود إن المعتقلين هما "أيمن" ورفيقه.',
        'وأكد هود أن الرجل مصنف مجرماً "خطيراً".',
    ],
)
def test_a_word_in_marks_within_a_report_is_shown_only_as_somebodys_label(text):
    assert [one.kind for one in said(text) if one.shown] == ["reported"]


def test_what_somebody_is_said_to_call_a_thing_is_shown():
    found = said('وقال هود إن بلاده ترفض ما وصفه بـ"الاحتلال".')

    assert [one.kind for one in found if one.shown] == ["reported", "term"]


@pytest.mark.parametrize(
    "dateline", ["السومرية/", "رووداو-", "بغداد (وكالات) -", "بغداد/ السومرية:", ""]
)
def test_a_source_speaks_behind_a_dateline(dateline):
    text = f"{dateline} كشف مصدر أمني في بغداد، الثلاثاء، أن رتلاً غادر القاعدة."

    assert [(words, who) for _, words, who in shown(text)] == [
        (("رتلاً غادر القاعدة",), ("مصدر أمني في بغداد",))
    ]


@pytest.mark.parametrize(
    "between",
    [
        "واجتمع بعد ذلك مع الكاظمي.",
        "والتقى كيري الكاظمي لاحقاً.",
        "وعُقد اللقاء بحضور الأعرجي.",
        "وكان الأعرجي قد زار واشنطن أمس.",
        "وتوجه إلى مكتب علاوي في المساء.",
    ],
)
def test_whoever_is_named_in_between_may_go_on(between):
    found = said(f"وقال جون كيري إن التحالف باق. {between} وأضاف أن الموعد ثابت.")

    assert (found[0].shown, found[-1].words, found[-1].shown) == (True, ("الموعد ثابت",), False)


@pytest.mark.parametrize(
    "came_of_it",
    [
        "فجاء التاريخ كما طلب الكاظمي",
        "فغادر الوفد القاعة",
        "فرحب الحاضرون بالقرار",
        "فانسحبت كتلة من الجلسة",
        "فصفق النواب طويلاً",
    ],
)
def test_what_came_of_it_is_told_by_the_outlet(came_of_it):
    assert said(f"وأعلن هود أن الموعد نهاية الشهر، {came_of_it}.")[0].words == (
        "الموعد نهاية الشهر",
    )


def test_what_follows_from_it_may_be_the_speakers():
    (one,) = said("وقال هود إن الموعد ثابت، فلا حاجة إلى لجنة أخرى.")

    assert one.words == ("الموعد ثابت، فلا حاجة إلى لجنة أخرى",)


@pytest.mark.parametrize(
    ("text", "who", "via"),
    [
        (
            "وذكرت رويترز أن السومرية نقلت عن جون كيري قوله إن الجنود باقون.",
            "kerry",
            ("reuters", "sumaria"),
        ),
        (
            "وأفادت نيوزويك بأن قناة رووداو نقلت عن الكاظمي قوله إن الجنود باقون.",
            "kadhimi",
            ("newsweek", "rudaw"),
        ),
        (
            "وقالت السومرية إن رويترز نقلت عن مسؤول أميركي قوله إن الجنود باقون.",
            "مسؤول أميركي",
            ("sumaria", "reuters"),
        ),
        (
            "وأوردت رووداو أن صحيفة نيوزويك نقلت عن رومانوسكي قولها إن الجنود باقون.",
            "romanowski",
            ("rudaw", "newsweek"),
        ),
    ],
)
def test_an_outlet_that_tells_what_another_relayed_is_the_first_link(text, who, via):
    (one,) = said(text)

    assert (one.words, one.who, one.via) == (("الجنود باقون",), (who,), via)


@pytest.mark.parametrize(
    "source",
    [
        "ضابط رفيع رفض الإفصاح عن هويته لأن التعليمات تمنعه من التصريح للصحافة",
        "مسؤول محلي طلب عدم ذكر اسمه لحساسية الملف",
        "دبلوماسي غربي اشترط عدم كشف هويته لأن المحادثات سرية",
        "موظف في السفارة فضل عدم نشر اسمه كونه غير مخول بالتصريح",
    ],
)
def test_what_a_source_says_is_found_behind_why_he_is_not_named(source):
    (one,) = said(f"وبحسب {source}، فإن آخر رتل سيعبر المنفذ ليلاً.")

    assert (one.words, one.shown) == (("آخر رتل سيعبر المنفذ ليلاً",), False)
    assert source.startswith(one.who[0])


@pytest.mark.parametrize(
    "opening", ["وجاء في بيان وزارة الدفاع", "وورد في بيان الهيئة التنسيقية", "وقال هود"]
)
def test_a_block_within_one_paragraph_goes_on_to_its_end(opening):
    (one,) = said(f"{opening}: سقط صاروخان قرب المعسكر. ولم تقع خسائر. وبدأ البحث. انتهى.")

    assert one.words == ("سقط صاروخان قرب المعسكر. ولم تقع خسائر. وبدأ البحث",)


@pytest.fixture
def ministers(make_entity):
    for slug, name, since, until in (
        ("first", "خالد العبيدي", "2014-10-18", "2016-08-25"),
        ("second", "عبد القادر العبيدي", "2006-06-08", "2010-12-21"),
    ):
        one = make_entity(slug, name, short=["العبيدي"], standalone="context")
        Role.objects.create(entity=one, role_ar="وزير الدفاع العراقي", since=since, until=until)


def named(text):
    found = Recogniser().recognise("عنوان", text, published=parse_partial("2016-01-13"))
    return {one.thing for one in found.mentions if one.sure}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "first", ["خليل العبيدي", "سامي العبيدي", "المدير خليل العبيدي", "السيدة منى العبيدي"]
)
def test_a_surname_goes_on_meaning_whoever_the_article_gave_it_to(ministers, first):
    assert named(f"أعلن {first} الخطة. ورفض العبيدي ذكر التفاصيل.") == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["عبد الحكيم أورغي", "الشيخ عبد الحكيم المرادي", "عبد الحكيم بن عمر"]
)
def test_a_servants_name_is_another_mans_first_name(make_entity, name):
    make_entity("hakim", "عبد العزيز الحكيم", short=["الحكيم"])

    assert named(f"وقال {name} إن الرد وصل.") == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "زار بارزاني واشنطن أمس، فيما بقي نيجيرفان بارزاني في أربيل.",
        "بحث بارزاني الخطة مع الوفد. وحضر مسرور بارزاني اللقاء.",
    ],
)
def test_a_bare_surname_is_nobodys_before_one_of_its_bearers_is_named(make_entity, text):
    for slug, name in (("n", "نيجيرفان بارزاني"), ("m", "مسرور بارزاني"), ("s", "مسعود بارزاني")):
        make_entity(slug, name, short=["بارزاني"], standalone="context")

    assert len(named(text)) == 1
    found = Recogniser().recognise("عنوان", text, published=parse_partial("2016-01-13"))
    assert not any(one.sure for one in found.mentions if text[one.start : one.end] == "بارزاني")


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["نبيل", "المنسق نبيل", "الكاتب العام سامي", "السيدة منى"])
def test_a_surname_that_is_enough_alone_is_given_away_too(make_entity, first):
    make_entity("abadi", "حيدر العبادي", short=["العبادي"])

    assert named(f"أعلن {first} العبادي الخطة. وأوضح العبادي التفاصيل.") == set()


@pytest.mark.django_db
def test_a_bare_surname_means_a_minister_only_where_his_state_may_be_spoken_of(ministers):
    assert len(named("رفض العبيدي ذكر التفاصيل أمام المجلس.")) == 1
    assert len(named("رفض العبيدي في بغداد ذكر التفاصيل لتونس والمغرب.")) == 1
    assert named("رفض العبيدي ذكر التفاصيل لوفد من تونس والمغرب.") == set()


def speakers_shown(text):
    return [(one.words[0], one.who) for one in said(text) if one.shown]


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        ("أعلن هود أن الباب مفتوح، وحذر بغداد من أن الصبر ينفد.", "الصبر ينفد", "hood"),
        ("اتهم هود بغداد بأنها ماطلت في الرد.", "ماطلت في الرد", "hood"),
        ("كان هود، كبير الموفدين، قد أعلن بعد لقاء الكاظمي أن الوقت حان.", "الوقت حان", "hood"),
    ],
)
def test_whoever_is_warned_accused_or_met_is_not_who_speaks(text, words, who):
    assert (words, (who,)) in speakers_shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "عقدت وزارة الدفاع جلسة. واتهمت واشنطن بأنها تعد لضربة.",
        "يتهم البيان واشنطن بأنها تحشد قوات.",
        "قال هود إن الجرد انتهى. ويكرر مسؤولوه أن الباب مغلق.",
        "قال هود إن الجرد انتهى. وصف بيانه الوضع بأنه صعب جداً.",
        "قال هود إن الجرد انتهى. وأكدت هاجر زوجة الحارس أن أحداً لم يدخل.",
        "قال هود إن الجرد انتهى. أما العناوين التي ظهرت مساء فقالت إن الجرد فشل.",
        "سأل هود الكاظمي عن الموعد فأحاله إلى الأعرجي، فأجاب هذا بأن الموعد قريب.",
        "فيما كان أعضاء الهيئة التنسيقية مجتمعين، تلقى الوزير الخبر، فكتب: «لا تراجع بعد اليوم».",
        "أوصت اللجنة بالصبر وأوصت وسائل الإعلام بـ«التحلي بروح المسؤولية في النشر».",
        "وقال مصدر أمني إن الباب أغلق. وبإيقافه والتحري معه في المركز اعترف بأنه سرق المال.",
    ],
)
def test_who_is_named_where_the_subject_stands_and_not_understood_hides_who_spoke_before(text):
    last = text.rstrip(".»").split()[-1]
    assert not any(last in words for words, _ in speakers_shown(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قال هود إنه سيعيد رجاله إلى القاعدة، ولحقت به فرق أخرى.", "سيعيد رجاله إلى القاعدة"),
        ("أعلن هود أن العمل جار في الموقع، وتسلم الحارس المفاتيح.", "العمل جار في الموقع"),
        ("حين أعلن هود أن المهمة انتهت تماماً، كانت الخيام باقية.", "المهمة انتهت تماماً"),
        ("قال هود إن الحارس فر من الموقع مؤكداً أن البحث مستمر.", "الحارس فر من الموقع"),
        ("قال هود إن الطريق أغلق دون تقديم أي تفاصيل.", "الطريق أغلق"),
        ("قال هود إنهم من القرية أما الحارس فصرح بأنه من المدينة.", "إنهم من القرية"),
        ("قال هود إن الحارس فر، ونسب ذلك إلى شهود.", "الحارس فر"),
        ("قال هود إن الرتل في الطريق من دون أن يذكر وجهته.", "الرتل في الطريق"),
        ("قال هود إن البيان حبر على ورق، ثم غادر القاعة.", "البيان حبر على ورق"),
    ],
)
def test_a_clause_ends_where_the_outlet_tells_on(text, words):
    assert any(words.endswith(said) for said, _ in speakers_shown(text))


@pytest.mark.parametrize(
    "text",
    [
        "أوصى هود رجاله بالصبر إن تعرضوا لهجوم.",
        "اتفق هود والكاظمي على الخطة، غير أن المشروع تعثر ولم يكتمل.",
        "أضافت وزارة الدفاع أربعة أسماء إلى القائمة: الحارس وابنه والسائق والطباخ.",
        "شدد هود، في ندوة حول «آفاق الزراعة في البلاد»، على الصبر.",
        "انفجرت هواتف «النجم الأزرق الجديد» حسب ما قاله مصدر أمني.",
    ],
)
def test_what_nobody_said_is_not_shown(text):
    assert speakers_shown(text) == []


def test_a_clause_behind_a_colon_is_reported():
    (one,) = [each for each in said("حجة واحدة تكررها بغداد: أن الباب مفتوح.") if each.shown]
    assert (one.kind, one.words) == ("reported", ("الباب مفتوح",))


def test_an_outlet_of_another_act_relays_nothing():
    (one,) = [
        each
        for each in said("أعلنت وزارة الدفاع أن سبعة جرحوا، وتحدث ضابط إلى رووداو عن عشرة.")
        if each.shown
    ]
    assert one.via == ()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('وقالت مصادر تابعة لقوات عملية "البنيان" إن السجن خال.', "مصادر"),
        ("وأعلن فريق Orbit أن الموقع سقط.", "فريق"),
        ("وقال رئيس شبكة دستورنا إن الحكومة عاجزة.", "رئيس"),
        ("وقال عدد إن الموقع سقط.", "عدد"),
    ],
)
def test_a_description_that_is_cut_or_means_one_is_no_source_without_a_name(text, who):
    assert not any(name[0].startswith(who) for _, name in speakers_shown(text))


def test_who_did_something_with_these_words_said_them():
    text = "«الباب مفتوح لمن شاء». بهذه الكلمات أنهى الأعرجي الجلسة."
    assert speakers_shown(text) == [("الباب مفتوح لمن شاء", ("araji",))]


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        (
            "قال هود إن الجرد انتهى. ولدى سؤاله عما إذا كان يحمّل أحداً المسؤولية، أجاب: "
            "«الوقت مبكر جداً».",
            "الوقت مبكر جداً",
            "hood",
        ),
        (
            "ونفى عضو في الهيئة التنسيقية وجود خلاف، موضحاً أن القرار واحد.",
            "القرار واحد",
            "عضو في الهيئة التنسيقية",
        ),
    ],
)
def test_who_answers_a_question_or_denies_something_goes_on(text, words, who):
    assert (words, (who,)) in speakers_shown(text)
